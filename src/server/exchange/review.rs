//! A row as a review: what is said, by whom, of what, and all that had to be decided for it.

use super::cell::{self, Dates};
use super::format::{Format, Means};
use super::name::{self, ANONYMOUS};
use super::pictures::{Shown, pictures};
use super::products::Products;
use super::row::{Cell, Refusal, Row};
use crate::db::record::{self, Common, Extra};
use parvis_lexis::detect;
use parvis_model::draft::{REPLY_MAX, REVIEW_MAX, TITLE_MAX, length};
use parvis_model::id::{PersonId, SubjectId};
use parvis_model::lang::{Lang, Local};
use parvis_model::person::Role;
use parvis_model::review::{Received, Verified};
use parvis_model::time::Time;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What the rows of a file are read by.
pub(super) struct Rules<'a> {
    pub format: Format,
    pub products: &'a Products,
    pub dates: Option<Dates>,
    /// The language of all reviews; none to know it by their words.
    pub lang: Option<&'a Lang>,
    /// The language of the site.
    pub home: &'a Lang,
    /// Whose checks are believed.
    pub verified_by: &'a str,
    /// The name of the brand, for its replies.
    pub brand: &'a str,
    pub now: Time,
}

/// A review that could be read.
pub(super) struct Told {
    /// What makes it the same review as another.
    pub print: Print,
    pub subject: record::Subject,
    pub person: record::Person,
    pub review: record::Review,
    pub reply: Option<(record::Person, record::Reply)>,
    pub pictures: Vec<Shown>,
    /// What was decided: the column it is about, and what.
    pub notes: Vec<(String, String)>,
}

/// The half of a hash: enough to tell reviews apart, small enough to keep one for each.
pub(super) type Print = u128;

/// What makes two reviews the same: subject, author as shown, words; without words also stars and moment.
pub(super) fn print(subject: &str, author: &str, text: &str, stars: u8, at: Time) -> Print {
    let author = name::shown(author).unwrap_or_default();
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    let mut hash = Sha256::new();
    for part in [subject, &author, text] {
        hash = hash.chain_update((part.len() as u64).to_be_bytes()).chain_update(part);
    }
    if text.is_empty() {
        hash = hash.chain_update([stars]).chain_update(at.as_millis().to_be_bytes());
    }
    hash.finalize().iter().take(16).fold(0, |print, byte| print << 8 | Print::from(*byte))
}

/// The key of an imported review.
pub(super) fn key(print: Print) -> String {
    format!("review-{print:032x}")
}

/// Reads a row, or says which cell stands against it.
pub(super) fn read(row: &Row, rules: &Rules<'_>, known: &BTreeSet<SubjectId>) -> Result<Told, Refusal> {
    let mut notes = Notes::default();
    let subject = rules.products.of(row, known)?;
    let at = moment(row, rules)?;
    let stars = row
        .cell(Means::Stars)
        .map_or((String::new(), String::new()), |cell| (cell.column.to_string(), cell.text.clone()));
    let (stars, is_rounded) = cell::stars(&stars.1).map_err(|reason| {
        let own = rules.format.columns().iter().find(|(_, means)| *means == Means::Stars);
        row.refused(if stars.0.is_empty() { own.map_or("", |(own, _)| own) } else { &stars.0 }, reason)
    })?;
    if is_rounded {
        notes.at(row.cell(Means::Stars), "rounded to the nearest star, the higher of two equally near");
    }
    let (title, text) = words(row, &mut notes)?;
    let name = author(row, &mut notes);
    let lang = lang(row, rules, title.as_deref(), &text, &mut notes);
    let print = print(subject.as_str(), name.as_deref().unwrap_or_default(), &text, stars.as_u8(), at);
    let key = key(print);
    let by = match row.cell(Means::AuthorId) {
        Some(id) => person_id(&[rules.format.as_str(), &id.text]),
        None => person_id(&[&key]),
    };
    let verified = verified(row, &mut notes);
    let incentive = row.cell(Means::Incentive).is_some_and(|cell| cell::truth(&cell.text) == Some(true));
    let review = record::Review {
        item: Common {
            media: Vec::new(),
            title,
            state: state(row, &mut notes),
            ..common(key.clone(), at, by.clone(), lang.clone(), text)
        },
        subject: subject.clone(),
        stars,
        experienced: experienced(row, rules, &mut notes),
        recommends: row.cell(Means::Recommends).and_then(|cell| cell::truth(&cell.text)),
        verified: if verified { Verified::Imported } else { Verified::None },
        verified_by: verified.then(|| rules.verified_by.to_owned()),
        // What was given is told by none of the formats.
        received: if incentive { Received::Other } else { Received::Nothing },
        scales: BTreeMap::new(),
        context: context(row),
        extra: Extra::new(),
    };
    let person = record::Person {
        id: by,
        name: name.unwrap_or_else(|| ANONYMOUS.to_owned()),
        role: None,
        badges: Vec::new(),
        extra: Extra::new(),
    };
    let reply = reply(row, rules, &key, at, &lang, &mut notes);
    let pictures = pictures(row, &mut notes);
    for cell in &row.cells {
        match cell.means {
            Means::Unkept => notes.at(Some(cell), "not kept: reviews have no room for it"),
            Means::Private => notes.at(Some(cell), "dropped: it belongs to a person"),
            Means::Videos => notes.at(Some(cell), "not kept: videos are not taken from other services"),
            _ => {}
        }
    }
    Ok(Told {
        print,
        subject: about(row, subject, rules),
        person,
        review,
        reply,
        pictures,
        notes: notes.take(),
    })
}

