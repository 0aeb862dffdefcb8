//! Cells that a spreadsheet must not take for formulas: guarded when written, the guard undone when read.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets a quote before it, and so does
//! one that begins with such a guard, so that undoing gives back exactly what was there.

/// Whether a spreadsheet could compute with the text, guards before it left aside.
fn computes(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The text as it may stand in a cell.
pub(crate) fn guarded(text: &str) -> std::borrow::Cow<'_, str> {
    if computes(text) { format!("'{text}").into() } else { text.into() }
}

/// The text that [`guarded`] was given.
pub(crate) fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| computes(rest)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_formula_is_guarded_and_ordinary_words_are_not() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("+33", "'+33"),
            ("-5 % de bruit", "'-5 % de bruit"),
            ("@marie", "'@marie"),
            ("'=1", "''=1"),
            ("'tis", "'tis"),
            ("Bien", "Bien"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), expected);
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "['=+@\\t\\r-]{0,4}.{0,9}") {
            let cell = guarded(&text).into_owned();
            prop_assert_eq!(unguarded(&cell), &text);
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
    }
}
