//! Feeds: posts in pages, and the compact signals that order all of them.
//!
//! `GET /v1/{site}/feeds/{feed}?order=&circle=&cursor=` gives [`FeedPage`]s of whole posts;
//! `GET /v1/{site}/feeds/{feed}/candidates?circle=&cursor=` gives [`Candidates`], columns of integers for
//! thousands of posts at once; `GET /v1/{site}/feeds/{feed}/words?circle=&cursor=` gives [`Words`] for a
//! search on the device. All of them follow one published order, so that everybody asks for the same pages.

use crate::id::{CircleId, FeedId, ItemId};
use crate::item::Item;
use crate::lang::Local;
use crate::ranking::FeedScale;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// A post of the feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Post {
    /// What it shares with every item.
    pub item: Item,
    /// The post it takes up again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reprise_of: Option<ItemId>,
}

/// The order of a list that the server pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Order {
    /// By the published formula, the same for everybody.
    Community,
    /// By date, the newest first.
    Newest,
}

/// A page of whole posts; pages are the same for everybody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FeedPage {
    /// Which feed.
    pub feed: FeedId,
    /// How many posts the feed holds in all.
    pub n_posts: u32,
    /// The circles of the feed, the most active first.
    pub circles: Vec<Circle>,
    /// The moment the order was computed for.
    pub ranked_at: Time,
    /// What the terms of the score are measured against.
    pub scale: FeedScale,
    /// The posts of this page, in order.
    pub posts: Vec<Post>,
    /// Their signals, one for each post.
    pub signals: Vec<FeedSignals>,
    /// Posts of this page that stand in a place kept for what people brought back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revived: Vec<ItemId>,
    /// The cursor of the next page; none at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A circle and how lively it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Circle {
    /// Its key.
    pub id: CircleId,
    /// Its name.
    pub name: Local,
    /// What it is about.
    #[serde(default)]
    pub about: Local,
    /// Posts in this feed.
    pub n_posts: u32,
    /// Acts of distinct people over 30 days: the size that scales its activity.
    pub n_month: u32,
}

/// What the order of one post depends on: counts only, nothing of any person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FeedSignals {
    /// Decayed activity of distinct people with the short half-life, in hundredths of a weighted person.
    pub hot: u32,
    /// The same with the long half-life of 30 days, in hundredths.
    pub tail: u32,
    /// Distinct people who found it useful.
    pub useful: u32,
    /// Distinct people who did not.
    pub not_useful: u32,
    /// Distinct people who did anything with it in the last seven days.
    pub n_week: u32,
    /// The same over the last thirty days.
    pub n_month: u32,
}

/// Signals of up to 4,096 posts as columns; every column has the same length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Candidates {
    /// The moment the signals were computed for.
    pub ranked_at: Time,
    /// The circles that `circle` points into.
    pub circles: Vec<CircleId>,
    /// Their ids.
    pub ids: Vec<ItemId>,
    /// The index of the circle plus one; 0 for none.
    pub circle: Vec<u32>,
    /// See [`FeedSignals::hot`].
    pub hot: Vec<u32>,
    /// See [`FeedSignals::tail`].
    pub tail: Vec<u32>,
    /// See [`FeedSignals::useful`].
    pub useful: Vec<u32>,
    /// See [`FeedSignals::not_useful`].
    pub not_useful: Vec<u32>,
    /// See [`FeedSignals::n_week`].
    pub n_week: Vec<u32>,
    /// See [`FeedSignals::n_month`].
    pub n_month: Vec<u32>,
    /// The cursor of the next columns; none at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What a search looks into, for up to 4,096 posts in the order of [`Candidates`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Words {
    /// The moment of the order; equal to that of the candidates it goes with.
    pub ranked_at: Time,
    /// The first id, to check that both agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<ItemId>,
    /// Title and the first 200 characters of the text, in lower case without accents.
    pub words: Vec<String>,
    /// The cursor of the next words; none at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl Order {
    /// The word used in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Community => "community",
            Self::Newest => "newest",
        }
    }
}
