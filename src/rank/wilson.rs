//! The lower end of what a share may be, given how few voices speak.

/// Standard deviations of a one-sided confidence of 90 %, two-sided 80 %.
pub(crate) const Z80: f64 = 1.281_551_565_545;

/// Lower bound of Wilson's score interval for `k` of `n` voices; counts may be fractions, for voices that
/// are expected rather than heard. 0 without voices. E. B. Wilson, J. Am. Stat. Assoc. 22 (1927).
pub(crate) fn lower(k: f64, n: f64, z: f64) -> f64 {
    // Nobody is for it: what is left of the formula is the noise of its rounding.
    if n <= 0.0 || k <= 0.0 {
        return 0.0;
    }
    let share = k / n;
    let middle = share + z * z / (2.0 * n);
    let spread = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    ((middle - spread) / (1.0 + z * z / n)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_voices_prove_little() {
        fn check(k: f64, n: f64, expected: f64) {
            assert!((lower(k, n, Z80) - expected).abs() < 5e-4, "{k} of {n}: {}", lower(k, n, Z80));
        }
        check(0.0, 0.0, 0.0);
        check(0.0, 5.0, 0.0);
        check(1.0, 1.0, 0.3785);
        check(10.0, 10.0, 0.8589);
        check(1.0, 2.0, 0.1643);
        check(500.0, 1000.0, 0.4798);
        assert_eq!((lower(0.0, 72.0, Z80), lower(0.0, 73.0, Z80)), (0.0, 0.0));
    }
}
