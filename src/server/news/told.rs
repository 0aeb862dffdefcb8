//! What is told of a review, a post and an idea, in the language each is written in.
//!
//! What the page must show beside a contribution (ties to the brand, how a purchase was checked, both dates) goes
//! with it. An idea tells what became of it: its status, each decision with its reason, the answer of the brand.

use super::{Entry, Source, html, item_key};
use parvis_model::board::{Idea, Status, StatusChange};
use parvis_model::feed::{Circle, Post};
use parvis_model::id::{ItemId, SiteId};
use parvis_model::item::{Disclosure, Item};
use parvis_model::lang::Lang;
use parvis_model::person::Person;
use parvis_model::review::{Received, Review, Stars, Verified};
use parvis_model::rich::RichText;
use parvis_model::thread::Reply;
use parvis_model::time::{Day, Time};
use parvis_view::words::{Words, native};
use serde_json::json;
use std::collections::HashMap;

/// Letters of a headline made of a text.
const HEADLINE: usize = 80;

/// The subject of a review as others know it.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    pub name: String,
    pub url: Option<String>,
}

/// What must be said beside a review.
pub(crate) struct Tie<'a> {
    pub stars: Stars,
    pub verified: Verified,
    pub verified_by: Option<&'a str>,
    pub received: Received,
    pub disclosure: Option<Disclosure>,
    pub experienced: Option<Day>,
}

/// A review as it is told, whether it was read for a file or for an address.
pub(crate) struct Told<'a> {
    pub id: ItemId,
    pub at: Time,
    pub edited: Option<Time>,
    pub author: &'a str,
    pub lang: &'a Lang,
    pub title: Option<&'a str>,
    pub text: &'a RichText,
    /// The key of its subject.
    pub subject: &'a str,
    pub tie: Tie<'a>,
    /// The newest answer of the brand.
    pub answer: Option<(&'a RichText, Time)>,
}

/// One review.
pub(crate) fn review(site: &SiteId, told: &Told<'_>, about: &About) -> Entry {
    let words = native::words(told.lang.as_str());
    let tie = &told.tie;
    let stars = tie.stars.as_u8();
    let mut strong = vec![words.with("stars.label", &[("value", &stars.to_string())]).to_string()];
    if tie.received != Received::Nothing {
        strong.push(words.of("received", tie.received.as_str()).to_string());
    }
    strong.extend(disclosed(&words, tie.disclosure));
    let mut plain = vec![checked(&words, tie.verified, tie.verified_by)];
    plain.extend(
        tie.experienced.map(|day| format!("{} {}", words.text("review.experienced"), words.day(day))),
    );
    let mut body = html::facts(&strong, &plain) + &html::rich(told.text);
    if let Some((text, at)) = told.answer {
        let label = words.with("answer.label", &[("name", &name(&words, told.author))]);
        body += &html::facts(&[label.to_string()], &[words.day(at.to_day())]);
        body += &html::rich(text);
    }
    let name_of = if about.name.is_empty() { told.subject } else { &about.name };
    Entry {
        key: item_key(site, told.id),
        title: told.title.map(str::to_owned),
        headline: format!("{name_of}, {stars}/5"),
        html: body,
        text: None,
        at: told.at,
        updated: latest([Some(told.at), told.edited, told.answer.map(|(_, at)| at)]),
        lang: told.lang.clone(),
        author: name(&words, told.author),
        url: about.url.clone(),
        tags: vec![(told.subject.to_owned(), name_of.to_owned())],
        image: None,
        own: json!({
            "about": "https://schema.org/Review",
            "stars": tie.stars,
            "subject": told.subject,
            "subject_name": about.name,
            "verified": tie.verified,
            "verified_by": tie.verified_by,
            "received": tie.received,
        }),
    }
}

/// Reviews of one subject.
pub(crate) fn reviews(source: Source<'_>, reviews: &[Review], about: &About) -> Vec<Entry> {
    let told = |one: &Review| {
        let item = &one.item;
        let told = Told {
            id: item.id,
            at: item.at,
            edited: item.edited,
            author: &item.by.name,
            lang: &item.lang,
            title: item.title.as_deref(),
            text: &item.text,
            subject: one.subject.as_str(),
            tie: Tie {
                stars: one.stars,
                verified: one.verified,
                verified_by: one.verified_by.as_deref(),
                received: one.received,
                disclosure: item.disclosure,
                experienced: one.experienced,
            },
            answer: one.answer.as_deref().map(|Reply { item, .. }| (&item.text, item.at)),
        };
        shown(source, item, review(source.site, &told, about))
    };
    reviews.iter().map(told).collect()
}

/// Posts of the feed.
pub(crate) fn posts(source: Source<'_>, posts: &[Post], circles: &[Circle]) -> Vec<Entry> {
    let told = |post: &Post| {
        let item = &post.item;
        let words = native::words(item.lang.as_str());
        let ties: Vec<String> = disclosed(&words, item.disclosure).into_iter().collect();
        let circle = circles.iter().find(|circle| Some(&circle.id) == item.circle.as_ref());
        let tag = |circle: &Circle| (circle.id.to_string(), circle.name.pick(item.lang.as_str()).to_owned());
        let html = html::facts(&ties, &[]) + &html::rich(&item.text);
        let own = json!({"circle": item.circle, "reprise_of": post.reprise_of});
        entry(source, item, &words, html, circle.map(tag), own)
    };
    posts.iter().map(told).collect()
}

