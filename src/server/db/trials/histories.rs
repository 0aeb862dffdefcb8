//! Trials of the chain of decisions, and of how histories leave and enter.

use super::decisions::{LINES, decide, figures, ideas, ids, to, try_decide};
use super::{NOW, load, on_each, stage};
use crate::db::record::Record;
use crate::db::{Db, Error, Taken};
use parvis_model::board::Status;
use parvis_model::chain;
use parvis_model::draft::NewDecision;
use parvis_model::id::SiteId;
use parvis_model::live::Live;

#[tokio::test]
async fn a_history_is_chained_and_a_changed_reason_is_found_where_it_is() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        load(&db, &site, LINES).await;
        let [a, b, _] = ids(&db, &site).await;
        decide(&db, &site, a, Status::Merged, Some(b)).await;
        decide(&db, &site, a, Status::Planned, None).await;
        let history = async || db.ideas(&site, &[a]).await.unwrap().remove(0).history;
        let whole = history().await;
        assert_eq!((whole.len(), chain::verify(a, &whole)), (3, Ok(())), "the first step came by an import");
        let head = async || {
            let board = db.board(&site, &super::decisions::board()).await.unwrap().unwrap();
            board.chain
        };
        assert_eq!(
            head().await,
            chain::head([whole[2].hash.as_str()].into_iter()),
            "a alone was decided about"
        );
        decide(&db, &site, b, Status::Planned, None).await;
        let second = db.ideas(&site, &[b]).await.unwrap().remove(0).history[0].hash.clone();
        assert_eq!(head().await, chain::head([whole[2].hash.as_str(), &second].into_iter()));
        let run = async |sql: &'static str| {
            sqlx::query(sql).execute(&db.0.writers).await.unwrap();
        };
        run("UPDATE status_changes SET hash = NULL WHERE place > 0").await;
        assert_eq!(chain::verify(a, &history().await), Err(1));
        crate::db::decision::fill_chains(&db.0.writers).await.unwrap();
        assert_eq!(history().await, whole, "what was decided before there was a chain is chained alike");
        run("UPDATE status_changes SET reason = 'Autre chose.' WHERE place = 1").await;
        assert_eq!(chain::verify(a, &history().await), Err(1));
        crate::db::decision::fill_chains(&db.0.writers).await.unwrap();
        assert_eq!(chain::verify(a, &history().await), Err(1), "and no start of the service mends it");
    })
    .await;
}

#[tokio::test]
async fn the_same_decision_again_changes_nothing_and_other_words_are_another() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        load(&db, &site, LINES).await;
        let [_, b, c] = ids(&db, &site).await;
        let planned = to(Status::Planned, None);
        let (first, told) = try_decide(&db, &site, b, &planned).await.unwrap();
        assert_eq!(told, [Live::Moved { item: b, status: Status::Planned }]);
        let (again, told) = try_decide(&db, &site, b, &planned).await.unwrap();
        assert_eq!((again.hash, told), (first.hash, vec![]));
        let other = NewDecision { reason: "Une raison de plus.".to_owned(), ..planned };
        try_decide(&db, &site, b, &other).await.unwrap();
        decide(&db, &site, b, Status::Merged, Some(c)).await;
        let idea = db.ideas(&site, &[b]).await.unwrap().remove(0);
        assert_eq!((idea.history.len(), idea.status), (3, Status::Merged));
        assert_eq!(idea.history[2].into, Some(c));
        assert_eq!(chain::verify(b, &idea.history), Ok(()));
        // An import may say another status than its history ends with: what the idea says is what counts.
        let line = r#"{"type":"idea","id":"e","at":"2026-01-04","by":"lea","board":"atelier","lang":"fr","title":"E","text":"e","status":"open","history":[{"at":"2026-01-05","to":"planned","by":"ines","reason":"Voilà pourquoi : planned"}]}"#;
        load(&db, &site, line).await;
        let all = ideas(&db, &site).await;
        let e = all.iter().find(|idea| idea.item.title.as_deref() == Some("E")).unwrap().item.id;
        try_decide(&db, &site, e, &to(Status::Planned, None)).await.unwrap();
        assert_eq!(db.ideas(&site, &[e]).await.unwrap()[0].status, Status::Planned);
    })
    .await;
}

#[tokio::test]
async fn merges_leave_and_enter_with_every_figure_and_every_hash() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        load(&db, &site, LINES).await;
        let [a, b, c] = ids(&db, &site).await;
        // Forth and back: no order of the ideas has each before those that name it.
        for (idea, status, into) in [
            (a, Status::Merged, Some(b)),
            (a, Status::Planned, None),
            (b, Status::Merged, Some(a)),
            (c, Status::Merged, Some(b)),
        ] {
            let refused = try_decide(&db, &site, idea, &to(status, into)).await;
            assert_eq!(refused.is_err(), idea == c, "b lives on in a by now");
        }
        decide(&db, &site, c, Status::Merged, Some(a)).await;
        let first = lines_of(&db, &site).await;
        let folder = std::env::temp_dir().join(super::unique("parvis-decisions"));
        std::fs::create_dir_all(&folder).unwrap();
        let copy = Db::open(&format!("sqlite://{}", folder.join("copy.sqlite").display())).await.unwrap();
        copy.found(&site).await.unwrap();
        take_all(&copy, &site, &first).await;
        take_all(&copy, &site, &first).await;
        assert_eq!(lines_of(&copy, &site).await, first);
        assert_eq!(figures(&copy, &site).await, figures(&db, &site).await);
        assert_eq!(ideas(&copy, &site).await, ideas(&db, &site).await);
        copy.close().await;
        std::fs::remove_dir_all(&folder).unwrap();
    })
    .await;
}

