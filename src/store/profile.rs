//! The profile: what this device remembers of its visitor so as to order a feed for them.
//!
//! It is off until the visitor turns it on, and holds nothing but what they did since: acts with the print of the
//! post they were on, people and circles they follow or do not want to see, their place, the sliders. What follows
//! from it (words, topics, closeness) is computed anew for each list, so that an entry taken out leaves no trace.

use parvis_model::id::{CircleId, ItemId, PersonId};
use parvis_model::locality::Point;
use parvis_model::pool::Print;
use parvis_model::time::{DAY, Time};
use parvis_rank::mine::Mix;
use serde::{Deserialize, Serialize};

/// Acts remembered at most, the newest; with everything else under 150 kB as JSON.
pub const MOST_ENTRIES: usize = 300;
/// People and circles remembered at most.
pub const MOST_NAMES: usize = 60;
/// Words remembered as they are written at most, and words left out at most.
pub const MOST_WORDS: usize = 600;
/// Days after which an act is forgotten: 13 months.
pub const KEPT_DAYS: i64 = 390;
/// Letters of a name or a title kept to show what an entry is.
const LETTERS: usize = 40;
/// Letters of a word.
const WORD: usize = 24;

/// What a visitor's device remembers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// When it was turned on.
    pub since: Time,
    /// What the visitor did, the oldest first.
    #[serde(default)]
    pub entries: Vec<Entry>,
    /// People who are followed or not wanted.
    #[serde(default)]
    pub people: Vec<Stance<PersonId>>,
    /// Circles that are followed or not wanted.
    #[serde(default)]
    pub circles: Vec<Stance<CircleId>>,
    /// The visitor's place, if they said one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<Home>,
    /// How the words of those posts are written, by bucket.
    #[serde(default)]
    pub words: Vec<(u16, String)>,
    /// Buckets of words the visitor took out.
    #[serde(default)]
    pub left_out: Vec<u16>,
    /// The sliders, in percent of what is published: 0 to 200.
    #[serde(default)]
    pub sliders: Sliders,
}

/// An act on a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// On which.
    pub item: ItemId,
    /// What was done.
    pub act: Learnt,
    /// When.
    pub at: Time,
    /// What the post is called, or how it begins.
    pub title: String,
    /// Its circle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circle: Option<CircleId>,
    /// What it is about.
    pub print: Print,
}

/// What is learnt from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Learnt {
    /// Found useful.
    Useful,
    /// Saved.
    Save,
    /// "More like this".
    More,
    /// "Less like this".
    Less,
}

/// Somebody or something the visitor took a stance on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stance<Id> {
    /// Who or what.
    pub id: Id,
    /// The name, as it was shown.
    pub name: String,
    /// Whether it is followed; otherwise it is not shown.
    pub is_followed: bool,
    /// Since when.
    pub at: Time,
}

/// The visitor's place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Home {
    /// What it is called, as it was shown; empty where the device found it.
    pub name: String,
    /// Where it is, to about 11 km.
    pub at: Point,
    /// Since when it is known.
    pub since: Time,
}

/// The sliders, in percent of what is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sliders {
    /// Close people.
    pub ties: u16,
    /// Youth.
    pub fresh: u16,
    /// The visitor's place.
    pub near: u16,
    /// Posts from outside the visitor's topics.
    pub discovery: u16,
}

/// One of the sliders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slider {
    /// Close people.
    Ties,
    /// Youth.
    Fresh,
    /// The visitor's place.
    Near,
    /// Posts from outside the visitor's topics.
    Discovery,
}

/// A part of the profile that can be taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trait {
    /// Every act on one post.
    Item(ItemId),
    /// Every act in one circle, and the stance on it.
    Circle(CircleId),
    /// The stance on a circle alone.
    Stance(CircleId),
    /// The stance on a person.
    Person(PersonId),
    /// A word.
    Word(u16),
    /// The visitor's place.
    Home,
}

impl Default for Sliders {
    fn default() -> Self {
        Self { ties: 100, fresh: 100, near: 100, discovery: 100 }
    }
}

