//! Records: the rows of a community as they leave and enter, one JSON object a line.
//!
//! The order of the fields is the order of an export. Ids of items are texts of the source, any text; a line
//! names other items by them. Counts on an item are what was counted before the export of its source, beside
//! the marks, votes and ballots that have lines of their own.

#![expect(missing_docs, reason = "a field without words of its own is the field of the model with that name")]

mod acts;

pub use acts::{Act, Ballot, Invitation, Vote};

use parvis_model::board::Status;
use parvis_model::chain::Link;
use parvis_model::id::{BoardId, CircleId, ItemId, OptionId, PersonId, SubjectId};
use parvis_model::item::Disclosure;
use parvis_model::lang::{Lang, Local};
use parvis_model::locality::Locality;
use parvis_model::person::{Badge, Role};
use parvis_model::poll::{Budget, Identity, Method, TieRule, Visibility};
use parvis_model::ranking::Ranking;
use parvis_model::review::{Received, Scale, Stars, Verified};
use parvis_model::site::{Policy, ReviewCounts};
use parvis_model::time::{Day, Time};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Fields of a line that the model has no word for.
pub type Extra = BTreeMap<String, Value>;

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Record {
    /// The site itself.
    Site(Box<Site>),
    /// A circle.
    Circle(Box<Circle>),
    /// A subject of reviews.
    Subject(Box<Subject>),
    /// A board of ideas.
    Board(Box<Board>),
    /// A person.
    Person(Box<Person>),
    /// A post.
    Post(Box<Post>),
    /// A review.
    Review(Box<Review>),
    /// An idea.
    Idea(Box<Idea>),
    /// A poll.
    Poll(Box<Poll>),
    /// A reply.
    Reply(Box<Reply>),
    /// A decision about an idea that names a later one.
    Decision(Box<super::late::Decision>),
    /// A mark of a person on an item.
    Mark(Act),
    /// Another act of a person on an item.
    Act(Act),
    /// A vote on an idea.
    Vote(Vote),
    /// A ballot of a poll.
    Ballot(Ballot),
    /// An invitation to review an order.
    Invitation(Invitation),
}

/// The site itself. Its id is the one the import was asked to fill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Site {
    pub id: String,
    pub name: String,
    pub languages: Vec<Lang>,
    #[serde(default)]
    pub policy: Policy,
    /// Counts beside the policy are counts of the policy.
    #[serde(default, skip_serializing)]
    pub counts: Option<ReviewCounts>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranking: Option<Ranking>,
    #[serde(flatten)]
    pub extra: Extra,
}

/// A circle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Circle {
    pub id: CircleId,
    pub name: Local,
    #[serde(default)]
    pub about: Local,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locality: Option<Locality>,
    #[serde(flatten)]
    pub extra: Extra,
}

/// A subject of reviews.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    pub id: SubjectId,
    pub name: Local,
    #[serde(default)]
    pub about: Local,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scales: Vec<Scale>,
    #[serde(flatten)]
    pub extra: Extra,
}

/// A board of ideas.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Board {
    pub id: BoardId,
    pub name: Local,
    #[serde(default)]
    pub about: Local,
    pub threshold: u32,
    #[serde(flatten)]
    pub extra: Extra,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub badges: Vec<Badge>,
    #[serde(flatten)]
    pub extra: Extra,
}

/// What every item has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Common {
    pub id: String,
    #[serde(deserialize_with = "when")]
    pub at: Time,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited: Option<Time>,
    pub by: PersonId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circle: Option<CircleId>,
    pub lang: Lang,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Shown>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disclosure: Option<Disclosure>,
    /// `held` or `removed`; none for what everybody sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub useful: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub not_useful: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub save: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub replies: u32,
}

/// A picture of an item, by the name of its file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    pub file: String,
    pub alt: String,
}

/// A post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Post {
    #[serde(flatten)]
    pub item: Common,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reprise_of: Option<String>,
    #[serde(flatten)]
    pub extra: Extra,
}

/// A reply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    #[serde(flatten)]
    pub item: Common,
    pub on: String,
    #[serde(flatten)]
    pub extra: Extra,
}

