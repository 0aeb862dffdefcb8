//! Opinion groups, found in the votes alone: who votes alike.
//!
//! Votes are a matrix of voters by ideas, 1, 0 or −1; what is missing counts as the mean of its idea, so that
//! it is 0 once the mean is taken away. The two directions of largest spread come from power iteration, and
//! each voter's place is scaled by √(ideas / own votes), as in Polis (C. Small and others, Recerca 26, 2021).
//! k-means with k from 2 to 5; the k of the best silhouette. Nothing is drawn by chance.

/// Rounds of power iteration and of k-means.
const N_ROUNDS: usize = 60;
const N_GROUPS_MOST: usize = 5;

/// A vote: the idea's index and 1, 0 or −1.
pub type Ballot = Vec<(u32, f64)>;
type Point = [f64; 2];

/// The group of each voter, from 0; everybody in group 0 when there are fewer than four voters.
pub fn groups(ballots: &[Ballot], n_ideas: usize) -> Vec<usize> {
    let points = places(ballots, n_ideas);
    let mut best = (f64::NEG_INFINITY, vec![0; points.len()]);
    for k in 2..=N_GROUPS_MOST {
        if points.len() < 2 * k {
            break;
        }
        let groups = clustered(&points, k);
        let silhouette = silhouette(&points, &groups, k);
        if silhouette > best.0 {
            best = (silhouette, groups);
        }
    }
    best.1
}

/// Each voter in the plane.
fn places(ballots: &[Ballot], n_ideas: usize) -> Vec<Point> {
    let mut sums = vec![(0.0, 0.0); n_ideas];
    for (idea, vote) in ballots.iter().flatten() {
        if let Some(sum) = sums.get_mut(*idea as usize) {
            *sum = (sum.0 + vote, sum.1 + 1.0);
        }
    }
    let means: Vec<f64> = sums.iter().map(|(sum, n)| if *n > 0.0 { sum / n } else { 0.0 }).collect();
    let mean = |idea: u32| means.get(idea as usize).copied().unwrap_or(0.0);
    let centred: Vec<Ballot> = ballots
        .iter()
        .map(|ballot| ballot.iter().map(|(idea, vote)| (*idea, vote - mean(*idea))).collect())
        .collect();
    let first = direction(&centred, n_ideas, None);
    let second = direction(&centred, n_ideas, Some(&first));
    let place = |ballot: &Ballot| {
        let scale = (n_ideas as f64 / ballot.len().max(1) as f64).sqrt();
        [scale * along(ballot, &first), scale * along(ballot, &second)]
    };
    centred.iter().map(place).collect()
}

fn along(ballot: &Ballot, direction: &[f64]) -> f64 {
    let part = |(idea, vote): &(u32, f64)| vote * direction.get(*idea as usize).copied().unwrap_or(0.0);
    ballot.iter().map(part).sum()
}

/// The unit direction of largest spread, at right angles to another.
fn direction(centred: &[Ballot], n_ideas: usize, other: Option<&[f64]>) -> Vec<f64> {
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
        for ballot in centred {
            let length = along(ballot, &current);
            for (idea, vote) in ballot {
                if let Some(value) = next.get_mut(*idea as usize) {
                    *value += length * vote;
                }
            }
        }
        let norm = next.iter().map(|value| value * value).sum::<f64>().sqrt();
        if norm <= 0.0 {
            return vec![0.0; n_ideas];
        }
        current = next.into_iter().map(|value| value / norm).collect();
    }
    current
}

fn squared(a: &Point, b: &Point) -> f64 {
    let [x, y] = [a[0] - b[0], a[1] - b[1]];
    x * x + y * y
}

