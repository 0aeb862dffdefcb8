//! A visit: every candidate put in the order of one visitor, in slices of any size.
//!
//! [`Posts`] is what is published, the same for everybody, with what follows from it alone. [`Profile`] is what
//! the device knows of its visitor. A [`Visit`] goes over the candidates twice: first it measures what each is to
//! the visitor, then it scores each against the highest measured. Of the scored it keeps the best alone, so that
//! what nobody scrolls to is never sorted.

use crate::activity::decay;
use crate::calibrate::POOL;
use crate::feed::{Candidate, circle_size, values_in};
use crate::marks::Marks;
use crate::mine::{self, Personal, Placed, Rules};
use crate::neighbours::{Near, affinity, both_ways};
use crate::rows::Rows;
use crate::spread::{Scored, before};
use crate::taste::{Counts, Lens, Rarity, Taste};
use crate::why::{Why, percentile, why};
use parvis_model::ranking::{FeedScale, FeedWeights};
use parvis_model::time::Time;

/// Half-life of what close people did, in hours.
pub const TIE_HOURS: f64 = 90.0 * 24.0;
/// Candidates at most that the typical one is the median of.
const MAX_SAMPLE: usize = 1_024;

/// What is published of the candidates, and what follows from that alone.
#[derive(Clone, Debug)]
pub struct Posts {
    /// Ids, circles and counts.
    pub candidates: Vec<Candidate>,
    /// Neighbours of each, both ways.
    near: Rows<Near>,
    /// Hashed stems of each, with weights.
    pub prints: Rows<(u16, u8)>,
    /// Topics of each, with shares that add up to one or to nothing.
    pub topics: Rows<(u16, f64)>,
    /// How much each word tells apart.
    pub rarity: Rarity,
    lengths: Vec<f64>,
    /// The community's four terms of each.
    community: Vec<[f64; 4]>,
}

/// An act of somebody close.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tie {
    /// On which candidate.
    pub index: u32,
    /// How close the person is to the visitor, in [0, 1] ([`mine::closeness`]).
    pub close: f64,
    /// When.
    pub at: Time,
}

/// What the device knows of its visitor.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Candidates that the visitor liked, once each, and what the act weighs.
    pub own: Vec<(u32, f64)>,
    /// Words of what was liked.
    pub taste: Taste,
    /// The share of each topic in what was liked, adding up to one; empty if nothing is known.
    pub wanted: Vec<f64>,
    /// Topics of which anything was liked; the others are beyond the visitor's.
    pub topics: Marks,
    /// What close people did.
    pub ties: Vec<Tie>,
    /// How near each candidate is to the visitor's place, in [0, 1]; empty without a place.
    pub near: Vec<f64>,
    /// Candidates that are not shown.
    pub hidden: Marks,
}

/// One ordering under way.
#[derive(Clone, Debug, Default)]
pub struct Visit {
    lens: Lens,
    neighbours: Vec<f64>,
    ties: Vec<f64>,
    personal: Vec<Personal>,
    peak: Personal,
    n_scored: usize,
    best: Best,
}

/// Sizes of circles that came by, each with the month it was computed from.
#[derive(Clone, Debug, Default)]
struct Sizes {
    of: Vec<Option<(u32, f64)>>,
}

/// The best of the items that came by.
#[derive(Clone, Debug, Default)]
struct Best {
    n_kept: usize,
    items: Vec<Scored>,
    /// The worst of the kept, once there are enough: what is not better is not wanted.
    bar: Option<Scored>,
}

impl Posts {
    /// Ready to be ordered; the rows belong to the candidates at the same index. The community's terms are those
    /// of the moment `now`.
    pub fn new(
        candidates: Vec<Candidate>,
        lists: Rows<Near>,
        prints: Rows<(u16, u8)>,
        topics: Rows<(u16, f64)>,
        (weights, scale, now): (&FeedWeights, &FeedScale, Time),
    ) -> Self {
        let mut counts = Counts::default();
        (0..prints.len()).for_each(|index| counts.add(prints.row(index)));
        let rarity = counts.rarity();
        let lengths = (0..prints.len()).map(|index| rarity.length(prints.row(index))).collect();
        let mut sizes = Sizes::default();
        let community = candidates
            .iter()
            .map(|candidate| values_in(candidate, sizes.of(candidate), weights, scale, now))
            .collect();
        Self { candidates, near: both_ways(&lists), prints, topics, rarity, lengths, community }
    }
}

impl Visit {
    /// Begins to order `posts` for `profile`; at most `n_places` will be asked for.
    pub fn new(posts: &Posts, profile: &Profile, now: Time, n_places: usize) -> Self {
        let mut ties = vec![0.0; posts.candidates.len()];
        for tie in &profile.ties {
            if let Some(sum) = ties.get_mut(tie.index as usize) {
                *sum += tie.close * decay(tie.at, now, TIE_HOURS);
            }
        }
        let n_kept = n_places.saturating_add(POOL);
        Self {
            lens: profile.taste.lens(&posts.rarity),
            neighbours: affinity(&profile.own, &posts.near),
            ties,
            personal: Vec::with_capacity(posts.candidates.len()),
            best: Best { n_kept, ..Best::default() },
            ..Self::default()
        }
    }

