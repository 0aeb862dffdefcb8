//! Invitations to review: the word that a customer brings from the brand, good for one review of one subject.
//!
//! A token is the key of the subject, a dot and 22 letters that nobody can guess. It travels in the fragment of the
//! page's address, so that it is in no log and in no referrer, and the page knows which element it is for.

use crate::id::is_slug;

/// What stands before the token in the fragment of an address.
pub const FRAGMENT: &str = "parvis-invite=";

/// Letters of the secret: 128 bits in base 64.
const SECRET: usize = 22;

/// The key of the subject that an invitation is for; none for a text that is no invitation.
pub fn subject_of(token: &str) -> Option<&str> {
    let (subject, secret) = token.rsplit_once('.')?;
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_secret = secret.len() == SECRET && secret.bytes().all(is_letter);
    (is_secret && is_slug(subject)).then_some(subject)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_names_its_subject_and_everything_else_is_none() {
        fn check(token: &str, expected: Option<&str>) {
            assert_eq!(subject_of(token), expected, "{token}");
        }
        check("moulin-m1.AAAAAAAAAAAAAAAAAAAA-_", Some("moulin-m1"));
        check("m.1.AAAAAAAAAAAAAAAAAAAAAA", Some("m.1"));
        check("moulin.AAAAAAAAAAAAAAAAAAAAA", None);
        check("moulin.AAAAAAAAAAAAAAAAAAAAAAA", None);
        check("moulin.AAAAAAAAAAAAAAAAAAAAA+", None);
        check(".AAAAAAAAAAAAAAAAAAAAAA", None);
        check("a b.AAAAAAAAAAAAAAAAAAAAAA", None);
        check("AAAAAAAAAAAAAAAAAAAAAA", None);
        check("", None);
    }
}
