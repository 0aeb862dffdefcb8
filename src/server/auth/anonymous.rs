//! Tokens of anonymous devices: a random number and an expiry under the service's seal, for one site.

use super::Author;
use super::seal::Seal;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parvis_model::id::{PersonId, SiteId};
use parvis_model::time::{SECOND, Time};

/// Seconds a token is good for: a year, so that a visitor can take back their own votes.
pub const SESSION_SECONDS: u32 = 365 * 24 * 3_600;

const PREFIX: &str = "parvis1.";
const PURPOSE: &str = "session";

/// A token for the device with this random number.
pub fn issue(site: &SiteId, device: [u8; 16], seal: &Seal, now: Time) -> String {
    let expires = now.plus(i64::from(SESSION_SECONDS) * SECOND);
    let expires = expires.as_millis().to_be_bytes();
    let tag = seal.sign(PURPOSE, &[site.as_str().as_bytes(), &device, &expires]);
    let bytes = [&device[..], &expires[..], &tag[..]].concat();
    format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// Whether a token has the form of [`issue`].
pub fn is_ours(token: &str) -> bool {
    token.starts_with(PREFIX)
}

/// The author of a token of [`issue`], if it is genuine, for this site and not too old.
pub fn read(token: &str, site: &SiteId, seal: &Seal, now: Time) -> Option<Author> {
    let bytes = URL_SAFE_NO_PAD.decode(token.strip_prefix(PREFIX)?).ok()?;
    let (device, rest) = bytes.split_first_chunk::<16>()?;
    let (expires, tag) = rest.split_first_chunk::<8>()?;
    let site = site.as_str().as_bytes();
    if !seal.verify(PURPOSE, &[site, device, expires], tag)
        || Time::from_millis(i64::from_be_bytes(*expires)) <= now
    {
        return None;
    }
    let person = PersonId::parse(&seal.pseudonym("a-", "person", &[site, device])).ok()?;
    Some(Author {
        person,
        name: None,
        role: None,
        badges: Vec::new(),
        purchases: Vec::new(),
        is_member: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(key: &str) -> SiteId {
        SiteId::parse(key).unwrap()
    }

    #[test]
    fn a_token_names_its_device_on_its_site_until_it_expires() {
        let (seal, now) = (Seal::new([1; 32]), Time::from_millis(1_000));
        let token = issue(&site("brume"), [9; 16], &seal, now);
        let read_at = |key: &str, seal: &Seal, now: Time| read(&token, &site(key), seal, now);
        let author = read_at("brume", &seal, now).unwrap();
        assert!(author.person.as_str().starts_with("a-") && !author.is_member);
        assert_eq!(read_at("brume", &seal, now).unwrap(), author);
        assert_eq!(read_at("other", &seal, now), None);
        assert_eq!(read_at("brume", &Seal::new([2; 32]), now), None);
        assert_eq!(read_at("brume", &seal, now.plus(i64::from(SESSION_SECONDS) * SECOND)), None);
        for (at, _) in token.char_indices().skip(PREFIX.len()) {
            let mut forged = token.clone().into_bytes();
            forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            let read = read(&forged, &site("brume"), &seal, now);
            assert!(forged == token || read.is_none(), "letter {at}");
        }
    }
}
