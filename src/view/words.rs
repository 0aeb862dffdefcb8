//! Words on screen: messages by key in the visitor's language, and numbers and dates as that language writes them.
//!
//! Messages come from `www/texts/<lang>.json`. How a language counts and dates is asked of a [`Format`]: the
//! browser's own `Intl` on the page, small tables of French and English for the server's first paint.

#[cfg(any(test, feature = "paint"))]
pub mod native;

use parvis_model::map::Map;
use parvis_model::time::{DAY, Day, HOUR, SECOND, Time};
use std::rc::Rc;
use yew::AttrValue;

/// The words of one language.
#[derive(Clone)]
pub struct Words {
    lang: AttrValue,
    messages: Rc<Map<String, String>>,
    format: Rc<dyn Format>,
}

/// What a language does with numbers and time.
pub trait Format {
    /// The plural category of `n`: `zero`, `one`, `two`, `few`, `many` or `other`.
    fn plural(&self, n: u32) -> &'static str;
    /// A number with exactly this many decimals.
    fn number(&self, value: f64, decimals: u8) -> String;
    /// A moment with its hour, in the visitor's own time zone.
    fn date(&self, at: Time) -> String;
    /// A day of the calendar.
    fn day(&self, day: Day) -> String;
    /// `amount` units from now, negative in the past: "yesterday", "in 3 days".
    fn relative(&self, amount: i64, unit: Unit) -> String;
}

/// A unit of relative time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
    /// 30 days.
    Month,
    /// 365 days.
    Year,
}

const RIGHT_TO_LEFT: [&str; 10] = ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ur", "yi"];

impl Words {
    /// Words of `lang` from its messages.
    pub fn new(lang: &str, messages: Map<String, String>, format: Rc<dyn Format>) -> Self {
        Self { lang: AttrValue::from(lang.to_owned()), messages: Rc::new(messages), format }
    }

    /// Adds messages that came later.
    pub fn add(&mut self, messages: Map<String, String>) {
        let own = Rc::make_mut(&mut self.messages);
        for (key, message) in messages {
            own.insert(key, message);
        }
    }

    /// The language, for `lang` attributes and for the brand's own texts.
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// The direction the language is written in: `ltr` or `rtl`.
    pub fn dir(&self) -> &'static str {
        let primary = self.lang.split('-').next().unwrap_or_default();
        if RIGHT_TO_LEFT.contains(&primary) { "rtl" } else { "ltr" }
    }

    /// The message of `key`; a missing one shows its key, which is ugly and harmless.
    pub fn text(&self, key: &str) -> AttrValue {
        AttrValue::from(self.message(key).unwrap_or(key).to_owned())
    }

    /// The message of `key`, if there is one.
    pub fn find(&self, key: &str) -> Option<AttrValue> {
        self.message(key).map(|message| AttrValue::from(message.to_owned()))
    }

    /// The message of `group.word`, where the word comes from a closed list of the model.
    pub fn of(&self, group: &str, word: &str) -> AttrValue {
        self.text(&[group, ".", word].concat())
    }

    /// The message of `key` with `{name}` replaced by each value.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> AttrValue {
        fill(self.message(key).unwrap_or(key), values)
    }

    /// The message of `key` for `n` things: `key#one`, `key#other`…, with `{n}` replaced by the number.
    pub fn count(&self, key: &str, n: u32) -> AttrValue {
        self.count_with(key, n, &[])
    }

    /// The same, with more values.
    pub fn count_with(&self, key: &str, n: u32, values: &[(&str, &str)]) -> AttrValue {
        let number = self.number(f64::from(n), 0);
        let own = self.message(&[key, "#", self.format.plural(n)].concat());
        let message = own.or_else(|| self.message(&[key, "#other"].concat())).unwrap_or(key);
        let mut all = vec![("n", number.as_str())];
        all.extend_from_slice(values);
        fill(message, &all)
    }

    /// A number as the language writes it.
    pub fn number(&self, value: f64, decimals: u8) -> String {
        self.format.number(value, decimals)
    }

    /// A whole number.
    pub fn n(&self, n: u32) -> String {
        self.number(f64::from(n), 0)
    }

    /// A share in [0, 1] as a whole percentage.
    pub fn percent(&self, share: f64) -> AttrValue {
        self.with("percent", &[("n", &self.number(share * 100.0, 0))])
    }

    /// A moment in full: for titles and for assistive technology.
    pub fn date(&self, at: Time) -> String {
        self.format.date(at)
    }

    /// A day in full.
    pub fn day(&self, day: Day) -> String {
        self.format.day(day)
    }

    /// How long ago `at` was, or how far ahead it is.
    pub fn ago(&self, at: Time, now: Time) -> AttrValue {
        let passed = now.since(at);
        let size = passed.abs();
        let (unit, length) = match size {
            _ if size < HOUR => (Unit::Minute, 60 * SECOND),
            _ if size < DAY => (Unit::Hour, HOUR),
            _ if size < 30 * DAY => (Unit::Day, DAY),
            _ if size < 365 * DAY => (Unit::Month, 30 * DAY),
            _ => (Unit::Year, 365 * DAY),
        };
        if size < 60 * SECOND {
            return self.text("time.now");
        }
        // 360 to 364 days hold twelve times thirty: still eleven months and a bit, never "12 months".
        let most = if unit == Unit::Month { 11 } else { i64::MAX };
        let amount = (size / length).min(most);
        AttrValue::from(self.format.relative(if passed < 0 { amount } else { -amount }, unit))
    }

    fn message(&self, key: &str) -> Option<&str> {
        self.messages.get(key).map(String::as_str)
    }
}

