//! Who wins by the method of a poll, and what one ballot weighed in it.

use crate::grades::merits;
use crate::places::{greatest, ranks};
use crate::ranked::{Pairwise, schulze};
use crate::{ballots, grades};
use core::cmp::Reverse;
use parvis_model::draft::Ballot;
use parvis_model::poll::{EqualBallots, Method, Results, Rules};

/// What one ballot weighed, exactly: the poll counted again without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Who wins with it, by their places; several are tied.
    pub with: Vec<usize>,
    /// Who would win without it.
    pub without: Vec<usize>,
}

/// The fewest ballots that would have made another option win alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flip {
    /// Ballots, each with all it can give for that option alone.
    pub n_ballots: u32,
    /// The place of that option.
    pub option: usize,
}

/// The rank of each option by the method of the poll, 1 for the best; equals have equal ranks.
pub fn places(rules: &Rules, results: &Results) -> Vec<u32> {
    match rules.method {
        Method::Single | Method::Multiple | Method::Approval => ranks(&results.counts),
        Method::Grades => merits(&results.tally.grades).iter().map(|merit| merit.rank).collect(),
        Method::Points => ranks(&results.tally.points),
        Method::Ranking => schulze(&pairwise(results)).ranks,
    }
}

/// The options that win, by their places: several are tied; none where no ballot was counted.
pub fn winners(rules: &Rules, results: &Results) -> Vec<usize> {
    if results.n_ballots == 0 {
        return Vec::new();
    }
    match rules.method {
        Method::Ranking => schulze(&pairwise(results)).winners,
        _ => greatest(&places(rules, results).into_iter().map(Reverse).collect::<Vec<_>>()),
    }
}

/// The duels of a ranking.
pub fn pairwise(results: &Results) -> Pairwise {
    Pairwise::of_rows(results.n_ballots, results.tally.pairs.clone())
}

/// What a ballot that is counted in the results weighed.
pub fn weight(rules: &Rules, results: &Results, ballot: &Ballot) -> Weight {
    let mut without = results.clone();
    ballots::take(&mut without, rules, &ballot.to_counted(rules));
    Weight { with: winners(rules, results), without: winners(rules, &without) }
}

/// The fewest further ballots that would make an option win alone that does not, and the option that needs the fewest;
/// the first of equals. None where there is no other option. A ballot more for an option never harms it by any of these
/// methods, so the fewest are found by halves.
pub fn flip(rules: &Rules, results: &Results) -> Option<Flip> {
    let now = winners(rules, results);
    let rivals = (0..rules.options.len()).filter(|place| now.as_slice() != [*place]);
    let most = results.n_ballots.saturating_mul(101).saturating_add(1);
    let needed = |option: usize| {
        let wins = |n: u32| {
            let mut more = results.clone();
            ballots::put(&mut more, rules, &all_for(rules, option, n));
            winners(rules, &more) == [option]
        };
        let (mut low, mut high) = (0, most);
        while low + 1 < high {
            let middle = low + (high - low) / 2;
            if wins(middle) { high = middle } else { low = middle }
        }
        wins(high).then_some(Flip { n_ballots: high, option })
    };
    rivals.filter_map(needed).min_by_key(|flip| (flip.n_ballots, flip.option))
}

/// Ballots with all they can give for one option alone.
fn all_for(rules: &Rules, option: usize, n: u32) -> EqualBallots {
    let best = match rules.method {
        Method::Grades => u8::try_from(rules.grades.len().saturating_sub(1)).unwrap_or(u8::MAX),
        _ => u8::try_from(rules.budget.most.min(rules.budget.points)).unwrap_or(u8::MAX),
    };
    let (mut choices, mut values) = (Vec::new(), Vec::new());
    if rules.method.has_values() {
        values = (0..rules.options.len()).map(|place| if place == option { best } else { 0 }).collect();
    } else {
        choices = rules.options.get(option).map(|option| option.id.clone()).into_iter().collect();
    }
    EqualBallots { choices, values, n }
}

