//! Opinion groups, found in the votes alone: who votes alike.
//!
//! Votes are a matrix of voters by ideas, 1, 0 or −1; what is missing counts as the mean of its idea, so that
//! it is 0 once the mean is taken away. The two directions of largest spread come from power iteration, and
//! each voter's place is scaled by √(ideas / own votes), as in Polis (C. Small and others, Recerca 26, 2021).
//! k-means with k from 2 to 5 from fixed starts, in which groups that are too small are given up; of these the
//! one with the best silhouette. Nothing is drawn by chance, and a round takes time in proportion to the votes.

/// People a group has at least; a smaller one would say of few what they voted.
pub const GROUP_LEAST: usize = 5;
/// Groups there are at most.
const N_GROUPS_MOST: usize = 5;
/// Rounds of power iteration and of k-means.
const N_ROUNDS: usize = 60;
/// Voters whose silhouettes are measured at most, evenly spaced: all pairs of many would take long.
const N_MEASURED: usize = 400;

/// The votes of one person: the index of an idea, and 1 for, 0 neither or −1 against; each idea once.
pub type Opinions = Vec<(u32, i8)>;

/// A vote away from its idea's mean, and a voter's place in the plane.
type Centred = Vec<(u32, f64)>;
type Point = (f64, f64);

/// The opinion group of each voter, from 0; everybody in group 0 where no two groups of [`GROUP_LEAST`] part.
/// An idea outside of `n_ideas` counts for nothing.
pub fn groups(voters: &[Opinions], n_ideas: usize) -> Vec<usize> {
    let points = places(voters, n_ideas);
    let mut best = (f64::NEG_INFINITY, vec![0; points.len()]);
    for k in 2..=N_GROUPS_MOST.min(points.len() / GROUP_LEAST) {
        let (groups, n_groups) = clustered(&points, k);
        if n_groups > 1 {
            let silhouette = silhouette(&points, &groups, n_groups);
            if silhouette > best.0 {
                best = (silhouette, groups);
            }
        }
    }
    best.1
}

/// Each voter in the plane.
fn places(voters: &[Opinions], n_ideas: usize) -> Vec<Point> {
    let mut sums = vec![(0.0, 0.0); n_ideas];
    for (idea, vote) in voters.iter().flatten() {
        if let Some(sum) = at_mut(&mut sums, *idea) {
            *sum = (sum.0 + f64::from(*vote), sum.1 + 1.0);
        }
    }
    let away = |(idea, vote): &(u32, i8)| {
        let (sum, n) = sums.get(usize::try_from(*idea).ok()?)?;
        Some((*idea, f64::from(*vote) - sum / n))
    };
    let centred: Vec<Centred> = voters.iter().map(|votes| votes.iter().filter_map(away).collect()).collect();
    let first = direction(&centred, n_ideas, None);
    let second = direction(&centred, n_ideas, Some(&first));
    let place = |votes: &Centred| {
        let scale = (n_ideas as f64 / votes.len().max(1) as f64).sqrt();
        (scale * along(votes, &first), scale * along(votes, &second))
    };
    centred.iter().map(place).collect()
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
    current
}

fn squared(a: &Point, b: &Point) -> f64 {
    let (x, y) = (a.0 - b.0, a.1 - b.1);
    x * x + y * y
}

/// k-means, and how many groups it found. It starts at the point farthest from the middle, then each time at
/// the one farthest from those chosen. A group that is too small is given up, and its people go to the nearest.
fn clustered(points: &[Point], k: usize) -> (Vec<usize>, usize) {
    let mut centres: Vec<Point> = Vec::with_capacity(k);
    for _ in 0..k {
        let distance = |point: &Point| {
            let to = |centre| squared(point, centre);
            if centres.is_empty() { to(&(0.0, 0.0)) } else { centres.iter().map(to).fold(f64::MAX, f64::min) }
        };
        let farthest = points.iter().max_by(|a, b| distance(a).total_cmp(&distance(b)));
        centres.extend(farthest.copied());
    }
    loop {
        let groups = settled(points, &mut centres);
        let size = |group: usize| groups.iter().filter(|own| **own == group).count();
        match (0..centres.len()).map(|group| (size(group), group)).min() {
            Some((n, group)) if n < GROUP_LEAST => {
                centres.remove(group);
            }
            _ => return (groups, centres.len()),
        }
    }
}

/// Moves the centres to the middle of those who are nearest until nobody changes; who is nearest to which.
fn settled(points: &[Point], centres: &mut [Point]) -> Vec<usize> {
    let mut groups = vec![usize::MAX; points.len()];
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
        let mut sums = vec![(0.0, 0.0, 0.0); centres.len()];
        for (point, group) in points.iter().zip(&groups) {
            if let Some(sum) = sums.get_mut(*group) {
                *sum = (sum.0 + point.0, sum.1 + point.1, sum.2 + 1.0);
            }
        }
        for (centre, (x, y, n)) in centres.iter_mut().zip(sums) {
            if n > 0.0 {
                *centre = (x / n, y / n);
            }
        }
    }
    groups
}

