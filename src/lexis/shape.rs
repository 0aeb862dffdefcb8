//! The shape of a text: how much it says, before what it says.

use crate::words::words;

/// Counts of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Words; see [`words`].
    pub n_words: u32,
    /// Sentences: what ends with `.`, `!`, `?`, `…` or a line, and holds a word.
    pub n_sentences: u32,
    /// Words with a figure in them: sizes, prices, durations, models.
    pub n_figures: u32,
}

/// Measures a text.
pub fn shape(text: &str) -> Shape {
    let mut shape = Shape::default();
    for word in words(text) {
        shape.n_words = shape.n_words.saturating_add(1);
        if word.bytes().any(|byte| byte.is_ascii_digit()) {
            shape.n_figures = shape.n_figures.saturating_add(1);
        }
    }
    shape.n_sentences = n_sentences(text);
    shape
}

fn n_sentences(text: &str) -> u32 {
    let mut n_sentences = 0u32;
    let mut holds_word = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        holds_word |= letter.is_alphanumeric();
        // A point inside a number or an address ends nothing.
        let is_inside = letter == '.' && letters.peek().is_some_and(|next| next.is_alphanumeric());
        if holds_word && !is_inside && matches!(letter, '.' | '!' | '?' | '…' | '\n') {
            n_sentences = n_sentences.saturating_add(1);
            holds_word = false;
        }
    }
    n_sentences.saturating_add(u32::from(holds_word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_is_measured_in_words_sentences_and_figures() {
        fn check(text: &str, n_words: u32, n_sentences: u32, n_figures: u32) {
            assert_eq!(shape(text), Shape { n_words, n_sentences, n_figures }, "{text}");
        }
        check("", 0, 0, 0);
        check("…!", 0, 0, 0);
        check("Très bon moulin", 3, 1, 0);
        check("Il mout 18 g en 2,5 min. Quel silence !!! Voilà…", 10, 3, 2);
        check("Titre sans point\nPuis un texte.", 6, 2, 0);
        check("See v1.2 at brume.example, it's fine.", 7, 1, 1);
    }

    proptest! {
        #[test]
        fn any_text_has_a_shape(text: String) {
            let shape = shape(&text);
            prop_assert!(shape.n_figures <= shape.n_words);
            prop_assert_eq!(shape.n_words == 0, shape.n_sentences == 0);
        }
    }
}
