//! Whether groups would be found again: the same search among four fifths of the voters, many times.

use super::{Opinions, groups};

/// The gate: groups are shown from this [`stability`] on; below it a page says that there are no stable groups,
/// and shows only what most agree on. Of eight open conversations (2,872 to 33,463 votes) four reach .57 to .80
/// and four .86 to 1: the gate lies in the widest gap. Votes on each idea dealt anew among those who voted on it,
/// which leaves no opinions to find, reach .74 at most in forty runs.
pub const STABLE_LEAST: f64 = 0.83;
/// Subsamples.
const N_SUBSAMPLES: u64 = 20;

/// How well groups found among four fifths of the voters agree with those found among all: the median adjusted
/// Rand index over [`N_SUBSAMPLES`] subsamples, 1 for the same groups each time, about 0 for chance. 1 where
/// everybody is in one group each time. Who is left out follows from a hash of the votes, so that the order of
/// voters does not matter. Takes as long as finding groups twenty times.
pub fn stability(voters: &[Opinions], n_ideas: usize) -> f64 {
    let mut sorted: Vec<&Opinions> = voters.iter().collect();
    sorted.sort_unstable();
    let all: Vec<Opinions> = sorted.into_iter().cloned().collect();
    let whole = groups(&all, n_ideas);
    let mut indices: Vec<f64> = (0..N_SUBSAMPLES)
        .map(|subsample| {
            let kept = kept(all.len(), subsample);
            let part: Vec<Opinions> = kept.iter().filter_map(|voter| all.get(*voter).cloned()).collect();
            let of_whole: Vec<usize> = kept.iter().filter_map(|voter| whole.get(*voter).copied()).collect();
            adjusted_rand(&groups(&part, n_ideas), &of_whole)
        })
        .collect();
    indices.sort_by(f64::total_cmp);
    let at = |place: usize| indices.get(place).copied().unwrap_or(1.0);
    (at(indices.len().saturating_sub(1) / 2) + at(indices.len() / 2)) / 2.0
}

/// Four fifths of the voters, those with the smallest hashes, in order.
fn kept(n_voters: usize, subsample: u64) -> Vec<usize> {
    let mut hashed: Vec<(u64, usize)> =
        (0..n_voters).map(|voter| (mixed(subsample << 32 | voter as u64), voter)).collect();
    hashed.sort_unstable();
    hashed.truncate(n_voters * 4 / 5);
    let mut kept: Vec<usize> = hashed.into_iter().map(|(_, voter)| voter).collect();
    kept.sort_unstable();
    kept
}

/// The mixing step of splitmix64. G. L. Steele, D. Lea and C. H. Flood, OOPSLA 2014.
const fn mixed(number: u64) -> u64 {
    let bits = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// How far two partitions of the same people agree, over what chance would give: 1 for the same, also where
/// both put everybody together, about 0 for unrelated ones. L. Hubert and P. Arabie, J. Classif. 2 (1985).
pub fn adjusted_rand(a: &[usize], b: &[usize]) -> f64 {
    let mut both: Vec<(usize, usize)> = a.iter().copied().zip(b.iter().copied()).collect();
    both.sort_unstable();
    let n_same = n_pairs(both.chunk_by(|x, y| x == y).map(<[_]>::len));
    let n_a = n_pairs(both.chunk_by(|x, y| x.0 == y.0).map(<[_]>::len));
    both.sort_unstable_by_key(|(_, group)| *group);
    let n_b = n_pairs(both.chunk_by(|x, y| x.1 == y.1).map(<[_]>::len));
    let n_all = n_pairs(std::iter::once(both.len()));
    let by_chance = if n_all > 0.0 { n_a * n_b / n_all } else { 0.0 };
    let most = (n_a + n_b) / 2.0;
    if most > by_chance { (n_same - by_chance) / (most - by_chance) } else { 1.0 }
}

/// Pairs within groups of these sizes.
fn n_pairs(sizes: impl Iterator<Item = usize>) -> f64 {
    sizes.map(|n| n as f64 * (n as f64 - 1.0) / 2.0).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_of_partitions_is_measured_over_chance() {
        fn check(a: &[usize], b: &[usize], expected: f64) {
            assert!((adjusted_rand(a, b) - expected).abs() < 1e-4, "{a:?} {b:?}: {}", adjusted_rand(a, b));
            assert_eq!(adjusted_rand(a, b), adjusted_rand(b, a));
        }
        check(&[], &[], 1.0);
        check(&[0, 0, 0], &[4, 4, 4], 1.0);
        check(&[0, 0, 1, 1], &[7, 7, 3, 3], 1.0);
        check(&[0, 0, 1, 1], &[0, 0, 0, 0], 0.0);
        check(&[0, 0, 1, 2], &[0, 0, 1, 1], 0.5714);
        check(&[0, 0, 1, 1], &[0, 1, 0, 1], -0.5);
    }

    #[test]
    fn a_subsample_is_four_fifths_and_each_is_another() {
        let first = kept(100, 0);
        assert!(first.len() == 80 && first.is_sorted() && first == kept(100, 0));
        assert_ne!(first, kept(100, 1));
    }

    #[test]
    fn clear_camps_are_stable_and_noise_is_not() {
        let camps: Vec<Opinions> = [
            vec![vec![(0, 1), (1, 1), (2, -1), (3, -1)]; 20],
            vec![vec![(0, -1), (1, -1), (2, 1), (3, 1)]; 20],
        ]
        .concat();
        assert_eq!(stability(&camps, 4), 1.0);
        let vote = |voter: u64, idea: u32| (idea, (mixed(voter * 64 + u64::from(idea)) % 3) as i8 - 1);
        let noise: Vec<Opinions> =
            (0..60).map(|voter| (0..12).map(|idea| vote(voter, idea)).collect()).collect();
        let (there, back) = (stability(&noise, 12), noise.into_iter().rev().collect::<Vec<_>>());
        assert!(there < 0.5, "{there}");
        assert_eq!(there, stability(&back, 12));
    }
}
