//! The formulas in force: as JSON, as a page, and as the owner changes them.

use super::{Trial, site, trial_time};
use crate::cli::tune::{Change, change, tune};
use crate::db::record::Record;
use crate::db::{Db, Taken};
use axum::http::StatusCode;
use base64::Engine;
use parvis_model::ranking::{Ranking, SETTINGS};
use serde_json::json;
use sha2::Digest;

fn changes(changes: &[&str]) -> Vec<Change> {
    changes.iter().map(|text| change(text).unwrap()).collect()
}

/// Tunes as another process does, then lets the service look into the log as its follower does.
async fn tuned(trial: &Trial, asked: &[&str]) -> anyhow::Result<String> {
    let db = Db::open(&trial.app.config.database).await?;
    let last = db.last_event(&site()).await?;
    let told = tune(&db, &site(), &changes(asked), trial_time()).await;
    let events = db.events(&site(), last, 9).await?;
    db.close().await;
    trial.app.changed(&site(), &events);
    told
}

async fn page(trial: &Trial, lang: &str) -> String {
    let answer = trial.read(&format!("/how/brume?lang={lang}")).await;
    assert_eq!(answer.status, StatusCode::OK);
    String::from_utf8(answer.body.into()).unwrap()
}

/// The text of a page as it is read.
fn words(page: &str) -> String {
    let page = page.split_once("</style>").unwrap().1.replace("<wbr>", "");
    page.split('>').filter_map(|piece| Some(piece.split_once('<')?.0)).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn the_document_holds_the_constants_in_force() {
    let trial = Trial::new().await;
    let formulas = trial.json("/v1/brume/ranking").await;
    let site = trial.json("/v1/brume").await;
    let weights = |list: &str| -> Vec<(String, f64)> {
        let terms = formulas[list]["terms"].as_array().unwrap().iter();
        terms
            .map(|term| (term["name"].as_str().unwrap().to_owned(), term["weight"].as_f64().unwrap()))
            .collect()
    };
    for list in ["feed", "reviews", "ideas"] {
        for (name, weight) in weights(list).iter().filter(|(name, _)| name != "repeats") {
            assert_eq!(site["ranking"][list][name], *weight, "{list}.{name}");
        }
    }
    assert_eq!(weights("feed")[4], ("repeats".to_owned(), -0.03));
    let mine: f64 = weights("mine").iter().filter(|(name, _)| name != "near").map(|(_, weight)| weight).sum();
    assert!((mine - 1.0).abs() < 1e-9, "{mine}");
    for setting in formulas["settings"].as_array().unwrap() {
        let (list, key) = setting["name"].as_str().unwrap().split_once('.').unwrap();
        assert_eq!(site["ranking"][list][key], setting["value"], "{list}.{key}");
    }
    assert_eq!(formulas["settings"].as_array().unwrap().len(), SETTINGS.len());
    assert_eq!(formulas["feed"]["revived"], json!({"first": 16, "every": 8}));
    assert_eq!(formulas["feed"]["head"], 400);
    assert_eq!(formulas["reviews"]["text"][0]["share"], 0.55);
    assert_eq!(formulas["reviews"]["mix_of_first"], 5);
    assert_eq!(
        formulas["ideas"]["crowds"],
        json!({"alike": 0.8, "accounts": 5, "unheard": 0.25, "heard": 0.75})
    );
    assert_eq!(formulas["feed"]["crowds"], formulas["ideas"]["crowds"]);
    assert_eq!(formulas["feed"]["crowd_share"], 1.0 / 3.0);
    assert_eq!(formulas["mine"]["discovery_every"], 20.0);
    assert_eq!(formulas["mine"]["near_half_km"], 50.0);
    let near = &formulas["mine"]["terms"][7];
    assert_eq!((&near["name"], &near["weight"]), (&json!("near"), &json!(0.15)));
    assert!(near.to_string().contains("50"), "{near}");
    let keys =
        ["dwell", "watch_time", "scroll_depth", "position_clicks", "paid_placement", "visitor_profile"];
    assert_eq!(formulas["never_used"], json!(keys));
    let told = formulas.to_string();
    assert!(!told.contains(".means") && !told.contains("{fresh"), "a message is missing: {told}");
}

#[tokio::test]
async fn what_the_owner_sets_changes_document_page_and_order_together() {
    let trial = Trial::new().await;
    trial
        .load([
            r#"{"type":"post","id":"young","at":"2026-10-15T09:00:00Z","by":"lea","lang":"fr","text":"Hier encore","useful":2}"#,
            r#"{"type":"post","id":"loved","at":"2026-09-25T09:00:00Z","by":"lea","lang":"fr","text":"Vieux et jugé utile","useful":40}"#,
        ])
        .await;
    let first = async || {
        let page = trial.json("/v1/brume/feeds/main").await;
        page["posts"][0]["item"]["text"][0]["p"][0]["text"].as_str().unwrap().to_owned()
    };
    assert_eq!(first().await, "Hier encore");
    assert!(page(&trial, "fr").await.contains("<b>10\u{202f}%</b>"));
    let asked = ["feed.activity=0", "feed.circle=0", "feed.quality=0.975", "feed.freshness=0.025"];
    let told = tuned(&trial, &asked).await.unwrap();
    assert!(told.contains("feed.quality: 0.1 -> 0.975\n"), "{told}");
    assert_eq!(first().await, "Vieux et jugé utile");
    let formulas = trial.json("/v1/brume/ranking").await;
    assert_eq!(formulas["feed"]["terms"][2]["weight"], 0.975);
    assert_eq!(trial.json("/v1/brume").await["ranking"]["feed"]["quality"], 0.975);
    assert!(page(&trial, "fr").await.contains("<b>97,5\u{202f}%</b>"));
    assert!(page(&trial, "en").await.contains("<b>97.5%</b>"));
}

#[tokio::test]
async fn what_is_out_of_bounds_is_refused_with_its_name_and_changes_nothing() {
    let trial = Trial::new().await;
    let before = trial.json("/v1/brume/ranking").await;
    for (asked, told) in [
        (&["feed.half_life_hours=500"][..], "feed.half_life_hours is 500, and 12 to 168 is allowed"),
        (
            &["feed.activity=0.4"],
            "feed.activity + feed.circle + feed.quality + feed.freshness is 1.1, and must be 1",
        ),
        (&["mine.balance=2", "ideas.prior=nan"], "ideas.prior is NaN, and 0 to 50 is allowed"),
    ] {
        let error = tuned(&trial, asked).await.unwrap_err().to_string();
        assert_eq!(error, format!("nothing was changed:\n  {told}"));
        assert_eq!(trial.json("/v1/brume/ranking").await, before);
    }
    let nowhere = parvis_model::id::SiteId::parse("nowhere").unwrap();
    let error = tune(&trial.app.db, &nowhere, &[], trial_time()).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no site `nowhere`");
    assert!(tuned(&trial, &[]).await.unwrap().contains("mine.near"));
}

async fn loaded(trial: &Trial, ranking: Option<&Ranking>) -> Taken {
    let mut line = json!({"type": "site", "id": "brume", "name": "Brume", "languages": ["fr"]});
    if let Some(ranking) = ranking {
        line["ranking"] = serde_json::to_value(ranking).unwrap();
    }
    let record: Record = serde_json::from_value(line).unwrap();
    let mut write = trial.app.db.write(&site(), trial_time()).await.unwrap();
    let taken = write.load(&record).await.unwrap();
    write.commit().await.unwrap();
    taken
}

#[tokio::test]
async fn an_import_refuses_what_is_out_of_bounds_and_forgets_nothing_that_was_set() {
    let trial = Trial::new().await;
    tuned(&trial, &["feed.fresh_hours=48"]).await.unwrap();
    let in_force = async || trial.app.db.constants(&site()).await.unwrap().unwrap();
    let mut bad = Ranking::default();
    (bad.feed.repeat, bad.ideas.groups) = (1.0, 0.5);
    let Taken::Refused(reason) = loaded(&trial, Some(&bad)).await else { panic!("it was taken") };
    assert_eq!(
        reason,
        "the ranking cannot be in force: feed.repeat is 1, and 0 to 0.2 is allowed; \
         ideas.approval + ideas.groups is 0.7, and must be 1"
    );
    assert_eq!(
        (in_force().await.ranking.feed.fresh_hours, in_force().await.name.as_str()),
        (48.0, "Atelier Brume")
    );
    assert_eq!(loaded(&trial, None).await, Taken::New, "another name");
    assert_eq!(in_force().await.ranking.feed.fresh_hours, 48.0, "a line without constants leaves them");
    assert_eq!(loaded(&trial, Some(&Ranking::default())).await, Taken::New);
    assert_eq!(in_force().await.ranking, Ranking::default());
}

#[tokio::test]
async fn the_page_needs_nothing_but_itself_under_the_policy_it_is_sent_with() {
    let trial = Trial::new().await;
    for lang in ["en", "fr"] {
        let answer = trial.read(&format!("/how/brume?lang={lang}")).await;
        let html = String::from_utf8(answer.body.to_vec()).unwrap();
        let style = html.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
        let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(style));
        assert_eq!(
            answer.header("content-security-policy"),
            format!(
                "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; \
                 frame-ancestors 'none'"
            )
        );
        for foreign in [
            "<script", "style=", "http:", "https:", "//", "src=", "url(", "<link", " onclick", " onload",
            " onerror",
        ] {
            assert!(!html.contains(foreign), "{lang}: {foreign}");
        }
        for target in html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let is_own =
                target.starts_with('#') || target.starts_with("?lang=") || target == "../v1/brume/ranking";
            assert!(is_own, "{target}");
            if let Some(id) = target.strip_prefix('#') {
                assert!(html.contains(&format!("id=\"{id}\"")), "{id} is not there");
            }
        }
        assert!(html.starts_with(&format!("<!doctype html><html lang=\"{lang}\">")));
        let told = words(&html);
        assert!(!told.contains('{') && !told.contains(".means") && !told.contains(".fact"), "{told}");
        for line in told.lines().filter(|line| line.contains('.') && !line.contains(' ')) {
            let is_name = SETTINGS.iter().any(|setting| setting.name == line);
            let is_number = line.trim_end_matches('%').parse::<f64>().is_ok();
            assert!(is_name || is_number || line.starts_with('−'), "`{line}` is a key without a message");
        }
    }
}

