//! Invitations through the whole router: what marks a review as checked, and how the rest is told.

use super::{Trial, fresh_key, site, trial_time};
use crate::db::Invitation;
use axum::http::{Method, StatusCode};
use parvis_model::id::SubjectId;
use parvis_model::review::Received;
use parvis_model::time::DAY;
use serde_json::{Value, json};

const PATH: &str = "/v1/brume/subjects/moulin/reviews";
const TOKEN: &str = "moulin.AAAAAAAAAAAAAAAAAAAAAA";

async fn invited(received: Received) -> Trial {
    let trial = Trial::new().await;
    let moulin = SubjectId::parse("moulin").unwrap();
    let expires = trial_time().plus(30 * DAY);
    let new = Invitation { subject: &moulin, order: "A-1", token: TOKEN, received, expires };
    let mut write = trial.app.db.write(&site(), trial_time()).await.unwrap();
    write.invite(&new).await.unwrap();
    write.commit().await.unwrap();
    trial
}

fn review(invitation: &str) -> Value {
    json!({
        "lang": "fr", "stars": 2, "text": "Le joint a lâché au bout d'un mois.", "experienced": "2026-10-01",
        "received": "nothing", "invitation": invitation,
    })
}

#[tokio::test]
async fn an_invitation_marks_the_review_and_the_campaign_is_told() {
    let trial = invited(Received::Product).await;
    let token = trial.token().await;
    let created = trial.post(PATH, &token, review(TOKEN)).await;
    assert_eq!(created.status, StatusCode::CREATED, "{:?}", created.body);
    let id = created.json()["id"].as_str().unwrap().to_owned();
    let page = trial.json(&format!("{PATH}?order=newest")).await;
    let newest = &page["reviews"][0];
    assert_eq!(newest["item"]["id"], json!(id));
    assert_eq!((&newest["verified"], &newest["received"]), (&json!("invitation"), &json!("product")));
    assert!(!page.to_string().contains("A-1") && !page.to_string().contains(TOKEN), "neither is public");
}

#[tokio::test]
async fn the_same_key_is_answered_alike_and_another_is_refused() {
    let trial = invited(Received::Nothing).await;
    let (token, key) = (trial.token().await, fresh_key());
    let send = async |key: &str, body: &Value| {
        trial.ask(Method::POST, PATH).token(&token).key(key).json(body).send().await
    };
    let first = send(&key, &review(TOKEN)).await;
    assert_eq!(first.status, StatusCode::CREATED, "{:?}", first.body);
    let again = send(&key, &review(TOKEN)).await;
    assert_eq!((again.status, again.body), (first.status, first.body));
    let key = fresh_key();
    let refused = send(&key, &review(TOKEN)).await;
    assert_eq!((refused.status, &*refused.problem()), (StatusCode::UNPROCESSABLE_ENTITY, "invalid"));
    assert_eq!(refused.json()["faults"], json!([{"field": "invitation", "rule": "used"}]));
    let mut without = review(TOKEN);
    without.as_object_mut().unwrap().remove("invitation");
    let sent = send(&key, &without).await;
    assert_eq!(sent.status, StatusCode::CREATED, "the text goes without it");
    let id = sent.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(trial.json(&format!("/v1/brume/items/{id}")).await["review"]["verified"], "none");
    let page = trial.json(&format!("{PATH}?order=newest")).await;
    assert_eq!(page["summary"]["rating"]["count"], 4);
}

#[tokio::test]
async fn two_hundred_visitors_with_one_invitation_write_one_review() {
    let trial = invited(Received::Nothing).await;
    let token = trial.token().await;
    let body = review(TOKEN);
    let answers =
        futures_util::future::join_all((0..200).map(|_| trial.post(PATH, &token, body.clone()))).await;
    let n_created = answers.iter().filter(|answer| answer.status == StatusCode::CREATED).count();
    let refused = answers.iter().filter(|answer| answer.status == StatusCode::UNPROCESSABLE_ENTITY);
    let told = refused.filter(|answer| answer.json()["faults"][0]["rule"] == "used").count();
    assert_eq!((n_created, told), (1, 199));
    assert_eq!(trial.json(&format!("{PATH}?order=newest")).await["summary"]["rating"]["count"], 3);
}

#[tokio::test]
async fn what_is_no_invitation_is_refused_before_anything_is_asked() {
    let trial = invited(Received::Nothing).await;
    let token = trial.token().await;
    for text in ["", "moulin", "moulin.short", "' OR 1=1 --", &"é".repeat(10_000)] {
        let refused = trial.post(PATH, &token, review(text)).await;
        assert_eq!(refused.problem(), "invalid", "{text}");
        assert_eq!(refused.json()["faults"], json!([{"field": "invitation", "rule": "unknown"}]), "{text}");
    }
}
