//! What the owner of a site may set, and how far: one table that the import, the command, the API, the page
//! about the order and the manual all read.
//!
//! Bounds keep the promise of the lists: recent acts fade within days, and no term can be more than the whole.

use super::{FeedWeights, IdeaWeights, MineWeights, Ranking, ReviewWeights};
use core::fmt;

/// How far a sum of weights may be from one: the rounding of decimal fractions, no more.
pub const SUM_TOLERANCE: f64 = 1e-6;

/// What a constant is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A part of the score, 1 for the whole; those of a list add up to one.
    Share,
    /// A part of the score, added or taken beside the others.
    Extra,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Voices.
    Voices,
    /// A plain factor.
    Factor,
}

/// One constant that the owner of a site may set.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// List and constant, as in JSON: `feed.half_life_hours`.
    pub name: &'static str,
    /// What it is counted in.
    pub unit: Unit,
    /// What holds where the owner sets nothing.
    pub default: f64,
    /// The least allowed value.
    pub least: f64,
    /// The greatest allowed value.
    pub most: f64,
    read: fn(&Ranking) -> f64,
    write: fn(&mut Ranking, f64),
}

/// Why constants cannot be in force.
#[derive(Clone, Debug, PartialEq)]
pub enum Unsound {
    /// A value lies outside what is allowed, or is no number.
    Value {
        /// The name of the setting.
        name: &'static str,
        /// What was given.
        value: f64,
        /// The least allowed value.
        least: f64,
        /// The greatest allowed value.
        most: f64,
    },
    /// The weights of a list do not add up to one.
    Sum {
        /// The names of the weights, separated by " + ".
        names: String,
        /// What they add up to.
        sum: f64,
    },
}

macro_rules! setting {
    ($list:ident.$field:ident: $weights:ident, $least:literal..=$most:literal, $unit:ident) => {
        Setting {
            name: concat!(stringify!($list), ".", stringify!($field)),
            unit: Unit::$unit,
            default: $weights::DEFAULT.$field,
            least: $least,
            most: $most,
            read: |ranking| ranking.$list.$field,
            write: |ranking, value| ranking.$list.$field = value,
        }
    };
}

/// Every constant that an owner may set, list by list, in the order of their terms.
pub const SETTINGS: [Setting; 21] = [
    setting!(feed.activity: FeedWeights, 0.0..=1.0, Share),
    setting!(feed.circle: FeedWeights, 0.0..=1.0, Share),
    setting!(feed.quality: FeedWeights, 0.0..=1.0, Share),
    setting!(feed.freshness: FeedWeights, 0.0..=1.0, Share),
    setting!(feed.repeat: FeedWeights, 0.0..=0.2, Extra),
    setting!(feed.half_life_hours: FeedWeights, 12.0..=168.0, Hours),
    setting!(feed.fresh_hours: FeedWeights, 12.0..=336.0, Hours),
    setting!(reviews.helpful: ReviewWeights, 0.0..=1.0, Share),
    setting!(reviews.text: ReviewWeights, 0.0..=1.0, Share),
    setting!(reviews.media: ReviewWeights, 0.0..=1.0, Share),
    setting!(reviews.freshness: ReviewWeights, 0.0..=1.0, Share),
    setting!(reviews.fresh_days: ReviewWeights, 30.0..=3650.0, Days),
    setting!(ideas.approval: IdeaWeights, 0.0..=1.0, Share),
    setting!(ideas.groups: IdeaWeights, 0.0..=1.0, Share),
    setting!(ideas.prior: IdeaWeights, 0.0..=50.0, Voices),
    setting!(mine.community: MineWeights, 0.0..=1.0, Share),
    setting!(mine.ties: MineWeights, 0.0..=1.0, Share),
    setting!(mine.neighbours: MineWeights, 0.0..=1.0, Share),
    setting!(mine.taste: MineWeights, 0.0..=1.0, Share),
    setting!(mine.near: MineWeights, 0.0..=1.0, Extra),
    setting!(mine.balance: MineWeights, 0.0..=10.0, Factor),
];

/// The setting of this name, if there is one.
pub fn setting(name: &str) -> Option<&'static Setting> {
    static TABLE: [Setting; SETTINGS.len()] = SETTINGS;
    TABLE.iter().find(|setting| setting.name == name)
}

impl Setting {
    /// The list it belongs to: `feed`, `reviews`, `ideas` or `mine`.
    pub fn list(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(list, _)| list)
    }

    /// The name of the constant within its list, as in JSON.
    pub fn key(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(_, key)| key)
    }

    /// The value in force.
    pub fn of(&self, ranking: &Ranking) -> f64 {
        (self.read)(ranking)
    }

    /// Puts a value in its place, allowed or not: see [`Ranking::check`].
    pub fn put(&self, ranking: &mut Ranking, value: f64) {
        (self.write)(ranking, value);
    }
}