/// A review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    #[serde(flatten)]
    pub item: Common,
    pub subject: SubjectId,
    pub stars: Stars,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experienced: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommends: Option<bool>,
    #[serde(default = "unverified")]
    pub verified: Verified,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_by: Option<String>,
    #[serde(default)]
    pub received: Received,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scales: BTreeMap<String, u8>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub context: BTreeMap<String, String>,
    #[serde(flatten)]
    pub extra: Extra,
}

/// An idea. Without a status it stands where its history ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Idea {
    #[serde(flatten)]
    pub item: Common,
    pub board: BoardId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Step>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub agree: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub pass: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub disagree: u32,
    #[serde(flatten)]
    pub extra: Extra,
}

/// A step of an idea's life.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    #[serde(deserialize_with = "when")]
    pub at: Time,
    pub to: Status,
    pub by: PersonId,
    pub reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub would_change: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<String>,
}

impl Step {
    /// It as a link of the chain of its idea; `into` is what [`Step::into`] names.
    pub fn link(&self, into: Option<ItemId>) -> Link<'_> {
        let Self { at, to, by, reason, would_change, .. } = self;
        Link { at: *at, to: *to, by, reason, would_change: would_change.as_deref(), into }
    }
}

/// A poll.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Poll {
    #[serde(flatten)]
    pub item: Common,
    pub method: Method,
    pub options: Vec<Choice>,
    /// All of them where nothing is said.
    #[serde(default)]
    pub max_choices: Option<u32>,
    /// Six with their usual words where nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<Local>,
    #[serde(default, skip_serializing_if = "is_worst")]
    pub default_grade: u8,
    #[serde(default, skip_serializing_if = "Budget::is_usual")]
    pub budget: Budget,
    /// That of the method; another is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tie_rule: Option<TieRule>,
    #[serde(default = "yes", skip_serializing_if = "core::clone::Clone::clone")]
    pub may_change: bool,
    /// A poll of names is refused.
    #[serde(default = "yes", skip_serializing_if = "core::clone::Clone::clone")]
    pub anonymous: bool,
    #[serde(default, skip_serializing_if = "is_anyone")]
    pub identity: Identity,
    pub visibility: Visibility,
    #[serde(default)]
    pub min_n: u32,
    #[serde(deserialize_with = "when")]
    pub opens: Time,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<Time>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub ballots: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub verified: u32,
    #[serde(flatten)]
    pub extra: Extra,
}

/// An option of a poll.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    pub id: OptionId,
    pub text: Local,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub ballots: u32,
}

impl Record {
    /// The pictures that the line shows; none for a line that cannot show any.
    pub fn media_mut(&mut self) -> Option<&mut Vec<Shown>> {
        match self {
            Self::Post(post) => Some(&mut post.item.media),
            Self::Reply(reply) => Some(&mut reply.item.media),
            Self::Review(review) => Some(&mut review.item.media),
            Self::Idea(idea) => Some(&mut idea.item.media),
            Self::Poll(poll) => Some(&mut poll.item.media),
            _ => None,
        }
    }

    /// Fields that the line has and the service does not keep.
    pub fn unkept(&self) -> impl Iterator<Item = &str> {
        static NONE: Extra = Extra::new();
        let extra = match self {
            Self::Post(post) => &post.extra,
            Self::Reply(reply) => &reply.extra,
            Self::Review(review) => &review.extra,
            Self::Idea(idea) => &idea.extra,
            Self::Poll(poll) => &poll.extra,
            _ => &NONE,
        };
        extra.keys().map(String::as_str)
    }
}

/// A moment, or a day for its midnight.
fn when<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Time, D::Error> {
    let text = String::deserialize(deserializer)?;
    Time::parse(&text).or_else(|| Day::parse(&text).map(Day::to_time)).ok_or_else(|| {
        serde::de::Error::custom(format!("`{text}` is neither a time of RFC 3339 nor a day as YYYY-MM-DD"))
    })
}

fn unverified() -> Verified {
    Verified::None
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

fn is_worst(grade: &u8) -> bool {
    *grade == 0
}

fn is_anyone(identity: &Identity) -> bool {
    *identity == Identity::Anyone
}

fn yes() -> bool {
    true
}
