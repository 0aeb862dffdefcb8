//! Rows of public data sets, which have no `type`: items, acts, reviews, ideas, votes and voters.
//!
//! What a row is follows from the name of its file or else from its fields. Ids of a set are kept apart from
//! those of others by the name of the set. What such a row does not say is filled in, always the same way.

use crate::db::record::{Act, Common, Extra, Idea, Person, Post, Record, Review, Vote};
use parvis_model::board::Status;
use parvis_model::id::{BoardId, CircleId, PersonId, SubjectId};
use parvis_model::lang::Lang;
use parvis_model::review::{Received, Stars, Verified};
use parvis_model::time::{HOUR, Time};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Rows without a time are dated one hour apart from here, by their line.
const UNDATED: Time = Time::from_millis(1_388_534_400_000);
const UNDATED_NOTE: &str = "no time: dated one hour a line from 2014-01-01T00:00:00Z";
const NO_LANG_NOTE: &str = "no language: taken as en";
const NO_AUTHOR_NOTE: &str = "no author: shown as anonymous";

/// A row as it was read, and what was decided for it.
#[derive(Debug)]
pub(super) struct Foreign {
    /// The person it names, where it names one, to be taken before.
    pub person: Option<Record>,
    /// The row itself.
    pub record: Record,
    pub notes: Vec<String>,
}

/// Where a row stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    /// The name of the set: a slug.
    pub set: &'a str,
    /// The name of the file without its endings.
    pub stem: &'a str,
    /// The number of the line.
    pub line: u64,
}

#[derive(Deserialize)]
struct Row {
    id: Option<String>,
    at: Option<i64>,
    author: Option<String>,
    circle: Option<String>,
    lang: Option<String>,
    title: Option<String>,
    text: Option<String>,
    useful: Option<u32>,
    not_useful: Option<u32>,
    replies: Option<u32>,
    item: Option<String>,
    person: Option<String>,
    kind: Option<String>,
    subject: Option<String>,
    stars: Option<u8>,
    helpful: Option<u32>,
    unhelpful: Option<u32>,
    verified: Option<bool>,
    context: Option<BTreeMap<String, Value>>,
    recommends: Option<bool>,
    moderated: Option<i64>,
    idea: Option<String>,
    voter: Option<String>,
    vote: Option<i8>,
    relevant: Option<Value>,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

/// Reads one row, or says why it cannot be taken.
pub(super) fn read(value: Value, place: Place<'_>) -> Result<Foreign, String> {
    let row: Row = serde_json::from_value(value).map_err(|error| error.to_string())?;
    let mut notes: Vec<String> =
        row.rest.keys().map(|field| format!("field `{field}` is not kept")).collect();
    let shape = match place.stem {
        "items" | "acts" | "reviews" | "ideas" | "votes" | "voters" | "cases" | "ties" => place.stem,
        _ => row.shape(),
    };
    let (person, record) = match shape {
        "items" => row.post(place, &mut notes)?,
        "reviews" => row.review(place, &mut notes)?,
        "ideas" => row.idea(place, &mut notes)?,
        "acts" => (None, row.act(place)?),
        "votes" => (None, row.vote(place)?),
        "voters" => (None, person(place.set, &needed(row.voter, "voter")?)),
        "cases" | "ties" => return Err("a row of an evaluation, nothing for a community".to_owned()),
        _ => return Err("neither a `type` nor the fields of a known row".to_owned()),
    };
    Ok(Foreign { person, record, notes })
}

impl Row {
    fn shape(&self) -> &'static str {
        if self.relevant.is_some() {
            "cases"
        } else if self.stars.is_some() {
            "reviews"
        } else if self.vote.is_some() {
            "votes"
        } else if self.voter.is_some() {
            "voters"
        } else if self.kind.is_some() {
            "acts"
        } else if self.moderated.is_some() {
            "ideas"
        } else if self.id.is_some() && self.at.is_some() {
            "items"
        } else {
            ""
        }
    }

