//! A mix: how weights are shared among kinds, and how far one mix is from another.

use std::collections::BTreeMap;

/// How much of the wanted mix is put into the found one, so that a kind which lacks costs much and not
/// everything. H. Steck, Calibrated recommendations, RecSys 2018.
const SMOOTHING: f64 = 0.01;

/// Weights of kinds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mix(BTreeMap<u32, f64>);

impl Mix {
    /// A mix of things, each of which shares its weight of 1 among its kinds; one without kinds adds nothing.
    pub fn of<'a>(things: impl Iterator<Item = &'a [u32]>) -> Self {
        let mut weights: BTreeMap<u32, f64> = BTreeMap::new();
        for kinds in things {
            for kind in kinds {
                *weights.entry(*kind).or_default() += 1.0 / kinds.len() as f64;
            }
        }
        Self(weights)
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Another mix added to this one.
    pub fn add(&mut self, other: &Self) {
        for (kind, weight) in &other.0 {
            *self.0.entry(*kind).or_default() += weight;
        }
    }

    /// The same mix with a sum of 1; nothing stays nothing.
    pub fn share(&self) -> Self {
        let sum: f64 = self.0.values().sum();
        Self(self.0.iter().map(|(kind, weight)| (*kind, weight / sum)).collect())
    }

    /// Σ p ln(p / q̃), q̃ = 0.99 q + 0.01 p, in nats: how far `found` (q) is from this mix (p), both as shares;
    /// from 0, when they are the same, to ln 100, when they have nothing in common.
    pub fn divergence(&self, found: &Self) -> f64 {
        let found = found.share();
        let term = |(kind, wanted): (u32, f64)| {
            let given = found.0.get(&kind).copied().unwrap_or(0.0);
            wanted * (wanted / ((1.0 - SMOOTHING) * given + SMOOTHING * wanted)).ln()
        };
        self.share().0.into_iter().map(term).sum()
    }

    /// Σ q ln(q / p), in nats, with 0 ln 0 = 0: how far a choice from this mix (p) is from it, as shares. Finite
    /// for every choice, since what is chosen (q) was there; 0 when they are the same.
    pub fn departure(&self, chosen: &Self) -> f64 {
        let all = self.share();
        let term = |(kind, q): (u32, f64)| q * (q / all.0.get(&kind).copied().unwrap_or(0.0)).ln();
        chosen.share().0.into_iter().map(term).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mix(things: &[&[u32]]) -> Mix {
        Mix::of(things.iter().copied())
    }

    #[test]
    fn a_thing_shares_its_weight_among_its_kinds() {
        let mut shared = mix(&[&[1, 2], &[1], &[]]);
        assert_eq!(shared, Mix(BTreeMap::from([(1, 1.5), (2, 0.5)])));
        shared.add(&mix(&[&[2], &[3]]));
        assert_eq!(shared.share(), Mix(BTreeMap::from([(1, 0.375), (2, 0.375), (3, 0.25)])));
        assert!(mix(&[&[]]).is_empty() && mix(&[]).share().is_empty());
    }

    #[test]
    fn the_same_mix_is_near_and_another_is_far() {
        let wanted = mix(&[&[1], &[1], &[2], &[2]]);
        assert!(wanted.divergence(&mix(&[&[1], &[2]])).abs() < 1e-12);
        assert!((wanted.divergence(&mix(&[&[3]])) - 100f64.ln()).abs() < 1e-12);
        assert!((wanted.divergence(&mix(&[])) - 100f64.ln()).abs() < 1e-12);
        let half = 0.5 * (0.5f64 / 0.995).ln() + 0.5 * 100f64.ln();
        assert!((wanted.divergence(&mix(&[&[1]])) - half).abs() < 1e-12);
    }

    #[test]
    fn a_choice_departs_from_where_it_was_chosen() {
        let all = mix(&[&[1], &[1], &[1], &[2]]);
        assert!(all.departure(&all).abs() < 1e-12);
        assert!((all.departure(&mix(&[&[1]])) - (4.0f64 / 3.0).ln()).abs() < 1e-12);
        assert!((all.departure(&mix(&[&[2]])) - 4f64.ln()).abs() < 1e-12);
        assert_eq!(all.departure(&mix(&[])), 0.0);
    }
}
