//! What a write does, and what it does when it is sent again.

use super::{Trial, fresh_key, new_post};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

#[tokio::test]
async fn a_post_is_published_and_seen_as_it_was_written() {
    let trial = Trial::new().await;
    let token = trial.token().await;
    let text = "<script>alert(1)</script> **gras** [ici](javascript:alert(1)) & \"guillemets\"";
    let mut body = new_post(text);
    body["name"] = json!("<b>Zoé</b>");
    body["title"] = json!("<img src=x onerror=alert(1)>");
    let created = trial.post("/v1/brume/posts", &token, body).await;
    assert_eq!(created.status, StatusCode::CREATED, "{:?}", created.body);
    let id = created.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(created.json(), json!({"id": id, "held": false}));
    let item = trial.json(&format!("/v1/brume/items/{id}")).await["post"]["item"].clone();
    assert_eq!(item["by"]["name"], "<b>Zoé</b>");
    assert_eq!(item["title"], "<img src=x onerror=alert(1)>");
    assert_eq!(
        item["text"],
        json!([{"p": [
            {"text": "<script>alert(1)</script> "}, {"strong": [{"text": "gras"}]},
            {"text": " [ici](javascript:alert(1)) & \"guillemets\""},
        ]}]),
        "text is words in a tree, whatever they look like"
    );
    assert!(item["by"].get("role").is_none() && item["by"]["id"].as_str().unwrap().starts_with("a-"));
}

#[tokio::test]
async fn who_gives_no_name_has_a_neutral_one() {
    let trial = Trial::new().await;
    let token = trial.token().await;
    let created = trial.post("/v1/brume/posts", &token, new_post("Bonjour")).await.json();
    let item = trial.json(&format!("/v1/brume/items/{}", created["id"].as_str().unwrap())).await;
    assert_eq!(item["post"]["item"]["by"]["name"], "anonymous");
}

#[tokio::test]
async fn the_same_key_and_request_are_answered_alike_and_done_once() {
    let trial = Trial::new().await;
    let (token, other) = (trial.token().await, trial.token().await);
    let key = fresh_key();
    let send = async |token: &str, body: Value| {
        trial.ask(Method::POST, "/v1/brume/posts").token(token).key(&key).json(&body).send().await
    };
    let first = send(&token, new_post("Une fois")).await;
    assert_eq!(first.status, StatusCode::CREATED);
    for _ in 0..3 {
        let again = send(&token, new_post("Une fois")).await;
        assert_eq!((again.status, again.body), (first.status, first.body.clone()));
    }
    assert_eq!(trial.json("/v1/brume/feeds/main").await["n_posts"], 4);
    let reused = send(&token, new_post("Autre chose")).await;
    assert_eq!((reused.status, &*reused.problem()), (StatusCode::UNPROCESSABLE_ENTITY, "key-reused"));
    let theirs = send(&other, new_post("Autre personne")).await;
    assert_eq!(theirs.status, StatusCode::CREATED, "a key belongs to its sender");
}

