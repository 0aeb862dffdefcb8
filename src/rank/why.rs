//! Why an item stands where it stands: its terms against those of a typical item.

use crate::terms::{MAX_TERMS, Terms};

/// What a term must add to be a reason; below it, rounding may hide that it was there.
const NEGLIGIBLE: f64 = 1e-9;

/// The terms of one item, the largest lead over the typical item first.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// Every term once; equal leads in order of value, then as declared.
    pub terms: Vec<Lead>,
}

/// One term of an item beside the same term of the typical item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lead {
    /// The name of the term.
    pub name: &'static str,
    /// What it adds to this item's score.
    pub value: f64,
    /// What it adds to the typical item's.
    pub typical: f64,
}

/// Explains `terms` against `typical`, which comes from the same formula.
pub fn why(terms: &Terms, typical: &Terms) -> Why {
    let mut leads: Vec<Lead> = Vec::with_capacity(MAX_TERMS);
    for (name, value) in terms.iter() {
        let lead = Lead { name, value, typical: typical.of(name) };
        // A handful: putting each in its place takes fewer bytes than a sort.
        let place = leads.iter().position(|other| lead.goes_before(other)).unwrap_or(leads.len());
        leads.insert(place, lead);
    }
    Why { terms: leads }
}

/// The typical item of a list: the median of each term, the lower one of two. `names` are those of the
/// formula; without items every term is 0.
pub fn typical(names: &'static [&'static str], items: &[Terms]) -> Terms {
    let mut medians = [0.0; MAX_TERMS];
    for (median, name) in medians.iter_mut().zip(names) {
        let column: Vec<f64> = items.iter().map(|terms| terms.of(name)).collect();
        *median = percentile(&column, 50);
    }
    Terms::new(names, &medians)
}

/// The smallest of the values at which or under which `percent` of them lie; 0 without values. None may be
/// negative.
///
/// The bits of such numbers stand in the order of the numbers, so that the value is found bit by bit: exact,
/// without moving anything, and in fewer bytes than a selection.
pub(crate) fn percentile(values: &[f64], percent: usize) -> f64 {
    let n_wanted = (values.len() * percent).div_ceil(100).max(1);
    if n_wanted > values.len() {
        return 0.0;
    }
    let mut found = 0u64;
    for bit in (0..63).rev() {
        let below = found | (1 << bit);
        let n_below = values.iter().filter(|value| value.to_bits() < below).count();
        if n_below < n_wanted {
            found = below;
        }
    }
    f64::from_bits(found)
}

impl Lead {
    /// How far the item is ahead of the typical one by this term; negative when behind.
    pub fn lead(&self) -> f64 {
        self.value - self.typical
    }

    fn goes_before(&self, other: &Self) -> bool {
        self.lead().total_cmp(&other.lead()).then(self.value.total_cmp(&other.value)).is_gt()
    }
}

impl Why {
    /// The first reason to name: the largest lead among the terms that add anything worth a name. Without it
    /// the item would have a lower score. None for an item that nothing speaks for.
    pub fn top(&self) -> Option<&Lead> {
        self.terms.iter().find(|lead| lead.value > NEGLIGIBLE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 3] = ["a", "b", "c"];

    #[test]
    fn the_largest_lead_is_named_first() {
        let why = why(&Terms::new(&NAMES, &[0.4, 0.3, 0.1]), &Terms::new(&NAMES, &[0.4, 0.1, 0.2]));
        let named: Vec<&str> = why.terms.iter().map(|lead| lead.name).collect();
        assert_eq!(named, ["b", "a", "c"]);
        assert_eq!(why.top().map(|lead| lead.name), Some("b"));
    }

    #[test]
    fn a_term_that_adds_nothing_is_no_reason() {
        let typical = Terms::new(&NAMES, &[0.0, 0.5, 0.0]);
        let behind = why(&Terms::new(&NAMES, &[0.0, 0.2, 0.0]), &typical);
        assert_eq!(behind.top().map(|lead| lead.name), Some("b"));
        assert_eq!(why(&Terms::new(&NAMES, &[]), &typical).top(), None);
    }

    #[test]
    fn the_typical_item_has_the_median_of_each_term() {
        let items = [[0.1, 0.9, 0.0], [0.3, 0.2, 0.0], [0.2, 0.4, 0.7]].map(|row| Terms::new(&NAMES, &row));
        assert_eq!(typical(&NAMES, &items).values(), [0.2, 0.4, 0.0]);
        assert_eq!(typical(&NAMES, &[]).values(), [0.0; 3]);
    }

    #[test]
    fn a_percentile_is_one_of_the_values() {
        fn check(n: usize, percent: usize, expected: f64) {
            let values: Vec<f64> = (1..=n).rev().map(|value| value as f64).collect();
            assert_eq!(percentile(&values, percent), expected, "{percent} of {n}");
        }
        check(0, 95, 0.0);
        check(1, 95, 1.0);
        check(100, 95, 95.0);
        check(4, 50, 2.0);
        check(5, 50, 3.0);
        check(5, 0, 1.0);
        check(5, 100, 5.0);
    }
}
