//! Accounts that do alike on the same day: crowds, which an order must not take for as many opinions.
//!
//! Two accounts are alike when of all they voted, taken together, more than four fifths are the same vote on
//! the same idea on the same day (Jaccard's coefficient above ⁴⁄₅). Who is alike to somebody alike is of the
//! same company; a company of five accounts or more is a crowd.
//!
//! Pairs are found without comparing everybody with everybody: two such sets, both put in order of how rare
//! their votes are, share one of their first |set|/5 + 1 votes (prefix filtering: S. Chaudhuri, V. Ganti and
//! R. Kaushik, ICDE 2006). Accounts that voted exactly the same are one set from the start.
//!
//! In the order of ideas (the feed has [`crate::crowds`]) an account of a crowd is not heard as long as a quarter of all
//! accounts or less are in company; it is heard in full where three quarters are, because then one vote on
//! the day of the launch is simply how people vote here; in between, in proportion. The counts that are shown
//! hold every vote.
//!
//! What that costs: a newsletter that sends many to one idea on one day fills the count and leaves the order
//! as it was, until these people vote on something else, by which they stop being alike. And whoever votes
//! exactly like four others on that day makes a crowd of them. What it does not see: accounts that vote on
//! different days, or hide the vote among others of their own choice.

use parvis_model::draft::Vote;
use parvis_model::time::Day;
use std::collections::BTreeMap;

/// Accounts of a crowd, at least.
pub const CROWD_LEAST: usize = 5;
/// Two accounts are alike when more than this part of all they voted is the same: so many of so many.
pub const ALIKE: (usize, usize) = (4, 5);
/// Part of all accounts in company up to which crowds are not heard.
pub const SHARE_UNHEARD: f64 = 0.25;
/// Part of all accounts in company from which crowds are heard in full.
pub const SHARE_HEARD: f64 = 0.75;

/// One vote of one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cast {
    /// The index of the idea.
    pub idea: u32,
    /// The direction.
    pub vote: Vote,
    /// The day it was given.
    pub day: Day,
}

/// How much each account is heard, from 0 to 1, given its [`companies`].
pub fn weights(companies: &[usize]) -> Vec<f64> {
    let (sizes, heard) = (sizes(companies), heard(companies));
    let is_crowd = |first: &usize| sizes.get(*first).is_some_and(|size| *size >= CROWD_LEAST);
    companies.iter().map(|first| if is_crowd(first) { heard } else { 1.0 }).collect()
}

/// How many accounts each company has, at the index that names it; 0 at every other.
pub fn sizes(companies: &[usize]) -> Vec<usize> {
    let mut sizes = vec![0usize; companies.len()];
    for first in companies {
        if let Some(size) = sizes.get_mut(*first) {
            *size += 1;
        }
    }
    sizes
}

/// How much crowds are heard, from 0 to 1: the more of all accounts are in company, the less it says of one.
pub fn heard(companies: &[usize]) -> f64 {
    let n_alone = sizes(companies).into_iter().filter(|size| *size == 1).count();
    let share = companies.len().saturating_sub(n_alone) as f64 / companies.len().max(1) as f64;
    ((share - SHARE_UNHEARD) / (SHARE_HEARD - SHARE_UNHEARD)).clamp(0.0, 1.0)
}

/// The company of each account, named by the index of its first account: one's own for who is alone. Each
/// account has a ballot, in which nothing stands twice.
pub fn companies<T: Copy + Ord>(ballots: &[Vec<T>]) -> Vec<usize> {
    let mut sets: BTreeMap<Vec<T>, Vec<usize>> = BTreeMap::new();
    for (account, ballot) in ballots.iter().enumerate() {
        let mut set = ballot.clone();
        set.sort_unstable();
        sets.entry(set).or_default().push(account);
    }
    // Nobody is alike by having voted on nothing.
    sets.remove(&Vec::new());
    let mut n_with: BTreeMap<T, usize> = BTreeMap::new();
    for cast in sets.keys().flatten() {
        *n_with.entry(*cast).or_default() += 1;
    }
    let sets: Vec<(Vec<T>, Vec<usize>)> = sets.into_iter().collect();
    let mut joined: Vec<usize> = (0..sets.len()).collect();
    let mut seen: BTreeMap<T, Vec<usize>> = BTreeMap::new();
    for (index, (set, _)) in sets.iter().enumerate() {
        let mut rarest = set.clone();
        rarest.sort_unstable_by_key(|cast| (n_with.get(cast).copied(), *cast));
        for cast in rarest.iter().take(set.len() * (ALIKE.1 - ALIKE.0) / ALIKE.1 + 1) {
            let others = seen.entry(*cast).or_default();
            for other in others.iter() {
                let is_new = first(&joined, *other) != first(&joined, index);
                if is_new && sets.get(*other).is_some_and(|(other, _)| are_alike(set, other)) {
                    join(&mut joined, *other, index);
                }
            }
            others.push(index);
        }
    }
    let mut accounts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, (_, of_set)) in sets.iter().enumerate() {
        accounts.entry(first(&joined, index)).or_default().extend(of_set);
    }
    let mut companies: Vec<usize> = (0..ballots.len()).collect();
    for company in accounts.values() {
        let first = company.iter().min().copied().unwrap_or(0);
        for account in company {
            if let Some(slot) = companies.get_mut(*account) {
                *slot = first;
            }
        }
    }
    companies
}

