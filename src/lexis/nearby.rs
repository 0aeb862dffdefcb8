//! Which texts come close to one that is being typed: by the words they share, the rare ones first.
//!
//! A word is folded, loses each s or x at its end, and is cut after five letters, so that "recharges" and "rechargeable"
//! are one. That is cruder than a stem, and needs neither a language nor the 8 kB of stemmers and stop words.

use crate::fold::fold;
use crate::hash::hash;
use crate::words::words;

/// Letters of a word that count.
const LETTERS: usize = 5;
/// Letters a word has at least.
const FEWEST: usize = 3;
/// What a text must hold of the weight of what was typed.
const SHARE: f64 = 0.3;
/// What it must hold beside the weight of a word that is in no other text: little words alone bring nothing near.
const RARE: f64 = 0.5;

/// Texts in which near ones are looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nearby {
    /// The words of each text, sorted.
    texts: Vec<Vec<u64>>,
    /// In how many texts each word is, sorted by the word.
    n_with: Vec<(u64, u32)>,
}

impl Nearby {
    /// Takes in texts; they are named by their place.
    pub fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let texts: Vec<Vec<u64>> = texts.map(known).collect();
        let mut all: Vec<u64> = texts.iter().flatten().copied().collect();
        all.sort_unstable();
        let n_with = all.chunk_by(|a, b| a == b).filter_map(|same| Some((*same.first()?, count(same.len()))));
        Self { n_with: n_with.collect(), texts }
    }

    /// The places of the texts that come close to `typed`, the closest first, `most` at most. Of what was typed, weighed
    /// by how rare each word is among the texts, they hold three tenths or more, and two words, or the only one; and half of what a word of
    /// one text weighs.
    pub fn find(&self, typed: &str, most: usize) -> Vec<usize> {
        let typed = known(typed);
        let n = self.texts.len() as f64;
        let weight = |word: &u64| {
            let place = self.n_with.binary_search_by_key(word, |(word, _)| *word);
            let n_with = place.ok().and_then(|place| self.n_with.get(place)).map_or(0, |(_, n)| *n);
            rarity(n, n_with)
        };
        let whole: f64 = typed.iter().map(weight).sum();
        let least = (typed.len().min(2), RARE * rarity(n, 1));
        let mut found: Vec<(usize, f64)> = Vec::new();
        for (place, text) in self.texts.iter().enumerate() {
            let shared = typed.iter().filter(|word| text.binary_search(word).is_ok());
            let (n, sum) = shared.fold((0, 0.0), |(n, sum), word| (n + 1, sum + weight(word)));
            if n > 0 && n >= least.0 && sum > 0.0 && sum >= least.1 && sum >= SHARE * whole {
                found.push((place, sum));
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        found.into_iter().take(most).map(|(place, _)| place).collect()
    }
}

/// The words of a text, each once, sorted.
fn known(text: &str) -> Vec<u64> {
    let mut known: Vec<u64> = words(text).filter_map(print).collect();
    known.sort_unstable();
    known.dedup();
    known
}

/// What stands for a word; none for one that says nothing. Names such as "M1" may be short.
fn print(word: &str) -> Option<u64> {
    let folded = fold(word);
    let is_long = folded.chars().count() >= FEWEST || folded.contains(|letter: char| letter.is_ascii_digit());
    let root = || folded.trim_end_matches(['s', 'x']).chars().take(LETTERS).collect::<String>();
    is_long.then(|| hash(&root()))
}

/// What a word weighs that so many of all texts hold: one of nearly all says nothing of any.
fn rarity(n_texts: f64, n_with: u32) -> f64 {
    let rare = libm::log((n_texts + 1.0) / (f64::from(n_with) + 1.0));
    rare * rare
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDEAS: [&str; 8] = [
        "Température réglable sur la cafetière : choisir 91 ou 95 °C selon le café",
        "Un réservoir amovible sur la cafetière, pour le remplir au robinet",
        "Des joints envoyés en lettre et pas en colis",
        "Une notice en néerlandais pour le moulin M1",
        "Un dépôt de pièces et d’outils à Bruxelles",
        "A shorter handle for the M1 grinder",
        "Un adaptateur pour capsules rechargeables sur la cafetière",
        "Ouvrir l’atelier un samedi matin pour réparer ensemble",
    ];

    #[test]
    fn what_says_the_same_in_other_forms_of_the_words_is_found() {
        let near = Nearby::new(IDEAS.into_iter());
        let check = |typed: &str, expected: &[usize]| assert_eq!(near.find(typed, 3), expected, "{typed}");
        check("Régler la température de la cafetière", &[0]);
        check("réservoirs amovibles", &[1]);
        check("Envoyez le joint par lettre", &[2]);
        check("un manuel en neerlandais pour le m1", &[3]);
        check("l'atelier ouvert le samedi", &[7]);
        check("a short handle, please", &[5]);
        check("capsule rechargée", &[6]);
        check("rechargeable", &[6]);
    }

    #[test]
    fn what_is_new_or_not_yet_said_finds_nothing() {
        let near = Nearby::new(IDEAS.into_iter());
        for typed in ["", "un", "pour le", "Une housse de voyage en lin", "!!"] {
            assert_eq!(near.find(typed, 3), [0usize; 0], "{typed}");
        }
        assert_eq!(Nearby::default().find("capsules", 3), [0usize; 0]);
    }
}
