//! Small letters with their accents kept, for what must hear them: stemming and syllables.
//!
//! It knows the letters of French and English, no more; the rest is left to `fold`. A letter and
//! the accent that follows it become one, since half the keyboards send them apart. Ligatures come apart, so
//! that `cœur` and `coeur` are one word.

/// The word in small letters, accents kept.
pub(crate) fn lower(word: &str) -> String {
    let mut small = String::with_capacity(word.len());
    for letter in word.chars() {
        match letter {
            'A'..='Z' => small.push(letter.to_ascii_lowercase()),
            '\0'..='\u{7f}' => small.push(letter),
            'Œ' | 'œ' => small.push_str("oe"),
            'Æ' | 'æ' => small.push_str("ae"),
            'À'..='Ö' | 'Ø'..='Þ' => {
                small.push(char::from_u32(u32::from(letter) + 32).unwrap_or(letter));
            }
            'Ÿ' => small.push('ÿ'),
            '\u{2019}' | '\u{2bc}' => small.push('\''),
            '\u{300}'..='\u{36f}' => {
                if let Some(joined) = small.chars().next_back().and_then(|base| accented(base, letter)) {
                    small.pop();
                    small.push(joined);
                }
            }
            _ => small.push(letter),
        }
    }
    small
}

/// The letter of French that a letter and the accent after it make.
fn accented(base: char, accent: char) -> Option<char> {
    let (bases, letters) = match accent {
        '\u{300}' => ("aeu", "àèù"),
        '\u{301}' => ("e", "é"),
        '\u{302}' => ("aeiou", "âêîôû"),
        '\u{308}' => ("aeiouy", "äëïöüÿ"),
        '\u{327}' => ("c", "ç"),
        _ => return None,
    };
    bases.chars().zip(letters.chars()).find(|(known, _)| *known == base).map(|(_, letter)| letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;
    use proptest::prelude::*;

    #[test]
    fn letters_become_small_and_keep_their_accents() {
        fn check(word: &str, expected: &str) {
            assert_eq!(lower(word), expected, "{word}");
        }
        check("ÉTÉ", "été");
        check("E\u{301}te\u{301}", "été");
        check("C\u{327}a", "ça");
        check("Don’t", "don't");
        check("CŒUR", "coeur");
        check("5×3", "5×3");
        check("x\u{301}", "x");
        check("", "");
    }

    proptest! {
        #[test]
        fn it_folds_to_what_the_word_folds_to(word: String) {
            prop_assert_eq!(fold(&lower(&word)), fold(&word));
        }
    }
}
