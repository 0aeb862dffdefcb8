//! The protocol of reviews: which of two was found more helpful, and whose stars come first.
//!
//! - `pairwise`: over pairs within a subject, the part in which the more helpful one has the higher score,
//!   equal scores counting ½. More helpful by at least 3 in `helpful`; where both have `unhelpful`, by at
//!   least .3 in the ratio of helpful to all votes, with at least 5 votes each, and by nothing else. Votes,
//!   stars and age are hidden from the order.
//! - `kl_first5`: over subjects with at least 20 reviews, the mean of how far the stars of the first five
//!   depart from the stars of all, KL(five ‖ all) = Σ q ln(q / p) in nats. Five reviews hold fifths, so that
//!   hardly any subject lets it be 0: the baseline `best five` is the least that any five of each reach.
//! - `kl_first5_excess`: the same less that least of each subject; 0 when no other five are nearer.
//! - `kl_first5_pooled`: the same once, the first fives of all subjects together against the reviews of all,
//!   each subject with the same weight: whether a reader of many subjects sees the stars as they are.
//! - `kl_first5_smoothed`: the mean of the other direction, Σ p ln(p / q̃) as in `mix`, where a kind that five
//!   lack costs as much as its share times ln 100. It asks for more kinds than five places hold: its own least
//!   is .19 to .35 on the known sets.

use crate::chance;
use crate::measure::{mean, won};
use crate::mix::Mix;
use crate::outcome::{Figures, Measured};
use crate::set::{Fault, Row, rows};
use crate::{Scope, ours, peers};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// A row of a set.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Review {
    pub subject: String,
    pub stars: u32,
    #[serde(default)]
    pub at: Option<i64>,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub helpful: u32,
    #[serde(default)]
    pub unhelpful: Option<u32>,
    #[serde(default, deserialize_with = "truth")]
    pub media: bool,
    #[serde(default, deserialize_with = "truth")]
    pub verified: bool,
}

/// Sets say true, 1 or a list of pictures; nothing, false, 0 and an empty list are no.
fn truth<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(match value {
        serde_json::Value::Null => false,
        serde_json::Value::Bool(value) => value,
        serde_json::Value::Number(number) => number.as_f64() != Some(0.0),
        serde_json::Value::String(text) => !text.is_empty(),
        serde_json::Value::Array(list) => !list.is_empty(),
        serde_json::Value::Object(_) => true,
    })
}

impl Row for Review {
    const SHAPE: &'static str =
        "{id, subject, at?, stars, title, text, lang, helpful, unhelpful?, media?, verified?}";
}

/// Reviews a subject must have for its first five to be judged.
const N_FOR_STARS: usize = 20;
const N_FIRST: usize = 5;

/// Reviews by subject: indices.
type Subjects = BTreeMap<String, Vec<usize>>;

/// Our figures, and those of the others.
pub fn measured(folder: &Path, scope: Scope) -> Result<Measured, Fault> {
    let all: Vec<Review> = rows(folder, "reviews")?;
    let mut subjects = Subjects::new();
    for (place, review) in all.iter().enumerate() {
        subjects.entry(review.subject.clone()).or_default().push(place);
    }
    let listed = |places: &[usize]| -> Vec<usize> {
        let subject: Vec<&Review> = places.iter().map(|place| &all[*place]).collect();
        ours::reviews::listed(&subject).into_iter().map(|place| places[place as usize]).collect()
    };
    let scores = ours::reviews::scores(&all);
    let ours = judged(&all, &subjects, Some(&scores), &listed);
    let mut others = Vec::new();
    if scope == Scope::Everybody {
        for (name, score) in peers::reviews::ALL {
            let scores: Vec<f64> = all.iter().map(score).collect();
            let listed = |places: &[usize]| by_score(places, &scores);
            others.push((name, judged(&all, &subjects, Some(&scores), &listed)));
        }
        let by_score = |places: &[usize]| by_score(places, &scores);
        others.push(("ours without mix", judged(&all, &subjects, None, &by_score)));
        let best = |places: &[usize]| peers::reviews::best_five(&all, places);
        others.push(("best five", judged(&all, &subjects, None, &best)));
    }
    Ok((ours, others))
}

fn by_score(places: &[usize], scores: &[f64]) -> Vec<usize> {
    let mut places = places.to_vec();
    places.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    places
}

fn judged(
    all: &[Review],
    subjects: &Subjects,
    scores: Option<&[f64]>,
    listed: &dyn Fn(&[usize]) -> Vec<usize>,
) -> Figures {
    let mut figures = Figures::default();
    let pairs: Vec<(f64, f64)> = scores
        .map(|scores| subjects.values().map(|places| pairs(all, places, scores)).collect())
        .unwrap_or_default();
    let sum = pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
    if sum.1 > 0.0 {
        let of: Vec<(f64, f64)> = pairs.into_iter().filter(|pair| pair.1 > 0.0).collect();
        figures.put_with("pairwise", sum.0 / sum.1, chance::interval_of_ratio(&of));
    }
    let (mut departures, mut excesses, mut smoothed) = (Vec::new(), Vec::new(), Vec::new());
    let (mut wanted, mut found) = (Mix::default(), Mix::default());
    for places in subjects.values().filter(|places| places.len() >= N_FOR_STARS) {
        let first = listed(places);
        let (mix, five) = (stars(all, places), stars(all, &first[..first.len().min(N_FIRST)]));
        let least = mix.departure(&stars(all, &peers::reviews::best_five(all, places)));
        departures.push(mix.departure(&five));
        excesses.push(mix.departure(&five) - least);
        smoothed.push(mix.divergence(&five));
        wanted.add(&mix.share());
        found.add(&five.share());
    }
    figures.put_mean("kl_first5", &departures);
    figures.put_mean("kl_first5_excess", &excesses);
    if !wanted.is_empty() {
        figures.put("kl_first5_pooled", wanted.departure(&found));
    }
    figures.put_mean("kl_first5_smoothed", &smoothed);
    figures
}

