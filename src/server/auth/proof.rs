//! The proof of work behind an anonymous session, in the first published scheme of ALTCHA.
//!
//! The salt holds a nonce, the expiry and the site; the challenge is SHA-256 of the salt and a secret number.
//! A salt ends with `&`, so that digits of the number cannot move into the expiry. Whether a nonce was used
//! is the database's business: a solution is good once.

use super::seal::{Seal, from_hex, to_hex};
use crate::problem::Error;
use parvis_model::id::SiteId;
use parvis_model::problem::ProblemKind;
use parvis_model::session::{Challenge, Solution};
use parvis_model::time::{SECOND, Time};
use sha2::{Digest, Sha256};

/// Seconds a challenge may be worked on.
const PATIENCE: i64 = 20 * 60;
const ALGORITHM: &str = "SHA-256";
const PURPOSE: &str = "challenge";

/// A solution that is right; what remains is to use its nonce once.
#[derive(Debug, PartialEq, Eq)]
pub struct Proof {
    /// What may be used once.
    pub nonce: String,
    /// When the nonce may be forgotten.
    pub expires: Time,
}

/// A challenge whose answer is `number`, which must be under `maxnumber`.
pub fn new_challenge(
    site: &SiteId,
    nonce: [u8; 16],
    number: u64,
    maxnumber: u64,
    seal: &Seal,
    now: Time,
) -> Challenge {
    let expires = now.plus(PATIENCE * SECOND).as_millis() / SECOND;
    let salt = format!("{}?expires={expires}&site={site}&", to_hex(&nonce));
    let challenge = hash(&salt, number);
    let signature = to_hex(&seal.sign(PURPOSE, &[challenge.as_bytes(), salt.as_bytes()]));
    Challenge { algorithm: ALGORITHM.to_owned(), challenge, maxnumber, salt, signature }
}

/// The proof in a solution, or the problem that refuses it.
pub fn check_proof(solution: &Solution, site: &SiteId, seal: &Seal, now: Time) -> Result<Proof, Error> {
    let refused = |why: &str| Error::because(ProblemKind::ProofRefused, why);
    let parts = [solution.challenge.as_bytes(), solution.salt.as_bytes()];
    let signature = from_hex(&solution.signature).unwrap_or_default();
    if solution.algorithm != ALGORITHM || !seal.verify(PURPOSE, &parts, &signature) {
        return Err(refused("not a challenge of this service"));
    }
    let (nonce, expires, own_site) =
        read_salt(&solution.salt).ok_or_else(|| refused("the salt is broken"))?;
    if own_site != site.as_str() {
        return Err(refused("the challenge is for another site"));
    }
    if expires <= now {
        return Err(refused("the challenge is too old"));
    }
    if hash(&solution.salt, solution.number) != solution.challenge {
        return Err(refused("the number is wrong"));
    }
    Ok(Proof { nonce: nonce.to_owned(), expires })
}

fn read_salt(salt: &str) -> Option<(&str, Time, &str)> {
    let (nonce, rest) = salt.split_once("?expires=")?;
    let (expires, rest) = rest.split_once("&site=")?;
    let seconds: i64 = expires.parse().ok()?;
    Some((nonce, Time::from_millis(seconds.checked_mul(SECOND)?), rest.strip_suffix('&')?))
}

fn hash(salt: &str, number: u64) -> String {
    to_hex(&Sha256::digest(format!("{salt}{number}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_solution_is_taken_when_it_is_right_for_this_site_and_in_time() {
        let (seal, now) = (Seal::new([3; 32]), Time::from_millis(5_000_000));
        let site = SiteId::parse("brume").unwrap();
        let made = new_challenge(&site, [4; 16], 123, 1_000, &seal, now);
        let found = (0..=made.maxnumber).find(|number| hash(&made.salt, *number) == made.challenge);
        assert_eq!(found, Some(123));
        let solution = |change: fn(&mut Solution)| {
            let mut solution = Solution {
                algorithm: made.algorithm.clone(),
                challenge: made.challenge.clone(),
                number: 123,
                salt: made.salt.clone(),
                signature: made.signature.clone(),
            };
            change(&mut solution);
            solution
        };
        let check = |change: fn(&mut Solution), site: &str, now: Time| {
            let site = SiteId::parse(site).unwrap();
            let checked = check_proof(&solution(change), &site, &seal, now);
            checked.map_err(|error| error.to_problem().detail.unwrap_or_default())
        };
        let proof = Proof { nonce: "04".repeat(16), expires: now.plus(PATIENCE * SECOND) };
        assert_eq!(check(|_| (), "brume", now), Ok(proof));
        let refused = |why: &str| Err(why.to_owned());
        assert_eq!(check(|s| s.number = 124, "brume", now), refused("the number is wrong"));
        assert_eq!(check(|_| (), "other", now), refused("the challenge is for another site"));
        let late = now.plus(PATIENCE * SECOND);
        assert_eq!(check(|_| (), "brume", late), refused("the challenge is too old"));
        let foreign = refused("not a challenge of this service");
        assert_eq!(check(|s| s.salt.push('1'), "brume", now), foreign);
        assert_eq!(check(|s| s.algorithm = "SHA-1".into(), "brume", now), foreign);
        assert_eq!(check(|s| s.signature = String::new(), "brume", now), foreign);
    }
}
