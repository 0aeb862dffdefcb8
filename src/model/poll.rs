//! Polls: a question, its options, its rules, and results as far as the rules show them.
//!
//! `GET /v1/{site}/polls/{poll}` gives a [`PollPage`]. Where results show only after the vote they are not
//! in that page, which is the same for everybody: a voter receives them as the answer to their ballot.

use crate::id::OptionId;
use crate::item::Item;
use crate::lang::Local;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// A question put to everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Poll {
    /// What it shares with every item; the title is the question.
    pub item: Item,
    /// How ballots are read.
    pub method: Method,
    /// What can be chosen, in the order given by the brand.
    pub options: Vec<Choice>,
    /// Options a ballot may name at most.
    pub max_choices: u32,
    /// When results show.
    pub visibility: Visibility,
    /// Ballots under which results are called too early.
    pub min_n: u32,
    /// When voting begins.
    pub opens: Time,
    /// When voting ends; none while the brand has not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<Time>,
}

/// One option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Choice {
    /// Its key in ballots.
    pub id: OptionId,
    /// What it says.
    pub text: Local,
}

/// How ballots are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Method {
    /// One option.
    Single,
    /// Several options.
    Multiple,
}

/// When results show; it may only be tightened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Visibility {
    /// From the first ballot.
    Always,
    /// To those who voted, and to everybody after the close.
    AfterVote,
    /// To everybody after the close.
    AfterClose,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Results {
    /// Ballots counted.
    pub n_ballots: u32,
    /// Of them, by customers whose purchase was checked.
    pub n_verified: u32,
    /// Ballots naming each option, in the order of the options.
    pub counts: Vec<u32>,
}

impl Poll {
    /// Whether a ballot is accepted at `now`.
    pub fn is_open(&self, now: Time) -> bool {
        self.opens <= now && self.closes.is_none_or(|closes| now < closes)
    }

    /// Whether everybody may see the results at `now`.
    pub fn shows_results(&self, now: Time) -> bool {
        self.visibility == Visibility::Always || self.closes.is_some_and(|closes| closes <= now)
    }
}

impl Method {
    /// The word used in JSON and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
        }
    }

    /// Reads [`Method::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Single, Self::Multiple].into_iter().find(|method| method.as_str() == text)
    }
}

impl Visibility {
    /// The word used in JSON and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::AfterVote => "after_vote",
            Self::AfterClose => "after_close",
        }
    }

    /// Reads [`Visibility::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Always, Self::AfterVote, Self::AfterClose]
            .into_iter()
            .find(|visibility| visibility.as_str() == text)
    }
}
