//! A community read from a folder: names become numbers, once for all cases.

use crate::set::{Fault, Row, rows, rows_if_any};
use parvis_rank::activity::Act;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// A community: what was written, done and tied, and the cases to foresee.
#[derive(Debug, Default)]
pub struct Feed {
    /// Items, as in the file.
    pub items: Vec<Item>,
    /// Acts in time order; those on unknown items are left out.
    pub acts: Vec<Deed>,
    /// Whom each person is tied to, by number of the person.
    pub ties: Vec<Vec<u32>>,
    /// The cases, as in the file.
    pub cases: Vec<Case>,
    /// How many people there are.
    pub n_people: usize,
}

/// An item.
#[derive(Clone, Debug, Default)]
pub struct Item {
    pub at: i64,
    pub circle: Option<u32>,
    pub tags: Vec<u32>,
    /// The same as words.
    pub tag_names: Vec<String>,
    pub title: String,
    pub text: String,
    pub useful: u32,
    pub not_useful: u32,
    pub replies: u32,
}

/// What a person did with an item.
#[derive(Clone, Copy, Debug)]
pub struct Deed {
    pub at: i64,
    pub item: u32,
    pub person: u32,
    pub act: Act,
}

/// A moment at which items are to be put in order, and what turned out.
#[derive(Clone, Debug, Default)]
pub struct Case {
    pub at: i64,
    pub person: Option<u32>,
    pub exclude_seen: bool,
    /// Gains by item. An item that is not in the set has a number beyond the items: it can not be found, but
    /// counts in the best order.
    pub relevant: BTreeMap<u32, f64>,
    pub revived: Vec<u32>,
}

#[derive(Deserialize)]
struct ItemRow {
    id: String,
    at: i64,
    circle: Option<String>,
    tags: Option<Vec<String>>,
    title: Option<String>,
    text: Option<String>,
    useful: Option<u32>,
    not_useful: Option<u32>,
    replies: Option<u32>,
}

#[derive(Deserialize)]
struct ActRow {
    at: i64,
    item: String,
    person: String,
    kind: Kind,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    View,
    Useful,
    Save,
    Follow,
    Reply,
}

#[derive(Deserialize)]
struct TieRow {
    person: String,
    with: String,
}

#[derive(Deserialize)]
struct CaseRow {
    at: i64,
    person: Option<String>,
    exclude_seen: Option<bool>,
    relevant: Option<BTreeMap<String, f64>>,
    revived: Option<Vec<String>>,
}

impl Row for ItemRow {
    const SHAPE: &'static str =
        "{id, at, author?, circle?, tags?, lang?, title?, text?, useful?, not_useful?, replies?}";
}

impl Row for ActRow {
    const SHAPE: &'static str = "{at, item, person, kind: view, useful, save, follow or reply}";
}

impl Row for TieRow {
    const SHAPE: &'static str = "{person, with}";
}

impl Row for CaseRow {
    const SHAPE: &'static str = "{at, person?, exclude_seen?, relevant?: {item: gain}, revived?: [item]}";
}

impl From<Kind> for Act {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::View => Self::View,
            Kind::Useful => Self::Useful,
            Kind::Save => Self::Save,
            Kind::Follow => Self::Follow,
            Kind::Reply => Self::Reply,
        }
    }
}

/// Numbers for names, in order of appearance.
#[derive(Default)]
struct Names(BTreeMap<String, u32>);

impl Names {
    fn number(&mut self, name: String) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(name).or_insert(next)
    }
}

impl Feed {
    /// Reads `items` and `cases`, and `acts` and `ties` where they are.
    pub fn read(folder: &Path) -> Result<Self, Fault> {
        let (mut names, mut people) = (Names::default(), Names::default());
        let (mut circles, mut tags) = (Names::default(), Names::default());
        let mut feed = Self::default();
        for row in rows::<ItemRow>(folder, "items")? {
            if names.number(row.id.clone()) as usize != feed.items.len() {
                return Err(Fault::of(folder, format_args!("two items have the id {}", row.id)));
            }
            let tag_names = row.tags.unwrap_or_default();
            feed.items.push(Item {
                at: row.at,
                circle: row.circle.map(|name| circles.number(name)),
                tags: tag_names.iter().map(|name| tags.number(name.clone())).collect(),
                tag_names,
                title: row.title.unwrap_or_default(),
                text: row.text.unwrap_or_default(),
                useful: row.useful.unwrap_or_default(),
                not_useful: row.not_useful.unwrap_or_default(),
                replies: row.replies.unwrap_or_default(),
            });
        }
        for row in rows_if_any::<ActRow>(folder, "acts")? {
            if let Some(item) = names.0.get(&row.item) {
                let person = people.number(row.person);
                feed.acts.push(Deed { at: row.at, item: *item, person, act: row.kind.into() });
            }
        }
        feed.acts.sort_by_key(|deed| deed.at);
        let ties: Vec<(u32, u32)> = rows_if_any::<TieRow>(folder, "ties")?
            .into_iter()
            .map(|row| (people.number(row.person), people.number(row.with)))
            .collect();
        for row in rows::<CaseRow>(folder, "cases")? {
            feed.cases.push(Case {
                at: row.at,
                person: row.person.map(|name| people.number(name)),
                exclude_seen: row.exclude_seen.unwrap_or_default(),
                relevant: numbered(row.relevant.unwrap_or_default(), &mut names),
                revived: row.revived.unwrap_or_default().into_iter().map(|name| names.number(name)).collect(),
            });
        }
        feed.n_people = people.0.len();
        feed.ties = vec![Vec::new(); feed.n_people];
        for (person, with) in ties {
            feed.ties[person as usize].push(with);
        }
        for with in &mut feed.ties {
            with.sort_unstable();
            with.dedup();
        }
        Ok(feed)
    }
}

fn numbered(gains: BTreeMap<String, f64>, names: &mut Names) -> BTreeMap<u32, f64> {
    gains.into_iter().map(|(name, gain)| (names.number(name), gain)).collect()
}
