//! From ballots to counts.

use parvis_model::draft::Ballot;
use parvis_model::poll::Poll;

/// How many ballots name each option, in the order of the options. A ballot that breaks a rule of the poll
/// counts for nothing; the rules are those of [`Ballot::check`].
pub fn count<'a>(poll: &Poll, ballots: impl Iterator<Item = &'a Ballot>) -> Vec<u32> {
    let mut counts = vec![0u32; poll.options.len()];
    for ballot in ballots.filter(|ballot| ballot.check(poll).is_empty()) {
        for (count, option) in counts.iter_mut().zip(&poll.options) {
            *count += u32::from(ballot.choices.contains(&option.id));
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::{ballot, poll};
    use parvis_model::poll::Method;
    use proptest::prelude::*;

    #[test]
    fn each_ballot_counts_once_for_each_option_it_names() {
        fn check(method: Method, ballots: &[&[&str]], expected: [u32; 3]) {
            let ballots: Vec<Ballot> = ballots.iter().map(|choices| ballot(choices)).collect();
            assert_eq!(count(&poll(method, 0), ballots.iter()), expected, "{ballots:?}");
        }
        check(Method::Single, &[], [0, 0, 0]);
        check(Method::Single, &[&["a"], &["c"], &["a"]], [2, 0, 1]);
        check(Method::Multiple, &[&["a", "b"], &["b"]], [1, 2, 0]);
    }

    #[test]
    fn a_ballot_against_the_rules_counts_for_nothing() {
        for wrong in [&["a", "b"][..], &[], &["z"], &["a", "a"]] {
            let ballots = [ballot(wrong), ballot(&["c"])];
            assert_eq!(count(&poll(Method::Single, 0), ballots.iter()), [0, 0, 1], "{wrong:?}");
        }
        assert_eq!(count(&poll(Method::Multiple, 0), [ballot(&["a", "b", "c"])].iter()), [0, 0, 0]);
    }

    proptest! {
        #[test]
        fn counts_do_not_depend_on_the_order_of_ballots(named in proptest::collection::vec(0..3usize, 0..50)) {
            let mut ballots: Vec<Ballot> = named.iter().map(|place| ballot(&[["a", "b", "c"][*place]])).collect();
            let counts = count(&poll(Method::Single, 0), ballots.iter());
            ballots.reverse();
            prop_assert_eq!(&counts, &count(&poll(Method::Single, 0), ballots.iter()));
            prop_assert_eq!(counts.iter().sum::<u32>() as usize, named.len());
        }
    }
}
