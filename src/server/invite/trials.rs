//! Trials of inviting: the same orders again issue nothing twice, and the links are those that are redeemed.

use super::{Campaign, Order, Outcome, invite, squares, table};
use crate::auth::Seal;
use crate::trials::{Trial, site, trial_time};
use axum::http::StatusCode;
use parvis_model::id::SubjectId;
use parvis_model::invitation::FRAGMENT;
use parvis_model::review::Received;
use parvis_model::time::{DAY, Time};
use serde_json::json;

fn campaign(received: Received) -> Campaign {
    let page = "https://brume.example/p/{subject}?lang=fr".to_owned();
    Campaign { site: site(), page, received, expires: trial_time().plus(30 * DAY) }
}

fn order(line: u64, order: &str, subject: &str) -> Order {
    Order { line, order: order.to_owned(), subject: SubjectId::parse(subject).unwrap() }
}

async fn run(trial: &Trial, campaign: &Campaign, orders: &[Order], now: Time) -> Outcome {
    invite(&trial.app.db, &trial.app.seal, campaign, orders, now).await.unwrap()
}

#[tokio::test]
async fn the_same_orders_again_issue_nothing_and_give_the_same_links() {
    let trial = Trial::new().await;
    let rows = [
        order(2, "A-1", "moulin"),
        order(3, "A-1", "bouilloire"),
        order(4, "=cmd()", "moulin"),
        order(5, "A-1", "moulin"),
    ];
    let first = run(&trial, &campaign(Received::Nothing), &rows, trial_time()).await;
    let told = ["line 3, column subject: there is no subject `bouilloire`", "line 5, it is there twice"];
    assert_eq!((first.n_new, first.links.len()), (2, 2));
    assert_eq!(first.told, told);
    let again = run(&trial, &campaign(Received::Nothing), &rows, trial_time().plus(DAY)).await;
    assert_eq!((again.n_new, &again.links, &again.told), (0, &first.links, &first.told));
    let link = &first.links[0].link;
    assert!(link.starts_with("https://brume.example/p/moulin?lang=fr#parvis-invite=moulin."), "{link}");
    let written = String::from_utf8(table(&first.links).unwrap()).unwrap();
    let mut lines = written.lines();
    assert_eq!(lines.next(), Some("order,subject,link,expires"));
    assert_eq!(lines.next(), Some(&*format!("A-1,moulin,{link},2026-11-14T12:00:00Z")));
    assert!(lines.next().unwrap().starts_with("'=cmd(),moulin,https://"), "{written}");
}

#[tokio::test]
async fn a_link_is_redeemed_once_and_then_comes_out_no_more() {
    let trial = Trial::new().await;
    let rows = [order(2, "A-1", "moulin"), order(3, "A-2", "moulin")];
    let links = run(&trial, &campaign(Received::Product), &rows, trial_time()).await.links;
    let token = links[0].link.split_once(&format!("#{FRAGMENT}")).unwrap().1;
    let body = json!({
        "lang": "fr", "stars": 4, "text": "Silencieux, et la mouture est fine.", "experienced": "2026-10-01",
        "received": "nothing", "invitation": token,
    });
    let device = trial.token().await;
    let path = "/v1/brume/subjects/moulin/reviews";
    assert_eq!(trial.post(path, &device, body).await.status, StatusCode::CREATED);
    let newest = trial.json(&format!("{path}?order=newest")).await["reviews"][0].clone();
    assert_eq!((&newest["verified"], &newest["received"]), (&json!("invitation"), &json!("product")));
    let again = run(&trial, &campaign(Received::Product), &rows, trial_time()).await;
    assert_eq!((again.n_new, &again.links[..]), (0, &links[1..]));
    assert_eq!(again.told, ["line 2, the invitation has led to a review already"]);
}

#[tokio::test]
async fn what_was_issued_stays_as_it_was_and_that_is_told() {
    let trial = Trial::new().await;
    let rows = [order(2, "A-1", "moulin")];
    let first = run(&trial, &campaign(Received::Nothing), &rows, trial_time()).await;
    let gift = run(&trial, &campaign(Received::Product), &rows, trial_time()).await;
    assert_eq!(gift.links, first.links);
    assert_eq!(gift.told, ["line 2, it was invited before, with --received nothing: that stays"]);
    let late = run(&trial, &campaign(Received::Nothing), &rows, trial_time().plus(31 * DAY)).await;
    assert_eq!(late.told, ["line 2, it was invited before, and that ended on 2026-11-14"]);
    let stranger = Seal::new([9; 32]);
    let other = invite(&trial.app.db, &stranger, &campaign(Received::Nothing), &rows, trial_time()).await;
    let Outcome { links, told, .. } = other.unwrap();
    assert!(links.is_empty() && told[0].contains("another secret"), "{told:?}");
    let mut nowhere = campaign(Received::Nothing);
    nowhere.site = parvis_model::id::SiteId::parse("nowhere").unwrap();
    let error = invite(&trial.app.db, &trial.app.seal, &nowhere, &rows, trial_time()).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no site `nowhere`");
}

#[tokio::test]
async fn each_link_has_a_square_of_its_own() {
    let trial = Trial::new().await;
    let rows = [order(2, "A-1", "moulin"), order(3, "../A-2", "moulin")];
    let links = run(&trial, &campaign(Received::Nothing), &rows, trial_time()).await.links;
    let folder = trial.folder().join("squares");
    squares(&links, &folder).unwrap();
    let mut files: Vec<_> =
        std::fs::read_dir(folder.join("moulin")).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    assert_eq!(files.len(), 2, "{files:?}");
    let drawn: Vec<String> = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    assert!(drawn.iter().all(|svg| svg.contains("<svg")) && drawn[0] != drawn[1]);
}