    fn post(self, place: Place<'_>, notes: &mut Vec<String>) -> Result<(Option<Record>, Record), String> {
        let (person, mut item) = self.common(place, notes)?;
        if item.title.is_none() && item.text.is_empty() {
            notes.push("neither title nor text: titled with its id".to_owned());
            item.title = self.id;
        }
        Ok((person, Record::Post(Box::new(Post { item, reprise_of: None, extra: Extra::new() }))))
    }

    fn review(self, place: Place<'_>, notes: &mut Vec<String>) -> Result<(Option<Record>, Record), String> {
        let (person, mut item) = self.common(place, notes)?;
        item.useful = self.helpful.unwrap_or(0);
        item.not_useful = self.unhelpful.unwrap_or(0);
        let subject = needed(self.subject, "subject")?;
        let stars = needed(self.stars, "stars")?;
        let verified = if self.verified == Some(true) { Verified::Imported } else { Verified::None };
        let plain = |value: Value| match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        let review = Review {
            item,
            subject: SubjectId::parse(&subject).map_err(|error| error.to_string())?,
            stars: Stars::new(stars).ok_or_else(|| format!("stars are 1 to 5, not {stars}"))?,
            experienced: None,
            recommends: self.recommends,
            verified,
            verified_by: None,
            received: Received::Nothing,
            scales: BTreeMap::new(),
            context: self.context.into_iter().flatten().map(|(key, value)| (key, plain(value))).collect(),
            extra: Extra::new(),
        };
        Ok((person, Record::Review(Box::new(review))))
    }

    fn idea(self, place: Place<'_>, notes: &mut Vec<String>) -> Result<(Option<Record>, Record), String> {
        let (person, mut item) = self.common(place, notes)?;
        if self.moderated == Some(-1) {
            notes.push("moderated away at its source: kept as removed".to_owned());
            item.state = Some("removed".to_owned());
        }
        if item.title.is_none() {
            // Statements of opinion polls are one sentence: it is what the idea is called.
            item.title = Some(core::mem::take(&mut item.text));
        }
        let idea = Idea {
            item,
            board: BoardId::parse(place.set).map_err(|error| error.to_string())?,
            need: None,
            status: Some(Status::Open),
            history: Vec::new(),
            agree: 0,
            pass: 0,
            disagree: 0,
            extra: Extra::new(),
        };
        Ok((person, Record::Idea(Box::new(idea))))
    }

    fn act(self, place: Place<'_>) -> Result<Record, String> {
        Ok(Record::Act(Act {
            at: Time::from_millis(needed(self.at, "at")?),
            item: key(place.set, &needed(self.item, "item")?),
            by: person_id(place.set, &needed(self.person, "person")?).to_string(),
            kind: needed(self.kind, "kind")?,
        }))
    }

    fn vote(self, place: Place<'_>) -> Result<Record, String> {
        Ok(Record::Vote(Vote {
            at: Time::from_millis(needed(self.at, "at")?),
            idea: key(place.set, &needed(self.idea, "idea")?),
            by: person_id(place.set, &needed(self.voter, "voter")?).to_string(),
            vote: needed(self.vote, "vote")?,
            verified: false,
        }))
    }

    fn common(&self, place: Place<'_>, notes: &mut Vec<String>) -> Result<(Option<Record>, Common), String> {
        let at = self.at.map_or_else(
            || {
                notes.push(UNDATED_NOTE.to_owned());
                UNDATED.plus(i64::try_from(place.line).unwrap_or(0).saturating_mul(HOUR))
            },
            Time::from_millis,
        );
        let lang = match &self.lang {
            Some(tag) => Lang::parse(tag).ok_or_else(|| format!("`{tag}` is no language"))?,
            None => {
                notes.push(NO_LANG_NOTE.to_owned());
                Lang::parse("en").ok_or("en is no language")?
            }
        };
        let author = match &self.author {
            Some(author) => person(place.set, author),
            None => {
                notes.push(NO_AUTHOR_NOTE.to_owned());
                nobody(place.set)
            }
        };
        let Record::Person(known) = &author else { return Err("an author is a person".to_owned()) };
        let circle = self.circle.as_deref().map(CircleId::parse).transpose();
        let common = Common {
            id: key(place.set, self.id.as_deref().ok_or("it has no `id`")?),
            at,
            edited: None,
            by: known.id.clone(),
            circle: circle.map_err(|error| error.to_string())?,
            lang,
            title: self.title.clone().filter(|title| !title.trim().is_empty()),
            text: self.text.clone().unwrap_or_default(),
            media: Vec::new(),
            disclosure: None,
            state: None,
            useful: self.useful.unwrap_or(0),
            not_useful: self.not_useful.unwrap_or(0),
            save: 0,
            replies: self.replies.unwrap_or(0),
        };
        Ok((Some(author), common))
    }
}

