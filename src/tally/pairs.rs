//! Which of these two? Strengths from many small choices, which pair to ask next, and when to stop asking.
//!
//! Bradley and Terry's model: a is chosen over b with the chance 1 / (1 + e^(b − a)) of their log-strengths. A
//! weak prior, [`ALPHA`] · Σ strength², keeps options that always or never won within reach and makes the
//! answer unique. R. A. Bradley and M. E. Terry, Biometrika 39 (1952).

mod factor;
mod next;

pub use next::next_pair;

use factor::Factor;

/// The weight of the prior.
pub const ALPHA: f64 = 0.1;
/// Newton's steps at most; it takes about eight.
const N_STEPS: usize = 100;
/// By how many standard deviations the first must be ahead of each other. More than the 1.96 of one look,
/// because it is looked at after every choice.
const Z_PARTED: f64 = 3.0;

/// One option.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strength {
    /// Log-strength; all add up to 0.
    pub strength: f64,
    /// The mean chance to be chosen over another option, within [0, 1].
    pub chance: f64,
    /// The lower end of its 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// What choices between two say of all options.
#[derive(Clone, Debug, PartialEq)]
pub struct Strengths {
    /// In the order of the options.
    pub options: Vec<Strength>,
    /// The option that is parted from all others: asking may stop. None while nothing is, or under two options.
    pub parted: Option<usize>,
}

/// Fits the model. In row i of `wins` is how often i was chosen over each option.
/// Takes time in the third power of the options.
pub fn strengths(wins: &[Vec<u32>]) -> Strengths {
    let fitted = log_strengths(wins, ALPHA);
    let Some(factor) = Factor::of(curvature(wins, &fitted, ALPHA)) else {
        return Strengths { options: Vec::new(), parted: None };
    };
    let n_others = fitted.len().saturating_sub(1).max(1) as f64;
    let option = |((index, strength), chance): ((usize, &f64), f64)| {
        // How the mean chance moves with each strength gives its variance: the delta method.
        let slope = |other: &f64| {
            let of_pair = beats(*strength, *other);
            of_pair * (1.0 - of_pair) / n_others
        };
        let mut moves: Vec<f64> = fitted.iter().map(|other| -slope(other)).collect();
        let whole: f64 = moves.iter().sum();
        if let Some(own) = moves.get_mut(index) {
            *own -= whole;
        }
        let (low, high) =
            if fitted.len() < 2 { (0.0, 1.0) } else { interval(chance, factor.variance(&moves).sqrt()) };
        Strength { strength: *strength, chance, low, high }
    };
    let options = fitted.iter().enumerate().zip(chances(&fitted)).map(option).collect();
    Strengths { options, parted: parted(&fitted, &factor) }
}

/// The log-strengths of greatest posterior likelihood under the prior `alpha` · Σ strength², centred; without a
/// prior the most likely ones, which exist only where every option won and lost along some chain of choices.
pub fn log_strengths(wins: &[Vec<u32>], alpha: f64) -> Vec<f64> {
    let mut fitted = vec![0.0; wins.len()];
    for _ in 0..N_STEPS {
        let slope = |(own, strength): (usize, &f64)| {
            let of = |(other, their): (usize, &f64)| {
                let (won, lost) = (count(wins, own, other), count(wins, other, own));
                won - (won + lost) * beats(*strength, *their)
            };
            fitted.iter().enumerate().map(of).sum::<f64>() - 2.0 * alpha * strength
        };
        let slopes: Vec<f64> = fitted.iter().enumerate().map(slope).collect();
        // Without a prior the strengths are known up to a constant only: a grain keeps the curvature regular.
        let Some(factor) = Factor::of(curvature(wins, &fitted, alpha.max(1e-9))) else { break };
        let step = factor.solve(&slopes);
        let longest = step.iter().fold(0.0_f64, |longest, part| longest.max(part.abs()));
        // Far from the answer Newton oversteps: no strength moves by more than 1 at once.
        let scale = 1.0 / longest.max(1.0);
        for (strength, part) in fitted.iter_mut().zip(&step) {
            *strength += scale * part;
        }
        if longest < 1e-10 {
            break;
        }
    }
    let mean = fitted.iter().sum::<f64>() / fitted.len().max(1) as f64;
    fitted.into_iter().map(|strength| strength - mean).collect()
}

