//! Visits in slices and whole, and what the best of many are.

use super::*;
use crate::mine::Mix;
use crate::spread::Scored;
use parvis_model::feed::FeedSignals;
use parvis_model::id::ItemId;
use parvis_model::ranking::MineWeights;
use parvis_model::time::HOUR;
use proptest::prelude::*;

const NOW: Time = Time::from_millis(1_700_000_000_000);
const SCALE: FeedScale = FeedScale { activity: 1.0, circle: 0.2, typical: [0.1, 0.1, 0.05, 0.01] };

/// Posts of which every third has neighbours, every fifth the words liked.
fn posts(n: u32) -> Posts {
    let candidate = |index: u32| Candidate {
        id: ItemId::new(NOW.plus(-i64::from(index) * HOUR), index),
        circle: index % 4,
        n_month: index % 4 * 50,
        signals: FeedSignals { hot: index * 37 % 900, useful: index % 11, ..FeedSignals::default() },
    };
    let near =
        |index: u32| vec![Near { index: index * 7 % n, weight: 300 }; usize::from(index.is_multiple_of(3))];
    let print = |index: u32| {
        if index.is_multiple_of(5) { [(3, 200), (9, 40)] } else { [(4 + index as u16 % 50, 90), (9, 9)] }
    };
    let topic = |index: u32| [((index % 3) as u16, 1.0)];
    Posts::new(
        (0..n).map(candidate).collect(),
        (0..n).map(near).collect(),
        (0..n).map(print).collect(),
        (0..n).map(topic).collect(),
        (&FeedWeights::default(), &SCALE, NOW),
    )
}

fn profile(posts: &Posts) -> Profile {
    let mut taste = Taste::default();
    taste.learn(posts.prints.row(0), 2.0, NOW, NOW, &posts.rarity);
    Profile {
        own: vec![(0, 1.0), (9, 2.0)],
        taste,
        wanted: vec![0.6, 0.3, 0.1],
        topics: [0, 1, 2].into_iter().collect(),
        ties: vec![Tie { index: 12, close: 0.5, at: NOW }, Tie { index: 900, close: 0.5, at: NOW }],
        near: Vec::new(),
        hidden: [0, 9].into_iter().collect(),
    }
}

fn ranked(posts: &Posts, slice: usize, n: usize) -> (Visit, Vec<u32>) {
    let (profile, mine) = (profile(posts), MineWeights::default());
    let rules = Rules { mine: &mine, mix: Mix::default(), scale: &SCALE };
    let mut visit = Visit::new(posts, &profile, NOW, n);
    while !visit.step(posts, &profile, &rules, slice) {}
    let placed = visit.places(posts, &profile, 0..posts.candidates.len() as u32, n, &rules);
    (visit, placed.iter().map(|placed| placed.index).collect())
}

#[test]
fn slices_of_any_size_make_the_same_order() {
    let posts = posts(700);
    let (_, whole) = ranked(&posts, usize::MAX, 60);
    assert_eq!(whole.len(), 60);
    for slice in [1, 64, 699, 700] {
        assert_eq!(ranked(&posts, slice, 60).1, whole, "{slice} a slice");
    }
    assert!(!whole.contains(&0) && !whole.contains(&9), "what is hidden has no place");
    assert_eq!(ranked(&self::posts(1), 9, 60).1, [] as [u32; 0]);
}

#[test]
fn what_close_people_did_is_the_first_reason() {
    let posts = posts(700);
    let (visit, order) = ranked(&posts, 256, 60);
    let mine = MineWeights::default();
    let rules = Rules { mine: &mine, mix: Mix::default(), scale: &SCALE };
    assert_eq!(order[0], 12);
    let whys = visit.why(&posts, &order, &rules);
    assert_eq!(whys[0].top().map(|lead| lead.name), Some("ties"));
    assert_eq!(whys.len(), order.len());
}

#[test]
fn a_discovery_is_of_a_topic_that_was_never_liked_and_of_nobody_close() {
    let (posts, mut profile, mine) = (posts(300), profile(&posts(300)), MineWeights::default());
    profile.topics = [0, 1].into_iter().collect();
    let rules = Rules { mine: &mine, mix: Mix::default(), scale: &SCALE };
    let mut visit = Visit::new(&posts, &profile, NOW, 60);
    while !visit.step(&posts, &profile, &rules, 300) {}
    let placed = visit.places(&posts, &profile, 0..300, 60, &rules);
    let found: Vec<(usize, u32)> = (1..)
        .zip(&placed)
        .filter(|(_, placed)| placed.slot == mine::Slot::Discovery)
        .map(|(place, placed)| (place, placed.index))
        .collect();
    assert_eq!(found.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [20, 40, 60]);
    // Post 12 is of somebody close, and 0, 63 and the like are neighbours of what was liked.
    assert!(found.iter().all(|(_, index)| index % 3 == 2 && *index != 12), "{found:?}");
}

proptest! {
    #[test]
    fn the_best_of_many_are_those_that_a_sort_puts_first(
        scores in proptest::collection::vec(0..50u8, 0..300), n_kept in 1..40usize,
    ) {
        let item = |(index, score): (u32, &u8)| {
            let id = ItemId::from_u64(u64::from(index % 5));
            Scored { index, id, score: f64::from(*score), circle: 0, n_back: 0 }
        };
        let mut all: Vec<Scored> = (0u32..).zip(&scores).map(item).collect();
        let mut best = Best { n_kept, ..Best::default() };
        all.iter().for_each(|item| best.add(*item));
        all.sort_by(before);
        all.truncate(n_kept);
        prop_assert_eq!(&best.sorted()[..all.len()], &all[..]);
    }
}
