//! A score taken apart: names and what each adds.

/// Terms a score may have at most.
pub const MAX_TERMS: usize = 10;

/// The named parts of one score, in the order declared by the formula; at most [`MAX_TERMS`].
///
/// A part is a weight times a value in [0, 1]. The score is their sum in that order, so that anybody who
/// adds the parts up finds the very same number, to the last bit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    names: &'static [&'static str],
    values: [f64; MAX_TERMS],
}

impl Terms {
    /// Terms with these names; a missing value counts as 0, values and names beyond [`MAX_TERMS`] are dropped.
    pub fn new(names: &'static [&'static str], values: &[f64]) -> Self {
        let mut kept = [0.0; MAX_TERMS];
        for ((slot, value), _) in kept.iter_mut().zip(values).zip(names) {
            *slot = *value;
        }
        Self { names: names.get(..MAX_TERMS).unwrap_or(names), values: kept }
    }

    /// The names, in declared order; they are keys of messages too.
    pub const fn names(&self) -> &'static [&'static str] {
        self.names
    }

    /// What each adds, in declared order.
    pub fn values(&self) -> &[f64] {
        self.values.get(..self.names.len()).unwrap_or_default()
    }

    /// Name and value of each term, in declared order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, f64)> {
        self.names.iter().copied().zip(self.values)
    }

    /// What one term adds; 0 for a name that the formula does not know.
    pub fn of(&self, name: &str) -> f64 {
        self.iter().find(|(own, _)| *own == name).map_or(0.0, |(_, value)| value)
    }

    /// The score: the sum in declared order.
    pub fn total(&self) -> f64 {
        self.values().iter().fold(0.0, |sum, value| sum + value)
    }

    /// The same score without one term.
    pub fn without(mut self, name: &str) -> Self {
        for (own, value) in self.names.iter().zip(&mut self.values) {
            if *own == name {
                *value = 0.0;
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_the_sum_of_its_terms_in_declared_order() {
        let terms = Terms::new(&["a", "b", "c"], &[0.1, 0.2, 0.3]);
        assert_eq!(terms.total().to_bits(), (0.1 + 0.2 + 0.3f64).to_bits());
        assert_eq!(terms.iter().collect::<Vec<_>>(), [("a", 0.1), ("b", 0.2), ("c", 0.3)]);
        assert_eq!(terms.without("b").values(), [0.1, 0.0, 0.3]);
        assert_eq!((terms.of("c"), terms.of("d")), (0.3, 0.0));
    }

    #[test]
    fn what_does_not_fit_is_dropped_and_what_lacks_is_nothing() {
        const NAMES: [&str; MAX_TERMS + 1] = ["x"; MAX_TERMS + 1];
        assert_eq!(Terms::new(&NAMES, &[1.0; 20]).values(), [1.0; MAX_TERMS]);
        assert_eq!(Terms::new(&["a", "b"], &[1.0]).values(), [1.0, 0.0]);
    }
}
