//! What the brand decides, over HTTP: who may, what is refused, what everybody sees of it.

use super::tokens::{claims, signed};
use super::{Trial, fresh_key, site, trial_time};
use axum::http::{Method, StatusCode};
use parvis_model::board::Idea;
use parvis_model::chain;
use parvis_model::live::Live;
use serde_json::{Value, json};

const BOARD: &str = "/v1/brume/boards/atelier";
const MORE: &str = r#"{"type":"idea","id":"i2","at":"2026-09-20T08:00:00Z","by":"lea","board":"atelier","lang":"fr","title":"Joints par dix","text":"Une boîte de joints."}
{"type":"vote","at":"2026-09-21","idea":"i1","by":"v1","vote":1}
{"type":"vote","at":"2026-09-22","idea":"i2","by":"v1","vote":1}
{"type":"vote","at":"2026-09-23","idea":"i2","by":"v2","vote":1}
{"type":"poll","id":"q-soon","at":"2026-10-01T08:00:00Z","by":"ines","lang":"fr","title":"Et ensuite ?","text":"","method":"single","options":[{"id":"a","text":{"fr":"Un"}}],"visibility":"after_close","opens":"2026-12-01T08:00:00Z"}"#;

async fn trial() -> Trial {
    let trial = Trial::new().await;
    trial.load(MORE.lines()).await;
    trial
}

fn member(role: Option<&str>) -> String {
    let mut claims = claims();
    claims["name"] = json!("Solène");
    if let Some(role) = role {
        claims["role"] = json!(role);
    }
    signed("ed", &claims)
}

fn brand() -> String {
    member(Some("brand"))
}

async fn idea(trial: &Trial, title: &str) -> Idea {
    let page = trial.json(BOARD).await;
    let is_it = |idea: &&Value| idea["item"]["title"] == title;
    let found = page["ideas"].as_array().unwrap().iter().find(is_it).unwrap().clone();
    serde_json::from_value(found).unwrap()
}

async fn poll(trial: &Trial, title: &str) -> String {
    for id in trial.json("/v1/brume").await["surfaces"]["polls"].as_array().unwrap() {
        let path = format!("/v1/brume/polls/{}", id.as_str().unwrap());
        if trial.json(&path).await["poll"]["item"]["title"] == title {
            return path;
        }
    }
    panic!("no poll {title}");
}

#[tokio::test]
async fn only_who_speaks_for_the_brand_decides() {
    let trial = trial().await;
    let decisions = format!("/v1/brume/ideas/{}/decisions", idea(&trial, "Joints en lettre").await.item.id);
    let polls = format!("{}/decisions", poll(&trial, "Où la mettre ?").await);
    let before = (trial.read(BOARD).await.body, trial.read(&polls.replace("/decisions", "")).await.body);
    let others = [trial.token().await, member(None), member(Some("ambassador")), member(Some("leader"))];
    for token in &others {
        for (path, body) in [
            (&decisions, json!({"to": "planned", "reason": "Pour le printemps."})),
            (&polls, json!({"do": "close"})),
        ] {
            let refused = trial.post(path, token, body).await;
            assert_eq!((refused.status, &*refused.problem()), (StatusCode::FORBIDDEN, "forbidden"), "{path}");
        }
    }
    let after = (trial.read(BOARD).await.body, trial.read(&polls.replace("/decisions", "")).await.body);
    assert_eq!(before, after);
    assert_eq!(trial.app.db.last_event(&site()).await.unwrap(), 0, "nothing was written");
}

#[tokio::test]
async fn a_decision_is_published_with_its_reason_its_author_and_its_hash() {
    let trial = trial().await;
    let before = idea(&trial, "Joints en lettre").await;
    let path = format!("/v1/brume/ideas/{}/decisions", before.item.id);
    let body = json!({"to": "declined", "reason": "La poste n’en veut pas.", "would_change": "Une enveloppe rigide."});
    let key = fresh_key();
    let send = async || trial.ask(Method::POST, &path).token(&brand()).key(&key).json(&body).send().await;
    let first = send().await;
    assert_eq!(first.status, StatusCode::CREATED, "{:?}", first.body);
    let again = send().await;
    assert_eq!((again.status, again.body), (first.status, first.body.clone()), "the same key is done once");
    let other_key = trial.post(&path, &brand(), body.clone()).await;
    assert_eq!(other_key.json(), first.json(), "and the same words under another key are the same decision");

    let after = idea(&trial, "Joints en lettre").await;
    assert_eq!(serde_json::to_value(&after.history).unwrap(), json!([first.json()]));
    let change = &after.history[0];
    assert_eq!((change.by.name.as_str(), change.by.is_brand()), ("Solène", true));
    assert_eq!((change.at, change.reason.as_str()), (trial_time(), "La poste n’en veut pas."));
    assert_eq!(chain::verify(after.item.id, &after.history), Ok(()));
    let events = trial.app.db.events(&site(), 0, 10).await.unwrap();
    assert_eq!(events, [(1, Live::Moved { item: after.item.id, status: after.status })]);
    assert_eq!(trial.json(BOARD).await["board"]["answered_in_days"], 45);

    let vote = format!("/v1/brume/ideas/{}/vote", after.item.id);
    let vote = trial.write(Method::PUT, &vote, &trial.token().await).json(&json!({"vote": "agree"}));
    assert_eq!(vote.send().await.problem(), "closed");
}

