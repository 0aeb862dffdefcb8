//! The pool of a feed: the posts that the device of a visitor orders by itself, with what it needs for it.
//!
//! `GET /v1/{site}/feeds/{feed}/pool?circle=&cursor=` gives the first [`MOST`] posts of the published order in fixed
//! pages of [`PAGE`]. A device that orders for its visitor takes all of them, whatever it looks for: so the requests
//! say nothing of anybody.

use crate::feed::{Circle, FeedSignals, Post};
use crate::id::PersonId;
use crate::ranking::FeedScale;
use crate::time::Time;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Posts of a pool at most.
pub const MOST: usize = 1_000;
/// Posts on a page of it.
pub const PAGE: usize = 250;
/// Stems of a print at most: both sides make prints that can be held against each other.
pub const STEMS: usize = 24;

/// A page of the pool; every list but `circles` and `people` has one entry for each post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Pool {
    /// The moment the order was computed for.
    pub ranked_at: Time,
    /// What the terms of the score are measured against.
    pub scale: FeedScale,
    /// The circles of the feed, the most active first.
    pub circles: Vec<Circle>,
    /// The posts, in the published order.
    pub posts: Vec<Post>,
    /// Their signals.
    pub signals: Vec<FeedSignals>,
    /// What each is about.
    pub prints: Vec<Print>,
    /// The neighbours of each, told only where ten people or more liked both: a place in the pool, counted from
    /// 0 over all pages, and how near it is in thousandths, by turns.
    pub near: Vec<Vec<u32>>,
    /// Who took part in public, the author first and then those who answered: a place in `people` and the day of
    /// their latest word, in days since 1970, by turns.
    pub took_part: Vec<Vec<u32>>,
    /// The people that `took_part` of this page points into.
    pub people: Vec<PersonId>,
    /// The cursor of the next page; none at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// The hashed stems of a text with their weights, by bucket; four characters each on the wire: 14 bits of bucket and
/// 8 of weight, in the letters of base64url.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Print(pub Vec<(u16, u8)>);

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Print {
    /// Reads [`Print::to_text`]; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut stems = Vec::with_capacity(text.len() / 4);
        let letters = text.as_bytes();
        if !letters.len().is_multiple_of(4) {
            return None;
        }
        for four in letters.chunks_exact(4) {
            let mut bits = 0u32;
            for letter in four {
                bits = bits << 6 | u32::from(value_of(*letter)?);
            }
            stems.push((u16::try_from(bits >> 8).ok()?, (bits & 0xff) as u8));
        }
        Some(Self(stems))
    }

    /// How it stands on the wire.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(self.0.len() * 4);
        for (bucket, weight) in &self.0 {
            let bits = u32::from(*bucket) << 8 | u32::from(*weight);
            for shift in [18, 12, 6, 0] {
                let letter = LETTERS.get((bits >> shift & 63) as usize).copied();
                text.push(letter.map_or('A', char::from));
            }
        }
        text
    }
}

fn value_of(letter: u8) -> Option<u8> {
    Some(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    })
}

impl Serialize for Print {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

impl<'de> Deserialize<'de> for Print {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom("no print: four letters of base64url a stem"))
    }
}

#[cfg(feature = "schema")]
impl utoipa::PartialSchema for Print {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        crate::schema::text("^([A-Za-z0-9_-]{4})*$")
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for Print {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_print_is_four_letters_a_stem() {
        let print = Print(vec![(0, 1), (16_383, 255)]);
        assert_eq!(print.to_text(), "AAABP___");
        assert_eq!(Print::parse("AAAB"), Some(Print(vec![(0, 1)])));
        for wrong in ["A", "AAA", "AAA=", "AAA é"] {
            assert_eq!(Print::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_print_reads_back(stems in proptest::collection::vec((0..16_384u16, any::<u8>()), 0..24)) {
            let print = Print(stems);
            prop_assert_eq!(Print::parse(&print.to_text()), Some(print));
        }
    }
}
