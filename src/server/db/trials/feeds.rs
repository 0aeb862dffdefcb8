//! Trials of what orders a feed.

use super::{NOW, later, load, on_each, stage};
use parvis_model::feed::FeedSignals;

#[tokio::test]
async fn activity_decays_and_counts_every_person_once_with_the_strongest_act() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let lines = r#"
            {"type":"post","id":"p1","at":"2026-10-01T00:00:00Z","by":"lou","circle":"filtre","lang":"fr","text":"a"}
            {"type":"act","at":"2026-10-31T12:00:00Z","item":"p1","by":"x","kind":"view"}
            {"type":"act","at":"2026-10-31T12:00:00Z","item":"p1","by":"x","kind":"follow"}
            {"type":"act","at":"2026-10-31T12:00:00Z","item":"p1","by":"y","kind":"view"}
            {"type":"mark","at":"2026-10-01T12:00:00Z","item":"p1","by":"z","kind":"not_useful"}"#;
        load(&db, &stage.site, lines).await;
        let feed = db.feed(&stage.site, super::Time::parse("2026-11-01T00:00:00Z").unwrap()).await.unwrap();
        assert_eq!(feed.posts.len(), 2);
        assert_eq!(feed.posts[0].id, stage.post, "the newest first");
        let expected = FeedSignals { hot: 200, tail: 395, useful: 0, not_useful: 1, n_week: 2, n_month: 2 };
        assert_eq!(feed.posts[1].signals, expected);
        assert_eq!((feed.circles[0].n_posts, feed.circles[0].n_month), (2, 2));
        let quiet = db.feed(&stage.site, later(400)).await.unwrap();
        assert_eq!((quiet.posts[1].signals.hot, quiet.posts[1].signals.n_week), (0, 0));
        assert_eq!(quiet.circles[0].n_month, 0);
    })
    .await;
}

#[tokio::test]
async fn counts_of_an_import_are_activity_of_the_day_of_publication() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let line = r#"{"type":"post","id":"p1","at":"2026-10-31T00:00:00Z","by":"lou","circle":"filtre","lang":"en","text":"a","useful":10,"not_useful":3,"replies":5}"#;
        load(&db, &stage.site, line).await;
        let feed = db.feed(&stage.site, super::Time::parse("2026-10-31T12:00:00Z").unwrap()).await.unwrap();
        let signals = feed.posts[1].signals;
        assert_eq!((signals.hot, signals.useful, signals.not_useful), (2_000, 10, 3));
        let post = db.posts(&stage.site, &[feed.posts[1].id]).await.unwrap().remove(0);
        assert_eq!((post.item.marks.useful, post.item.n_replies), (10, 5));
        assert_eq!(feed.circles[0].n_month, 18);
        assert!(feed.circles[0].n_month > 0 && NOW > post.item.at);
    })
    .await;
}

#[tokio::test]
async fn another_half_life_counts_as_if_it_had_held_from_the_beginning() {
    let lines = r#"
        {"type":"post","id":"p1","at":"2026-10-20T00:00:00Z","by":"lou","circle":"filtre","lang":"fr","text":"a","useful":90}
        {"type":"act","at":"2026-10-28T12:00:00Z","item":"p1","by":"x","kind":"view"}
        {"type":"act","at":"2026-10-30T12:00:00Z","item":"p1","by":"x","kind":"follow"}
        {"type":"act","at":"2026-10-29T06:00:00Z","item":"p1","by":"y","kind":"useful"}
        {"type":"post","id":"p2","at":"2026-10-29T00:00:00Z","by":"lou","lang":"fr","text":"b","replies":8}"#;
    on_each(move |db| async move {
        let (at, stage) = (super::Time::parse("2026-10-31T00:00:00Z").unwrap(), stage(&db).await);
        let hot = async || {
            let feed = db.feed(&stage.site, at).await.unwrap();
            feed.posts.iter().map(|post| post.signals.hot).collect::<Vec<_>>()
        };
        let tune = async |hours: f64| {
            let mut write = db.write(&stage.site, NOW).await.unwrap();
            let mut ranking = write.ranking().await.unwrap();
            ranking.feed.half_life_hours = hours;
            write.tune(&ranking).await.unwrap();
            assert_eq!(write.commit().await.unwrap().len(), 1, "open pages are told");
        };
        load(&db, &stage.site, lines).await;
        let with_12 = hot().await;
        tune(48.0).await;
        let value = |weight: f64, hours: f64| weight * (-hours / 48.0f64).exp2();
        let p1 = value(180.0, 264.0) + value(3.0, 12.0) + value(2.0, 42.0);
        let expected = [p1, value(32.0, 48.0)].map(|value| (value * 100.0).round() as u32);
        assert_eq!(hot().await[1..], [expected[1], expected[0]]);
        tune(12.0).await;
        assert_eq!(hot().await, with_12, "and back");
        let mut broken = parvis_model::ranking::Ranking::default();
        broken.feed.half_life_hours = 1.0;
        assert!(db.write(&stage.site, NOW).await.unwrap().tune(&broken).await.is_err());
        assert_eq!(hot().await, with_12);
    })
    .await;
}