/// Words one after another with `between` in between.
pub fn joined(parts: &[AttrValue], between: &str) -> String {
    let mut text = String::new();
    for part in parts {
        if !text.is_empty() {
            text.push_str(between);
        }
        text.push_str(part);
    }
    text
}

/// Replaces `{name}` once from left to right, so that a value that itself holds braces stays as it is.
fn fill(message: &str, values: &[(&str, &str)]) -> AttrValue {
    let mut text = String::with_capacity(message.len() + 16);
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let known = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(own, _)| *own == name)?;
            Some((*value, after))
        });
        rest = match known {
            Some((value, after)) => {
                text.push_str(value);
                after
            }
            None => {
                text.push('{');
                after
            }
        };
    }
    text.push_str(rest);
    AttrValue::from(text)
}

#[cfg(test)]
mod tests {
    use super::native;
    use super::*;

    #[test]
    fn time_is_told_in_the_largest_unit_that_fits() {
        let now = Time::parse("2026-03-12T12:00:00Z").unwrap();
        for (ago, french, english) in [
            (20 * SECOND, "à l’instant", "just now"),
            (60 * SECOND, "il y a 1 minute", "1 minute ago"),
            (3 * HOUR, "il y a 3 heures", "3 hours ago"),
            (DAY, "hier", "yesterday"),
            (29 * DAY, "il y a 29 jours", "29 days ago"),
            (31 * DAY, "le mois dernier", "last month"),
            (364 * DAY, "il y a 11 mois", "11 months ago"),
            (800 * DAY, "il y a 2 ans", "2 years ago"),
            (-3 * DAY, "dans 3 jours", "in 3 days"),
        ] {
            let at = now.plus(-ago);
            assert_eq!(native::french().ago(at, now), french);
            assert_eq!(native::english().ago(at, now), english);
        }
    }

    #[test]
    fn a_missing_message_shows_its_key() {
        assert_eq!(native::french().text("no.such.key"), "no.such.key");
        assert_eq!(native::french().count("no.such.key", 2), "no.such.key");
    }

    #[test]
    fn values_are_never_read_as_messages() {
        assert_eq!(fill("{a} et {b}, {c", &[("a", "{b}"), ("b", "x")]), "{b} et x, {c");
    }

    #[test]
    fn the_plural_follows_the_language() {
        let (french, english) = (native::french(), native::english());
        assert_eq!(
            (french.count("count.reviews", 0), french.count("count.reviews", 2)),
            ("0\u{a0}avis".into(), "2\u{a0}avis".into())
        );
        assert_eq!(
            (english.count("count.reviews", 1), english.count("count.reviews", 1200)),
            ("1 review".into(), "1,200 reviews".into())
        );
    }
}
