//! Near copies: of reviews that say the same in the same words, the first published stands for all.
//!
//! Prints of 64 bits that differ by at most three (`lexis::simhash`) share one of their four quarters, so that
//! only prints with a quarter in common are compared. Short texts are nobody's copies: many people say that
//! something is very good.

use parvis_lexis::{is_near_copy, simhash, words};
use std::collections::BTreeMap;

/// Words under which two people may well have said the same.
pub const FEWEST: usize = 12;
/// Bits of a quarter.
const QUARTER: u32 = 16;

/// The print of a review for [`copies`]; 0, which is like nothing, for a text too short to be a copy.
pub fn print(title: &str, text: &str) -> u64 {
    let text = [title, "\n", text].concat();
    if words(&text).nth(FEWEST - 1).is_none() { 0 } else { simhash(&text) }
}

/// For each of the prints, which stand in the order of publication: the first one that it is a near copy of.
///
/// That one is a copy of nothing itself: copies of copies are told by the first, or stand for themselves.
pub fn copies(prints: &[u64]) -> Vec<Option<u32>> {
    let mut firsts: BTreeMap<(u32, u64), Vec<(u32, u64)>> = BTreeMap::new();
    let mut found = Vec::with_capacity(prints.len());
    for (index, print) in (0u32..).zip(prints) {
        let quarters = [0, 1, 2, 3].map(|nth| (nth, print >> (nth * QUARTER) & 0xffff));
        let alike = quarters.iter().filter_map(|quarter| firsts.get(quarter)).flatten();
        let first = alike.filter(|(_, other)| is_near_copy(*print, *other)).map(|(first, _)| *first).min();
        if first.is_none() && *print != 0 {
            for quarter in quarters {
                firsts.entry(quarter).or_default().push((index, *print));
            }
        }
        found.push(first);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "La mouture est régulière, le réglage par crans se retrouve d'un jour à l'autre, et le bois \
        de la poignée a un peu foncé, ce qui lui va bien ; seul défaut, le couvercle ferme mal.";

    #[test]
    fn the_first_published_stands_for_its_copies() {
        let of = |text: &str| print("", text);
        let prints =
            [of(TEXT), of("Très bon moulin"), of(&TEXT.to_uppercase()), of("Très bon moulin"), of(TEXT)];
        assert_eq!(copies(&prints), [None, None, Some(0), None, Some(0)]);
    }

    #[test]
    fn a_short_text_is_nobodys_copy() {
        assert_eq!(print("", "Très bon moulin, je recommande"), 0);
        assert_eq!(print("Un deux trois", "quatre cinq six sept huit neuf dix onze"), 0);
        assert_ne!(print("Un deux trois", "quatre cinq six sept huit neuf dix onze douze"), 0);
    }

    #[test]
    fn a_copy_stands_for_nothing_itself() {
        let (first, near, far) = (0xffff_u64, 0xfff8, 0xffc0);
        assert_eq!(copies(&[first, near, far]), [None, Some(0), None]);
    }

    proptest! {
        #[test]
        fn quarters_miss_no_copy(seeds in proptest::collection::vec((0..6u64, 0..64u32, 0..64u32, 0..64u32), 0..60)) {
            let prints: Vec<u64> = seeds.iter()
                .map(|(base, a, b, c)| base.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 1 << a ^ 1 << b ^ 1 << c)
                .collect();
            let mut plain: Vec<Option<u32>> = Vec::new();
            for print in &prints {
                let is_first = |(index, other): &(usize, &u64)| {
                    plain.get(*index).is_some_and(Option::is_none) && is_near_copy(*print, **other)
                };
                plain.push(prints.iter().enumerate().find(is_first).map(|(index, _)| index as u32));
            }
            prop_assert_eq!(copies(&prints), plain);
        }
    }
}
