//! Anonymous sessions: a token after a proof of work, no cookie, no name.

use serde::{Deserialize, Serialize};

/// What to solve: `POST /v1/{site}/challenges`. The answer is the smallest number whose SHA-256 with the
/// salt, as hexadecimal of `salt` followed by the number in decimal, is `challenge` (the scheme of ALTCHA).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Challenge {
    /// Always `SHA-256`.
    pub algorithm: String,
    /// Hexadecimal hash to find.
    pub challenge: String,
    /// The number lies between 0 and this, inclusive.
    pub maxnumber: u64,
    /// What the number is appended to; holds the expiry and the nonce.
    pub salt: String,
    /// The server's signature of the challenge.
    pub signature: String,
}

/// The solved challenge: `POST /v1/{site}/sessions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Solution {
    /// As received.
    pub algorithm: String,
    /// As received.
    pub challenge: String,
    /// The number found.
    pub number: u64,
    /// As received.
    pub salt: String,
    /// As received.
    pub signature: String,
}

/// A token for `Authorization: Bearer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Session {
    /// The token; opaque.
    pub token: String,
    /// Seconds it is good for.
    pub expires_in: u32,
}
