//! What is wrong with a contribution, by field and rule; each rule has one message key.

use serde::{Deserialize, Serialize};

/// One fault of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Fault {
    /// The field, by its name in JSON.
    pub field: String,
    /// The rule it breaks.
    pub rule: Rule,
    /// The bound of the rule, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// The closed list of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Rule {
    /// Nothing was given.
    Missing,
    /// Shorter than `limit` characters.
    TooShort,
    /// Longer than `limit` characters.
    TooLong,
    /// More than `limit` of them.
    TooMany,
    /// Not one of what can be chosen.
    NotAllowed,
    /// A day that has not come yet.
    InFuture,
    /// Looks like an e-mail address, which would be public.
    Personal,
    /// Nothing that is known here.
    Unknown,
    /// It was good once, and was used.
    Used,
    /// Its time is over.
    Expired,
}

impl Fault {
    /// A fault without a bound.
    pub fn new(field: &str, rule: Rule) -> Self {
        Self { field: field.to_owned(), rule, limit: None }
    }

    /// A fault with its bound.
    pub fn with_limit(field: &str, rule: Rule, limit: u32) -> Self {
        Self { field: field.to_owned(), rule, limit: Some(limit) }
    }
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 10] = [
        Self::Missing,
        Self::TooShort,
        Self::TooLong,
        Self::TooMany,
        Self::NotAllowed,
        Self::InFuture,
        Self::Personal,
        Self::Unknown,
        Self::Used,
        Self::Expired,
    ];

    /// The word used in JSON and in message keys: `fault.too_long`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
            Self::TooMany => "too_many",
            Self::NotAllowed => "not_allowed",
            Self::InFuture => "in_future",
            Self::Personal => "personal",
            Self::Unknown => "unknown",
            Self::Used => "used",
            Self::Expired => "expired",
        }
    }
}