/// What was decided for a row.
#[derive(Default)]
pub(super) struct Notes(Vec<(String, String)>);

impl Notes {
    pub fn at(&mut self, cell: Option<&Cell>, note: &str) {
        self.0.push((cell.map_or_else(String::new, |cell| cell.column.to_string()), note.to_owned()));
    }

    /// All of them.
    pub fn take(self) -> Vec<(String, String)> {
        self.0
    }
}

fn moment(row: &Row, rules: &Rules<'_>) -> Result<Time, Refusal> {
    let cell = row.cell(Means::AtUtc).or_else(|| row.cell(Means::At));
    let own = rules.format.columns().iter().find(|(_, means)| *means == Means::At);
    let column = cell.map_or_else(|| own.map_or("", |(own, _)| *own), |cell| &*cell.column);
    cell::moment(cell.map_or("", |cell| &cell.text), rules.dates, rules.now)
        .map_err(|reason| row.refused(column, reason))
}

fn words(row: &Row, notes: &mut Notes) -> Result<(Option<String>, String), Refusal> {
    let mut title =
        row.cell(Means::Title).map(|cell| cell.text.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut text = row.text(Means::Body).to_owned();
    if let Some(long) = title.take_if(|title| length(title) > TITLE_MAX) {
        notes.at(row.cell(Means::Title), "too long for a title: put before the text");
        text = format!("{long}\n\n{text}").trim().to_owned();
    }
    if length(&text) > REVIEW_MAX {
        let column = row.cell(Means::Body).map_or("", |cell| &cell.column);
        return Err(row.refused(column, format!("it has more than {REVIEW_MAX} characters")));
    }
    if text.contains('\0') || title.as_ref().is_some_and(|title| title.contains('\0')) {
        return Err(row.refused("", "it holds the character U+0000, which no database keeps"));
    }
    Ok((title.filter(|title| !title.is_empty()), text))
}

fn author(row: &Row, notes: &mut Notes) -> Option<String> {
    let hidden = row.cell(Means::Anonymous).is_some_and(|cell| cell::truth(&cell.text) == Some(true));
    let cell = row.cell(Means::Author)?;
    let name = name::shown(&cell.text).filter(|_| !hidden);
    match &name {
        None if cell.text.contains('@') => notes.at(Some(cell), "an address is no name: shown as anonymous"),
        Some(name) if *name != cell.text => {
            notes.at(Some(cell), "the family name is cut to its first letter")
        }
        _ => {}
    }
    name
}

fn lang(row: &Row, rules: &Rules<'_>, title: Option<&str>, text: &str, notes: &mut Notes) -> Lang {
    if let Some(lang) = row.cell(Means::Lang).and_then(|cell| Lang::parse(&cell.text)).or(rules.lang.cloned())
    {
        return lang;
    }
    let found = detect(&format!("{} {text}", title.unwrap_or_default())).and_then(Lang::parse);
    found.unwrap_or_else(|| {
        notes.at(None, "the language cannot be told from so few words: taken as that of the site");
        rules.home.clone()
    })
}

/// Whether somebody says that it was bought; an empty cell says nothing.
fn verified(row: &Row, notes: &mut Notes) -> bool {
    let Some(cell) = row.cell(Means::Verified) else { return false };
    let words = cell.text.to_lowercase().replace(['_', '-'], " ");
    match cell::truth(&cell.text) {
        Some(verified) => verified,
        None if words == "verified buyer" => true,
        None => {
            if !matches!(words.as_str(), "verified reviewer" | "anonymous user" | "site user" | "none") {
                notes.at(Some(cell), "neither yes nor no: taken as not checked");
            }
            false
        }
    }
}

fn state(row: &Row, notes: &mut Notes) -> Option<String> {
    if let Some(cell) = row.cell(Means::Spam).filter(|cell| cell::truth(&cell.text) == Some(true)) {
        notes.at(Some(cell), "a nuisance at its source: kept as removed");
        return Some("removed".to_owned());
    }
    let mut state = None;
    for cell in row.all(Means::State) {
        match cell.text.to_lowercase().as_str() {
            "ok" | "published" | "publish" | "approved" => {}
            _ if cell::truth(&cell.text) == Some(true) => {}
            "spam" => {
                notes.at(Some(cell), "a nuisance at its source: kept as removed");
                state = Some("removed".to_owned());
            }
            _ => {
                notes.at(Some(cell), "not published at its source: held back");
                state.get_or_insert_with(|| "held".to_owned());
            }
        }
    }
    state
}

fn experienced(row: &Row, rules: &Rules<'_>, notes: &mut Notes) -> Option<parvis_model::time::Day> {
    let cell = row.cell(Means::Experienced)?;
    match cell::moment(&cell.text, rules.dates, rules.now) {
        Ok(at) => Some(at.to_day()),
        Err(reason) => {
            notes.at(Some(cell), &format!("left out: {reason}"));
            None
        }
    }
}

fn context(row: &Row) -> BTreeMap<String, String> {
    let told = row.cells.iter().filter_map(|cell| match cell.means {
        Means::Context(word) => Some((word.to_owned(), cell.text.chars().take(120).collect())),
        _ => None,
    });
    told.collect()
}

fn reply(
    row: &Row,
    rules: &Rules<'_>,
    on: &str,
    at: Time,
    lang: &Lang,
    notes: &mut Notes,
) -> Option<(record::Person, record::Reply)> {
    let cell = row.cell(Means::Reply)?;
    if row.cell(Means::ReplyIsPublic).is_some_and(|cell| cell::truth(&cell.text) == Some(false)) {
        notes.at(Some(cell), "left out: this reply was not public");
        return None;
    }
    if length(&cell.text) > REPLY_MAX {
        notes.at(Some(cell), &format!("left out: it has more than {REPLY_MAX} characters"));
        return None;
    }
    let replied = row.cell(Means::RepliedAt).map(|cell| cell::moment(&cell.text, rules.dates, rules.now));
    let replied = match replied {
        Some(Ok(replied)) => replied.max(at),
        Some(Err(reason)) => {
            notes.at(row.cell(Means::RepliedAt), &format!("dated like its review: {reason}"));
            at
        }
        None => {
            notes.at(Some(cell), "it has no date: dated like its review");
            at
        }
    };
    let by = record::Person {
        id: person_id(&["brand"]),
        name: rules.brand.chars().take(60).collect(),
        role: Some(Role::Brand),
        badges: Vec::new(),
        extra: Extra::new(),
    };
    let item = common(format!("{on}/reply"), replied, by.id.clone(), lang.clone(), cell.text.clone());
    Some((by, record::Reply { item, on: on.to_owned(), extra: Extra::new() }))
}

/// The subject as it is made where it is not there.
fn about(row: &Row, id: SubjectId, rules: &Rules<'_>) -> record::Subject {
    let name = row.cell(Means::ProductName).map_or(id.as_str(), |cell| &cell.text).to_owned();
    let mut extra = Extra::new();
    if let Some(cell) = row.cell(Means::ProductUrl).filter(|cell| cell.text.starts_with("http")) {
        extra.insert("url".to_owned(), cell.text.clone().into());
    }
    for cell in &row.cells {
        if let Means::Trade(list) = cell.means
            && let Some(list) =
                extra.entry(list.to_owned()).or_insert_with(|| Vec::<String>::new().into()).as_array_mut()
        {
            list.push(cell.text.clone().into());
        }
    }
    let name = Local([(rules.home.clone(), name)].into());
    record::Subject { id, name, about: Local::default(), scales: Vec::new(), extra }
}

fn common(id: String, at: Time, by: PersonId, lang: Lang, text: String) -> Common {
    Common {
        id,
        at,
        edited: None,
        by,
        circle: None,
        lang,
        title: None,
        text,
        media: Vec::new(),
        disclosure: None,
        state: None,
        useful: 0,
        not_useful: 0,
        save: 0,
        replies: 0,
    }
}

/// The key of a person who is known by nothing but a file; one that was given here before stays.
fn person_id(parts: &[&str]) -> PersonId {
    if let Some(last) = parts.last()
        && last
            .strip_prefix("x-")
            .is_some_and(|hex| hex.len() == 24 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
        && let Ok(id) = PersonId::parse(last)
    {
        return id;
    }
    let hash = parts.iter().fold(Sha256::new(), |hash, part| {
        hash.chain_update((part.len() as u64).to_be_bytes()).chain_update(part)
    });
    let hex: String = hash.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    PersonId::parse(&format!("x-{hex}")).unwrap_or_else(|_| unreachable!("hexadecimal digits are a slug"))
}