/// Whom other methods would elect of the same results, as far as these tell; the word of each method.
pub fn others(rules: &Rules, results: &Results) -> Vec<(&'static str, Vec<usize>)> {
    let tally = &results.tally;
    match rules.method {
        Method::Single | Method::Multiple | Method::Approval => Vec::new(),
        Method::Grades => vec![
            ("usual", grades::best_by_usual(&tally.grades)),
            ("mean", grades::best_by_mean(&tally.grades)),
        ],
        Method::Points => vec![("givers", greatest(&results.counts))],
        Method::Ranking => {
            let pairwise = pairwise(results);
            vec![
                ("condorcet", pairwise.condorcet_winner().into_iter().collect()),
                ("borda", greatest(&pairwise.borda())),
                ("firsts", greatest(&tally.firsts)),
            ]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::{ballot, rules};
    use proptest::prelude::*;

    type Line = (&'static [&'static str], &'static [u8], u32);

    fn counted(method: Method, ballots: &[Line]) -> Results {
        let equal = |(choices, values, n): &Line| {
            let ballot = ballot(choices, values);
            EqualBallots { choices: ballot.choices, values: ballot.values, n: *n }
        };
        ballots::results(&rules(method, 0), &ballots.iter().map(equal).collect::<Vec<_>>())
    }

    #[test]
    fn each_method_elects_by_its_own_rule() {
        fn check(method: Method, ballots: &[Line], expected: &[usize], flipped: Option<(u32, usize)>) {
            let (rules, results) = (rules(method, 0), counted(method, ballots));
            assert_eq!(winners(&rules, &results), expected, "{method:?}");
            let flip = flip(&rules, &results).map(|flip| (flip.n_ballots, flip.option));
            assert_eq!(flip, flipped, "{method:?}");
        }
        check(Method::Single, &[], &[], Some((1, 0)));
        check(Method::Single, &[(&["a"], &[], 3), (&["b"], &[], 5)], &[1], Some((3, 0)));
        check(Method::Approval, &[(&["a", "b"], &[], 3)], &[0, 1], Some((1, 0)));
        check(Method::Points, &[(&[], &[3, 2, 0], 2)], &[0], Some((1, 1)));
        check(Method::Grades, &[(&[], &[4, 3, 0], 2), (&[], &[1, 3, 0], 3)], &[1], Some((2, 0)));
        check(Method::Ranking, &[(&["a", "b", "c"], &[], 3), (&["b", "c", "a"], &[], 2)], &[0], Some((2, 1)));
    }

    #[test]
    fn a_ballot_is_pivotal_where_the_poll_ends_otherwise_without_it() {
        let (rules, results) =
            (rules(Method::Single, 0), counted(Method::Single, &[(&["a"], &[], 2), (&["b"], &[], 1)]));
        let weight = |choices: &[&str]| weight(&rules, &results, &ballot(choices, &[]));
        assert_eq!(weight(&["a"]), Weight { with: vec![0], without: vec![0, 1] });
        assert_eq!(weight(&["b"]), Weight { with: vec![0], without: vec![0] });
    }

    proptest! {
        #[test]
        fn one_ballot_less_than_the_fewest_is_not_enough(
            method in (0..Method::ALL.len()).prop_map(|place| Method::ALL[place]),
            votes in proptest::collection::vec((0..3usize, 1..9u32), 1..6)
        ) {
            let rules = rules(method, 0);
            let ballots: Vec<EqualBallots> = votes.iter().map(|(place, n)| all_for(&rules, *place, *n)).collect();
            let results = ballots::results(&rules, &ballots);
            let flip = flip(&rules, &results).unwrap();
            for n in 0..=flip.n_ballots {
                let mut more = results.clone();
                ballots::put(&mut more, &rules, &all_for(&rules, flip.option, n));
                let wins = winners(&rules, &more) == [flip.option];
                prop_assert_eq!(wins, n == flip.n_ballots, "{:?} {}", flip, n);
            }
        }
    }
}
