//! What a poll declares before the first ballot: how ballots are read and counted, who may vote, and when results show.

use crate::id::OptionId;
use crate::lang::Local;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Options a poll has at most.
pub const OPTIONS_MAX: usize = 60;
/// Options a ranking has at most: each pair of them is counted.
pub const RANKED_MAX: usize = 20;
/// How many grades a poll may have.
pub const GRADES: core::ops::RangeInclusive<usize> = 5..=6;

/// Everything a poll declares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Rules {
    /// How ballots are read.
    pub method: Method,
    /// What becomes of equals; the rule of the method.
    #[serde(default)]
    pub tie_rule: TieRule,
    /// What can be chosen, in the order given by the brand.
    pub options: Vec<Choice>,
    /// Options a ballot may name at most.
    pub max_choices: u32,
    /// The words of the grades from the worst to the best, 5 or 6 of them, for [`Method::Grades`] alone. An empty one
    /// has the usual word of its place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<Local>,
    /// The grade that an option counts with where a ballot gives it none, from the worst, 0.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub default_grade: u8,
    /// What a ballot has to give, for [`Method::Points`].
    #[serde(default, skip_serializing_if = "Budget::is_usual")]
    pub budget: Budget,
    /// When results show.
    pub visibility: Visibility,
    /// Ballots under which results are called too early.
    pub min_n: u32,
    /// When voting begins.
    pub opens: Time,
    /// When voting ends; none while the brand has not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<Time>,
    /// Whether a ballot may be changed or taken back until the close.
    #[serde(default = "yes")]
    pub may_change: bool,
    /// Whether nobody can see who voted what. Always so: no poll is anything else, and none can become it.
    #[serde(default = "yes")]
    pub anonymous: bool,
    /// Who may vote.
    #[serde(default)]
    pub identity: Identity,
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

/// How ballots are read and counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Method {
    /// One option; the most named wins.
    Single,
    /// Several options, up to a number; the most named wins.
    Multiple,
    /// Every option one agrees with; the most named wins.
    Approval,
    /// A grade for each option; the best majority judgment wins.
    Grades,
    /// Points out of a budget; the most points win.
    Points,
    /// The options in order of preference; Schulze's rule by winning votes.
    Ranking,
}

/// What becomes of equals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum TieRule {
    /// A tie is reported as a tie.
    #[default]
    Reported,
    /// Of each tied option one ballot of the median grade is put aside, again and again, until they differ; what stays
    /// equal then has the same rank.
    Median,
    /// All that nothing beats win together.
    Winners,
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

/// Who may vote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Identity {
    /// Any device that did the work of an anonymous token, and everybody the brand signed in.
    #[default]
    Anyone,
    /// Those the brand signed in.
    Member,
    /// Those the brand signed in and knows a purchase of.
    Customer,
}

/// What a ballot of [`Method::Points`] has to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Budget {
    /// Points in all, 1 to 100.
    pub points: u32,
    /// Points for one option at most, from 1.
    pub most: u32,
}

impl Rules {
    /// Whether a ballot is accepted at `now`.
    pub fn is_open(&self, now: Time) -> bool {
        self.opens <= now && self.closes.is_none_or(|closes| now < closes)
    }

    /// Whether voting is over at `now`.
    pub fn is_over(&self, now: Time) -> bool {
        self.closes.is_some_and(|closes| closes <= now)
    }

    /// Whether everybody may see the results at `now`.
    pub fn shows_results(&self, now: Time) -> bool {
        self.visibility == Visibility::Always || self.is_over(now)
    }

    /// The place of an option among all.
    pub fn place(&self, id: &OptionId) -> Option<usize> {
        self.options.iter().position(|option| option.id == *id)
    }

    /// Options a ballot may name at most; none for methods that value every option instead.
    pub fn n_choices(&self) -> u32 {
        match self.method {
            Method::Single => 1,
            Method::Multiple => self.max_choices,
            Method::Approval | Method::Ranking => u32::try_from(self.options.len()).unwrap_or(u32::MAX),
            Method::Grades | Method::Points => 0,
        }
    }
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 6] =
        [Self::Single, Self::Multiple, Self::Approval, Self::Grades, Self::Points, Self::Ranking];

    /// The word used in JSON and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::Approval => "approval",
            Self::Grades => "grades",
            Self::Points => "points",
            Self::Ranking => "ranking",
        }
    }

    /// Reads [`Method::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == text)
    }

    /// What becomes of equals.
    pub const fn tie_rule(self) -> TieRule {
        match self {
            Self::Grades => TieRule::Median,
            Self::Ranking => TieRule::Winners,
            _ => TieRule::Reported,
        }
    }

    /// Whether a ballot values every option, rather than naming some.
    pub const fn has_values(self) -> bool {
        matches!(self, Self::Grades | Self::Points)
    }
}

impl TieRule {
    /// The word used in JSON and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Median => "median",
            Self::Winners => "winners",
        }
    }

    /// Reads [`TieRule::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Reported, Self::Median, Self::Winners].into_iter().find(|rule| rule.as_str() == text)
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

impl Identity {
    /// The word used in JSON and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Member => "member",
            Self::Customer => "customer",
        }
    }

    /// Reads [`Identity::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Anyone, Self::Member, Self::Customer].into_iter().find(|identity| identity.as_str() == text)
    }
}

impl Budget {
    /// Whether it is the one of a poll that says nothing else.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self { points: 10, most: 3 }
    }
}

fn yes() -> bool {
    true
}

fn is_zero(grade: &u8) -> bool {
    *grade == 0
}
