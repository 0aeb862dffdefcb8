//! The live stream: nothing missed, nothing twice.

use super::{Trial, new_post, site};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::timeout;
use tower::ServiceExt;

/// An open stream, read line by line.
struct Listening {
    frames: axum::body::BodyDataStream,
    text: String,
}

impl Listening {
    async fn to(trial: &Trial, query: &str, last: Option<&str>) -> Self {
        let mut request = Request::builder().uri(format!("/v1/brume/live{query}"));
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = trial.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { frames: response.into_body().into_data_stream(), text: String::new() }
    }

    /// The next event: its number and what it says; nothing once the stream has ended.
    async fn next(&mut self) -> Option<(u64, Value)> {
        loop {
            while let Some((block, rest)) = self.text.clone().split_once("\n\n") {
                self.text = rest.to_owned();
                let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name));
                if let (Some(id), Some(data)) = (field("id: "), field("data: ")) {
                    return Some((id.parse().unwrap(), serde_json::from_str(data).unwrap()));
                }
            }
            let frame =
                timeout(Duration::from_secs(20), self.frames.next()).await.expect("an event in time")?;
            self.text.push_str(std::str::from_utf8(&frame.unwrap()).unwrap());
        }
    }
}

async fn publish(trial: &Trial, token: &str, text: &str) -> String {
    let created = trial.post("/v1/brume/posts", token, new_post(text)).await;
    assert_eq!(created.status, StatusCode::CREATED);
    created.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn every_change_is_told_once_and_in_order_to_all_who_listen() {
    let trial = Trial::new().await;
    let following = tokio::spawn(crate::live::follow(trial.app.clone()));
    let (token, post) = (trial.token().await, trial.post_id("Recette").await);
    let mut streams = [Listening::to(&trial, "", None).await, Listening::to(&trial, "?after=0", None).await];
    let mut expected = Vec::new();
    for index in 1..=30 {
        let id = publish(&trial, &token, "Encore").await;
        expected.push((index, json!({"posted": {"item": id}})));
    }
    for stream in &mut streams {
        for event in &expected {
            assert_eq!(stream.next().await.as_ref(), Some(event));
        }
    }
    let mut resumed = Listening::to(&trial, "?after=3", Some("20")).await;
    for event in &expected[20..] {
        assert_eq!(resumed.next().await.as_ref(), Some(event), "the header wins over the query");
    }
    trial.write(Method::PUT, &format!("/v1/brume/items/{post}/marks/useful"), &token).send().await;
    let marked = json!({"marked": {"item": post, "marks": {"useful": 1, "not_useful": 0, "save": 0}}});
    assert_eq!(resumed.next().await, Some((31, marked)));
    trial.app.stopping.send_replace(true);
    assert_eq!(resumed.next().await, None, "streams end when the service stops");
    following.await.unwrap();
}

#[tokio::test]
async fn who_asks_for_what_the_log_does_not_hold_loads_anew() {
    let trial = Trial::new().await;
    let following = tokio::spawn(crate::live::follow(trial.app.clone()));
    let token = trial.token().await;
    publish(&trial, &token, "Un").await;
    let mut ahead = Listening::to(&trial, "?after=99", None).await;
    assert_eq!(ahead.next().await, Some((1, json!("reset"))));
    publish(&trial, &token, "Deux").await;
    assert_eq!(ahead.next().await.map(|(number, _)| number), Some(2), "and goes on from there");
    following.abort();
}

#[tokio::test]
async fn a_stream_resumed_from_the_stored_log_has_no_gap() {
    let trial = Trial::new().await;
    let token = trial.token().await;
    for _ in 0..5 {
        publish(&trial, &token, "Avant").await;
    }
    let following = tokio::spawn(crate::live::follow(trial.app.clone()));
    let mut stream = Listening::to(&trial, "?after=2", None).await;
    publish(&trial, &token, "Après").await;
    for number in 3..=6 {
        assert_eq!(stream.next().await.map(|(own, _)| own), Some(number));
    }
    assert_eq!(trial.app.db.last_event(&site()).await.unwrap(), 6);
    following.abort();
}
