//! Trials of idempotency, of the transaction that carries it, and of challenges used once.

use super::{NOW, later, new_post, on_each, person, stage};
use crate::db::{Answer, Db, Error, Key, State};
use parvis_model::id::{ItemId, SiteId};

const KEY: Key<'static> = Key { key: "aaaaaaaaaaaaaaaa", token: "t1", body: b"one" };

/// Posts under a key; gives the answer and whether it was the first time.
async fn post(db: &Db, site: &SiteId, key: &Key<'_>, chance: u32) -> Result<(Answer, bool), Error> {
    let mut write = db.write(site, NOW).await?;
    if let Some(answer) = write.key(key).await? {
        return Ok((answer, false));
    }
    let id = ItemId::new(NOW, chance);
    let id = write.post(id, &person("lou"), &new_post("Une fois"), State::Published).await?;
    let answer = Answer { status: 201, body: id.to_string().into_bytes() };
    write.answer(key, &answer).await?;
    write.commit().await?;
    Ok((answer, true))
}

#[tokio::test]
async fn the_same_key_and_body_get_the_same_answer_and_one_row() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        let first = post(&db, &site, &KEY, 10).await.unwrap();
        let second = post(&db, &site, &KEY, 11).await.unwrap();
        assert_eq!((first.1, second.1, first.0), (true, false, second.0));
        assert_eq!(db.feed(&site, NOW).await.unwrap().posts.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn the_same_key_with_another_body_is_refused_but_another_visitor_may_use_it() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        post(&db, &site, &KEY, 10).await.unwrap();
        let other_body = post(&db, &site, &Key { body: b"two", ..KEY }, 11).await;
        assert!(matches!(other_body, Err(Error::KeyReused)));
        let other_visitor = post(&db, &site, &Key { token: "t2", body: b"two", ..KEY }, 12).await;
        assert!(other_visitor.unwrap().1);
    })
    .await;
}

#[tokio::test]
async fn a_hundred_parallel_writes_of_one_key_are_one_row() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        let tasks: Vec<_> = (0..100)
            .map(|n| {
                let (db, site) = (db.clone(), site.clone());
                tokio::spawn(async move { post(&db, &site, &KEY, 100 + n).await.unwrap() })
            })
            .collect();
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await.unwrap());
        }
        assert_eq!(answers.iter().filter(|(_, first)| *first).count(), 1);
        assert!(answers.iter().all(|(answer, _)| *answer == answers[0].0));
        assert_eq!(db.feed(&site, NOW).await.unwrap().posts.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_committed_never_happened() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        let version = db.last_event(&site).await.unwrap();
        let mut write = db.write(&site, NOW).await.unwrap();
        write.key(&KEY).await.unwrap();
        let id = ItemId::new(NOW, 20);
        write.post(id, &person("lou"), &new_post("Jamais"), State::Published).await.unwrap();
        drop(write);
        assert_eq!(db.entry(&site, id).await.unwrap(), None);
        assert_eq!(db.last_event(&site).await.unwrap(), version);
        assert!(post(&db, &site, &KEY, 21).await.unwrap().1, "the key is free again");
    })
    .await;
}

#[tokio::test]
async fn keys_and_events_are_forgotten_in_their_time() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        post(&db, &site, &KEY, 10).await.unwrap();
        db.purge(later(1)).await.unwrap();
        assert!(!post(&db, &site, &KEY, 11).await.unwrap().1);
        db.purge(later(3)).await.unwrap();
        assert!(post(&db, &site, &KEY, 12).await.unwrap().1);
        assert_eq!(db.first_event(&site).await.unwrap(), 1);
        db.purge(later(31)).await.unwrap();
        let last = db.last_event(&site).await.unwrap();
        assert_eq!((db.first_event(&site).await.unwrap(), last), (last + 1, 4));
    })
    .await;
}

#[tokio::test]
async fn a_challenge_is_used_once_even_in_parallel() {
    on_each(|db| async move {
        let tasks: Vec<_> = (0..50)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move { db.redeem("nonce", later(1)).await })
            })
            .collect();
        let mut taken = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(()) => taken += 1,
                Err(Error::Used) => (),
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(taken, 1);
    })
    .await;
}
