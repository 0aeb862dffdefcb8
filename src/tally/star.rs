//! STAR, score then automatic run-off: the two options with the highest sums, and of these the one more prefer.
//!
//! Ties as in the published protocol: for a place in the run-off first by duels won on ballots among the tied,
//! then by ballots that give the best score; in the run-off first by sum, then by ballots that give the best
//! score. What this leaves tied is told as a tie.

use crate::places;
use std::cmp::Reverse;

/// What STAR says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Star {
    /// The sum of each option.
    pub scores: Vec<u64>,
    /// The two in the run-off; fewer where a tie leaves their places open, or where there are fewer options.
    pub finalists: Vec<usize>,
    /// How many ballots prefer each of the finalists to the other, in their order.
    pub preferences: Vec<u32>,
    /// Who wins; nobody where a tie is left.
    pub winner: Option<usize>,
    /// The options between which nothing decides, by index.
    pub tied: Vec<usize>,
}

/// Ballots with a score for each option.
struct Scores<'a> {
    ballots: &'a [&'a [u8]],
    best: u8,
}

/// STAR over ballots with a score for each option in order, of which `best` is the highest there is. A ballot of
/// another length counts for nothing.
pub fn star(n_options: usize, best: u8, ballots: &[&[u8]]) -> Star {
    let valid: Vec<&[u8]> = ballots.iter().copied().filter(|ballot| ballot.len() == n_options).collect();
    let ballots = Scores { ballots: &valid, best };
    let scores: Vec<u64> = (0..n_options).map(|option| ballots.sum(option)).collect();
    let all: Vec<usize> = (0..n_options).collect();
    let found =
        Star { scores, finalists: Vec::new(), preferences: Vec::new(), winner: None, tied: Vec::new() };
    match ballots.finalists(&all) {
        Err((finalists, tied)) => Star { finalists, tied, ..found },
        Ok(finalists) => {
            let preferences = ballots.preferences(&finalists);
            let tied = ballots.won(&finalists, &preferences);
            let winner = if let [winner] = *tied { Some(winner) } else { None };
            let mut tied = if winner.is_some() { Vec::new() } else { tied };
            tied.sort_unstable();
            Star { finalists, preferences, winner, tied, ..found }
        }
    }
}

/// A number for each of some options, by which they advance.
type Rule = fn(&Scores<'_>, &[usize]) -> Vec<u64>;

impl Scores<'_> {
    fn score(ballot: &[u8], option: usize) -> u8 {
        ballot.get(option).copied().unwrap_or(0)
    }

    fn sum(&self, option: usize) -> u64 {
        self.ballots.iter().map(|ballot| u64::from(Self::score(ballot, option))).sum()
    }

    fn n_best(&self, option: usize) -> u64 {
        self.ballots.iter().filter(|ballot| Self::score(ballot, option) == self.best).map(|_| 1).sum()
    }

    /// Duels won on ballots among some options, for each of them.
    fn duels(&self, among: &[usize]) -> Vec<u64> {
        let won = |ballot: &&[u8], option: usize| {
            let own = Self::score(ballot, option);
            among.iter().filter(|other| own > Self::score(ballot, **other)).map(|_| 1u64).sum::<u64>()
        };
        among.iter().map(|option| self.ballots.iter().map(|ballot| won(ballot, *option)).sum()).collect()
    }

    fn preferences(&self, finalists: &[usize]) -> Vec<u32> {
        self.duels(finalists).into_iter().map(|n| u32::try_from(n).unwrap_or(u32::MAX)).collect()
    }

    /// The two in the run-off; or those who are, and those tied for what is left.
    fn finalists(&self, all: &[usize]) -> Result<Vec<usize>, (Vec<usize>, Vec<usize>)> {
        let mut chosen = Vec::new();
        let mut among = all.to_vec();
        let rules: [Rule; 3] = [
            |own, among| among.iter().map(|option| own.sum(*option)).collect(),
            |own, among| own.duels(among),
            |own, among| among.iter().map(|option| own.n_best(*option)).collect(),
        ];
        for rule in rules {
            among = advanced(&mut chosen, among.iter().copied().zip(rule(self, &among)).collect());
            if among.is_empty() {
                return Ok(chosen);
            }
        }
        Err((chosen, among))
    }

    /// Who is left of the finalists: one, or those tied.
    fn won(&self, finalists: &[usize], preferences: &[u32]) -> Vec<usize> {
        let score =
            |(option, preference): (&usize, &u32)| (*preference, self.sum(*option), self.n_best(*option));
        let scores: Vec<_> = finalists.iter().zip(preferences).map(score).collect();
        places::greatest(&scores).into_iter().filter_map(|place| finalists.get(place).copied()).collect()
    }
}

/// Takes those with the most among the chosen, group by group, while there is room for the whole group; gives
/// the group for which there was none.
fn advanced(chosen: &mut Vec<usize>, mut scored: Vec<(usize, u64)>) -> Vec<usize> {
    scored.sort_unstable_by_key(|(option, score)| (Reverse(*score), *option));
    for group in scored.chunk_by(|a, b| a.1 == b.1) {
        let options = group.iter().map(|(option, _)| *option);
        match chosen.len() {
            2.. => break,
            n if n + group.len() <= 2 => chosen.extend(options),
            _ => return options.collect(),
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_two_highest_sums_the_one_more_prefer_wins() {
        let star = star(3, 5, &[&[5, 4, 0], &[0, 1, 0], &[0, 1, 5], &[5, 4, 0], &[0, 1, 0]]);
        assert_eq!((star.scores, star.finalists), (vec![10, 11, 5], vec![1, 0]));
        assert_eq!((star.preferences, star.winner), (vec![3, 2], Some(1)));
    }

    #[test]
    fn ties_are_broken_by_duels_then_by_best_scores_and_else_told() {
        fn check(ballots: &[&[u8]], winner: Option<usize>, tied: &[usize]) {
            let star = star(ballots[0].len(), 5, ballots);
            assert_eq!((star.winner, star.tied.as_slice()), (winner, tied), "{ballots:?}");
        }
        // Equal sums of 1 and 2: of three tied for two places, and of two for one, duels decide.
        check(&[&[5, 0, 1], &[5, 0, 1], &[3, 2, 0]], Some(0), &[]);
        check(&[&[5, 0, 1], &[5, 0, 1], &[0, 2, 0], &[0, 5, 5], &[0, 5, 5]], Some(2), &[]);
        // Tied in duel and sum; 0 has the best score.
        check(&[&[5, 3], &[2, 4]], Some(0), &[]);
        check(&[&[5, 4], &[4, 5]], None, &[0, 1]);
        // 0 is in the run-off, and nothing tells who else is.
        check(&[&[5, 5, 0], &[4, 0, 5]], None, &[1, 2]);
        check(&[&[3]], Some(0), &[]);
    }
}
