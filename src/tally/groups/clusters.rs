//! Groups of points in the plane: k-means, and how well the groups part.

use super::GROUP_LEAST;
use super::plane::Point;

/// Groups there are at most.
const N_GROUPS_MOST: usize = 5;
/// Rounds of k-means.
const N_ROUNDS: usize = 60;
/// Points whose silhouettes are measured at most, evenly spaced: all pairs of many would take long.
const N_MEASURED: usize = 400;

/// The group of each point, from 0, with the best silhouette of two to five groups; all in group 0 where no two
/// of [`GROUP_LEAST`] part.
pub fn parted(points: &[Point]) -> Vec<usize> {
    let mut best = (f64::NEG_INFINITY, vec![0; points.len()]);
    for k in 2..=N_GROUPS_MOST.min(points.len() / GROUP_LEAST) {
        let (groups, n_groups) = clustered(points, k);
        if n_groups > 1 {
            let silhouette = silhouette(points, &groups, n_groups);
            if silhouette > best.0 {
                best = (silhouette, groups);
            }
        }
    }
    best.1
}

pub(super) fn squared(a: &Point, b: &Point) -> f64 {
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
