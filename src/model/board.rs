//! Ideas on a board, their votes and what the brand did with them.
//!
//! `GET /v1/{site}/boards/{board}?cursor=` gives [`BoardPage`]s of 100 ideas in the published order.

use crate::feed::Circle;
use crate::id::{BoardId, ItemId};
use crate::item::Item;
use crate::lang::Local;
use crate::person::Person;
use crate::thread::Reply;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Idea {
    /// What it shares with every item.
    pub item: Item,
    /// The board it stands on.
    pub board: BoardId,
    /// The need behind it, in one sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<String>,
    /// People for, passing and against, those of the ideas merged into this one among them: each person once, by their
    /// vote on this idea, else by the newest of their others.
    pub votes: Votes,
    /// What the votes said to the order when the list was ranked.
    #[serde(default)]
    pub voices: Voices,
    /// Where it stands.
    pub status: Status,
    /// How it came there, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<StatusChange>,
    /// The newest answer of the brand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Box<Reply>>,
}

/// How many distinct people voted each way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Votes {
    /// For.
    pub agree: u32,
    /// Neither.
    pub pass: u32,
    /// Against.
    pub disagree: u32,
}

/// What the votes on an idea say to the order of its board, in whole numbers.
///
/// Not the counts: votes of many accounts that voted the same on the same day may be heard less. Groups are
/// parts of those who voted on the board, of at least five people each; nobody learns who is in which. What was said on a
/// merged idea is heard where it lives on, and there alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Voices {
    /// Voices for, in hundredths of a voice.
    pub agree: u32,
    /// All voices, in hundredths of a voice.
    pub all: u32,
    /// Approval of the opinion group that likes it least, in ten-thousandths.
    pub every_group: u32,
}

/// Where an idea stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Status {
    /// Collects votes.
    Open,
    /// The brand looks into it.
    Considered,
    /// It will be made.
    Planned,
    /// It is being made.
    InProgress,
    /// It exists.
    Shipped,
    /// It will not be made.
    Declined,
    /// It lives on in another idea.
    Merged,
}

/// One step of an idea's life, with who decided and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StatusChange {
    /// When it was decided.
    pub at: Time,
    /// The new status.
    pub to: Status,
    /// Who decided.
    pub by: Person,
    /// Why.
    pub reason: String,
    /// What would change the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub would_change: Option<String>,
    /// The idea it was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<ItemId>,
    /// Its place in the chain of the idea's decisions: SHA-256 over this one and the hash of the one before, in 64 hex
    /// digits. The module `chain` says what exactly is hashed.
    #[serde(default)]
    pub hash: String,
}

/// A page of ideas; pages are the same for everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BoardPage {
    /// The board.
    pub board: Board,
    /// The moment the order was computed for.
    pub ranked_at: Time,
    /// The ideas, in order.
    pub ideas: Vec<Idea>,
    /// The cursor of the next page; none at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Board {
    /// Its key.
    pub id: BoardId,
    /// Its name.
    pub name: Local,
    /// What it collects.
    #[serde(default)]
    pub about: Local,
    /// How many ideas it holds.
    pub n_ideas: u32,
    /// How many people voted on any of them.
    pub n_voters: u32,
    /// Votes for, from which the brand promises an answer.
    pub threshold: u32,
    /// Ideas over the threshold that still wait for an answer.
    pub n_waiting: u32,
    /// The head of the chains of its ideas' decisions: one hash to keep, which changes with every decision. The module
    /// `chain` says of what; none while nothing was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
    /// Days from the publication of an idea to the first answer of the brand or its first decision: the median over the
    /// ideas that have one, rounded up; none while no idea has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_in_days: Option<u32>,
    /// Circles its ideas belong to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub circles: Vec<Circle>,
}

impl Votes {
    /// People who voted.
    pub const fn total(&self) -> u32 {
        self.agree + self.pass + self.disagree
    }
}

impl Status {
    /// Every status, in the order of an idea's life.
    pub const ALL: [Self; 7] = [
        Self::Open,
        Self::Considered,
        Self::Planned,
        Self::InProgress,
        Self::Shipped,
        Self::Declined,
        Self::Merged,
    ];

    /// The word used in JSON and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Considered => "considered",
            Self::Planned => "planned",
            Self::InProgress => "in_progress",
            Self::Shipped => "shipped",
            Self::Declined => "declined",
            Self::Merged => "merged",
        }
    }

    /// Reads [`Status::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether the idea still takes votes.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Considered | Self::Planned)
    }
}
