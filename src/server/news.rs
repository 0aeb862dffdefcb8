//! News for readers of feeds: what was published, the newest first, as JSON Feed 1.1 or Atom.
//!
//! The same entries are written to the file of an export and to whoever follows an address. Keys are URNs made of
//! the site and the id, because the service does not know under which address others see it; nothing counted is
//! in an entry, so that a mark or a vote makes nothing new to fetch.

mod atom;
mod html;
mod json;
mod told;

pub(crate) use told::{About, Tie, Told, ideas, posts, review, reviews};

use parvis_model::id::{ItemId, SiteId};
use parvis_model::lang::Lang;
use parvis_model::time::Time;
use serde_json::Value;
use std::borrow::Cow;
use std::io::{Result, Write};

/// Where entries come from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    /// The site.
    pub site: &'a SiteId,
    /// The address others reach the service under, without a slash at its end; pictures are shown where it is known.
    pub base: Option<&'a str>,
}

/// The two forms that readers know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// JSON Feed 1.1.
    Json,
    /// Atom.
    Atom,
}

/// What is told of a list as a whole.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// Its key.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// The language of the title.
    pub lang: Lang,
    /// The page it is about, where that is known.
    pub url: Option<String>,
    /// Its own address, where that is known.
    pub own: Option<String>,
    /// When it last changed; that of the first entry where it is not said.
    pub updated: Option<Time>,
}

/// One thing that somebody published.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Its key.
    pub key: String,
    /// Its own title, if its author gave it one.
    pub title: Option<String>,
    /// What stands for the title in a form that needs one.
    pub headline: String,
    /// What it says, as HTML in which every text is escaped.
    pub html: String,
    /// What it says as it was written, for an export.
    pub text: Option<String>,
    /// When it was published.
    pub at: Time,
    /// When it last changed.
    pub updated: Time,
    /// The language it is written in.
    pub lang: Lang,
    /// The name of its author.
    pub author: String,
    /// The page it is about, where that is known.
    pub url: Option<String>,
    /// What it belongs to: a key and a name for each.
    pub tags: Vec<(String, String)>,
    /// The address of its first picture, where that is known.
    pub image: Option<String>,
    /// What readers that know Parvis may read besides.
    pub own: Value,
}

/// A list as it is answered: in one piece.
#[derive(Clone, Debug)]
pub(crate) struct News {
    pub form: Form,
    pub head: Head,
    pub entries: Vec<Entry>,
}

/// A list being written, entry by entry.
pub(crate) struct Press<'a> {
    out: &'a mut dyn Write,
    form: Form,
    head: Head,
    is_open: bool,
}

/// The key of a list of a site.
pub(crate) fn list_key(site: &SiteId, list: &str) -> String {
    format!("urn:parvis:{site}:{list}")
}

/// The key of an item of a site.
pub(crate) fn item_key(site: &SiteId, id: ItemId) -> String {
    format!("urn:parvis:{site}:{id}")
}

impl Form {
    /// The type of a body of this form.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/feed+json",
            Self::Atom => "application/atom+xml; charset=utf-8",
        }
    }

    /// The word that tells bodies of one list apart.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Atom => "atom",
        }
    }
}

impl News {
    /// The whole body.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        let mut head = self.head.clone();
        head.updated = head.updated.or_else(|| self.entries.iter().map(|entry| entry.updated).max());
        let mut press = Press::new(&mut body, self.form, head);
        self.entries.iter().try_for_each(|entry| press.entry(entry))?;
        press.close()?;
        Ok(body)
    }
}

impl<'a> Press<'a> {
    /// Writes nothing yet: the first entry may date the whole.
    pub fn new(out: &'a mut dyn Write, form: Form, head: Head) -> Self {
        Self { out, form, head, is_open: false }
    }

    /// Writes one entry.
    pub fn entry(&mut self, entry: &Entry) -> Result<()> {
        let is_first = !self.is_open;
        self.open(entry.updated)?;
        match self.form {
            Form::Json => {
                let between = if is_first { "\n" } else { ",\n" };
                write!(self.out, "{between}{}", json::entry(entry))
            }
            Form::Atom => writeln!(self.out, "{}", atom::entry(entry)),
        }
    }

    /// Writes what stands behind the last entry.
    pub fn close(mut self) -> Result<()> {
        self.open(Time::default())?;
        self.out.write_all(match self.form {
            Form::Json => b"]}\n",
            Form::Atom => b"</feed>\n",
        })
    }

    /// Writes the head once.
    fn open(&mut self, updated: Time) -> Result<()> {
        if core::mem::replace(&mut self.is_open, true) {
            return Ok(());
        }
        let updated = self.head.updated.unwrap_or(updated);
        match self.form {
            Form::Json => write!(self.out, "{}", json::head(&self.head)),
            Form::Atom => writeln!(self.out, "{}", atom::head(&self.head, updated)),
        }
    }
}

/// A text without the characters that no XML may hold.
pub(crate) fn said(text: &str) -> Cow<'_, str> {
    let is_bad = |letter: char| {
        (letter.is_ascii_control() && !matches!(letter, '\t' | '\n' | '\r'))
            || matches!(letter, '\u{fffe}' | '\u{ffff}')
    };
    if text.contains(is_bad) { text.replace(is_bad, "").into() } else { text.into() }
}
