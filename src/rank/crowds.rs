//! What crowds did with posts: how much of it counts as what people did.
//!
//! Accounts keep company as on boards ([`crate::alike`]), by what they marked, followed and answered in thirty days,
//! each with its day. Of a company of five accounts or more, those who acted on a post count there as the square root of
//! their number does, and for half of what all others give at most, which is a third of the whole; for one account at
//! least. The more of all accounts are in company, the nearer each comes to counting in full, as on boards.
//!
//! What that costs: readers whom a newsletter brings to one post, and who do nothing else, weigh less than as many
//! who also do other things. The counts on show hold everybody.

use crate::alike::{CROWD_LEAST, companies, heard, sizes};
use parvis_model::time::Day;
use std::collections::BTreeMap;

/// What others give is divided by this for the most that a crowd counts for one post.
pub const OTHERS: f64 = 2.0;

/// Something an account did with an item on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Did<K> {
    /// The index of the item.
    pub item: u32,
    /// What it did.
    pub kind: K,
    /// The day of it.
    pub day: Day,
}

/// How much accounts of crowds count at the items they did something with, from 0 to 1: by item and account, those
/// alone that do not count in full.
///
/// `accounts` has for each account what it did, nothing twice; `before` how many people are known to have acted on
/// an item without being among them.
pub fn counted<K: Copy + Ord>(
    accounts: &[Vec<Did<K>>],
    before: impl Fn(u32) -> f64,
) -> Vec<((u32, u32), f64)> {
    // Who did nothing that can be alike is neither company nor alone.
    let told: Vec<(u32, &Vec<Did<K>>)> = (0u32..).zip(accounts).filter(|(_, did)| !did.is_empty()).collect();
    let companies = companies(&told.iter().map(|(_, did)| (*did).clone()).collect::<Vec<_>>());
    let (sizes, heard) = (sizes(&companies), heard(&companies));
    if heard >= 1.0 || sizes.iter().all(|size| *size < CROWD_LEAST) {
        return Vec::new();
    }
    // Item, then company, then the accounts of it.
    let mut items: BTreeMap<u32, BTreeMap<usize, Vec<u32>>> = BTreeMap::new();
    for ((account, did), company) in told.into_iter().zip(&companies) {
        for did in did {
            let of_item = items.entry(did.item).or_default().entry(*company).or_default();
            if of_item.last() != Some(&account) {
                of_item.push(account);
            }
        }
    }
    let mut counted = Vec::new();
    for (item, of_item) in items {
        let root = |company: usize, n: usize| match sizes.get(company) {
            Some(size) if *size >= CROWD_LEAST => libm::sqrt(n as f64),
            _ => n as f64,
        };
        let all: f64 =
            of_item.iter().map(|(company, of)| root(*company, of.len())).sum::<f64>() + before(item);
        for (company, of) in of_item {
            let (n, root) = (of.len() as f64, root(company, of.len()));
            let most = ((all - root) / OTHERS).max(1.0);
            let share = root.min(most) / n;
            let share = share + (1.0 - share) * heard;
            if share < 1.0 && sizes.get(company).is_some_and(|size| *size >= CROWD_LEAST) {
                counted.extend(of.into_iter().map(|account| ((item, account), share)));
            }
        }
    }
    counted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn did(items: &[u32], day: i32) -> Vec<Did<u8>> {
        items.iter().map(|item| Did { item: *item, kind: 0, day: Day::from_number(day) }).collect()
    }

    /// A crowd of so many on post 7, and so many others who each like another post beside it.
    fn told(n_crowd: usize, n_others: usize, before: f64) -> Vec<((u32, u32), f64)> {
        let mut accounts = vec![did(&[7], 1); n_crowd];
        accounts.extend((0..n_others as u32).map(|other| did(&[7, 100 + other], 1)));
        // Many who have nothing to do with it.
        accounts.extend((0..200).map(|other| did(&[1000 + other], 1)));
        counted(&accounts, |item| if item == 7 { before } else { 0.0 })
    }

    #[test]
    fn a_crowd_counts_as_the_square_root_of_its_number_and_for_a_third_at_most() {
        fn check(n_crowd: usize, n_others: usize, before: f64, expected: f64) {
            let sum: f64 = told(n_crowd, n_others, before).iter().map(|(_, share)| share).sum();
            assert!((sum - expected).abs() < 1e-9, "{n_crowd} beside {n_others}: {sum}");
        }
        check(4, 10, 0.0, 0.0);
        check(9, 30, 0.0, 3.0);
        check(49, 30, 0.0, 7.0);
        check(49, 6, 0.0, 3.0);
        check(49, 0, 6.0, 3.0);
        check(49, 0, 0.0, 1.0);
    }

    #[test]
    fn where_everybody_does_the_same_everybody_counts() {
        assert_eq!(counted(&vec![did(&[7], 1); 50], |_| 0.0), []);
        let mut half = vec![did(&[7], 1); 10];
        half.extend((0..10).map(|other| did(&[100 + other], 1)));
        let counted = counted(&half, |_| 0.0);
        // As one account, and half the way from there to ten.
        let sum: f64 = counted.iter().map(|(_, share)| share).sum();
        assert!((sum - 5.5).abs() < 1e-9, "{sum}");
    }

    #[test]
    fn part_of_a_crowd_counts_as_the_square_root_of_that_part() {
        let mut accounts = vec![did(&[1, 2, 3, 4, 5, 7], 1); 16];
        accounts.extend(vec![did(&[1, 2, 3, 4, 5], 1); 9]);
        accounts.extend((0..40).map(|other| did(&[7, 100 + other], 1)));
        accounts.extend((0..200).map(|other| did(&[1000 + other], 1)));
        // Who only looked is neither company nor alone.
        accounts.extend(vec![Vec::new(); 9]);
        let at_seven: f64 = counted(&accounts, |_| 0.0)
            .iter()
            .filter(|((item, _), _)| *item == 7)
            .map(|(_, share)| share)
            .sum();
        assert!((at_seven - 4.0).abs() < 1e-9, "{at_seven}");
    }

    #[test]
    fn who_also_does_other_things_is_no_crowd() {
        let accounts: Vec<_> = (0..40).map(|other| did(&[7, 100 + other], 1)).collect();
        assert_eq!(counted(&accounts, |_| 0.0), []);
    }

    proptest! {
        #[test]
        fn more_of_a_crowd_never_counts_for_less_and_never_for_more_than_it_is(
            n_others in 0..20usize, before in 0..20u32
        ) {
            let sums: Vec<f64> = (CROWD_LEAST..40)
                .map(|n| told(n, n_others, f64::from(before)).iter().map(|(_, share)| share).sum())
                .collect();
            for (n, pair) in (CROWD_LEAST..).zip(sums.windows(2)) {
                prop_assert!(pair[0] <= pair[1] + 1e-9, "{} then {}", pair[0], pair[1]);
                prop_assert!(pair[0] <= n as f64);
            }
        }
    }
}
