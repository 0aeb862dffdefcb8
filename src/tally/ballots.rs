//! From ballots to what each method counts, one ballot at a time, so that one that is changed or taken back leaves no
//! trace.

use parvis_model::draft::Ballot;
use parvis_model::poll::{EqualBallots, Method, Results, Rules, Tally};

/// Counts a ballot into a tally. The ballot keeps the rules ([`Ballot::check`]); it is counted in the form of
/// [`Ballot::to_counted`].
pub fn add(tally: &mut Tally, rules: &Rules, ballot: &Ballot) {
    count(tally, rules, ballot, |figure| *figure = figure.saturating_add(1), u32::saturating_add);
}

/// Takes a ballot that was counted in out again.
pub fn remove(tally: &mut Tally, rules: &Rules, ballot: &Ballot) {
    count(tally, rules, ballot, |figure| *figure = figure.saturating_sub(1), u32::saturating_sub);
}

/// The options that a ballot names: that it chooses, ranks or gives a point, by their places. None where every ballot
/// grades every option.
pub fn named(rules: &Rules, ballot: &Ballot) -> Vec<usize> {
    match rules.method {
        Method::Grades => Vec::new(),
        Method::Points => {
            (0..).zip(&ballot.values).filter(|(_, points)| **points > 0).map(|(at, _)| at).collect()
        }
        _ => ballot.choices.iter().filter_map(|id| rules.place(id)).collect(),
    }
}

/// Counts equal ballots into results; ballots that break a rule of the poll count for nothing.
pub fn put(results: &mut Results, rules: &Rules, equal: &EqualBallots) {
    let ballot = equal.to_ballot();
    if !ballot.check(rules).is_empty() {
        return;
    }
    let (ballot, n) = (ballot.to_counted(rules), equal.n);
    let many = |figure: &mut u32| *figure = figure.saturating_add(n);
    many(&mut results.n_ballots);
    for place in named(rules, &ballot) {
        results.counts.get_mut(place).into_iter().for_each(many);
    }
    let sum = |sum: u32, value: u32| sum.saturating_add(value.saturating_mul(n));
    count(&mut results.tally, rules, &ballot, many, sum);
}

/// Takes one ballot that was counted in out of results. Whose purchase was checked is not in a ballot: `n_verified`
/// stays.
pub fn take(results: &mut Results, rules: &Rules, ballot: &Ballot) {
    results.n_ballots = results.n_ballots.saturating_sub(1);
    for place in named(rules, ballot) {
        if let Some(figure) = results.counts.get_mut(place) {
            *figure = figure.saturating_sub(1);
        }
    }
    remove(&mut results.tally, rules, ballot);
}

/// What these ballots come to. Ballots that break a rule of the poll count for nothing, and `n_verified` is 0.
pub fn results<'a>(rules: &Rules, ballots: impl IntoIterator<Item = &'a EqualBallots>) -> Results {
    let mut results = Results { counts: vec![0; rules.options.len()], ..Results::default() };
    count_nothing(&mut results.tally, rules);
    ballots.into_iter().for_each(|equal| put(&mut results, rules, equal));
    results
}

/// Gives a tally the room that its method needs, so that one without ballots looks like one whose ballots were taken
/// back.
pub fn count_nothing(tally: &mut Tally, rules: &Rules) {
    let n = rules.options.len();
    match rules.method {
        Method::Grades => fit(&mut tally.grades, n, || vec![0; rules.grades.len()]),
        Method::Points => fit(&mut tally.points, n, || 0),
        Method::Ranking => {
            fit(&mut tally.firsts, n, || 0);
            fit(&mut tally.pairs, n, || vec![0; n]);
        }
        Method::Single | Method::Multiple | Method::Approval => {}
    }
}

fn fit<T>(list: &mut Vec<T>, n: usize, nothing: impl FnMut() -> T) {
    list.resize_with(n, nothing);
}

