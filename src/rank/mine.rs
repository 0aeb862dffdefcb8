//! The feed for one visitor: the community's terms, and four that only the visitor's device can know.
//!
//! - `activity`, `circle`, `quality`, `freshness`: as in [`crate::feed`], together a published part;
//! - `ties`: Σ over the close people who took part of how close they are;
//! - `neighbours`: how near the post is to what the visitor liked, see [`crate::neighbours`];
//! - `taste`: how well its words match, see [`crate::taste`];
//! - `near`: how near its circle's place is to the visitor's, see [`crate::distance`].
//!
//! The first two are divided by (useful + 5)^0.2: what everybody found already needs no introduction. The first three
//! are then measured against the highest of all candidates, so that they lie in [0, 1] and keep their proportions.
//! Nearness lies there as it is: the nearest of far places is still far.
//!
//! How the weights were found: by a small grid on all of 721 visitors with friends and 270 with film tastes, none
//! kept back. Friends and neighbours gain most together; taste by words is a small help.

use crate::calibrate::{self, Choice};
use crate::spread::{Scored, before};
use crate::terms::Terms;
use parvis_model::feed::FeedSignals;
use parvis_model::ranking::{FeedScale, MineWeights};

/// The terms, in the order in which they are added.
pub const NAMES: [&str; 8] =
    ["activity", "circle", "quality", "freshness", "ties", "neighbours", "taste", "near"];

/// How many of them, the first, are the terms of the community.
pub const N_COMMUNITY: usize = 4;

/// Close people beyond this sum make no difference.
pub const MOST_TIES: f64 = 3.0;
/// How strongly what everybody found already is left to the community's terms.
pub const RARITY_POWER: f64 = 0.2;
/// Voices that every post starts with there.
pub const RARITY_PRIOR: f64 = 5.0;

/// What the device knows of one candidate for its visitor; none is negative.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Personal {
    /// Sum of the closeness of those who took part.
    pub ties: f64,
    /// Sum of nearness to what was liked.
    pub neighbours: f64,
    /// Match of words.
    pub taste: f64,
    /// 1 for a post from the visitor's place, less with distance, 0 if either is unknown.
    pub near: f64,
}

/// What the sliders say: 1 leaves a term as published, 0 takes it away, 2 doubles it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mix {
    /// Close people.
    pub ties: f64,
    /// Youth.
    pub fresh: f64,
    /// The visitor's place.
    pub near: f64,
    /// Posts outside the visitor's topics.
    pub discovery: f64,
}

impl Default for Mix {
    fn default() -> Self {
        Self { ties: 1.0, fresh: 1.0, near: 1.0, discovery: 1.0 }
    }
}

/// How close two people are, from the items both took part in and those of each: the cosine, in [0, 1].
pub fn closeness(n_shared: u32, n_mine: u32, n_theirs: u32) -> f64 {
    let size = f64::from(n_mine) * f64::from(n_theirs);
    if size > 0.0 { (f64::from(n_shared) / libm::sqrt(size)).min(1.0) } else { 0.0 }
}

/// The same candidate's values with what everybody found already taken down.
pub fn tempered(personal: Personal, signals: &FeedSignals) -> Personal {
    if personal.ties == 0.0 && personal.neighbours == 0.0 {
        // Most candidates: nothing to take down, and no power to compute.
        return personal;
    }
    let rarity = libm::pow(f64::from(signals.useful) + RARITY_PRIOR, -RARITY_POWER);
    Personal {
        ties: personal.ties.min(MOST_TIES) * rarity,
        neighbours: personal.neighbours * rarity,
        ..personal
    }
}

impl Personal {
    /// The higher of each value; over all candidates, what the terms are measured against.
    pub fn max(self, other: &Self) -> Self {
        let higher = |a: f64, b: f64| if b > a { b } else { a };
        Self {
            ties: higher(self.ties, other.ties),
            neighbours: higher(self.neighbours, other.neighbours),
            taste: higher(self.taste, other.taste),
            near: higher(self.near, other.near),
        }
    }
}

/// The constants in force.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// Of the visitor's order.
    pub mine: &'a MineWeights,
    /// What the visitor set.
    pub mix: Mix,
    /// What the community's terms are measured against, with its typical post.
    pub scale: &'a FeedScale,
}

/// The weighted terms of one post; their total is its score for this visitor. `community` has its four terms for
/// everybody ([`crate::feed::values_in`]), `personal` is tempered ([`tempered`]), and `peak` is the highest of each such
/// value over all candidates; nearness needs none.
pub fn terms(community: &[f64; 4], personal: &Personal, peak: &Personal, rules: &Rules<'_>) -> Terms {
    Terms::new(&NAMES, &values(community, personal, peak, rules))
}