fn count(wins: &[Vec<u32>], a: usize, b: usize) -> f64 {
    if a == b {
        return 0.0;
    }
    wins.get(a).and_then(|row| row.get(b)).map_or(0.0, |count| f64::from(*count))
}

/// The mean chance of each option to be chosen over another, from log-strengths; ½ for one alone.
pub fn chances(strengths: &[f64]) -> Vec<f64> {
    let n_others = strengths.len().saturating_sub(1);
    let mean = |own: &f64| {
        // One's own chance against oneself is ½.
        let sum: f64 = strengths.iter().map(|other| beats(*own, *other)).sum();
        if n_others == 0 { 0.5 } else { (sum - 0.5) / n_others as f64 }
    };
    strengths.iter().map(mean).collect()
}

/// The chance that the first is chosen.
fn beats(own: f64, other: f64) -> f64 {
    1.0 / (1.0 + libm::exp(other - own))
}

/// The second derivatives of the negative log posterior: the inverse is the covariance of the strengths.
fn curvature(wins: &[Vec<u32>], fitted: &[f64], alpha: f64) -> Vec<Vec<f64>> {
    let row = |(own, strength): (usize, &f64)| {
        let of = |(other, their): (usize, &f64)| {
            let chance = beats(*strength, *their);
            -(count(wins, own, other) + count(wins, other, own)) * chance * (1.0 - chance)
        };
        let mut row: Vec<f64> = fitted.iter().enumerate().map(of).collect();
        let whole: f64 = row.iter().sum();
        if let Some(diagonal) = row.get_mut(own) {
            *diagonal = 2.0 * alpha - whole;
        }
        row
    };
    fitted.iter().enumerate().map(row).collect()
}

/// 95 % around a chance, on the logit, so that it stays within [0, 1].
fn interval(chance: f64, deviation: f64) -> (f64, f64) {
    let slope = (chance * (1.0 - chance)).max(f64::MIN_POSITIVE);
    let (middle, width) = (libm::log(chance / (1.0 - chance)), crate::Z95 * deviation / slope);
    (beats(middle - width, 0.0), beats(middle + width, 0.0))
}

fn parted(fitted: &[f64], factor: &Factor) -> Option<usize> {
    let (first, strongest) = fitted.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
    let is_ahead = |(other, strength): (usize, &f64)| {
        let apart = |index: usize| f64::from(i8::from(index == first) - i8::from(index == other));
        let difference: Vec<f64> = (0..fitted.len()).map(apart).collect();
        other == first || strongest - strength > Z_PARTED * factor.variance(&difference).sqrt()
    };
    (fitted.len() > 1 && fitted.iter().enumerate().all(is_ahead)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strengths_are_centred_and_nobody_is_out_of_reach() {
        let found = strengths(&[vec![0, 9, 9], vec![0, 0, 5], vec![0, 5, 0]]);
        let sum: f64 = found.options.iter().map(|option| option.strength).sum();
        assert!(sum.abs() < 1e-9, "{found:?}");
        assert!(found.options[0].strength < 10.0 && found.options[0].chance > 0.9, "{found:?}");
        assert!((found.options[1].strength - found.options[2].strength).abs() < 1e-9, "{found:?}");
        for option in &found.options {
            assert!(0.0 < option.low && option.low < option.chance, "{option:?}");
            assert!(option.chance < option.high && option.high < 1.0, "{option:?}");
        }
    }

    #[test]
    fn nothing_asked_says_nothing() {
        assert_eq!(strengths(&[]), Strengths { options: vec![], parted: None });
        let one = strengths(&[vec![7]]);
        assert_eq!((one.options[0].chance, one.options[0].low, one.parted), (0.5, 0.0, None));
        let two = strengths(&[vec![0, 0], vec![0, 0]]);
        assert_eq!((two.options[0].chance, two.parted), (0.5, None));
        assert!(two.options[0].low < 0.1 && two.options[0].high > 0.9, "{two:?}");
    }

    #[test]
    fn more_choices_narrow_the_interval_until_the_first_is_parted() {
        let of = |times: u32| {
            strengths(&[vec![0, 3 * times, 3 * times], vec![times, 0, 2 * times], vec![times, 2 * times, 0]])
        };
        let (few, many) = (of(1), of(40));
        let width = |found: &Strengths| found.options[0].high - found.options[0].low;
        assert!(width(&few) > 3.0 * width(&many), "{few:?} {many:?}");
        assert_eq!((few.parted, many.parted), (None, Some(0)));
    }
}
