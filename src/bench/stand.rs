//! One stand: posts, a profile, and the ranking of the one for the other, in one go or in slices.

use crate::columns;
use parvis_model::ranking::{FeedScale, FeedWeights, MineWeights};
use parvis_model::time::Time;
use parvis_rank::mine::{Mix, Placed, Rules, Slot};
use parvis_rank::taste::Taste;
use parvis_rank::visit::{Posts, Profile, Visit};
use parvis_rank::{feed, mine};
use wasm_bindgen::prelude::wasm_bindgen;

/// Stems of a text.
const N_STEMS: usize = 24;
/// Neighbours of a candidate.
const N_NEAR: usize = 10;
/// Topics of a candidate.
const N_TOPICS: usize = 2;
/// Neutral strength of an act the profile learns from.
const STRENGTH: f64 = 2.0;

/// What is ranked, and for whom.
#[wasm_bindgen]
pub struct Stand {
    posts: Posts,
    profile: Profile,
    weights: MineWeights,
    scale: FeedScale,
    now: Time,
    visit: Visit,
    placed: Vec<Placed>,
}

#[wasm_bindgen]
impl Stand {
    /// Takes columns in: see [`columns`] for their shapes. The scale is computed as the server computes it.
    #[wasm_bindgen(constructor)]
    pub fn new(now: f64, born: &[f64], table: &[u32], prints: &[u32], lists: &[u32], topics: &[u32]) -> Self {
        let now = Time::from_millis(now as i64);
        let weights = (FeedWeights::default(), MineWeights::default());
        let candidates = columns::candidates(born, table);
        let scale = feed::scale(&candidates, &weights.0, now);
        let lists = columns::rows(lists, N_NEAR, columns::near);
        let prints = columns::rows(prints, N_STEMS, columns::stem);
        let topics = columns::rows(topics, N_TOPICS, columns::topic);
        let posts = Posts::new(candidates, lists, prints, topics, (&weights.0, &scale, now));
        let weights = weights.1;
        let (profile, visit) = (Profile::default(), Visit::default());
        Self { posts, profile, weights, scale, now, visit, placed: Vec::new() }
    }

    /// What the terms are measured against: two percentiles, then the typical post's four terms.
    pub fn scale(&self) -> Vec<f64> {
        let FeedScale { activity, circle, typical } = self.scale;
        [activity, circle].into_iter().chain(typical).collect()
    }

    /// Learns the visitor: what was liked and when in milliseconds, acts of close people, shares of topics, nearness.
    pub fn learn(&mut self, own: &[u32], at: &[f64], ties: &[f64], wanted: &[f64], near: &[f64]) {
        let mut taste = Taste::default();
        for (index, at) in own.iter().zip(at) {
            let print = self.posts.prints.row(*index as usize);
            taste.learn(print, STRENGTH, Time::from_millis(*at as i64), self.now, &self.posts.rarity);
        }
        self.profile = Profile {
            own: own.iter().map(|index| (*index, 1.0)).collect(),
            taste,
            wanted: wanted.to_vec(),
            topics: (0u32..).zip(wanted).filter(|(_, share)| **share > 0.0).map(|(topic, _)| topic).collect(),
            ties: columns::ties(ties),
            near: near.to_vec(),
            hidden: own.iter().copied().collect(),
        };
    }

    /// The strength of every word of the taste, as bucket and strength in turn.
    pub fn words(&self) -> Vec<f64> {
        let words = self.profile.taste.strongest(usize::MAX);
        words.into_iter().flat_map(|(bucket, strength)| [f64::from(bucket), strength]).collect()
    }

    /// All in one go: the first `n_places` as indices. The `n_why` first are explained too.
    pub fn rank(&mut self, n_places: usize, n_why: usize) -> Vec<u32> {
        self.begin(n_places);
        while !self.step(usize::MAX) {}
        self.place(n_places);
        self.why(n_why);
        self.order()
    }

    /// Begins in slices.
    pub fn begin(&mut self, n_places: usize) {
        self.visit = Visit::new(&self.posts, &self.profile, self.now, n_places);
    }

    /// One slice of `n` candidates; true after the last.
    pub fn step(&mut self, n: usize) -> bool {
        self.visit.step(&self.posts, &self.profile, &rules(&self.weights, &self.scale), n)
    }

    /// Gives out the places.
    pub fn place(&mut self, n_places: usize) {
        let rules = rules(&self.weights, &self.scale);
        let community = 0..self.posts.candidates.len() as u32;
        self.placed = self.visit.places(&self.posts, &self.profile, community, n_places, &rules);
    }

    /// Explains the first `n` places: for each, the numbers of its terms ([`mine::NAMES`]), the first reason first.
    pub fn why(&self, n: usize) -> Vec<u32> {
        let first: Vec<u32> = self.placed.iter().take(n).map(|placed| placed.index).collect();
        let whys = self.visit.why(&self.posts, &first, &rules(&self.weights, &self.scale));
        let number = |name| mine::NAMES.iter().position(|other| *other == name).unwrap_or(0) as u32;
        whys.iter().flat_map(|why| why.terms.iter().map(|lead| number(lead.name))).collect()
    }

    /// The candidates in their places.
    pub fn order(&self) -> Vec<u32> {
        self.placed.iter().map(|placed| placed.index).collect()
    }

    /// Places that are kept for discoveries.
    pub fn n_discoveries(&self) -> usize {
        self.placed.iter().filter(|placed| placed.slot == Slot::Discovery).count()
    }
}

fn rules<'a>(weights: &'a MineWeights, scale: &'a FeedScale) -> Rules<'a> {
    Rules { mine: weights, mix: Mix::default(), scale }
}

/// The print of a text in its language: how many stems it has.
#[wasm_bindgen]
pub fn print(title: &str, text: &str) -> usize {
    parvis_lexis::sparse(title, text, parvis_lexis::detect(text), N_STEMS).len()
}
