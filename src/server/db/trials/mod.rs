//! One suite of trials for both databases: each behaviour is tried on SQLite and on PostgreSQL.
//!
//! PostgreSQL is looked for at `PARVIS_POSTGRES`, else on this machine; each trial gets a database of its own,
//! dropped afterwards. Where it cannot be reached that is said by name, and is a failure when
//! `PARVIS_REQUIRE` names postgres.

mod contributions;
mod counts;
mod decisions;
mod exchange;
mod feeds;
mod histories;
mod invitations;
mod keys;
mod news;
mod polls;
mod pool;
mod records;

use super::record::Record;
use super::{Db, State, Taken};
use parvis_model::draft::{NewIdea, NewPost, NewReply};
use parvis_model::id::{ItemId, PersonId, SiteId};
use parvis_model::lang::Lang;
use parvis_model::person::Person;
use parvis_model::time::{DAY, Time};
use sqlx::{AssertSqlSafe, Connection};
use std::sync::atomic::{AtomicU32, Ordering};

/// A morning of 2026 at which trials happen.
pub(super) const NOW: Time = Time::from_millis(1_793_520_000_000);

/// Tries one behaviour on each database that is there.
pub(super) async fn on_each<F>(behaviour: impl Fn(Db) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let folder = std::env::temp_dir().join(unique("parvis-trial"));
    std::fs::create_dir_all(&folder).unwrap();
    let db = Db::open(&format!("sqlite://{}", folder.join("trial.sqlite").display())).await.unwrap();
    let outcome = tokio::spawn(behaviour(db.clone())).await;
    db.close().await;
    std::fs::remove_dir_all(&folder).unwrap();
    outcome.expect("on SQLite");

    let home = std::env::var("PARVIS_POSTGRES")
        .unwrap_or_else(|_| "postgres://postgres@127.0.0.1:5432/test".to_owned());
    let Ok(mut admin) = sqlx::AnyConnection::connect(&home).await else {
        println!("absent: postgres");
        let required = std::env::var("PARVIS_REQUIRE").unwrap_or_default();
        assert!(!required.contains("postgres"), "postgres is required and not at {home}");
        return;
    };
    let name = unique("parvis_trial").replace('-', "_");
    run(&mut admin, format!("CREATE DATABASE {name}")).await;
    let (server, _) = home.rsplit_once('/').unwrap();
    let db = Db::open(&format!("{server}/{name}")).await.unwrap();
    let outcome = tokio::spawn(behaviour(db.clone())).await;
    db.close().await;
    run(&mut admin, format!("DROP DATABASE {name} WITH (FORCE)")).await;
    outcome.expect("on PostgreSQL");
}

async fn run(admin: &mut sqlx::AnyConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(admin).await.unwrap();
}

fn unique(prefix: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{prefix}-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A site with a circle, a subject, a board with one idea, a poll of three options and one post.
pub(super) struct Stage {
    pub site: SiteId,
    pub post: ItemId,
    pub idea: ItemId,
    pub poll: ItemId,
}

pub(super) async fn stage(db: &Db) -> Stage {
    let site = SiteId::parse("brume").unwrap();
    db.found(&site).await.unwrap();
    let lines = r#"
        {"type":"site","id":"brume","name":"Atelier Brume","languages":["fr","en"]}
        {"type":"circle","id":"filtre","name":{"fr":"Filtre"}}
        {"type":"subject","id":"moulin","name":{"fr":"Moulin"}}
        {"type":"board","id":"atelier","name":{"fr":"Idées"},"threshold":2}
        {"type":"poll","id":"q1","at":"2026-09-01T09:00:00Z","by":"ines","lang":"fr","title":"Quand ?","text":"",
         "method":"multiple","max_choices":2,"visibility":"always","opens":"2026-09-01T09:00:00Z",
         "options":[{"id":"a","text":{"fr":"A"}},{"id":"b","text":{"fr":"B"}},{"id":"c","text":{"fr":"C"}}]}"#;
    load(db, &site, &lines.replace(",\n         ", ",")).await;
    let mut write = db.write(&site, NOW).await.unwrap();
    let by = person("maud");
    let post = write.post(ItemId::new(NOW, 1), &by, &new_post("Bonjour"), State::Published).await.unwrap();
    let board = parvis_model::id::BoardId::parse("atelier").unwrap();
    let idea = write.idea(ItemId::new(NOW, 2), &by, &board, &new_idea(), State::Published).await.unwrap();
    write.commit().await.unwrap();
    let poll = db.site(&site, NOW, limits()).await.unwrap().unwrap().surfaces.polls[0];
    Stage { site, post, idea, poll }
}

/// Loads lines that are all expected to be new.
pub(super) async fn load(db: &Db, site: &SiteId, lines: &str) {
    let mut write = db.write(site, NOW).await.unwrap();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let record: Record = serde_json::from_str(line).unwrap();
        assert_eq!(write.load(&record).await.unwrap(), Taken::New, "{line}");
    }
    write.commit().await.unwrap();
}

pub(super) fn person(id: &str) -> Person {
    Person { id: PersonId::parse(id).unwrap(), name: id.to_owned(), role: None, badges: Vec::new() }
}

pub(super) fn new_post(text: &str) -> NewPost {
    NewPost {
        name: None,
        circle: Some(parvis_model::id::CircleId::parse("filtre").unwrap()),
        lang: Lang::parse("fr").unwrap(),
        title: None,
        text: text.to_owned(),
        pictures: Vec::new(),
        disclosure: None,
        reprise_of: None,
    }
}

pub(super) fn new_reply(text: &str) -> NewReply {
    NewReply { name: None, lang: Lang::parse("fr").unwrap(), text: text.to_owned() }
}

pub(super) fn new_idea() -> NewIdea {
    NewIdea {
        name: None,
        lang: Lang::parse("fr").unwrap(),
        title: "Un joint".to_owned(),
        text: "Plus petit.".to_owned(),
        need: None,
        circle: None,
    }
}

pub(super) fn limits() -> parvis_model::site::PictureLimits {
    parvis_model::site::PictureLimits { max_side: 4_096, max_bytes: 8_000_000 }
}

/// A moment some days after [`NOW`].
pub(super) fn later(days: i64) -> Time {
    NOW.plus(days * DAY)
}
