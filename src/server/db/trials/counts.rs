//! Trials of votes, ballots and marks: one for each person, whatever arrives in whatever order.

use super::{NOW, load, on_each, stage};
use crate::db::{Db, Error, Voter};
use parvis_model::board::Votes;
use parvis_model::draft::{Ballot, Vote};
use parvis_model::id::{ItemId, OptionId, SiteId};
use parvis_model::item::{Mark, Marks};
use parvis_model::live::Live;

fn voter(key: &str) -> Voter<'_> {
    Voter::anyone(key)
}

fn ballot(choices: &[&str]) -> Ballot {
    let choices = choices.iter().map(|id| OptionId::parse(id).unwrap()).collect();
    Ballot { choices, ..Ballot::default() }
}

async fn cast(db: &Db, site: &SiteId, idea: ItemId, who: &str, vote: Vote) -> Votes {
    let mut write = db.write(site, NOW).await.unwrap();
    let votes = write.vote(idea, voter(who), vote).await.unwrap();
    write.commit().await.unwrap();
    votes
}

#[tokio::test]
async fn two_hundred_parallel_votes_of_one_voter_are_one() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let tasks: Vec<_> = (0..200)
            .map(|n| {
                let (db, site, idea) = (db.clone(), stage.site.clone(), stage.idea);
                let vote = if n % 2 == 0 { Vote::Agree } else { Vote::Disagree };
                tokio::spawn(async move { cast(&db, &site, idea, "v1", vote).await })
            })
            .collect();
        for task in tasks {
            assert_eq!(task.await.unwrap().total(), 1);
        }
        let idea = db.ideas(&stage.site, &[stage.idea]).await.unwrap().remove(0);
        assert_eq!(idea.votes.total(), 1);
    })
    .await;
}

#[tokio::test]
async fn two_hundred_voters_at_once_are_two_hundred_votes() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let tasks: Vec<_> = (0..200)
            .map(|n| {
                let (db, site, idea) = (db.clone(), stage.site.clone(), stage.idea);
                tokio::spawn(async move { cast(&db, &site, idea, &format!("v{n}"), Vote::Agree).await })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let idea = db.ideas(&stage.site, &[stage.idea]).await.unwrap().remove(0);
        assert_eq!(idea.votes, Votes { agree: 200, pass: 0, disagree: 0 });
        let numbers: Vec<u64> =
            db.events(&stage.site, 0, 1_000).await.unwrap().iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>(), "the log has no gap");
    })
    .await;
}

#[tokio::test]
async fn a_second_vote_replaces_the_first_and_taking_it_back_restores_every_figure() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let before = db.ideas(&stage.site, &[stage.idea]).await.unwrap();
        assert_eq!(cast(&db, &stage.site, stage.idea, "v1", Vote::Agree).await.agree, 1);
        let votes = cast(&db, &stage.site, stage.idea, "v1", Vote::Disagree).await;
        assert_eq!(votes, Votes { agree: 0, pass: 0, disagree: 1 });
        assert_eq!(
            db.board(&stage.site, &before[0].board).await.unwrap().map(|board| board.n_voters),
            Some(1)
        );
        let mut write = db.write(&stage.site, NOW).await.unwrap();
        assert_eq!(write.unvote(stage.idea, "v1").await.unwrap(), Votes::default());
        assert_eq!(write.unvote(stage.idea, "v1").await.unwrap(), Votes::default());
        write.commit().await.unwrap();
        assert_eq!(db.ideas(&stage.site, &[stage.idea]).await.unwrap(), before);
    })
    .await;
}

#[tokio::test]
async fn an_idea_that_shipped_takes_no_votes() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        load(
            &db,
            &stage.site,
            r#"{"type":"idea","id":"i9","at":"2026-01-01T00:00:00Z","by":"maud","lang":"fr","title":"T","text":"t","board":"atelier","history":[{"at":"2026-02-01T00:00:00Z","to":"shipped","by":"ines","reason":"Fait."}]}"#,
        )
        .await;
        let facts =
            db.board_facts(&stage.site, &parvis_model::id::BoardId::parse("atelier").unwrap()).await.unwrap();
        let ideas = db.ideas(&stage.site, &facts.ids).await.unwrap();
        let shipped = ideas.iter().find(|idea| !idea.status.is_open()).unwrap().item.id;
        let mut write = db.write(&stage.site, NOW).await.unwrap();
        assert!(matches!(write.vote(shipped, voter("v1"), Vote::Agree).await, Err(Error::Closed)));
    })
    .await;
}