/// Carries a ballot into each figure it touches: `step` for a ballot, `sum` for points.
fn count(
    tally: &mut Tally,
    rules: &Rules,
    ballot: &Ballot,
    step: impl Fn(&mut u32),
    sum: impl Fn(u32, u32) -> u32,
) {
    count_nothing(tally, rules);
    match rules.method {
        Method::Grades => {
            for (figures, grade) in tally.grades.iter_mut().zip(&ballot.values) {
                figures.get_mut(usize::from(*grade)).into_iter().for_each(&step);
            }
        }
        Method::Points => {
            for (figure, points) in tally.points.iter_mut().zip(&ballot.values) {
                *figure = sum(*figure, u32::from(*points));
            }
        }
        Method::Ranking => {
            let ranked = named(rules, ballot);
            if let Some(first) = ranked.first() {
                tally.firsts.get_mut(*first).into_iter().for_each(&step);
            }
            let place = |option: usize| ranked.iter().position(|own| *own == option).unwrap_or(usize::MAX);
            for (option, row) in tally.pairs.iter_mut().enumerate() {
                let own = place(option);
                for (other, figure) in row.iter_mut().enumerate() {
                    if own < place(other) {
                        step(figure);
                    }
                }
            }
        }
        Method::Single | Method::Multiple | Method::Approval => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::{ballot, rules};
    use parvis_model::id::OptionId;
    use proptest::prelude::*;

    fn equal(ballot: &Ballot, n: u32) -> EqualBallots {
        EqualBallots { choices: ballot.choices.clone(), values: ballot.values.clone(), n }
    }

    #[test]
    fn each_method_counts_what_it_needs() {
        fn check(method: Method, ballots: &[(&[&str], &[u8], u32)], counts: [u32; 3], tally: Tally) {
            let ballots: Vec<EqualBallots> =
                ballots.iter().map(|(choices, values, n)| equal(&ballot(choices, values), *n)).collect();
            let results = results(&rules(method, 0), &ballots);
            assert_eq!((results.counts, results.tally), (counts.to_vec(), tally), "{method:?}");
        }
        let none = Tally::default();
        check(Method::Single, &[], [0, 0, 0], none.clone());
        check(Method::Single, &[(&["a"], &[], 2), (&["c"], &[], 1)], [2, 0, 1], none.clone());
        check(Method::Multiple, &[(&["a", "b"], &[], 1), (&["b"], &[], 1)], [1, 2, 0], none.clone());
        check(Method::Approval, &[(&["a", "b", "c"], &[], 4)], [4, 4, 4], none.clone());
        let grades = vec![vec![0, 0, 0, 0, 2], vec![1, 0, 0, 1, 0], vec![1, 0, 1, 0, 0]];
        let tally = Tally { grades, ..none.clone() };
        check(Method::Grades, &[(&[], &[4, 3, 2], 1), (&[], &[4], 1)], [0; 3], tally);
        let tally = Tally { points: vec![7, 0, 2], ..none.clone() };
        check(Method::Points, &[(&[], &[2, 0, 1], 2), (&[], &[3], 1)], [3, 0, 2], tally);
        let pairs = vec![vec![0, 3, 1], vec![0, 0, 0], vec![2, 3, 0]];
        let tally = Tally { firsts: vec![1, 0, 2], pairs, ..none };
        check(Method::Ranking, &[(&["c", "a"], &[], 2), (&["a", "c"], &[], 1)], [3, 0, 3], tally);
    }

    #[test]
    fn a_ballot_against_the_rules_counts_for_nothing() {
        for (method, choices, values) in [
            (Method::Single, &["a", "b"][..], &[][..]),
            (Method::Multiple, &["a", "b", "c"], &[]),
            (Method::Ranking, &["z"], &[]),
            (Method::Grades, &[], &[5, 0, 0]),
            (Method::Points, &[], &[3, 3, 4]),
        ] {
            let rules = rules(method, 0);
            assert_eq!(
                results(&rules, [&equal(&ballot(choices, values), 3)]),
                results(&rules, []),
                "{method:?}"
            );
        }
    }

    fn any_ballot(method: Method) -> impl Strategy<Value = Ballot> {
        let ids = ["a", "b", "c"].map(|id| OptionId::parse(id).unwrap());
        let order = Just(ids.to_vec()).prop_shuffle();
        (order, 1..3usize, proptest::collection::vec(0..2u8, 1..4)).prop_map(
            move |(mut choices, n, values)| {
                if method.has_values() {
                    let values = if values.iter().all(|value| *value == 0) { vec![1] } else { values };
                    return Ballot { choices: Vec::new(), values };
                }
                choices.truncate(if method == Method::Single { 1 } else { n });
                Ballot { choices, values: Vec::new() }
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_taken_back_leaves_no_trace(
            (method, ballots, gone) in (0..Method::ALL.len()).prop_flat_map(|place| {
                let method = Method::ALL[place];
                let some = proptest::collection::vec(any_ballot(method), 0..12);
                (Just(method), some, proptest::collection::vec(any_ballot(method), 0..5))
            })
        ) {
            let rules = rules(method, 0);
            let counted: Vec<Ballot> = ballots.iter().map(|ballot| ballot.to_counted(&rules)).collect();
            let gone: Vec<Ballot> = gone.iter().map(|ballot| ballot.to_counted(&rules)).collect();
            let mut tally = Tally::default();
            count_nothing(&mut tally, &rules);
            gone.iter().for_each(|ballot| add(&mut tally, &rules, ballot));
            counted.iter().for_each(|ballot| add(&mut tally, &rules, ballot));
            gone.iter().for_each(|ballot| remove(&mut tally, &rules, ballot));
            let equal: Vec<EqualBallots> = counted.iter().rev().map(|ballot| equal(ballot, 1)).collect();
            prop_assert_eq!(tally, results(&rules, &equal).tally);
        }
    }
}
