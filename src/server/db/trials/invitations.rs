//! Trials of invitations: one review each, whatever comes at once, and nothing of a token in what is kept.

use super::contributions::new_review;
use super::{NOW, later, load, on_each, person, stage};
use crate::db::{Db, Entry, Error, Invitation, Issued, State, Taken};
use parvis_model::fault::{Fault, Rule};
use parvis_model::id::{ItemId, SiteId, SubjectId};
use parvis_model::review::{Received, Review, Verified};
use parvis_model::time::Time;

const TOKEN: &str = "moulin.AAAAAAAAAAAAAAAAAAAAAA";

fn subject(key: &str) -> SubjectId {
    SubjectId::parse(key).unwrap()
}

async fn invite(db: &Db, site: &SiteId, token: &str, received: Received) -> Issued {
    let moulin = subject("moulin");
    let new = Invitation { subject: &moulin, order: "A-1", token, received, expires: later(30) };
    let mut write = db.write(site, NOW).await.unwrap();
    let issued = write.invite(&new).await.unwrap();
    write.commit().await.unwrap();
    issued
}

/// Writes a review that comes with an invitation.
async fn review(db: &Db, site: &SiteId, at: Time, about: &str, token: &str) -> Result<ItemId, Error> {
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1_000);
    let chance = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let mut new = new_review(5, None);
    new.invitation = Some(token.to_owned());
    let mut write = db.write(site, at).await?;
    let (id, by) = (ItemId::new(at, chance), person(&format!("p{chance}")));
    let id = write.review(id, &by, &subject(about), &new, Verified::None, State::Published).await?;
    write.commit().await?;
    Ok(id)
}

async fn read(db: &Db, site: &SiteId, id: ItemId) -> Review {
    let Some(Entry::Review(review)) = db.entry(site, id).await.unwrap() else { panic!("no review") };
    review
}

/// The rule that an invitation broke.
fn refusal(outcome: Result<ItemId, Error>) -> Rule {
    let Err(Error::Invalid(faults)) = outcome else { panic!("{outcome:?}") };
    let [Fault { field, rule, .. }] = &faults[..] else { panic!("{faults:?}") };
    assert_eq!(field, "invitation");
    *rule
}

#[tokio::test]
async fn two_hundred_parallel_redemptions_of_one_invitation_are_one_review() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        invite(&db, &site, TOKEN, Received::Nothing).await;
        let tasks: Vec<_> = (0..200)
            .map(|_| {
                let (db, site) = (db.clone(), site.clone());
                tokio::spawn(async move { review(&db, &site, NOW, "moulin", TOKEN).await })
            })
            .collect();
        let (mut written, mut refused) = (Vec::new(), 0);
        for task in tasks {
            match task.await.unwrap() {
                Ok(id) => written.push(id),
                outcome => {
                    assert_eq!(refusal(outcome), Rule::Used);
                    refused += 1;
                }
            }
        }
        assert_eq!((written.len(), refused), (1, 199));
        let summary = db.summary(&site, &subject("moulin")).await.unwrap();
        assert_eq!((summary.rating.count, summary.n_verified), (1, 1), "the others left nothing");
        assert_eq!(read(&db, &site, written[0]).await.verified, Verified::Invitation);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_that_is_not_good_says_why_and_stores_nothing() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        load(&db, &site, r#"{"type":"subject","id":"filtre","name":{"fr":"Filtre"}}"#).await;
        invite(&db, &site, TOKEN, Received::Nothing).await;
        let other = SiteId::parse("autre").unwrap();
        db.found(&other).await.unwrap();
        load(&db, &other, r#"{"type":"subject","id":"moulin","name":{"fr":"Moulin"}}"#).await;
        for (site, at, about, token, expected) in [
            (&site, NOW, "moulin", "moulin.BAAAAAAAAAAAAAAAAAAAAA", Rule::Unknown),
            (&other, NOW, "moulin", TOKEN, Rule::Unknown),
            (&site, NOW, "filtre", TOKEN, Rule::NotAllowed),
            (&site, later(30), "moulin", TOKEN, Rule::Expired),
        ] {
            assert_eq!(refusal(review(&db, site, at, about, token).await), expected);
            let summary = db.summary(site, &subject(about)).await.unwrap();
            assert_eq!(summary.rating.count, 0, "{expected:?}");
        }
        review(&db, &site, later(29), "moulin", TOKEN).await.unwrap();
        assert_eq!(refusal(review(&db, &site, later(29), "moulin", TOKEN).await), Rule::Used);
        assert_eq!(refusal(review(&db, &site, later(31), "moulin", TOKEN).await), Rule::Used);
    })
    .await;
}

