//! Results that not everybody may see are nowhere where everybody looks.

use super::{Trial, site};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

/// The id of the poll with this title.
async fn poll(trial: &Trial, title: &str) -> String {
    for id in trial.json("/v1/brume").await["surfaces"]["polls"].as_array().unwrap() {
        let id = id.as_str().unwrap();
        if trial.json(&format!("/v1/brume/polls/{id}")).await["poll"]["item"]["title"] == title {
            return id.to_owned();
        }
    }
    panic!("no poll {title}");
}

async fn vote(trial: &Trial, poll: &str, token: &str, choices: &[&str]) -> Value {
    let path = format!("/v1/brume/polls/{poll}/ballot");
    let answer = trial.write(Method::PUT, &path, token).json(&json!({"choices": choices})).send().await;
    assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
    answer.json()
}

async fn asked(trial: &Trial, poll: &str, token: &str) -> Value {
    let answer = trial.write(Method::POST, &format!("/v1/brume/polls/{poll}/results"), token).send().await;
    assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
    answer.json()["results"].clone()
}

#[tokio::test]
async fn hidden_results_are_in_no_read_and_no_stream() {
    let trial = Trial::new().await;
    let (mut voters, following) = (Vec::new(), tokio::spawn(crate::live::follow(trial.app.clone())));
    for _ in 0..5 {
        voters.push(trial.token().await);
    }
    for title in ["Quels ateliers ?", "Quelle couleur ?"] {
        let poll = poll(&trial, title).await;
        let (page, item) = (format!("/v1/brume/polls/{poll}"), format!("/v1/brume/items/{poll}"));
        let before =
            (trial.read(&page).await.body, trial.read(&item).await.body, trial.read("/v1/brume").await.body);
        for voter in &voters {
            vote(&trial, &poll, voter, &["a"]).await;
        }
        let after =
            (trial.read(&page).await.body, trial.read(&item).await.body, trial.read("/v1/brume").await.body);
        assert_eq!(before, after, "{title}: not a byte tells that anybody voted");
        assert!(trial.read(&page).await.json().get("results").is_none());
    }
    assert_eq!(
        trial.app.db.last_event(&site()).await.unwrap(),
        0,
        "the log that streams are made of is silent"
    );
    let open = poll(&trial, "Où la mettre ?").await;
    vote(&trial, &open, &voters[0], &["b"]).await;
    let events = trial.app.db.events(&site(), 0, 10).await.unwrap();
    assert_eq!(events.len(), 1, "only the poll that shows results is told: {events:?}");
    following.abort();
}

#[tokio::test]
async fn a_voter_sees_results_when_the_poll_says_so() {
    let trial = Trial::new().await;
    let (voter, other) = (trial.token().await, trial.token().await);
    let after_vote = poll(&trial, "Quels ateliers ?").await;
    let hundred = json!({"n_ballots": 1, "n_verified": 0, "counts": [1, 0, 1]});
    assert_eq!(vote(&trial, &after_vote, &voter, &["a", "c"]).await["results"], hundred);
    assert_eq!(asked(&trial, &after_vote, &voter).await, hundred);
    assert_eq!(asked(&trial, &after_vote, &other).await, Value::Null);
    let path = format!("/v1/brume/polls/{after_vote}/ballot");
    let back = trial.write(Method::DELETE, &path, &voter).send().await;
    assert_eq!((back.status, back.json().get("results")), (StatusCode::OK, None));
    assert_eq!(asked(&trial, &after_vote, &voter).await, Value::Null);

    let after_close = poll(&trial, "Quelle couleur ?").await;
    assert_eq!(vote(&trial, &after_close, &voter, &["a"]).await.get("results"), None);
    assert_eq!(asked(&trial, &after_close, &voter).await, Value::Null);

    let always = poll(&trial, "Où la mettre ?").await;
    vote(&trial, &always, &voter, &["a"]).await;
    let again = vote(&trial, &always, &voter, &["b"]).await;
    assert_eq!(
        again["results"],
        json!({"n_ballots": 1, "n_verified": 0, "counts": [0, 1]}),
        "one vote, replaced"
    );

    let old = poll(&trial, "Quel jour ?").await;
    let page = trial.json(&format!("/v1/brume/polls/{old}")).await;
    assert_eq!(page["results"]["counts"], json!([0, 0]), "after the close everybody sees");
    let late = format!("/v1/brume/polls/{old}/ballot");
    let late = trial.write(Method::PUT, &late, &voter).json(&json!({"choices": ["a"]})).send().await;
    assert_eq!((late.status, &*late.problem()), (StatusCode::CONFLICT, "closed"));
}
