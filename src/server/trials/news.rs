//! News for readers of feeds: the same entries in both forms, whole, escaped, and nothing that is not published.

use super::{Answer, Trial, tokens};
use axum::http::{Method, StatusCode};
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const LISTS: [&str; 4] =
    ["feeds/main/news", "feeds/main/news?circle=filtre", "subjects/moulin/news", "boards/atelier/news"];

/// The address of a list in a form.
fn path(list: &str, form: &str) -> String {
    let (list, query) = list.split_once('?').map_or((list, String::new()), |(a, b)| (a, format!("?{b}")));
    format!("/v1/brume/{list}.{form}{query}")
}

async fn items(trial: &Trial, list: &str) -> Vec<Value> {
    trial.json(&path(list, "json")).await["items"].as_array().unwrap().clone()
}

/// An Atom feed as its elements: those of the head, then those of each entry; fails where it is no XML.
fn atom(answer: &Answer) -> Vec<BTreeMap<String, String>> {
    let text = std::str::from_utf8(&answer.body).unwrap();
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut told, mut open) = (vec![BTreeMap::new()], Vec::new());
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{error}: {text}"));
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                if name == "entry" {
                    told.push(BTreeMap::new());
                }
                for attribute in tag.attributes() {
                    let attribute = attribute.unwrap();
                    let value = attribute.normalized_value(XmlVersion::default()).unwrap().into_owned();
                    let key = format!("{name}@{}", attribute.key.as_ref());
                    told.last_mut().unwrap().insert(key, value);
                }
                told.last_mut().unwrap().entry(name.clone()).or_default();
                if !is_empty {
                    open.push(name);
                }
            }
            Event::Text(text) => said(&mut told, &open, &text),
            Event::GeneralRef(name) => {
                let known = quick_xml::escape::unescape(&format!("&{};", &*name)).unwrap().into_owned();
                said(&mut told, &open, &known);
            }
            Event::End(_) => drop(open.pop().unwrap()),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, Vec::<String>::new());
    told
}

fn said(told: &mut [BTreeMap<String, String>], open: &[String], text: &str) {
    if let Some(name) = open.last() {
        told.last_mut().unwrap().entry(name.clone()).or_default().push_str(text);
    }
}

#[tokio::test]
async fn every_list_is_told_alike_in_both_forms() {
    let trial = Trial::new().await;
    for (list, title, n_entries) in [
        (LISTS[0], "Atelier Brume", 3),
        (LISTS[1], "Atelier Brume · Filtre", 1),
        (LISTS[2], "Atelier Brume · Moulin", 2),
        (LISTS[3], "Atelier Brume · Atelier", 1),
    ] {
        let answer = trial.read(&path(list, "json")).await;
        assert_eq!(answer.header("content-type"), "application/feed+json");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        let feed = answer.json();
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!((&feed["title"], &feed["language"]), (&json!(title), &json!("fr")), "{list}");
        let items = feed["items"].as_array().unwrap();
        assert_eq!(items.len(), n_entries, "{list}");
        let days: Vec<&str> = items.iter().map(|item| item["date_published"].as_str().unwrap()).collect();
        assert!(days.is_sorted_by(|a, b| a >= b), "{list}: {days:?}");

        let answer = trial.read(&path(list, "atom")).await;
        assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
        let told = atom(&answer);
        let (head, entries) = told.split_first().unwrap();
        assert_eq!(head["feed@xmlns"], "http://www.w3.org/2005/Atom");
        assert_eq!((&*head["title"], &*head["feed@xml:lang"]), (title, "fr"));
        assert!(head["id"].starts_with("urn:parvis:brume:") && head["updated"].ends_with('Z'), "{head:?}");
        assert_eq!(entries.len(), n_entries, "{list}");
        for (entry, item) in entries.iter().zip(items) {
            for (element, field) in
                [("id", "id"), ("published", "date_published"), ("content", "content_html")]
            {
                assert_eq!(entry[element], item[field].as_str().unwrap(), "{list}: {element}");
            }
            assert_eq!(entry["content@type"], "html");
            assert_eq!(entry["entry@xml:lang"], item["language"].as_str().unwrap());
            assert_eq!(entry["name"], item["authors"][0]["name"].as_str().unwrap());
            assert!(!entry["title"].is_empty() && !entry["updated"].is_empty(), "{entry:?}");
        }
    }
}

