//! The pool of a feed: whole pages of the published order, and nothing of anybody in them but what is public.

use super::{Answer, Trial, new_post, trial_time};
use axum::http::{Method, StatusCode};
use parvis_model::feed::Post;
use parvis_model::id::{ItemId, SiteId};
use parvis_model::pool::Pool;

use serde_json::json;

const POOL: &str = "/v1/brume/feeds/main/pool";

async fn pool(trial: &Trial, query: &str) -> Pool {
    let answer = trial.read(&format!("{POOL}{query}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
    let pool: Pool = answer.read();
    let n_posts = pool.posts.len();
    assert_eq!(
        [pool.signals.len(), pool.prints.len(), pool.near.len(), pool.took_part.len()],
        [n_posts; 4],
        "one entry for each post"
    );
    pool
}

/// The place of the post with these words.
fn place_of(pool: &Pool, text: &str) -> usize {
    let is_it = |post: &Post| post.item.text.to_plain().contains(text);
    pool.posts.iter().position(is_it).unwrap()
}

fn ids(pool: &Pool) -> impl Iterator<Item = ItemId> {
    pool.posts.iter().map(|post| post.item.id)
}

/// Who took part in a post, by name and day.
fn took_part(pool: &Pool, post: usize) -> Vec<(String, u32)> {
    let named = |turn: &[u32]| (pool.people[turn[0] as usize].to_string(), turn[1]);
    pool.took_part[post].chunks(2).map(named).collect()
}

/// Lets this many people find each of these posts useful.
async fn like(trial: &Trial, n_people: usize, posts: &[&str]) {
    let lines: Vec<String> = (0..n_people)
        .flat_map(|person| posts.iter().map(move |post| (person, *post)))
        .map(|(person, post)| {
            format!(r#"{{"type":"act","at":"2026-10-05T08:00:00Z","item":"{post}","by":"q{person}","kind":"useful"}}"#)
        })
        .collect();
    trial.load(lines.iter().map(String::as_str)).await;
}

#[tokio::test]
async fn pages_hold_the_first_thousand_posts_of_the_published_order_once() {
    let trial = Trial::new().await;
    let line = |index: usize| {
        let (hour, minute, second) = (8 + index / 3_600, index / 60 % 60, index % 60);
        format!(
            r#"{{"type":"post","id":"x{index}","at":"2026-09-10T{hour:02}:{minute:02}:{second:02}Z","by":"lea","circle":"filtre","lang":"fr","text":"Essai {index}","useful":{}}}"#,
            index % 40
        )
    };
    let lines: Vec<String> = (0..1_100).map(line).collect();
    trial.load(lines.iter().map(String::as_str)).await;
    let token = trial.token().await;
    for circle in ["", "&circle=filtre"] {
        let columns =
            trial.json(&format!("/v1/brume/feeds/main/candidates?{}", circle.trim_start_matches('&'))).await;
        let published: Vec<ItemId> = serde_json::from_value(columns["ids"].clone()).unwrap();
        let (mut seen, mut lengths, mut cursor) = (Vec::new(), Vec::new(), String::new());
        loop {
            let page = pool(&trial, &format!("?{cursor}{circle}")).await;
            assert_eq!(columns["ranked_at"], json!(page.ranked_at));
            for (post, signals) in page.posts.iter().zip(&page.signals) {
                assert_eq!(post.item.marks.useful, signals.useful);
            }
            lengths.push(page.posts.len());
            seen.extend(ids(&page));
            let created = trial.post("/v1/brume/posts", &token, new_post("Entre deux pages")).await;
            assert_eq!(created.status, StatusCode::CREATED);
            let Some(next) = page.next else { break };
            cursor = format!("cursor={next}");
        }
        assert_eq!(lengths, [250; 4]);
        assert_eq!(seen, published[..1_000]);
    }
    let past = pool(&trial, "?cursor=1-rs").await;
    assert_eq!((past.posts.len(), past.next), (0, None), "the thousandth is the last");
}

#[tokio::test]
async fn nine_people_are_nobody_elses_business() {
    let trial = Trial::new().await;
    like(&trial, 9, &["p1", "p2"]).await;
    assert_eq!(pool(&trial, "").await.near, [const { Vec::<u32>::new() }; 3]);
}

#[tokio::test]
async fn ten_people_make_neighbours_of_two_posts_both_ways() {
    let trial = Trial::new().await;
    like(&trial, 10, &["p1", "p2"]).await;
    let told = pool(&trial, "").await;
    let (one, two) = (place_of(&told, "Recette"), place_of(&told, "Soirée"));
    // 10 / √(30 · 31): Inès answered the second post, so it has one person more.
    assert_eq!(told.near[one], [two as u32, 328]);
    assert_eq!(told.near[two], [one as u32, 328]);
    assert!(told.near[place_of(&told, "Nouvelle")].is_empty());
    for circle in ["filtre", "nantes"] {
        let alone = pool(&trial, &format!("?circle={circle}")).await;
        assert_eq!(alone.near, [[0u32; 0]], "its neighbour is in another circle's pool");
    }
}

#[tokio::test]
async fn places_of_neighbours_are_counted_over_all_pages() {
    let trial = Trial::new().await;
    let line = |index: usize| {
        let at = format!("2026-10-10T08:{:02}:{:02}Z", index / 60, index % 60);
        format!(
            r#"{{"type":"post","id":"x{index}","at":"{at}","by":"lea","lang":"fr","text":"Essai {index}","useful":900}}"#
        )
    };
    let mut lines: Vec<String> = (0..300).map(line).collect();
    let last = r#"{"type":"post","id":"last","at":"2024-01-01T08:00:00Z","by":"lea","lang":"fr","text":"Vieillerie","not_useful":900}"#;
    lines.push(last.to_owned());
    let like = |n: usize| {
        let (person, post) = (n / 2, if n.is_multiple_of(2) { "x290" } else { "last" });
        format!(
            r#"{{"type":"act","at":"2024-02-05T08:00:00Z","item":"{post}","by":"q{person}","kind":"save"}}"#
        )
    };
    lines.extend((0..20).map(like));
    trial.load(lines.iter().map(String::as_str)).await;
    let first = pool(&trial, "").await;
    let second = pool(&trial, &format!("?cursor={}", first.next.clone().unwrap())).await;
    assert_eq!((first.posts.len(), second.posts.len()), (250, 54));
    let is_it = |post: &Post| post.item.text.to_plain() == "Essai 290";
    let (one, two) = (first.posts.iter().position(is_it).unwrap(), place_of(&second, "Vieillerie"));
    // 10 / √(30 · 30)
    assert_eq!(first.near[one], [250 + two as u32, 333]);
    assert_eq!(second.near[two], [one as u32, 333]);
}

#[tokio::test]
async fn neighbours_outlive_the_order_they_were_first_told_in() {
    let trial = Trial::new().await;
    like(&trial, 10, &["p1", "p2"]).await;
    let before = pool(&trial, "").await;
    let created = trial.post("/v1/brume/posts", &trial.token().await, new_post("Toute neuve")).await;
    assert_eq!(created.status, StatusCode::CREATED);
    let told = pool(&trial, "").await;
    assert!(told.ranked_at > before.ranked_at && told.posts.len() == 4);
    let (one, two) = (place_of(&told, "Recette"), place_of(&told, "Soirée"));
    assert_eq!((&told.near[one], &told.near[two]), (&vec![two as u32, 328], &vec![one as u32, 328]));
    assert!(told.near[place_of(&told, "neuve")].is_empty());
}

#[tokio::test]
async fn who_took_part_is_the_author_and_who_answered_but_nobody_who_marked() {
    let trial = Trial::new().await;
    like(&trial, 3, &["p1", "p2"]).await;
    let day = |text: &str| parvis_model::time::Time::parse(text).unwrap().to_day().as_number() as u32;
    let told = pool(&trial, "").await;
    let soiree = place_of(&told, "Soirée");
    let on = day("2026-10-02T00:00:00Z");
    assert_eq!(took_part(&told, soiree), [("lea".to_owned(), on), ("ines".to_owned(), on)]);
    let recette = place_of(&told, "Recette");
    assert_eq!(took_part(&told, recette), [("lea".to_owned(), day("2026-10-01T00:00:00Z"))]);
    let mut people: Vec<String> = told.people.iter().map(ToString::to_string).collect();
    let first = told.posts[0].item.by.id.to_string();
    assert_eq!(people[0], first, "people come as they first appear");
    people.sort();
    assert_eq!(people, ["ines", "lea"]);
}

#[tokio::test]
async fn a_reply_and_a_mark_are_told_at_once() {
    let trial = Trial::new().await;
    let (token, before) = (trial.token().await, trial.read(POOL).await);
    let again = |etag: &str| trial.ask(Method::GET, POOL).header("if-none-match", etag).send();
    let same = again(before.header("etag")).await;
    assert_eq!((same.status, same.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let post = trial.post_id("Recette").await;
    let reply = json!({"lang": "fr", "text": "Essayée ce matin"});
    let reply: Answer = trial.post(&format!("/v1/brume/items/{post}/replies"), &token, reply).await;
    assert_eq!(reply.status, StatusCode::CREATED);
    let told = pool(&trial, "").await;
    let recette = place_of(&told, "Recette");
    let today = trial_time().to_day().as_number() as u32;
    assert_eq!((took_part(&told, recette).len(), took_part(&told, recette)[1].1), (2, today));
    assert_eq!(told.posts[recette].item.n_replies, 1);
    let mark = trial.write(Method::PUT, &format!("/v1/brume/items/{post}/marks/useful"), &token).send().await;
    assert_eq!(mark.status, StatusCode::OK);
    let told = pool(&trial, "").await;
    assert_eq!(told.posts[place_of(&told, "Recette")].item.marks.useful, 1);
    assert_eq!(again(before.header("etag")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_not_published_is_nowhere() {
    let trial = Trial::new().await;
    trial
        .load([
            r#"{"type":"post","id":"h1","at":"2026-10-04T08:00:00Z","by":"hugo","circle":"filtre","lang":"fr","text":"Retenu","state":"held"}"#,
            r#"{"type":"post","id":"h2","at":"2026-10-04T09:00:00Z","by":"rose","circle":"filtre","lang":"fr","text":"Retiré","state":"removed"}"#,
            r#"{"type":"reply","id":"h3","at":"2026-10-04T10:00:00Z","by":"nina","on":"p1","lang":"fr","text":"Retenue","state":"held"}"#,
        ])
        .await;
    like(&trial, 12, &["p1", "h1", "h2"]).await;
    let body = String::from_utf8(trial.read(POOL).await.body.into()).unwrap();
    for word in ["Reten", "Retir", "hugo", "rose", "nina", "q1"] {
        assert!(!body.contains(word), "{word} in {body}");
    }
    let told = pool(&trial, "").await;
    assert_eq!((told.posts.len(), told.near.concat()), (3, vec![]));
    assert_eq!(told.signals[place_of(&told, "Recette")].useful, 12, "the likes are there");
}

#[tokio::test]
async fn a_print_is_of_the_words_and_not_of_the_markdown() {
    let trial = Trial::new().await;
    trial
        .load([
            r#"{"type":"post","id":"m1","at":"2026-10-04T08:00:00Z","by":"lea","lang":"fr","title":"Moulin silencieux","text":"Ce **moulin** mout du [café](https://brume.example/filtre)"}"#,
        ])
        .await;
    let told = pool(&trial, "").await;
    let expected = parvis_lexis::sparse("Moulin silencieux", "Ce moulin mout du café", Some("fr"), 24);
    assert_eq!(told.prints[place_of(&told, "moulin")].0, expected);
    assert!(expected.len() >= 3);
}

#[tokio::test]
async fn what_is_not_there_is_said_as_of_every_list() {
    let trial = Trial::new().await;
    for (path, kind) in [
        ("/v1/brume/feeds/other/pool", "not-found"),
        ("/v1/nowhere/feeds/main/pool", "not-found"),
        ("/v1/brume/feeds/main/pool?circle=other", "not-found"),
        ("/v1/brume/feeds/main/pool?cursor=x", "malformed"),
        ("/v1/brume/feeds/main/pool?order=newest", "malformed"),
    ] {
        assert_eq!(trial.read(path).await.problem(), kind, "{path}");
    }
}

#[tokio::test]
async fn a_site_without_posts_has_an_empty_pool() {
    let trial = Trial::new().await;
    trial.app.db.found(&SiteId::parse("vide").unwrap()).await.unwrap();
    let told = trial.json("/v1/vide/feeds/main/pool").await;
    for list in ["circles", "posts", "signals", "prints", "near", "took_part", "people"] {
        assert_eq!(told[list], json!([]), "{list}");
    }
    assert_eq!((told.get("next"), &told["ranked_at"]), (None, &json!(trial_time())));
}

#[tokio::test]
async fn where_circles_are_stands_with_the_site_and_goes_with_its_line() {
    let trial = Trial::new().await;
    let circle =
        |locality: &str| format!(r#"{{"type":"circle","id":"lyon","name":{{"fr":"Lyon"}}{locality}}}"#);
    let at = r#","locality":{"name":{"fr":"Lyon"},"at":{"latitude":45.764043,"longitude":4.835659}}"#;
    trial.load([circle(at).as_str()]).await;
    let lyon = json!([{"circle": "lyon", "locality": {
        "name": {"fr": "Lyon"}, "at": {"latitude": 45.8, "longitude": 4.8},
    }}]);
    assert_eq!(trial.json("/v1/brume").await["localities"], lyon);
    trial.load([circle("").as_str()]).await;
    // An import says so to every page at its end, which drops what is cached.
    trial.app.cache.bump_all("brume/");
    assert_eq!(trial.json("/v1/brume").await["localities"], json!([]));
}
