//! Trials of the whole router, one request at a time: builders, and a small site to try it on.

mod boards;
mod crowds;
mod cursors;
mod decisions;
mod embed;
mod files;
mod hidden;
mod invitations;
mod news;
mod pictures;
mod pool;
mod problems;
mod ranking;
mod reviews;
mod sameness;
mod stream;
mod tokens;
mod writes;

use crate::app::App;
use crate::config::{Config, Pace};
use crate::db::Db;
use crate::serve::router;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use bytes::Bytes;
use http_body_util::BodyExt;
use parvis_model::id::SiteId;
use parvis_model::session::{Challenge, Session, Solution};
use parvis_model::time::Time;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use tower::ServiceExt;

/// 2026-10-15T12:00:00Z: the time of every trial.
pub fn trial_time() -> Time {
    Time::parse("2026-10-15T12:00:00Z").unwrap()
}

/// A service over a fresh database with the site `brume`.
pub struct Trial {
    pub app: App,
    pub router: Router,
    folder: PathBuf,
}

/// A request being put together.
pub struct Ask<'a> {
    trial: &'a Trial,
    request: axum::http::request::Builder,
    body: Body,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Trial {
    pub async fn new() -> Self {
        Self::with(|_| ()).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let unique = format!("parvis-{:032x}", u128::from_be_bytes(crate::app::random().unwrap()));
        let folder = std::env::temp_dir().join(unique);
        std::fs::create_dir_all(&folder).unwrap();
        let keys_file = folder.join("members.json");
        std::fs::write(&keys_file, tokens::members_file()).unwrap();
        let mut config = Config {
            listen: "127.0.0.1:0".parse().unwrap(),
            base: None,
            database: format!("sqlite://{}", folder.join("trial.db").display()),
            assets: None,
            www: None,
            index: None,
            media: folder.join("media"),
            origins: vec!["https://brume.example".to_owned()],
            secret_file: folder.join("secret"),
            keys_file: Some(keys_file),
            pow_cost: 50,
            trusted_proxies: Vec::new(),
            pace: Pace::Unlimited,
        };
        change(&mut config);
        let db = Db::open(&config.database).await.unwrap();
        let app = App::new(config, db, trial_time).unwrap();
        let router = router(app.clone()).unwrap();
        let trial = Self { app, router, folder };
        trial.load(SITE.lines()).await;
        trial
    }

    /// Takes lines as an import would.
    pub async fn load<'a>(&self, lines: impl IntoIterator<Item = &'a str>) {
        let site = site();
        self.app.db.found(&site).await.unwrap();
        let mut write = self.app.db.write(&site, trial_time()).await.unwrap();
        for line in lines {
            let record = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
            assert_eq!(write.load(&record).await.unwrap(), crate::db::Taken::New, "{line}");
        }
        let events = write.commit().await.unwrap();
        self.app.changed(&site, &events);
    }

    /// The folder of this trial, removed with it.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    pub fn ask(&self, method: Method, path: &str) -> Ask<'_> {
        Ask { trial: self, request: Request::builder().method(method).uri(path), body: Body::empty() }
    }

    pub async fn read(&self, path: &str) -> Answer {
        self.ask(Method::GET, path).send().await
    }

    /// The body of a read that succeeds.
    pub async fn json(&self, path: &str) -> Value {
        let answer = self.read(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {:?}", answer.body);
        answer.json()
    }

    /// A write with everything it needs.
    pub fn write(&self, method: Method, path: &str, token: &str) -> Ask<'_> {
        self.ask(method, path).token(token).key(&fresh_key())
    }

    pub async fn post(&self, path: &str, token: &str, body: Value) -> Answer {
        self.write(Method::POST, path, token).json(&body).send().await
    }

    /// A token of a new device, worked for.
    pub async fn token(&self) -> String {
        let challenge: Challenge = self.ask(Method::POST, "/v1/brume/challenges").send().await.read();
        let answer = self.ask(Method::POST, "/v1/brume/sessions").json(&solve(&challenge)).send().await;
        assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
        answer.read::<Session>().token
    }

    /// The id of the first item whose text begins like this, found in the feed.
    pub async fn post_id(&self, beginning: &str) -> String {
        let page = self.json("/v1/brume/feeds/main").await;
        let posts = page["posts"].as_array().unwrap();
        let is_it = |post: &&Value| post["item"]["text"].to_string().contains(beginning);
        posts.iter().find(is_it).unwrap()["item"]["id"].as_str().unwrap().to_owned()
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Ask<'_> {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    pub fn token(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    pub fn json(self, body: &impl serde::Serialize) -> Self {
        let mut ask = self.header("content-type", "application/json");
        ask.body = Body::from(serde_json::to_vec(body).unwrap());
        ask
    }

    pub fn bytes(mut self, body: impl Into<Bytes>) -> Self {
        self.body = Body::from(body.into());
        self
    }

    pub async fn send(self) -> Answer {
        let response =
            self.trial.router.clone().oneshot(self.request.body(self.body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {:?}", self.body))
    }

    pub fn read<T: serde::de::DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {:?}", self.body))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The kind of the problem this answer is; also checks that it is one in every respect.
    pub fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{:?}", self.body);
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16());
        problem["type"].as_str().unwrap().strip_prefix("/problems/").unwrap().to_owned()
    }
}

