//! Trials of what a pool tells beside its posts.

use super::{later, load, new_reply, on_each, person, stage};
use crate::db::{Db, State};
use parvis_model::id::{ItemId, SiteId};
use parvis_model::item::Mark;
use parvis_model::time::Time;

/// Makes a post of `lou`, born the given day of October.
async fn post(db: &Db, site: &SiteId, day: u32, state: &str) -> ItemId {
    let at = Time::parse(&format!("2026-10-{day:02}T00:00:00Z")).unwrap();
    let line = format!(
        r#"{{"type":"post","id":"{}","at":"{at}","by":"lou","lang":"fr","text":"a","state":"{state}"}}"#,
        ItemId::new(at, day)
    );
    load(db, site, &line).await;
    ItemId::new(at, day)
}

async fn act(db: &Db, site: &SiteId, item: ItemId, day: u32, kind: &str) {
    let line = format!(
        r#"{{"type":"act","at":"2026-10-{day:02}T08:00:00Z","item":"{item}","by":"ana","kind":"{kind}"}}"#
    );
    load(db, site, &line).await;
}

#[tokio::test]
async fn likes_are_the_published_posts_of_each_person_once_and_the_newest_act_last() {
    on_each(|db| async move {
        let (stage, other) = (stage(&db).await, SiteId::parse("autre").unwrap());
        db.found(&other).await.unwrap();
        let [a, b, c] = [
            post(&db, &stage.site, 1, "published").await,
            post(&db, &stage.site, 2, "published").await,
            post(&db, &stage.site, 3, "published").await,
        ];
        let held = post(&db, &stage.site, 4, "held").await;
        let elsewhere = post(&db, &other, 5, "published").await;
        for (item, day, kind) in [
            (a, 10, "useful"),
            (b, 11, "save"),
            (a, 12, "follow"),
            (held, 13, "useful"),
            (stage.idea, 14, "save"),
        ] {
            act(&db, &stage.site, item, day, kind).await;
        }
        act(&db, &stage.site, c, 15, "view").await;
        act(&db, &other, elsewhere, 16, "useful").await;
        assert_eq!(db.likes(&stage.site).await.unwrap(), [[b, a]]);
        let mut write = db.write(&stage.site, later(1)).await.unwrap();
        write.mark(c, "bo", Mark::NotUseful).await.unwrap();
        write.mark(b, "bo", Mark::Save).await.unwrap();
        write
            .reply(ItemId::new(later(1), 9), &person("cy"), c, &new_reply("Oui"), State::Published)
            .await
            .unwrap();
        write.commit().await.unwrap();
        assert_eq!(db.likes(&stage.site).await.unwrap(), [vec![b, a], vec![b], vec![c]]);
    })
    .await;
}

#[tokio::test]
async fn who_took_part_is_the_author_and_then_who_answered_last() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let mut number = 100;
        let mut replies = Vec::new();
        for (day, by, on, state) in [
            (1, "ana", None, State::Published),
            (2, "bo", Some(0), State::Published),
            (3, "cy", None, State::Published),
            (4, "ana", Some(1), State::Published),
            (5, "dan", None, State::Held),
            (6, "eve", None, State::Removed),
        ] {
            number += 1;
            let mut write = db.write(&stage.site, later(day)).await.unwrap();
            let on = on.map_or(stage.post, |place: usize| replies[place]);
            let id = ItemId::new(later(day), number);
            replies.push(write.reply(id, &person(by), on, &new_reply("Oui"), state).await.unwrap());
            write.mark(stage.post, "fay", Mark::Save).await.unwrap();
            write.commit().await.unwrap();
        }
        let quiet = post(&db, &stage.site, 7, "published").await;
        let held = post(&db, &stage.site, 8, "held").await;
        let told = async |most| {
            let mut found = db.took_part(&stage.site, &[stage.post, quiet, held], most).await.unwrap();
            assert_eq!(found.get(&held), None);
            let words = |(person, day): (parvis_model::id::PersonId, _)| (person.to_string(), day);
            let mut of = |id| found.remove(&id).unwrap().into_iter().map(words).collect::<Vec<_>>();
            (of(stage.post), of(quiet))
        };
        let expected = [("maud", 0), ("ana", 4), ("cy", 3), ("bo", 2)]
            .map(|(person, day)| (person.to_owned(), later(day).to_day()));
        let alone = vec![("lou".to_owned(), Time::parse("2026-10-07T00:00:00Z").unwrap().to_day())];
        assert_eq!(told(50).await, (expected.to_vec(), alone.clone()));
        assert_eq!(told(3).await, (expected[..3].to_vec(), alone.clone()));
        let mut write = db.write(&stage.site, later(9)).await.unwrap();
        let id = ItemId::new(later(9), 200);
        write.reply(id, &person("maud"), stage.post, &new_reply("Merci"), State::Published).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(told(1).await, (vec![("maud".to_owned(), later(9).to_day())], alone));
    })
    .await;
}