#[tokio::test]
async fn the_page_speaks_the_language_of_its_address_and_nothing_else_decides() {
    let trial = Trial::new().await;
    let plain = trial.read("/how/brume").await;
    assert_eq!(plain.body, trial.read("/how/brume?lang=fr").await.body, "the first language of the site");
    assert_eq!(trial.read("/how/brume?lang=fr-CA").await.body, plain.body);
    assert_ne!(trial.read("/how/brume?lang=de").await.body, plain.body);
    for (name, value) in [("accept-language", "en"), ("host", "evil.example"), ("cookie", "lang=en")] {
        let other = trial.ask(axum::http::Method::GET, "/how/brume").header(name, value).send().await;
        assert_eq!((other.body, other.headers), (plain.body.clone(), plain.headers.clone()), "{name}");
    }
    for path in ["/how/nowhere", "/how/nowhere?lang=fr", "/v1/nowhere/ranking", "/how/<b>"] {
        let path = path.replace('<', "%3C").replace('>', "%3E");
        assert_eq!(trial.read(&path).await.problem(), "not-found", "{path}");
    }
    assert_eq!(trial.read("/how/brume?theme=dark").await.problem(), "malformed");
}

#[tokio::test]
async fn no_name_of_a_site_becomes_markup() {
    let trial = Trial::new().await;
    let line = json!({"type": "site", "id": "brume", "name": "<img src=x>\"'&", "languages": ["en"]});
    trial.load([line.to_string().as_str()]).await;
    let html = page(&trial, "en").await;
    assert!(html.contains("&lt;img src=x&gt;&quot;&#39;&amp;") && !html.contains("<img"));
}

#[test]
fn the_manual_tells_the_bounds_that_are_checked() {
    let manual = include_str!("../../../www/README.md");
    for setting in SETTINGS {
        let row =
            format!("| `{}` | {} | {} to {} |", setting.name, setting.default, setting.least, setting.most);
        assert!(manual.contains(&row), "www/README.md lacks `{row}`");
    }
    let n_rows =
        manual.lines().filter(|line| SETTINGS.iter().any(|s| line.starts_with(&format!("| `{}` |", s.name))));
    assert_eq!(n_rows.count(), SETTINGS.len());
}
