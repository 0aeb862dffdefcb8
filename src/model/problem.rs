//! Problems: the closed list of errors the API answers with, in the form of RFC 9457.

use crate::fault::Fault;
use serde::{Deserialize, Serialize};

/// An error as `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Which of the closed list: a relative reference such as `/problems/closed`.
    pub r#type: String,
    /// The kind in English words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What is wrong with the body, field by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
}

/// The closed list. Each has a status, a title, and a message key `problem.<kind>` that the widget translates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// Nothing is there.
    NotFound,
    /// The body cannot be read as what was asked for.
    Malformed,
    /// The body breaks rules; `faults` says which.
    Invalid,
    /// The method is not for this address.
    MethodNotAllowed,
    /// A token is needed.
    TokenNeeded,
    /// The token is wrong, too old or for another site.
    TokenRefused,
    /// The token is good but may not do this.
    Forbidden,
    /// Writes are not accepted from this origin.
    OriginRefused,
    /// `Idempotency-Key` is missing or not 16 to 64 letters and digits.
    KeyNeeded,
    /// The same key came with another body.
    KeyReused,
    /// The body is too large.
    TooLarge,
    /// The body is of a type that is not taken.
    MediaRefused,
    /// Too many requests; `Retry-After` says how long to wait.
    TooMany,
    /// The poll or idea takes no votes now.
    Closed,
    /// The proof of work is wrong, too old or used.
    ProofRefused,
    /// The request took too long.
    Timeout,
    /// The service cannot write now.
    Unavailable,
    /// The service failed.
    Internal,
}

impl ProblemKind {
    /// Every kind.
    pub const ALL: [Self; 18] = [
        Self::NotFound,
        Self::Malformed,
        Self::Invalid,
        Self::MethodNotAllowed,
        Self::TokenNeeded,
        Self::TokenRefused,
        Self::Forbidden,
        Self::OriginRefused,
        Self::KeyNeeded,
        Self::KeyReused,
        Self::TooLarge,
        Self::MediaRefused,
        Self::TooMany,
        Self::Closed,
        Self::ProofRefused,
        Self::Timeout,
        Self::Unavailable,
        Self::Internal,
    ];

    const fn row(self) -> (&'static str, u16, &'static str) {
        match self {
            Self::NotFound => ("not-found", 404, "Not found"),
            Self::Malformed => ("malformed", 400, "The request cannot be read"),
            Self::Invalid => ("invalid", 422, "The contribution breaks rules"),
            Self::MethodNotAllowed => ("method-not-allowed", 405, "The method is not for this address"),
            Self::TokenNeeded => ("token-needed", 401, "A token is needed"),
            Self::TokenRefused => ("token-refused", 401, "The token is refused"),
            Self::Forbidden => ("forbidden", 403, "Not allowed"),
            Self::OriginRefused => ("origin-refused", 403, "Writes are not accepted from this origin"),
            Self::KeyNeeded => ("key-needed", 400, "An Idempotency-Key is needed"),
            Self::KeyReused => ("key-reused", 422, "The Idempotency-Key came with another body"),
            Self::TooLarge => ("too-large", 413, "The body is too large"),
            Self::MediaRefused => ("media-refused", 415, "The body is of a type that is not taken"),
            Self::TooMany => ("too-many", 429, "Too many requests"),
            Self::Closed => ("closed", 409, "No votes are taken now"),
            Self::ProofRefused => ("proof-refused", 422, "The proof of work is refused"),
            Self::Timeout => ("timeout", 408, "The request took too long"),
            Self::Unavailable => ("unavailable", 503, "Writing is not possible now"),
            Self::Internal => ("internal", 500, "The service failed"),
        }
    }

    /// The word of the kind, as in `/problems/<word>` and `problem.<word>`.
    pub const fn as_str(self) -> &'static str {
        self.row().0
    }

    /// The HTTP status.
    pub const fn status(self) -> u16 {
        self.row().1
    }

    /// The kind in English words.
    pub const fn title(self) -> &'static str {
        self.row().2
    }

    /// Reads the `type` of a problem.
    pub fn parse(reference: &str) -> Option<Self> {
        let word = reference.rsplit('/').next()?;
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether the same request may succeed later without a change.
    pub const fn is_passing(self) -> bool {
        matches!(self, Self::TooMany | Self::Timeout | Self::Unavailable | Self::Internal)
    }
}

impl Problem {
    /// A problem of this kind.
    pub fn new(kind: ProblemKind) -> Self {
        Self {
            r#type: format!("/problems/{}", kind.as_str()),
            title: kind.title().to_owned(),
            status: kind.status(),
            detail: None,
            faults: Vec::new(),
        }
    }

    /// With what happened this time.
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// A contribution that breaks rules.
    pub fn invalid(faults: Vec<Fault>) -> Self {
        Self { faults, ..Self::new(ProblemKind::Invalid) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back_from_its_reference() {
        for kind in ProblemKind::ALL {
            assert_eq!(ProblemKind::parse(&Problem::new(kind).r#type), Some(kind));
        }
        assert_eq!(ProblemKind::parse("about:blank"), None);
    }
}