impl Slider {
    /// All of them, in the order shown.
    pub const ALL: [Self; 4] = [Self::Ties, Self::Fresh, Self::Near, Self::Discovery];
    /// The highest value, in percent.
    pub const MOST: u16 = 200;

    /// The word used in `data-act` and message keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ties => "ties",
            Self::Fresh => "fresh",
            Self::Near => "near",
            Self::Discovery => "discovery",
        }
    }
}

impl Sliders {
    /// The value of a slider, in percent.
    pub const fn of(&self, slider: Slider) -> u16 {
        match slider {
            Slider::Ties => self.ties,
            Slider::Fresh => self.fresh,
            Slider::Near => self.near,
            Slider::Discovery => self.discovery,
        }
    }

    /// Sets a slider; beyond the end is the end.
    pub fn set(&mut self, slider: Slider, percent: u16) {
        let value = percent.min(Slider::MOST);
        match slider {
            Slider::Ties => self.ties = value,
            Slider::Fresh => self.fresh = value,
            Slider::Near => self.near = value,
            Slider::Discovery => self.discovery = value,
        }
    }

    /// As ranking wants them: 1 is as published.
    pub fn mix(&self) -> Mix {
        let part = |percent: u16| f64::from(percent.min(Slider::MOST)) / 100.0;
        Mix {
            ties: part(self.ties),
            fresh: part(self.fresh),
            near: part(self.near),
            discovery: part(self.discovery),
        }
    }
}

impl Home {
    /// A place known from now on.
    pub fn new(name: &str, at: Point, now: Time) -> Self {
        Self { name: shortened(name, LETTERS), at, since: now }
    }
}

impl Learnt {
    /// Everything that is learnt from.
    pub const ALL: [Self; 4] = [Self::Useful, Self::Save, Self::More, Self::Less];

    /// The word used in what is kept and in message keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Useful => "useful",
            Self::Save => "save",
            Self::More => "more",
            Self::Less => "less",
        }
    }

    /// Reads [`Learnt::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == text)
    }

    /// How strongly it speaks for the words of its post; negative against them.
    pub const fn strength(self) -> f64 {
        match self {
            Self::Useful | Self::More => 2.0,
            Self::Save => 2.5,
            Self::Less => -2.0,
        }
    }
}

impl Profile {
    /// A profile turned on now, which knows nothing.
    pub fn new(now: Time) -> Self {
        Self {
            since: now,
            entries: Vec::new(),
            people: Vec::new(),
            circles: Vec::new(),
            home: None,
            words: Vec::new(),
            left_out: Vec::new(),
            sliders: Sliders::default(),
        }
    }

