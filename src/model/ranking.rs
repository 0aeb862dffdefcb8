//! The constants of every order, published as they are in force.
//!
//! A score is a sum of named terms, weight times a value in [0, 1]. Formulas and start values: see the
//! crate `rank`, which reads these and nothing else. What the owner of a site may set, and how far, is one
//! table: [`SETTINGS`].

mod bounds;

pub use bounds::{SETTINGS, SUM_TOLERANCE, Setting, Unit, Unsound, setting};

use serde::{Deserialize, Serialize};

/// All constants in force on a site.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Ranking {
    /// The feed.
    pub feed: FeedWeights,
    /// Reviews.
    pub reviews: ReviewWeights,
    /// Ideas.
    pub ideas: IdeaWeights,
    /// The feed as one visitor's device orders it, if the visitor asks for that.
    #[serde(default)]
    pub mine: MineWeights,
}

/// Weights of the feed; its four terms add up to one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FeedWeights {
    /// Recent acts of distinct people.
    pub activity: f64,
    /// The same beside the circle's month.
    pub circle: f64,
    /// Useful against not useful, Bayesian with prior voices.
    pub quality: f64,
    /// Youth.
    pub freshness: f64,
    /// Half-life of recent acts, in hours.
    pub half_life_hours: f64,
    /// Half-life of youth, in hours.
    pub fresh_hours: f64,
    /// What each post of the same circle above costs, within the head of the list.
    #[serde(default = "repeat")]
    pub repeat: f64,
}

/// Weights of the order that a visitor's device makes; all but `near` and `balance` add up to one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MineWeights {
    /// The whole score of the community.
    pub community: f64,
    /// Close people took part.
    pub ties: f64,
    /// Near to what was found useful.
    pub neighbours: f64,
    /// Words of what was liked.
    pub taste: f64,
    /// From the visitor's place.
    pub near: f64,
    /// What a departure from the visitor's topics costs a run, μ.
    pub balance: f64,
}

/// Weights of reviews; its four terms add up to one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReviewWeights {
    /// Helpful votes, corrected for how many could see the review.
    pub helpful: f64,
    /// What the text gives a reader: length, long words, figures, contrasts; never the stars.
    pub text: f64,
    /// Pictures, and a checked purchase.
    pub media: f64,
    /// Youth.
    pub freshness: f64,
    /// Half-life of youth, in days.
    pub fresh_days: f64,
}

/// Constants of ideas; its two terms add up to one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct IdeaWeights {
    /// Lower bound of the share of those for.
    pub approval: f64,
    /// Approval of the opinion group that likes it least.
    #[serde(default = "groups")]
    pub groups: f64,
    /// Voices by which a group's approval is drawn to that of all.
    pub prior: f64,
}

/// What the terms of the feed are measured against: fixed points of the whole feed at the moment of ranking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FeedScale {
    /// 95th percentile of ln(1 + activity in weighted people), over the posts that have any.
    pub activity: f64,
    /// 95th percentile of what a post is in its circle's month, over the posts that have any.
    pub circle: f64,
    /// The median of each weighted term over the feed: activity, circle, quality, freshness; a typical item.
    pub typical: [f64; 4],
}

impl FeedWeights {
    /// What holds where the owner sets nothing.
    pub const DEFAULT: Self = Self {
        activity: 0.30,
        circle: 0.50,
        quality: 0.10,
        freshness: 0.10,
        half_life_hours: 12.0,
        fresh_hours: 36.0,
        repeat: 0.03,
    };
}

impl MineWeights {
    /// What holds where the owner sets nothing.
    pub const DEFAULT: Self =
        Self { community: 0.10, ties: 0.43, neighbours: 0.37, taste: 0.10, near: 0.15, balance: 1.6 };
}

impl ReviewWeights {
    /// What holds where the owner sets nothing.
    pub const DEFAULT: Self =
        Self { helpful: 0.40, text: 0.35, media: 0.10, freshness: 0.15, fresh_days: 365.0 };
}

impl IdeaWeights {
    /// What holds where the owner sets nothing.
    pub const DEFAULT: Self = Self { approval: 0.20, groups: 0.80, prior: 2.0 };
}

impl Default for FeedWeights {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Default for MineWeights {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Default for ReviewWeights {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Default for IdeaWeights {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// For constants that earlier exports do not have.
const fn repeat() -> f64 {
    FeedWeights::DEFAULT.repeat
}

const fn groups() -> f64 {
    IdeaWeights::DEFAULT.groups
}