#[tokio::test]
async fn a_decision_that_lacks_something_is_told_what() {
    let trial = trial().await;
    let [one, other] = [idea(&trial, "Joints en lettre").await, idea(&trial, "Joints par dix").await];
    let path = format!("/v1/brume/ideas/{}/decisions", one.item.id);
    let reason = "Une raison à lire.";
    for (body, faults) in [
        (json!({"to": "planned", "reason": ""}), json!([{"field": "reason", "rule": "missing"}])),
        (
            json!({"to": "planned", "reason": "Bon"}),
            json!([{"field": "reason", "rule": "too_short", "limit": 10}]),
        ),
        (json!({"to": "declined", "reason": reason}), json!([{"field": "would_change", "rule": "missing"}])),
        (json!({"to": "merged", "reason": reason}), json!([{"field": "into", "rule": "missing"}])),
        (
            json!({"to": "merged", "reason": reason, "into": one.item.id}),
            json!([{"field": "into", "rule": "not_allowed"}]),
        ),
        (
            json!({"to": "merged", "reason": reason, "into": "0000000000001"}),
            json!([{"field": "into", "rule": "not_allowed"}]),
        ),
        (
            json!({"to": "open", "reason": reason, "into": other.item.id}),
            json!([{"field": "into", "rule": "not_allowed"}]),
        ),
    ] {
        let refused = trial.post(&path, &brand(), body.clone()).await;
        assert_eq!((&*refused.problem(), &refused.json()["faults"]), ("invalid", &faults), "{body}");
    }
    for body in [json!({"to": "done", "reason": reason}), json!({"to": "open", "reason": reason, "by": "x"})]
    {
        assert_eq!(trial.post(&path, &brand(), body.clone()).await.problem(), "malformed", "{body}");
    }
    let unknown = "/v1/brume/ideas/0000000000000/decisions";
    let missing = trial.post(unknown, &brand(), json!({"to": "planned", "reason": reason})).await;
    assert_eq!(missing.problem(), "not-found");
    assert_eq!(idea(&trial, "Joints en lettre").await, one, "what is refused changes nothing");
}

#[tokio::test]
async fn a_merge_counts_each_person_once_and_is_told_to_open_pages() {
    let trial = trial().await;
    let [from, into] = [idea(&trial, "Joints en lettre").await, idea(&trial, "Joints par dix").await];
    let path = format!("/v1/brume/ideas/{}/decisions", from.item.id);
    let vote =
        trial.write(Method::PUT, &format!("/v1/brume/ideas/{}/vote", from.item.id), &trial.token().await);
    assert_eq!(vote.json(&json!({"vote": "disagree"})).send().await.status, StatusCode::OK);
    let merge = json!({"to": "merged", "reason": "Le même besoin.", "into": into.item.id});
    let told = trial.post(&path, &brand(), merge).await;
    assert_eq!(told.status, StatusCode::CREATED, "{:?}", told.body);
    let merged = idea(&trial, "Joints par dix").await;
    assert_eq!((merged.votes.agree, merged.votes.disagree), (2, 1), "v1 on both, v2, and a device");
    let item = trial.json(&format!("/v1/brume/items/{}", into.item.id)).await;
    assert_eq!(item["idea"]["votes"], json!({"agree": 2, "pass": 0, "disagree": 1}), "wherever it is read");
    let events = trial.app.db.events(&site(), 1, 10).await.unwrap();
    let voted = Live::Voted { item: into.item.id, votes: merged.votes };
    assert_eq!(events[1].1, voted, "{events:?}");
    let back = json!({"to": "open", "reason": "Deux besoins, tout compte fait."});
    assert_eq!(trial.post(&path, &brand(), back).await.status, StatusCode::CREATED);
    assert_eq!(idea(&trial, "Joints par dix").await.votes, into.votes);
    let history = idea(&trial, "Joints en lettre").await.history;
    assert_eq!((history.len(), chain::verify(from.item.id, &history)), (2, Ok(())));
}

