//! Ids: short, time-ordered for items, human-readable slugs for places and people.
//!
//! An [`ItemId`] holds 42 bits of milliseconds since 1970 (until 2109) and 22 bits of chance, written as 13
//! characters of Crockford's base 32, so that ids sort by time as text and as numbers.

use crate::time::Time;
use core::fmt;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The id of anything a person wrote: post, reply, review, idea, poll.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(u64);

/// Why a text is not an id; names the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadId(pub String);

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHANCE_BITS: u32 = 22;
const LENGTH: usize = 13;

impl ItemId {
    /// The id of an item born at `at`; of `chance` the low 22 bits are used. Times before 1970 count as 1970.
    pub fn new(at: Time, chance: u32) -> Self {
        let millis = u64::try_from(at.as_millis()).unwrap_or(0) & ((1 << 42) - 1);
        Self(millis << CHANCE_BITS | u64::from(chance) & ((1 << CHANCE_BITS) - 1))
    }

    /// The id with this number, as kept in a database.
    pub const fn from_u64(number: u64) -> Self {
        Self(number)
    }

    /// The number of the id; its order is the order of birth.
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// When the item was born, to the millisecond.
    pub fn born(self) -> Time {
        Time::from_millis(i64::try_from(self.0 >> CHANCE_BITS).unwrap_or(i64::MAX))
    }

    /// The next id, for a caller who found this one taken.
    pub const fn bumped(self) -> Self {
        Self(self.0.wrapping_add(1))
    }

    /// Reads an id written by `Display`; case does not matter.
    pub fn parse(text: &str) -> Result<Self, BadId> {
        let bad = || BadId(text.chars().take(40).collect());
        if text.len() != LENGTH {
            return Err(bad());
        }
        text.bytes()
            .try_fold(0u64, |number, byte| {
                let digit = ALPHABET.iter().position(|letter| *letter == byte.to_ascii_uppercase())?;
                number.checked_mul(32)?.checked_add(digit as u64)
            })
            .map(Self)
            .ok_or_else(bad)
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = [b'0'; LENGTH];
        let mut rest = self.0;
        for letter in letters.iter_mut().rev() {
            *letter = ALPHABET.get((rest & 31) as usize).copied().unwrap_or(b'0');
            rest >>= 5;
        }
        formatter.write_str(core::str::from_utf8(&letters).unwrap_or_default())
    }
}

impl fmt::Debug for ItemId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl fmt::Display for BadId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is not an id", self.0)
    }
}

impl core::error::Error for BadId {}

impl Serialize for ItemId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ItemId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer, "13 characters of base 32", |text| Self::parse(text).ok())
    }
}

/// Deserializes a text through `parse`; on failure the error says what was expected.
pub(crate) fn parsed<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &'static str,
    parse: fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    struct Text<T>(&'static str, fn(&str) -> Option<T>);
    impl<T> Visitor<'_> for Text<T> {
        type Value = T;
        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str(self.0)
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            (self.1)(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
        }
    }
    deserializer.deserialize_str(Text(expected, parse))
}

/// Whether a text may name a place or a person: 1 to 64 letters, digits, `-`, `_` or `.` of ASCII,
/// not starting with a dot.
pub fn is_slug(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (1..=64).contains(&text.len()) && !text.starts_with('.') && text.bytes().all(allowed)
}

macro_rules! slugs {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Reads a slug; see [`is_slug`] for what is allowed.
            pub fn parse(text: &str) -> Result<Self, BadId> {
                if is_slug(text) { Ok(Self(text.to_owned())) } else { Err(BadId(text.chars().take(80).collect())) }
            }

            /// The slug as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                parsed(deserializer, "a slug of 1 to 64 letters, digits, - _ .", |text| Self::parse(text).ok())
            }
        }

        #[cfg(feature = "schema")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                crate::schema::text(r"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$")
            }
        }

        #[cfg(feature = "schema")]
        impl utoipa::ToSchema for $name {}
    )*};
}

slugs! {
    /// A brand's site.
    SiteId
    /// A feed of a site; `main` holds every post.
    FeedId
    /// A circle: a small group around a topic, a place or a product.
    CircleId
    /// What reviews are about: a product, by the brand's own key.
    SubjectId
    /// A board that collects ideas.
    BoardId
    /// A person as others see them.
    PersonId
    /// One choice of a poll.
    OptionId
    /// An uploaded picture.
    MediaId
}

#[cfg(feature = "schema")]
impl utoipa::PartialSchema for ItemId {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        crate::schema::text("^[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{13}$")
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for ItemId {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_id_keeps_its_time_and_its_order() {
        let at = Time::from_millis(1_761_955_200_123);
        let id = ItemId::new(at, 7);
        assert_eq!(id.born(), at);
        assert!(id < ItemId::new(at, 8) && id < ItemId::new(Time::from_millis(at.as_millis() + 1), 0));
        assert_eq!(id.to_string().len(), LENGTH);
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in ["", "0", "00000000000000", "0000000000U00", "ZZZZZZZZZZZZZ", "é000000000000"] {
            assert!(ItemId::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_slug_is_short_and_plain() {
        let long = "a".repeat(65);
        for (text, expected) in [
            ("moulin-m1", true),
            ("767", true),
            ("AskReddit", true),
            ("", false),
            (".a", false),
            ("a/b", false),
            (&*long, false),
        ] {
            assert_eq!(is_slug(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_id_reads_back(number: u64) {
            let id = ItemId::from_u64(number);
            prop_assert_eq!(ItemId::parse(&id.to_string()), Ok(id));
        }

        #[test]
        fn text_order_is_number_order(a: u64, b: u64) {
            let (a, b) = (ItemId::from_u64(a), ItemId::from_u64(b));
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }
    }
}
