//! How people's acts become activity: distinct people, decayed, the strongest act of each.
//!
//! Activity with half-life h is the sum over distinct people of the largest of weight · 2^(−age/h). Signals
//! carry it in hundredths, so that they are integers on the wire and the same on both sides.

use core::f64::consts::LN_2;
use parvis_model::time::{HOUR, Time};

/// The long half-life, in hours: what people did over the last month still counts a little.
pub const TAIL_HOURS: f64 = 30.0 * 24.0;

/// What a person can do with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Opened it.
    View,
    /// Found it useful.
    Useful,
    /// Kept it.
    Save,
    /// Follows its author or circle because of it.
    Follow,
    /// Answered it.
    Reply,
}

impl Act {
    /// Every act, the lightest first.
    pub const ALL: [Self; 5] = [Self::View, Self::Useful, Self::Save, Self::Follow, Self::Reply];

    /// What one act weighs, in people who merely looked.
    pub const fn weight(self) -> f64 {
        match self {
            Self::View => 1.0,
            Self::Useful => 2.0,
            Self::Save => 2.5,
            Self::Follow => 3.0,
            Self::Reply => 4.0,
        }
    }

    /// The word used in JSON and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Useful => "useful",
            Self::Save => "save",
            Self::Follow => "follow",
            Self::Reply => "reply",
        }
    }

    /// Reads [`Act::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == text)
    }
}

/// What is left of 1 after the time from `at` to `now`, by halves every `half_life_hours`; 1 for a moment
/// that has not come, and 0 or 1 when there is no half-life.
pub fn decay(at: Time, now: Time, half_life_hours: f64) -> f64 {
    let hours = now.since(at).max(0) as f64 / HOUR as f64;
    if hours == 0.0 { 1.0 } else { libm::exp(-LN_2 * hours / half_life_hours.max(1e-9)) }
}

/// Weighted people as the hundredths that signals carry.
pub fn to_hundredths(people: f64) -> u32 {
    // A float beyond the range of an integer becomes its bound, and what is no number becomes 0.
    libm::round(people * 100.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_is_left_after_each_half_life() {
        let now = Time::from_millis(1_700_000_000_000);
        for (hours, expected) in [(0, 1.0), (12, 0.5), (24, 0.25), (36, 0.125), (-5, 1.0)] {
            let left = decay(now.plus(-hours * HOUR), now, 12.0);
            assert!((left - expected).abs() < 1e-15, "{left} after {hours} hours");
        }
        assert_eq!(decay(now.plus(-HOUR), now, 0.0), 0.0);
        assert_eq!(decay(now, now, 0.0), 1.0);
    }

    #[test]
    fn hundredths_stay_within_an_integer() {
        for (people, expected) in [(0.0, 0), (1.2345, 123), (-3.0, 0), (f64::NAN, 0), (1e18, u32::MAX)] {
            assert_eq!(to_hundredths(people), expected, "{people}");
        }
    }

    #[test]
    fn every_act_reads_back_and_weighs_at_least_a_view() {
        for act in Act::ALL {
            assert_eq!(Act::parse(act.as_str()), Some(act));
            assert!(act.weight() >= Act::View.weight());
        }
    }
}
