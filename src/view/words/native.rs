//! French and English without a browser: for the server's first paint and for tests.
//!
//! The tables say what `Intl` says in current browsers, so that the page does not change its words when the
//! widget takes over. Dates are in UTC: the server does not know where the visitor lives.

use super::{Format, Unit, Words};
use parvis_model::time::{DAY, Day, HOUR, SECOND, Time};
use std::rc::Rc;

/// The words of French.
pub fn french() -> Words {
    built("fr", include_str!("../../../www/texts/fr.json"), Rc::new(French))
}

/// The words of English.
pub fn english() -> Words {
    built("en", include_str!("../../../www/texts/en.json"), Rc::new(English))
}

/// The words of the language asked for: French where it is French, English everywhere else.
pub fn words(lang: &str) -> Words {
    if lang.split('-').next() == Some("fr") { french() } else { english() }
}

fn built(lang: &str, texts: &str, format: Rc<dyn Format>) -> Words {
    // The files are part of the build and read by tests: an unreadable one shows keys, it never stops a server.
    Words::new(lang, serde_json::from_str(texts).unwrap_or_default(), format)
}

struct French;
struct English;

impl Format for French {
    fn plural(&self, n: u32) -> &'static str {
        if n < 2 { "one" } else { "other" }
    }

    fn number(&self, value: f64, decimals: u8) -> String {
        grouped(value, decimals, "\u{202F}", ",")
    }

    fn date(&self, at: Time) -> String {
        let (hour, minute) = clock(at);
        format!("{} à {hour:02}:{minute:02}", self.day(at.to_day()))
    }

    fn day(&self, day: Day) -> String {
        const MONTHS: [&str; 12] = [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ];
        let (year, month, day) = calendar(day);
        let first = if day == 1 { "er" } else { "" };
        format!("{day}{first} {} {year}", month_of(&MONTHS, month))
    }

    fn relative(&self, amount: i64, unit: Unit) -> String {
        match (amount, unit) {
            (-1, Unit::Day) => return "hier".to_owned(),
            (1, Unit::Day) => return "demain".to_owned(),
            (-1, Unit::Month) => return "le mois dernier".to_owned(),
            (1, Unit::Month) => return "le mois prochain".to_owned(),
            (-1, Unit::Year) => return "l’année dernière".to_owned(),
            (1, Unit::Year) => return "l’année prochaine".to_owned(),
            _ => {}
        }
        let word = match unit {
            Unit::Minute => "minute",
            Unit::Hour => "heure",
            Unit::Day => "jour",
            Unit::Month => "mois",
            Unit::Year => "an",
        };
        let many = if amount.abs() > 1 && unit != Unit::Month { "s" } else { "" };
        let way = if amount < 0 { "il y a" } else { "dans" };
        format!("{way} {} {word}{many}", amount.abs())
    }
}

impl Format for English {
    fn plural(&self, n: u32) -> &'static str {
        if n == 1 { "one" } else { "other" }
    }

    fn number(&self, value: f64, decimals: u8) -> String {
        grouped(value, decimals, ",", ".")
    }

    fn date(&self, at: Time) -> String {
        let (hour, minute) = clock(at);
        let half = if hour < 12 { "AM" } else { "PM" };
        let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
        format!("{} at {hour}:{minute:02}\u{202F}{half}", self.day(at.to_day()))
    }

    fn day(&self, day: Day) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let (year, month, day) = calendar(day);
        format!("{} {day}, {year}", month_of(&MONTHS, month))
    }

    fn relative(&self, amount: i64, unit: Unit) -> String {
        match (amount, unit) {
            (-1, Unit::Day) => return "yesterday".to_owned(),
            (1, Unit::Day) => return "tomorrow".to_owned(),
            (-1, Unit::Month) => return "last month".to_owned(),
            (1, Unit::Month) => return "next month".to_owned(),
            (-1, Unit::Year) => return "last year".to_owned(),
            (1, Unit::Year) => return "next year".to_owned(),
            _ => {}
        }
        let word = match unit {
            Unit::Minute => "minute",
            Unit::Hour => "hour",
            Unit::Day => "day",
            Unit::Month => "month",
            Unit::Year => "year",
        };
        let many = if amount.abs() > 1 { "s" } else { "" };
        if amount < 0 {
            format!("{} {word}{many} ago", amount.abs())
        } else {
            format!("in {amount} {word}{many}")
        }
    }
}

fn grouped(value: f64, decimals: u8, thousands: &str, point: &str) -> String {
    let plain = format!("{:.*}", usize::from(decimals), value.abs());
    let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::new();
    if value < 0.0 {
        text.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push_str(thousands);
        }
        text.push(digit);
    }
    if !rest.is_empty() {
        text.push_str(point);
        text.push_str(rest);
    }
    text
}

fn clock(at: Time) -> (i64, i64) {
    let in_day = at.as_millis().rem_euclid(DAY);
    (in_day / HOUR, in_day % HOUR / (60 * SECOND))
}

/// Year, month and day, read from the form that [`Day`] writes: `YYYY-MM-DD`.
fn calendar(day: Day) -> (i32, usize, u32) {
    let text = day.to_string();
    let mut parts = text.rsplitn(3, '-');
    let day = parts.next().and_then(|part| part.parse().ok()).unwrap_or(1);
    let month = parts.next().and_then(|part| part.parse().ok()).unwrap_or(1);
    let year = parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
    (year, month, day)
}

fn month_of(months: &[&'static str; 12], month: usize) -> &'static str {
    months.get(month.wrapping_sub(1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_are_written_as_the_language_does() {
        let day = Day::parse("2026-03-01").unwrap();
        assert_eq!((French.day(day), English.day(day)), ("1er mars 2026".into(), "March 1, 2026".into()));
        let at = Time::parse("2026-03-12T00:05:00Z").unwrap();
        assert_eq!(French.date(at), "12 mars 2026 à 00:05");
        assert_eq!(English.date(at), "March 12, 2026 at 12:05\u{202F}AM");
        assert_eq!(French.number(65_696.0, 0), "65\u{202F}696");
        assert_eq!((French.number(4.25, 1), English.number(1_234.5, 2)), ("4,2".into(), "1,234.50".into()));
    }
}
