//! Taste: which words the visitor's likes are about, kept on the device and nowhere else.
//!
//! A text is at most 24 hashed stems with weights. A like adds the stems of its item, a mute takes them away;
//! both fade with two half-lives, a week (0.6) and three months (0.4), so that a passing interest passes.
//! A word counts the less the more items have it: ln(N / n).

use crate::activity::decay;
use parvis_model::time::Time;

/// Buckets that stems are hashed into.
pub const N_BUCKETS: usize = parvis_lexis::N_BUCKETS as usize;
/// The two half-lives in hours, and what each counts.
pub const HALVES: [(f64, f64); 2] = [(7.0 * 24.0, 0.6), (90.0 * 24.0, 0.4)];

/// The hashed stems of a text with their weights, by bucket.
pub type Print = [(u16, u8)];

/// How many items have each word.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    n_items: u32,
    n_with: Vec<u32>,
}

/// How much each word tells apart: ln(N / n), from how many items have it.
#[derive(Clone, Debug, Default)]
pub struct Rarity {
    values: Vec<f64>,
}

/// What a visitor likes, by word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taste {
    /// Bucket and strength, by bucket.
    words: Vec<(u16, f64)>,
}

/// A taste made ready to be held against many texts: the strength of each word times how much it tells apart.
#[derive(Clone, Debug, Default)]
pub struct Lens {
    /// One for every bucket, or none at all: an array, so that looking a bucket up needs no check.
    values: Option<Box<[f64; N_BUCKETS]>>,
}

impl Counts {
    /// Counts the words of one more item.
    pub fn add(&mut self, print: &Print) {
        self.n_items = self.n_items.saturating_add(1);
        self.n_with.resize(N_BUCKETS, 0);
        for (bucket, _) in print {
            if let Some(n_with) = self.n_with.get_mut(usize::from(*bucket)) {
                *n_with = n_with.saturating_add(1);
            }
        }
    }

    /// What the words counted so far tell apart; 0 for a word that every item has, or none.
    pub fn rarity(&self) -> Rarity {
        let n_items = f64::from(self.n_items);
        let value = |n_with: &u32| if *n_with == 0 { 0.0 } else { libm::log(n_items / f64::from(*n_with)) };
        Rarity { values: self.n_with.iter().map(value).collect() }
    }
}

impl Rarity {
    fn of(&self, bucket: u16) -> f64 {
        self.values.get(usize::from(bucket)).copied().unwrap_or(0.0)
    }

    /// The length of a text, in rare words.
    pub fn length(&self, print: &Print) -> f64 {
        let mut sum = 0.0;
        for (bucket, weight) in print {
            let value = f64::from(*weight) * self.of(*bucket);
            sum += value * value;
        }
        libm::sqrt(sum)
    }
}

impl Lens {
    /// How strongly a word is wanted, rare words more; negative if it is not wanted.
    pub fn of(&self, bucket: u16) -> f64 {
        let values = self.values.as_ref();
        values.and_then(|values| values.get(usize::from(bucket)).copied()).unwrap_or(0.0)
    }

    /// How well a text matches: the cosine of rare words, times how strong the taste is; never negative.
    /// `length` is the text's ([`Rarity::length`]).
    pub fn matches(&self, print: &Print, length: f64) -> f64 {
        let Some(values) = &self.values else { return 0.0 };
        let value = |(bucket, weight): &(u16, u8)| {
            values.get(usize::from(*bucket) % N_BUCKETS).copied().unwrap_or(0.0) * f64::from(*weight)
        };
        // Two sums side by side: one would wait for itself at every word.
        let pairs = print.chunks_exact(2);
        let last: f64 = pairs.remainder().iter().map(value).sum();
        let (mut even, mut odd) = (0.0, 0.0);
        for pair in pairs {
            if let [first, second] = pair {
                even += value(first);
                odd += value(second);
            }
        }
        let sum = even + odd + last;
        if sum > 0.0 && length > 0.0 { sum / length } else { 0.0 }
    }
}

