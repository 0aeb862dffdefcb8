//! The pair to ask next.

/// What a pair weighs at most: under twenty choices all pairs weigh the same, so that what is popular does not
/// wait for what is new.
const WEIGHT_MOST: f64 = 0.05;

/// The pair to ask next, the smaller index first: each weighs min(1 / (choices + 1), .05), as in All Our Ideas
/// (M. J. Salganik and K. E. C. Levy, PLOS ONE 10, 2015). `seen` are the pairs this visitor was asked, in
/// either order; `chance` is drawn by the caller from [0, 1). None under two options or when all were seen.
pub fn next_pair(wins: &[Vec<u32>], seen: &[(usize, usize)], chance: f64) -> Option<(usize, usize)> {
    let mut seen: Vec<(usize, usize)> = seen.iter().map(|(a, b)| (*a.min(b), *a.max(b))).collect();
    seen.sort_unstable();
    let count = |a: usize, b: usize| wins.get(a).and_then(|row| row.get(b)).copied().unwrap_or(0);
    let all = (0..wins.len()).flat_map(|a| (a + 1..wins.len()).map(move |b| (a, b)));
    let mut up_to = 0.0;
    let weighed: Vec<((usize, usize), f64)> = all
        .filter(|pair| seen.binary_search(pair).is_err())
        .map(|(a, b)| {
            let n_choices = f64::from(count(a, b)) + f64::from(count(b, a));
            up_to += (1.0 / (n_choices + 1.0)).min(WEIGHT_MOST);
            ((a, b), up_to)
        })
        .collect();
    let drawn = chance.clamp(0.0, 1.0) * up_to;
    let found = weighed.iter().find(|(_, up_to)| *up_to > drawn).or(weighed.last());
    found.map(|(pair, _)| *pair)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_that_were_asked_often_are_asked_less() {
        // Weights: (0, 1) asked 199 times .005, (0, 2) .05, (1, 2) .05.
        let wins = [vec![0, 100, 0], vec![99, 0, 10], vec![0, 9, 0]];
        fn check(wins: &[Vec<u32>], seen: &[(usize, usize)], chance: f64, expected: Option<(usize, usize)>) {
            assert_eq!(next_pair(wins, seen, chance), expected, "{seen:?} {chance}");
        }
        check(&wins, &[], 0.0, Some((0, 1)));
        check(&wins, &[], 0.047, Some((0, 1)));
        check(&wins, &[], 0.048, Some((0, 2)));
        check(&wins, &[], 0.52, Some((0, 2)));
        check(&wins, &[], 0.53, Some((1, 2)));
        check(&wins, &[], 1.0, Some((1, 2)));
        check(&wins, &[(2, 0)], 0.048, Some((0, 1)));
        check(&wins, &[(2, 0), (0, 1)], 0.0, Some((1, 2)));
        check(&wins, &[(2, 0), (0, 1), (2, 1)], 0.5, None);
        check(&wins[..1], &[], 0.5, None);
    }
}
