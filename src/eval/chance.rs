//! Chance that is the same in every run: a hash of names, and 95 % intervals by resampling.

/// Resamples of an interval.
const N_RESAMPLES: usize = 1_000;
/// Where every interval starts.
const SEED: u64 = 0x5eed;

/// The generator splitmix64. G. L. Steele, D. Lea and C. H. Flood, OOPSLA 2014.
pub struct Chance(u64);

impl Chance {
    /// A generator that starts at `seed`.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// A number under `n`, which is not 0.
    pub fn under(&mut self, n: usize) -> usize {
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }

    /// A number in [−½, ½).
    pub fn centred(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64 - 0.5
    }
}

const fn mixed(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// FNV-1a over a number and a name, mixed once more.
pub fn hash(text: &str, number: u64) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let start = number.to_le_bytes().into_iter().fold(0xcbf2_9ce4_8422_2325, step);
    mixed(text.bytes().fold(start, step))
}

/// The 95 % percentile interval of a mean over cases, by drawing as many cases with repetition; none under two.
pub fn interval(values: &[f64]) -> Option<(f64, f64)> {
    let pairs: Vec<(f64, f64)> = values.iter().map(|value| (*value, 1.0)).collect();
    interval_of_ratio(&pairs)
}

/// The same for a sum over cases divided by another: pairs won of pairs compared, a subject each.
pub fn interval_of_ratio(values: &[(f64, f64)]) -> Option<(f64, f64)> {
    if values.len() < 2 {
        return None;
    }
    let mut chance = Chance::new(SEED);
    let mut resampled: Vec<f64> = (0..N_RESAMPLES)
        .map(|_| {
            let mut sums = (0.0, 0.0);
            for _ in values {
                let (above, below) = values[chance.under(values.len())];
                sums = (sums.0 + above, sums.1 + below);
            }
            if sums.1 > 0.0 { sums.0 / sums.1 } else { 0.0 }
        })
        .collect();
    resampled.sort_by(f64::total_cmp);
    let at = |part: f64| resampled[((N_RESAMPLES - 1) as f64 * part).round() as usize];
    Some((at(0.025), at(0.975)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_splitmix64() {
        let mut chance = Chance::new(1_234_567);
        assert_eq!([chance.bits(), chance.bits()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
        assert!((0..1_000).all(|_| chance.under(7) < 7 && chance.centred().abs() <= 0.5));
    }

    #[test]
    fn an_interval_holds_the_mean_and_narrows_with_cases() {
        let few: Vec<f64> = (0..20).map(|case| f64::from(case % 2)).collect();
        let many: Vec<f64> = (0..2_000).map(|case| f64::from(case % 2)).collect();
        let ((low, high), (near, far)) = (interval(&few).unwrap(), interval(&many).unwrap());
        assert!(low < near && near < 0.5 && 0.5 < far && far < high, "{low} {near} {far} {high}");
        assert_eq!(interval(&few), interval(&few));
        assert_eq!((interval(&[0.5]), interval(&[])), (None, None));
        assert_eq!(interval_of_ratio(&[(1.0, 2.0), (3.0, 6.0)]), Some((0.5, 0.5)));
    }

    #[test]
    fn a_hash_depends_on_name_and_number() {
        assert_eq!(hash("v1", 3), hash("v1", 3));
        assert!(hash("v1", 3) != hash("v1", 4) && hash("v1", 3) != hash("v2", 3));
    }
}
