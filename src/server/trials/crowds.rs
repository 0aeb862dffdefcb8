//! The feed and what a crowd cannot do to it: accounts that do nothing but the same thing on the same day.

use super::{Trial, site};
use parvis_model::feed::{FeedPage, FeedSignals, Post};

const FEED: &str = "/v1/brume/feeds/main";
const N_POSTS: usize = 40;
const N_READERS: usize = 60;

fn act(by: &str, post: usize, day: usize) -> String {
    format!(
        r#"{{"type":"act","at":"2026-10-{day:02}T08:00:00Z","item":"k{post}","by":"{by}","kind":"useful"}}"#
    )
}

/// Forty posts; sixty readers find ten of them useful each, over a week.
async fn feed() -> Trial {
    let trial = Trial::new().await;
    let post = |n: usize| {
        format!(
            r#"{{"type":"post","id":"k{n}","at":"2026-09-20T08:{n:02}:00Z","by":"lea","circle":"filtre","lang":"fr","text":"Billet {n}."}}"#
        )
    };
    let mut lines: Vec<String> = (0..N_POSTS).map(post).collect();
    for reader in 0..N_READERS {
        let liked = |place: usize| (reader * 7 + place * 3) % N_POSTS;
        let day = |place: usize| 9 + (reader * 5 + place * place) % 7;
        lines.extend((0..10).map(|place| act(&format!("r{reader}"), liked(place), day(place))));
    }
    trial.load(lines.iter().map(String::as_str)).await;
    trial
}

/// Lets so many accounts find a post useful on the day of the trial; each likes a post of its own beside it if it is
/// not one of a crowd.
async fn like(trial: &Trial, n: usize, post: usize, is_crowd: bool) {
    let mut lines = Vec::new();
    for number in 0..n {
        let by = format!("{}{number}", if is_crowd { "x" } else { "y" });
        lines.push(act(&by, post, 15));
        if !is_crowd {
            lines.push(act(&by, (post + 1 + number) % N_POSTS, 1));
        }
    }
    trial.load(lines.iter().map(String::as_str)).await;
}

/// A post and what orders it.
async fn told(trial: &Trial, number: usize) -> (Post, FeedSignals) {
    let mut query = String::new();
    let words = format!("Billet {number}.");
    loop {
        let page: FeedPage = trial.read(&format!("{FEED}{query}")).await.read();
        let mut all = page.posts.into_iter().zip(page.signals);
        if let Some(found) = all.find(|(post, _)| post.item.text.to_plain() == words) {
            return found;
        }
        query = format!("?cursor={}", page.next.unwrap());
    }
}

#[tokio::test]
async fn sixteen_accounts_that_do_the_same_count_as_four_and_are_shown_as_sixteen() {
    let (crowd, people) = (feed().await, feed().await);
    like(&crowd, 16, 30, true).await;
    like(&people, 4, 30, false).await;
    let (post, of_crowd) = told(&crowd, 30).await;
    let (other, of_people) = told(&people, 30).await;
    assert_eq!(of_crowd, of_people);
    assert_eq!(post.item.marks.useful, other.item.marks.useful + 12, "every mark is shown");
}

#[tokio::test]
async fn where_most_accounts_do_one_thing_each_counts() {
    let trial = Trial::new().await;
    let mut lines = vec![
        r#"{"type":"post","id":"k0","at":"2026-09-20T08:00:00Z","by":"lea","circle":"filtre","lang":"fr","text":"Billet 0."}"#
            .to_owned(),
    ];
    lines.extend((0..30).map(|reader| act(&format!("r{reader}"), 0, 15)));
    trial.load(lines.iter().map(String::as_str)).await;
    assert_eq!(told(&trial, 0).await.1.useful, 30);
    assert!(trial.app.crowds.get(&site(), async || unreachable!("it is kept")).await.is_ok());
}
