//! Tokens of invitations, made out of the order and the service's secret: asked for again they come out the same, so
//! that none needs to be kept.

use super::seal::Seal;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parvis_model::id::{SiteId, SubjectId};

const PURPOSE: &str = "invitation";

/// The token that invites to review a subject of an order.
pub fn invitation(site: &SiteId, subject: &SubjectId, order: &str, seal: &Seal) -> String {
    let tag = seal.sign(PURPOSE, &[site.as_str(), subject.as_str(), order].map(str::as_bytes));
    format!("{subject}.{}", URL_SAFE_NO_PAD.encode(tag.get(..16).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use parvis_model::invitation::subject_of;

    #[test]
    fn a_token_is_the_same_again_and_another_for_anything_else() {
        let token = |site: &str, subject: &str, order: &str, secret: u8| {
            let (site, subject) = (SiteId::parse(site).unwrap(), SubjectId::parse(subject).unwrap());
            let token = invitation(&site, &subject, order, &Seal::new([secret; 32]));
            assert_eq!(subject_of(&token), Some(subject.as_str()), "{token}");
            token.rsplit_once('.').unwrap().1.to_owned()
        };
        let first = token("brume", "moulin-m1", "A-1", 7);
        assert_eq!(token("brume", "moulin-m1", "A-1", 7), first);
        for other in [
            token("autre", "moulin-m1", "A-1", 7),
            token("brume", "moulin-m", "A-1", 7),
            token("brume", "moulin-m1", "A-2", 7),
            token("brume", "moulin-m1", "A-1", 8),
        ] {
            assert_ne!(other, first);
        }
    }
}
