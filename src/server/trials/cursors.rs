//! Pages of a list fit together, even when the list changes between them.

use super::{Trial, new_post};
use axum::http::StatusCode;
use serde_json::Value;
use std::collections::BTreeSet;

async fn many(n_posts: usize) -> Trial {
    let trial = Trial::new().await;
    let line = |index: usize| {
        let (minute, second) = (index / 60, index % 60);
        format!(
            r#"{{"type":"post","id":"x{index}","at":"2026-09-10T08:{minute:02}:{second:02}Z","by":"lea","lang":"fr","text":"Essai {index}","useful":9}}"#
        )
    };
    let lines: Vec<String> = (0..n_posts).map(line).collect();
    trial.load(lines.iter().map(String::as_str)).await;
    trial
}

fn ids(page: &Value) -> Vec<String> {
    let posts = page["posts"].as_array().unwrap().iter();
    posts.map(|post| post["item"]["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn pages_of_one_order_hold_every_post_once_while_others_write() {
    for order in ["community", "newest"] {
        let trial = many(50).await;
        let token = trial.token().await;
        let mut seen = Vec::new();
        let mut path = format!("/v1/brume/feeds/main?order={order}");
        loop {
            let page = trial.json(&path).await;
            assert_eq!(page["n_posts"], 53);
            assert_eq!(page["signals"].as_array().unwrap().len(), ids(&page).len());
            seen.extend(ids(&page));
            let created = trial.post("/v1/brume/posts", &token, new_post("Entre deux pages")).await;
            assert_eq!(created.status, StatusCode::CREATED);
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/v1/brume/feeds/main?order={order}&cursor={next}");
        }
        assert_eq!((seen.len(), seen.iter().collect::<BTreeSet<_>>().len()), (53, 53));
        if order == "newest" {
            assert!(seen.is_sorted_by(|a, b| a > b));
        }
    }
}

#[tokio::test]
async fn candidates_and_words_are_the_same_posts_in_the_same_order_as_the_pages() {
    let trial = many(30).await;
    let page = trial.json("/v1/brume/feeds/main").await;
    let columns = trial.json("/v1/brume/feeds/main/candidates").await;
    let words = trial.json("/v1/brume/feeds/main/words").await;
    assert_eq!(columns["ids"].as_array().unwrap().len(), 33);
    assert_eq!(
        columns["ids"].as_array().unwrap()[..20],
        page["posts"].as_array().unwrap().iter().map(|post| post["item"]["id"].clone()).collect::<Vec<_>>()
    );
    assert_eq!(columns["ranked_at"], page["ranked_at"]);
    assert_eq!((&words["first"], words["words"].as_array().unwrap().len()), (&columns["ids"][0], 33));
    assert!(
        words["words"].as_array().unwrap().iter().any(|words| words.as_str().unwrap().contains("soiree"))
    );
    let circle = trial.json("/v1/brume/feeds/main?circle=nantes").await;
    assert_eq!((circle["n_posts"].clone(), ids(&circle).len()), (1.into(), 1));
}

#[tokio::test]
async fn an_old_post_that_people_come_back_to_has_its_place_and_says_so() {
    let trial = many(30).await;
    let mut lines = vec![
        r#"{"type":"post","id":"old","at":"2025-03-01T08:00:00Z","by":"lea","lang":"fr","text":"Le vieux moulin"}"#.to_owned(),
    ];
    let now = super::trial_time();
    for person in ["ana", "bo", "cy"] {
        let at = now.plus(-6 * parvis_model::time::DAY);
        lines.push(format!(r#"{{"type":"act","at":"{at}","item":"old","by":"{person}","kind":"view"}}"#));
    }
    trial.load(lines.iter().map(String::as_str)).await;
    let page = trial.json("/v1/brume/feeds/main").await;
    let revived = page["revived"].as_array().unwrap();
    assert_eq!((revived.len(), &revived[0]), (1, &page["posts"][15]["item"]["id"]));
    assert_eq!(page["signals"][15]["n_week"], 3);
    let newest = trial.json("/v1/brume/feeds/main?order=newest").await;
    assert_eq!(newest.get("revived"), None);
}

#[tokio::test]
async fn what_is_no_cursor_and_no_parameter_is_refused() {
    let trial = Trial::new().await;
    let post = trial.post_id("Soirée").await;
    for path in [
        "/v1/brume/feeds/main?cursor=x",
        "/v1/brume/feeds/main?cursor=",
        "/v1/brume/feeds/main?order=random",
        "/v1/brume/feeds/main?limit=5",
        "/v1/brume/feeds/main?order=newest&order=newest",
        "/v1/brume/feeds/main/candidates?order=newest",
        "/v1/brume/feeds/main/words?cursor=0a-1",
        "/v1/brume/subjects/moulin?x=1",
        "/v1/brume/subjects/moulin/reviews?order=best",
        "/v1/brume/boards/atelier?cursor=1",
        "/v1/brume?utm_source=x",
        "/v1/brume/live?after=-1",
        &format!("/v1/brume/items/{post}/replies?cursor=1"),
        &format!("/v1/brume/items/{post}?x"),
    ] {
        let answer = trial.read(path).await;
        assert_eq!((answer.status, &*answer.problem()), (StatusCode::BAD_REQUEST, "malformed"), "{path}");
    }
}

#[tokio::test]
async fn a_cursor_of_a_forgotten_order_goes_on_at_its_offset() {
    let trial = many(50).await;
    let page = trial.json("/v1/brume/feeds/main?order=newest").await;
    let next = page["next"].as_str().unwrap();
    let (_, offset) = next.split_once('-').unwrap();
    let old = trial.json(&format!("/v1/brume/feeds/main?order=newest&cursor=1-{offset}")).await;
    let own = trial.json(&format!("/v1/brume/feeds/main?order=newest&cursor={next}")).await;
    assert_eq!(ids(&old), ids(&own));
    let past = trial.json("/v1/brume/feeds/main?cursor=1-zzzz").await;
    assert_eq!((ids(&past).len(), past.get("next")), (0, None));
}

#[tokio::test]
async fn reviews_come_in_each_order_and_ideas_in_theirs() {
    let trial = Trial::new().await;
    for (order, first) in [("highest", 5), ("lowest", 2), ("newest", 2)] {
        let page = trial.json(&format!("/v1/brume/subjects/moulin/reviews?order={order}")).await;
        assert_eq!(page["reviews"][0]["stars"], first, "{order}");
        assert_eq!(page["summary"]["histogram"], serde_json::json!([0, 1, 0, 0, 1]));
    }
    let rating = trial.json("/v1/brume/subjects/moulin/rating").await;
    assert_eq!(rating, serde_json::json!({"subject": "moulin", "average": 3.5, "count": 2}));
    let board = trial.json("/v1/brume/boards/atelier").await;
    assert_eq!(
        (&board["ideas"][0]["item"]["title"], &board["board"]["n_ideas"]),
        (&"Joints en lettre".into(), &1.into())
    );
}
