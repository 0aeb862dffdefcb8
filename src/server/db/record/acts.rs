//! What people did with items, and what they were invited to, as lines that name items.

#![expect(missing_docs, reason = "a field without words of its own is the field of the model with that name")]

use super::when;
use parvis_model::id::{OptionId, SubjectId};
use parvis_model::review::Received;
use parvis_model::time::Time;
use serde::{Deserialize, Serialize};

/// What a person did with an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    #[serde(deserialize_with = "when")]
    pub at: Time,
    pub item: String,
    pub by: String,
    /// `useful`, `not_useful` or `save` for a mark; `view`, `follow` or `reply` besides.
    pub kind: String,
}

/// A vote on an idea.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    #[serde(deserialize_with = "when")]
    pub at: Time,
    pub idea: String,
    pub by: String,
    /// 1 for, 0 neither, −1 against.
    pub vote: i8,
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub verified: bool,
}

/// A ballot of a poll.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    #[serde(deserialize_with = "when")]
    pub at: Time,
    pub poll: String,
    pub by: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<OptionId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<u8>,
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub verified: bool,
}

/// An invitation to review an order. Its token is told by its print alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    #[serde(deserialize_with = "when")]
    pub at: Time,
    pub subject: SubjectId,
    /// The order, as the shop calls it.
    pub order: String,
    /// SHA-256 of the token, as 64 hexadecimal digits.
    pub print: String,
    #[serde(default)]
    pub received: Received,
    #[serde(deserialize_with = "when")]
    pub expires: Time,
    /// The review that it was used for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
}
