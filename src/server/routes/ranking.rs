//! The formulas in force, taken apart: what every list is ordered by, as JSON and for the page about it.

mod made;

use super::how::Tongue;
use crate::app::App;
use crate::problem::Error;
use crate::read::{MINUTE, answer};
use crate::request::{NoQuery, Path, Query};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use parvis_model::id::SiteId;
use parvis_model::problem::ProblemKind;
use serde::Serialize;
use utoipa::ToSchema;

/// What no order ever uses, by key.
pub const NEVER_USED: [&str; 6] =
    ["dwell", "watch_time", "scroll_depth", "position_clicks", "paid_placement", "visitor_profile"];

/// How every list is ordered, with the constants in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct Formulas {
    /// Posts, as everybody sees them.
    pub feed: FeedFormula,
    /// Reviews of a subject.
    pub reviews: ReviewFormula,
    /// Ideas of a board.
    pub ideas: IdeaFormula,
    /// Posts as a visitor's device orders them, for who asks for it there.
    pub mine: MineFormula,
    /// What the owner of the site may set, and how far.
    pub settings: Vec<Allowed>,
    /// What no order ever uses.
    #[schema(value_type = Vec<String>)]
    pub never_used: [&'static str; 6],
}

/// A term of a sum.
#[derive(Debug, Serialize, ToSchema)]
pub struct Term {
    /// Its name, as in "Why here?".
    #[schema(value_type = String)]
    pub name: &'static str,
    /// What its value, 0 to 1, is multiplied by; negative for what is taken away.
    pub weight: f64,
    /// What the value is, in words.
    pub value: String,
}

/// How posts are ordered.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedFormula {
    /// In the order in which they are added.
    pub terms: Vec<Term>,
    /// Half-life of recent acts, in hours.
    pub half_life_hours: f64,
    /// Half-life of what a month keeps of them, in hours.
    pub month_half_life_hours: f64,
    /// Half-life of youth, in hours.
    pub fresh_hours: f64,
    /// What the month counts beside the present.
    pub month_share: f64,
    /// The size of a circle is (acts of its month + `circle_prior`) to the power of `circle_power`.
    pub circle_prior: f64,
    /// See `circle_prior`.
    pub circle_power: f64,
    /// Neutral voices by which "useful" against "not useful" is drawn to the middle.
    pub quality_prior: f64,
    /// What the acts of people weigh; each person counts by the heaviest.
    pub acts: Vec<Weighted>,
    /// Places within which posts of one circle make room for others.
    pub head: usize,
    /// Places kept for older posts that people came back to this week.
    pub revived: Kept,
    /// When a post counts as brought back.
    pub back: Back,
    /// When accounts that do alike count for less than as many.
    pub crowds: Crowds,
    /// The part of what all give to a post that is a crowd's at most.
    pub crowd_share: f64,
}

/// Something with a weight of its own.
#[derive(Debug, Serialize, ToSchema)]
pub struct Weighted {
    /// Its name.
    #[schema(value_type = String)]
    pub name: &'static str,
    /// Its weight.
    pub weight: f64,
}

/// Places that are kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct Kept {
    /// The first of them, counted from one.
    pub first: usize,
    /// One place in so many from there on.
    pub every: usize,
}

/// When a post counts as brought back.
#[derive(Debug, Serialize, ToSchema)]
pub struct Back {
    /// Days it is old, at least.
    pub days: i64,
    /// People of this week, at least.
    pub people: u32,
    /// Standard deviations above the weeks before.
    pub deviations: f64,
}

/// How reviews are ordered.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewFormula {
    /// In the order in which they are added. The stars are none of them.
    pub terms: Vec<Term>,
    /// Half-life of youth, in days.
    pub fresh_days: f64,
    /// Readers who may have seen a review count as silent, so many at most.
    pub silence: f64,
    /// Days in which half of them come.
    pub silence_days: f64,
    /// What the value of the text is added up from.
    pub text: Vec<TextPart>,
    /// So many of the first places hold the stars of all reviews, as nearly as they can.
    pub mix_of_first: usize,
    /// Words from which on a near copy of an earlier review comes after all others.
    pub copy_words: usize,
}

