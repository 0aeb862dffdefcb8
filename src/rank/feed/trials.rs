//! Trials of the feed: what comes first, what explains it, and what never changes it.

use super::*;
use parvis_model::time::HOUR;
use proptest::prelude::*;

const NOW: Time = Time::from_millis(1_700_000_000_000);

fn candidate(hours: i64, n_month: u32, hot: u32, useful: u32) -> Candidate {
    let signals = FeedSignals { hot, useful, ..FeedSignals::default() };
    let circle = if n_month > 0 { n_month } else { 0 };
    Candidate { id: ItemId::new(NOW.plus(-hours * HOUR), 0), circle, n_month, signals }
}

fn orders(candidates: &[Candidate]) -> Vec<u32> {
    let weights = FeedWeights::default();
    let placed = order(candidates, &weights, &scale(candidates, &weights, NOW), NOW);
    placed.iter().map(|placed| placed.index).collect()
}

#[test]
fn the_terms_follow_the_published_formulas() {
    let weights = FeedWeights::default();
    // A circle of twenty acts a month, and a post that one weighted person acted on.
    let scale = FeedScale { activity: 2.0f64.ln(), circle: 40.0f64.powf(-0.7), typical: [0.0; 4] };
    let mut post = candidate(48, 20, 100, 5);
    post.signals.not_useful = 5;
    let terms = terms(&post, &weights, &scale, NOW);
    let fresh = (-48.0 / weights.fresh_hours).exp2();
    let expected =
        [0.5 * weights.activity, 0.5 * weights.circle, 0.5 * weights.quality, fresh * weights.freshness];
    for ((name, value), expected) in terms.iter().zip(expected) {
        assert!((value - expected).abs() < 1e-12, "{name}: {value} instead of {expected}");
    }
}

#[test]
fn what_repeats_nothing_costs_nothing_and_not_minus_nothing() {
    let scale = FeedScale { activity: 1.0, circle: 1.0, typical: [0.0; 4] };
    let terms = terms_in_place(&candidate(48, 20, 100, 5), 0, &FeedWeights::default(), &scale, NOW);
    assert_eq!(terms.of("repeats").to_bits(), 0.0f64.to_bits());
}

#[test]
fn weights_add_up_to_one() {
    let weights = FeedWeights::default();
    let sum = weights.activity + weights.circle + weights.quality + weights.freshness;
    assert!((sum - 1.0).abs() < 1e-12, "{sum}");
}

#[test]
fn what_people_do_now_comes_first() {
    assert_eq!(
        orders(&[candidate(30, 0, 0, 0), candidate(30, 0, 900, 0), candidate(30, 0, 300, 0)]),
        [1, 2, 0]
    );
}

#[test]
fn the_favourite_of_a_small_circle_beats_the_routine_of_a_large_one() {
    assert_eq!(orders(&[candidate(30, 5_000, 600, 0), candidate(30, 40, 500, 0)]), [1, 0]);
}

#[test]
fn an_old_post_comes_back_when_people_do() {
    let old = candidate(400 * 24, 100, 800, 12);
    let young = candidate(20, 100, 0, 0);
    assert_eq!(orders(&[young, old]), [1, 0]);
}

#[test]
fn a_post_is_brought_back_by_more_people_than_usual() {
    let back = |days: i64, n_week: u32, n_month: u32| {
        let mut post = candidate(days * 24, 0, 0, 0);
        (post.signals.n_week, post.signals.n_month) = (n_week, n_month);
        n_back(&post, NOW)
    };
    assert_eq!((back(40, 5, 5), back(40, 5, 9)), (5, 5));
    assert_eq!((back(40, 2, 2), back(20, 9, 9)), (0, 0), "too few, too young");
    assert_eq!(back(40, 5, 30), 0, "as many as in any week");
}

#[test]
fn a_quiet_feed_shows_the_newest_first() {
    assert_eq!(orders(&[candidate(72, 9, 0, 0), candidate(2, 9, 0, 0), candidate(30, 9, 0, 0)]), [1, 2, 0]);
    assert_eq!(orders(&[]), [] as [u32; 0]);
}

#[test]
fn the_first_act_of_a_quiet_feed_counts_before_the_scale_knows_it() {
    let weights = FeedWeights::default();
    let quiet = scale(&[candidate(72, 9, 0, 0)], &weights, NOW);
    assert_eq!(terms(&candidate(72, 9, 100, 0), &weights, &quiet, NOW).of("activity"), weights.activity);
}

