//! The plane of opinions: the two directions in which votes differ most.

use super::Opinions;

/// Rounds of power iteration.
const N_ROUNDS: usize = 60;

/// A vote away from its idea's mean.
type Centred = Vec<(u32, f64)>;

/// A place in the plane: how far along the first and the second direction.
pub type Point = (f64, f64);

/// What a device needs to find its visitor's own place among those who voted: three numbers an idea. It says of
/// nobody what they voted.
#[derive(Clone, Debug, PartialEq)]
pub struct Plane {
    /// The mean vote on each idea, within [−1, 1]; 0 without votes.
    pub means: Vec<f64>,
    /// The direction of largest spread: of length 1, or zero where nothing spreads. Its largest part is positive.
    pub first: Vec<f64>,
    /// The one of largest spread at right angles to it.
    pub second: Vec<f64>,
}

impl Plane {
    /// Of these voters. An idea outside of `n_ideas` counts for nothing.
    pub fn of(voters: &[Opinions], n_ideas: usize) -> Self {
        let mut sums = vec![(0.0, 0.0); n_ideas];
        for (idea, vote) in voters.iter().flatten() {
            if let Some(sum) = at_mut(&mut sums, *idea) {
                *sum = (sum.0 + f64::from(*vote), sum.1 + 1.0);
            }
        }
        let means = sums.into_iter().map(|(sum, n)| if n > 0.0 { sum / n } else { 0.0 }).collect();
        let mut plane = Self { means, first: Vec::new(), second: Vec::new() };
        let centred: Vec<Centred> = voters.iter().map(|votes| plane.centred(votes)).collect();
        plane.first = direction(&centred, n_ideas, None);
        plane.second = direction(&centred, n_ideas, Some(&plane.first));
        plane
    }

    /// Where somebody with these votes stands: √(ideas / own votes) · Σ (vote − mean) · direction, as in Polis
    /// (C. Small and others, Recerca 26, 2021). In the middle without votes.
    pub fn place(&self, votes: &Opinions) -> Point {
        let centred = self.centred(votes);
        let scale = (self.means.len() as f64 / centred.len().max(1) as f64).sqrt();
        (scale * along(&centred, &self.first), scale * along(&centred, &self.second))
    }

    fn centred(&self, votes: &Opinions) -> Centred {
        let away = |(idea, vote): &(u32, i8)| {
            let mean = self.means.get(usize::try_from(*idea).ok()?)?;
            Some((*idea, f64::from(*vote) - mean))
        };
        votes.iter().filter_map(away).collect()
    }
}

fn at_mut<T>(all: &mut [T], idea: u32) -> Option<&mut T> {
    all.get_mut(usize::try_from(idea).ok()?)
}

fn along(votes: &Centred, direction: &[f64]) -> f64 {
    let of = |idea: u32| direction.get(usize::try_from(idea).ok()?).copied();
    votes.iter().map(|(idea, vote)| vote * of(*idea).unwrap_or(0.0)).sum()
}

/// The unit direction of largest spread, at right angles to another; the zero direction where nothing spreads.
fn direction(centred: &[Centred], n_ideas: usize, other: Option<&[f64]>) -> Vec<f64> {
    // A start that no symmetry of the votes makes orthogonal to what is sought.
    let mut current: Vec<f64> = (0..n_ideas).map(|idea| 1.0 + (idea % 7) as f64 / 7.0).collect();
    for _ in 0..N_ROUNDS {
        if let Some(other) = other {
            let shared: f64 = current.iter().zip(other).map(|(a, b)| a * b).sum();
            for (value, taken) in current.iter_mut().zip(other) {
                *value -= shared * taken;
            }
        }
        let mut next = vec![0.0; n_ideas];
        for votes in centred {
            let length = along(votes, &current);
            for (idea, vote) in votes {
                if let Some(value) = at_mut(&mut next, *idea) {
                    *value += length * vote;
                }
            }
        }
        let norm = next.iter().map(|value| value * value).sum::<f64>().sqrt();
        if norm < 1e-9 {
            return vec![0.0; n_ideas];
        }
        current = next.into_iter().map(|value| value / norm).collect();
    }
    let largest = current.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs()));
    let sign = if largest.is_some_and(|largest| largest < 0.0) { -1.0 } else { 1.0 };
    current.into_iter().map(|value| sign * value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn camps_stand_on_both_sides_of_the_first_direction() {
        let voters: Vec<Opinions> = [vec![vec![(0, 1), (1, -1)]; 6], vec![vec![(0, -1), (1, 1)]; 6]].concat();
        let plane = Plane::of(&voters, 2);
        let (one, other) = (plane.place(&voters[0]), plane.place(&voters[11]));
        assert!(one.0 * other.0 < 0.0 && one.1.abs() < 1e-9, "{one:?} {other:?}");
        assert!(plane.first.iter().copied().fold(0.0, f64::max) > 0.7, "{plane:?}");
    }

    #[test]
    fn who_voted_on_half_is_as_far_out_as_who_voted_alike_on_all() {
        let voters: Vec<Opinions> = [
            vec![vec![(0, 1), (1, 1), (2, 1), (3, 1)]; 5],
            vec![vec![(0, -1), (1, -1), (2, -1), (3, -1)]; 5],
        ]
        .concat();
        let plane = Plane::of(&voters, 4);
        let (whole, half) = (plane.place(&voters[0]), plane.place(&vec![(0, 1), (2, 1)]));
        assert!((half.0 * 2.0_f64.sqrt() - whole.0).abs() < 1e-9, "{whole:?} {half:?}");
        assert_eq!(plane.place(&vec![]), (0.0, 0.0));
        assert_eq!(plane.place(&vec![(99, 1)]), (0.0, 0.0));
    }
}