/// Ideas of a board, with the titles of those that others were merged into.
pub(crate) fn ideas(source: Source<'_>, ideas: &[Idea], titles: &HashMap<ItemId, String>) -> Vec<Entry> {
    let told = |idea: &Idea| {
        let item = &idea.item;
        let words = native::words(item.lang.as_str());
        let mut strong = vec![status(&words, idea.status)];
        strong.extend(disclosed(&words, item.disclosure));
        let mut html = html::facts(&strong, &[]);
        let led = |key: &str, said: &str| html::paragraph(&format!("{} {said}", words.text(key)));
        html += &idea.need.as_deref().map(|need| led("idea.need", need)).unwrap_or_default();
        html += &html::rich(&item.text);
        for change in idea.history.iter().rev() {
            html += &decision(&words, change);
            let into = change.into.and_then(|id| titles.get(&id));
            let into = into.map(|title| words.with("idea.into", &[("idea", title)]));
            html += &into.map(|into| html::paragraph(&into)).unwrap_or_default();
            let turn = change.would_change.as_deref();
            html += &turn.map(|turn| led("idea.would_change", turn)).unwrap_or_default();
        }
        if let Some(Reply { item: answer, .. }) = idea.answer.as_deref() {
            let label = words.with("answer.label", &[("name", &name(&words, &item.by.name))]);
            html += &html::facts(&[label.to_string()], &by(&words, &answer.by, answer.at));
            html += &html::rich(&answer.text);
        }
        let tag = (idea.status.as_str().to_owned(), status(&words, idea.status));
        let own = json!({"board": idea.board, "status": idea.status});
        let mut told = entry(source, item, &words, html, Some(tag), own);
        let answered = idea.answer.as_ref().map(|answer| answer.item.edited.unwrap_or(answer.item.at));
        let decided = idea.history.iter().map(|change| change.at).max();
        told.updated = latest([Some(told.updated), decided, answered]);
        told
    };
    ideas.iter().map(told).collect()
}

/// What the entries of all items have in common.
fn entry(
    source: Source<'_>,
    item: &Item,
    words: &Words,
    html: String,
    tag: Option<(String, String)>,
    own: serde_json::Value,
) -> Entry {
    let told = Entry {
        key: item_key(source.site, item.id),
        title: item.title.clone(),
        headline: headline(&item.text.to_plain(), words, &item.by.name),
        html,
        text: None,
        at: item.at,
        updated: latest([Some(item.at), item.edited]),
        lang: item.lang.clone(),
        author: name(words, &item.by.name),
        url: None,
        tags: tag.into_iter().collect(),
        image: None,
        own,
    };
    shown(source, item, told)
}

/// The entry with the pictures of its item, where it is known from where they are shown.
fn shown(source: Source<'_>, item: &Item, mut entry: Entry) -> Entry {
    if let Some(base) = source.base {
        entry.html += &html::pictures(base, &item.media);
        entry.image = item.media.first().map(|first| format!("{base}{}", first.src));
    }
    entry
}

/// A decision of the brand with its reason.
fn decision(words: &Words, change: &StatusChange) -> String {
    html::facts(&[status(words, change.to)], &by(words, &change.by, change.at))
        + &html::paragraph(&change.reason)
}

fn by(words: &Words, person: &Person, at: Time) -> [String; 2] {
    [name(words, &person.name), words.day(at.to_day())]
}

fn status(words: &Words, status: Status) -> String {
    words.of("status", status.as_str()).to_string()
}

fn disclosed(words: &Words, tie: Option<Disclosure>) -> Option<String> {
    tie.map(|tie| words.of("disclosure", tie.as_str()).to_string())
}

fn checked(words: &Words, how: Verified, by: Option<&str>) -> String {
    let told = match (how, by.unwrap_or_default()) {
        (Verified::Imported, by) if !by.is_empty() => words.with("verified.imported_by", &[("by", by)]),
        (how, _) => words.of("verified", how.as_str()),
    };
    told.to_string()
}

/// A person's name; those who gave none have one too.
fn name(words: &Words, own: &str) -> String {
    if own.is_empty() { words.text("person.anonymous").to_string() } else { own.to_owned() }
}

/// The first words of a text; the name of the author where there are none.
fn headline(plain: &str, words: &Words, author: &str) -> String {
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return name(words, author);
    }
    if line.chars().count() <= HEADLINE {
        return line;
    }
    let cut: String = line.chars().take(HEADLINE).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole}…")
}

fn latest<const N: usize>(times: [Option<Time>; N]) -> Time {
    times.into_iter().flatten().max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_is_cut_between_words() {
        let words = native::french();
        for (plain, expected) in [
            ("", "Léa"),
            ("Recette\ndu  matin", "Recette du matin"),
            (&"mot ".repeat(40), &format!("{}…", ["mot"; 20].join(" "))),
            (&"m".repeat(90), &format!("{}…", "m".repeat(80))),
        ] {
            assert_eq!(headline(plain, &words, "Léa"), expected);
        }
    }
}