#[test]
fn the_typical_post_is_the_median_of_each_term() {
    let weights = FeedWeights::default();
    let all = [candidate(1, 0, 0, 1), candidate(48, 0, 100, 9), candidate(96, 0, 900, 0)];
    let scale = scale(&all, &weights, NOW);
    let middle = terms(&all[1], &weights, &scale, NOW);
    assert_eq!(typical(&scale).of("activity"), middle.of("activity"));
    assert_eq!(typical(&scale).of("freshness"), middle.of("freshness"));
}

fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let counts = (0..9_000u32, 0..9_000u32, 0..40u32, 0..40u32, 0..20u32, 0..40u32);
    let one = (0..400 * DAY, 0..4u32, 0..5u32, counts);
    let candidate = one.prop_map(|(age, chance, circle, counts)| {
        let (hot, tail, useful, not_useful, n_week, more) = counts;
        let n_month = n_week + more;
        Candidate {
            id: ItemId::new(NOW.plus(-age), chance),
            circle,
            n_month: circle * 300,
            signals: FeedSignals { hot, tail, useful, not_useful, n_week, n_month },
        }
    });
    proptest::collection::vec(candidate, 0..60)
}

proptest! {
    #[test]
    fn the_order_does_not_depend_on_the_order_of_arrival(all in candidates(), seed: u64) {
        let mut shuffled: Vec<(u64, Candidate)> =
            (0u64..).zip(&all).map(|(index, one)| ((index ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15), *one)).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let shuffled: Vec<Candidate> = shuffled.into_iter().map(|(_, one)| one).collect();
        let listed = |all: &[Candidate]| -> Vec<Candidate> {
            orders(all).into_iter().map(|index| all[index as usize]).collect()
        };
        let mut ids: Vec<ItemId> = all.iter().map(|one| one.id).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assume!(ids.len() == all.len());
        prop_assert_eq!(listed(&all), listed(&shuffled));
    }

    #[test]
    fn the_explanation_recomputes_the_displayed_order(all in candidates()) {
        let all: Vec<Candidate> = all.into_iter().map(|one| (one.id, one)).collect::<std::collections::BTreeMap<_, _>>().into_values().collect();
        let weights = FeedWeights::default();
        let scale = scale(&all, &weights, NOW);
        let listed: Vec<(f64, ItemId)> = order(&all, &weights, &scale, NOW)
            .into_iter()
            .filter(|placed| !placed.is_revived)
            .map(|placed| {
                let one = &all[placed.index as usize];
                let terms = terms_in_place(one, placed.n_repeats, &weights, &scale, NOW);
                let why = crate::why(&terms, &typical(&scale));
                let sum = NAMES.iter().fold(0.0, |sum, name| {
                    sum + why.terms.iter().find(|lead| lead.name == *name).unwrap().value
                });
                assert_eq!(sum.to_bits(), terms.total().to_bits());
                (sum, one.id)
            })
            .collect();
        prop_assert!(listed.is_sorted_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).is_ge()));
    }

    #[test]
    fn without_its_first_reason_an_item_has_a_lower_score(all in candidates()) {
        let weights = FeedWeights::default();
        let scale = scale(&all, &weights, NOW);
        for one in &all {
            let terms = terms(one, &weights, &scale, NOW);
            let top = *crate::why(&terms, &typical(&scale)).top().unwrap();
            prop_assert!(terms.without(top.name).total() < terms.total());
        }
    }

    #[test]
    fn every_term_stays_within_its_weight(all in candidates()) {
        let weights = FeedWeights::default();
        let bounds = [weights.activity, weights.circle, weights.quality, weights.freshness, 0.0];
        let scale = scale(&all, &weights, NOW);
        for one in &all {
            for ((name, value), bound) in terms(one, &weights, &scale, NOW).iter().zip(bounds) {
                prop_assert!((0.0..=bound).contains(&value), "{} {}", name, value);
            }
        }
    }

    #[test]
    fn one_more_useful_voice_never_lowers_a_post(all in candidates()) {
        let weights = FeedWeights::default();
        let scale = scale(&all, &weights, NOW);
        for mut one in all {
            let before = terms(&one, &weights, &scale, NOW).total();
            one.signals.useful += 1;
            prop_assert!(terms(&one, &weights, &scale, NOW).total() >= before);
        }
    }
}
