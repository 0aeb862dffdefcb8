//! Key phrases: what the texts about one thing speak of, more than the others do.
//!
//! A phrase counts for what it has beyond the longer phrases around it (the C-value of Frantzi, Ananiadou and
//! Mima 2000), times log2(1 + its words). Where there is a [`Corpus`] to compare with, the log-likelihood of that
//! count against the rest of it stands in its place.

use crate::corpus::Corpus;
use crate::mentions::mentions;
use core::ops::Range;

/// What texts speak of.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// The form in which it is written most often.
    pub text: String,
    /// Its stems, as in [`Mention`](crate::Mention).
    pub key: String,
    /// Texts that hold it.
    pub n_texts: u32,
    /// How telling it is, above 0; to be compared within one call only.
    pub score: f64,
}

/// At most `n` key phrases of the texts (each with its language tag), the most telling first.
///
/// What one text alone says is no key, nor what less than one in two hundred say. Of a single text, uses are
/// counted in place of texts, and where it repeats nothing a single use will do. A phrase is left out when all its
/// words stand in one before it that has at least half its texts.
/// The texts must be among those of the corpus, which may be empty.
pub fn phrases(texts: &[(&str, Option<&str>)], corpus: &Corpus, n: usize) -> Vec<Phrase> {
    let mut places = Vec::new();
    for (index, (text, lang)) in texts.iter().enumerate() {
        places.extend(mentions(text, *lang).into_iter().map(|one| Place {
            key: one.key,
            index,
            range: one.range,
        }));
    }
    places.sort_by(|one, other| one.key.cmp(&other.key));
    let is_alone = texts.len() < 2;
    let groups = places.chunk_by(|one, next| one.key == next.key);
    let mut groups: Vec<_> = groups.filter_map(|places| Group::of(places, is_alone)).collect();
    let least = u32::try_from(texts.len().div_ceil(200)).unwrap_or(u32::MAX).max(2);
    if !is_alone || groups.iter().any(|group| group.n >= least) {
        groups.retain(|group| group.n >= least);
    }
    let longer = longer(&groups);
    let n_all = u32::try_from(texts.len()).unwrap_or(u32::MAX);
    for (group, (n_uses, n_longer)) in groups.iter_mut().zip(longer) {
        let own =
            f64::from(group.n) - if n_longer > 0 { f64::from(n_uses) / f64::from(n_longer) } else { 0.0 };
        let telling = corpus.telling(group.key, own, group.n_texts, n_all).unwrap_or(own);
        group.score = telling * libm::log2(1.0 + group.words().count() as f64);
    }
    groups.retain(|group| group.score > 0.0);
    // The sort is stable: equals stay in the order of their keys.
    groups.sort_by(|one, other| other.score.total_cmp(&one.score));
    let mut kept: Vec<Group> = Vec::new();
    for group in groups {
        if kept.len() < n && !kept.iter().any(|before| before.stands_for(&group)) {
            kept.push(group);
        }
    }
    kept.iter().map(|group| group.to_phrase(texts)).collect()
}

/// One use of a phrase.
struct Place {
    key: String,
    /// The text that uses it.
    index: usize,
    range: Range<usize>,
}

/// All uses of a phrase.
struct Group<'a> {
    key: &'a str,
    places: &'a [Place],
    n_texts: u32,
    /// Texts, or uses of a single text.
    n: u32,
    score: f64,
}

impl<'a> Group<'a> {
    fn of(places: &'a [Place], is_alone: bool) -> Option<Self> {
        let key = places.first()?.key.as_str();
        // Places of one key stand in the order of their texts.
        let n_texts = u32::try_from(places.chunk_by(|one, next| one.index == next.index).count()).ok()?;
        let n = if is_alone { u32::try_from(places.len()).ok()? } else { n_texts };
        Some(Self { key, places, n_texts, n, score: 0.0 })
    }

    fn words(&self) -> impl Iterator<Item = &'a str> {
        self.key.split(' ')
    }

    /// Whether this says already what another would.
    fn stands_for(&self, other: &Self) -> bool {
        self.n_texts.saturating_mul(2) >= other.n_texts
            && other.words().all(|word| self.words().any(|known| known == word))
    }

    fn to_phrase(&self, texts: &[(&str, Option<&str>)]) -> Phrase {
        let form = |place: &Place| texts.get(place.index).and_then(|(text, _)| text.get(place.range.clone()));
        let mut forms: Vec<&str> = self.places.iter().filter_map(form).collect();
        forms.sort_unstable();
        // Of forms used as often the last: small letters stand behind capitals.
        let most = forms.chunk_by(|one, next| one == next).max_by_key(|same| same.len());
        let text = most.and_then(|same| same.first()).copied().unwrap_or_default().to_owned();
        Phrase { text, key: self.key.to_owned(), n_texts: self.n_texts, score: self.score }
    }
}