    /// Goes on with the next `n` candidates; true when all are scored. `posts` and `profile` are those it began with.
    pub fn step(&mut self, posts: &Posts, profile: &Profile, rules: &Rules<'_>, n: usize) -> bool {
        let start = self.personal.len();
        if start < posts.candidates.len() {
            for (index, candidate) in posts.candidates.iter().enumerate().skip(start).take(n) {
                let personal = mine::tempered(self.measured(posts, profile, index), &candidate.signals);
                if !profile.hidden.has(index as u32) {
                    self.peak = self.peak.max(&personal);
                }
                self.personal.push(personal);
            }
            return false;
        }
        let next = posts.candidates.iter().zip(&posts.community).zip(&self.personal).zip(0u32..);
        for (((candidate, community), personal), index) in next.skip(self.n_scored).take(n) {
            if !profile.hidden.has(index) {
                let score = mine::score(community, personal, &self.peak, rules);
                self.best.add(Scored { index, id: candidate.id, score, circle: candidate.circle, n_back: 0 });
            }
        }
        self.n_scored = self.n_scored.saturating_add(n).min(posts.candidates.len());
        self.n_scored == posts.candidates.len()
    }

    fn measured(&self, posts: &Posts, profile: &Profile, index: usize) -> Personal {
        let value = |column: &[f64]| column.get(index).copied().unwrap_or(0.0);
        Personal {
            ties: value(&self.ties),
            neighbours: value(&self.neighbours),
            taste: self.lens.matches(posts.prints.row(index), value(&posts.lengths)),
            near: value(&profile.near),
        }
    }

    /// The first `n` places, once all are scored. `community` gives all candidates in the community's order, for
    /// the places that are kept for what matches nothing of the visitor's.
    pub fn places(
        &mut self,
        posts: &Posts,
        profile: &Profile,
        community: impl Iterator<Item = u32>,
        n: usize,
        rules: &Rules<'_>,
    ) -> Vec<Placed> {
        let outside = community.filter(|index| self.is_outside(*index, posts, profile)).take(n);
        let outside: Vec<u32> = outside.collect();
        let topics = |index: u32| posts.topics.row(index as usize);
        mine::places(self.best.sorted(), topics, &profile.wanted, &outside, n, rules)
    }

    /// Whether a candidate lies beyond what the visitor knows: of no topic they like and of nobody close, or, where
    /// topics say nothing, without a word they like.
    fn is_outside(&self, index: u32, posts: &Posts, profile: &Profile) -> bool {
        let Some(personal) = self.personal.get(index as usize).filter(|_| !profile.hidden.has(index)) else {
            return false;
        };
        let topics = posts.topics.row(index as usize);
        let is_of_theirs = if topics.is_empty() || profile.topics == Marks::default() {
            personal.taste > 0.0
        } else {
            topics.iter().any(|(topic, _)| profile.topics.has(u32::from(*topic)))
        };
        !is_of_theirs && Personal { taste: 0.0, ..*personal } == Personal::default()
    }

    /// Why each of these candidates stands where it stands, once all are scored: its terms against those of the
    /// typical candidate, which has the median of each value over at most [`MAX_SAMPLE`] evenly spread ones.
    pub fn why(&self, posts: &Posts, indices: &[u32], rules: &Rules<'_>) -> Vec<Why> {
        let every = self.personal.len().div_ceil(MAX_SAMPLE).max(1);
        let median = |value: fn(&Personal) -> f64| {
            percentile(&self.personal.iter().step_by(every).map(value).collect::<Vec<_>>(), 50)
        };
        let typical = Personal {
            ties: median(|one| one.ties),
            neighbours: median(|one| one.neighbours),
            taste: median(|one| one.taste),
            near: median(|one| one.near),
        };
        let typical = mine::terms(&rules.scale.typical, &typical, &self.peak, rules);
        let explained = |index: &u32| {
            let (community, personal) =
                (posts.community.get(*index as usize)?, self.personal.get(*index as usize)?);
            Some(why(&mine::terms(community, personal, &self.peak, rules), &typical))
        };
        indices.iter().filter_map(explained).collect()
    }
}

impl Sizes {
    /// The size of the candidate's circle ([`circle_size`]).
    fn of(&mut self, candidate: &Candidate) -> f64 {
        let circle = candidate.circle as usize;
        if let Some(Some((n_month, size))) = self.of.get(circle)
            && *n_month == candidate.n_month
        {
            return *size;
        }
        let size = circle_size(candidate.n_month);
        if circle >= self.of.len() {
            self.of.resize(circle + 1, None);
        }
        if let Some(kept) = self.of.get_mut(circle) {
            *kept = Some((candidate.n_month, size));
        }
        size
    }
}

impl Best {
    fn add(&mut self, item: Scored) {
        if self.bar.as_ref().is_some_and(|bar| before(&item, bar).is_gt()) {
            return;
        }
        self.items.push(item);
        if self.items.len() >= self.n_kept.saturating_mul(2).max(1) {
            self.items.select_nth_unstable_by(self.n_kept, before);
            self.items.truncate(self.n_kept);
            self.bar = self.items.iter().copied().max_by(before);
        }
    }

    /// What was kept, the best first.
    fn sorted(&mut self) -> &[Scored] {
        self.items.sort_unstable_by(before);
        &self.items
    }
}

#[cfg(test)]
mod trials;