impl Ranking {
    /// What is wrong with these constants, in the order of [`SETTINGS`], then sum by sum; nothing where they
    /// can be in force.
    pub fn check(&self) -> Vec<Unsound> {
        let is_outside = |setting: &&Setting| !(setting.least..=setting.most).contains(&setting.of(self));
        let outside = |setting: &Setting| Unsound::Value {
            name: setting.name,
            value: setting.of(self),
            least: setting.least,
            most: setting.most,
        };
        let mut faults: Vec<Unsound> = SETTINGS.iter().filter(is_outside).map(outside).collect();
        for list in ["feed", "reviews", "ideas", "mine"] {
            let shares =
                || SETTINGS.iter().filter(|setting| setting.list() == list && setting.unit == Unit::Share);
            let sum: f64 = shares().map(|setting| setting.of(self)).sum();
            if sum.is_nan() || (sum - 1.0).abs() > SUM_TOLERANCE {
                let names: Vec<&str> = shares().map(|setting| setting.name).collect();
                faults.push(Unsound::Sum { names: names.join(" + "), sum });
            }
        }
        faults
    }
}

impl fmt::Display for Unsound {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { name, value, least, most } => {
                write!(formatter, "{name} is {value}, and {least} to {most} is allowed")
            }
            // To the sixth place, which is the tolerance: what is told never looks like one.
            Self::Sum { names, sum } => {
                write!(formatter, "{names} is {}, and must be 1", (sum * 1e7).round() / 1e7)
            }
        }
    }
}

impl core::error::Error for Unsound {}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(changes: &[(&str, f64)]) -> Vec<String> {
        let mut ranking = Ranking::default();
        changes.iter().for_each(|(name, value)| setting(name).unwrap().put(&mut ranking, *value));
        ranking.check().iter().map(Unsound::to_string).collect()
    }

    #[test]
    fn what_holds_by_default_is_allowed_and_is_what_the_table_says() {
        assert_eq!(faults(&[]), [""; 0]);
        let ranking = Ranking::default();
        for setting in SETTINGS {
            assert_eq!(setting.of(&ranking), setting.default, "{}", setting.name);
        }
    }

    #[test]
    fn the_table_holds_every_constant_in_its_own_place() {
        let json = serde_json::to_value(Ranking::default()).unwrap();
        let lists = json.as_object().unwrap();
        let n_constants: usize = lists.values().map(|list| list.as_object().unwrap().len()).sum();
        assert_eq!(SETTINGS.len(), n_constants);
        for (setting, value) in SETTINGS.iter().zip(2..) {
            let mut ranking = Ranking::default();
            setting.put(&mut ranking, f64::from(value));
            let json = serde_json::to_value(&ranking).unwrap();
            assert_eq!(json[setting.list()][setting.key()], f64::from(value), "{}", setting.name);
            assert_eq!(setting.of(&ranking), f64::from(value));
        }
    }

    #[test]
    fn a_value_out_of_bounds_is_named_with_what_is_allowed() {
        for (name, value, expected) in [
            ("feed.half_life_hours", 500.0, "feed.half_life_hours is 500, and 12 to 168 is allowed"),
            ("feed.repeat", 0.25, "feed.repeat is 0.25, and 0 to 0.2 is allowed"),
            ("mine.balance", -1.0, "mine.balance is -1, and 0 to 10 is allowed"),
            ("ideas.prior", f64::NAN, "ideas.prior is NaN, and 0 to 50 is allowed"),
            ("reviews.fresh_days", f64::INFINITY, "reviews.fresh_days is inf, and 30 to 3650 is allowed"),
        ] {
            assert_eq!(faults(&[(name, value)]), [expected]);
        }
        for setting in SETTINGS.iter().filter(|setting| setting.unit != Unit::Share) {
            assert_eq!(faults(&[(setting.name, setting.least)]), [""; 0]);
            assert_eq!(faults(&[(setting.name, setting.most)]), [""; 0]);
        }
    }

    #[test]
    fn weights_that_must_add_up_to_one_are_told_with_their_sum() {
        let sum = "feed.activity + feed.circle + feed.quality + feed.freshness is 1.2, and must be 1";
        assert_eq!(faults(&[("feed.activity", 0.5)]), [sum]);
        assert_eq!(faults(&[("feed.activity", 0.5), ("feed.circle", 0.3)]), [""; 0]);
        assert_eq!(faults(&[("feed.activity", 0.3 + 9e-7)]), [""; 0]);
        assert_eq!(faults(&[("feed.activity", 0.3 + 2e-6)]).len(), 1);
        assert_eq!(faults(&[("ideas.approval", f64::NAN)]).len(), 2);
        assert_eq!(faults(&[("mine.near", 1.0)]), [""; 0], "it is added beside the others");
    }
}
