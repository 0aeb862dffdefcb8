//! Every refusal is a problem of the closed list, and every page about them exists.

use super::{Trial, fresh_key, new_post};
use axum::http::{Method, StatusCode};
use parvis_model::problem::ProblemKind;
use serde_json::json;

#[tokio::test]
async fn every_refusal_is_a_problem_of_the_list() {
    let trial = Trial::new().await;
    let token = trial.token().await;
    let posts = "/v1/brume/posts";
    let write = |body: &str| {
        let ask = trial.write(Method::POST, posts, &token).header("content-type", "application/json");
        ask.bytes(body.to_owned()).send()
    };
    for (why, answer, kind) in [
        ("no such address", trial.read("/nothing/here").await, "not-found"),
        ("no such part of the API", trial.read("/v1/brume/nothing").await, "not-found"),
        ("no such site", trial.read("/v1/nowhere").await, "not-found"),
        ("no such site's feed", trial.read("/v1/nowhere/feeds/main").await, "not-found"),
        ("no such feed", trial.read("/v1/brume/feeds/other").await, "not-found"),
        ("no such circle", trial.read("/v1/brume/feeds/main?circle=other").await, "not-found"),
        ("no such item", trial.read("/v1/brume/items/0000000000000").await, "not-found"),
        ("no id at all", trial.read("/v1/brume/items/x").await, "not-found"),
        ("no such thread", trial.read("/v1/brume/items/0000000000000/replies").await, "not-found"),
        ("no such subject", trial.read("/v1/brume/subjects/other/reviews").await, "not-found"),
        ("no such board", trial.read("/v1/brume/boards/other").await, "not-found"),
        ("no such poll", trial.read("/v1/brume/polls/0000000000000").await, "not-found"),
        ("no such stream", trial.read("/v1/nowhere/live").await, "not-found"),
        ("no such method", trial.ask(Method::PATCH, posts).send().await, "method-not-allowed"),
        ("reading what is written", trial.read(posts).await, "method-not-allowed"),
        ("no key", trial.ask(Method::POST, posts).token(&token).json(&new_post("x")).send().await, "key-needed"),
        ("a short key", trial.ask(Method::POST, posts).token(&token).key("short").send().await, "key-needed"),
        ("no JSON", write("{").await, "malformed"),
        ("an unknown field", write(r#"{"lang":"fr","text":"a","role":"brand"}"#).await, "malformed"),
        ("a missing field", write(r#"{"lang":"fr"}"#).await, "malformed"),
        ("an empty text", write(r#"{"lang":"fr","text":" "}"#).await, "invalid"),
        ("a long text", write(&new_post(&"é".repeat(20_001)).to_string()).await, "invalid"),
        ("a huge body", write(&"x".repeat(300_000)).await, "too-large"),
        ("another type", trial.write(Method::POST, posts, &token).bytes("a=b").send().await, "media-refused"),
        (
            "a solution out of thin air",
            trial
                .ask(Method::POST, "/v1/brume/sessions")
                .json(&json!({"algorithm": "SHA-256", "challenge": "a", "number": 1, "salt": "b", "signature": "c"}))
                .send()
                .await,
            "proof-refused",
        ),
    ] {
        assert_eq!(answer.problem(), kind, "{why}");
        assert_eq!(answer.header("cache-control"), "no-store", "{why}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{why}: pages can read what went wrong");
    }
}

#[tokio::test]
async fn a_problem_is_told_whole() {
    let trial = Trial::new().await;
    let token = trial.token().await;
    let answer =
        trial.post("/v1/brume/posts", &token, json!({"lang": "fr", "text": "", "name": "a@b.example"})).await;
    assert_eq!(
        answer.json(),
        json!({
            "type": "/problems/invalid", "title": "The contribution breaks rules", "status": 422,
            "faults": [{"field": "name", "rule": "personal"}, {"field": "text", "rule": "missing"}],
        })
    );
}

#[tokio::test]
async fn each_kind_of_problem_has_a_page_and_each_route_is_in_the_document() {
    let trial = Trial::new().await;
    for kind in ProblemKind::ALL {
        let page = trial.read(&format!("/problems/{}", kind.as_str())).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(String::from_utf8_lossy(&page.body).contains(kind.title()));
    }
    let document = trial.json("/openapi.json").await;
    assert_eq!(document["openapi"].as_str().unwrap().split('.').take(2).collect::<Vec<_>>(), ["3", "1"]);
    let page = trial.read("/api").await;
    let page = String::from_utf8_lossy(&page.body).into_owned();
    assert!(!page.contains("<script"));
    let operations = crate::routes::operations(&document);
    assert!(operations.len() >= 30, "{operations:?}");
    for (method, path) in operations {
        assert!(
            page.contains(&format!("<code>{method} {path}</code>")),
            "{method} {path} is not on the page"
        );
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let real = path
            .replace("{site}", "brume")
            .replace("{id}", "0000000000000")
            .replace("{feed}", "main")
            .replace("{subject}", "moulin")
            .replace("{board}", "atelier")
            .replace("{mark}", "useful");
        assert!(!real.contains('{'), "{real}");
        if !real.ends_with("/live") {
            let answer = trial.ask(method.clone(), &real).key(&fresh_key()).send().await;
            assert_ne!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {real}");
        }
    }
    let names: Vec<&String> = document["components"]["schemas"].as_object().unwrap().keys().collect();
    let text = document.to_string();
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(names.iter().any(|known| *known == name), "{name} is referred to and not described");
    }
}

#[tokio::test]
async fn health_and_measurements_are_told_without_anybody_in_them() {
    let trial = Trial::new().await;
    assert_eq!(trial.read("/healthz").await.body, "ok\n");
    assert_eq!(trial.read("/readyz").await.body, "ready\n");
    trial.read("/v1/brume/items/0000000000000").await;
    let text = String::from_utf8(trial.read("/metrics").await.body.into()).unwrap();
    let line = "parvis_requests_total{route=\"/v1/{site}/items/{id}\",method=\"GET\",status=\"404\"} 1";
    assert!(text.lines().any(|own| own == line), "{text}");
    assert!(!text.contains("0000000000000") && !text.contains("brume"));
    trial.app.stopping.send_replace(true);
    assert_eq!(trial.read("/readyz").await.problem(), "unavailable");
}
