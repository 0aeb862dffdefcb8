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

/// Two voters' ballots, for each method.
fn canaries(method: &str) -> [Value; 2] {
    match method {
        "grades" => [json!({"values": [5, 0]}), json!({"values": [2, 4]})],
        "points" => [json!({"values": [3, 1]}), json!({"values": [0, 3]})],
        "approval" | "ranking" | "multiple" => [json!({"choices": ["b", "a"]}), json!({"choices": ["a"]})],
        _ => [json!({"choices": ["b"]}), json!({"choices": ["a"]})],
    }
}

/// Every read of the API, with what the trial site holds in the places of its address.
async fn every_read(trial: &Trial) -> Vec<String> {
    let document = trial.json("/openapi.json").await;
    let site = trial.json("/v1/brume").await;
    let mut items: Vec<String> = [trial.post_id("Soirée").await].into();
    let polls = site["surfaces"]["polls"].as_array().unwrap().iter();
    items.extend(polls.map(|id| id.as_str().unwrap().to_owned()));
    let mut reads = Vec::new();
    for (method, path) in crate::routes::operations(&document) {
        // The stream never ends, and what is measured is for the operator alone.
        if method != "GET" || path.ends_with("/live") || path == "/metrics" {
            continue;
        }
        let words =
            [("{site}", "brume"), ("{feed}", "main"), ("{subject}", "moulin"), ("{board}", "atelier")];
        let path = words.iter().fold(path, |path, (name, word)| path.replace(name, word));
        let places = if path.contains("{id}") { &items[..] } else { &items[..1] };
        reads.extend(places.iter().map(|id| path.replace("{id}", id)));
    }
    assert!(!reads.iter().any(|path| path.contains('{')), "an address with a place unknown here: {reads:?}");
    reads
}

#[tokio::test]
async fn hidden_ballots_of_every_method_change_no_read_of_the_api() {
    let trial = Trial::new().await;
    let following = tokio::spawn(crate::live::follow(trial.app.clone()));
    let mut lines = Vec::new();
    for method in ["single", "multiple", "approval", "grades", "points", "ranking"] {
        for visibility in ["after_vote", "after_close"] {
            lines.push(format!(
                r#"{{"type":"poll","id":"{method} {visibility}","at":"2026-09-06T08:00:00Z","by":"ines","lang":"fr","title":"{method} {visibility}","text":"","method":"{method}","options":[{{"id":"a","text":{{"fr":"A"}}}},{{"id":"b","text":{{"fr":"B"}}}}],"visibility":"{visibility}","opens":"2026-09-03T08:00:00Z","closes":"2027-01-31T22:59:00Z","min_n":2}}"#
            ));
        }
    }
    trial.load(lines.iter().map(String::as_str)).await;
    let (voters, reads) = ([trial.token().await, trial.token().await], every_read(&trial).await);
    assert!(reads.len() > 40, "{reads:?}");
    let seen = async || {
        let mut seen = Vec::new();
        for path in &reads {
            let answer = trial.read(path).await;
            seen.push((path.clone(), answer.status, answer.header("etag").to_owned(), answer.body));
        }
        seen
    };
    let (before, n_events) = (seen().await, trial.app.db.last_event(&site()).await.unwrap());
    for line in &lines {
        let line: Value = serde_json::from_str(line).unwrap();
        let poll = poll(&trial, line["title"].as_str().unwrap()).await;
        let path = format!("/v1/brume/polls/{poll}/ballot");
        for (voter, ballot) in voters.iter().zip(canaries(line["method"].as_str().unwrap())) {
            let answer = trial.write(Method::PUT, &path, voter).json(&ballot).send().await;
            assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
            let sees = line["visibility"] == "after_vote";
            assert_eq!(answer.json().get("results").is_some(), sees, "{line}: the voter's own answer");
        }
    }
    trial.app.cache.bump_all("brume/");
    for (before, after) in before.into_iter().zip(seen().await) {
        assert_eq!(before, after);
    }
    assert_eq!(trial.app.db.last_event(&site()).await.unwrap(), n_events, "the log stays silent");
    following.abort();
}

#[tokio::test]
async fn ballots_are_read_by_everybody_only_after_the_close() {
    let trial = Trial::new().await;
    let old = poll(&trial, "Quel jour ?").await;
    let lines: Vec<String> = (0..10)
        .map(|n| {
            format!(
                r#"{{"type":"ballot","at":"2026-08-10","poll":"q-old","by":"v{n}","choices":["{}"]}}"#,
                ["a", "b"][n / 7]
            )
        })
        .collect();
    trial.load(lines[..9].iter().map(String::as_str)).await;
    let path = format!("/v1/brume/polls/{old}/ballots");
    let nine = trial.read(&path).await;
    assert_eq!((nine.status, &*nine.problem()), (StatusCode::NOT_FOUND, "not-found"));
    trial.load([lines[9].as_str()]).await;
    trial.app.cache.bump_all("brume/");
    let ten = trial.read(&path).await;
    let expected = json!({"ballots": [{"choices": ["a"], "n": 7}, {"choices": ["b"], "n": 3}]});
    assert_eq!((ten.status, ten.json()), (StatusCode::OK, expected));
    let open = poll(&trial, "Où la mettre ?").await;
    let open = trial.read(&format!("/v1/brume/polls/{open}/ballots")).await;
    assert_eq!((open.status, &*open.problem()), (StatusCode::NOT_FOUND, "not-found"));
}

#[tokio::test]
async fn a_ballot_against_the_rules_is_told_what_is_wrong() {
    let trial = Trial::new().await;
    let line = r#"{"type":"poll","id":"g","at":"2026-09-06T08:00:00Z","by":"ines","lang":"fr","title":"G","text":"","method":"grades","options":[{"id":"a","text":{"fr":"A"}}],"visibility":"always","opens":"2026-09-03T08:00:00Z","identity":"member","min_n":2}"#;
    trial.load([line]).await;
    let (poll, token) = (poll(&trial, "G").await, trial.token().await);
    let path = format!("/v1/brume/polls/{poll}/ballot");
    let member = super::tokens::signed("ed", &super::tokens::claims());
    for (token, body, status, problem) in [
        (&member, json!({"values": [6]}), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
        (&member, json!({"choices": ["a"]}), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
        (&member, json!({"values": [-1]}), StatusCode::BAD_REQUEST, "malformed"),
        (&token, json!({"values": [4]}), StatusCode::FORBIDDEN, "forbidden"),
    ] {
        let answer = trial.write(Method::PUT, &path, token).json(&body).send().await;
        assert_eq!((answer.status, &*answer.problem()), (status, problem), "{body}");
    }
    let answer = trial.write(Method::PUT, &path, &member).json(&json!({"values": [4]})).send().await;
    assert_eq!(answer.json()["results"]["tally"], json!({"grades": [[0, 0, 0, 0, 1, 0]]}));
}
