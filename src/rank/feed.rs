//! The feed: what a whole community does now, what its small circles do, what helped, what is young.
//!
//! With A = hot + 0.05 · tail in weighted people, and x ∕ (x + P95 of x) to bring each into [0, 1):
//! - `activity`: x = ln(1 + A);
//! - `circle`: x = √A / (n_month + 20)^0.7, what the post is in the last month of its circle, so that what a
//!   small circle loves counts as much as what a large one likes; a post outside circles is measured against
//!   the whole feed, by the value of `activity`;
//! - `quality`: useful against not useful, with five neutral voices: (useful + 2.5) / (useful + not + 5);
//! - `freshness`: 2^(−age / half-life);
//! - `repeats`: within the head of the list, less a fixed price for each post of the same circle above.
//!
//! Then [`crate::spread`] keeps places for posts that people brought back: older than 30 days, at least three
//! people this week, and at least two deviations more of them than in the weeks before
//! (z = (x − μ) / √(μ + ½), μ from the rest of the month).
//!
//! How the weights were found: by a grid over weights, exponents and half-lives, on all of the 24 weekly cases of
//! a company's community, both halves of them read apart, and on the 66 circles of a large public forum. No set
//! was kept back, so the figures on these are at the upper end.
//!
//! The percentiles are taken over the posts that have any activity, at the moment of ranking, and published
//! with the page, so that a browser which knows a few posts computes the same score as one that knows all.
//! A cut at the percentile would leave the best twentieth of a feed in a tie, just where order matters:
//! measured on a company's community it costs .08 of nDCG@20 and two fifths of the revived posts.

#[cfg(test)]
mod trials;

use crate::activity::decay;
use crate::sorter::Sorter;
use crate::spread::{self, Placed, Scored};
use crate::terms::Terms;
use crate::why::percentile;
use parvis_model::feed::FeedSignals;
use parvis_model::id::ItemId;
use parvis_model::ranking::{FeedScale, FeedWeights};
use parvis_model::time::{DAY, Time};

/// The terms, in the order in which they are added.
pub const NAMES: [&str; 5] = ["activity", "circle", "quality", "freshness", "repeats"];

/// Neutral voices that every post starts with.
pub const PRIOR: f64 = 5.0;
/// How much of the month counts beside the present.
pub const TAIL_SHARE: f64 = 0.05;
/// Acts added to the month of every circle, so that one act does not fill an empty one.
pub const CIRCLE_PRIOR: f64 = 20.0;
/// How strongly the size of a circle is taken out.
pub const CIRCLE_POWER: f64 = 0.7;
/// From this age on, in milliseconds, a post can be brought back.
pub const BACK_AGE: i64 = 30 * DAY;
/// People of this week that it takes.
pub const BACK_PEOPLE: u32 = 3;
/// Deviations above the weeks before.
pub const BACK_Z: f64 = 2.0;

/// A post to be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its id, which tells its age.
    pub id: ItemId,
    /// Its circle, counted from one in any fixed order; 0 without a circle.
    pub circle: u32,
    /// Acts of distinct people over 30 days in its circle; 0 without a circle.
    pub n_month: u32,
    /// Its counts.
    pub signals: FeedSignals,
}

/// What the terms are measured against: two percentiles and the typical post.
pub fn scale(candidates: &[Candidate], weights: &FeedWeights, now: Time) -> FeedScale {
    let positive = |value: &f64| *value > 0.0;
    let activities: Vec<f64> = candidates.iter().map(activity).filter(positive).collect();
    let in_circle = |candidate: &&Candidate| candidate.n_month > 0;
    let circles: Vec<f64> = candidates.iter().filter(in_circle).map(circle).filter(positive).collect();
    let mut scale = FeedScale {
        activity: percentile(&activities, 95),
        circle: percentile(&circles, 95),
        typical: [0.0; 4],
    };
    let all: Vec<[f64; 4]> =
        candidates.iter().map(|candidate| values(candidate, weights, &scale, now)).collect();
    for (place, typical) in scale.typical.iter_mut().enumerate() {
        let column: Vec<f64> = all.iter().filter_map(|row| row.get(place).copied()).collect();
        *typical = percentile(&column, 50);
    }
    scale
}

/// What the activity of a circle's posts is measured against, from the circle's month ([`Candidate::n_month`]).
pub fn circle_size(n_month: u32) -> f64 {
    libm::pow(f64::from(n_month) + CIRCLE_PRIOR, CIRCLE_POWER)
}

/// The weighted terms of one post before it has a place; their total is its score.
pub fn terms(candidate: &Candidate, weights: &FeedWeights, scale: &FeedScale, now: Time) -> Terms {
    Terms::new(&NAMES, &values(candidate, weights, scale, now))
}

/// The terms of one post in its place: the same, less what the posts of its circle above it cost.
pub fn terms_in_place(
    candidate: &Candidate,
    n_repeats: u32,
    weights: &FeedWeights,
    scale: &FeedScale,
    now: Time,
) -> Terms {
    let [activity, circle, quality, freshness] = values(candidate, weights, scale, now);
    // Taken from nothing, so that no repeats are 0 and not "-0" on the page.
    let repeats = 0.0 - weights.repeat * f64::from(n_repeats);
    Terms::new(&NAMES, &[activity, circle, quality, freshness, repeats])
}

