//! The style of a text: counts beside its shape that tell a weighed opinion from a shout.
//!
//! Counts only, the same whatever the language: what they are worth is for the order to say. Nothing here needs
//! the stemmer or the stop words, so a page may count as the server does.

use crate::fold::fold;
use crate::hash::hash;
use crate::stem::light;
use crate::stop::holds;
use crate::words::words;

/// Counts of a text; letters and words are those of French and English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Words of seven letters or more: the measure of long words of the LIX (Björnsson 1968).
    pub n_long: u32,
    /// Different words of four letters or more, plurals counted with their singular.
    pub n_distinct: u32,
    /// Letters.
    pub n_letters: u32,
    /// Letters that are capitals.
    pub n_capitals: u32,
    /// Exclamation marks.
    pub n_exclamations: u32,
    /// Words that set one thing against another: `mais`, `cependant`, `sauf`, `but`, `however`, `except`.
    pub n_contrasts: u32,
    /// Words that speak of the writer: `je`, `ma`, `nous`, `I`, `my`, `we`.
    pub n_firsts: u32,
}

impl Style {
    /// The share of letters that are capitals, from 0 to 1; 0 for a text without letters.
    pub fn capitals(&self) -> f64 {
        f64::from(self.n_capitals) / f64::from(self.n_letters.max(1))
    }
}

/// Measures a text.
pub fn style(text: &str) -> Style {
    let mut style = Style::default();
    for letter in text.chars() {
        add(&mut style.n_letters, letter.is_alphabetic());
        add(&mut style.n_capitals, letter.is_uppercase());
        add(&mut style.n_exclamations, letter == '!');
    }
    let mut distinct = Vec::new();
    for word in words(text) {
        let folded = fold(word);
        let n_letters = folded.chars().filter(|letter| letter.is_alphabetic()).count();
        add(&mut style.n_long, n_letters >= 7);
        if n_letters >= 4 {
            distinct.push(hash(light(&folded)));
        }
        let head = folded.split('\'').next().unwrap_or_default();
        add(&mut style.n_contrasts, holds(CONTRASTS, head));
        add(&mut style.n_firsts, holds(FIRSTS, head));
    }
    distinct.sort_unstable();
    distinct.dedup();
    style.n_distinct = u32::try_from(distinct.len()).unwrap_or(u32::MAX);
    style
}

fn add(count: &mut u32, is_one: bool) {
    *count = count.saturating_add(u32::from(is_one));
}

/// Folded, in the order of their bytes; `par contre` and `en revanche` are known by their last word.
const CONTRASTS: &str = "\
    although bemol but cependant contre despite dommage except excepte hormis however mais malgre \
    malheureusement neanmoins nevertheless nonetheless pourtant quoique revanche sauf seulement \
    though toutefois unfortunately unless whereas yet";
const FIRSTS: &str = "i im ive j je m ma me mes mine moi mon my myself nos notre nous our ours us we";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape;
    use proptest::prelude::*;

    #[test]
    fn a_text_is_measured_in_its_own_words() {
        fn check(text: &str, expected: Style) {
            assert_eq!(style(text), expected, "{text}");
        }
        check("", Style::default());
        check("… 12 !", Style { n_exclamations: 1, ..Style::default() });
        check(
            "J'aime ce moulin silencieux, mais ses moulins PESENT lourd !",
            Style {
                n_long: 2,
                n_distinct: 6,
                n_letters: 48,
                n_capitals: 7,
                n_exclamations: 1,
                n_contrasts: 1,
                n_firsts: 1,
            },
        );
        check(
            "I’ve loved it; we don’t, though",
            Style {
                n_long: 0,
                n_distinct: 3,
                n_letters: 22,
                n_capitals: 1,
                n_exclamations: 0,
                n_contrasts: 1,
                n_firsts: 2,
            },
        );
        assert_eq!(style("ABcd").capitals(), 0.5);
        assert_eq!(style("").capitals(), 0.0);
    }

    #[test]
    fn lists_are_sorted_and_folded() {
        for list in [CONTRASTS, FIRSTS] {
            assert!(list.split(' ').is_sorted_by(|one, next| one < next));
            assert!(list.split(' ').all(|word| fold(word) == word && holds(list, word)));
        }
    }

    proptest! {
        #[test]
        fn any_text_has_a_style_within_its_shape(text: String) {
            let style = style(&text);
            let n_words = shape(&text).n_words;
            prop_assert!(style.n_long <= n_words && style.n_distinct <= n_words);
            prop_assert!(style.n_contrasts <= n_words && style.n_firsts <= n_words);
            prop_assert!(style.n_capitals <= style.n_letters && (0.0..=1.0).contains(&style.capitals()));
        }
    }
}
