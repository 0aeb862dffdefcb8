//! The one hash of words, the same for ever: prints made with it are kept.

/// 64 bits of a text: FNV-1a (Fowler, Noll, Vo) over its bytes, then the finish of SplitMix64 (Steele, Lea,
/// Flood 2014), since the upper bits of FNV alone hang too little on the last letters of a short word.
pub(crate) fn hash(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_stays_what_it_is() {
        fn check(text: &str, expected: u64) {
            assert_eq!(hash(text), expected, "{text}");
        }
        check("", 0xf52a_15e9_a9b5_e89b);
        check("moulin", 0x6ae5_8475_609a_0e97);
        check("café", 0xe0c1_3ffc_340b_758f);
    }
}