impl Taste {
    /// Learns one act on an item with this text: `strength` is negative for what is not wanted.
    pub fn learn(&mut self, print: &Print, strength: f64, at: Time, now: Time, rarity: &Rarity) {
        let faded: f64 = HALVES.iter().map(|(half, part)| part * decay(at, now, *half)).sum();
        let length = rarity.length(print);
        if length == 0.0 {
            return;
        }
        for (bucket, weight) in print {
            let value = strength * faded * f64::from(*weight) * rarity.of(*bucket) / length;
            match self.words.binary_search_by_key(bucket, |word| word.0) {
                Ok(place) => {
                    if let Some(word) = self.words.get_mut(place) {
                        word.1 += value;
                    }
                }
                Err(place) => self.words.insert(place, (*bucket, value)),
            }
        }
    }

    /// Leaves a word out, whatever was learnt of it.
    pub fn forget(&mut self, bucket: u16) {
        self.words.retain(|word| word.0 != bucket);
    }

    /// The taste as it is held against texts of which words tell `rarity` apart.
    pub fn lens(&self, rarity: &Rarity) -> Lens {
        let mut values = vec![0.0; N_BUCKETS];
        for (bucket, strength) in &self.words {
            if let Some(value) = values.get_mut(usize::from(*bucket)) {
                *value = strength * rarity.of(*bucket);
            }
        }
        Lens { values: values.into_boxed_slice().try_into().ok() }
    }

    /// The strongest `n` words, liked or unwanted, the strongest first.
    pub fn strongest(&self, n: usize) -> Vec<(u16, f64)> {
        let mut words = self.words.clone();
        words.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
        words.truncate(n);
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parvis_model::time::DAY;

    const NOW: Time = Time::from_millis(1_700_000_000_000);
    const GRINDERS: &[(u16, u8)] = &[(3, 200), (70, 100)];
    const TEAS: &[(u16, u8)] = &[(5, 200), (70, 100)];

    fn rarity() -> Rarity {
        let mut counts = Counts::default();
        for print in [GRINDERS, TEAS, &[(70, 9)], &[(9, 1)]] {
            counts.add(print);
        }
        counts.rarity()
    }

    fn liked(print: &Print, strength: f64, days: i64) -> Taste {
        let mut taste = Taste::default();
        taste.learn(print, strength, NOW.plus(-days * DAY), NOW, &rarity());
        taste
    }

    fn matches(taste: &Taste, print: &Print) -> f64 {
        taste.lens(&rarity()).matches(print, rarity().length(print))
    }

    #[test]
    fn what_was_liked_is_matched_and_rare_words_count_more() {
        let taste = liked(GRINDERS, 2.0, 0);
        let (same, other) = (matches(&taste, GRINDERS), matches(&taste, TEAS));
        assert!((same - 2.0).abs() < 1e-12, "{same}");
        assert!(other > 0.0 && other < same / 10.0, "{other}");
        assert_eq!(matches(&taste, &[(9, 1)]), 0.0);
        assert_eq!(taste.strongest(1)[0].0, 3);
    }

    #[test]
    fn a_taste_fades_fast_and_then_slowly() {
        let [now, week, season] = [0, 7, 90].map(|days| matches(&liked(GRINDERS, 1.0, days), GRINDERS));
        assert!((now - 1.0).abs() < 1e-9);
        let expected = 0.3 + 0.4 * (-7.0f64 / 90.0).exp2();
        assert!((week - expected).abs() < 1e-9, "{week}");
        assert!((0.19..0.21).contains(&season), "{season}");
    }

    #[test]
    fn what_is_not_wanted_never_lifts_anything() {
        assert_eq!(matches(&liked(GRINDERS, -4.0, 0), GRINDERS), 0.0);
        assert_eq!(liked(&[], 1.0, 0), Taste::default());
    }
}
