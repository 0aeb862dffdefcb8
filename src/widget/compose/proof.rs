//! The proof of work: the number whose SHA-256 with the salt is the challenge, sought in slices.

use sha2::{Digest, Sha256};

/// Tries `n` numbers from `first` on; gives the one whose hash is the challenge.
pub fn solve(salt: &str, challenge: &str, first: u64, n: u64) -> Option<u64> {
    let wanted = bytes_of(challenge)?;
    let salted = Sha256::new().chain_update(salt);
    (first..first.saturating_add(n)).find(|number| {
        let hash = salted.clone().chain_update(number.to_string()).finalize();
        hash.as_slice() == wanted
    })
}

fn bytes_of(hexadecimal: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = hexadecimal.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
    let byte = |pair: &[u32]| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    };
    digits.chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_found_in_its_slice_and_nowhere_else() {
        // SHA-256 of "salt" followed by "1234".
        let challenge: String = Sha256::digest("salt1234").iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(solve("salt", &challenge, 0, 1_234), None);
        assert_eq!(solve("salt", &challenge, 1_000, 1_000), Some(1_234));
        assert_eq!(solve("salt", "zz", 0, 10), None);
    }
}