#[tokio::test]
async fn a_ballot_is_replaced_and_taken_back() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let mut write = db.write(&stage.site, NOW).await.unwrap();
        let verified = Voter { is_verified: true, ..Voter::anyone("v1") };
        let results = write.ballot(stage.poll, verified, &ballot(&["a", "b"])).await.unwrap();
        assert_eq!((results.n_ballots, results.n_verified, results.counts), (1, 1, vec![1, 1, 0]));
        let results = write.ballot(stage.poll, voter("v1"), &ballot(&["c"])).await.unwrap();
        assert_eq!((results.n_ballots, results.n_verified, results.counts), (1, 0, vec![0, 0, 1]));
        let events = write.commit().await.unwrap();
        assert!(matches!(&events[1].1, Live::Balloted { results, .. } if results.counts == [0, 0, 1]));
        assert!(db.has_ballot(&stage.site, stage.poll, "v1").await.unwrap());
        let mut write = db.write(&stage.site, NOW).await.unwrap();
        let results = write.unballot(stage.poll, "v1").await.unwrap();
        write.commit().await.unwrap();
        assert_eq!((results.n_ballots, results.counts), (0, vec![0, 0, 0]));
        assert!(!db.has_ballot(&stage.site, stage.poll, "v1").await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_ballot_that_breaks_the_rules_of_its_poll_is_refused() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        for choices in [&[][..], &["a", "a"], &["a", "b", "c"], &["z"]] {
            let mut write = db.write(&stage.site, NOW).await.unwrap();
            let refused = write.ballot(stage.poll, voter("v1"), &ballot(choices)).await;
            assert!(matches!(refused, Err(Error::Invalid(_))), "{choices:?}");
        }
        assert_eq!(db.results(&stage.site, stage.poll).await.unwrap().unwrap().n_ballots, 0);
    })
    .await;
}

#[tokio::test]
async fn a_poll_before_its_opening_takes_no_ballot() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let mut write = db.write(&stage.site, super::later(-100)).await.unwrap();
        let refused = write.ballot(stage.poll, voter("v1"), &ballot(&["a"])).await;
        assert!(matches!(refused, Err(Error::Closed)));
    })
    .await;
}

#[tokio::test]
async fn useful_and_not_useful_replace_each_other_and_taking_back_restores() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let signals = db.feed(&stage.site, NOW).await.unwrap();
        let mut write = db.write(&stage.site, NOW).await.unwrap();
        let marks = write.mark(stage.post, "p1", Mark::Useful).await.unwrap();
        assert_eq!(marks, Marks { useful: 1, not_useful: 0, save: 0 });
        let marks = write.mark(stage.post, "p1", Mark::Useful).await.unwrap();
        assert_eq!(marks, Marks { useful: 1, not_useful: 0, save: 0 });
        let marks = write.mark(stage.post, "p1", Mark::NotUseful).await.unwrap();
        assert_eq!(marks, Marks { useful: 0, not_useful: 1, save: 0 });
        let marks = write.mark(stage.post, "p1", Mark::Save).await.unwrap();
        assert_eq!(marks, Marks { useful: 0, not_useful: 1, save: 1 });
        assert_eq!(write.commit().await.unwrap().len(), 3, "a mark that was there says nothing");
        let moved = db.feed(&stage.site, NOW).await.unwrap().posts[0].signals;
        assert_eq!((moved.hot, moved.tail, moved.not_useful, moved.n_week), (250, 250, 1, 1));
        let mut write = db.write(&stage.site, NOW).await.unwrap();
        write.unmark(stage.post, "p1", Mark::NotUseful).await.unwrap();
        let marks = write.unmark(stage.post, "p1", Mark::Save).await.unwrap();
        assert_eq!(marks, Marks::default());
        write.commit().await.unwrap();
        assert_eq!(db.feed(&stage.site, NOW).await.unwrap(), signals);
    })
    .await;
}

#[tokio::test]
async fn parallel_marks_of_many_people_are_all_counted() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let tasks: Vec<_> = (0..100)
            .map(|n| {
                let (db, site, post) = (db.clone(), stage.site.clone(), stage.post);
                tokio::spawn(async move {
                    let mut write = db.write(&site, NOW).await.unwrap();
                    write.mark(post, &format!("p{}", n % 50), Mark::Useful).await.unwrap();
                    write.commit().await.unwrap();
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let row = db.feed(&stage.site, NOW).await.unwrap().posts[0];
        assert_eq!((row.signals.useful, row.signals.hot, row.signals.n_week), (50, 10_000, 50));
    })
    .await;
}
