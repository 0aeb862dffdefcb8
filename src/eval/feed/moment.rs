//! What is known at the moment of a case, for everybody and for one visitor.

use super::set::{Case, Deed, Feed, Item};
use std::collections::BTreeSet;

/// What everybody may know: items and acts up to a time.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// The whole set; items after `at` are not to be ranked.
    pub feed: &'a Feed,
    /// The time, in milliseconds since 1970.
    pub at: i64,
    /// The acts before it.
    pub acts: &'a [Deed],
}

/// What only a visitor's device knows.
#[derive(Clone, Debug)]
pub struct Visitor<'a> {
    /// Who it is.
    pub person: u32,
    /// The own acts before the moment, in time order.
    pub acts: Vec<Deed>,
    /// Whom the visitor is tied to.
    pub ties: &'a [u32],
    /// Items that are not to be shown: those of the own acts, where the case says so.
    pub hidden: BTreeSet<u32>,
}

/// Puts items in order at one moment: the best `n` for a visitor, or for everybody, as indices of items.
pub type Order<'a> = Box<dyn Fn(Option<&Visitor>, usize) -> Vec<u32> + 'a>;

impl<'a> Moment<'a> {
    /// The moment of a case.
    pub fn new(feed: &'a Feed, at: i64) -> Self {
        let n_acts = feed.acts.partition_point(|deed| deed.at < at);
        Self { feed, at, acts: &feed.acts[..n_acts] }
    }

    /// The items that are known, with their index.
    pub fn known(&self) -> impl Iterator<Item = (u32, &'a Item)> {
        let at = self.at;
        (0..).zip(&self.feed.items).filter(move |(_, item)| item.at <= at)
    }

    /// The visitor of a case.
    pub fn visitor(&self, case: &Case) -> Option<Visitor<'a>> {
        let person = case.person?;
        let acts: Vec<Deed> = self.acts.iter().filter(|deed| deed.person == person).copied().collect();
        let hidden =
            if case.exclude_seen { acts.iter().map(|deed| deed.item).collect() } else { BTreeSet::new() };
        Some(Visitor { person, acts, ties: &self.feed.ties[person as usize], hidden })
    }

    /// The best `n` known items by a score for each item, without those hidden from the visitor; of equals the
    /// newer, then the later in the file.
    pub fn best(&self, scores: &[f64], visitor: Option<&Visitor>, n: usize) -> Vec<u32> {
        let is_hidden = |place: u32| visitor.is_some_and(|visitor| visitor.hidden.contains(&place));
        let mut all: Vec<(f64, i64, u32)> = self
            .known()
            .filter(|(place, _)| !is_hidden(*place))
            .map(|(place, item)| (scores[place as usize], item.at, place))
            .collect();
        let best_first =
            |a: &(f64, i64, u32), b: &(f64, i64, u32)| b.0.total_cmp(&a.0).then((b.1, b.2).cmp(&(a.1, a.2)));
        if n > 0 && n < all.len() {
            all.select_nth_unstable_by(n - 1, best_first);
        }
        all.truncate(n);
        all.sort_unstable_by(best_first);
        all.into_iter().map(|(_, _, place)| place).collect()
    }
}
