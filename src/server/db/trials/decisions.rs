//! Trials of what the brand decides: merges are unions that can be taken back, histories are chained.

use super::{NOW, later, load, on_each, person, stage};
use crate::db::{Db, Error, Voter};
use parvis_model::board::{Board, Idea, Status, StatusChange, Votes};
use parvis_model::draft::{NewDecision, Vote};
use parvis_model::id::{BoardId, ItemId, SiteId};
use parvis_model::live::Live;
use parvis_model::person::{Person, Role};
use serde_json::{Value, json};

/// Three ideas with votes of their own, votes counted before an import, and an answer each.
pub(super) const LINES: &str = r#"
{"type":"person","id":"ines","name":"Inès","role":"brand"}
{"type":"idea","id":"a","at":"2026-01-01","by":"lea","board":"atelier","lang":"fr","title":"A","text":"a","agree":5,"pass":1,"history":[{"at":"2026-01-05","to":"considered","by":"ines","reason":"On regarde."}]}
{"type":"idea","id":"b","at":"2026-01-02","by":"lea","board":"atelier","lang":"fr","title":"B","text":"b","agree":1,"disagree":3}
{"type":"idea","id":"c","at":"2026-01-03","by":"lea","board":"atelier","lang":"fr","title":"C","text":"c"}
{"type":"vote","at":"2026-02-01","idea":"a","by":"v1","vote":1}
{"type":"vote","at":"2026-02-09","idea":"a","by":"v2","vote":1}
{"type":"vote","at":"2026-02-03","idea":"a","by":"v3","vote":-1}
{"type":"vote","at":"2026-02-04","idea":"b","by":"v2","vote":-1}
{"type":"vote","at":"2026-02-05","idea":"b","by":"v4","vote":0}
{"type":"vote","at":"2026-02-06","idea":"c","by":"v3","vote":0}
{"type":"vote","at":"2026-02-02","idea":"c","by":"v1","vote":-1}
{"type":"reply","id":"r","at":"2026-01-04","by":"ines","on":"b","lang":"fr","text":"Merci"}"#;

pub(super) async fn ids(db: &Db, site: &SiteId) -> [ItemId; 3] {
    let all = ideas(db, site).await;
    ["A", "B", "C"]
        .map(|title| all.iter().find(|idea| idea.item.title.as_deref() == Some(title)).unwrap().item.id)
}

pub(super) async fn ideas(db: &Db, site: &SiteId) -> Vec<Idea> {
    let facts = db.board_facts(site, &board()).await.unwrap();
    db.ideas(site, &facts.ids).await.unwrap()
}

pub(super) async fn votes(db: &Db, site: &SiteId, idea: ItemId) -> (u32, u32, u32) {
    let Votes { agree, pass, disagree } = db.ideas(site, &[idea]).await.unwrap()[0].votes;
    (agree, pass, disagree)
}

pub(super) fn board() -> BoardId {
    BoardId::parse("atelier").unwrap()
}

pub(super) fn brand() -> Person {
    Person { name: "Inès".to_owned(), role: Some(Role::Brand), ..person("ines") }
}

pub(super) fn to(status: Status, into: Option<ItemId>) -> NewDecision {
    let reason = format!("Voilà pourquoi : {}", status.as_str());
    NewDecision { to: status, reason, would_change: None, into }
}

pub(super) async fn try_decide(
    db: &Db,
    site: &SiteId,
    idea: ItemId,
    new: &NewDecision,
) -> Result<(StatusChange, Vec<Live>), Error> {
    let mut write = db.write(site, NOW).await?;
    let change = write.decide(idea, &brand(), new).await?;
    Ok((change, write.commit().await?.into_iter().map(|(_, live)| live).collect()))
}

pub(super) async fn decide(
    db: &Db,
    site: &SiteId,
    idea: ItemId,
    status: Status,
    into: Option<ItemId>,
) -> Vec<Live> {
    try_decide(db, site, idea, &to(status, into)).await.unwrap().1
}

/// Everything a board shows and is ordered by, without the histories and the hash over them, which only grow.
pub(super) async fn figures(db: &Db, site: &SiteId) -> Value {
    let mut ideas = serde_json::to_value(ideas(db, site).await).unwrap();
    for idea in ideas.as_array_mut().unwrap() {
        idea.as_object_mut().unwrap().remove("history");
    }
    let facts = format!("{:?}", db.board_facts(site, &board()).await.unwrap());
    let found = db.board(site, &board()).await.unwrap().map(|board| Board { chain: None, ..board });
    json!({"board": found, "ideas": ideas, "facts": facts})
}