/// Whether two sorted sets share more than four fifths of what is in either.
fn are_alike<T: Ord>(one: &[T], other: &[T]) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    if short.len() * ALIKE.1 <= long.len() * ALIKE.0 {
        return false;
    }
    let n_shared = short.iter().filter(|cast| long.binary_search(cast).is_ok()).count();
    n_shared * 5 > (one.len() + other.len() - n_shared) * 4
}

/// The set that stands for all that `index` is joined with.
fn first(joined: &[usize], mut index: usize) -> usize {
    while let Some(next) = joined.get(index).copied().filter(|next| *next != index) {
        index = next;
    }
    index
}

/// Joins two; all on the way point to the first, so that ways stay short.
fn join(joined: &mut [usize], one: usize, other: usize) {
    let leader = first(joined, one).min(first(joined, other));
    for mut index in [one, other] {
        while let Some(slot) = joined.get_mut(index) {
            let next = std::mem::replace(slot, leader);
            if next == index {
                break;
            }
            index = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A ballot for each idea named, on a day.
    fn ballot(ideas: &[u32], day: i32) -> Vec<Cast> {
        ideas.iter().map(|idea| Cast { idea: *idea, vote: Vote::Agree, day: Day::from_number(day) }).collect()
    }

    #[test]
    fn company_votes_the_same_on_the_same_day() {
        fn check(ballots: &[Vec<Cast>], expected: &[usize]) {
            assert_eq!(companies(ballots), expected, "{ballots:?}");
        }
        check(&[], &[]);
        check(&vec![ballot(&[3], 7); 3], &[0; 3]);
        check(&vec![Vec::new(); 3], &[0, 1, 2]);
        check(&[ballot(&[3], 7), ballot(&[3], 8), ballot(&[3], 7)], &[0, 1, 0]);
        check(&[ballot(&[1, 2], 7), ballot(&[1], 7), ballot(&[2], 7), ballot(&[2, 1], 7)], &[0, 1, 2, 0]);
        let mut ways = vec![ballot(&[3], 7); 3];
        ways[1][0].vote = Vote::Disagree;
        check(&ways, &[0, 1, 0]);
    }

    #[test]
    fn more_than_four_fifths_are_alike_and_four_fifths_are_not() {
        let whole: Vec<u32> = (0..6).collect();
        let near = |left_out: usize| {
            let ideas: Vec<u32> = whole.iter().copied().filter(|idea| *idea as usize != left_out).collect();
            ballot(&ideas, 7)
        };
        // Five of six is more than four fifths; two that lack different ones are alike through the whole.
        let mut ballots: Vec<Vec<Cast>> = (0..4).map(near).collect();
        ballots.push(ballot(&whole, 7));
        assert_eq!(companies(&ballots), [0; 5]);
        assert_eq!(companies(&[ballot(&[0, 1, 2, 3], 7), ballot(&[0, 1, 2, 3, 4], 7)]), [0, 1]);
    }

    #[test]
    fn a_crowd_is_heard_where_company_is_how_people_vote() {
        /// Companies of these sizes, the others alone; how much the first is heard.
        fn check(sizes: &[usize], n_alone: usize, expected: f64) {
            let mut companies = Vec::new();
            for size in sizes {
                companies.extend(vec![companies.len(); *size]);
            }
            companies.extend(companies.len()..companies.len() + n_alone);
            let weights = weights(&companies);
            assert_eq!(weights[0], expected, "{sizes:?} and {n_alone}");
            assert!(weights[weights.len() - n_alone..].iter().all(|weight| *weight == 1.0));
        }
        check(&[4], 30, 1.0);
        check(&[5], 30, 0.0);
        check(&[5], 15, 0.0);
        check(&[10], 10, 0.5);
        check(&[5, 4, 4], 0, 1.0);
        check(&[50], 9, 1.0);
    }

    proptest! {
        #[test]
        fn pairs_are_found_as_by_comparing_everybody_with_everybody(
            ideas in proptest::collection::vec(proptest::collection::btree_set(0..9u32, 0..9), 0..24)
        ) {
            let ballots: Vec<Vec<Cast>> =
                ideas.iter().map(|ideas| ballot(&ideas.iter().copied().collect::<Vec<_>>(), 7)).collect();
            let mut of: Vec<usize> = (0..ballots.len()).collect();
            for _ in 0..ballots.len() {
                for (one, a) in ideas.iter().enumerate() {
                    for (other, b) in ideas.iter().enumerate() {
                        if a.intersection(b).count() * 5 > a.union(b).count() * 4 {
                            of[one] = of[one].min(of[other]);
                        }
                    }
                }
            }
            prop_assert_eq!(companies(&ballots), of);
        }
    }
}
