//! Polls: a question, its options, its rules, and results as far as the rules show them.
//!
//! `GET /v1/{site}/polls/{poll}` gives a [`PollPage`]. Where results show only after the vote they are not
//! in that page, which is the same for everybody: a voter receives them as the answer to their ballot. After
//! the close `GET /v1/{site}/polls/{poll}/ballots` gives [`PollBallots`], out of which anybody can count anew.

mod rules;

pub use rules::{
    Budget, Choice, GRADES, Identity, Method, OPTIONS_MAX, RANKED_MAX, Rules, TieRule, Visibility,
};

use crate::draft::Ballot;
use crate::id::OptionId;
use crate::item::Item;
use serde::{Deserialize, Serialize};

/// Ballots under which they are not published: fewer could be told apart.
pub const BALLOTS_LEAST: u32 = 10;

/// A question put to everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Poll {
    /// What it shares with every item; the title is the question.
    pub item: Item,
    /// What it declares.
    #[serde(flatten)]
    pub rules: Rules,
}

/// A poll and what may be seen of its results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PollPage {
    /// The poll.
    pub poll: Poll,
    /// Its results, if everybody may see them now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub results: Option<Results>,
    /// What the brand said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Box<crate::thread::Reply>>,
}

/// Counts of a poll.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Results {
    /// Ballots counted.
    pub n_ballots: u32,
    /// Of them, by customers whose purchase was checked.
    pub n_verified: u32,
    /// Ballots naming each option, in the order of the options: that chose it, ranked it or gave it a point. 0 where
    /// every ballot grades every option.
    pub counts: Vec<u32>,
    /// What else the method counts.
    #[serde(default, skip_serializing_if = "Tally::is_empty")]
    pub tally: Tally,
}

/// What a method counts beside how many ballots name an option; each list in the order of the options, empty where
/// the method does not count it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Tally {
    /// How many ballots give each grade, from the worst.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<Vec<u32>>,
    /// The sum of points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<u32>,
    /// Ballots that rank the option first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub firsts: Vec<u32>,
    /// Ballots that prefer the option of the row to that of the column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<Vec<u32>>,
}

/// The ballots of a poll that is over, sorted: no voter, no order, no time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PollBallots {
    /// Each different ballot once.
    pub ballots: Vec<EqualBallots>,
}

/// Ballots that are all the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EqualBallots {
    /// The options named: in the order of the poll, or the best first where they are ranked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<OptionId>,
    /// One value an option, in the order of the options: its grade from the worst, 0, or its points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<u8>,
    /// How many of them there are.
    pub n: u32,
}

impl Tally {
    /// Whether nothing is counted beside names.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl EqualBallots {
    /// One of them.
    pub fn to_ballot(&self) -> Ballot {
        Ballot { choices: self.choices.clone(), values: self.values.clone() }
    }
}
