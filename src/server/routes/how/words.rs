//! The words of the page "how this list is ordered", in both languages, and how each of them writes numbers.

use parvis_model::lang::Lang;
use std::collections::BTreeMap;
use std::sync::LazyLock;

type Messages = BTreeMap<String, String>;

/// A language the page speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// English, for everybody else too.
    English,
    /// French.
    French,
}

static ENGLISH: LazyLock<Messages> = LazyLock::new(|| read(include_str!("en.json")));
static FRENCH: LazyLock<Messages> = LazyLock::new(|| read(include_str!("fr.json")));

fn read(json: &str) -> Messages {
    // The trials read both; a page without words would be of no use, and no reason to stop a service.
    serde_json::from_str(json).unwrap_or_default()
}

/// The message of this key with its blanks filled; the key itself where there is none.
pub fn told(tongue: Tongue, key: &str, blanks: &[(&str, String)]) -> String {
    let mut told = tongue.messages().get(key).cloned().unwrap_or_else(|| key.to_owned());
    for (name, value) in blanks {
        told = told.replace(&format!("{{{name}}}"), value);
    }
    told
}

impl Tongue {
    /// Both.
    pub const ALL: [Self; 2] = [Self::English, Self::French];

    /// The tongue of a language tag: of its first part, so that `fr-CA` is French.
    pub fn of(tag: &str) -> Self {
        let first = tag.split('-').next().unwrap_or_default();
        if first.eq_ignore_ascii_case("fr") { Self::French } else { Self::English }
    }

    /// The tongue of a site that speaks these: of the first the page speaks too.
    pub fn of_site(languages: &[Lang]) -> Self {
        let spoken = |lang: &&Lang| Self::ALL.iter().any(|tongue| lang.as_str().starts_with(tongue.as_str()));
        languages.iter().find(spoken).map_or(Self::English, |lang| Self::of(lang.as_str()))
    }

    /// The language tag.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::English => Self::French,
            Self::French => Self::English,
        }
    }

    /// A number, with as many places as it has, four at most.
    pub fn number(self, value: f64) -> String {
        // What rounding leaves of nothing is nothing, and not "−0".
        let value = (value * 1e4).round() / 1e4 + 0.0;
        let plain = value.abs().to_string();
        let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
        let (group, point) = match self {
            Self::English => (",", "."),
            Self::French => ("\u{202f}", ","),
        };
        let mut told = if value < 0.0 { "−".to_owned() } else { String::new() };
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                told.push_str(group);
            }
            told.push(digit);
        }
        if !part.is_empty() {
            told.push_str(point);
            told.push_str(part);
        }
        told
    }

    /// A share as a percentage.
    pub fn percent(self, share: f64) -> String {
        let sign = match self {
            Self::English => "%",
            Self::French => "\u{202f}%",
        };
        self.number(share * 100.0) + sign
    }

    /// So many hours.
    pub fn hours(self, n: f64) -> String {
        told(self, "unit.hours", &[("n", self.number(n))])
    }

    /// So many days.
    pub fn days(self, n: f64) -> String {
        told(self, "unit.days", &[("n", self.number(n))])
    }

    fn messages(self) -> &'static Messages {
        match self {
            Self::English => &ENGLISH,
            Self::French => &FRENCH,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blanks(text: &str) -> Vec<&str> {
        let mut blanks: Vec<&str> =
            text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect();
        blanks.sort_unstable();
        blanks.dedup();
        blanks
    }

    #[test]
    fn both_languages_say_the_same_things_with_the_same_blanks() {
        assert!(ENGLISH.len() > 50);
        assert_eq!(ENGLISH.keys().collect::<Vec<_>>(), FRENCH.keys().collect::<Vec<_>>());
        for (key, text) in ENGLISH.iter() {
            assert_eq!(blanks(text), blanks(&FRENCH[key]), "{key}");
            assert_ne!(*text, FRENCH[key], "{key} is in one language");
        }
    }

    #[test]
    fn french_keeps_its_signs_with_their_words() {
        for (key, text) in FRENCH.iter() {
            for sign in [" :", " ;", " ?", " !", " %", " »", "« "] {
                assert!(!text.contains(sign), "{key}: `{sign}` may break the line");
            }
            assert!(!text.contains('\''), "{key}: an apostrophe is ’");
        }
    }

    #[test]
    fn numbers_are_written_as_each_language_writes_them() {
        for (value, english, french) in [
            (0.3, "0.3", "0,3"),
            (3650.0, "3,650", "3\u{202f}650"),
            (-0.03, "−0.03", "−0,03"),
            (-0.000_000_1, "0", "0"),
            (1_234_567.5, "1,234,567.5", "1\u{202f}234\u{202f}567,5"),
        ] {
            assert_eq!(Tongue::English.number(value), english);
            assert_eq!(Tongue::French.number(value), french);
        }
        assert_eq!(
            (Tongue::English.percent(0.125), Tongue::French.percent(0.3)),
            ("12.5%".into(), "30\u{202f}%".into())
        );
    }

    #[test]
    fn a_site_is_answered_in_the_first_of_its_languages_that_the_page_speaks() {
        fn check(languages: &[&str], expected: Tongue) {
            let languages: Vec<Lang> = languages.iter().map(|tag| Lang::parse(tag).unwrap()).collect();
            assert_eq!(Tongue::of_site(&languages), expected, "{languages:?}");
        }
        check(&["fr", "en"], Tongue::French);
        check(&["de", "fr-CA"], Tongue::French);
        check(&["en", "fr"], Tongue::English);
        check(&["de"], Tongue::English);
        check(&[], Tongue::English);
    }
}
