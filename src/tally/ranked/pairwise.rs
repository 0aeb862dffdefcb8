//! How many ballots prefer each option to each other, and what follows from that alone.

use super::ranking::Ranking;
use std::cmp::Ordering;

/// For each pair of options how many ballots prefer the one to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairwise {
    n_ballots: u32,
    rows: Vec<Vec<u32>>,
}

impl Pairwise {
    /// Counts ballots.
    pub fn of<'a>(n_options: usize, ballots: impl IntoIterator<Item = &'a Ranking>) -> Self {
        let mut pairwise = Self { n_ballots: 0, rows: vec![vec![0; n_options]; n_options] };
        for ballot in ballots {
            pairwise.n_ballots += 1;
            let places = ballot.places();
            for (row, own) in pairwise.rows.iter_mut().zip(places) {
                for (count, other) in row.iter_mut().zip(places) {
                    *count += u32::from(own < other);
                }
            }
        }
        pairwise
    }

    /// From counts that are there already: in row a, how many of `n_ballots` prefer a to each option.
    pub fn of_rows(n_ballots: u32, rows: Vec<Vec<u32>>) -> Self {
        Self { n_ballots, rows }
    }

    /// Ballots counted.
    pub const fn n_ballots(&self) -> u32 {
        self.n_ballots
    }

    /// In row a, how many ballots prefer a to each option.
    pub fn rows(&self) -> &[Vec<u32>] {
        &self.rows
    }

    /// Ballots that prefer `a` to `b`; 0 where one is not there.
    pub fn of_pair(&self, a: usize, b: usize) -> u32 {
        self.rows.get(a).and_then(|row| row.get(b)).copied().unwrap_or(0)
    }

    /// For each option, what more prefer it to each other option, less what prefer the other.
    fn duels(&self, a: usize) -> impl Iterator<Item = (u32, u32)> {
        let others = (0..self.rows.len()).filter(move |b| *b != a);
        others.map(move |b| (self.of_pair(a, b), self.of_pair(b, a)))
    }

    /// The option that more prefer to each other than the reverse; none where there is no such option.
    pub fn condorcet_winner(&self) -> Option<usize> {
        (0..self.rows.len()).find(|a| self.duels(*a).all(|(of_a, of_b)| of_a > of_b))
    }

    /// The smallest set of options that each win against all outside of it.
    pub fn smith(&self) -> Vec<usize> {
        let n = self.rows.len();
        // Options by wins: the set is the shortest beginning that nobody outside holds against.
        let mut by_wins: Vec<(i64, usize)> = self.copeland().into_iter().zip(0..n).collect();
        by_wins.sort_unstable_by_key(|(score, option)| (std::cmp::Reverse(*score), *option));
        let is_closed = |length: usize| {
            let (inside, outside) = by_wins.split_at(length);
            inside
                .iter()
                .all(|(_, a)| outside.iter().all(|(_, b)| self.of_pair(*a, *b) > self.of_pair(*b, *a)))
        };
        let length = (1..=n).find(|length| is_closed(*length)).unwrap_or(n);
        let mut smith: Vec<usize> = by_wins.into_iter().take(length).map(|(_, option)| option).collect();
        smith.sort_unstable();
        smith
    }

    /// Duels won less duels lost, for each option. A. H. Copeland, 1951.
    pub fn copeland(&self) -> Vec<i64> {
        let score = |(of_a, of_b): (u32, u32)| match of_a.cmp(&of_b) {
            Ordering::Greater => 1,
            Ordering::Equal => 0,
            Ordering::Less => -1,
        };
        (0..self.rows.len()).map(|a| self.duels(a).map(score).sum()).collect()
    }

    /// The worst defeat of each option: by how many more ballots another is preferred to it; 0 where none is.
    /// The less the better.
    pub fn worst_defeats(&self) -> Vec<u32> {
        let defeat = |(of_a, of_b): (u32, u32)| of_b.saturating_sub(of_a);
        (0..self.rows.len()).map(|a| self.duels(a).map(defeat).max().unwrap_or(0)).collect()
    }

    /// Borda's count in half points: on each ballot two for every option ranked below, one for every one tied.
    pub fn borda(&self) -> Vec<u64> {
        let n_ballots = u64::from(self.n_ballots);
        let half_points =
            |(of_a, of_b): (u32, u32)| (n_ballots + u64::from(of_a)).saturating_sub(of_b.into());
        (0..self.rows.len()).map(|a| self.duels(a).map(half_points).sum()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(n_options: usize, ballots: &[&[usize]]) -> Pairwise {
        let ballots: Vec<Ranking> =
            ballots.iter().map(|order| Ranking::best_first(n_options, order.iter().copied())).collect();
        Pairwise::of(n_options, &ballots)
    }

    #[test]
    fn a_pair_counts_the_ballots_that_prefer_one_to_the_other() {
        let pairwise = of(3, &[&[0, 1, 2], &[1], &[2, 0]]);
        assert_eq!(pairwise.rows(), [[0, 2, 1], [1, 0, 2], [1, 1, 0]]);
        assert_eq!((pairwise.n_ballots(), pairwise.of_pair(0, 1), pairwise.of_pair(7, 0)), (3, 2, 0));
    }

    #[test]
    fn one_who_wins_every_duel_is_the_smallest_dominant_set() {
        let pairwise = of(3, &[&[0, 1, 2], &[0, 2, 1], &[1, 0, 2]]);
        assert_eq!((pairwise.condorcet_winner(), pairwise.smith()), (Some(0), vec![0]));
        assert_eq!((pairwise.copeland(), pairwise.worst_defeats()), (vec![2, 0, -2], vec![0, 1, 3]));
        assert_eq!(pairwise.borda(), [10, 6, 2]);
    }

    #[test]
    fn in_a_circle_nobody_wins_every_duel() {
        let pairwise = of(4, &[&[0, 1, 2, 3], &[1, 2, 0, 3], &[2, 0, 1, 3]]);
        assert_eq!((pairwise.condorcet_winner(), pairwise.smith()), (None, vec![0, 1, 2]));
        let nobody = of(2, &[]);
        assert_eq!(
            (nobody.condorcet_winner(), nobody.smith(), nobody.borda()),
            (None, vec![0, 1], vec![0, 0])
        );
        assert!(of(0, &[]).smith().is_empty());
    }

    #[test]
    fn a_tie_on_a_ballot_is_half_a_win_of_borda() {
        assert_eq!(of(3, &[&[2]]).borda(), [1, 1, 4]);
    }
}
