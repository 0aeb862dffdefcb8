//! Neighbours: items that the same people found useful, told only where ten or more did.
//!
//! Two items are as near as n_ij / √((n_i + 20)(n_j + 20)), with n_ij the people who found both useful, saved,
//! followed or answered both, and n_i, n_j those of each. Merely opening an item says nothing. Lists of at most
//! ten neighbours an item are published, the same for everybody; what they mean for one visitor is summed up on
//! the visitor's device.

use crate::rows::Rows;

/// Fewer people in common than this tell of single people, and are not published.
pub const MIN_PEOPLE: u32 = 10;
/// Neighbours published of one item at most.
pub const MAX_LISTED: usize = 10;
/// Added to the people of each item, so that rare pairs do not look the nearest.
const PRIOR: f64 = 20.0;
/// Acts of one person taken into account, the newest: what it costs stays bounded.
pub const MAX_ACTS: usize = 500;

/// A neighbour of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Near {
    /// Which item, by the caller's own index.
    pub index: u32,
    /// How near, in thousandths: an integer on the wire, the same on both sides.
    pub weight: u32,
}

/// The neighbours of each of `n_items`, the nearest first, from the items of each person.
///
/// An index beyond `n_items` is left out, as are acts beyond [`MAX_ACTS`]; each person's items are distinct and the
/// newest last.
pub fn neighbours(people: &[Vec<u32>], n_items: usize) -> Vec<Vec<Near>> {
    let mut readers: Vec<Vec<u32>> = vec![Vec::new(); n_items];
    let newest = |items: &'_ [u32]| items.len().saturating_sub(MAX_ACTS);
    for (person, items) in (0u32..).zip(people) {
        for item in items.get(newest(items)..).unwrap_or_default() {
            if let Some(readers) = readers.get_mut(*item as usize) {
                readers.push(person);
            }
        }
    }
    let n_of = |index: usize| readers.get(index).map_or(0.0, |readers| readers.len() as f64);
    let mut shared: Vec<u32> = vec![0; n_items];
    let mut lists = Vec::with_capacity(n_items);
    for (index, own) in readers.iter().enumerate() {
        let mut touched: Vec<u32> = Vec::new();
        for items in own.iter().filter_map(|person| people.get(*person as usize)) {
            for other in items.get(newest(items)..).unwrap_or_default() {
                if let Some(n_shared) = shared.get_mut(*other as usize) {
                    if *n_shared == 0 {
                        touched.push(*other);
                    }
                    *n_shared += 1;
                }
            }
        }
        let mut list: Vec<Near> = Vec::new();
        for other in touched {
            let n_shared = shared.get_mut(other as usize).map_or(0, core::mem::take);
            if n_shared >= MIN_PEOPLE && other as usize != index {
                let size = (n_of(index) + PRIOR) * (n_of(other as usize) + PRIOR);
                let near = f64::from(n_shared) / libm::sqrt(size);
                list.push(Near { index: other, weight: libm::round(near * 1_000.0) as u32 });
            }
        }
        list.sort_unstable_by_key(|near| (core::cmp::Reverse(near.weight), near.index));
        list.truncate(MAX_LISTED);
        lists.push(list);
    }
    lists
}

/// The lists with those who name an item added to those it names.
pub fn both_ways(lists: &Rows<Near>) -> Rows<Near> {
    let mut named: Vec<Vec<Near>> = vec![Vec::new(); lists.len()];
    for index in 0..lists.len() {
        for near in lists.row(index) {
            if let Some(named) = named.get_mut(near.index as usize) {
                named.push(Near { index: index as u32, weight: near.weight });
            }
        }
    }
    let mut both = Rows::default();
    for (index, named) in named.iter_mut().enumerate() {
        named.extend_from_slice(lists.row(index));
        both.push(named);
    }
    both
}

/// How near each item is to what a visitor liked: the sum over the visitor's items of the weights by which one
/// of the two names the other, times what the visitor's act weighs. One value an item, none negative if no
/// weight is. `both` names both ways ([`both_ways`]).
pub fn affinity(own: &[(u32, f64)], both: &Rows<Near>) -> Vec<f64> {
    let mut sums = vec![0.0; both.len()];
    for (index, own) in own {
        for near in both.row(*index as usize) {
            if let Some(sum) = sums.get_mut(near.index as usize) {
                *sum += own * near.share();
            }
        }
    }
    sums
}

impl Near {
    /// The weight as a share of one.
    fn share(&self) -> f64 {
        f64::from(self.weight) / 1_000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twelve people with items 0 and 1, nine with 0 and 2.
    fn lists() -> Vec<Vec<Near>> {
        let people: Vec<Vec<u32>> = (0..21).map(|n| if n < 12 { vec![0, 1] } else { vec![0, 2] }).collect();
        neighbours(&people, 3)
    }

    #[test]
    fn items_are_near_when_ten_people_or_more_liked_both() {
        let near = (12.0 / (41.0f64 * 32.0).sqrt() * 1_000.0).round() as u32;
        assert_eq!(
            lists(),
            [vec![Near { index: 1, weight: near }], vec![Near { index: 0, weight: near }], vec![]]
        );
    }

    #[test]
    fn a_list_holds_the_ten_nearest() {
        let people: Vec<Vec<u32>> = (0..30).map(|n| (0..=(n % 15)).collect()).collect();
        let lists = neighbours(&people, 15);
        assert_eq!(lists[0].len(), MAX_LISTED);
        assert!(lists[0].is_sorted_by_key(|near| core::cmp::Reverse(near.weight)));
    }

    fn sums(own: &[(u32, f64)]) -> Vec<f64> {
        affinity(own, &both_ways(&lists().into_iter().collect()))
    }

    #[test]
    fn both_directions_count_towards_what_was_liked() {
        let near = f64::from(lists()[0][0].weight) / 1_000.0;
        assert_eq!(sums(&[(1, 2.0)]), [4.0 * near, 0.0, 0.0]);
        assert_eq!(sums(&[]), [0.0; 3]);
        assert_eq!(sums(&[(99, 1.0)]), [0.0; 3]);
    }
}
