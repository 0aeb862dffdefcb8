//! The order of a board: what votes say to it, and what a crowd cannot say.

use super::{Trial, site};
use axum::http::{Method, StatusCode};
use parvis_model::board::{BoardPage, Idea};
use parvis_model::draft::IdeaVote;

const N_IDEAS: usize = 40;
const N_VOTERS: usize = 60;
const BOARD: &str = "/v1/brume/boards/atelier";

/// A board on which sixty people vote on ten ideas each, a person a day; the later an idea is, the more people
/// are for it.
async fn board() -> Trial {
    let trial = Trial::new().await;
    let idea = |n: usize| {
        format!(
            r#"{{"type":"idea","id":"x{n}","at":"2026-05-01T08:00:00Z","by":"lea","board":"atelier","lang":"fr","title":"Idée {n}","text":"Texte {n}"}}"#
        )
    };
    let vote = |voter: usize, place: usize| {
        let n = (voter * 7 + place * 3) % N_IDEAS;
        let agrees = (voter * 31 + n * 17) % N_IDEAS <= n;
        vote_line(&format!("w{voter}"), n, if agrees { 1 } else { -1 }, voter)
    };
    let mut lines: Vec<String> = (0..N_IDEAS).map(idea).collect();
    lines.extend((0..N_VOTERS).flat_map(|voter| (0..10).map(move |place| vote(voter, place))));
    trial.load(lines.iter().map(String::as_str)).await;
    trial
}

fn vote_line(voter: &str, idea: usize, vote: i8, day: usize) -> String {
    let (month, day) = (6 + day / 28, 1 + day % 28);
    format!(
        r#"{{"type":"vote","at":"2026-{month:02}-{day:02}T09:00:00Z","idea":"x{idea}","by":"{voter}","vote":{vote}}}"#
    )
}

/// The ideas in order, as they are now.
async fn ideas(trial: &Trial) -> Vec<Idea> {
    trial.app.orders.outdate(&site());
    trial.read(BOARD).await.read::<BoardPage>().ideas
}

fn place(ideas: &[Idea], title: &str) -> usize {
    ideas.iter().position(|idea| idea.item.title.as_deref() == Some(title)).unwrap()
}

#[tokio::test]
async fn a_fifth_more_accounts_that_vote_alike_lift_no_idea_by_more_than_three_places() {
    let trial = board().await;
    let before = ideas(&trial).await;
    let low = &before[N_IDEAS - 10];
    let title = low.item.title.clone().unwrap();
    for _ in 0..N_VOTERS / 5 {
        let token = trial.token().await;
        let path = format!("/v1/brume/ideas/{}/vote", low.item.id);
        let vote = IdeaVote { vote: parvis_model::draft::Vote::Agree };
        assert_eq!(trial.write(Method::PUT, &path, &token).json(&vote).send().await.status, StatusCode::OK);
    }
    let after = ideas(&trial).await;
    let now = &after[place(&after, &title)];
    assert_eq!(now.votes.agree, low.votes.agree + 12, "every vote is counted");
    assert_eq!(now.voices, low.voices, "and a crowd is not heard");
    assert!(place(&before, &title) - place(&after, &title) <= 3);
}

#[tokio::test]
async fn as_many_people_who_come_on_days_of_their_own_are_heard() {
    let trial = board().await;
    let before = ideas(&trial).await;
    let title = before[N_IDEAS - 10].item.title.clone().unwrap();
    let number: usize = title.trim_start_matches("Idée ").parse().unwrap();
    let lines: Vec<String> = (0..12).map(|day| vote_line(&format!("z{day}"), number, 1, day)).collect();
    trial.load(lines.iter().map(String::as_str)).await;
    let after = ideas(&trial).await;
    assert!(place(&before, &title) > place(&after, &title) + 3, "{}", place(&after, &title));
}

#[tokio::test]
async fn one_person_has_one_name_on_a_board_and_another_elsewhere() {
    let trial = board().await;
    let (before, token) = (trial.read(BOARD).await.read::<BoardPage>(), trial.token().await);
    for idea in &before.ideas[..3] {
        let path = format!("/v1/brume/ideas/{}/vote", idea.item.id);
        let vote = IdeaVote { vote: parvis_model::draft::Vote::Pass };
        assert_eq!(trial.write(Method::PUT, &path, &token).json(&vote).send().await.status, StatusCode::OK);
    }
    let after = trial.read(BOARD).await.read::<BoardPage>();
    assert_eq!(after.board.n_voters, before.board.n_voters + 1);
}
