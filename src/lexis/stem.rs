//! Stems: what the forms of a word share, so that `moulins` meets `moulin` and `grinding` meets `grind`.
//!
//! The Snowball algorithms for French and English, by the crate `frostem`, which is generated from Snowball's
//! own sources and takes languages as features. French Snowball reads accents (`aimé`, `aime`), so a word is
//! stemmed in small letters with its accents, and folded afterwards.
//!
//! In wasm, built and squeezed as the widget is, it weighs 20.2 kB, 6.7 kB by brotli. Of the same source:
//! `rust-stemmers` 6.2 kB, but left alone since 2021; `snowball_stemmers_rs` 6.9; `snowstem` 8.1;
//! `waken_snowball` 12.9. The version is pinned: stems are stored as prints, and another release may give others.

use crate::fold::fold;
use crate::lang::Lang;
use crate::lower::lower;
use frostem::{Algorithm, Stemmer};

/// The stem of one word, folded.
///
/// `lang` is a language tag; `fr` and `en` have their rules, and in any other language only what marks a plural
/// goes. A word with a figure in it (`V60`, `2,5`) is only folded: models have no plural.
pub fn stem(word: &str, lang: Option<&str>) -> String {
    stem_of(word, fold(word), Lang::of(lang))
}

/// The stem of a word that has been folded already.
pub(crate) fn stem_of(word: &str, folded: String, lang: Option<Lang>) -> String {
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        return folded;
    }
    match lang {
        Some(Lang::French) => fold(&Stemmer::new(Algorithm::French).stem(&lower(word))),
        // Nothing in English hangs on an accent.
        Some(Lang::English) => Stemmer::new(Algorithm::English).stem(&folded).into_owned(),
        None => light(&folded).to_owned(),
    }
}

/// A folded word without the `'s` of English and the `s` or `x` of a plural: what can be said of any language that
/// writes them so, without a table. Words of three letters, and those in `-ss`, `-us`, `-is`, keep their end.
pub(crate) fn light(folded: &str) -> &str {
    let word = folded.strip_suffix("'s").unwrap_or(folded);
    let is_whole = word.len() <= 3 || ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    let has_plural = !is_whole && (word.ends_with('s') || word.ends_with("ux"));
    // Both plural letters are one byte.
    word.get(..word.len() - usize::from(has_plural)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_forms_of_a_word_share_their_stem() {
        fn check(lang: Option<&str>, words: &[&str], expected: &str) {
            for word in words {
                assert_eq!(stem(word, lang), expected, "{word}");
            }
        }
        check(Some("fr"), &["moulin", "Moulins", "MOULIN"], "moulin");
        check(Some("fr"), &["réparable", "réparables", "re\u{301}parable", "réparer"], "repar");
        check(Some("fr"), &["cœur", "coeurs", "CŒUR"], "coeur");
        check(Some("fr"), &["silencieux", "silencieuse", "silencieuses"], "silenci");
        check(Some("fr-CA"), &["recommande", "recommandé", "recommander"], "recommand");
        check(Some("en"), &["grind", "grinds", "grinding", "Grind’s"], "grind");
        check(Some("en"), &["quiet", "quietly"], "quiet");
        check(Some("en"), &["cafés", "cafes", "café"], "cafe");
        check(None, &["Moulins", "moulin"], "moulin");
        check(None, &["bijoux", "bijou"], "bijou");
        check(None, &["grinder", "grinders", "grinder's"], "grinder");
        check(Some("de"), &["Straße"], "strasse");
        check(Some("fr"), &["V60"], "v60");
        check(None, &["les"], "les");
        check(None, &[""], "");
        check(Some("fr"), &[""], "");
    }

    proptest! {
        #[test]
        fn any_word_has_a_stem_and_it_is_folded(word: String, lang in 0..3usize) {
            let lang = [None, Some("fr"), Some("en")][lang];
            let stemmed = stem(&word, lang);
            prop_assert_eq!(fold(&stemmed), stemmed.clone());
            prop_assert_eq!(stem(&word, lang), stemmed);
        }

        #[test]
        fn words_of_french_letters_have_a_stem(word in "[a-zàâçéèêëîïôûùüÿœ'-]{0,24}") {
            prop_assert!(stem(&word, Some("fr")).len() <= 2 * word.len());
            prop_assert!(stem(&word, Some("en")).len() <= 2 * word.len());
        }
    }
}