#[tokio::test]
async fn what_a_campaign_gives_is_told_whatever_the_author_says() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        for (order, given, said, expected, known, verified) in [
            (
                "1",
                Received::Product,
                Received::Nothing,
                Received::Product,
                Verified::None,
                Verified::Invitation,
            ),
            (
                "2",
                Received::Discount,
                Received::Product,
                Received::Discount,
                Verified::None,
                Verified::Invitation,
            ),
            (
                "3",
                Received::Nothing,
                Received::Product,
                Received::Product,
                Verified::None,
                Verified::Invitation,
            ),
            // What the brand has signed says more than an invitation.
            (
                "4",
                Received::Nothing,
                Received::Nothing,
                Received::Nothing,
                Verified::Purchase,
                Verified::Purchase,
            ),
        ] {
            let (moulin, token) = (subject("moulin"), format!("moulin.AAAAAAAAAAAAAAAAAAAAA{order}"));
            let mut write = db.write(&site, NOW).await.unwrap();
            let invitation =
                Invitation { subject: &moulin, order, token: &token, received: given, expires: later(1) };
            write.invite(&invitation).await.unwrap();
            let mut new = new_review(4, None);
            (new.received, new.invitation) = (said, Some(token.clone()));
            let id = ItemId::new(NOW, 500);
            let id = write.review(id, &person("lou"), &moulin, &new, known, State::Published).await;
            write.commit().await.unwrap();
            let review = read(&db, &site, id.unwrap()).await;
            assert_eq!((review.received, review.verified), (expected, verified), "order {order}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_order_is_invited_once() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        let first = invite(&db, &site, TOKEN, Received::Product).await;
        let fresh = Issued {
            is_new: true,
            is_token: true,
            is_used: false,
            received: Received::Product,
            expires: later(30),
        };
        assert_eq!(first, fresh);
        let again = invite(&db, &site, TOKEN, Received::Nothing).await;
        assert_eq!(again, Issued { is_new: false, ..fresh }, "it stays as it was issued");
        let other = invite(&db, &site, "moulin.CAAAAAAAAAAAAAAAAAAAAA", Received::Product).await;
        assert_eq!(other, Issued { is_new: false, is_token: false, ..fresh });
        review(&db, &site, NOW, "moulin", TOKEN).await.unwrap();
        let used = invite(&db, &site, TOKEN, Received::Product).await;
        assert_eq!(used, Issued { is_new: false, is_used: true, ..fresh });
    })
    .await;
}

#[tokio::test]
async fn an_import_takes_over_that_an_invitation_was_used_and_never_gives_it_back() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        let id = review_of(&db, &site).await;
        let line = |print: &str, rest: &str| {
            format!(
                r#"{{"type":"invitation","at":"2026-10-01","subject":"moulin","order":"7","print":"{print}","expires":"2027-01-01"{rest}}}"#
            )
        };
        let print = "ab".repeat(32);
        let used = format!(r#","item":"{id}""#);
        let mut write = db.write(&site, NOW).await.unwrap();
        for (line, expected) in [
            (line("ab", ""), Taken::Refused("`print` is not 64 hexadecimal digits".to_owned())),
            (line(&print, r#","item":"r9""#), Taken::Missing("there is no review `r9`".to_owned())),
            (
                line(&print, "").replace("moulin", "bouilloire"),
                Taken::Missing("there is no subject `bouilloire`".to_owned()),
            ),
            (line(&print, ""), Taken::New),
            (line(&print, ""), Taken::Already),
            (line(&print, &used), Taken::New),
            (line(&print, &used), Taken::Already),
            (line(&print, ""), Taken::Already),
        ] {
            assert_eq!(write.load(&serde_json::from_str(&line).unwrap()).await.unwrap(), expected, "{line}");
        }
        write.commit().await.unwrap();
    })
    .await;
}

/// A review that came without an invitation.
async fn review_of(db: &Db, site: &SiteId) -> ItemId {
    let mut write = db.write(site, NOW).await.unwrap();
    let (id, by, new) = (ItemId::new(NOW, 9), person("lou"), new_review(3, None));
    let id = write.review(id, &by, &subject("moulin"), &new, Verified::None, State::Published).await.unwrap();
    write.commit().await.unwrap();
    id
}

#[tokio::test]
async fn nothing_that_is_kept_or_given_out_holds_a_token() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        invite(&db, &site, TOKEN, Received::Product).await;
        let id = review(&db, &site, NOW, "moulin", TOKEN).await.unwrap();
        let mut lines = Vec::new();
        db.records::<Error>(&site, |record| {
            lines.push(serde_json::to_string(&record)?);
            Ok(())
        })
        .await
        .unwrap();
        let secret = TOKEN.rsplit_once('.').unwrap().1;
        assert!(lines.iter().all(|line| !line.contains(secret)));
        let last = lines.last().unwrap();
        assert!(last.starts_with(r#"{"type":"invitation","at":"2026-11-01"#), "{last}");
        assert!(last.contains(r#""order":"A-1""#) && last.contains(&format!(r#""item":"{id}""#)), "{last}");
    })
    .await;
}