/// The terms of the typical post, to explain others against.
pub fn typical(scale: &FeedScale) -> Terms {
    Terms::new(&NAMES, &scale.typical)
}

/// The candidates in their places, the best first.
pub fn order(candidates: &[Candidate], weights: &FeedWeights, scale: &FeedScale, now: Time) -> Vec<Placed> {
    let mut sorter = Sorter::with_capacity(candidates.len());
    push(&mut sorter, 0, candidates, weights, scale, now);
    let sorted = sorter.next_page(candidates.len());
    let scored = |index: &u32| {
        let candidate = candidates.get(usize::try_from(*index).ok()?)?;
        Some(scored(candidate, *index, weights, scale, now))
    };
    in_places(&sorted.iter().filter_map(scored).collect::<Vec<_>>(), weights)
}

/// Gives places to what is sorted by score already: all of a feed, or all of one circle.
pub fn in_places(sorted: &[Scored], weights: &FeedWeights) -> Vec<Placed> {
    let back: Vec<Scored> = sorted.iter().filter(|item| item.n_back > 0).copied().collect();
    let head = spread::head(sorted, &back, weights.repeat);
    let mut in_head: Vec<u32> = head.iter().map(|placed| placed.index).collect();
    in_head.sort_unstable();
    let rest = sorted.iter().filter(|item| in_head.binary_search(&item.index).is_err());
    let rest = rest.map(|item| Placed { index: item.index, n_repeats: 0, is_revived: false });
    head.iter().copied().chain(rest).collect()
}

/// A candidate with its score.
pub fn scored(
    candidate: &Candidate,
    index: u32,
    weights: &FeedWeights,
    scale: &FeedScale,
    now: Time,
) -> Scored {
    let score = terms(candidate, weights, scale, now).total();
    Scored { index, id: candidate.id, score, circle: candidate.circle, n_back: n_back(candidate, now) }
}

/// People who brought an old post back this week; 0 for one that is young, quiet, or read as always.
pub fn n_back(candidate: &Candidate, now: Time) -> u32 {
    let FeedSignals { n_week, n_month, .. } = candidate.signals;
    if now.since(candidate.id.born()) <= BACK_AGE || n_week < BACK_PEOPLE {
        return 0;
    }
    let usual = f64::from(n_month.saturating_sub(n_week)) * 7.0 / 23.0;
    let z = (f64::from(n_week) - usual) / libm::sqrt(usual + 0.5);
    if z >= BACK_Z { n_week } else { 0 }
}

/// Scores a chunk of candidates into a sorter; `first` is the index of the first of them.
pub fn push(
    sorter: &mut Sorter,
    first: u32,
    chunk: &[Candidate],
    weights: &FeedWeights,
    scale: &FeedScale,
    now: Time,
) {
    for (index, candidate) in (first..).zip(chunk) {
        sorter.push(terms(candidate, weights, scale, now).total(), candidate.id, index);
    }
}

fn values(candidate: &Candidate, weights: &FeedWeights, scale: &FeedScale, now: Time) -> [f64; 4] {
    values_in(candidate, circle_size(candidate.n_month), weights, scale, now)
}

/// The weighted values of the four terms, in declared order. `size` is that of the post's circle
/// ([`circle_size`]): the same for all its posts, and the dearest to compute.
pub fn values_in(
    candidate: &Candidate,
    size: f64,
    weights: &FeedWeights,
    scale: &FeedScale,
    now: Time,
) -> [f64; 4] {
    let signals = &candidate.signals;
    let (useful, not_useful) = (f64::from(signals.useful), f64::from(signals.not_useful));
    let activity = saturated(activity(candidate), scale.activity);
    let circle = match candidate.n_month {
        0 => activity,
        _ => saturated(libm::sqrt(people(candidate)) / size, scale.circle),
    };
    let quality = (useful + PRIOR / 2.0) / (useful + not_useful + PRIOR);
    let freshness = decay(candidate.id.born(), now, weights.fresh_hours);
    [
        weights.activity * activity,
        weights.circle * circle,
        weights.quality * quality,
        weights.freshness * freshness,
    ]
}

/// ln(1 + A).
fn activity(candidate: &Candidate) -> f64 {
    libm::log1p(people(candidate))
}

/// √A against the month of the circle, which must have one.
fn circle(candidate: &Candidate) -> f64 {
    libm::sqrt(people(candidate)) / circle_size(candidate.n_month)
}

/// A, in weighted people.
fn people(candidate: &Candidate) -> f64 {
    (f64::from(candidate.signals.hot) + TAIL_SHARE * f64::from(candidate.signals.tail)) / 100.0
}

/// 0 for nothing, one half at `half`, never quite 1.
fn saturated(value: f64, half: f64) -> f64 {
    if value > 0.0 { value / (value + half) } else { 0.0 }
}