fn needed<T>(value: Option<T>, field: &str) -> Result<T, String> {
    value.ok_or_else(|| format!("it has no `{field}`"))
}

fn key(set: &str, id: &str) -> String {
    format!("{set}/{id}")
}

fn person(set: &str, name: &str) -> Record {
    named(person_id(set, name), name)
}

fn nobody(set: &str) -> Record {
    named(person_id(set, "anonymous"), "anonymous")
}

fn named(id: PersonId, name: &str) -> Record {
    let name = name.chars().take(60).collect();
    Record::Person(Box::new(Person { id, name, role: None, badges: Vec::new(), extra: Extra::new() }))
}

/// The key of a person of a set: readable where the name allows, else a hash of it.
fn person_id(set: &str, name: &str) -> PersonId {
    if let Ok(id) = PersonId::parse(&format!("{set}.{name}")) {
        return id;
    }
    let hash = Sha256::new().chain_update(set).chain_update([0]).chain_update(name).finalize();
    let hex: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    PersonId::parse(&format!("x-{hex}")).unwrap_or_else(|_| unreachable!("hexadecimal digits are a slug"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(stem: &str, row: &str, expected: &str) {
        let place = Place { set: "a-set", stem, line: 2 };
        let read = match read(serde_json::from_str(row).unwrap(), place) {
            Ok(foreign) => serde_json::to_string(&foreign.record).unwrap(),
            Err(reason) => reason,
        };
        assert_eq!(read, expected, "{row}");
    }

    #[test]
    fn a_row_becomes_a_record_of_its_set() {
        check(
            "reviews",
            r#"{"id":"c0","subject":"767","stars":4,"title":"","text":"Silky","lang":"en","helpful":3,"context":{"age":33},"recommends":true}"#,
            r#"{"type":"review","id":"a-set/c0","at":"2014-01-01T02:00:00Z","by":"a-set.anonymous","lang":"en","text":"Silky","useful":3,"subject":"767","stars":4,"recommends":true,"verified":"none","received":"nothing","context":{"age":"33"}}"#,
        );
        check(
            "items",
            r#"{"id":"i0","at":1457963676000}"#,
            r#"{"type":"post","id":"a-set/i0","at":"2016-03-14T13:54:36Z","by":"a-set.anonymous","lang":"en","title":"i0","text":""}"#,
        );
        check(
            "anything",
            r#"{"at":1624917367578,"idea":"i49","voter":"v 1","vote":-1}"#,
            r#"{"type":"vote","at":"2021-06-28T21:56:07.578Z","idea":"a-set/i49","by":"x-6d9bebbae334d9d8c323c3cd","vote":-1}"#,
        );
        check(
            "anything",
            r#"{"at":1457963676000,"item":"i0","person":"p0","kind":"view"}"#,
            r#"{"type":"act","at":"2016-03-14T13:54:36Z","item":"a-set/i0","by":"a-set.p0","kind":"view"}"#,
        );
    }

    #[test]
    fn what_is_no_row_of_a_community_says_why() {
        check("cases", r#"{"at":1}"#, "a row of an evaluation, nothing for a community");
        check("x", r#"{"a":1}"#, "neither a `type` nor the fields of a known row");
        check("reviews", r#"{"id":"c","subject":"a b","stars":4}"#, "`a b` is not an id");
        check("reviews", r#"{"id":"c","subject":"a","stars":6}"#, "stars are 1 to 5, not 6");
        check("reviews", r#"{"id":"c","subject":"a"}"#, "it has no `stars`");
        check("votes", r#"{"id":7}"#, "invalid type: integer `7`, expected a string");
    }
}
