//! Figures that tell how good an order is.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Discounted cumulative gain of the first `n`, as a part of the best possible from `all`; 0 without gain.
/// The discount of place p, from 1, is log₂(p + 1). K. Järvelin and J. Kekäläinen, TOIS 20 (2002).
pub fn ndcg(ranked: impl Iterator<Item = f64>, mut all: Vec<f64>, n: usize) -> f64 {
    let discounted = |(place, gain): (usize, f64)| gain / (place as f64 + 2.0).log2();
    all.sort_by(|a, b| b.total_cmp(a));
    let best: f64 = all.into_iter().take(n).enumerate().map(discounted).sum();
    let reached: f64 = ranked.take(n).enumerate().map(discounted).sum();
    if best > 0.0 { reached / best } else { 0.0 }
}

/// Part of `wanted` that is in `list`; none when nothing is wanted.
pub fn recall(list: &[u32], wanted: &[u32]) -> Option<f64> {
    let n_found = list.iter().filter(|one| wanted.contains(one)).count();
    (!wanted.is_empty()).then(|| n_found as f64 / wanted.len() as f64)
}

/// The mean; 0 of nothing.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The middle one; the mean of two, 0 of nothing.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    match values.len() {
        0 => 0.0,
        n if n % 2 == 1 => values[half],
        _ => (values[half - 1] + values[half]) / 2.0,
    }
}

/// 1 when the better one has the higher score, ½ when both have the same.
pub fn won(better: f64, worse: f64) -> f64 {
    match better.total_cmp(&worse) {
        Ordering::Greater => 1.0,
        Ordering::Equal => 0.5,
        Ordering::Less => 0.0,
    }
}

/// Gini's coefficient of what each has: 0 when all have the same, (n − 1) / n when one has everything.
pub fn gini(mut shares: Vec<f64>) -> f64 {
    shares.sort_by(f64::total_cmp);
    let (n, sum) = (shares.len() as f64, shares.iter().sum::<f64>());
    let weighted: f64 = shares.iter().enumerate().map(|(place, share)| (place as f64 + 1.0) * share).sum();
    if sum > 0.0 { 2.0 * weighted / (n * sum) - (n + 1.0) / n } else { 0.0 }
}

/// How a list is spread over the circles: how many it shows, the share of the smaller half, Gini's coefficient
/// over all circles. `list` and `circles` name circles; `medians` has the median score of each circle.
///
/// The smaller half are the circles whose median score is under the median of all medians.
pub fn spread(list: &[u32], medians: &BTreeMap<u32, f64>) -> (f64, f64, f64) {
    let middle = median(medians.values().copied().collect());
    let mut shown: BTreeMap<u32, f64> = medians.keys().map(|circle| (*circle, 0.0)).collect();
    for circle in list {
        *shown.entry(*circle).or_default() += 1.0;
    }
    let n_circles = shown.values().filter(|n| **n > 0.0).count();
    let is_small = |circle: &&u32| medians.get(circle).is_some_and(|median| *median < middle);
    let n_small = list.iter().filter(is_small).count();
    let share = n_small as f64 / list.len().max(1) as f64;
    (n_circles as f64, share, gini(shown.into_values().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_order_has_the_whole_gain() {
        assert_eq!(ndcg([3.0, 2.0, 0.0].into_iter(), vec![0.0, 2.0, 3.0], 2), 1.0);
        let swapped = (2.0 + 3.0 / 3f64.log2()) / (3.0 + 2.0 / 3f64.log2());
        assert!((ndcg([2.0, 3.0].into_iter(), vec![3.0, 2.0], 2) - swapped).abs() < 1e-12);
        assert_eq!(ndcg([0.0].into_iter(), vec![0.0], 9), 0.0);
    }

    #[test]
    fn recall_is_the_part_found_of_what_was_wanted() {
        assert_eq!(recall(&[1, 2, 3], &[3, 9]), Some(0.5));
        assert_eq!((recall(&[], &[3]), recall(&[3], &[])), (Some(0.0), None));
    }

    #[test]
    fn means_and_medians_of_few_are_known() {
        assert_eq!((mean(&[1.0, 2.0]), mean(&[])), (1.5, 0.0));
        let medians = [vec![3.0, 1.0, 2.0], vec![4.0, 1.0], vec![]].map(median);
        assert_eq!(medians, [2.0, 2.5, 0.0]);
    }

    #[test]
    fn a_pair_is_won_lost_or_shared() {
        assert_eq!([won(2.0, 1.0), won(1.0, 1.0), won(0.0, 1.0)], [1.0, 0.5, 0.0]);
    }

    #[test]
    fn gini_goes_from_even_to_one_for_all() {
        assert_eq!(gini(vec![2.0; 4]), 0.0);
        assert_eq!(gini(vec![0.0, 0.0, 8.0, 0.0]), 0.75);
        assert_eq!(gini(vec![1.0, 3.0]), 0.25);
        assert_eq!((gini(vec![]), gini(vec![0.0; 3])), (0.0, 0.0));
    }

    #[test]
    fn a_list_is_spread_over_circles_large_and_small() {
        let medians = BTreeMap::from([(0, 9.0), (1, 5.0), (2, 1.0), (3, 0.0)]);
        assert_eq!(spread(&[0, 2, 2, 3], &medians), (3.0, 0.75, 0.375));
        assert_eq!(spread(&[0, 1, 2, 3], &medians), (4.0, 0.5, 0.0));
        assert_eq!(spread(&[], &medians), (0.0, 0.0, 0.0));
    }
}
