//! Two options side by side: which is judged better, and why.

use super::gauge::{Gauge, Gauges};
use std::cmp::Ordering;

/// Why one option is judged better than another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duel {
    /// Greater where the first is better, equal where nothing tells them apart.
    pub order: Ordering,
    /// What was looked at, step by step; the last one decides unless they are tied. None where nobody graded one
    /// of them: it loses to one that was graded.
    pub steps: Vec<Step>,
}

/// One look at both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Of the first option.
    pub a: Gauge,
    /// Of the second.
    pub b: Gauge,
    /// What tells them apart here; none where the next step has to, in which the middle of both takes in the
    /// next grade on the side of the group that counts.
    pub decided_by: Option<Decider>,
}

/// What tells two options apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decider {
    /// Their middle grades.
    Median,
    /// The groups that count, as parts of each option's ballots: see [`Gauge::outer`].
    Outer,
}

/// Which tally of grades, worst first, is judged better: greater where it is the first.
pub fn compare(a: &[u32], b: &[u32]) -> Ordering {
    for (a, b) in Gauges::new(a).zip(Gauges::new(b)) {
        let (_, order) = looked(&a, &b);
        if order.is_ne() {
            return order;
        }
    }
    is_graded(a).cmp(&is_graded(b))
}

/// The same with every step on the way.
pub fn explain(a: &[u32], b: &[u32]) -> Duel {
    let mut steps = Vec::new();
    for (a, b) in Gauges::new(a).zip(Gauges::new(b)) {
        let (decided_by, order) = looked(&a, &b);
        steps.push(Step { a, b, decided_by });
        if order.is_ne() {
            return Duel { order, steps };
        }
    }
    Duel { order: is_graded(a).cmp(&is_graded(b)), steps }
}

fn is_graded(tally: &[u32]) -> bool {
    tally.iter().any(|count| *count > 0)
}

fn looked(a: &Gauge, b: &Gauge) -> (Option<Decider>, Ordering) {
    let part = |of: &Gauge, other: &Gauge| i128::from(of.outer().as_signed()) * i128::from(other.n);
    match (a.median.cmp(&b.median), part(a, b).cmp(&part(b, a))) {
        (Ordering::Equal, Ordering::Equal) => (None, Ordering::Equal),
        (Ordering::Equal, order) => (Some(Decider::Outer), order),
        (order, _) => (Some(Decider::Median), order),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_step_says_what_decides() {
        fn check(a: &[u32], b: &[u32], order: Ordering, decided_by: &[Option<Decider>]) {
            let duel = explain(a, b);
            let found: Vec<Option<Decider>> = duel.steps.iter().map(|step| step.decided_by).collect();
            assert_eq!((duel.order, found.as_slice()), (order, decided_by), "{a:?} {b:?}");
            assert_eq!(compare(a, b), order);
        }
        use Decider::{Median, Outer};
        use Ordering::{Equal, Greater, Less};
        check(&[0, 1, 2], &[1, 2, 0], Greater, &[Some(Median)]);
        check(&[1, 8, 7, 1, 1, 1], &[6, 3, 4, 4, 1, 1], Greater, &[None, Some(Outer)]);
        check(&[0, 3, 0, 0, 2], &[0, 3, 0, 2, 0], Greater, &[None, Some(Median)]);
        check(&[0, 3, 2], &[0, 4, 1], Greater, &[Some(Outer)]);
        check(&[2, 3, 0], &[1, 4, 0], Less, &[Some(Outer)]);
        check(&[0, 3, 1, 1], &[0, 3, 2, 0], Greater, &[None, Some(Outer)]);
        check(&[1, 3, 1], &[1, 3, 1], Equal, &[None, None, None]);
        check(&[1, 3, 1], &[0, 0, 0], Greater, &[]);
        check(&[0, 0], &[0, 0], Equal, &[]);
    }
}
