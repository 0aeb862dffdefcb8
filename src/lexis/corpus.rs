//! The corpus: in how many of all texts each phrase is found, to tell what is special about some of them.

use crate::hash::hash;
use crate::mentions::mentions;

/// Counts of texts, over everything a site or a board holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corpus {
    n_texts: u32,
    /// Texts for the hash of each key, in the order of the hashes.
    counts: Vec<(u64, u32)>,
}

impl Corpus {
    /// Counts the texts, each with its language tag.
    pub fn of<'a>(texts: impl IntoIterator<Item = (&'a str, Option<&'a str>)>) -> Self {
        let mut n_texts = 0u32;
        let mut hashes = Vec::new();
        for (text, lang) in texts {
            n_texts = n_texts.saturating_add(1);
            let mut own: Vec<u64> = mentions(text, lang).iter().map(|one| hash(&one.key)).collect();
            own.sort_unstable();
            own.dedup();
            hashes.append(&mut own);
        }
        hashes.sort_unstable();
        let count = |same: &[u64]| Some((*same.first()?, u32::try_from(same.len()).unwrap_or(u32::MAX)));
        Self { n_texts, counts: hashes.chunk_by(u64::eq).filter_map(count).collect() }
    }

    /// The log-likelihood G² that `n_here` of `n_texts` texts hold a phrase although the rest of the corpus holds
    /// it as rarely as it does (Dunning 1993, in the two terms of Rayson and Garside 2000); 0 if it is not
    /// rarer there. None if there is no rest. The texts must be among those of the corpus.
    pub(crate) fn telling(&self, key: &str, n_here: f64, n_in: u32, n_texts: u32) -> Option<f64> {
        let rest = f64::from(self.n_texts.saturating_sub(n_texts));
        if rest <= 0.0 {
            return None;
        }
        let found = self.counts.binary_search_by_key(&hash(key), |(hash, _)| *hash);
        let n_all = found.ok().and_then(|place| self.counts.get(place)).map_or(0, |(_, n)| *n);
        let (here, elsewhere) = (f64::from(n_texts), f64::from(n_all.saturating_sub(n_in)));
        if n_here <= 0.0 || n_here * rest <= elsewhere * here {
            return Some(0.0);
        }
        let share = (n_here + elsewhere) / (here + rest);
        let term = |n: f64, texts: f64| if n > 0.0 { n * libm::log(n / (texts * share)) } else { 0.0 };
        Some(2.0 * (term(n_here, here) + term(elsewhere, rest)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corpus() -> Corpus {
        let texts = ["Un moulin. Un moulin !", "des moulins à café", "une poêle", "le café"];
        Corpus::of(texts.map(|text| (text, Some("fr"))))
    }

    #[test]
    fn a_text_counts_once_for_each_phrase() {
        let count = |key: &str| {
            let corpus = corpus();
            corpus.counts.iter().find(|(known, _)| *known == hash(key)).map_or(0, |(_, n)| *n)
        };
        assert_eq!([count("moulin"), count("caf"), count("moulin caf"), count("theier")], [2, 2, 1, 0]);
    }

    #[test]
    fn what_is_said_here_and_not_elsewhere_is_telling() {
        let corpus = corpus();
        // Both of the two texts here, none of the two others: 2 · 2 · ln(2 / (2 · ½)).
        let moulin = corpus.telling("moulin", 2.0, 2, 2).unwrap();
        assert!((moulin - 4.0 * std::f64::consts::LN_2).abs() < 1e-12);
        // One of two here, one of two elsewhere.
        assert_eq!(corpus.telling("caf", 1.0, 1, 2), Some(0.0));
        assert_eq!(corpus.telling("moulin", 2.0, 2, 4), None);
        assert_eq!(Corpus::default().telling("moulin", 2.0, 2, 2), None);
    }
}
