//! Trials of posts, threads, reviews and pictures: what was written is what is read.

use super::{NOW, later, limits, load, new_post, new_reply, on_each, person, stage};
use crate::db::{Entry, Error, State};
use parvis_model::draft::{NewReport, NewReview, Picture, ReportReason};
use parvis_model::id::{CircleId, ItemId, MediaId, SiteId, SubjectId};
use parvis_model::lang::Lang;
use parvis_model::live::Live;
use parvis_model::media::Media;
use parvis_model::person::{Person, Role};
use parvis_model::review::{Received, Stars, Verified};
use parvis_model::rich::RichText;
use parvis_model::time::Day;

pub(super) fn new_review(stars: u8, recommends: Option<bool>) -> NewReview {
    NewReview {
        name: None,
        lang: Lang::parse("fr").unwrap(),
        stars: Stars::new(stars).unwrap(),
        title: Some("Solide".to_owned()),
        text: "Il moud sans forcer.".to_owned(),
        experienced: Day::parse("2026-10-01").unwrap(),
        recommends,
        received: Received::Nothing,
        invitation: None,
        scales: [("bruit".to_owned(), 2)].into(),
        pictures: Vec::new(),
    }
}

#[tokio::test]
async fn a_post_reads_back_as_it_was_written() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let id = MediaId::parse("m-1").unwrap();
        let media = Media {
            src: "/media/m-1.webp".to_owned(),
            small: None,
            alt: String::new(),
            width: 12,
            height: 9,
        };
        let mut new = new_post("Un **V60** du matin");
        new.pictures = vec![Picture { id: id.clone(), alt: "Le V60".to_owned() }];
        new.reprise_of = Some(stage.post);
        let mut write = db.write(&stage.site, NOW).await.unwrap();
        write.picture(&id, &media, "lou").await.unwrap();
        let taken = write.post(stage.post, &person("lou"), &new, State::Published).await.unwrap();
        assert_eq!(taken, stage.idea.bumped(), "an id that is taken gives way to the next free one");
        let events = write.commit().await.unwrap();
        assert!(matches!(&events[..], [(_, Live::Posted { item, .. })] if *item == taken));
        let Some(Entry::Post(post)) = db.entry(&stage.site, taken).await.unwrap() else { panic!("no post") };
        assert_eq!(post.reprise_of, Some(stage.post));
        assert_eq!(post.item.text, parvis_model::markdown::parse("Un **V60** du matin"));
        assert_eq!(post.item.media, [Media { alt: "Le V60".to_owned(), ..media }]);
        assert_eq!(post.item.by.name, "lou");
        let words = db.feed_words(&stage.site).await.unwrap();
        assert_eq!(words[0], (taken, "\nUn **V60** du matin".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn what_a_contribution_names_must_be_there() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let mut circle = new_post("a");
        circle.circle = Some(CircleId::parse("nulle-part").unwrap());
        let mut reprise = new_post("b");
        reprise.reprise_of = Some(ItemId::from_u64(7));
        let mut picture = new_post("c");
        picture.pictures = vec![Picture { id: MediaId::parse("m-9").unwrap(), alt: String::new() }];
        for (new, field) in [(circle, "circle"), (reprise, "reprise_of"), (picture, "pictures")] {
            let mut write = db.write(&stage.site, NOW).await.unwrap();
            let refused = write.post(ItemId::new(NOW, 9), &person("lou"), &new, State::Published).await;
            let Err(Error::Invalid(faults)) = refused else { panic!("{field}: {refused:?}") };
            assert_eq!(faults[0].field, field);
        }
        let mut write = db.write(&stage.site, NOW).await.unwrap();
        let nowhere = ItemId::from_u64(7);
        let (by, reply) = (person("lou"), new_reply("d"));
        let refused = write.reply(nowhere, &by, nowhere, &reply, State::Published).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        drop(write);
        let nobody = SiteId::parse("autre").unwrap();
        assert!(matches!(db.write(&nobody, NOW).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_subject_that_is_not_there_takes_no_review() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let mut write = db.write(&stage.site, NOW).await.unwrap();
        let subject = SubjectId::parse("rien").unwrap();
        let refused = write
            .review(
                ItemId::new(NOW, 9),
                &person("lou"),
                &subject,
                &new_review(3, None),
                Verified::None,
                State::Published,
            )
            .await;
        assert!(matches!(refused, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn replies_to_replies_count_on_their_root() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let mut write = db.write(&stage.site, NOW).await.unwrap();
        let at = |n| ItemId::new(later(1), n);
        let (lou, ines) = (person("lou"), person("ines"));
        let first = write.reply(at(1), &lou, stage.post, &new_reply("un"), State::Published).await.unwrap();
        let second = write.reply(at(2), &ines, first, &new_reply("deux"), State::Published).await.unwrap();
        let held = write.reply(at(3), &lou, first, &new_reply("trois"), State::Held).await.unwrap();
        let events = write.commit().await.unwrap();
        assert_eq!(
            events.last().map(|(_, live)| live.clone()),
            Some(Live::Replied { item: second, on: first, root: stage.post, n_replies: 2 })
        );
        let (n, replies) = db.thread(&stage.site, stage.post, None, 10).await.unwrap().unwrap();
        assert_eq!((n, replies.iter().map(|r| r.item.id).collect::<Vec<_>>()), (2, vec![first, second]));
        let (_, rest) = db.thread(&stage.site, stage.post, Some(first), 10).await.unwrap().unwrap();
        assert_eq!((rest[0].item.id, rest[0].on), (second, first));
        assert_eq!(replies[0].item.n_replies, 1);
        assert_eq!(db.entry(&stage.site, held).await.unwrap(), None);
        let row = db.feed(&stage.site, NOW).await.unwrap().posts[0];
        assert_eq!((row.signals.hot, row.signals.n_week), (800, 2), "two people replied");
    })
    .await;
}

#[tokio::test]
async fn reviews_add_up_and_show_the_newest_answer_of_the_brand() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let subject = SubjectId::parse("moulin").unwrap();
        let empty = db.summary(&stage.site, &subject).await.unwrap();
        assert_eq!((empty.rating.average, empty.rating.count), (None, 0));
        let mut write = db.write(&stage.site, NOW).await.unwrap();
        let mut ids = Vec::new();
        for (n, (stars, recommends)) in [(5, Some(true)), (2, Some(false)), (5, None)].into_iter().enumerate()
        {
            let id = ItemId::new(NOW, 100 + n as u32);
            let new = new_review(stars, recommends);
            let verified = if n == 0 { Verified::Purchase } else { Verified::None };
            ids.push(
                write.review(id, &person("lou"), &subject, &new, verified, State::Published).await.unwrap(),
            );
        }
        let brand = Person { role: Some(Role::Brand), ..person("brume-ines") };
        let id = ItemId::new(later(1), 1);
        write.reply(id, &person("lou"), ids[1], &new_reply("alors ?"), State::Published).await.unwrap();
        let id = ItemId::new(later(1), 2);
        write.reply(id, &brand, ids[1], &new_reply("Renvoyez-le."), State::Published).await.unwrap();
        write.commit().await.unwrap();
        let summary = db.summary(&stage.site, &subject).await.unwrap();
        assert_eq!((summary.rating.average, summary.rating.count), (Some(4.0), 3));
        assert_eq!(summary.histogram, [0, 1, 0, 0, 2]);
        assert_eq!((summary.recommend, summary.n_verified), ((1, 2), 1));
        let reviews = db.reviews(&stage.site, &[ids[1], ids[0]]).await.unwrap();
        assert_eq!(reviews.iter().map(|review| review.item.id).collect::<Vec<_>>(), [ids[1], ids[0]]);
        let answer = reviews[0].answer.as_ref().unwrap();
        assert_eq!(answer.item.text, RichText::plain("Renvoyez-le."));
        assert_eq!(reviews[0].scales.get("bruit"), Some(&2));
        assert_eq!(db.review_facts(&stage.site, &subject).await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_poll_shows_its_results_only_when_everybody_may_see_them() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        load(
            &db,
            &stage.site,
            r#"{"type":"poll","id":"q2","at":"2026-09-02T09:00:00Z","by":"ines","lang":"fr","title":"Q","text":"","method":"single","visibility":"after_close","opens":"2026-09-02T09:00:00Z","closes":"2026-12-31T09:00:00Z","options":[{"id":"a","text":{"fr":"A"}}]}"#,
        )
        .await;
        let site = db.site(&stage.site, NOW, limits()).await.unwrap().unwrap();
        let hidden = site.surfaces.polls[0];
        assert_eq!(db.poll_page(&stage.site, hidden, NOW).await.unwrap().unwrap().results, None);
        assert!(db.poll_page(&stage.site, hidden, later(90)).await.unwrap().unwrap().results.is_some());
        assert!(db.poll_page(&stage.site, stage.poll, NOW).await.unwrap().unwrap().results.is_some());
    })
    .await;
}

#[tokio::test]
async fn a_report_needs_something_to_report() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let new = NewReport { reason: ReportReason::Fake, text: "Copié".to_owned() };
        let mut write = db.write(&stage.site, NOW).await.unwrap();
        write.report(stage.post, "p1", &new).await.unwrap();
        write.report(stage.post, "p1", &new).await.unwrap();
        let refused = write.report(ItemId::from_u64(9), "p1", &new).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    })
    .await;
}
