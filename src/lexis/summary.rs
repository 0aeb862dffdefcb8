//! Extractive summary: the sentences that say most of what all of them say, each linking back to its place.
//!
//! Sentences are weighed against the centroid of all (Radev, Jing, Styś and Tam 2004): tokens by 1 + log2 of their
//! count, times log2 of how rare they are among the sentences. Very short and very long ones are damped. Each
//! further choice is set against those made before (maximal marginal relevance, Carbonell and Goldstein 1998).

use crate::sentences::sentences;
use crate::tokens::{N_BUCKETS, bucket, tally, tokens};
use core::ops::Range;

/// A sentence chosen from the texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Which of the texts it stands in, from 0.
    pub text: usize,
    /// Its bytes in that text.
    pub range: Range<usize>,
}

/// Distinct tokens under which a sentence says too little to stand alone.
const SHORT: f64 = 5.0;
/// Distinct tokens over which a sentence wins by its length.
const LONG: f64 = 20.0;
/// What being central weighs against being new.
const CENTRAL: f64 = 0.7;

/// At most `n` key sentences of the texts (each with its language tag), in the order in which they stand.
///
/// The work grows with the sentences times `n`. Sentences without tokens are never chosen, nor one that says no
/// more than another chosen before.
pub fn summary(texts: &[(&str, Option<&str>)], n: usize) -> Vec<Passage> {
    let mut lines = lines(texts);
    weigh(&mut lines);
    let mut chosen: Vec<Passage> = Vec::new();
    while chosen.len() < n {
        let worth = |line: &Line| CENTRAL * line.central - (1.0 - CENTRAL) * line.said;
        let open = lines.iter().filter(|line| line.central > 0.0 && line.said < SAME);
        // Of equals the first.
        let best = open
            .rev()
            .max_by(|one, other| worth(one).total_cmp(&worth(other)))
            .map(|best| (best.passage.clone(), best.vector.clone()));
        let Some((passage, vector)) = best else { break };
        for line in &mut lines {
            line.said = line.said.max(cosine(&line.vector, &vector));
        }
        chosen.push(passage);
    }
    chosen.sort_unstable_by_key(|passage| (passage.text, passage.range.start));
    chosen
}

/// The cosine from which two sentences say the same.
const SAME: f64 = 0.9;

/// A sentence being weighed.
struct Line {
    passage: Passage,
    /// Weights of its buckets, in their order, of length 1 once weighed.
    vector: Vec<(u16, f64)>,
    /// Distinct tokens.
    n_tokens: f64,
    /// How much it says of what all say, 0 to 1.
    central: f64,
    /// How much of it is said by those chosen, 0 to 1.
    said: f64,
}

fn lines(texts: &[(&str, Option<&str>)]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, (text, lang)) in texts.iter().enumerate() {
        for range in sentences(text) {
            let sentence = text.get(range.clone()).unwrap_or_default();
            let mut counts = tally(tokens(sentence, *lang).map(|token| (bucket(&token), 1)).collect());
            counts.sort_unstable();
            let n_tokens = counts.len() as f64;
            let vector =
                counts.iter().map(|(bucket, n)| (*bucket, 1.0 + libm::log2(f64::from(*n)))).collect();
            lines.push(Line {
                passage: Passage { text: index, range },
                vector,
                n_tokens,
                central: 0.0,
                said: 0.0,
            });
        }
    }
    lines
}

