//! Where each option stands, which ranks its numbers allow, and whether anything can be said yet.

use crate::wilson::{self, Share};
use parvis_model::poll::{Results, Rules};

/// The place of one option.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Ballots naming it.
    pub count: u32,
    /// Of all ballots counted, with its interval; shares of a poll of several choices add up to more than 1.
    pub share: Share,
    /// 1 for the most named; equal counts have equal ranks, and the next rank is skipped: 1, 1, 3.
    pub rank: u32,
    /// The best rank that the intervals allow.
    pub best: u32,
    /// The worst rank that the intervals allow.
    pub worst: u32,
}

/// What may be said of the result as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Fewer ballots than the poll asks for.
    TooEarly {
        /// Ballots still needed.
        n_missing: u32,
    },
    /// Several options share the first rank; their indices.
    Tie(Vec<usize>),
    /// One option has the most voices; its index.
    Ahead {
        /// Of the option.
        index: usize,
        /// Whether its interval lies above those of all others.
        is_clear: bool,
    },
}

/// Where every option stands, in the order of the counts.
pub fn standings(results: &Results) -> Vec<Standing> {
    let shares: Vec<Share> =
        results.counts.iter().map(|count| wilson::share(*count, results.n_ballots)).collect();
    let one_plus = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).saturating_add(1);
    let place = |(count, share): (&u32, &Share)| Standing {
        count: *count,
        share: *share,
        rank: one_plus(results.counts.iter().filter(|other| *other > count).count()),
        best: one_plus(shares.iter().filter(|other| other.low > share.high).count()),
        worst: one_plus(shares.iter().filter(|other| other.high >= share.low).count()).saturating_sub(1),
    };
    results.counts.iter().zip(&shares).map(place).collect()
}

/// What may be said of a poll; only ballots decide, never the order of the options.
pub fn verdict(rules: &Rules, results: &Results) -> Verdict {
    let n_missing = rules.min_n.max(1).saturating_sub(results.n_ballots);
    if n_missing > 0 {
        return Verdict::TooEarly { n_missing };
    }
    let standings = standings(results);
    let first = |(index, standing): (usize, &Standing)| (standing.rank == 1).then_some(index);
    let leaders: Vec<usize> = standings.iter().enumerate().filter_map(first).collect();
    match *leaders {
        [index] => {
            Verdict::Ahead { index, is_clear: standings.get(index).is_some_and(|leader| leader.worst == 1) }
        }
        _ => Verdict::Tie(leaders),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::rules;
    use parvis_model::poll::Method;
    use proptest::prelude::*;

    fn results(n_ballots: u32, counts: &[u32]) -> Results {
        Results { n_ballots, counts: counts.to_vec(), ..Results::default() }
    }

    #[test]
    fn equal_counts_have_equal_ranks_and_the_next_is_skipped() {
        fn check(counts: &[u32], expected: &[u32]) {
            let standings = standings(&results(counts.iter().sum(), counts));
            let ranks: Vec<u32> = standings.iter().map(|standing| standing.rank).collect();
            assert_eq!(ranks, expected, "{counts:?}");
        }
        check(&[], &[]);
        check(&[4], &[1]);
        check(&[1, 5, 5, 0], &[3, 1, 1, 4]);
        check(&[0, 0, 0], &[1, 1, 1]);
    }

    #[test]
    fn few_ballots_leave_every_rank_open() {
        let bands = |counts: &[u32]| -> Vec<(u32, u32)> {
            let standings = standings(&results(counts.iter().sum(), counts));
            standings.iter().map(|standing| (standing.best, standing.worst)).collect()
        };
        assert_eq!(bands(&[3, 2, 1]), [(1, 3); 3]);
        assert_eq!(bands(&[600, 300, 280]), [(1, 1), (2, 3), (2, 3)]);
    }

    #[test]
    fn nothing_is_said_too_early_and_a_tie_is_called_a_tie() {
        fn check(min_n: u32, n_ballots: u32, counts: &[u32], expected: Verdict) {
            let verdict = verdict(&rules(Method::Single, min_n), &results(n_ballots, counts));
            assert_eq!(verdict, expected, "{counts:?}");
        }
        check(10, 7, &[7, 0, 0], Verdict::TooEarly { n_missing: 3 });
        check(0, 0, &[0, 0, 0], Verdict::TooEarly { n_missing: 1 });
        check(5, 9, &[4, 4, 1], Verdict::Tie(vec![0, 1]));
        check(5, 9, &[3, 1, 5], Verdict::Ahead { index: 2, is_clear: false });
        check(5, 900, &[100, 100, 700], Verdict::Ahead { index: 2, is_clear: true });
    }

    proptest! {
        #[test]
        fn the_band_holds_the_rank(counts in proptest::collection::vec(0..500u32, 1..9), more in 0..50u32) {
            for standing in standings(&results(counts.iter().sum::<u32>() + more, &counts)) {
                prop_assert!(1 <= standing.best && standing.best <= standing.rank);
                prop_assert!(standing.rank <= standing.worst && standing.worst as usize <= counts.len());
            }
        }
    }
}
