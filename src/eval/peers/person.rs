//! Feeds of others for one person, whose items of interest are those of own acts that say more than a view.

use crate::chance::Chance;
use crate::feed::{Deed, Moment, Order, Prepare, Visitor};
use parvis_rank::activity::Act;
use std::collections::BTreeMap;

/// Feeds by name.
pub const ALL: [(&str, Prepare); 10] = [
    ("newest", |moment| by(moment, |_, _, _| {})),
    ("popularity", |moment| by(moment, |known, _, scores| scores.copy_from_slice(&known.counts))),
    ("strangers", |moment| by(moment, strangers)),
    ("friends", |moment| by(moment, |known, visitor, scores| friends(known, visitor, scores, |_, _, _| 1.0))),
    ("friends by shared interests", |moment| {
        by(moment, |known, visitor, scores| friends(known, visitor, scores, cosine))
    }),
    ("friends by interests, then popularity", |moment| by(moment, friends_then_popularity)),
    ("profile of tags", |moment| by(moment, profile)),
    ("profile of text", text_profile),
    ("item neighbours, all", |moment| {
        by(moment, |known, visitor, scores| neighbours(known, visitor, scores, usize::MAX))
    }),
    ("item neighbours", |moment| by(moment, |known, visitor, scores| neighbours(known, visitor, scores, 10))),
];

/// Counts added to each item before two are compared.
const PRIOR: f64 = 20.0;
/// People two items must share.
const N_SHARED: u32 = 10;

/// What everybody did, counted once for all visitors of a moment.
struct Known<'a> {
    moment: Moment<'a>,
    /// The items of interest of each person.
    items: Vec<Vec<u32>>,
    /// The people of each item whom it interests.
    people: Vec<Vec<u32>>,
    /// Distinct people of each item, by any act.
    counts: Vec<f64>,
}

type Score = fn(&Known, &Visitor, &mut [f64]);