pub fn site() -> SiteId {
    SiteId::parse("brume").unwrap()
}

/// A key that was not used before in this process.
pub fn fresh_key() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("trialkey{:08}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The solution of a challenge, by trying.
pub fn solve(challenge: &Challenge) -> Solution {
    let hash = |number: u64| {
        let digest = Sha256::digest(format!("{}{number}", challenge.salt));
        digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    Solution {
        algorithm: challenge.algorithm.clone(),
        challenge: challenge.challenge.clone(),
        number: (0..=challenge.maxnumber).find(|number| hash(*number) == challenge.challenge).unwrap(),
        salt: challenge.salt.clone(),
        signature: challenge.signature.clone(),
    }
}

/// A body that a new post may have.
pub fn new_post(text: &str) -> Value {
    json!({"lang": "fr", "text": text})
}

const SITE: &str = r#"{"type":"site","id":"brume","name":"Atelier Brume","languages":["fr","en"]}
{"type":"circle","id":"filtre","name":{"fr":"Filtre"}}
{"type":"circle","id":"nantes","name":{"fr":"Nantes"}}
{"type":"subject","id":"moulin","name":{"fr":"Moulin"},"scales":[]}
{"type":"board","id":"atelier","name":{"fr":"Atelier"},"threshold":20}
{"type":"person","id":"lea","name":"Léa"}
{"type":"person","id":"ines","name":"Inès","role":"brand"}
{"type":"post","id":"p1","at":"2026-10-01T08:00:00Z","by":"lea","circle":"filtre","lang":"fr","text":"Recette du matin"}
{"type":"post","id":"p2","at":"2026-10-02T08:00:00Z","by":"lea","circle":"nantes","lang":"fr","text":"Soirée à l'atelier"}
{"type":"post","id":"p3","at":"2026-10-03T08:00:00Z","by":"ines","lang":"fr","text":"Nouvelle meule"}
{"type":"reply","id":"c1","at":"2026-10-02T09:00:00Z","by":"ines","on":"p2","lang":"fr","text":"À bientôt"}
{"type":"review","id":"r1","at":"2026-09-01T08:00:00Z","by":"lea","subject":"moulin","lang":"fr","stars":5,"text":"Solide et simple, rien à redire.","verified":"purchase"}
{"type":"review","id":"r2","at":"2026-09-02T08:00:00Z","by":"ines","subject":"moulin","lang":"fr","stars":2,"text":"Notice trop maigre, joint fragile.","verified":"none"}
{"type":"idea","id":"i1","at":"2026-09-01T08:00:00Z","by":"lea","board":"atelier","lang":"fr","title":"Joints en lettre","text":"Un joint pèse deux grammes."}
{"type":"poll","id":"q-always","at":"2026-09-03T08:00:00Z","by":"ines","lang":"fr","title":"Où la mettre ?","text":"La bascule.","method":"single","options":[{"id":"a","text":{"fr":"Devant"}},{"id":"b","text":{"fr":"Dessous"}}],"visibility":"always","opens":"2026-09-03T08:00:00Z","closes":"2027-01-31T22:59:00Z","min_n":2}
{"type":"poll","id":"q-vote","at":"2026-09-04T08:00:00Z","by":"ines","lang":"fr","title":"Quels ateliers ?","text":"Trois au plus.","method":"multiple","max_choices":2,"options":[{"id":"a","text":{"fr":"Souder"}},{"id":"b","text":{"fr":"Aligner"}},{"id":"c","text":{"fr":"Goûter"}}],"visibility":"after_vote","opens":"2026-09-03T08:00:00Z","closes":"2027-01-31T22:59:00Z","min_n":2}
{"type":"poll","id":"q-close","at":"2026-09-05T08:00:00Z","by":"ines","lang":"fr","title":"Quelle couleur ?","text":"Secret jusqu'à la fin.","method":"single","options":[{"id":"a","text":{"fr":"Noir"}},{"id":"b","text":{"fr":"Vert"}}],"visibility":"after_close","opens":"2026-09-03T08:00:00Z","closes":"2027-01-31T22:59:00Z","min_n":2}
{"type":"poll","id":"q-old","at":"2026-08-05T08:00:00Z","by":"ines","lang":"fr","title":"Quel jour ?","text":"Fini.","method":"single","options":[{"id":"a","text":{"fr":"Lundi"}},{"id":"b","text":{"fr":"Mardi"}}],"visibility":"after_close","opens":"2026-08-03T08:00:00Z","closes":"2026-09-01T00:00:00Z","min_n":1}"#;
