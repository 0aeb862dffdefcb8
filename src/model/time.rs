//! Moments and days, written as RFC 3339; arithmetic is in milliseconds.
//!
//! The calendar is the proleptic Gregorian one, by the well-known days-from-civil algorithm: a date crate
//! would cost the widget more bytes than these lines.

use crate::id::parsed;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

/// A day of the calendar, in days since 1970-01-01.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// Milliseconds in a second.
pub const SECOND: i64 = 1_000;
/// Milliseconds in an hour.
pub const HOUR: i64 = 3_600 * SECOND;
/// Milliseconds in a day.
pub const DAY: i64 = 24 * HOUR;

impl Time {
    /// The moment this many milliseconds after 1970.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The day of this moment in UTC.
    pub fn to_day(self) -> Day {
        Day(i32::try_from(self.0.div_euclid(DAY)).unwrap_or(i32::MAX))
    }

    /// The moment `millis` later; saturates.
    pub const fn plus(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this moment; negative when `earlier` is later.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Reads RFC 3339 with `Z` or a numeric offset and up to nine decimals, which are cut to milliseconds.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let day = Day::parse(date)?;
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let (clock, mut rest) = rest.split_at_checked(8)?;
        let bytes = clock.as_bytes();
        if bytes.get(2) != Some(&b':') || bytes.get(5) != Some(&b':') {
            return None;
        }
        let (hour, minute, second) =
            (digits(clock.get(0..2)?)?, digits(clock.get(3..5)?)?, digits(clock.get(6..8)?)?);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let mut millis = 0;
        if let Some(decimals) = rest.strip_prefix('.') {
            let length = decimals.bytes().take_while(u8::is_ascii_digit).count();
            if !(1..=9).contains(&length) {
                return None;
            }
            for place in 0..3 {
                let digit = if place < length { decimals.as_bytes().get(place)? - b'0' } else { 0 };
                millis = millis * 10 + i64::from(digit);
            }
            rest = decimals.get(length..)?;
        }
        let offset = match rest {
            "Z" | "z" => 0,
            _ => {
                let sign = if rest.starts_with('-') { -1 } else { 1 };
                let rest = rest.strip_prefix(['+', '-'])?;
                if rest.len() != 5 || rest.as_bytes().get(2) != Some(&b':') {
                    return None;
                }
                sign * (digits(rest.get(0..2)?)? * 60 + digits(rest.get(3..5)?)?)
            }
        };
        let seconds = i64::from(day.0) * 86_400 + hour * 3_600 + minute * 60 + second - offset * 60;
        Some(Self(seconds * SECOND + millis))
    }
}

impl Day {
    /// The day this many days after 1970-01-01.
    pub const fn from_number(number: i32) -> Self {
        Self(number)
    }

    /// Days since 1970-01-01.
    pub const fn as_number(self) -> i32 {
        self.0
    }

    /// Midnight UTC at the start of the day.
    pub fn to_time(self) -> Time {
        Time(i64::from(self.0) * DAY)
    }

    /// Reads `YYYY-MM-DD`, years 0000 to 9999.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
            return None;
        }
        let (year, month, day) =
            (digits(text.get(0..4)?)?, digits(text.get(5..7)?)?, digits(text.get(8..10)?)?);
        let number = days_from_civil(year, month, day);
        (civil_from_days(number) == (year, month, day)).then_some(Self(i32::try_from(number).ok()?))
    }
}

fn digits(text: &str) -> Option<i64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn civil_from_days(number: i64) -> (i64, i64, i64) {
    let number = number + 719_468;
    let era = number.div_euclid(146_097);
    let day_of_era = number.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = month_from_march + if month_from_march < 10 { 3 } else { -9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_from_days(i64::from(self.0));
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.div_euclid(SECOND).rem_euclid(86_400);
        write!(
            formatter,
            "{}T{:02}:{:02}:{:02}",
            self.to_day(),
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60
        )?;
        match self.0.rem_euclid(SECOND) {
            0 => formatter.write_str("Z"),
            millis => write!(formatter, ".{millis:03}Z"),
        }
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer, "a time of RFC 3339", Self::parse)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer, "a day as YYYY-MM-DD", Self::parse)
    }
}

#[cfg(feature = "schema")]
mod schema {
    use super::{Day, Time};
    use utoipa::openapi::{KnownFormat, RefOr, Schema};

    impl utoipa::PartialSchema for Time {
        fn schema() -> RefOr<Schema> {
            crate::schema::formatted(KnownFormat::DateTime)
        }
    }
    impl utoipa::ToSchema for Time {}

    impl utoipa::PartialSchema for Day {
        fn schema() -> RefOr<Schema> {
            crate::schema::formatted(KnownFormat::Date)
        }
    }
    impl utoipa::ToSchema for Day {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_read_and_write_as_rfc_3339() {
        fn check(text: &str, expected: Option<&str>) {
            assert_eq!(Time::parse(text).map(|time| time.to_string()).as_deref(), expected, "{text}");
        }
        check("1970-01-01T00:00:00Z", Some("1970-01-01T00:00:00Z"));
        check("2026-02-28T23:59:59.5+01:30", Some("2026-02-28T22:29:59.500Z"));
        check("2024-02-29T12:00:00.123456789Z", Some("2024-02-29T12:00:00.123Z"));
        check("2025-02-29T12:00:00Z", None);
        check("2025-01-01T24:00:00Z", None);
        check("2025-01-01T12:00:00", None);
        check("2025-01-01", None);
        check("２025-01-01T12:00:00Z", None);
    }

    #[test]
    fn a_day_is_the_day_in_utc() {
        assert_eq!(Time::from_millis(-1).to_day().to_string(), "1969-12-31");
        assert_eq!(Day::parse("2026-11-21").map(Day::as_number), Some(20_778));
    }

    proptest! {
        #[test]
        fn every_time_reads_back(millis in -62_135_596_800_000i64..253_402_300_799_999) {
            let time = Time::from_millis(millis);
            prop_assert_eq!(Time::parse(&time.to_string()), Some(time));
        }
    }
}
