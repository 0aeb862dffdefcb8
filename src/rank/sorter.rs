//! An order made in slices: scores come in chunks, the best leave in pages.
//!
//! Taking an item in and giving one out are each short, so that a browser can put thousands of items in
//! order without ever holding up the visitor. What nobody scrolls to is never sorted.

use core::cmp::Ordering;
use parvis_model::id::ItemId;
use std::collections::BinaryHeap;

/// Takes scored items in any order and gives them back in pages, the best first.
///
/// The order is total: by score, then the newer id, then the smaller index. It depends neither on the order
/// of arrival nor on the sizes of chunks and pages, as long as everything has arrived before the first page.
#[derive(Clone, Debug, Default)]
pub struct Sorter {
    waiting: BinaryHeap<Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    score: f64,
    id: ItemId,
    index: u32,
}

impl Sorter {
    /// A sorter with room for `n` items.
    pub fn with_capacity(n: usize) -> Self {
        Self { waiting: BinaryHeap::with_capacity(n) }
    }

    /// Adds an item; `index` is the caller's own and comes back from [`Sorter::next_page`].
    pub fn push(&mut self, score: f64, id: ItemId, index: u32) {
        self.waiting.push(Entry { score, id, index });
    }

    /// The indices of the best `n` items not given out yet, the best first; fewer at the end.
    pub fn next_page(&mut self, n: usize) -> Vec<u32> {
        let mut page = Vec::with_capacity(n.min(self.waiting.len()));
        while page.len() < n
            && let Some(entry) = self.waiting.pop()
        {
            page.push(entry.index);
        }
        page
    }

    /// How many items wait.
    pub fn n_left(&self) -> usize {
        self.waiting.len()
    }
}

impl Ord for Entry {
    /// The better is the greater.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_score = self.score.total_cmp(&other.score);
        by_score.then(self.id.cmp(&other.id)).then(other.index.cmp(&self.index))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Entry {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn filled(scores: &[f64]) -> Sorter {
        let mut sorter = Sorter::default();
        for (index, score) in (0u32..).zip(scores) {
            sorter.push(*score, ItemId::from_u64(u64::from(index % 7)), index);
        }
        sorter
    }

    #[test]
    fn pages_come_out_in_order_and_end() {
        let mut sorter = filled(&[0.1, 0.9, 0.5, 0.7]);
        assert_eq!(sorter.next_page(2), [1, 3]);
        assert_eq!((sorter.next_page(0), sorter.n_left()), (vec![], 2));
        assert_eq!(sorter.next_page(9), [2, 0]);
        assert_eq!(sorter.next_page(9), [] as [u32; 0]);
    }

    #[test]
    fn equal_scores_put_the_newer_id_first() {
        assert_eq!(filled(&[0.5; 3]).next_page(3), [2, 1, 0]);
        assert_eq!(filled(&[f64::NAN, 1.0]).next_page(2), [0, 1]);
    }

    proptest! {
        #[test]
        fn any_pages_make_the_same_order(scores in proptest::collection::vec(0..9u8, 0..80), n in 1..20usize) {
            let scores: Vec<f64> = scores.into_iter().map(f64::from).collect();
            let whole = filled(&scores).next_page(scores.len());
            let mut sorter = filled(&scores);
            let mut pages = Vec::new();
            while sorter.n_left() > 0 {
                pages.extend(sorter.next_page(n));
            }
            prop_assert_eq!(pages, whole);
        }
    }
}
