//! What visitors send, and how long it may be; the rules it must keep are in [`check`](NewPost::check).

mod ballot;
mod check;
mod decision;

pub use check::length;
pub use decision::{DECISION_MAX, DECISION_MIN, NewDecision, NewPollDecision, PollAct};

use crate::id::{CircleId, ItemId, MediaId, OptionId};
use crate::item::Disclosure;
use crate::lang::Lang;
use crate::map::Map;
use crate::review::{Received, Stars};
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// Characters a display name may have at most.
pub const NAME_MAX: u32 = 60;
/// Characters a title may have at most.
pub const TITLE_MAX: u32 = 120;
/// Characters a post may have at most.
pub const POST_MAX: u32 = 20_000;
/// Characters a reply may have at most.
pub const REPLY_MAX: u32 = 5_000;
/// Characters a review has at least.
pub const REVIEW_MIN: u32 = 10;
/// Characters a review may have at most: a story of about 5,000 words.
pub const REVIEW_MAX: u32 = 30_000;
/// Characters an idea may have at most.
pub const IDEA_MAX: u32 = 5_000;
/// Characters the need behind an idea may have at most.
pub const NEED_MAX: u32 = 300;
/// Characters the description of a picture may have at most.
pub const ALT_MAX: u32 = 300;
/// Pictures an item may have at most.
pub const PICTURES_MAX: u32 = 6;
/// Characters the reason of a report may have at most.
pub const REASON_MAX: u32 = 2_000;

/// A new post: `POST /v1/{site}/posts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPost {
    /// The name to show; ignored for members, whose name the brand gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The circle it is said in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circle: Option<CircleId>,
    /// The language it is written in.
    pub lang: Lang,
    /// A title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Markdown.
    pub text: String,
    /// Pictures uploaded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Picture>,
    /// The author's tie to the brand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disclosure: Option<Disclosure>,
    /// The post it takes up again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reprise_of: Option<ItemId>,
}

/// A picture uploaded before, with what it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// The answer of the upload.
    pub id: MediaId,
    /// What it shows, in words.
    pub alt: String,
}

/// A new reply: `POST /v1/{site}/items/{id}/replies`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewReply {
    /// The name to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The language it is written in.
    pub lang: Lang,
    /// Markdown.
    pub text: String,
}

/// A new review: `POST /v1/{site}/subjects/{subject}/reviews`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewReview {
    /// The name to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The language it is written in.
    pub lang: Lang,
    /// The note.
    pub stars: Stars,
    /// A title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Markdown.
    pub text: String,
    /// The day the author used or received it.
    pub experienced: Day,
    /// Whether the author recommends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommends: Option<bool>,
    /// What was received in return; what the campaign of the invitation says goes before it.
    pub received: Received,
    /// The invitation the author came with: it marks the review as checked, and is good for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<String>,
    /// Places on the scales of the subject, 1 to 5.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub scales: Map<String, u8>,
    /// Pictures uploaded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Picture>,
}

/// A new idea: `POST /v1/{site}/boards/{board}/ideas`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewIdea {
    /// The name to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The language it is written in.
    pub lang: Lang,
    /// What it proposes.
    pub title: String,
    /// Markdown.
    pub text: String,
    /// The need behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<String>,
    /// The circle it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circle: Option<CircleId>,
}

/// A vote on an idea: `PUT /v1/{site}/ideas/{id}/vote`; `DELETE` takes it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct IdeaVote {
    /// For, neither or against.
    pub vote: Vote,
}

/// A direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Vote {
    /// For.
    Agree,
    /// Neither.
    Pass,
    /// Against.
    Disagree,
}

/// A ballot: `PUT /v1/{site}/polls/{poll}/ballot` replaces; `DELETE` takes it back.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// The options chosen; the best first where they are ranked, and those left out tied last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<OptionId>,
    /// One value an option, in the order of the options: its grade from the worst, 0, or its points. What is missing
    /// at the end counts as the poll's default grade, or as no points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<u8>,
}

/// A report: `POST /v1/{site}/items/{id}/reports`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    /// What is wrong.
    pub reason: ReportReason,
    /// In the reporter's words.
    pub text: String,
}

/// What a report may be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum ReportReason {
    /// Against the law.
    Illegal,
    /// Not a real experience.
    Fake,
    /// Insults or harms somebody.
    Abuse,
    /// Tells something private.
    Private,
    /// Advertising.
    Spam,
    /// Something else.
    Other,
}

/// The answer to a new item: its id as published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Published {
    /// The id it received.
    pub id: ItemId,
    /// Whether everybody sees it now, or the brand looks at it first.
    pub held: bool,
}

impl Vote {
    /// +1, 0 or −1.
    pub const fn as_number(self) -> i8 {
        match self {
            Self::Agree => 1,
            Self::Pass => 0,
            Self::Disagree => -1,
        }
    }

    /// Reads [`Vote::as_number`].
    pub fn parse(number: i64) -> Option<Self> {
        [Self::Agree, Self::Pass, Self::Disagree]
            .into_iter()
            .find(|vote| i64::from(vote.as_number()) == number)
    }
}

impl ReportReason {
    /// Every reason, in the order shown.
    pub const ALL: [Self; 6] =
        [Self::Illegal, Self::Fake, Self::Abuse, Self::Private, Self::Spam, Self::Other];

    /// The word used in JSON and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Illegal => "illegal",
            Self::Fake => "fake",
            Self::Abuse => "abuse",
            Self::Private => "private",
            Self::Spam => "spam",
            Self::Other => "other",
        }
    }
}