/// For each group the counts of the longer groups that hold it: their sum, and how many they are. Groups stand in
/// the order of their keys.
fn longer(groups: &[Group]) -> Vec<(u32, u32)> {
    let mut longer = vec![(0u32, 0u32); groups.len()];
    for group in groups {
        let words: Vec<&str> = group.words().collect();
        let mut parts: Vec<String> =
            (1..words.len()).flat_map(|length| words.windows(length)).map(|part| part.join(" ")).collect();
        parts.sort_unstable();
        parts.dedup();
        for part in parts {
            let place = groups.binary_search_by(|known| known.key.cmp(&part)).ok();
            if let Some((sum, n_longer)) = place.and_then(|place| longer.get_mut(place)) {
                *sum = sum.saturating_add(group.n);
                *n_longer = n_longer.saturating_add(1);
            }
        }
    }
    longer
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MILLS: [&str; 5] = [
        "Ce moulin à café est silencieux, la poignée est dure.",
        "Un bon moulin à café. Le bruit ? Aucun.",
        "Le bruit du Moulin à café électrique réveillait la maison.",
        "La poignée grince, mais quel moulin à café !",
        "Moulins à cafés : le service a répondu.",
    ];
    const PANS: [&str; 3] =
        ["La poignée de la poêle chauffe.", "Une poêle dont la poignée brûle.", "Du café, une poêle."];

    fn of<'a>(texts: &[&'a str]) -> Vec<(&'a str, Option<&'a str>)> {
        texts.iter().map(|text| (*text, Some("fr"))).collect()
    }

    fn named(texts: &[(&str, Option<&str>)], corpus: &Corpus, n: usize) -> Vec<(String, u32)> {
        phrases(texts, corpus, n).into_iter().map(|phrase| (phrase.text, phrase.n_texts)).collect()
    }

    #[test]
    fn texts_are_about_what_several_of_them_say() {
        let found = named(&of(&MILLS), &Corpus::default(), 5);
        assert_eq!(found, [("moulin à café".into(), 5), ("bruit".into(), 2), ("poignée".into(), 2)]);
    }

    #[test]
    fn what_is_said_everywhere_is_no_key() {
        let corpus = Corpus::of(of(&MILLS).into_iter().chain(of(&PANS)));
        let found = named(&of(&MILLS), &corpus, 5);
        assert_eq!(found, [("moulin à café".into(), 5), ("bruit".into(), 2)]);
    }

    #[test]
    fn a_single_text_is_about_what_it_repeats() {
        let text = "The paper filter tears. A paper filter should not tear, and the glass stays clean.";
        let found = phrases(&[(text, Some("en"))], &Corpus::default(), 2);
        assert_eq!(found.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), ["paper filter", "tears"]);
        assert_eq!(found.first().map(|one| (one.key.as_str(), one.n_texts)), Some(("paper filter", 1)));
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        assert_eq!(phrases(&[], &Corpus::default(), 3), []);
        assert_eq!(phrases(&of(&["Très bon !", "Super"]), &Corpus::default(), 3), []);
        assert_eq!(phrases(&of(&MILLS), &Corpus::default(), 0), []);
    }

    proptest! {
        #[test]
        fn any_texts_are_taken(texts: Vec<String>, others: Vec<String>, n in 0..6usize) {
            let texts: Vec<_> = texts.iter().map(|text| (text.as_str(), None)).collect();
            let others = others.iter().map(|text| (text.as_str(), None));
            let corpus = Corpus::of(texts.iter().copied().chain(others));
            let found = phrases(&texts, &corpus, n);
            prop_assert!(found.len() <= n);
            prop_assert!(found.is_sorted_by(|one, next| one.score >= next.score));
            for phrase in &found {
                prop_assert!(phrase.score > 0.0 && phrase.score.is_finite());
                prop_assert!(texts.iter().any(|(text, _)| text.contains(&phrase.text)));
            }
            prop_assert_eq!(phrases(&texts, &corpus, n), found);
        }

        #[test]
        fn texts_of_few_words_are_taken(
            texts in proptest::collection::vec("(moulin|café|poignée|de|à|bon|,| ){0,20}", 0..6),
        ) {
            let texts: Vec<_> = texts.iter().map(|text| (text.as_str(), Some("fr"))).collect();
            for phrase in phrases(&texts, &Corpus::default(), 9) {
                prop_assert!(phrase.n_texts as usize <= texts.len() && phrase.score > 0.0);
            }
        }
    }
}
