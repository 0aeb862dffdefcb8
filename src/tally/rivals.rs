//! What other methods would say of the same ballots.
//!
//! The first one said is the method that decides. The others are there to show how far a result hangs on the
//! method: where all agree, it does not.

use crate::grades::{best_by_mean, best_by_usual, merits, tallies};
use crate::places::greatest;
use crate::ranked::{Pairwise, Ranking, first_choices, run_off, schulze};
use crate::star::star;
use std::cmp::Reverse;

/// A method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rival {
    /// [`crate::grades`]: the best middle grade.
    MajorityJudgment,
    /// [`crate::ranked::schulze`]: the strongest chains of duels.
    Schulze,
    /// The most points.
    Points,
    /// The option that wins every duel; nobody where there is none.
    Condorcet,
    /// The fewest first choices leave, round by round.
    RunOff,
    /// Borda's count: the better the place, the more points.
    Borda,
    /// The smallest worst defeat, by margin.
    Minimax,
    /// The most ballots with it alone at the top.
    FirstChoices,
    /// The highest mean grade.
    MeanGrade,
    /// The highest usual judgment.
    UsualJudgment,
    /// The two highest sums, then the one more prefer.
    Star,
    /// The most ballots with anything for it.
    Givers,
}

/// Whom a method would elect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Says {
    /// The method.
    pub rival: Rival,
    /// The options by index: several are tied, none is nobody.
    pub winners: Vec<usize>,
}

/// By ranked ballots: Schulze decides.
pub fn of_rankings(n_options: usize, ballots: &[Ranking]) -> Vec<Says> {
    let pairwise = Pairwise::of(n_options, ballots);
    let mut all = vec![
        Says { rival: Rival::Schulze, winners: schulze(&pairwise).winners },
        Says { rival: Rival::Condorcet, winners: pairwise.condorcet_winner().into_iter().collect() },
        Says { rival: Rival::RunOff, winners: run_off(n_options, ballots).winners },
        Says { rival: Rival::Borda, winners: greatest(&pairwise.borda()) },
        Says { rival: Rival::Minimax, winners: least(&pairwise.worst_defeats()) },
    ];
    all.push(Says { rival: Rival::FirstChoices, winners: greatest(&first_choices(n_options, ballots)) });
    all
}

/// By ballots with a grade for each option, 0 for the worst: majority judgment decides. A ballot of another
/// length or with a grade that is not there counts for nothing.
pub fn of_grades(n_options: usize, n_grades: usize, ballots: &[&[u8]]) -> Vec<Says> {
    let is_valid =
        |ballot: &&&[u8]| ballot.len() == n_options && ballot.iter().all(|g| usize::from(*g) < n_grades);
    let valid: Vec<&[u8]> = ballots.iter().filter(is_valid).copied().collect();
    let tallies = tallies(n_options, n_grades, valid.iter().copied());
    let judged: Vec<Reverse<u32>> = merits(&tallies).iter().map(|merit| Reverse(merit.rank)).collect();
    let best = u8::try_from(n_grades.saturating_sub(1)).unwrap_or(u8::MAX);
    let star = star(n_options, best, &valid);
    let pairwise = Pairwise::of(n_options, &rankings(&valid));
    vec![
        Says { rival: Rival::MajorityJudgment, winners: greatest(&judged) },
        Says { rival: Rival::UsualJudgment, winners: best_by_usual(&tallies) },
        Says { rival: Rival::MeanGrade, winners: best_by_mean(&tallies) },
        Says { rival: Rival::Star, winners: star.winner.map_or(star.tied, |winner| vec![winner]) },
        Says { rival: Rival::Schulze, winners: schulze(&pairwise).winners },
        Says { rival: Rival::Condorcet, winners: pairwise.condorcet_winner().into_iter().collect() },
    ]
}

/// By ballots with points for each option: their sums decide. A ballot of another length counts for nothing;
/// which others do is for the caller to say, see [`crate::points::Budget::allows`].
pub fn of_points(n_options: usize, ballots: &[&[u8]]) -> Vec<Says> {
    let valid: Vec<&[u8]> = ballots.iter().filter(|ballot| ballot.len() == n_options).copied().collect();
    let added = |of: fn(u8) -> u64| -> Vec<u64> {
        let sum = |option: usize| valid.iter().filter_map(|ballot| ballot.get(option).map(|v| of(*v))).sum();
        (0..n_options).map(sum).collect()
    };
    let rankings = rankings(&valid);
    let pairwise = Pairwise::of(n_options, &rankings);
    vec![
        Says { rival: Rival::Points, winners: greatest(&added(u64::from)) },
        Says { rival: Rival::Givers, winners: greatest(&added(|value| u64::from(value > 0))) },
        Says { rival: Rival::FirstChoices, winners: greatest(&first_choices(n_options, &rankings)) },
        Says { rival: Rival::Schulze, winners: schulze(&pairwise).winners },
        Says { rival: Rival::Condorcet, winners: pairwise.condorcet_winner().into_iter().collect() },
    ]
}