#[tokio::test]
async fn a_write_that_failed_leaves_its_key_free() {
    let trial = Trial::new().await;
    let (token, key) = (trial.token().await, fresh_key());
    let mut body = new_post("Bonjour");
    body["circle"] = json!("nulle-part");
    let send = async |body: &Value| {
        trial.ask(Method::POST, "/v1/brume/posts").token(&token).key(&key).json(body).send().await
    };
    let refused = send(&body).await;
    assert_eq!((refused.status, &*refused.problem()), (StatusCode::UNPROCESSABLE_ENTITY, "invalid"));
    assert_eq!(refused.json()["faults"][0]["field"], "circle");
    body["circle"] = json!("filtre");
    assert_eq!(send(&body).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn two_hundred_copies_at_once_are_one() {
    let trial = Trial::new().await;
    let (token, key) = (trial.token().await, fresh_key());
    let copies = (0..200).map(|_| {
        let ask = trial.ask(Method::POST, "/v1/brume/posts").token(&token).key(&key);
        ask.json(&new_post("En même temps")).send()
    });
    let answers = futures_util::future::join_all(copies).await;
    assert!(
        answers.iter().all(|answer| answer.status == StatusCode::CREATED && answer.body == answers[0].body)
    );
    let feed = trial.app.db.feed(&super::site(), super::trial_time()).await.unwrap();
    assert_eq!(feed.posts.len(), 4);
}

#[tokio::test]
async fn marks_replace_and_take_back_each_other() {
    let trial = Trial::new().await;
    let (token, other) = (trial.token().await, trial.token().await);
    let post = trial.post_id("Recette").await;
    let act = async |method: Method, mark: &str, token: &str| {
        let path = format!("/v1/brume/items/{post}/marks/{mark}");
        let answer = trial.write(method, &path, token).send().await;
        assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
        let marks = answer.json();
        [&marks["useful"], &marks["not_useful"], &marks["save"]].map(|count| count.as_u64().unwrap())
    };
    assert_eq!(act(Method::PUT, "useful", &token).await, [1, 0, 0]);
    assert_eq!(act(Method::PUT, "useful", &token).await, [1, 0, 0]);
    assert_eq!(act(Method::PUT, "useful", &other).await, [2, 0, 0]);
    assert_eq!(act(Method::PUT, "not_useful", &token).await, [1, 1, 0]);
    assert_eq!(act(Method::PUT, "save", &token).await, [1, 1, 1]);
    assert_eq!(act(Method::DELETE, "not_useful", &token).await, [1, 0, 1]);
    assert_eq!(act(Method::DELETE, "not_useful", &token).await, [1, 0, 1]);
}

#[tokio::test]
async fn replies_votes_ideas_and_reports_arrive() {
    let trial = Trial::new().await;
    let token = trial.token().await;
    let post = trial.post_id("Soirée").await;
    let thread = format!("/v1/brume/items/{post}/replies");
    assert_eq!(trial.json(&thread).await["n_replies"], 1);
    let reply = trial.post(&thread, &token, json!({"lang": "fr", "text": "J'y serai"})).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{:?}", reply.body);
    let read = trial.json(&thread).await;
    assert_eq!((&read["n_replies"], read["replies"].as_array().unwrap().len()), (&2.into(), 2));
    let reply = reply.json()["id"].as_str().unwrap().to_owned();
    let mark = format!("/v1/brume/items/{reply}/marks/useful");
    assert_eq!(trial.write(Method::PUT, &mark, &token).send().await.status, StatusCode::OK);
    assert_eq!(trial.json(&thread).await["replies"][1]["item"]["marks"]["useful"], 1);

    let idea = json!({"lang": "fr", "title": "Un atelier le soir", "text": "Après dix-neuf heures."});
    let idea = trial.post("/v1/brume/boards/atelier/ideas", &token, idea).await;
    assert_eq!(idea.status, StatusCode::CREATED, "{:?}", idea.body);
    let vote = format!("/v1/brume/ideas/{}/vote", idea.json()["id"].as_str().unwrap());
    for (word, expected) in [("agree", [1, 0, 0]), ("disagree", [0, 0, 1])] {
        let votes = trial.write(Method::PUT, &vote, &token).json(&json!({"vote": word})).send().await.json();
        assert_eq!(votes, json!({"agree": expected[0], "pass": expected[1], "disagree": expected[2]}));
    }
    let votes = trial.write(Method::DELETE, &vote, &token).send().await.json();
    assert_eq!(votes, json!({"agree": 0, "pass": 0, "disagree": 0}));

    let report = json!({"reason": "spam", "text": "C'est une réclame"});
    let report = trial.post(&format!("/v1/brume/items/{post}/reports"), &token, report).await;
    assert_eq!((report.status, report.json()), (StatusCode::ACCEPTED, json!({})));
}

#[tokio::test]
async fn a_page_that_writes_too_fast_is_told_to_wait() {
    let trial = Trial::with(|config| config.pace = crate::config::Pace::Human).await;
    let token = trial.token().await;
    let mut last = None;
    for _ in 0..60 {
        let answer = trial.post("/v1/brume/posts", &token, new_post("Encore")).await;
        if answer.status != StatusCode::CREATED {
            last = Some(answer);
            break;
        }
    }
    let refused = last.expect("sixty posts at once are too many");
    assert_eq!((refused.status, &*refused.problem()), (StatusCode::TOO_MANY_REQUESTS, "too-many"));
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
}