/// The total of [`terms`], to the last bit, without taking it apart.
pub fn score(community: &[f64; 4], personal: &Personal, peak: &Personal, rules: &Rules<'_>) -> f64 {
    values(community, personal, peak, rules).iter().fold(0.0, |sum, value| sum + value)
}

fn values(community: &[f64; 4], personal: &Personal, peak: &Personal, rules: &Rules<'_>) -> [f64; 8] {
    let part = |value: f64, most: f64| if most > 0.0 { value / most } else { 0.0 };
    let (mine, mix) = (rules.mine, &rules.mix);
    let [activity, circle, quality, freshness] = *community;
    [
        mine.community * activity,
        mine.community * circle,
        mine.community * quality,
        mine.community * freshness * mix.fresh,
        mine.ties * part(personal.ties, peak.ties) * mix.ties,
        mine.neighbours * part(personal.neighbours, peak.neighbours),
        mine.taste * part(personal.taste, peak.taste),
        mine.near * personal.near * mix.near,
    ]
}

/// Why an item stands where its score alone would not put it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// It stands by its score.
    Score,
    /// For the balance of the visitor's topics.
    Balance,
    /// From outside the visitor's topics.
    Discovery,
}

/// An item in its place for one visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The caller's own index.
    pub index: u32,
    /// What put it there.
    pub slot: Slot,
}

/// One place in so many is for a discovery, at a slider of 1.
pub const DISCOVERY_EVERY: f64 = 20.0;

/// The first `n` places for this visitor.
///
/// `sorted` holds at least the best `n` + [`calibrate::POOL`] candidates by score ([`before`]). `topics` gives an
/// item's topics with their shares, `wanted` the share of each topic in what the visitor liked. `outside` holds
/// items that match nothing of the visitor's, the best for the community first.
pub fn places<'a>(
    sorted: &[Scored],
    topics: impl Fn(u32) -> &'a [(u16, f64)],
    wanted: &[f64],
    outside: &[u32],
    n: usize,
    rules: &Rules<'_>,
) -> Vec<Placed> {
    debug_assert!(sorted.is_sorted_by(|a, b| before(a, b).is_le()));
    let every =
        (rules.mix.discovery > 0.0).then(|| (DISCOVERY_EVERY / rules.mix.discovery).max(2.0) as usize);
    let mut waiting: Vec<&Scored> = sorted.iter().collect();
    let mut placed: Vec<Placed> = Vec::with_capacity(n);
    let mut outside = outside.iter();
    while placed.len() < n && !waiting.is_empty() {
        let pool: Vec<Choice<'_>> = waiting
            .iter()
            .take(calibrate::POOL)
            .map(|item| Choice { score: item.score, topics: topics(item.index) })
            .collect();
        let chosen = calibrate::run(&pool, wanted, rules.mine.balance);
        let n_chosen = chosen.len();
        for place in &chosen {
            let Some(item) = waiting.get(*place) else { continue };
            if every.is_some_and(|every| (placed.len() + 1).is_multiple_of(every)) {
                let is_free = |index: &&u32| placed.iter().all(|other| other.index != **index);
                placed.extend(
                    outside.find(is_free).map(|index| Placed { index: *index, slot: Slot::Discovery }),
                );
            }
            if placed.iter().any(|other| other.index == item.index) {
                continue;
            }
            let slot = if *place < n_chosen { Slot::Score } else { Slot::Balance };
            placed.push(Placed { index: item.index, slot });
        }
        let mut place = 0;
        waiting.retain(|_| {
            place += 1;
            !chosen.contains(&(place - 1))
        });
    }
    placed.truncate(n);
    placed
}

#[cfg(test)]
mod tests {
    use super::*;
    use parvis_model::id::ItemId;
    use proptest::prelude::*;

    const SCALE: FeedScale = FeedScale { activity: 1.0, circle: 0.2, typical: [0.0; 4] };

    fn score(personal: Personal, mix: Mix) -> Terms {
        let mine = MineWeights::default();
        let peak = Personal { ties: 2.0, neighbours: 1.0, taste: 1.0, near: 1.0 };
        let rules = Rules { mine: &mine, mix, scale: &SCALE };
        let terms = terms(&[0.2, 0.3, 0.05, 0.07], &personal, &peak, &rules);
        let total = super::score(&[0.2, 0.3, 0.05, 0.07], &personal, &peak, &rules);
        assert_eq!(total.to_bits(), terms.total().to_bits());
        terms
    }

