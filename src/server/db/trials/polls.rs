//! Trials of polls of every method: ballots counted in their own transaction, taken back without a trace, published.

use super::{NOW, later, load, on_each, stage};
use crate::db::record::Record;
use crate::db::{Db, Error, Taken, Voter};
use parvis_model::draft::Ballot;
use parvis_model::id::{ItemId, OptionId, SiteId};
use parvis_model::poll::{EqualBallots, Identity, Method, PollBallots, Results, Visibility};
use parvis_tally::ballots;

/// What a line of a poll says besides, for each method.
const METHODS: [(Method, &str); 6] = [
    (Method::Single, ""),
    (Method::Multiple, r#""max_choices":2,"#),
    (Method::Approval, ""),
    (Method::Grades, r#""default_grade":1,"#),
    (Method::Points, ""),
    (Method::Ranking, ""),
];

/// A poll over `a`, `b` and `c` that closes after 30 days; the methods are asked in their order, so it is the newest.
async fn poll(db: &Db, site: &SiteId, method: Method, more: &str) -> ItemId {
    let number = METHODS.iter().position(|(other, _)| *other == method).unwrap();
    let (name, at) = (method.as_str(), NOW.plus(number as i64 - 10));
    let options =
        r#"[{"id":"a","text":{"fr":"A"}},{"id":"b","text":{"fr":"B"}},{"id":"c","text":{"fr":"C"}}]"#;
    let line = format!(
        r#"{{"type":"poll","id":"q {name}","at":"{at}","by":"ines","lang":"fr","title":"Q","text":"",{more}"method":"{name}","visibility":"always","opens":"{at}","closes":"{}","options":{options}}}"#,
        later(30)
    );
    load(db, site, &line).await;
    db.latest_poll(site, NOW).await.unwrap().unwrap()
}

fn ballot(method: Method, n: usize) -> Ballot {
    let orders = [["b", "a", "c"], ["c", "b", "a"], ["a", "c", "b"]];
    let values: [[u8; 3]; 3] = [[5, 0, 2], [1, 4, 4], [3, 3, 0]];
    if method.has_values() {
        let limit = if method == Method::Points { 3 } else { 5 };
        let values = values[n % 3].map(|value| value.min(limit)).to_vec();
        return Ballot { values, ..Ballot::default() };
    }
    let most = if method == Method::Single { 1 } else { 2 };
    let choices = orders[n % 3].iter().take(most).map(|id| OptionId::parse(id).unwrap()).collect();
    Ballot { choices, ..Ballot::default() }
}

async fn cast(db: &Db, site: &SiteId, poll: ItemId, voter: Voter<'_>, ballot: &Ballot) -> Results {
    let mut write = db.write(site, NOW).await.unwrap();
    let results = write.ballot(poll, voter, ballot).await.unwrap();
    write.commit().await.unwrap();
    results
}

#[tokio::test]
async fn two_hundred_parallel_ballots_of_one_voter_are_one_by_every_method() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        for (method, more) in METHODS {
            let poll = poll(&db, &stage.site, method, more).await;
            let other = ballot(method, 2);
            cast(&db, &stage.site, poll, Voter::anyone("v0"), &other).await;
            let tasks: Vec<_> = (0..200)
                .map(|n| {
                    let (db, site) = (db.clone(), stage.site.clone());
                    let ballot = ballot(method, n);
                    tokio::spawn(async move { cast(&db, &site, poll, Voter::anyone("v1"), &ballot).await })
                })
                .collect();
            for task in tasks {
                assert_eq!(task.await.unwrap().n_ballots, 2);
            }
            let rules = db.poll(&stage.site, poll).await.unwrap().unwrap().rules;
            let counted = db.results(&stage.site, poll).await.unwrap().unwrap();
            let alone = |n: usize| {
                let Ballot { choices, values } = ballot(method, n);
                let other =
                    EqualBallots { choices: other.choices.clone(), values: other.values.clone(), n: 1 };
                ballots::results(&rules, &[other, EqualBallots { choices, values, n: 1 }])
            };
            assert!((0..3).any(|n| alone(n) == counted), "{method:?}: {counted:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_ballot_taken_back_restores_every_figure_of_every_method() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        for (method, more) in METHODS {
            let poll = poll(&db, &stage.site, method, more).await;
            let empty = db.poll_page(&stage.site, poll, NOW).await.unwrap().unwrap();
            cast(&db, &stage.site, poll, Voter::anyone("v1"), &ballot(method, 0)).await;
            let before = db.poll_page(&stage.site, poll, NOW).await.unwrap().unwrap();
            assert_ne!(before, empty, "{method:?}");
            let verified = Voter { is_verified: true, ..Voter::anyone("v2") };
            cast(&db, &stage.site, poll, verified, &ballot(method, 1)).await;
            let changed = cast(&db, &stage.site, poll, Voter::anyone("v2"), &ballot(method, 2)).await;
            assert_eq!((changed.n_ballots, changed.n_verified), (2, 0), "{method:?}");
            for (voter, expected) in [("v2", &before), ("v1", &empty), ("v3", &empty)] {
                let mut write = db.write(&stage.site, NOW).await.unwrap();
                let results = write.unballot(poll, voter).await.unwrap();
                write.commit().await.unwrap();
                assert_eq!(Some(results), expected.results, "{method:?} {voter}");
                let page = db.poll_page(&stage.site, poll, NOW).await.unwrap().unwrap();
                assert_eq!(page, *expected, "{method:?} {voter}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn ballots_of_every_method_leave_and_enter_as_the_same_lines() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let mut pages = Vec::new();
        for (method, more) in METHODS {
            let more = format!(r#"{more}"may_change":false,"identity":"member","min_n":7,"#);
            let poll = poll(&db, &stage.site, method, &more).await;
            for n in 0..3 {
                let key = format!("v{n}");
                let voter = Voter { is_member: true, ..Voter::anyone(&key) };
                cast(&db, &stage.site, poll, voter, &ballot(method, n)).await;
            }
            pages.push(db.poll_page(&stage.site, poll, NOW).await.unwrap().unwrap());
        }
        let mut lines = Vec::new();
        let given = db.records::<Error>(&stage.site, |record| {
            lines.push(serde_json::to_string(&record)?);
            Ok(())
        });
        given.await.unwrap();
        let folder = std::env::temp_dir().join(super::unique("parvis-polls"));
        std::fs::create_dir_all(&folder).unwrap();
        let copy = Db::open(&format!("sqlite://{}", folder.join("copy.sqlite").display())).await.unwrap();
        copy.found(&stage.site).await.unwrap();
        let mut write = copy.write(&stage.site, NOW).await.unwrap();
        for line in &lines {
            let record: Record = serde_json::from_str(line).unwrap();
            assert!(!matches!(write.load(&record).await.unwrap(), Taken::Refused(_)), "{line}");
        }
        write.commit().await.unwrap();
        for page in pages {
            let id = page.poll.item.id;
            assert_eq!(copy.poll_page(&stage.site, id, NOW).await.unwrap(), Some(page));
        }
        copy.close().await;
        std::fs::remove_dir_all(&folder).unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_a_poll_shows_is_only_tightened_and_its_anonymity_stays() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let line = |more: &str| {
            format!(
                r#"{{"type":"poll","id":"q","at":"{NOW}","by":"ines","lang":"fr","title":"Q","text":"","method":"single",{more},"opens":"{NOW}","options":[{{"id":"a","text":{{"fr":"A"}}}}]}}"#
            )
        };
        load(&db, &stage.site, &line(r#""visibility":"after_vote""#)).await;
        let poll = db.latest_poll(&stage.site, NOW).await.unwrap().unwrap();
        let named = Taken::Refused("ballots here are anonymous, and stay so".to_owned());
        for (more, taken, visibility) in [
            (r#""visibility":"always""#, Taken::Already, Visibility::AfterVote),
            (r#""visibility":"always","anonymous":false"#, named.clone(), Visibility::AfterVote),
            (r#""visibility":"after_close","anonymous":false"#, named, Visibility::AfterVote),
            (r#""visibility":"after_close","identity":"member""#, Taken::New, Visibility::AfterClose),
            (r#""visibility":"after_vote""#, Taken::Already, Visibility::AfterClose),
            (r#""visibility":"always""#, Taken::Already, Visibility::AfterClose),
        ] {
            let record: Record = serde_json::from_str(&line(more)).unwrap();
            let mut write = db.write(&stage.site, NOW).await.unwrap();
            assert_eq!(write.load(&record).await.unwrap(), taken, "{more}");
            write.commit().await.unwrap();
            let rules = db.poll(&stage.site, poll).await.unwrap().unwrap().rules;
            assert_eq!((rules.visibility, rules.anonymous), (visibility, true), "{more}");
            assert_eq!(rules.identity, Identity::Anyone, "nothing else changes");
        }
    })
    .await;
}

#[tokio::test]
async fn rules_that_no_poll_can_have_are_refused_in_words() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let mut write = db.write(&stage.site, NOW).await.unwrap();
        for (more, expected) in [
            (r#""method":"grades","grades":[{},{},{}]"#, "a poll has 5 or 6 grades"),
            (r#""method":"grades","default_grade":6"#, "the default grade is none of the grades"),
            (r#""method":"single","grades":[{},{},{},{},{}]"#, "method single has no grades"),
            (r#""method":"points","budget":{"points":0,"most":3}"#, "a budget is 1 to 100 points"),
            (r#""method":"ranking","tie_rule":"reported""#, "the tie rule of method ranking is `winners`"),
            (
                r#""method":"ranking","ballots":3"#,
                "ballots of method ranking are counted from lines of their own",
            ),
        ] {
            let line = format!(
                r#"{{"type":"poll","id":"w","at":"{NOW}","by":"ines","lang":"fr","title":"Q","text":"",{more},"visibility":"always","opens":"{NOW}","options":[{{"id":"a","text":{{}}}}]}}"#
            );
            let record: Record = serde_json::from_str(&line).unwrap();
            assert_eq!(write.load(&record).await.unwrap(), Taken::Refused(expected.to_owned()), "{more}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_final_ballot_stays_and_a_poll_of_customers_is_theirs() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let more = r#""may_change":false,"identity":"customer","#;
        let poll = poll(&db, &stage.site, Method::Approval, more).await;
        let customer = Voter { key: "v1", is_member: true, is_verified: true };
        let first = ballot(Method::Approval, 0);
        cast(&db, &stage.site, poll, customer, &first).await;
        cast(&db, &stage.site, poll, customer, &first).await;
        let strangers = [Voter::anyone("v2"), Voter { is_member: true, ..Voter::anyone("v3") }];
        for (voter, ballot) in strangers
            .map(|voter| (voter, first.clone()))
            .into_iter()
            .chain([(customer, ballot(Method::Approval, 1))])
        {
            let mut write = db.write(&stage.site, NOW).await.unwrap();
            assert!(
                matches!(write.ballot(poll, voter, &ballot).await, Err(Error::Forbidden(_))),
                "{voter:?}"
            );
        }
        let mut write = db.write(&stage.site, NOW).await.unwrap();
        assert!(matches!(write.unballot(poll, "v1").await, Err(Error::Forbidden(_))));
        drop(write);
        assert_eq!(db.results(&stage.site, poll).await.unwrap().unwrap().n_ballots, 1);
    })
    .await;
}

#[tokio::test]
async fn ballots_are_published_after_the_close_sorted_and_never_under_ten() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        for (method, more) in METHODS {
            let poll = poll(&db, &stage.site, method, more).await;
            for n in 0..10 {
                assert_eq!(
                    db.poll_ballots(&stage.site, poll, later(30)).await.unwrap(),
                    None,
                    "{method:?}: {n}"
                );
                cast(&db, &stage.site, poll, Voter::anyone(&format!("v{n}")), &ballot(method, n)).await;
            }
            assert_eq!(
                db.poll_ballots(&stage.site, poll, NOW).await.unwrap(),
                None,
                "{method:?}: still open"
            );
            let PollBallots { ballots } =
                db.poll_ballots(&stage.site, poll, later(30)).await.unwrap().unwrap();
            assert!(ballots.is_sorted(), "{ballots:?}");
            assert_eq!(ballots.iter().map(|equal| equal.n).sum::<u32>(), 10, "{method:?}");
            assert_eq!(ballots.len(), 3, "equal ballots are one line");
            let rules = db.poll(&stage.site, poll).await.unwrap().unwrap().rules;
            let counted = db.results(&stage.site, poll).await.unwrap().unwrap();
            assert_eq!(ballots::results(&rules, &ballots), counted, "{method:?}: anybody counts the same");
        }
    })
    .await;
}
