//! Who writes: an anonymous device after a proof of work, or a member by the brand's signed word.
//!
//! Only `Authorization: Bearer` is read, and only by writes. What leaves this room is an [`Author`], whose id on
//! the site is a keyed hash: neither a device number nor the brand's own member key is ever public.

mod anonymous;
mod invitation;
mod jwt;
mod member;
mod proof;
mod seal;

pub use anonymous::{SESSION_SECONDS, issue};
pub use invitation::invitation;
pub use member::{Members, Purchase};
pub use proof::{check_proof, new_challenge};
pub use seal::Seal;

use crate::problem::Error;
use axum::http::{HeaderMap, header};
use parvis_model::id::{PersonId, SiteId};
use parvis_model::person::{Badge, Role};
use parvis_model::problem::ProblemKind;
use parvis_model::time::Time;

/// The author of a write, as far as the token says.
#[derive(Clone, Debug, PartialEq)]
pub struct Author {
    /// The public key of the person on this site.
    pub person: PersonId,
    /// The name the brand gives; none for anonymous authors, whose drafts carry their name.
    pub name: Option<String>,
    /// The role the brand gives.
    pub role: Option<Role>,
    /// The badges the brand gives.
    pub badges: Vec<Badge>,
    /// Purchases the brand vouches for.
    pub purchases: Vec<Purchase>,
    /// Whether the brand knows this person.
    pub is_member: bool,
}

/// The author named by the request's token.
pub fn identify(
    headers: &HeaderMap,
    site: &SiteId,
    seal: &Seal,
    members: &Members,
    now: Time,
) -> Result<Author, Error> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next().ok_or_else(|| Error::of(ProblemKind::TokenNeeded))?;
    let refused = || Error::of(ProblemKind::TokenRefused);
    let value = value.to_str().map_err(|_| refused())?;
    let (scheme, token) = value.split_once(' ').ok_or_else(refused)?;
    if !scheme.eq_ignore_ascii_case("bearer") || values.next().is_some() {
        return Err(refused());
    }
    if anonymous::is_ours(token) {
        anonymous::read(token, site, seal, now).ok_or_else(refused)
    } else {
        members.read(token, site, seal, now).map_err(|why| {
            tracing::debug!(%site, %why, "a member token is refused");
            refused()
        })
    }
}