/// k-means from the point farthest from the middle, then each time the one farthest from those chosen.
fn clustered(points: &[Point], k: usize) -> Vec<usize> {
    let mut centres = vec![[0.0, 0.0]];
    for _ in 0..k {
        let distance =
            |point: &Point| centres.iter().map(|centre| squared(point, centre)).fold(f64::MAX, f64::min);
        let farthest = points.iter().max_by(|a, b| distance(a).total_cmp(&distance(b)));
        centres.extend(farthest.copied());
    }
    centres.remove(0);
    let mut groups = vec![0; points.len()];
    for _ in 0..N_ROUNDS {
        let nearest = |point: &Point| {
            let all = centres.iter().enumerate().map(|(group, centre)| (squared(point, centre), group));
            all.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(0, |(_, group)| group)
        };
        let next: Vec<usize> = points.iter().map(nearest).collect();
        if next == groups {
            break;
        }
        groups = next;
        for (group, centre) in centres.iter_mut().enumerate() {
            let members = points.iter().zip(&groups).filter(|(_, own)| **own == group);
            let (sum, n) = members.fold(([0.0, 0.0], 0.0), |(sum, n), (point, _)| {
                ([sum[0] + point[0], sum[1] + point[1]], n + 1.0)
            });
            if n > 0.0 {
                *centre = [sum[0] / n, sum[1] / n];
            }
        }
    }
    groups
}

/// The mean over points of (b − a) / max(a, b): a the mean distance to the own group, b to the nearest other.
/// P. J. Rousseeuw, J. Comput. Appl. Math. 20 (1987).
fn silhouette(points: &[Point], groups: &[usize], k: usize) -> f64 {
    let mut sum = 0.0;
    for (point, own) in points.iter().zip(groups) {
        let mut distances = vec![(0.0, 0.0); k];
        for (other, group) in points.iter().zip(groups) {
            if let Some(distance) = distances.get_mut(*group) {
                *distance = (distance.0 + squared(point, other).sqrt(), distance.1 + 1.0);
            }
        }
        let (mut inside, mut outside) = (0.0, f64::INFINITY);
        for (group, (distance, n)) in distances.into_iter().enumerate() {
            if group == *own {
                inside = if n > 1.0 { distance / (n - 1.0) } else { f64::INFINITY };
            } else if n > 0.0 {
                outside = outside.min(distance / n);
            }
        }
        let largest = inside.max(outside);
        // Alone in its group, or everybody in one: 0.
        sum += if largest.is_finite() && largest > 0.0 { (outside - inside) / largest } else { 0.0 };
    }
    sum / points.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn camp(n: usize, votes: &[f64]) -> Vec<Ballot> {
        vec![(0..).zip(votes.iter().copied()).collect(); n]
    }

    #[test]
    fn two_camps_are_two_groups() {
        let mut ballots = camp(8, &[1.0, 1.0, -1.0, -1.0, 1.0]);
        ballots.extend(camp(6, &[-1.0, -1.0, 1.0, 1.0, 1.0]));
        let groups = groups(&ballots, 5);
        assert!(groups[..8].iter().all(|group| *group == groups[0]), "{groups:?}");
        assert!(groups[8..].iter().all(|group| *group == groups[8] && *group != groups[0]), "{groups:?}");
    }

    #[test]
    fn three_camps_are_three_groups() {
        let mut ballots = camp(9, &[1.0, 1.0, -1.0, -1.0, -1.0, -1.0]);
        ballots.extend(camp(9, &[-1.0, -1.0, 1.0, 1.0, -1.0, -1.0]));
        ballots.extend(camp(9, &[-1.0, -1.0, -1.0, -1.0, 1.0, 1.0]));
        let groups = groups(&ballots, 6);
        let mut found = [groups[0], groups[9], groups[18]];
        found.sort_unstable();
        assert_eq!(found, [0, 1, 2], "{groups:?}");
    }

    #[test]
    fn few_voters_and_equal_ones_are_one_group() {
        assert_eq!(groups(&[], 3), [] as [usize; 0]);
        assert_eq!(groups(&camp(3, &[1.0, -1.0]), 2), [0; 3]);
        assert_eq!(groups(&camp(9, &[1.0, -1.0]), 2), [0; 9]);
    }
}