/// A part of what the text of a review gives.
#[derive(Debug, Serialize, ToSchema)]
pub struct TextPart {
    /// Its name.
    #[schema(value_type = String)]
    pub name: &'static str,
    /// What it is of the whole at most; negative for what is taken away.
    pub share: f64,
    /// How many of what it counts give half of it; none for what is there or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub half: Option<f64>,
    /// What it counts, in words.
    pub value: String,
}

/// How ideas are ordered.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdeaFormula {
    /// In the order in which they are added.
    pub terms: Vec<Term>,
    /// Voices by which a group's share is drawn to that of all.
    pub prior: f64,
    /// When opinion groups are looked for.
    pub groups: Groups,
    /// When accounts that vote alike are not heard as many.
    pub crowds: Crowds,
}

/// When opinion groups are looked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Groups {
    /// Voters there must be.
    pub voters: usize,
    /// Ideas that each of them voted on, or all there are.
    pub ideas: usize,
    /// Voters of a group, at least.
    pub least: usize,
}

/// When accounts that do alike are not heard as many. The counts shown hold what everybody did.
#[derive(Debug, Serialize, ToSchema)]
pub struct Crowds {
    /// Two accounts are alike when more than this part of all they did is the same, on the same days.
    pub alike: f64,
    /// Accounts of a crowd, at least; who is alike to somebody alike belongs to the same.
    pub accounts: usize,
    /// Part of all accounts that are alike to somebody, up to which no crowd is heard.
    pub unheard: f64,
    /// The same part, from which on crowds are heard in full; in proportion in between.
    pub heard: f64,
}

/// How a visitor's device orders posts, for who asks for it there. The server learns nothing of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MineFormula {
    /// In the order in which they are added; the sliders of the visitor multiply some of them.
    pub terms: Vec<Term>,
    /// Half-life of what close people did, in hours.
    pub ties_half_life_hours: f64,
    /// People who liked both, from which on two posts are told to be neighbours.
    pub neighbour_people: u32,
    /// Half-lives of what was liked, in hours, each with the part of it that fades so.
    pub taste_half_lives: [(f64, f64); 2],
    /// Closeness beyond this sum makes no difference.
    pub most_ties: f64,
    /// `ties` and `neighbours` are divided by (useful votes + `rarity_prior`) to the power of `rarity_power`.
    pub rarity_power: f64,
    /// See `rarity_power`.
    pub rarity_prior: f64,
    /// Kilometres after which `near` has halved, along the great circle between places rounded to a tenth of a degree.
    pub near_half_km: f64,
    /// The radius of the Earth it is computed with, in kilometres.
    pub earth_km: f64,
    /// One place in so many is for a post from outside the visitor's topics.
    pub discovery_every: f64,
    /// Runs that keep the balance of the visitor's topics.
    pub calibration: Calibration,
}

/// Runs that keep the balance of the visitor's topics.
#[derive(Debug, Serialize, ToSchema)]
pub struct Calibration {
    /// Places of a run.
    pub run: usize,
    /// Posts it is chosen from, the best by score.
    pub pool: usize,
    /// What a departure from the topics costs, against the score.
    pub weight: f64,
}

/// A constant that the owner of the site may set.
#[derive(Debug, Serialize, ToSchema)]
pub struct Allowed {
    /// List and constant: `feed.half_life_hours`.
    #[schema(value_type = String)]
    pub name: &'static str,
    /// The value in force.
    pub value: f64,
    /// What holds where nothing is set.
    pub default: f64,
    /// The least allowed.
    pub least: f64,
    /// The most allowed.
    pub most: f64,
}

/// The formulas of all orders with the constants in force: terms, weights, half-lives, kept places, and what
/// is never used.
#[utoipa::path(get, path = "/v1/{site}/ranking", tag = "site", params(("site" = SiteId, Path)), responses((status = 200, body = Formulas)))]
pub async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Path(site): Path<SiteId>,
    _: Query<NoQuery>,
) -> Result<Response, Error> {
    let scopes = [format!("{site}/site")];
    let render = async || {
        let found = app.db.constants(&site).await?;
        let constants = found.ok_or_else(|| Error::of(ProblemKind::NotFound))?;
        Ok(Formulas::of(&constants.ranking, Tongue::English))
    };
    answer(&app, &headers, format!("/v1/{site}/ranking"), &scopes, MINUTE, render).await
}