fn by(moment: Moment<'_>, score: Score) -> Order<'_> {
    let known = Known::new(moment);
    let nobody = Visitor { person: u32::MAX, acts: Vec::new(), ties: &[], hidden: Default::default() };
    Box::new(move |visitor, n| {
        let mut scores = vec![0.0; known.counts.len()];
        score(&known, visitor.unwrap_or(&nobody), &mut scores);
        known.moment.best(&scores, visitor, n)
    })
}

impl<'a> Known<'a> {
    fn new(moment: Moment<'a>) -> Self {
        let mut items = vec![Vec::new(); moment.feed.n_people];
        let mut people = vec![Vec::new(); moment.feed.items.len()];
        let mut all: Vec<(u32, u32)> = moment.acts.iter().map(|deed| (deed.item, deed.person)).collect();
        all.sort_unstable();
        all.dedup();
        let mut counts = vec![0.0; moment.feed.items.len()];
        for (item, _) in all {
            counts[item as usize] += 1.0;
        }
        for deed in moment.acts.iter().filter(|deed| deed.act != Act::View) {
            items[deed.person as usize].push(deed.item);
            people[deed.item as usize].push(deed.person);
        }
        for list in items.iter_mut().chain(&mut people) {
            list.sort_unstable();
            list.dedup();
        }
        Self { moment, items, people, counts }
    }
}

/// The visitor's own items of interest: more than looked at.
fn own(visitor: &Visitor) -> Vec<u32> {
    let liked = visitor.acts.iter().filter(|deed| deed.act != Act::View);
    let mut items: Vec<u32> = liked.map(|deed: &Deed| deed.item).collect();
    items.sort_unstable();
    items.dedup();
    items
}

fn n_shared(a: &[u32], b: &[u32]) -> f64 {
    a.iter().filter(|item| b.binary_search(item).is_ok()).count() as f64
}

fn cosine(shared: f64, a: f64, b: f64) -> f64 {
    if shared > 0.0 { shared / (a * b).sqrt() } else { 0.0 }
}

/// Each item counts the visitor's friends who have it, weighted by how much they share.
fn friends(known: &Known, visitor: &Visitor, scores: &mut [f64], weight: fn(f64, f64, f64) -> f64) {
    let own = own(visitor);
    for friend in visitor.ties {
        let theirs = &known.items[*friend as usize];
        let weight = weight(n_shared(&own, theirs), own.len() as f64, theirs.len() as f64);
        for item in theirs {
            scores[*item as usize] += weight;
        }
    }
}

/// Friends by shared interests; what they value alike stands by popularity.
fn friends_then_popularity(known: &Known, visitor: &Visitor, scores: &mut [f64]) {
    friends(known, visitor, scores, cosine);
    for (score, count) in scores.iter_mut().zip(&known.counts) {
        *score += 1e-7 * count;
    }
}

/// As many people as the visitor has friends, drawn by chance.
fn strangers(known: &Known, visitor: &Visitor, scores: &mut [f64]) {
    let mut chance = Chance::new(u64::from(visitor.person));
    for _ in visitor.ties {
        for item in &known.items[chance.under(known.items.len())] {
            scores[*item as usize] += 1.0;
        }
    }
}

/// The share of the visitor's items that have a tag, summed over the tags of an item by cosine.
fn profile(known: &Known, visitor: &Visitor, scores: &mut [f64]) {
    let mut tags: BTreeMap<u32, f64> = BTreeMap::new();
    for item in own(visitor) {
        for tag in &known.moment.feed.items[item as usize].tags {
            *tags.entry(*tag).or_default() += 1.0;
        }
    }
    for (score, item) in scores.iter_mut().zip(&known.moment.feed.items) {
        let sum: f64 = item.tags.iter().filter_map(|tag| tags.get(tag)).sum();
        *score = sum / (item.tags.len().max(1) as f64).sqrt();
    }
}

/// Cosine of the words of an item with those of the visitor's items, each word weighted by ln(items / items
/// that have it).
fn text_profile(moment: Moment<'_>) -> Order<'_> {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut n_items: Vec<f64> = Vec::new();
    let mut items: Vec<Vec<usize>> = Vec::new();
    for item in &moment.feed.items {
        let all = [item.title.as_str(), &item.text, &item.tag_names.join(" ")].join(" ").to_lowercase();
        let words = all.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 1);
        let number = |word: &str| {
            let next = numbers.len();
            *numbers.entry(word.to_owned()).or_insert(next)
        };
        let mut words: Vec<usize> = words.map(number).collect();
        words.sort_unstable();
        words.dedup();
        n_items.resize(numbers.len(), 0.0);
        words.iter().for_each(|word| n_items[*word] += 1.0);
        items.push(words);
    }
    let weights: Vec<f64> = n_items.iter().map(|n| (items.len() as f64 / n).ln()).collect();
    let lengths: Vec<f64> = items
        .iter()
        .map(|words| words.iter().map(|word| weights[*word].powi(2)).sum::<f64>().sqrt())
        .collect();
    Box::new(move |visitor, n| {
        let mut profile = vec![0.0; weights.len()];
        for item in visitor.map(own).unwrap_or_default() {
            let length = lengths[item as usize].max(1e-9);
            items[item as usize].iter().for_each(|word| profile[*word] += weights[*word] / length);
        }
        let score = |(words, length): (&Vec<usize>, &f64)| {
            words.iter().map(|word| profile[*word] * weights[*word]).sum::<f64>() / length.max(1e-9)
        };
        let scores: Vec<f64> = items.iter().zip(&lengths).map(score).collect();
        moment.best(&scores, visitor, n)
    })
}

/// n_ij / √((n_i + 20)(n_j + 20)) with at least ten people in common, summed over the visitor's own items, of each
/// of which the `most` nearest count.
fn neighbours(known: &Known, visitor: &Visitor, scores: &mut [f64], most: usize) {
    let mut shared: Vec<u32> = vec![0; scores.len()];
    let n_people = |item: u32| known.people[item as usize].len() as f64;
    for item in own(visitor) {
        let mut touched = Vec::new();
        for person in &known.people[item as usize] {
            for other in &known.items[*person as usize] {
                let n = &mut shared[*other as usize];
                if *n == 0 {
                    touched.push(*other);
                }
                *n += 1;
            }
        }
        let mut near: Vec<(f64, u32)> = Vec::new();
        for other in touched {
            let n = std::mem::take(&mut shared[other as usize]);
            if n >= N_SHARED && other != item {
                let sizes = (n_people(item) + PRIOR) * (n_people(other) + PRIOR);
                near.push((f64::from(n) / sizes.sqrt(), other));
            }
        }
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (value, other) in near.into_iter().take(most) {
            scores[other as usize] += value;
        }
    }
}
