//! One ranked ballot.

/// Where an option stands that a ballot does not rank: below all it ranks.
pub(super) const UNRANKED: u32 = u32::MAX;

/// A ballot: the place of every option, less is better. Options may share a place, and those it does not rank
/// share the last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ranking(Vec<u32>);

impl Ranking {
    /// From options by index, best first. What is not named is unranked; an option named again stays where it
    /// was named first, and one that is not there is passed over.
    pub fn best_first(n_options: usize, order: impl IntoIterator<Item = usize>) -> Self {
        Self::levels(n_options, order.into_iter().map(|option| [option]))
    }

    /// From groups of options that are liked alike, best first.
    pub fn levels<L>(n_options: usize, levels: impl IntoIterator<Item = L>) -> Self
    where
        L: IntoIterator<Item = usize>,
    {
        let mut places = vec![UNRANKED; n_options];
        for (level, options) in (0..UNRANKED).zip(levels) {
            for option in options {
                if let Some(place) = places.get_mut(option).filter(|place| **place == UNRANKED) {
                    *place = level;
                }
            }
        }
        Self(places)
    }

    /// From the rank of each option in order, less is better; none for what is unranked.
    pub fn of_ranks(ranks: impl IntoIterator<Item = Option<u32>>) -> Self {
        Self(ranks.into_iter().map(|rank| rank.unwrap_or(UNRANKED)).collect())
    }

    /// From a grade or points for each option in order, more is better.
    pub fn of_scores(scores: &[u8]) -> Self {
        Self(scores.iter().map(|score| u32::from(u8::MAX - score)).collect())
    }

    /// Whether it ranks one option above another; never where one is not there.
    pub fn prefers(&self, a: usize, b: usize) -> bool {
        match (self.0.get(a), self.0.get(b)) {
            (Some(a), Some(b)) => a < b,
            _ => false,
        }
    }

    /// The place of each option; greater than all others where it is unranked.
    pub(super) fn places(&self) -> &[u32] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_ranked_is_tied_last() {
        let ranking = Ranking::best_first(4, [2, 0]);
        assert!(ranking.prefers(2, 0) && ranking.prefers(0, 1) && ranking.prefers(2, 3));
        assert!(!ranking.prefers(1, 3) && !ranking.prefers(3, 1) && !ranking.prefers(0, 9));
    }

    #[test]
    fn every_way_to_write_a_ballot_says_the_same() {
        let pairs = |ranking: &Ranking| -> Vec<(usize, usize)> {
            let all = (0..3).flat_map(|a| (0..3).map(move |b| (a, b)));
            all.filter(|(a, b)| ranking.prefers(*a, *b)).collect()
        };
        let expected = [(0, 2), (1, 0), (1, 2)];
        for ranking in [
            Ranking::best_first(3, [1, 0, 2]),
            Ranking::best_first(3, [1, 1, 7, 0, 1]),
            Ranking::levels(3, [vec![1], vec![0]]),
            Ranking::of_ranks([Some(5), Some(2), None]),
            Ranking::of_scores(&[1, 4, 0]),
        ] {
            assert_eq!(pairs(&ranking), expected, "{ranking:?}");
        }
        assert_eq!(pairs(&Ranking::levels(3, [vec![0, 2], vec![1]])), [(0, 1), (2, 1)]);
    }
}