#[tokio::test]
async fn what_the_brand_replies_to_an_idea_is_its_answer() {
    let trial = trial().await;
    let before = idea(&trial, "Joints par dix").await;
    assert_eq!(before.answer, None);
    let replies = format!("/v1/brume/items/{}/replies", before.item.id);
    let visitor = trial.post(&replies, &trial.token().await, json!({"lang": "fr", "text": "Oui"})).await;
    assert_eq!(visitor.status, StatusCode::CREATED);
    assert_eq!(idea(&trial, "Joints par dix").await.answer, None);
    let answer = trial.post(&replies, &brand(), json!({"lang": "fr", "text": "Au printemps."})).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let answered = idea(&trial, "Joints par dix").await.answer.unwrap();
    assert_eq!(answered.item.id.to_string(), answer.json()["id"].as_str().unwrap());
    assert!(answered.item.by.is_brand());
    assert_eq!(trial.json(BOARD).await["board"]["answered_in_days"], 26, "25 days and a few hours");
}

#[tokio::test]
async fn a_poll_is_opened_and_closed_by_the_brand_and_never_opened_again() {
    let trial = trial().await;
    let path = poll(&trial, "Et ensuite ?").await;
    let (ballot, decisions) = (format!("{path}/ballot"), format!("{path}/decisions"));
    let voter = trial.token().await;
    let cast =
        async || trial.write(Method::PUT, &ballot, &voter).json(&json!({"choices": ["a"]})).send().await;
    let act = async |act: &str| trial.post(&decisions, &brand(), json!({"do": act})).await;
    assert_eq!(cast().await.problem(), "closed");
    assert_eq!(act("close").await.problem(), "closed", "what has not begun is not closed");
    let opened = act("open").await;
    assert_eq!(opened.status, StatusCode::OK, "{:?}", opened.body);
    assert_eq!(opened.json()["poll"]["opens"], "2026-10-15T12:00:00Z");
    assert_eq!(trial.json(&path).await, opened.json(), "everybody reads it so at once");
    assert_eq!(cast().await.status, StatusCode::OK);
    assert_eq!(act("open").await.json(), opened.json(), "what is open already stays so");
    assert!(trial.json(&path).await.get("results").is_none());

    let closed = act("close").await;
    assert_eq!(closed.status, StatusCode::OK);
    assert_eq!(closed.json()["poll"]["closes"], "2026-10-15T12:00:00Z");
    assert_eq!(closed.json()["results"]["counts"], json!([1]), "as after a close of its own");
    assert_eq!(trial.json(&path).await, closed.json());
    assert_eq!(cast().await.problem(), "closed");
    let again = act("open").await;
    assert_eq!((again.status, &*again.problem()), (StatusCode::CONFLICT, "closed"));
    assert_eq!(act("close").await.json(), closed.json());
    assert_eq!(trial.json(&path).await["poll"]["visibility"], "after_close", "nothing else of it changes");
    let events = trial.app.db.events(&site(), 0, 10).await.unwrap();
    let kinds: Vec<_> = events.iter().map(|(_, live)| matches!(live, Live::Scheduled { .. })).collect();
    assert_eq!(kinds, [true, true, false], "{events:?}");
    assert!(matches!(&events[2].1, Live::Balloted { results, .. } if results.n_ballots == 1));
    for body in [json!({"do": "reopen"}), json!({"do": "open", "visibility": "always"})] {
        assert_eq!(trial.post(&decisions, &brand(), body.clone()).await.problem(), "malformed", "{body}");
    }
}

#[tokio::test]
async fn the_document_of_the_api_tells_what_a_decision_is() {
    let trial = Trial::new().await;
    let document = trial.json("/openapi.json").await;
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["NewPollDecision"]["required"], json!(["do"]));
    assert_eq!(schemas["NewDecision"]["required"], json!(["to", "reason"]));
    assert_eq!(schemas["PollAct"]["enum"], json!(["open", "close"]));
    for path in ["/v1/{site}/ideas/{id}/decisions", "/v1/{site}/polls/{id}/decisions"] {
        let operation = &document["paths"][path]["post"];
        assert!(operation["responses"]["default"].is_object() && operation["security"].is_array(), "{path}");
    }
}
