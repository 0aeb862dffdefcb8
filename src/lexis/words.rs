//! Words: runs of letters and figures, with the apostrophe of each language where it belongs.

/// The words of a text, in order and as written.
///
/// An apostrophe parts French elisions (`l’eau` is two words) and keeps English contractions whole
/// (`don't`, `we'll`). A hyphen parts; a point or comma between figures does not (`2,5`).
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    core::iter::from_fn(move || {
        let start = rest.find(char::is_alphanumeric)?;
        let (_, from_start) = rest.split_at_checked(start)?;
        let (word, after) = from_start.split_at_checked(length(from_start))?;
        rest = after;
        Some(word)
    })
}

/// The words of a text, each with the byte it begins at.
pub(crate) fn placed(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    words(text).map(move |word| {
        // A word begins with the first letter or figure after the last word: where it is found first, it is.
        let start = from + text.get(from..).and_then(|rest| rest.find(word)).unwrap_or_default();
        from = start + word.len();
        (start, word)
    })
}

/// Bytes of the word that the text begins with.
fn length(text: &str) -> usize {
    let mut end = 0;
    let mut letters = text.char_indices();
    let mut before = None;
    while let Some((place, letter)) = letters.next() {
        let after = letters.clone().next().map(|(_, letter)| letter);
        let goes_on = letter.is_alphanumeric()
            || is_mark(letter)
            || is_between_figures(before, letter, after)
            || is_apostrophe(letter) && is_contraction(letters.as_str());
        if !goes_on {
            break;
        }
        end = place + letter.len_utf8();
        before = Some(letter);
    }
    end
}

/// Accents that follow their letter.
fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}')
}

fn is_between_figures(before: Option<char>, letter: char, after: Option<char>) -> bool {
    let figure = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    matches!(letter, '.' | ',' | ':') && figure(before) && figure(after)
}

/// Whether what follows an apostrophe ends an English word.
fn is_contraction(rest: &str) -> bool {
    let end = rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len());
    let tail = rest.get(..end).unwrap_or_default();
    ["s", "t", "d", "m", "ll", "re", "ve"].iter().any(|known| tail.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_cut_as_people_count_them() {
        fn check(text: &str, expected: &[&str]) {
            assert_eq!(words(text).collect::<Vec<_>>(), expected, "{text}");
        }
        check("L’eau qu'il a bue.", &["L", "eau", "qu", "il", "a", "bue"]);
        check("I don't think we’ll stop", &["I", "don't", "think", "we’ll", "stop"]);
        check("2,5 cl à 93.5°, en 3:30…", &["2,5", "cl", "à", "93.5", "en", "3:30"]);
        check("porte-filtre / V60", &["porte", "filtre", "V60"]);
        check("e\u{301}te\u{301}", &["e\u{301}te\u{301}"]);
        check("'' — 5, ", &["5"]);
        check("", &[]);
    }

    proptest! {
        #[test]
        fn each_word_stands_where_it_is_said_to(text: String) {
            let mut end = 0;
            for (start, word) in placed(&text) {
                prop_assert_eq!(&text[start..start + word.len()], word);
                prop_assert!(!text[end..start].contains(char::is_alphanumeric));
                end = start + word.len();
            }
            prop_assert!(!text[end..].contains(char::is_alphanumeric));
        }

        #[test]
        fn words_are_found_in_any_text_and_in_its_order(text: String) {
            let mut from = 0;
            for word in words(&text) {
                prop_assert!(!word.is_empty());
                let place = text[from..].find(word);
                prop_assert!(place.is_some());
                from += place.unwrap() + word.len();
            }
        }
    }
}
