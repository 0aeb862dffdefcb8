//! Tokens: what a text is about, one stem a word; and their print, the sparse vector that stands for a text.
//!
//! A print is what the server publishes and a device compares: each token falls into one of 2^14 buckets by a
//! fixed hash. Prints are kept, so neither the hash nor the weights may change without making them all anew.

use crate::fold::fold;
use crate::hash::hash;
use crate::lang::Lang;
use crate::stem::stem_of;
use crate::stop::is_stop_in;
use crate::words::words;

/// Buckets of a print. 2^14 keeps .712 of .746 of the precision of exact words, 2^10 only .497.
pub const N_BUCKETS: u16 = 1 << 14;

/// The tokens of a text, in order: words that are not stop words, stemmed and folded.
///
/// Bare numbers are left out, and so are words under two bytes or over sixty-four. `lang` is a language tag.
pub fn tokens(text: &str, lang: Option<&str>) -> impl Iterator<Item = String> {
    named(text, lang).map(|(_, token)| token)
}

/// The same, each with the word as it is written.
pub fn named<'a>(text: &'a str, lang: Option<&str>) -> impl Iterator<Item = (&'a str, String)> {
    let lang = Lang::of(lang);
    words(text).filter_map(move |word| Some((word, token(word, lang)?)))
}

/// The token of one word; none for what says nothing.
pub(crate) fn token(word: &str, lang: Option<Lang>) -> Option<String> {
    if !(2..=64).contains(&word.len()) || !word.chars().any(char::is_alphabetic) {
        return None;
    }
    let folded = fold(word);
    if is_stop_in(&folded, lang) {
        return None;
    }
    Some(stem_of(word, folded, lang)).filter(|stem| stem.len() >= 2)
}

/// The bucket of a stem, under [`N_BUCKETS`]: the upper fourteen bits of its hash (FNV-1a, then the finish of
/// SplitMix64).
pub fn bucket(stem: &str) -> u16 {
    u16::try_from(hash(stem) >> 50).unwrap_or_default()
}

/// The print of a text: its heaviest distinct tokens, at most `n`, as (bucket, weight), in the order of their
/// buckets.
///
/// A word counts once for each time it is used, and twice in the title. The weight is 32 · (1 + log2 of that), up
/// to 255, the logarithm drawn straight between powers of two. Among equal weights the earlier token is kept,
/// which finds neighbours a little better than the longer one.
pub fn sparse(title: &str, text: &str, lang: Option<&str>, n: usize) -> Vec<(u16, u8)> {
    let mut places = Vec::new();
    for (part, count) in [(title, 2), (text, 1)] {
        places.extend(tokens(part, lang).map(|token| (bucket(&token), count)));
    }
    let mut print = tally(places);
    // The sort is stable: among equals the first of the text stays first.
    print.sort_by_key(|(_, count)| core::cmp::Reverse(*count));
    print.truncate(n);
    let mut print: Vec<_> = print.into_iter().map(|(bucket, count)| (bucket, weight(count))).collect();
    print.sort_unstable();
    print
}

/// Equal keys made one, their counts added, in the order in which each first came.
pub(crate) fn tally<K: Copy + Ord>(counts: Vec<(K, u32)>) -> Vec<(K, u32)> {
    let mut placed: Vec<_> =
        counts.into_iter().enumerate().map(|(place, (key, n))| (key, place, n)).collect();
    placed.sort_unstable_by_key(|(key, place, _)| (*key, *place));
    placed.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            kept.2 = kept.2.saturating_add(next.2);
        }
        is_same
    });
    placed.sort_unstable_by_key(|(_, place, _)| *place);
    placed.into_iter().map(|(key, _, n)| (key, n)).collect()
}

/// 32 · (1 + log2 of a count), in whole numbers.
pub(crate) fn weight(count: u32) -> u8 {
    let octave = count.max(1).ilog2();
    let rest = u64::from(count.max(1)) - (1 << octave);
    let weight = 32 * (1 + u64::from(octave)) + ((32 * rest) >> octave);
    u8::try_from(weight).unwrap_or(u8::MAX)
}

