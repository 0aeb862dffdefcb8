//! Shares, and between which bounds they would lie if the voters were a random draw.

/// Standard deviations of a two-sided confidence of 95 %.
pub const Z95: f64 = 1.959_963_984_540_054;

/// A share with its interval; all in [0, 1].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Voices for, of those counted; 0 without voices.
    pub share: f64,
    /// Lower bound, Wilson 95 %.
    pub low: f64,
    /// Upper bound, Wilson 95 %.
    pub high: f64,
}

/// The share of `k` in `n` with its 95 % interval.
pub fn share(k: u32, n: u32) -> Share {
    let (low, high) = wilson(k, n, Z95);
    Share { share: if n == 0 { 0.0 } else { f64::from(k.min(n)) / f64::from(n) }, low, high }
}

/// Wilson's score interval for `k` of `n` voices at `z` standard deviations: lower and upper bound, within
/// [0, 1]; everything is possible without voices; a `k` above `n` counts as `n`.
/// E. B. Wilson, J. Am. Stat. Assoc. 22 (1927).
pub fn wilson(k: u32, n: u32, z: f64) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let (for_it, all) = (f64::from(k.min(n)), f64::from(n));
    let share = for_it / all;
    let middle = share + z * z / (2.0 * all);
    let spread = z * (share * (1.0 - share) / all + z * z / (4.0 * all * all)).sqrt();
    let whole = 1.0 + z * z / all;
    // Rounding must not deny what is certain: none of n is compatible with 0, all of n with 1.
    let low = if k == 0 { 0.0 } else { ((middle - spread) / whole).clamp(0.0, share) };
    let high = if k >= n { 1.0 } else { ((middle + spread) / whole).clamp(share, 1.0) };
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn intervals_are_those_of_the_textbook() {
        fn check(k: u32, n: u32, low: f64, high: f64) {
            let share = share(k, n);
            let is_near = (share.low - low).abs() < 5e-5 && (share.high - high).abs() < 5e-5;
            assert!(is_near, "{k} of {n}: {share:?}");
        }
        check(0, 0, 0.0, 1.0);
        check(0, 10, 0.0, 0.2775);
        check(10, 10, 0.7225, 1.0);
        check(5, 10, 0.2366, 0.7634);
        check(1, 29, 0.0061, 0.1718);
        check(263, 1_000, 0.2367, 0.2912);
        check(12, 10, 0.7225, 1.0);
    }

    proptest! {
        #[test]
        fn the_share_lies_within_its_interval(k: u32, n: u32) {
            let Share { share, low, high } = share(k.min(n), n);
            prop_assert!(0.0 <= low && low <= share.max(low) && high <= 1.0 && low <= high);
            prop_assert!(n == 0 || low <= share && share <= high);
        }

        #[test]
        fn more_voices_say_more_exactly(k in 1..1_000u32, n in 1..1_000u32) {
            let (small, large) = (share(k.min(n), n), share(k.min(n) * 4, n * 4));
            prop_assert!(large.high - large.low < small.high - small.low);
        }
    }
}