#[tokio::test]
async fn a_review_is_told_with_what_must_stand_beside_it() {
    let trial = Trial::new().await;
    trial
        .load([
            r#"{"type":"subject","id":"bouilloire","name":{"fr":"Bouilloire","en":"Kettle"},"url":"https://brume.example/p?a=1&b=2"}"#,
            r#"{"type":"review","id":"b1","at":"2026-09-03","by":"lea","subject":"bouilloire","lang":"en","stars":4,"title":"Good","text":"It *pours*.","verified":"purchase","received":"product","experienced":"2026-08-30","disclosure":"gift"}"#,
            r#"{"type":"reply","id":"b2","at":"2026-09-05","by":"ines","on":"b1","lang":"en","text":"Thanks"}"#,
        ])
        .await;
    let feed = trial.json("/v1/brume/subjects/bouilloire/news.json").await;
    assert_eq!(feed["home_page_url"], "https://brume.example/p?a=1&b=2");
    let item = &feed["items"][0];
    assert_eq!(item["url"], "https://brume.example/p?a=1&b=2");
    assert_eq!((&item["title"], &item["tags"]), (&json!("Good"), &json!(["Bouilloire"])));
    assert_eq!(item["date_modified"], "2026-09-05T00:00:00Z", "the answer of the brand is news");
    let html = item["content_html"].as_str().unwrap();
    let words: serde_json::Map<String, Value> =
        serde_json::from_str(include_str!("../../../www/texts/en.json")).unwrap();
    for key in ["received.product", "disclosure.gift", "verified.purchase"] {
        assert!(html.contains(words[key].as_str().unwrap()), "{key}: {html}");
    }
    for told in ["August 30, 2026", "<p>It <em>pours</em>.</p>", "<p>Thanks</p>"] {
        assert!(html.contains(told), "{told}: {html}");
    }
    assert_eq!(item["_parvis"]["stars"], 4);
}

#[tokio::test]
async fn pictures_and_its_own_address_are_told_where_the_service_knows_its_address() {
    for base in [None, Some("https://c.example".to_owned())] {
        let trial = Trial::with(|config| config.base = base.clone()).await;
        let token = trial.token().await;
        let ask = trial.write(Method::POST, "/v1/brume/pictures", &token).header("content-type", "image/png");
        let picture = ask.bytes(super::pictures::png(30, 20)).send().await.json();
        let draft = json!({"lang": "fr", "text": "Ma tasse", "circle": "filtre", "pictures": [{"id": picture["id"], "alt": "Une \"tasse\""}]});
        let posted = trial.post("/v1/brume/posts", &token, draft).await;
        assert_eq!(posted.status, StatusCode::CREATED, "{:?}", posted.body);
        let feed = trial.json(&path(LISTS[1], "json")).await;
        let html = feed["items"][0]["content_html"].as_str().unwrap();
        let told = atom(&trial.read(&path(LISTS[1], "atom")).await);
        match &base {
            None => {
                assert_eq!((html, feed.get("feed_url")), ("<p>Ma tasse</p>", None));
                assert!(!told[0].contains_key("link@href"), "{told:?}");
            }
            Some(_) => {
                let own = "https://c.example/v1/brume/feeds/main/news.json?circle=filtre";
                assert_eq!(feed["feed_url"], own);
                assert_eq!(told[0]["link@href"], own.replace(".json", ".atom"));
                let image = feed["items"][0]["image"].as_str().unwrap();
                assert!(image.starts_with("https://c.example/media/"), "{image}");
                assert!(
                    html.contains(&format!("<img src=\"{image}\" alt=\"Une &quot;tasse&quot;\" width=")),
                    "{html}"
                );
            }
        }
    }
}

