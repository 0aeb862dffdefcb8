//! Majority judgment: every option is worth the grade that half of its ballots reach or pass.
//!
//! The middle grade is the lower median. Options with the same one are told apart by removing one ballot of
//! that grade from each until the middles differ. The same is found in whole numbers and a few steps by looking
//! at the ballots outside of the middle ([`Gauge`]): the larger group counts, above for and below against the
//! option, below where both are equal; where even these are equal, the middle takes in the grade next to it on
//! that side. M. Balinski and R. Laraki, Majority Judgment, MIT Press 2011.
//!
//! Options may have different numbers of ballots: groups are compared as parts of their own option's ballots,
//! multiplied crosswise, so that nothing is rounded.

mod duel;
mod gauge;

pub use duel::{Decider, Duel, Step, compare, explain};
pub use gauge::{Gauge, Outer};

use crate::places;
use std::cmp::Ordering;

/// What an option is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merit {
    /// 1 for the best; options that nothing tells apart have equal ranks, and the next rank is skipped.
    pub rank: u32,
    /// Its middle grade and what lies on both sides; none where nobody graded it, which ranks it last.
    pub gauge: Option<Gauge>,
}

/// For each option how many ballots give it each grade, worst first. A ballot is a grade for each option, 0 for
/// the worst; one of another length or with a grade that is not there counts for nothing.
pub fn tallies<'a>(
    n_options: usize,
    n_grades: usize,
    ballots: impl IntoIterator<Item = &'a [u8]>,
) -> Vec<Vec<u32>> {
    let mut tallies = vec![vec![0u32; n_grades]; n_options];
    let is_valid =
        |ballot: &&[u8]| ballot.len() == n_options && ballot.iter().all(|g| usize::from(*g) < n_grades);
    for ballot in ballots.into_iter().filter(is_valid) {
        for (tally, grade) in tallies.iter_mut().zip(ballot) {
            if let Some(count) = tally.get_mut(usize::from(*grade)) {
                *count += 1;
            }
        }
    }
    tallies
}

/// What each option is worth, from how many ballots give it each grade, worst first.
pub fn merits(tallies: &[Vec<u32>]) -> Vec<Merit> {
    let rank = |own: &Vec<u32>| {
        let n_better = tallies.iter().filter(|other| compare(other, own) == Ordering::Greater).count();
        u32::try_from(n_better).unwrap_or(u32::MAX).saturating_add(1)
    };
    tallies.iter().map(|own| Merit { rank: rank(own), gauge: Gauge::of(own) }).collect()
}

/// The options with the highest mean grade: what adding grades up would elect. Nobody's grade is none.
pub fn best_by_mean(tallies: &[Vec<u32>]) -> Vec<usize> {
    let mean = |tally: &Vec<u32>| {
        let n: u128 = tally.iter().map(|count| u128::from(*count)).sum();
        let sum: u128 = (0..).zip(tally).map(|(grade, count)| grade * u128::from(*count)).sum();
        Part::new(i128::try_from(sum).unwrap_or(i128::MAX), n)
    };
    places::greatest(&tallies.iter().map(mean).collect::<Vec<_>>())
}

/// The options with the best usual judgment: grade + (above − below) / (2 · within the middle grade).
/// A. Fabre, Soc. Choice Welf. 56 (2021). It can elect another than majority judgment does.
pub fn best_by_usual(tallies: &[Vec<u32>]) -> Vec<usize> {
    let usual = |tally: &Vec<u32>| {
        let gauge = Gauge::of(tally)?;
        let within = u64::from(gauge.n.saturating_sub(gauge.below).saturating_sub(gauge.above));
        let whole = i128::try_from(gauge.median).unwrap_or(0) * 2 * i128::from(within);
        Some(Part::new(whole + i128::from(gauge.above) - i128::from(gauge.below), u128::from(within)))
    };
    places::greatest(&tallies.iter().map(usual).collect::<Vec<_>>())
}

/// A fraction that compares exactly; nothing of nothing is less than all others.
#[derive(Clone, Copy, Debug)]
struct Part {
    above: i128,
    below: i128,
}

impl Part {
    fn new(above: i128, below: u128) -> Self {
        Self { above, below: i128::try_from(below).unwrap_or(i128::MAX) }
    }
}

impl Ord for Part {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.below, other.below) {
            (0, 0) => Ordering::Equal,
            (0, _) => Ordering::Less,
            (_, 0) => Ordering::Greater,
            _ => self.above.saturating_mul(other.below).cmp(&other.above.saturating_mul(self.below)),
        }
    }
}

