//! A budget of points: everybody spreads a few points over the options.

use crate::places;

/// What a ballot may give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Points in all.
    pub total: u32,
    /// Points for one option.
    pub most: u32,
}

/// What one option received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Points {
    /// Points.
    pub points: u32,
    /// Ballots with at least one point for it.
    pub n_givers: u32,
    /// 1 for the most points; equal sums have equal ranks, and the next rank is skipped.
    pub rank: u32,
}

impl Budget {
    /// Ten points, at most three for one option.
    pub const DEFAULT: Self = Self { total: 10, most: 3 };

    /// Whether a ballot keeps to it and gives at least one point.
    pub fn allows(&self, values: &[u8]) -> bool {
        let sum: u64 = values.iter().map(|value| u64::from(*value)).sum();
        (1..=u64::from(self.total)).contains(&sum)
            && values.iter().all(|value| u32::from(*value) <= self.most)
    }
}

/// What each option received. A ballot has points for each option in order; one of another length, or that the
/// budget does not allow, counts for nothing.
pub fn points<'a>(
    n_options: usize,
    budget: Budget,
    ballots: impl IntoIterator<Item = &'a [u8]>,
) -> Vec<Points> {
    let mut sums = vec![(0u32, 0u32); n_options];
    let is_valid = |ballot: &&[u8]| ballot.len() == n_options && budget.allows(ballot);
    for ballot in ballots.into_iter().filter(is_valid) {
        for ((points, n_givers), value) in sums.iter_mut().zip(ballot) {
            *points = points.saturating_add(u32::from(*value));
            *n_givers += u32::from(*value > 0);
        }
    }
    let ranks = places::ranks(&sums.iter().map(|(points, _)| *points).collect::<Vec<_>>());
    sums.into_iter().zip(ranks).map(|((points, n_givers), rank)| Points { points, n_givers, rank }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(ballots: &[&[u8]]) -> Vec<(u32, u32, u32)> {
        let points = points(3, Budget::DEFAULT, ballots.iter().copied());
        points.iter().map(|points| (points.points, points.n_givers, points.rank)).collect()
    }

    #[test]
    fn points_are_added_up_and_equal_sums_tied() {
        assert_eq!(counted(&[]), [(0, 0, 1); 3]);
        assert_eq!(counted(&[&[3, 1, 0], &[0, 2, 3], &[0, 0, 0]]), [(3, 1, 1), (3, 2, 1), (3, 1, 1)]);
        assert_eq!(counted(&[&[3, 1, 0], &[1, 3, 0]]), [(4, 2, 1), (4, 2, 1), (0, 0, 3)]);
    }

    #[test]
    fn a_ballot_over_the_budget_counts_for_nothing() {
        for wrong in [&[4, 0, 0][..], &[0, 0, 0], &[1, 1], &[1, 1, 1, 1]] {
            assert_eq!(counted(&[wrong, &[0, 1, 0]])[1], (1, 1, 1), "{wrong:?}");
        }
        let budget = Budget { total: 4, most: 3 };
        assert!(budget.allows(&[3, 1]) && !budget.allows(&[3, 2]) && !budget.allows(&[4, 0]));
    }
}
