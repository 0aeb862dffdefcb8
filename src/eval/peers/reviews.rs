//! Orders of reviews by others: a score each, higher first. Votes are hidden, so formulas of votes know
//! nothing: Wilson's bound of none of none, the same for all.

use crate::reviews::{Review, stars};

/// A score of a review.
type Score = fn(&Review) -> f64;

/// Scores by name; equal ones stay in the order of the set.
pub const ALL: [(&str, Score); 6] = [
    ("length", |review| n_words(&review.title) + n_words(&review.text)),
    ("newest", |review| review.at.map_or(0.0, |at| at as f64)),
    ("oldest", |review| review.at.map_or(0.0, |at| -(at as f64))),
    ("wilson", |_| 0.0),
    ("highest stars", |review| f64::from(review.stars)),
    ("lowest stars", |review| -f64::from(review.stars)),
];

fn n_words(text: &str) -> f64 {
    text.split_whitespace().count() as f64
}

/// Five reviews whose stars are nearest to those of all: no order can do better on `kl_first5`.
pub fn best_five(all: &[Review], places: &[usize]) -> Vec<usize> {
    let mut levels: Vec<Vec<usize>> = Vec::new();
    let mut values: Vec<u32> = places.iter().map(|place| all[*place].stars).collect();
    values.sort_unstable();
    values.dedup();
    for value in values {
        levels.push(places.iter().copied().filter(|place| all[*place].stars == value).take(5).collect());
    }
    let wanted = stars(all, places);
    let mut fives = Vec::new();
    choose(&levels, 5, &mut Vec::new(), &mut fives);
    let distance = |five: &Vec<usize>| wanted.departure(&stars(all, five));
    fives.into_iter().min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or_default()
}

/// Every way to take `n` from the levels.
fn choose(levels: &[Vec<usize>], n: usize, taken: &mut Vec<usize>, all: &mut Vec<Vec<usize>>) {
    let Some((level, rest)) = levels.split_first() else {
        if n == 0 {
            all.push(taken.clone());
        }
        return;
    };
    for n_here in 0..=level.len().min(n) {
        taken.extend(&level[..n_here]);
        choose(rest, n - n_here, taken, all);
        taken.truncate(taken.len() - n_here);
    }
}