/// How alike two prints are: the cosine of the angle between them, from 0 (nothing shared) to 1 (the same).
///
/// Both must be in the order of their buckets, as [`sparse`] gives them. An empty print is like nothing.
pub fn similar(one: &[(u16, u8)], other: &[(u16, u8)]) -> f64 {
    let norm =
        |print: &[(u16, u8)]| -> u64 { print.iter().map(|(_, weight)| u64::from(*weight).pow(2)).sum() };
    let mut dot = 0u64;
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    while let (Some((bucket, weight)), Some((other_bucket, other_weight))) = (left.peek(), right.peek()) {
        match bucket.cmp(other_bucket) {
            core::cmp::Ordering::Less => drop(left.next()),
            core::cmp::Ordering::Greater => drop(right.next()),
            core::cmp::Ordering::Equal => {
                dot += u64::from(*weight) * u64::from(*other_weight);
                left.next();
                right.next();
            }
        }
    }
    if dot == 0 {
        return 0.0;
    }
    // Sums of at most 255² a token: exact in a float for any print.
    let product = norm(one) as f64 * norm(other) as f64;
    (dot as f64 / product.sqrt()).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tokens_are_what_a_text_is_about() {
        fn check(text: &str, lang: &str, expected: &[&str]) {
            assert_eq!(tokens(text, Some(lang)).collect::<Vec<_>>(), expected, "{text}");
        }
        check(
            "L’eau, les moulins à café sont très silencieux : 12 dB !",
            "fr",
            &["eau", "moulin", "caf", "silenci", "db"],
        );
        check(
            "I don't think the brand's V60 filters are grinding 2.5 beans.",
            "en",
            &["think", "brand", "v60", "filter", "grind", "bean"],
        );
        check("https://www.brume.example/x", "en", &["brume", "exampl"]);
        check(&"a".repeat(65), "en", &[]);
        check("", "fr", &[]);
        assert_eq!(tokens("Die Mühlen", None).collect::<Vec<_>>(), ["die", "muhlen"]);
        assert_eq!(
            tokens("moulin", Some("fr")).collect::<Vec<_>>(),
            tokens("Moulins", None).collect::<Vec<_>>()
        );
    }

    #[test]
    fn buckets_stay_what_they_are() {
        fn check(stem: &str, expected: u16) {
            assert_eq!(bucket(stem), expected, "{stem}");
        }
        check("", 15_690);
        check("moulin", 6_841);
        check("grind", 10_807);
        check("v60", 6_738);
    }

    #[test]
    fn buckets_are_filled_evenly() {
        let mut n_in = vec![0u32; usize::from(N_BUCKETS)];
        for number in 0..16 * u32::from(N_BUCKETS) {
            n_in[usize::from(bucket(&format!("mot{number}")))] += 1;
        }
        // Sixteen expected in each: a fair throw leaves them between one and forty-five.
        assert!(n_in.iter().all(|n| (1..45).contains(n)));
    }

    #[test]
    fn the_heaviest_tokens_are_kept_and_the_title_counts_double() {
        let print = sparse("Moulin silencieux", "Ce moulin mout du café, encore du café.", Some("fr"), 3);
        let mut expected = [(bucket("moulin"), 32 + 32 + 16), (bucket("silenci"), 64), (bucket("caf"), 64)];
        expected.sort_unstable();
        assert_eq!(print, expected);
        assert_eq!(sparse("", "filtre papier", Some("fr"), 1), [(bucket("filtr"), 32)]);
        assert_eq!(sparse("", "", None, 24), []);
    }

    #[test]
    fn weights_grow_with_the_logarithm() {
        fn check(count: u32, expected: u8) {
            assert_eq!(weight(count), expected, "{count}");
        }
        check(0, 32);
        check(1, 32);
        check(2, 64);
        check(3, 80);
        check(4, 96);
        check(u32::MAX, 255);
    }

    #[test]
    fn the_same_is_wholly_alike_and_nothing_is_like_nothing() {
        let print = |text| sparse("", text, Some("fr"), 24);
        let mill = print("un moulin silencieux pour le café filtre");
        let mills = print("Des moulins silencieux : café filtre");
        let pan = print("une poêle en fonte");
        assert_eq!(similar(&mill, &mills), 1.0);
        assert_eq!(similar(&mill, &pan), 0.0);
        assert_eq!(similar(&[], &[]), 0.0);
        let half = similar(&print("moulin café"), &print("moulin thé"));
        assert!((half - 0.5).abs() < 1e-12, "{half}");
    }

    proptest! {
        #[test]
        fn any_text_has_a_print(title: String, text: String, n in 0..30usize, lang in 0..3usize) {
            let lang = [None, Some("fr"), Some("en")][lang];
            let print = sparse(&title, &text, lang, n);
            prop_assert!(print.len() <= n);
            prop_assert!(print.is_sorted_by(|(one, _), (next, _)| one < next));
            prop_assert!(print.iter().all(|(bucket, weight)| *bucket < N_BUCKETS && *weight >= 32));
            prop_assert_eq!(sparse(&title, &text, lang, n), print);
        }

        #[test]
        fn likeness_goes_both_ways_and_stays_in_range(
            one in proptest::collection::btree_map(0..40u16, 1..=255u8, 0..24),
            other in proptest::collection::btree_map(0..40u16, 1..=255u8, 0..24),
        ) {
            let (one, other): (Vec<_>, Vec<_>) = (one.into_iter().collect(), other.into_iter().collect());
            let alike = similar(&one, &other);
            prop_assert!((0.0..=1.0).contains(&alike));
            prop_assert_eq!(alike, similar(&other, &one));
            let shares = one.iter().any(|(bucket, _)| other.iter().any(|(known, _)| known == bucket));
            prop_assert_eq!(alike > 0.0, shares);
        }
    }
}