    #[test]
    fn weights_add_up_to_one_with_the_place_apart() {
        let mine = MineWeights::default();
        assert!((mine.community + mine.ties + mine.neighbours + mine.taste - 1.0).abs() < 1e-12);
    }

    #[test]
    fn close_people_lift_a_post_as_far_as_the_slider_says() {
        let close = Personal { ties: 1.0, ..Personal::default() };
        let at = |ties| score(close, Mix { ties, ..Mix::default() }).of("ties");
        let weight = MineWeights::default().ties;
        assert_eq!([at(0.0), at(1.0), at(2.0)], [0.0, weight / 2.0, weight]);
    }

    #[test]
    fn nearness_counts_as_it_is_and_the_nearest_of_far_places_stays_far() {
        let from = |near| score(Personal { near, ..Personal::default() }, Mix::default()).of("near");
        let weight = MineWeights::default().near;
        assert_eq!([from(1.0), from(0.25), from(0.0)], [weight, weight / 4.0, 0.0]);
        let far = Personal { near: 0.01, ..Personal::default() };
        let rules = Rules { mine: &MineWeights::default(), mix: Mix::default(), scale: &SCALE };
        assert_eq!(terms(&[0.0; 4], &far, &far, &rules).of("near"), weight * 0.01);
    }

    #[test]
    fn closeness_is_the_cosine_of_what_two_people_took_part_in() {
        assert_eq!((closeness(3, 9, 4), closeness(0, 9, 4), closeness(0, 0, 0)), (0.5, 0.0, 0.0));
    }

    #[test]
    fn what_everybody_found_already_counts_less_for_one() {
        let one = Personal { ties: 9.0, neighbours: 1.0, taste: 1.0, near: 1.0 };
        let known = FeedSignals { useful: 500, ..FeedSignals::default() };
        let (rare, known) = (tempered(one, &FeedSignals::default()), tempered(one, &known));
        assert!(rare.ties > known.ties && rare.neighbours > known.neighbours);
        assert_eq!((rare.ties / known.ties).round(), (rare.neighbours / known.neighbours).round());
        assert_eq!((known.taste, known.near), (1.0, 1.0));
    }

    fn sorted(n: u32) -> Vec<Scored> {
        (0..n)
            .map(|index| Scored {
                index,
                id: ItemId::from_u64(u64::from(n - index)),
                score: 1.0 - f64::from(index) / 1_000.0,
                circle: 0,
                n_back: 0,
            })
            .collect()
    }

    #[test]
    fn discoveries_and_exchanges_say_what_they_are() {
        const A: &[(u16, f64)] = &[(0, 1.0)];
        const B: &[(u16, f64)] = &[(1, 1.0)];
        let mine = MineWeights::default();
        let rules = Rules { mine: &mine, mix: Mix::default(), scale: &SCALE };
        let topics = |index: u32| if index < 50 { A } else { B };
        let placed = places(&sorted(99), topics, &[0.8, 0.2], &[90, 91], 40, &rules);
        let at = |slot| placed.iter().filter(|one| one.slot == slot).map(|one| one.index).collect::<Vec<_>>();
        assert_eq!(placed[19], Placed { index: 90, slot: Slot::Discovery });
        assert_eq!(at(Slot::Discovery), [90, 91]);
        assert_eq!(at(Slot::Balance)[..2], [50, 51], "two of ten are of the smaller topic");
        let calm = Rules { mix: Mix { discovery: 0.0, ..Mix::default() }, ..rules };
        assert!(places(&sorted(99), topics, &[0.8, 0.2], &[90], 40, &calm).iter().all(|one| one.index != 90));
    }

    proptest! {
        #[test]
        fn every_place_holds_another_item(n in 0..120u32, wanted in 0..50usize, outside in 0..9u32) {
            let mine = MineWeights::default();
            let rules = Rules { mine: &mine, mix: Mix::default(), scale: &SCALE };
            let outside: Vec<u32> = (0..outside.min(n)).map(|index| n - 1 - index).collect();
            let placed = places(&sorted(n), |_| &[], &[], &outside, wanted, &rules);
            let mut seen: Vec<u32> = placed.iter().map(|one| one.index).collect();
            seen.sort_unstable();
            seen.dedup();
            prop_assert_eq!(seen.len(), placed.len());
            prop_assert_eq!(placed.len(), wanted.min(n as usize));
        }
    }
}