/// The mix of stars of some reviews.
pub fn stars(all: &[Review], places: &[usize]) -> Mix {
    Mix::of(places.iter().map(|place| std::slice::from_ref(&all[*place].stars)))
}

/// Pairs won, and pairs, of one subject.
fn pairs(all: &[Review], places: &[usize], scores: &[f64]) -> (f64, f64) {
    let mut outcomes = Vec::new();
    for (nth, a) in places.iter().enumerate() {
        for b in &places[nth + 1..] {
            if let Some(is_first) = is_more_helpful(&all[*a], &all[*b]) {
                let (better, worse) = if is_first { (*a, *b) } else { (*b, *a) };
                outcomes.push(won(scores[better], scores[worse]));
            }
        }
    }
    (mean(&outcomes) * outcomes.len() as f64, outcomes.len() as f64)
}

/// Whether readers found the first more helpful than the second; nothing when they did not say clearly.
fn is_more_helpful(a: &Review, b: &Review) -> Option<bool> {
    let (Some(not_a), Some(not_b)) = (a.unhelpful, b.unhelpful) else {
        return (a.helpful.abs_diff(b.helpful) >= 3).then_some(a.helpful > b.helpful);
    };
    let ratio = |yes: u32, no: u32| (yes + no >= 5).then(|| f64::from(yes) / f64::from(yes + no));
    let (a, b) = (ratio(a.helpful, not_a)?, ratio(b.helpful, not_b)?);
    ((a - b).abs() >= 0.3).then_some(a > b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn review(helpful: u32, unhelpful: Option<u32>, stars: u32) -> Review {
        Review { helpful, unhelpful, stars, ..Review::default() }
    }

    #[test]
    fn a_pair_counts_when_readers_said_clearly() {
        fn check(a: (u32, Option<u32>), b: (u32, Option<u32>), expected: Option<bool>) {
            let told = is_more_helpful(&review(a.0, a.1, 5), &review(b.0, b.1, 5));
            assert_eq!(told, expected, "{a:?} against {b:?}");
        }
        check((5, None), (2, None), Some(true));
        check((0, None), (3, None), Some(false));
        check((5, None), (3, None), None);
        check((9, Some(1)), (3, Some(7)), Some(true));
        check((2, Some(3)), (5, Some(0)), Some(false));
        check((3, Some(1)), (0, Some(9)), None);
        check((60, Some(40)), (5, Some(5)), None);
    }

    #[test]
    fn equal_scores_win_half_of_the_pairs() {
        let all = [review(9, None, 5), review(0, None, 1), review(1, None, 1)];
        assert_eq!(pairs(&all, &[0, 1, 2], &[1.0, 1.0, 0.0]), (1.5, 2.0));
        assert_eq!(pairs(&all, &[1, 2], &[1.0, 1.0, 0.0]), (0.0, 0.0));
    }

    #[test]
    fn the_best_five_keep_the_stars_of_all() {
        let all: Vec<Review> = (0..20).map(|place| review(0, None, if place < 8 { 1 } else { 5 })).collect();
        let places: Vec<usize> = (0..20).collect();
        let subjects = Subjects::from([("a".to_owned(), places)]);
        let best = |places: &[usize]| peers::reviews::best_five(&all, places);
        let figures = judged(&all, &subjects, None, &best);
        for name in ["kl_first5", "kl_first5_excess", "kl_first5_pooled", "kl_first5_smoothed"] {
            assert!(figures.of(name).unwrap().abs() < 1e-12, "{name}");
        }
        let figures = judged(&all, &subjects, None, &|places| places.to_vec());
        let departed = 2.5f64.ln();
        for name in ["kl_first5", "kl_first5_excess", "kl_first5_pooled"] {
            assert!((figures.of(name).unwrap() - departed).abs() < 1e-12, "{name}");
        }
        let smoothed = 0.4 * (0.4f64 / (0.99 + 0.004)).ln() + 0.6 * 100f64.ln();
        assert!((figures.of("kl_first5_smoothed").unwrap() - smoothed).abs() < 1e-12);
        assert_eq!(figures.of("pairwise"), None);
    }

    #[test]
    fn what_a_set_says_of_pictures_is_read_in_any_form() {
        for (text, expected) in
            [("true", true), ("0", false), ("[\"a.jpg\"]", true), ("[]", false), ("null", false)]
        {
            let row = format!(r#"{{"subject":"a","stars":3,"media":{text}}}"#);
            assert_eq!(serde_json::from_str::<Review>(&row).unwrap().media, expected, "{text}");
        }
    }
}
