//! The languages that stemming, stop words and readability know.

/// A language with rules of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lang {
    English,
    French,
}

impl Lang {
    /// The language of a BCP 47 tag, by its first part and in any case: `fr`, `fr-CA`, `EN`.
    pub(crate) fn of(tag: Option<&str>) -> Option<Self> {
        let first = tag?.split(['-', '_']).next()?;
        if first.eq_ignore_ascii_case("fr") {
            Some(Self::French)
        } else if first.eq_ignore_ascii_case("en") {
            Some(Self::English)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_the_first_part_of_its_tag() {
        fn check(tag: &str, expected: Option<Lang>) {
            assert_eq!(Lang::of(Some(tag)), expected, "{tag}");
        }
        check("fr", Some(Lang::French));
        check("fr-CA", Some(Lang::French));
        check("EN_us", Some(Lang::English));
        check("fro", None);
        check("de", None);
        check("", None);
        assert_eq!(Lang::of(None), None);
    }
}