async fn lines_of(db: &Db, site: &SiteId) -> Vec<String> {
    let mut lines = Vec::new();
    let given = db.records::<Error>(site, |record| {
        lines.push(serde_json::to_string(&record)?);
        Ok(())
    });
    given.await.unwrap();
    lines
}

/// Takes lines as an import does: what names something that comes later is tried again.
async fn take_all(db: &Db, site: &SiteId, lines: &[String]) {
    let mut waiting: Vec<Record> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut write = db.write(site, NOW).await.unwrap();
    while !waiting.is_empty() {
        let n_before = waiting.len();
        let mut still = Vec::new();
        for record in waiting {
            match write.load(&record).await.unwrap() {
                Taken::Missing(_) => still.push(record),
                Taken::Refused(why) => panic!("{why}: {record:?}"),
                Taken::New | Taken::Already => {}
            }
        }
        assert!(still.len() < n_before, "{still:?}");
        waiting = still;
    }
    write.commit().await.unwrap();
}

#[tokio::test]
async fn the_histories_of_the_demonstration_can_be_verified() {
    let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/demo/ideas.jsonl");
    let lines = std::fs::read_to_string(demo).unwrap();
    let lines: Vec<String> =
        lines.lines().filter(|line| line.contains(r#""type":"idea""#)).map(str::to_owned).collect();
    on_each(move |db| {
        let lines = lines.clone();
        async move {
            let site = SiteId::parse("brume").unwrap();
            db.found(&site).await.unwrap();
            take_all(&db, &site, &lines).await;
            let ideas = ideas(&db, &site).await;
            assert!(ideas.iter().filter(|idea| !idea.history.is_empty()).count() > 5);
            for idea in ideas {
                assert_eq!(chain::verify(idea.item.id, &idea.history), Ok(()), "{}", idea.item.id);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn merges_of_an_older_schema_count_once_it_is_brought_up_to_date() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        load(&db, &site, LINES).await;
        let [a, b, c] = ids(&db, &site).await;
        decide(&db, &site, c, Status::Merged, Some(b)).await;
        decide(&db, &site, c, Status::Open, None).await;
        decide(&db, &site, a, Status::Merged, Some(b)).await;
        let merged = figures(&db, &site).await;
        let migration = include_str!("../migrations/0005_decisions.sql");
        let update = migration.split(';').find(|sql| sql.trim().starts_with("UPDATE ideas")).unwrap();
        for sql in ["UPDATE ideas SET merged_into = NULL", update] {
            assert_eq!(figures(&db, &site).await == merged, sql != update);
            sqlx::query(sql).execute(&db.0.writers).await.unwrap();
        }
        assert_eq!(figures(&db, &site).await, merged);
    })
    .await;
}

#[tokio::test]
async fn a_decision_of_its_own_line_comes_after_those_that_are_there() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        load(&db, &site, LINES).await;
        let line = |idea: &str, at: &str, more: &str| {
            let line = format!(
                r#"{{"type":"decision","idea":"{idea}","at":"{at}","by":"ines","reason":"Voilà.",{more}}}"#
            );
            serde_json::from_str::<Record>(&line).unwrap()
        };
        let merged = r#""to":"merged","into":"b""#;
        let refused = "a decision never comes before those that are there".to_owned();
        for (record, expected) in [
            (line("z", "2026-03-01", merged), Taken::Missing("there is no idea `z`".to_owned())),
            (
                line("a", "2026-03-01", r#""to":"merged","into":"z""#),
                Taken::Missing("there is no idea `z`".to_owned()),
            ),
            (line("a", "2026-01-04", merged), Taken::Refused(refused)),
            (line("a", "2026-03-01", merged), Taken::New),
            (line("a", "2026-03-01", merged), Taken::Already),
        ] {
            let mut write = db.write(&site, NOW).await.unwrap();
            assert_eq!(write.load(&record).await.unwrap(), expected, "{record:?}");
            write.commit().await.unwrap();
        }
        let [a, b, _] = ids(&db, &site).await;
        let idea = db.ideas(&site, &[a]).await.unwrap().remove(0);
        assert_eq!((idea.status, idea.history.len()), (Status::Merged, 2));
        assert_eq!((idea.history[1].into, chain::verify(a, &idea.history)), (Some(b), Ok(())));
    })
    .await;
}