    /// Whether it holds nothing that an order could depend on.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.people.is_empty() && self.circles.is_empty() && self.home.is_none()
    }

    /// Forgets the visitor's place, and how far it was to count.
    pub fn leave_home(&mut self) {
        (self.home, self.sliders.near) = (None, Sliders::default().near);
    }

    /// Remembers an act. The same act again changes its moment only; "more" and "less" take each other's place.
    /// `words` are those of the print as they are written, by bucket in any order.
    pub fn learn(&mut self, entry: Entry, words: impl IntoIterator<Item = (u16, String)>) {
        let is_opinion = |act| matches!(act, Learnt::More | Learnt::Less);
        self.entries.retain(|known| {
            let replaced = known.act == entry.act || is_opinion(known.act) && is_opinion(entry.act);
            known.item != entry.item || !replaced
        });
        for (bucket, word) in words {
            if let Err(place) = self.words.binary_search_by_key(&bucket, |known| known.0)
                && self.words.len() < MOST_WORDS
            {
                self.words.insert(place, (bucket, shortened(&word, WORD)));
            }
        }
        let title = shortened(&entry.title, LETTERS);
        self.entries.push(Entry { title, ..entry });
        self.trim();
    }

    /// Forgets an act that was taken back.
    pub fn unlearn(&mut self, item: ItemId, act: Learnt) {
        self.entries.retain(|known| known.item != item || known.act != act);
        self.trim();
    }

    /// How a word of a bucket is written, where an act remembers it.
    pub fn word(&self, bucket: u16) -> Option<&str> {
        let place = self.words.binary_search_by_key(&bucket, |known| known.0).ok()?;
        self.words.get(place).map(|(_, word)| word.as_str())
    }

    /// Whether this act is remembered.
    pub fn has(&self, item: ItemId, act: Learnt) -> bool {
        self.entries.iter().any(|known| known.item == item && known.act == act)
    }

    /// Follows a person (`true`) or keeps them out of sight; the stance before goes.
    pub fn mind_person(&mut self, id: PersonId, name: &str, is_followed: bool, at: Time) {
        mind(&mut self.people, id, name, is_followed, at);
    }

    /// The same for a circle.
    pub fn mind_circle(&mut self, id: CircleId, name: &str, is_followed: bool, at: Time) {
        mind(&mut self.circles, id, name, is_followed, at);
    }

    /// Whether a person is followed, kept out of sight (`false`), or neither.
    pub fn person(&self, id: &PersonId) -> Option<bool> {
        self.people.iter().find(|known| known.id == *id).map(|known| known.is_followed)
    }

    /// The same for a circle.
    pub fn circle(&self, id: &CircleId) -> Option<bool> {
        self.circles.iter().find(|known| known.id == *id).map(|known| known.is_followed)
    }

    /// Takes a part out.
    pub fn forget(&mut self, part: &Trait) {
        match part {
            Trait::Item(id) => self.entries.retain(|entry| entry.item != *id),
            Trait::Circle(id) => {
                self.entries.retain(|entry| entry.circle.as_ref() != Some(id));
                self.circles.retain(|known| known.id != *id);
            }
            Trait::Stance(id) => self.circles.retain(|known| known.id != *id),
            Trait::Person(id) => self.people.retain(|known| known.id != *id),
            Trait::Home => self.leave_home(),
            Trait::Word(bucket) => {
                if !self.left_out.contains(bucket) && self.left_out.len() < MOST_WORDS {
                    self.left_out.push(*bucket);
                }
            }
        }
        self.trim();
    }

    /// Drops what is too old or more than is kept, as after reading it from the device.
    pub fn tidy(&mut self, now: Time) {
        let since = now.plus(-KEPT_DAYS * DAY);
        self.entries.retain(|entry| entry.at >= since);
        self.people.retain(|known| known.at >= since);
        self.circles.retain(|known| known.at >= since);
        if self.home.as_ref().is_some_and(|home| home.since < since) {
            self.leave_home();
        }
        self.people.truncate(MOST_NAMES);
        self.circles.truncate(MOST_NAMES);
        self.left_out.truncate(MOST_WORDS);
        self.words.sort_unstable();
        self.words.dedup_by_key(|word| word.0);
        self.words.truncate(MOST_WORDS);
        self.trim();
    }

    /// Keeps the newest acts, and of the words those that an act remembers.
    fn trim(&mut self) {
        let n_over = self.entries.len().saturating_sub(MOST_ENTRIES);
        self.entries.drain(..n_over);
        let mut used: Vec<u16> =
            self.entries.iter().flat_map(|entry| entry.print.0.iter().map(|(bucket, _)| *bucket)).collect();
        used.sort_unstable();
        self.words.retain(|(bucket, _)| used.binary_search(bucket).is_ok());
    }
}

fn mind<Id: PartialEq>(known: &mut Vec<Stance<Id>>, id: Id, name: &str, is_followed: bool, at: Time) {
    known.retain(|stance| stance.id != id);
    known.push(Stance { id, name: shortened(name, LETTERS), is_followed, at });
    let n_over = known.len().saturating_sub(MOST_NAMES);
    known.drain(..n_over);
}

fn shortened(text: &str, n_letters: usize) -> String {
    text.chars().take(n_letters).collect()
}

#[cfg(test)]
mod trials;
