//! What a page must know of the site before anything else: `GET /v1/{site}`.

use crate::feed::Circle;
use crate::id::{BoardId, FeedId, ItemId, SiteId, SubjectId};
use crate::lang::{Lang, Local};
use crate::locality::CircleLocality;
use crate::ranking::Ranking;
use serde::{Deserialize, Serialize};

/// A site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Site {
    /// Its key.
    pub id: SiteId,
    /// The brand's name.
    pub name: String,
    /// Languages its texts exist in; the first is the default.
    pub languages: Vec<Lang>,
    /// What exists.
    pub surfaces: Surfaces,
    /// Circles, the most active first.
    pub circles: Vec<Circle>,
    /// Where those of them are that have a place, by key.
    #[serde(default)]
    pub localities: Vec<CircleLocality>,
    /// The formulas in force.
    pub ranking: Ranking,
    /// How reviews are checked and kept.
    pub policy: Policy,
    /// The longest side of a picture that is taken, in pixels, and its size in bytes.
    pub picture: PictureLimits,
}

/// Keys of what the site shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Surfaces {
    /// Feeds.
    pub feeds: Vec<FeedId>,
    /// Subjects of reviews.
    pub subjects: Vec<SubjectId>,
    /// Boards of ideas.
    pub boards: Vec<BoardId>,
    /// Polls, the newest first.
    pub polls: Vec<ItemId>,
}

/// What the brand declares about its reviews, near them and in plain words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Policy {
    /// Whether reviews are checked.
    #[serde(default)]
    pub checked: bool,
    /// How.
    #[serde(default)]
    pub how: Local,
    /// Whether anything is given in return.
    #[serde(default)]
    pub incentive: Local,
    /// Days until publication at most.
    #[serde(default)]
    pub delay_days: u32,
    /// How long reviews are kept.
    #[serde(default)]
    pub retention: Local,
    /// Whether and how an author can change a review.
    #[serde(default)]
    pub can_edit: Local,
    /// Whether authors can be contacted.
    #[serde(default)]
    pub contact: Local,
    /// Grounds of refusal.
    #[serde(default)]
    pub refusal: Local,
    /// Reviews received, published, refused since the beginning.
    #[serde(default)]
    pub counts: ReviewCounts,
}

/// What became of all reviews.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReviewCounts {
    /// Received.
    pub received: u32,
    /// Published.
    pub published: u32,
    /// Refused.
    pub refused: u32,
}

/// What pictures are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PictureLimits {
    /// Pixels of the longest side.
    pub max_side: u32,
    /// Bytes.
    pub max_bytes: u32,
}