/// Turns counts into vectors of length 1, and says how central each is.
fn weigh(lines: &mut [Line]) {
    let mut n_holding = vec![0u32; usize::from(N_BUCKETS)];
    for (bucket, _) in lines.iter().flat_map(|line| &line.vector) {
        if let Some(n) = n_holding.get_mut(usize::from(*bucket)) {
            *n = n.saturating_add(1);
        }
    }
    let n_lines = lines.len() as f64;
    let mut centroid = vec![0.0; usize::from(N_BUCKETS)];
    for line in lines.iter_mut() {
        for (bucket, weight) in &mut line.vector {
            let n = n_holding.get(usize::from(*bucket)).copied().unwrap_or(1);
            *weight *= libm::log2(1.0 + n_lines / f64::from(n.max(1)));
        }
        let length = line.vector.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
        for (bucket, weight) in &mut line.vector {
            *weight /= length;
            if let Some(sum) = centroid.get_mut(usize::from(*bucket)) {
                *sum += *weight;
            }
        }
    }
    let length = centroid.iter().map(|weight| weight * weight).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
    for line in lines {
        let at = |bucket: u16| centroid.get(usize::from(bucket)).copied().unwrap_or_default() / length;
        let near: f64 = line.vector.iter().map(|(bucket, weight)| weight * at(*bucket)).sum();
        line.central = near * (line.n_tokens / SHORT).min(1.0) * (LONG / line.n_tokens.max(LONG)).sqrt();
    }
}

/// The cosine of two vectors of length 1 in the order of their buckets.
fn cosine(one: &[(u16, f64)], other: &[(u16, f64)]) -> f64 {
    let at = |bucket: &u16| other.binary_search_by_key(bucket, |(known, _)| *known).ok();
    one.iter().filter_map(|(bucket, weight)| Some(weight * other.get(at(bucket)?)?.1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(texts: &[&str], lang: &str, n: usize, expected: &[&str]) {
        let tagged: Vec<_> = texts.iter().map(|text| (*text, Some(lang))).collect();
        let found: Vec<&str> =
            summary(&tagged, n).into_iter().map(|one| &texts[one.text][one.range]).collect();
        assert_eq!(found, expected, "{texts:?}");
    }

    #[test]
    fn the_sentences_that_say_most_are_chosen_in_their_order() {
        let story = "Bonjour à tous ! Le moulin est silencieux, sa mouture régulière et son réglage précis. \
            J'habite Nantes depuis l'automne. Après un an, la mouture du moulin reste régulière et le réglage n'a \
            pas bougé. Ma sœur préfère le thé.";
        check(
            &[story],
            "fr",
            1,
            &["Après un an, la mouture du moulin reste régulière et le réglage n'a pas bougé."],
        );
        check(
            &[story],
            "fr",
            2,
            &[
                "Le moulin est silencieux, sa mouture régulière et son réglage précis.",
                "Après un an, la mouture du moulin reste régulière et le réglage n'a pas bougé.",
            ],
        );
    }

    #[test]
    fn several_texts_are_summed_up_without_saying_a_thing_twice() {
        let reviews = [
            "The handle is stiff but the grind is even. Arrived on Monday.",
            "Grind is even, handle is stiff!",
            "The lid does not close over the beans.",
            "An even grind, and the lid closes badly over the beans. Nice.",
        ];
        check(
            &reviews,
            "en",
            2,
            &[
                "The handle is stiff but the grind is even.",
                "An even grind, and the lid closes badly over the beans.",
            ],
        );
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        check(&[], "fr", 3, &[]);
        check(&["", "… !", "et de la"], "fr", 3, &[]);
        check(&["Le moulin est silencieux."], "fr", 0, &[]);
        check(&["Le moulin est silencieux."], "fr", 3, &["Le moulin est silencieux."]);
    }

    proptest! {
        #[test]
        fn any_texts_are_taken(texts: Vec<String>, n in 0..5usize) {
            let texts: Vec<_> = texts.iter().map(|text| (text.as_str(), None)).collect();
            let found = summary(&texts, n);
            prop_assert!(found.len() <= n && found.is_sorted_by_key(|one| (one.text, one.range.start)));
            for passage in &found {
                prop_assert!(sentences(texts[passage.text].0).any(|range| range == passage.range));
            }
            prop_assert_eq!(summary(&texts, n), found);
        }
    }
}
