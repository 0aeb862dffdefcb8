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
