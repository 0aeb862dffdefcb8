//! Lots: which of several tied options goes first, drawn from the ballots themselves.
//!
//! Nobody can know the lot before the last ballot is cast, and everybody can draw it again once ballots are
//! published. The seed is SHA-256 over the ballots sorted by their bytes, each followed by a line feed: the
//! command `LC_ALL=C sort ballots.txt | sha256sum` gives it too. Nothing weaker will do: who casts the last
//! ballot could search for one that steers a plain hash. `crypto.subtle` of the browser would make drawing wait
//! and is not there on the server, and a crate weighs several times what these lines do in the page.

/// SHA-256 of the sorted ballots. Each is the bytes that are published for it, one line without its line feed.
pub fn seed<B: AsRef<[u8]>>(ballots: &[B]) -> [u8; 32] {
    let mut sorted: Vec<&[u8]> = ballots.iter().map(AsRef::as_ref).collect();
    sorted.sort_unstable();
    let mut lines = Vec::with_capacity(sorted.iter().map(|ballot| ballot.len() + 1).sum());
    for ballot in sorted {
        lines.extend_from_slice(ballot);
        lines.push(b'\n');
    }
    sha256(&lines)
}

/// The options in the order of their lots: sorted by SHA-256 over the seed and the option's own bytes, such as
/// its id, so that neither their order nor who else is tied changes which of two goes first.
pub fn drawn<'a>(seed: &[u8; 32], options: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut lots: Vec<([u8; 32], &str)> = options
        .into_iter()
        .map(|option| (sha256(&[seed.as_slice(), option.as_bytes()].concat()), option))
        .collect();
    lots.sort_unstable();
    lots.into_iter().map(|(_, option)| option).collect()
}

/// FIPS 180-4.
fn sha256(message: &[u8]) -> [u8; 32] {
    let primes: Vec<u32> = (2..312).filter(|n| (2..*n).all(|part| n % part != 0)).collect();
    let constants: Vec<u32> = primes.iter().map(|prime| root(*prime, 3)).collect();
    let mut hash = [0u32; 8];
    for (word, prime) in hash.iter_mut().zip(&primes) {
        *word = root(*prime, 2);
    }
    let mut padded = message.to_vec();
    padded.push(0x80);
    padded.extend(std::iter::repeat_n(0, (119 - message.len() % 64) % 64));
    padded.extend((message.len() as u64).wrapping_mul(8).to_be_bytes());
    for block in padded.chunks_exact(64) {
        mixed(&mut hash, &constants, block);
    }
    let mut bytes = [0; 32];
    for (byte, value) in bytes.iter_mut().zip(hash.into_iter().flat_map(u32::to_be_bytes)) {
        *byte = value;
    }
    bytes
}

/// The first 32 bits behind the point of a square or cube root: the standard takes its constants from primes.
fn root(prime: u32, power: u32) -> u32 {
    let wanted = u128::from(prime) << (32 * power);
    // Below 2^36, because no root is above 17.7.
    let found = (0..36).rev().fold(0u128, |found, bit| {
        let tried = found | (1 << bit);
        if tried.pow(power) <= wanted { tried } else { found }
    });
    found as u32
}

/// Takes one block of 64 bytes into the hash.
fn mixed(hash: &mut [u32; 8], constants: &[u32], block: &[u8]) {
    let word = |bytes: &[u8]| bytes.iter().fold(0u32, |word, byte| (word << 8) | u32::from(*byte));
    let mut words: Vec<u32> = block.chunks_exact(4).map(word).collect();
    for index in words.len()..constants.len() {
        let back = |n: usize| words.get(index.wrapping_sub(n)).copied().unwrap_or(0);
        let (near, far) = (back(2), back(15));
        let near = near.rotate_right(17) ^ near.rotate_right(19) ^ (near >> 10);
        let far = far.rotate_right(7) ^ far.rotate_right(18) ^ (far >> 3);
        words.push(back(16).wrapping_add(far).wrapping_add(back(7)).wrapping_add(near));
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *hash;
    for (constant, word) in constants.iter().zip(&words) {
        let turned = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
        let chosen = (e & f) ^ (!e & g);
        let first = [turned, chosen, *constant, *word].into_iter().fold(h, u32::wrapping_add);
        let turned = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
        let second = turned.wrapping_add((a & b) ^ (a & c) ^ (b & c));
        (h, g, f, e, d, c, b, a) = (g, f, e, d.wrapping_add(first), c, b, a, first.wrapping_add(second));
    }
    for (word, more) in hash.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *word = word.wrapping_add(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    fn hex(bytes: &[u8; 32]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_hash_is_the_published_one() {
        fn check(message: &str, expected: &str) {
            assert_eq!(hex(&sha256(message.as_bytes())), expected, "{message}");
        }
        check("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        check("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        check(
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        );
    }

    #[test]
    fn anybody_can_make_the_seed_from_the_published_ballots() {
        // printf 'b a\na c\na c\n' | LC_ALL=C sort | sha256sum
        let expected = hex(&Sha256::digest("a c\na c\nb a\n").into());
        assert_eq!(hex(&seed(&["b a", "a c", "a c"])), expected);
        assert_ne!(seed(&["b a", "a c"]), seed(&["b a", "a c", "a c"]));
    }

    #[test]
    fn a_lot_does_not_hang_on_the_order_of_options_or_on_who_else_is_tied() {
        let seed = seed(&["a", "b"]);
        let all = drawn(&seed, ["tea", "milk", "juice", "water"]);
        assert_eq!(all, drawn(&seed, ["water", "juice", "milk", "tea"]));
        let two: Vec<&str> = all.iter().copied().filter(|option| ["tea", "juice"].contains(option)).collect();
        assert_eq!(two, drawn(&seed, ["tea", "juice"]));
        assert!(drawn(&seed, []).is_empty());
    }

    #[test]
    fn every_option_goes_first_as_often() {
        let mut n_first = [0u32; 3];
        for poll in 0..600 {
            let first = drawn(&seed(&[poll.to_string()]), ["0", "1", "2"])[0].parse::<usize>().unwrap();
            n_first[first] += 1;
        }
        // Five standard deviations of 200 are 58.
        assert!(n_first.iter().all(|n| n.abs_diff(200) < 58), "{n_first:?}");
    }

    proptest! {
        #[test]
        fn the_hash_is_that_of_another_library(message in proptest::collection::vec(0..=255u8, 0..300)) {
            let expected: [u8; 32] = Sha256::digest(&message).into();
            prop_assert_eq!(sha256(&message), expected);
        }
    }
}
