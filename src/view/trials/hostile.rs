//! Hostile words in every field of every state: what a person wrote stays text.

use crate::gallery::{now, read};
use crate::paint::paint;
use crate::words::native;
use parvis_store::effect::Want;
use parvis_store::feed::Feed;
use parvis_store::ideas::Ideas;
use parvis_store::page::Page;
use parvis_store::poll::PollBox;
use parvis_store::reviews::Reviews;
use serde_json::Value;
use yew::prelude::*;

const PAYLOADS: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</textarea></title></style><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{constructor.constructor('alert(1)')()}}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!--><script>alert(1)</script>-->",
];

const TAGS: &str = " a article b bdi blockquote br button caption circle code dd details div dl dt em fieldset footer form \
h2 h3 h4 header i img input label legend li line ol option p path pre rect section select slot span strong summary svg \
table tbody td textarea th thead time tr ul ";

/// Every text a person or the brand wrote becomes the payload; ids, dates and words of closed lists stay.
fn poison(value: &mut Value, payload: &str) {
    const WRITTEN: [&str; 12] = [
        "name",
        "title",
        "text",
        "alt",
        "need",
        "reason",
        "would_change",
        "fr",
        "en",
        "code",
        "verified_by",
        "usage",
    ];
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| poison(value, payload)),
        Value::Object(fields) => {
            for (field, value) in fields {
                match value {
                    Value::String(text) if WRITTEN.contains(&field.as_str()) => payload.clone_into(text),
                    _ => poison(value, payload),
                }
            }
        }
        _ => {}
    }
}

fn poisoned<T: serde::de::DeserializeOwned>(json: &str, payload: &str) -> T {
    let mut value: Value = read(json);
    poison(&mut value, payload);
    serde_json::from_value(value).unwrap()
}

fn everything(payload: &str) -> Html {
    let words = native::english();
    let frame = crate::frame::Frame {
        words: &words,
        now: now(),
        origin: "",
        site: "brume",
        sheets: Some(&crate::pieces::compose::SHEETS),
        panels: Some(&crate::pieces::panels::PANELS),
        own: Some(&crate::own::OWN_PANELS),
    };
    let page = Page::new("en");
    let mut feed = Feed::new("main", None, false);
    feed.page_arrived(&Want::First, poisoned(include_str!("../gallery/feed.json"), payload));
    let root = feed.posts[0].0.item.id;
    feed.opened.toggle(parvis_store::act::Panel::Thread, root);
    feed.threads.arrived(poisoned(include_str!("../gallery/thread.json"), payload));
    feed.forms.open("post", &page);
    feed.forms.set("post", "text", payload);
    feed.forms.set("post", "title", payload);
    let mut reviews = Reviews::new("moulin-m1", parvis_model::review::ReviewOrder::Useful);
    let site: parvis_model::site::Site = poisoned(include_str!("../gallery/site.json"), payload);
    reviews.rules_arrived(site.ranking.reviews, site.policy);
    reviews.page_arrived(&Want::First, poisoned(include_str!("../gallery/reviews.json"), payload));
    let mut ideas = Ideas::new("idees");
    ideas.page_arrived(&Want::First, poisoned(include_str!("../gallery/board.json"), payload));
    let mut poll = PollBox::new("latest");
    poll.page_arrived(poisoned(include_str!("../gallery/poll.json"), payload));
    html! {
        <>
            { crate::feed::feed(frame, &feed, &page) }
            { crate::reviews::reviews(frame, &reviews, &page) }
            { crate::ideas::ideas(frame, &ideas, &page) }
            { crate::poll::poll(frame, &poll, &page, Some(&crate::count::COUNT_PANELS)) }
        </>
    }
}

/// Tags with their attributes, read as a browser reads them: a quoted value ends at its quote.
fn tags(markup: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    let mut rest = markup;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        if rest.starts_with('/') {
            continue;
        }
        let end = rest.find(|letter: char| letter.is_whitespace() || letter == '>').unwrap();
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('>') {
                rest = after;
                break;
            }
            let end = rest.find(['=', ' ', '>']).unwrap();
            let attribute = rest[..end].to_owned();
            rest = &rest[end..];
            let value = match rest.strip_prefix("=\"") {
                Some(after) => {
                    let (value, after) = after.split_once('"').unwrap();
                    rest = after;
                    value
                }
                None => "",
            };
            attributes.push((attribute, value.to_owned()));
        }
        found.push((name, attributes));
    }
    found
}

#[tokio::test]
async fn hostile_words_stay_words() {
    let plain = tags(&paint(|| everything("plain")).await).len();
    for payload in PAYLOADS {
        let drawn = paint(move || everything(payload)).await;
        let tags = tags(&drawn);
        assert_eq!(tags.len(), plain, "{payload}: the tree has another shape");
        for (tag, attributes) in tags {
            assert!(TAGS.contains(&format!(" {tag} ")), "{payload}: <{tag}>");
            for (name, value) in attributes {
                assert!(!name.starts_with("on") && name != "style", "{payload}: {name} on <{tag}>");
                let leads = matches!(&*name, "href" | "src").then_some(value);
                let safe = |address: &str| address.starts_with('/') || address.starts_with("https://");
                assert!(leads.as_deref().is_none_or(safe), "{payload}: {leads:?}");
            }
        }
    }
}