/// The mean over points of (b − a) / max(a, b): a the mean distance to the own group, b to the nearest other.
/// P. J. Rousseeuw, J. Comput. Appl. Math. 20 (1987).
fn silhouette(points: &[Point], groups: &[usize], k: usize) -> f64 {
    let step = points.len().div_ceil(N_MEASURED).max(1);
    let measured: Vec<(&Point, &usize)> = points.iter().zip(groups).step_by(step).collect();
    let mut sum = 0.0;
    for (point, own) in &measured {
        let mut distances = vec![(0.0, 0.0); k];
        for (other, group) in &measured {
            if let Some(distance) = distances.get_mut(**group) {
                *distance = (distance.0 + squared(point, other).sqrt(), distance.1 + 1.0);
            }
        }
        let (mut inside, mut outside) = (0.0, f64::INFINITY);
        for (group, (distance, n)) in distances.into_iter().enumerate() {
            if group == **own {
                inside = if n > 1.0 { distance / (n - 1.0) } else { f64::INFINITY };
            } else if n > 0.0 {
                outside = outside.min(distance / n);
            }
        }
        let largest = inside.max(outside);
        // Alone in its group, or everybody in one: 0.
        sum += if largest.is_finite() && largest > 0.0 { (outside - inside) / largest } else { 0.0 };
    }
    sum / measured.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn camp(n: usize, votes: &[i8]) -> Vec<Opinions> {
        vec![(0..).zip(votes.iter().copied()).collect(); n]
    }

    #[test]
    fn two_camps_are_two_groups() {
        let mut voters = camp(8, &[1, 1, -1, -1, 1]);
        voters.extend(camp(6, &[-1, -1, 1, 1, 1]));
        let groups = groups(&voters, 5);
        assert!(groups[..8].iter().all(|group| *group == groups[0]), "{groups:?}");
        assert!(groups[8..].iter().all(|group| *group == groups[8] && *group != groups[0]), "{groups:?}");
    }

    #[test]
    fn three_camps_are_three_groups() {
        let mut voters = camp(9, &[1, 1, -1, -1, -1, -1]);
        voters.extend(camp(9, &[-1, -1, 1, 1, -1, -1]));
        voters.extend(camp(9, &[-1, -1, -1, -1, 1, 1]));
        let groups = groups(&voters, 6);
        let mut found = [groups[0], groups[9], groups[18]];
        found.sort_unstable();
        assert_eq!(found, [0, 1, 2], "{groups:?}");
    }

    #[test]
    fn few_voters_and_equal_ones_are_one_group() {
        fn check(voters: &[Opinions], n_ideas: usize) {
            assert_eq!(groups(voters, n_ideas), vec![0; voters.len()], "{voters:?}");
        }
        check(&[], 3);
        check(&camp(9, &[1, -1]), 2);
        check(&camp(40, &[1, -1, 1]), 3);
        check(&camp(40, &[]), 0);
    }

    #[test]
    fn a_camp_of_four_is_no_group() {
        let mut voters = camp(20, &[1, 1, -1, -1]);
        voters.extend(camp(4, &[-1, -1, 1, 1]));
        assert_eq!(groups(&voters, 4), [0; 24]);
        voters.extend(camp(1, &[-1, -1, 1, 1]));
        let groups = groups(&voters, 4);
        assert!(groups[..20].iter().all(|group| *group == groups[0]), "{groups:?}");
        assert!(groups[20..].iter().all(|group| *group == 1 - groups[0]), "{groups:?}");
    }

    #[test]
    fn an_idea_that_is_not_there_counts_for_nothing() {
        let mut voters = camp(8, &[1, 1, -1, -1, 1]);
        voters.extend(camp(6, &[-1, -1, 1, 1, 1]));
        let known = groups(&voters, 5);
        voters.iter_mut().for_each(|votes| votes.push((99, 1)));
        assert_eq!(groups(&voters, 5), known);
    }

    proptest! {
        #[test]
        fn every_group_has_enough_people(
            votes in proptest::collection::vec(proptest::collection::vec(-1..2i8, 6), 0..60)
        ) {
            let voters: Vec<Opinions> =
                votes.iter().map(|votes| (0..).zip(votes.iter().copied()).collect()).collect();
            let groups = groups(&voters, 6);
            prop_assert_eq!(groups.len(), voters.len());
            for group in &groups {
                let n = groups.iter().filter(|other| *other == group).count();
                prop_assert!(n >= GROUP_LEAST.min(voters.len()), "{:?}", groups);
            }
        }
    }
}