#[tokio::test]
async fn who_follows_a_board_learns_what_became_of_an_idea() {
    let trial = Trial::new().await;
    trial
        .load([
            r#"{"type":"idea","id":"i2","at":"2026-09-20T08:00:00Z","by":"lea","board":"atelier","lang":"fr","title":"Recharge","text":"Une recharge.","need":"Moins de verre"}"#,
            r#"{"type":"idea","id":"i3","at":"2026-08-01T08:00:00Z","by":"lea","board":"atelier","lang":"fr","title":"Plus tôt","text":"Plus petit.","history":[{"at":"2026-09-21T08:00:00Z","to":"planned","by":"ines","reason":"On la fait au printemps."},{"at":"2026-09-22T08:00:00Z","to":"merged","by":"ines","reason":"Avec la recharge.","would_change":"Rien","into":"i2"}]}"#,
        ])
        .await;
    let titles = async || -> Vec<String> {
        let items = items(&trial, LISTS[3]).await;
        items.iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(titles().await, ["Plus tôt", "Recharge", "Joints en lettre"], "the last change first");
    let first = items(&trial, LISTS[3]).await.remove(0);
    assert_eq!(first["date_published"], "2026-08-01T08:00:00Z");
    assert_eq!(first["date_modified"], "2026-09-22T08:00:00Z");
    assert_eq!(first["_parvis"]["status"], "merged");
    let html = first["content_html"].as_str().unwrap();
    for told in ["Prévue", "On la fait au printemps.", "Réunie à « Recharge »", "décision : Rien", "Inès"]
    {
        assert!(html.replace(['\u{a0}', '\u{202f}'], " ").contains(told), "{told}: {html}");
    }
    // An answer of the brand moves the idea it answers up, and at once.
    let joints = items(&trial, LISTS[3]).await[2]["id"].as_str().unwrap().to_owned();
    let joints = joints.rsplit(':').next().unwrap();
    let mut claims = tokens::claims();
    claims["role"] = "brand".into();
    let reply = json!({"lang": "fr", "text": "Les joints partent en lettre."});
    let path = format!("/v1/brume/items/{joints}/replies");
    let answer = trial.post(&path, &tokens::signed("ed", &claims), reply).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{:?}", answer.body);
    assert_eq!(titles().await, ["Joints en lettre", "Plus tôt", "Recharge"]);
    let html = items(&trial, LISTS[3]).await[0]["content_html"].to_string();
    assert!(html.contains("Les joints partent en lettre."), "{html}");
}

#[tokio::test]
async fn fifty_entries_are_told_at_most_and_the_newest_of_them() {
    let trial = Trial::new().await;
    let line = |n: u32| {
        let at = format!("2026-10-04T{:02}:{:02}:00Z", n / 60, n % 60);
        [
            format!(
                r#"{{"type":"post","id":"p{n} x","at":"{at}","by":"lea","circle":"filtre","lang":"fr","text":"Post {n}"}}"#
            ),
            format!(
                r#"{{"type":"review","id":"r{n} x","at":"{at}","by":"lea","subject":"moulin","lang":"fr","stars":3,"text":"Avis {n}"}}"#
            ),
            format!(
                r#"{{"type":"idea","id":"i{n} x","at":"{at}","by":"lea","board":"atelier","lang":"fr","title":"Idée {n}","text":"T"}}"#
            ),
        ]
    };
    let lines: Vec<String> = (0..70).flat_map(line).collect();
    trial.load(lines.iter().map(String::as_str)).await;
    for list in LISTS {
        let items = items(&trial, list).await;
        assert_eq!(items.len(), 50, "{list}");
        assert_eq!(items[0]["date_published"], "2026-10-04T01:09:00Z", "{list}");
        assert_eq!(items[49]["date_published"], "2026-10-04T00:20:00Z", "{list}");
        assert_eq!(atom(&trial.read(&path(list, "atom")).await).len(), 51, "{list}");
    }
}

#[tokio::test]
async fn what_is_not_published_and_what_is_voted_on_is_in_no_list() {
    let trial = Trial::new().await;
    let mut lines = Vec::new();
    for state in ["held", "removed"] {
        let common = format!(r#""at":"2026-10-05","by":"lea","lang":"fr","text":"canari","state":"{state}""#);
        lines.push(format!(r#"{{"type":"post","id":"p {state}","circle":"filtre",{common}}}"#));
        lines.push(format!(r#"{{"type":"review","id":"r {state}","subject":"moulin","stars":1,{common}}}"#));
        lines.push(format!(
            r#"{{"type":"idea","id":"i {state}","board":"atelier","title":"canari",{common}}}"#
        ));
        for on in ["r1", "i1"] {
            let common = common.replace("lea", "ines");
            lines.push(format!(r#"{{"type":"reply","id":"c {on} {state}","on":"{on}",{common}}}"#));
        }
    }
    lines.push(r#"{"type":"idea","id":"i9","at":"2026-10-06","by":"lea","board":"atelier","lang":"fr","title":"Fusion","text":"F","history":[{"at":"2026-10-07","to":"merged","by":"ines","reason":"Doublon","into":"i held"}]}"#.to_owned());
    trial.load(lines.iter().map(String::as_str)).await;
    for list in LISTS {
        for form in ["json", "atom"] {
            let answer = trial.read(&path(list, form)).await;
            let text = std::str::from_utf8(&answer.body).unwrap();
            assert!(!text.contains("canari"), "{list} {form}: {text}");
            for private in ["agree", "Où la mettre", "ballots", "\"lea\"", "useful"] {
                assert!(!text.contains(private), "{list} {form} tells {private}: {text}");
            }
        }
    }
    let board = items(&trial, LISTS[3]).await;
    assert_eq!(board[0]["title"], "Fusion", "what was answered in silence did not move up");
    assert_eq!(board[1].get("date_modified"), None, "a reply that is held is no news: {board:?}");
}

#[tokio::test]
async fn hostile_texts_stay_texts() {
    let trial = Trial::new().await;
    let nasty = r#"]]></content></entry><script>alert(1)</script>&lt;b&gt;\u0008\u000c\" onload=\"x <img src=x onerror=alert(1)>"#;
    let common = format!(r#""at":"2026-10-05","by":"mal","lang":"fr","text":"{nasty}","title":"{nasty}""#);
    let lines = [
        r#"{"type":"person","id":"mal","name":"</name><script>"}"#.to_owned(),
        r#"{"type":"person","id":"chef","name":"</name><script>","role":"brand"}"#.to_owned(),
        r#"{"type":"circle","id":"mal","name":{"fr":"\"><script>"}}"#.to_owned(),
        r#"{"type":"subject","id":"mal","name":{"fr":"\"><script>"},"url":"javascript:alert(1)//http"}"#.to_owned(),
        format!(r#"{{"type":"post","id":"n1","circle":"mal",{common}}}"#),
        format!(r#"{{"type":"review","id":"n2","subject":"mal","stars":1,"verified":"imported","verified_by":"<script>",{common}}}"#),
        format!(r#"{{"type":"idea","id":"n3","board":"atelier","need":"<script>","history":[{{"at":"2026-10-07","to":"declined","by":"chef","reason":"<script>","would_change":"<script>"}}],{common}}}"#),
        r#"{"type":"reply","id":"n4","at":"2026-10-08","by":"chef","on":"n3","lang":"fr","text":"</p><script>"}"#.to_owned(),
    ];
    trial.load(lines.iter().map(String::as_str)).await;
    for list in ["feeds/main/news?circle=mal", "subjects/mal/news", "boards/atelier/news"] {
        let item = items(&trial, list).await.remove(0);
        let html = item["content_html"].as_str().unwrap();
        assert!(!html.contains("<script") && !html.contains("<img"), "{list}: {html}");
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{list}: {html}");
        assert_eq!(item.get("url"), None, "{list}: an address that is none leads nowhere");
        let answer = trial.read(&path(list, "atom")).await;
        let text = std::str::from_utf8(&answer.body).unwrap();
        assert!(
            !text.contains("<script") && !text.contains("javascript:") && !text.contains('\u{8}'),
            "{text}"
        );
        let entry = &atom(&answer)[1];
        let plain = html.replace(['\u{8}', '\u{c}'], "");
        assert_eq!(entry["content"], plain, "{list}");
        assert!(entry["title"].starts_with("]]></content></entry><script>"), "{}", entry["title"]);
        assert_eq!(entry["name"], "</name><script>");
    }
}

#[tokio::test]
async fn counts_change_no_byte_and_new_entries_come_at_once() {
    let trial = Trial::new().await;
    let post = trial.post_id("Recette").await;
    let idea = trial.json("/v1/brume/boards/atelier").await["ideas"][0]["item"]["id"].clone();
    let idea = idea.as_str().unwrap();
    let (before, token) = (trial.read(&path(LISTS[1], "json")).await, trial.token().await);
    let ideas_before = trial.read(&path(LISTS[3], "atom")).await;
    let mark = format!("/v1/brume/items/{post}/marks/useful");
    assert_eq!(trial.write(Method::PUT, &mark, &token).send().await.status, StatusCode::OK);
    let vote = format!("/v1/brume/ideas/{idea}/vote");
    let vote = trial.write(Method::PUT, &vote, &token).json(&json!({"vote": "agree"})).send().await;
    assert_eq!(vote.status, StatusCode::OK, "{:?}", vote.body);
    let again =
        trial.ask(Method::GET, &path(LISTS[1], "json")).header("if-none-match", before.header("etag"));
    assert_eq!(again.send().await.status, StatusCode::NOT_MODIFIED);
    assert_eq!(trial.read(&path(LISTS[3], "atom")).await.body, ideas_before.body);
    let draft = json!({"lang": "fr", "text": "Tout frais", "circle": "filtre"});
    assert_eq!(trial.post("/v1/brume/posts", &token, draft).await.status, StatusCode::CREATED);
    let fresh = items(&trial, LISTS[1]).await.remove(0);
    assert_eq!(fresh["content_html"], "<p>Tout frais</p>");
    assert_eq!(fresh.get("title"), None, "a title that nobody gave is not made up");
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let trial = Trial::new().await;
    for list in [
        "brume/feeds/other/news",
        "brume/feeds/main/news?circle=nowhere",
        "brume/subjects/nothing/news",
        "brume/boards/nothing/news",
        "nobody/feeds/main/news",
        "nobody/subjects/moulin/news",
        "nobody/boards/atelier/news",
    ] {
        for form in ["json", "atom"] {
            let path = path(list, form).replace("/v1/brume/", "/v1/");
            let answer = trial.read(&path).await;
            assert_eq!((answer.status, &*answer.problem()), (StatusCode::NOT_FOUND, "not-found"), "{path}");
        }
    }
    let odd = trial.read("/v1/brume/boards/atelier/news.json?page=2").await;
    assert_eq!((odd.status, &*odd.problem()), (StatusCode::BAD_REQUEST, "malformed"));
}