#[tokio::test]
async fn a_merge_is_a_union_of_voters_and_taking_it_back_restores_every_figure() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        load(&db, &site, LINES).await;
        let [a, b, c] = ids(&db, &site).await;
        let before = figures(&db, &site).await;
        assert_eq!(votes(&db, &site, b).await, (1, 1, 4));

        let told = decide(&db, &site, a, Status::Merged, Some(b)).await;
        // v2 voted on both: the vote on the idea lived on in counts, though it is older. Of 6 and 4 voters nobody
        // knows, 6 are sure.
        let union = Votes { agree: 5 + 1, pass: 1 + 1, disagree: 1 + 1 };
        assert_eq!(votes(&db, &site, b).await, (union.agree, union.pass, union.disagree));
        assert_eq!(votes(&db, &site, a).await, (7, 1, 1), "a merged idea keeps its own");
        assert_eq!(
            told,
            [Live::Moved { item: a, status: Status::Merged }, Live::Voted { item: b, votes: union }]
        );

        let told = decide(&db, &site, b, Status::Merged, Some(c)).await;
        assert_eq!(told.len(), 2);
        // Through the chain: v1 and v3 by what they say on c; v2 by the newest of both others, v4 by the only one.
        assert_eq!(votes(&db, &site, c).await, (5 + 1, 1 + 2, 1));
        let facts = db.board_facts(&site, &board()).await.unwrap();
        let at = facts.ids.iter().position(|id| *id == c).unwrap();
        assert!(facts.ballots.iter().flatten().all(|cast| cast.idea as usize == at), "nobody is heard twice");
        assert_eq!(facts.ballots.iter().flatten().count(), 4);
        assert_eq!(facts.before.iter().map(Votes::total).collect::<Vec<_>>(), {
            let mut only = vec![0; facts.ids.len()];
            only[at] = 6;
            only
        });
        assert_eq!(db.board(&site, &board()).await.unwrap().unwrap().n_voters, 4 + 6);

        let told = decide(&db, &site, a, Status::Considered, None).await;
        assert_eq!(told.len(), 3, "both ideas above are counted anew: {told:?}");
        assert_eq!(
            votes(&db, &site, c).await,
            (1, 2, 2 + 3),
            "v2 and v4 by b, v1 and v3 by c, the base of b"
        );
        decide(&db, &site, b, Status::Open, None).await;
        assert_eq!(figures(&db, &site).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_vote_on_an_idea_that_others_live_on_in_tells_and_gives_the_union() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        load(&db, &site, LINES).await;
        let [a, _, c] = ids(&db, &site).await;
        decide(&db, &site, a, Status::Merged, Some(c)).await;
        let before = votes(&db, &site, c).await;
        let mut write = db.write(&site, NOW).await.unwrap();
        let closed = write.vote(a, Voter::anyone("v9"), Vote::Agree).await;
        assert!(matches!(closed, Err(Error::Closed)), "a merged idea takes no votes");
        let closed = write.unvote(a, "v1").await;
        assert!(matches!(closed, Err(Error::Closed)), "and gives none back");
        drop(write);
        // v2 is counted already, by the vote on a: now by the one on c.
        let mut write = db.write(&site, NOW).await.unwrap();
        let votes_now = write.vote(c, Voter::anyone("v2"), Vote::Disagree).await.unwrap();
        assert_eq!((votes_now.agree, votes_now.disagree), (before.0 - 1, before.2 + 1));
        let events = write.commit().await.unwrap();
        assert_eq!(events[0].1, Live::Voted { item: c, votes: votes_now });
        let mut write = db.write(&site, NOW).await.unwrap();
        write.unvote(c, "v2").await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(votes(&db, &site, c).await, before);
    })
    .await;
}

