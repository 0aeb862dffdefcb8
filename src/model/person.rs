//! A person as others see them: a name and what the brand says of their role, never a score.

use crate::id::PersonId;
use crate::lang::Local;
use serde::{Deserialize, Serialize};

/// An author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Person {
    /// The public key of the person on this site.
    pub id: PersonId,
    /// The name shown; never an e-mail address.
    pub name: String,
    /// What the brand made them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// What the brand gave them, each with its reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub badges: Vec<Badge>,
}

/// A part that the brand gave somebody; always disclosed beside the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Role {
    /// Speaks for the brand.
    Brand,
    /// Speaks for the product, by agreement with the brand.
    Ambassador,
    /// Leads a circle.
    Leader,
}

/// A distinction with the reason it was given for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Badge {
    /// What it says.
    pub label: Local,
    /// Why it was given.
    pub reason: Local,
}

impl Person {
    /// Whether the person speaks for the brand.
    pub fn is_brand(&self) -> bool {
        self.role == Some(Role::Brand)
    }
}