fn rankings(scores: &[&[u8]]) -> Vec<Ranking> {
    scores.iter().map(|ballot| Ranking::of_scores(ballot)).collect()
}

fn least(values: &[u32]) -> Vec<usize> {
    greatest(&values.iter().copied().map(Reverse).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn winners(said: &[Says]) -> Vec<(Rival, Vec<usize>)> {
        said.iter().map(|says| (says.rival, says.winners.clone())).collect()
    }

    #[test]
    fn methods_differ_where_the_middle_is_everybodys_second() {
        let of = |n: usize, order: &[usize]| vec![Ranking::best_first(3, order.iter().copied()); n];
        let ballots = [of(5, &[0, 1, 2]), of(4, &[2, 1, 0]), of(2, &[1, 0, 2])].concat();
        let expected = [
            (Rival::Schulze, vec![1]),
            (Rival::Condorcet, vec![1]),
            (Rival::RunOff, vec![0]),
            (Rival::Borda, vec![1]),
            (Rival::Minimax, vec![1]),
            (Rival::FirstChoices, vec![0]),
        ];
        assert_eq!(winners(&of_rankings(3, &ballots)), expected);
    }

    #[test]
    fn grades_are_read_by_every_method() {
        let ballots: [&[u8]; 5] = [&[4, 3], &[4, 3], &[2, 3], &[0, 2], &[0, 2]];
        let expected = [
            (Rival::MajorityJudgment, vec![1]),
            (Rival::UsualJudgment, vec![1]),
            (Rival::MeanGrade, vec![1]),
            (Rival::Star, vec![1]),
            (Rival::Schulze, vec![1]),
            (Rival::Condorcet, vec![1]),
        ];
        assert_eq!(winners(&of_grades(2, 5, &ballots)), expected);
        let split: [&[u8]; 4] = [&[4, 0], &[0, 4], &[9, 0], &[0]];
        assert!(of_grades(2, 5, &split).iter().all(|says| says.winners.len() != 1));
    }

    #[test]
    fn points_can_come_from_few_or_from_many() {
        let ballots: [&[u8]; 5] = [&[3, 1, 0], &[3, 1, 0], &[0, 1, 0], &[0, 1, 1], &[7]];
        let expected = [
            (Rival::Points, vec![0]),
            (Rival::Givers, vec![1]),
            (Rival::FirstChoices, vec![0]),
            (Rival::Schulze, vec![0, 1]),
            (Rival::Condorcet, vec![]),
        ];
        assert_eq!(winners(&of_points(3, &ballots)), expected);
    }

    proptest! {
        #[test]
        fn the_order_of_ballots_and_of_options_never_matters(
            given in proptest::collection::vec(proptest::collection::vec(0..4u8, 4), 0..30), turned in 0..30usize
        ) {
            let turn = |mut ballots: Vec<Vec<u8>>| {
                let by = turned % ballots.len().max(1);
                ballots.rotate_left(by);
                ballots.reverse();
                ballots
            };
            let back = |ballots: &[Vec<u8>]| -> Vec<Vec<u8>> {
                ballots.iter().map(|ballot| ballot.iter().rev().copied().collect()).collect()
            };
            let of = |ballots: &[Vec<u8>]| -> Vec<Says> {
                let plain: Vec<&[u8]> = ballots.iter().map(Vec::as_slice).collect();
                [of_grades(4, 4, &plain), of_points(4, &plain), of_rankings(4, &rankings(&plain))].concat()
            };
            let said = of(&given);
            prop_assert_eq!(&said, &of(&turn(given.clone())));
            for (straight, mirrored) in said.iter().zip(of(&back(&given))) {
                let mut winners: Vec<usize> = mirrored.winners.iter().map(|option| 3 - option).collect();
                winners.sort_unstable();
                prop_assert_eq!(&straight.winners, &winners, "{:?}", straight.rival);
            }
        }
    }
}
