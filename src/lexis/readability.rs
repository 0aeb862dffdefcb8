//! Readability: how easy a text is to read, by the lengths of its sentences and words.
//!
//! English: reading ease of Flesch (1948), 206.835 − 1.015 · words per sentence − 84.6 · syllables per word.
//! French: the same fitted by Kandel and Moles (1958), 207 − 1.015 · words per sentence − 73.6 · syllables per
//! word. A hundred is a text for children, thirty one for scholars. Syllables are groups of vowels, less the
//! silent ends of each language: a count, never a dictionary.

use crate::lang::Lang;
use crate::lower::lower;
use crate::shape::shape;
use crate::words::words;

/// How easy a text is to read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Readability {
    /// The number of the formula, mostly between 0 and 100; a single short word can give more, a sentence without
    /// end less than nothing.
    pub raw: f64,
    /// The same from 0 (hard) to 1 (easy): a hundredth of it, cut at both ends.
    pub easy: f64,
}

/// Measures a text in French or English; nothing for another language, or for a text without words.
pub fn readability(text: &str, lang: Option<&str>) -> Option<Readability> {
    let lang = Lang::of(lang)?;
    let shape = shape(text);
    if shape.n_words == 0 {
        return None;
    }
    let n_words = f64::from(shape.n_words);
    let n_syllables: u32 = words(text).map(|word| syllables(word, lang)).sum();
    let (most, by_syllable) = match lang {
        Lang::English => (206.835, 84.6),
        Lang::French => (207.0, 73.6),
    };
    let raw = most
        - 1.015 * n_words / f64::from(shape.n_sentences)
        - by_syllable * f64::from(n_syllables) / n_words;
    Some(Readability { raw, easy: (raw / 100.0).clamp(0.0, 1.0) })
}

/// Syllables of a word, at least one.
fn syllables(word: &str, lang: Lang) -> u32 {
    let word = lower(word);
    let mut n_groups = 0u32;
    let mut before = ' ';
    for letter in word.chars() {
        // An accent that parts two vowels: `théâtre`, `naïf`.
        let parts = matches!(letter, 'ï' | 'ë' | 'ü') || before == 'é' || letter == 'é' && before != 'u';
        if is_vowel(letter) && (!is_vowel(before) || parts) {
            n_groups = n_groups.saturating_add(1);
        }
        before = letter;
    }
    let is_silent = match lang {
        Lang::French => ["e", "es", "ent"].iter().any(|end| is_mute(&word, end)),
        Lang::English => {
            is_mute(&word, "e") && !is_mute(&word, "le")
                || is_mute(&word, "es") && !hisses(&word)
                || is_mute(&word, "ed") && !word.ends_with("ted") && !word.ends_with("ded")
        }
    };
    n_groups.saturating_sub(u32::from(is_silent)).max(1)
}

/// Whether a word ends so, after a consonant.
fn is_mute(word: &str, end: &str) -> bool {
    let stem = word.strip_suffix(end).and_then(|stem| stem.chars().next_back());
    stem.is_some_and(|letter| !is_vowel(letter))
}

/// Whether the `es` of an English plural is heard: `boxes`, `prices`, `dishes`.
fn hisses(word: &str) -> bool {
    ["ses", "ces", "xes", "zes", "ges", "ches", "shes", "les"].iter().any(|end| word.ends_with(end))
}

fn is_vowel(letter: char) -> bool {
    "aeiouyàâäéèêëîïôöùûü".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn syllables_are_counted_as_they_are_heard() {
        fn check(lang: Lang, words: &[(&str, u32)]) {
            for (word, expected) in words {
                assert_eq!(syllables(word, lang), *expected, "{word}");
            }
        }
        check(Lang::French, &[("moulin", 2), ("café", 2), ("réparable", 3), ("théâtre", 2), ("naïf", 2)]);
        check(
            Lang::French,
            &[("l", 1), ("tables", 1), ("parlent", 1), ("qualité", 3), ("ÉTÉ", 2), ("œuf", 1)],
        );
        check(
            Lang::English,
            &[("grinder", 2), ("the", 1), ("make", 1), ("table", 2), ("boxes", 2), ("makes", 1)],
        );
        check(Lang::English, &[("worked", 1), ("wanted", 2), ("easy", 2), ("beautiful", 3), ("rhythm", 1)]);
        check(Lang::English, &[("V60", 1), ("don't", 1)]);
    }

    #[test]
    fn a_text_is_as_easy_as_the_formulas_say() {
        fn check(text: &str, lang: &str, expected: f64) {
            let found = readability(text, Some(lang)).unwrap();
            assert!((found.raw - expected).abs() < 1e-9, "{text}: {}", found.raw);
            assert_eq!(found.easy, (expected / 100.0).clamp(0.0, 1.0));
        }
        // Six words, one sentence, six syllables.
        check("The cat sat on the mat.", "en", 206.835 - 1.015 * 6.0 - 84.6);
        // Five words, two sentences, ten syllables.
        check("Un moulin silencieux. Je recommande !", "fr", 207.0 - 1.015 * 2.5 - 73.6 * 2.0);
    }

    #[test]
    fn long_words_in_long_sentences_are_harder() {
        let easy = "Il est bon. Il est beau. Je le garde.";
        let hard = "Nonobstant l'obsolescence institutionnelle, l'interopérabilité technologique conditionne \
            indéniablement l'amélioration opérationnelle";
        let of = |text| readability(text, Some("fr")).unwrap().easy;
        assert_eq!(of(easy), 1.0);
        assert_eq!(of(hard), 0.0);
    }

    #[test]
    fn other_languages_and_empty_texts_are_not_measured() {
        assert_eq!(readability("Die Mühle", Some("de")), None);
        assert_eq!(readability("Le moulin", None), None);
        assert_eq!(readability("… !", Some("fr")), None);
    }

    proptest! {
        #[test]
        fn any_text_is_measured(text: String, is_french: bool) {
            let lang = if is_french { "fr" } else { "en" };
            let found = readability(&text, Some(lang));
            prop_assert_eq!(found.is_none(), words(&text).next().is_none());
            if let Some(found) = found {
                prop_assert!(found.raw.is_finite() && (0.0..=1.0).contains(&found.easy));
            }
        }
    }
}