#[tokio::test]
async fn what_is_shown_and_what_orders_a_board_are_the_same_union() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        let n_ideas = 12;
        let mut chance = 7u64;
        let mut next = |below: u64| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (chance >> 33) % below
        };
        let mut lines: Vec<String> = (0..n_ideas)
            .map(|n| format!(r#"{{"type":"idea","id":"x{n}","at":"2026-01-01","by":"lea","board":"atelier","lang":"fr","title":"{n}","text":"t"}}"#))
            .collect();
        for voter in 0..30 {
            for idea in 0..n_ideas {
                let (vote, day) = (next(3) as i64 - 1, 1 + next(9));
                if next(3) == 0 {
                    lines.push(format!(r#"{{"type":"vote","at":"2026-02-0{day}","idea":"x{idea}","by":"v{voter}","vote":{vote}}}"#));
                }
            }
        }
        load(&db, &site, &lines.join("\n")).await;
        let all: Vec<ItemId> = ideas(&db, &site).await.iter().map(|idea| idea.item.id).collect();
        for _ in 0..20 {
            let pick = |n: u64| all[n as usize];
            let (idea, into) = (pick(next(12)), pick(next(12)));
            let new = if next(4) == 0 { to(Status::Open, None) } else { to(Status::Merged, Some(into)) };
            if idea != into {
                let _refused = try_decide(&db, &site, idea, &new).await;
            }
            let facts = db.board_facts(&site, &board()).await.unwrap();
            let shown = db.ideas(&site, &facts.ids).await.unwrap();
            for (place, idea) in (0..).zip(&shown) {
                let heard = |way| {
                    let is_it = |cast: &&parvis_rank::alike::Cast| cast.idea == place && cast.vote == way;
                    facts.ballots.iter().flatten().filter(is_it).count() as u32
                };
                let heard = [Vote::Agree, Vote::Pass, Vote::Disagree].map(heard);
                let Votes { agree, pass, disagree } = idea.votes;
                let expected = if idea.status == Status::Merged { [0; 3] } else { [agree, pass, disagree] };
                assert_eq!(heard, expected, "{}", idea.item.id);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn ideas_are_never_merged_in_a_circle_not_even_at_the_same_time() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        load(&db, &site, LINES).await;
        let other = r#"{"type":"board","id":"autre","name":{},"threshold":2}
            {"type":"idea","id":"o","at":"2026-01-01","by":"lea","board":"autre","lang":"fr","title":"O","text":"o"}
            {"type":"idea","id":"h","at":"2026-01-01","by":"lea","board":"atelier","lang":"fr","title":"H","text":"h","state":"held"}"#;
        load(&db, &site, other).await;
        let [a, b, c] = ids(&db, &site).await;
        for round in 0..5 {
            let merges = [(a, b), (b, c), (c, a)].map(|(idea, into)| {
                let (db, site) = (db.clone(), site.clone());
                tokio::spawn(async move { try_decide(&db, &site, idea, &to(Status::Merged, Some(into))).await })
            });
            let mut n_done = 0;
            for merge in merges {
                match merge.await.unwrap() {
                    Ok(_) => n_done += 1,
                    Err(Error::Invalid(faults)) => assert_eq!(faults[0].field, "into"),
                    Err(error) => panic!("{error}"),
                }
            }
            let merged = ideas(&db, &site).await.iter().filter(|idea| idea.status == Status::Merged).count();
            assert!(n_done == merged && (1..=2).contains(&merged), "round {round}: {n_done} {merged}");
            for idea in [a, b, c] {
                decide(&db, &site, idea, Status::Open, None).await;
            }
        }
        let foreign = db.board_facts(&site, &BoardId::parse("autre").unwrap()).await.unwrap().ids[0];
        let unknown = ItemId::from_u64(1);
        for into in [a, foreign, unknown, stage_poll(&db, &site).await] {
            let refused = try_decide(&db, &site, a, &to(Status::Merged, Some(into))).await;
            assert!(matches!(refused, Err(Error::Invalid(_))), "{into}: {refused:?}");
        }
        let refused = try_decide(&db, &site, unknown, &to(Status::Planned, None)).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    })
    .await;
}

async fn stage_poll(db: &Db, site: &SiteId) -> ItemId {
    db.latest_poll(site, NOW).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_board_says_how_long_the_brand_takes_and_what_waits() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        let figures = async || {
            let board = db.board(&site, &board()).await.unwrap().unwrap();
            (board.answered_in_days, board.n_waiting)
        };
        assert_eq!(figures().await, (None, 0));
        load(&db, &site, LINES).await;
        // a: decided on the 4th day, b: answered on the 2nd; c and the idea of the stage wait, with too few votes.
        assert_eq!(figures().await, (Some(3), 0));
        let [a, b, c] = ids(&db, &site).await;
        decide(&db, &site, b, Status::Merged, Some(c)).await;
        assert_eq!(figures().await, (Some(3), 0), "one of the base of b is one short of the threshold");
        decide(&db, &site, a, Status::Merged, Some(c)).await;
        assert_eq!(figures().await, (Some(3), 1), "whoever is for a is for what a lives on in");
        let mut write = db.write(&site, later(1)).await.unwrap();
        let reply = super::new_reply("On y pense.");
        let id = ItemId::new(later(1), 9);
        write.reply(id, &brand(), c, &reply, crate::db::State::Published).await.unwrap();
        write.commit().await.unwrap();
        let (days, n_waiting) = figures().await;
        assert_eq!((days, n_waiting), (Some(4), 0), "the median of 2, 4 and many");
    })
    .await;
}

#[tokio::test]
async fn votes_that_come_while_ideas_are_merged_are_all_counted_and_the_last_count_told_is_the_true_one() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        load(&db, &site, LINES).await;
        let [a, b, _] = ids(&db, &site).await;
        let voters: Vec<_> = (0..40)
            .map(|n| {
                let (db, site) = (db.clone(), site.clone());
                tokio::spawn(async move {
                    let mut write = db.write(&site, NOW).await.unwrap();
                    write.vote(b, Voter::anyone(&format!("w{n}")), Vote::Agree).await.unwrap();
                    write.commit().await.unwrap();
                })
            })
            .collect();
        for _ in 0..3 {
            decide(&db, &site, a, Status::Merged, Some(b)).await;
            decide(&db, &site, a, Status::Open, None).await;
        }
        decide(&db, &site, a, Status::Merged, Some(b)).await;
        for voter in voters {
            voter.await.unwrap();
        }
        assert_eq!(votes(&db, &site, b).await, (6 + 40, 2, 2));
        let mut told =
            db.events(&site, 0, 1_000).await.unwrap().into_iter().filter_map(|(_, live)| match live {
                Live::Voted { item, votes } if item == b => Some(votes),
                _ => None,
            });
        assert_eq!(told.next_back(), Some(Votes { agree: 46, pass: 2, disagree: 2 }));
    })
    .await;
}
