//! The mix of stars: the first five reviews are as near to the stars of all as five can be.
//!
//! Stars never enter a score. They decide one thing: how many of the first [`FIRST`] have one star, two, and so
//! on. Those places then go to the best by score of each. A sort by helpfulness alone would bury criticism, and
//! one by criticism would invent it.
//!
//! Near means KL(five ‖ all) = Σ q ln(q / p), least over every way to take five. It is a sum over stars of a
//! function that bends upwards, so that giving out place after place where it costs least reaches the least of
//! all. With n places given, the next costs (n+1)^(n+1) / n^n against the count of such reviews: an
//! apportionment by divisors 1, 4, 27/4, 256/27, 3125/256, compared in whole numbers.

/// Places that keep the mix.
pub const FIRST: usize = 5;

/// The divisors, times 6,912.
const DIVISORS: [u64; FIRST] = [6_912, 27_648, 46_656, 65_536, 84_375];

/// How many of the first five have 1, 2, 3, 4, 5 stars.
///
/// `all` counts the reviews, `open` those that may stand there. Of equal claims the fewer stars come first.
pub fn quota(all: [u32; 5], open: [u32; 5]) -> [u32; 5] {
    let mut quota = [0u32; 5];
    for _ in 0..FIRST {
        let mut found: Option<(u64, u64, &mut u32)> = None;
        for ((n_all, n_open), taken) in all.iter().zip(open).zip(&mut quota) {
            let divisor = DIVISORS.get(usize::try_from(*taken).unwrap_or(FIRST)).copied();
            let Some(divisor) = divisor.filter(|_| *taken < n_open) else { continue };
            let claim = u64::from(*n_all);
            if found.as_ref().is_none_or(|(most, by, _)| claim * by > most * divisor) {
                found = Some((claim, divisor, taken));
            }
        }
        let Some((.., taken)) = found else { break };
        *taken += 1;
    }
    quota
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn five_places_are_shared_as_the_stars_are() {
        fn check(all: [u32; 5], expected: [u32; 5]) {
            assert_eq!(quota(all, all), expected, "{all:?}");
        }
        check([20, 20, 20, 20, 20], [1, 1, 1, 1, 1]);
        check([40, 0, 0, 0, 60], [2, 0, 0, 0, 3]);
        check([4, 7, 12, 23, 54], [0, 0, 1, 1, 3]);
        check([4, 8, 12, 23, 53], [0, 1, 1, 1, 2]);
        check([0, 0, 0, 0, 9], [0, 0, 0, 0, 5]);
        check([1, 0, 0, 0, 2], [1, 0, 0, 0, 2]);
        check([0; 5], [0; 5]);
        check([u32::MAX, 0, 0, 0, u32::MAX], [3, 0, 0, 0, 2]);
    }

    #[test]
    fn what_may_not_stand_there_leaves_its_place_to_others() {
        assert_eq!(quota([40, 0, 0, 0, 60], [1, 0, 0, 0, 60]), [1, 0, 0, 0, 4]);
    }

    /// KL(five ‖ all); what all lack costs everything.
    fn divergence(five: [u32; 5], all: [u32; 5]) -> f64 {
        let (n_five, n_all) = (five.iter().sum::<u32>(), all.iter().sum::<u32>());
        let share = |n: u32, of: u32| f64::from(n) / f64::from(of);
        let kinds = five.into_iter().zip(all).filter(|(n, _)| *n > 0);
        kinds.map(|(n, all)| share(n, n_five) * (share(n, n_five) / share(all, n_all)).ln()).sum()
    }

    fn choices(open: [u32; 5]) -> Vec<[u32; 5]> {
        let each = (0..6u32.pow(5)).map(|code| [0, 1, 2, 3, 4].map(|place| code / 6u32.pow(place) % 6));
        each.filter(|five| five.iter().sum::<u32>() == 5 && five.iter().zip(open).all(|(n, open)| *n <= open))
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_other_five_are_nearer(all in proptest::array::uniform5(0..60u32), held: [bool; 5]) {
            let mut open = all;
            for (open, held) in open.iter_mut().zip(held) {
                *open = if held { (*open).min(1) } else { *open };
            }
            let chosen = quota(all, open);
            prop_assert!(chosen.iter().zip(open).all(|(n, open)| *n <= open));
            prop_assert_eq!(chosen.iter().sum::<u32>(), open.iter().sum::<u32>().min(5));
            for other in choices(open) {
                prop_assert!(divergence(chosen, all) <= divergence(other, all) + 1e-12, "{:?}", other);
            }
        }
    }
}
