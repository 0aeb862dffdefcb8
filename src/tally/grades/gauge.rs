//! The middle grade of an option, and how many ballots lie on each side of it.

/// The middle of a tally of grades, and what lies outside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gauge {
    /// Ballots that grade the option.
    pub n: u32,
    /// The middle grade, from 0 for the worst: the lower one where two share the middle.
    pub median: usize,
    /// Ballots below it.
    pub below: u32,
    /// Ballots above it.
    pub above: u32,
}

/// The group that counts: the larger of the two outside of the middle, below where both are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outer {
    /// Ballots below the middle: the more, the worse.
    Below(u32),
    /// Everybody is in the middle.
    Nobody,
    /// Ballots above the middle: the more, the better.
    Above(u32),
}

impl Gauge {
    /// Of a tally, worst grade first; none where nobody graded.
    pub fn of(tally: &[u32]) -> Option<Self> {
        Gauges::new(tally).next()
    }

    /// The part of the ballots above the middle grade, within [0, ½].
    pub fn p(&self) -> f64 {
        f64::from(self.above) / f64::from(self.n.max(1))
    }

    /// The part of the ballots below the middle grade, within [0, ½).
    pub fn q(&self) -> f64 {
        f64::from(self.below) / f64::from(self.n.max(1))
    }

    /// The group that counts.
    pub const fn outer(&self) -> Outer {
        if self.above > self.below {
            Outer::Above(self.above)
        } else if self.below > 0 {
            Outer::Below(self.below)
        } else {
            Outer::Nobody
        }
    }
}

impl Outer {
    /// What it counts for: its ballots, negative below.
    pub fn as_signed(self) -> i64 {
        match self {
            Self::Below(n) => -i64::from(n),
            Self::Nobody => 0,
            Self::Above(n) => i64::from(n),
        }
    }
}

/// The gauges of a tally, one after the other: each time the middle takes in the next grade on the side of the
/// group that counts, until nobody is outside.
pub(super) struct Gauges {
    /// Ballots of the grades that anybody gave.
    given: Vec<(usize, u32)>,
    n: u32,
    /// The first and the last of `given` in the middle, and the one at which it stands; none at the end.
    middle: Option<(usize, usize, usize)>,
}

impl Gauges {
    pub(super) fn new(tally: &[u32]) -> Self {
        let given: Vec<(usize, u32)> =
            tally.iter().copied().enumerate().filter(|(_, count)| *count > 0).collect();
        let n = given.iter().map(|(_, count)| *count).fold(0, u32::saturating_add);
        let mut up_to = 0u32;
        let first = given.iter().position(|(_, count)| {
            up_to = up_to.saturating_add(*count);
            up_to >= n.div_ceil(2)
        });
        Self { given, n, middle: first.map(|first| (first, first, first)) }
    }
}

impl Iterator for Gauges {
    type Item = Gauge;

    fn next(&mut self) -> Option<Gauge> {
        let (first, last, at) = self.middle?;
        let sum = |part: &[(usize, u32)]| part.iter().map(|(_, count)| *count).sum();
        let below = self.given.get(..first).map_or(0, sum);
        let above = self.given.get(last + 1..).map_or(0, sum);
        let gauge = Gauge { n: self.n, median: self.given.get(at)?.0, below, above };
        self.middle = match gauge.outer() {
            Outer::Above(_) => Some((first, last + 1, last + 1)),
            Outer::Below(_) => first.checked_sub(1).map(|first| (first, last, first)),
            Outer::Nobody => None,
        };
        Some(gauge)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_the_lower_median() {
        fn check(tally: &[u32], expected: Option<(usize, u32, u32)>) {
            let gauge = Gauge::of(tally).map(|gauge| (gauge.median, gauge.below, gauge.above));
            assert_eq!(gauge, expected, "{tally:?}");
        }
        check(&[], None);
        check(&[0, 0, 0], None);
        check(&[0, 1, 0], Some((1, 0, 0)));
        check(&[1, 0, 1], Some((0, 0, 1)));
        check(&[1, 1, 1], Some((1, 1, 1)));
        check(&[2, 0, 1, 3], Some((2, 2, 3)));
        check(&[1, 8, 7, 1, 1, 1], Some((2, 9, 3)));
        check(&[u32::MAX, 0], Some((0, 0, 0)));
    }

    #[test]
    fn the_middle_takes_in_grade_after_grade_until_nobody_is_outside() {
        let steps: Vec<(usize, u32, u32)> =
            Gauges::new(&[1, 0, 3, 0, 2]).map(|gauge| (gauge.median, gauge.below, gauge.above)).collect();
        assert_eq!(steps, [(2, 1, 2), (4, 1, 0), (0, 0, 0)]);
    }

    #[test]
    fn parts_are_of_all_ballots() {
        let gauge = Gauge::of(&[1, 2, 2]).unwrap();
        assert_eq!((gauge.p(), gauge.q(), gauge.outer()), (0.4, 0.2, Outer::Above(2)));
        assert_eq!(Gauge::of(&[1, 1, 1]).unwrap().outer(), Outer::Below(1));
        assert_eq!(Gauge::of(&[0, 4]).unwrap().outer(), Outer::Nobody);
    }
}
