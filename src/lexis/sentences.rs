//! Sentences: where each begins and ends, so that what is quoted links back to its place.

use core::ops::Range;

/// The sentences of a text, as ranges of its bytes, in order and without the spaces around them.
///
/// A sentence ends with `.`, `!`, `?`, `…` or a line, and holds a word; marks that follow its end, and the
/// quotation mark or bracket that closes it, belong to it. There are as many as [`Shape`](crate::Shape) counts.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    core::iter::from_fn(move || {
        let rest = text.get(from..)?;
        let start = from + rest.find(char::is_alphanumeric)?;
        // What opens the sentence stands between the last end and its first word.
        let opened = text.get(from..start)?;
        let lead = opened.len() - opened.trim_start_matches(|letter: char| !is_opening(letter)).len();
        let end = start + length(text.get(start..)?);
        let range = from + lead..start + text.get(start..end)?.trim_end().len();
        from = end;
        Some(range)
    })
}

fn is_opening(letter: char) -> bool {
    matches!(letter, '«' | '“' | '"' | '(' | '[' | '‘' | '¿' | '¡' | '#' | '@' | '$' | '€' | '£')
}

fn is_end(letter: char) -> bool {
    matches!(letter, '.' | '!' | '?' | '…' | '\n')
}

/// Bytes of the sentence that the text begins with, and of the marks after it.
fn length(text: &str) -> usize {
    let mut letters = text.char_indices().peekable();
    while let Some((place, letter)) = letters.next() {
        // A point inside a number or an address ends nothing.
        let is_inside = letter == '.' && letters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if is_end(letter) && !is_inside {
            return place + tail(text.get(place..).unwrap_or_default());
        }
    }
    text.len()
}

/// Bytes of the marks at the beginning of a text: ends of a sentence, with the spaces that French sets before
/// them, and what closes a quotation.
fn tail(text: &str) -> usize {
    let mut length = 0;
    for (place, letter) in text.char_indices() {
        if letter == '\n' {
            break;
        }
        if is_end(letter) || matches!(letter, '»' | '”' | ')' | ']') {
            length = place + letter.len_utf8();
        } else if !matches!(letter, ' ' | '\u{a0}' | '\u{202f}') {
            break;
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape;
    use proptest::prelude::*;

    #[test]
    fn sentences_are_cut_where_they_end() {
        fn check(text: &str, expected: &[&str]) {
            let found: Vec<&str> = sentences(text).map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
        check(
            "Il mout 18 g en 2.5 min. Quel silence !!! Voilà…",
            &["Il mout 18 g en 2.5 min.", "Quel silence !!!", "Voilà…"],
        );
        check("Elle dit : « Parfait. » Puis rien", &["Elle dit : « Parfait. »", "Puis rien"]);
        check("Titre\n\n  - un point\n", &["Titre", "un point"]);
        check(
            "See brume.example (it's fine!). “Really?” Yes",
            &["See brume.example (it's fine!).", "“Really?”", "Yes"],
        );
        check("… ! \n", &[]);
        check("", &[]);
    }

    proptest! {
        #[test]
        fn any_text_is_cut_in_order_into_as_many_as_its_shape_counts(text: String) {
            let mut end = 0;
            let mut n_found = 0;
            for range in sentences(&text) {
                prop_assert!(range.start >= end && range.end > range.start);
                prop_assert!(text[range.clone()].contains(char::is_alphanumeric));
                end = range.end;
                n_found += 1;
            }
            prop_assert_eq!(n_found, shape(&text).n_sentences);
        }

        #[test]
        fn texts_of_marks_are_cut_as_their_shape_counts(text in "[a. !?…\n»(5]{0,40}") {
            prop_assert_eq!(sentences(&text).count(), shape(&text).n_sentences as usize);
        }
    }
}