impl PartialOrd for Part {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Part {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ranks(tallies: &[Vec<u32>]) -> Vec<u32> {
        merits(tallies).iter().map(|merit| merit.rank).collect()
    }

    /// The lower median, and the tally without one ballot of it, again and again.
    fn removals(tally: &[u32]) -> Vec<usize> {
        let mut left = tally.to_vec();
        let mut middles = Vec::new();
        while let Some(gauge) = Gauge::of(&left) {
            middles.push(gauge.median);
            left[gauge.median] -= 1;
        }
        middles
    }

    #[test]
    fn options_are_ranked_by_their_middle_and_then_by_the_larger_outer_group() {
        fn check(tallies: &[&[u32]], expected: &[u32]) {
            let tallies: Vec<Vec<u32>> = tallies.iter().map(|tally| tally.to_vec()).collect();
            assert_eq!(ranks(&tallies), expected, "{tallies:?}");
        }
        check(&[], &[]);
        check(&[&[2, 0, 1], &[0, 2, 1]], &[2, 1]);
        // Of two ballots the lower one is the middle.
        check(&[&[1, 0, 1], &[0, 2, 0]], &[2, 1]);
        // Equal groups on both sides count against.
        check(&[&[1, 3, 1], &[0, 5, 0]], &[2, 1]);
        check(&[&[0, 3, 2], &[2, 3, 0], &[0, 5, 0]], &[1, 3, 2]);
        // What nothing tells apart is tied, and the next rank is skipped.
        check(&[&[1, 1, 2, 1, 0], &[1, 1, 2, 1, 0], &[2, 1, 0, 1, 1]], &[1, 1, 3]);
        // Nobody's grade is last.
        check(&[&[0, 0], &[3, 0], &[0, 0]], &[2, 1, 2]);
    }

    #[test]
    fn a_rule_by_fractions_would_elect_another_than_majority_judgment() {
        let tallies = [vec![1, 8, 7, 1, 1, 1], vec![6, 3, 4, 4, 1, 1]];
        assert_eq!(ranks(&tallies), [1, 2]);
        assert_eq!(best_by_usual(&tallies), [1]);
        assert_eq!(best_by_mean(&tallies), [0]);
    }

    #[test]
    fn options_with_fewer_ballots_are_compared_by_parts() {
        assert_eq!(ranks(&[vec![10, 60, 30], vec![1, 6, 3]]), [1, 1]);
        assert_eq!(ranks(&[vec![10, 60, 30], vec![1, 5, 4]]), [2, 1]);
        assert_eq!(ranks(&[vec![30, 60, 30], vec![1, 6, 1]]), [2, 1]);
    }

    #[test]
    fn a_ballot_of_another_shape_counts_for_nothing() {
        let ballots: [&[u8]; 5] = [&[0, 2], &[1, 1], &[3, 0], &[1], &[0, 0, 0]];
        assert_eq!(tallies(2, 3, ballots), [[1, 1, 0], [0, 1, 1]]);
    }

    proptest! {
        #[test]
        fn both_forms_of_majority_judgment_agree(
            (a, b) in (1..8usize).prop_flat_map(|n_grades| {
                let ballots = proptest::collection::vec((0..n_grades, 0..n_grades), 0..40);
                ballots.prop_map(move |ballots| {
                    let (mut a, mut b) = (vec![0; n_grades], vec![0; n_grades]);
                    ballots.iter().for_each(|(of_a, of_b)| (a[*of_a] += 1, b[*of_b] += 1).1);
                    (a, b)
                })
            })
        ) {
            prop_assert_eq!(compare(&a, &b), removals(&a).cmp(&removals(&b)), "{:?} {:?}", a, b);
            prop_assert_eq!(compare(&b, &a), compare(&a, &b).reverse());
        }

        #[test]
        fn as_many_of_every_ballot_change_nothing(
            tallies in proptest::collection::vec(proptest::collection::vec(0..9u32, 5), 0..6), times in 1..7u32
        ) {
            let more: Vec<Vec<u32>> =
                tallies.iter().map(|tally| tally.iter().map(|count| count * times).collect()).collect();
            prop_assert_eq!(ranks(&tallies), ranks(&more));
            let mut mixed = tallies.clone();
            mixed.extend(more);
            let of_mixed = ranks(&mixed);
            prop_assert_eq!(&of_mixed[..tallies.len()], &of_mixed[tallies.len()..]);
        }
    }
}
