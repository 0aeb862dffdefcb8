//! The protocol of ideas: what part of the voters tells about what every group supports.
//!
//! Voters with at least 5 votes are split in two by a hash, six times. One half teaches (`half`), or 40 of it
//! (`forty`); by the other half an idea's gain is the least over the recorded groups of (agree + 1) / (votes +
//! 2). Candidates have at least 3 votes to learn from and 4 of every group to judge by; a repetition with
//! fewer than ten candidates is left out. `half` and `forty` are the mean nDCG@10 with that gain, linear.
//!
//! `brigade`: to each teaching half come a fifth more voters who all agree with one idea of the lower half of
//! the candidates and vote on nothing else, all at the last moment; ten such ideas are drawn by a hash (all,
//! where they are fewer). It is the largest number of places that any of them climbs among the candidates in
//! any repetition, `brigade_mean` the mean.

mod split;

pub use split::{Conversation, Training, Vote};

use crate::chance::hash;
use crate::measure::{mean, ndcg};
use crate::outcome::{Figures, Measured};
use crate::set::Fault;
use crate::{Scope, ours, peers};
use split::Split;
use std::path::Path;

const N_REPETITIONS: u64 = 6;
const N_CANDIDATES: usize = 10;
const N_LOW: usize = 10;

/// Puts every idea in order by what may be learnt from.
pub type Listed = fn(&Training) -> Vec<u32>;

/// Our figures, and those of the others.
pub fn measured(folder: &Path, scope: Scope) -> Result<Measured, Fault> {
    let conversation = Conversation::read(folder)?;
    let cases: Vec<Case> =
        (0..N_REPETITIONS).map(|repetition| Case::new(&conversation, repetition)).collect();
    let ours = judged(&cases, ours::ideas::listed);
    let others = match scope {
        Scope::Ours => Vec::new(),
        Scope::Everybody => {
            peers::ideas::ALL.iter().map(|(name, listed)| (*name, judged(&cases, *listed))).collect()
        }
    };
    Ok((ours, others))
}

/// One repetition: two splits, and the number by which its chance is drawn.
struct Case {
    half: Option<Split>,
    forty: Option<Split>,
    repetition: u64,
}

impl Case {
    fn new(conversation: &Conversation, repetition: u64) -> Self {
        let of =
            |most| conversation.split(repetition, most).filter(|split| split.gains.len() >= N_CANDIDATES);
        Self { half: of(usize::MAX), forty: of(40), repetition }
    }
}

fn judged(cases: &[Case], listed: Listed) -> Figures {
    let (mut halves, mut forties, mut moved) = (Vec::new(), Vec::new(), Vec::new());
    for case in cases {
        if let Some(split) = &case.half {
            halves.push(gained(split, listed));
            moved.extend(climbed(split, case.repetition, listed));
        }
        forties.extend(case.forty.as_ref().map(|split| gained(split, listed)));
    }
    let mut figures = Figures::default();
    figures.put_mean("half", &halves);
    figures.put_mean("forty", &forties);
    if !moved.is_empty() {
        figures.put("brigade", moved.iter().copied().fold(0.0, f64::max));
        figures.put("brigade_mean", mean(&moved));
    }
    figures
}

fn gained(split: &Split, listed: Listed) -> f64 {
    let order = listed(&split.training);
    let reached = order.iter().filter_map(|idea| split.gains.get(idea).copied());
    ndcg(reached, split.gains.values().copied().collect(), 10)
}

/// How many places each of some low ideas climbs when a fifth more voters come for it alone.
fn climbed(split: &Split, repetition: u64, listed: Listed) -> Vec<f64> {
    let ranked = |training: &Training| -> Vec<u32> {
        listed(training).into_iter().filter(|idea| split.gains.contains_key(idea)).collect()
    };
    let before = ranked(&split.training);
    let mut low: Vec<u32> = before[before.len() / 2..].to_vec();
    low.sort_by_key(|idea| hash(&idea.to_string(), repetition));
    low.truncate(N_LOW);
    let place = |order: &[u32], idea: u32| order.iter().position(|one| *one == idea).unwrap_or(order.len());
    let climb = |idea: u32| {
        let after = ranked(&split.training.with_brigade(idea));
        (place(&before, idea) as f64 - place(&after, idea) as f64).max(0.0)
    };
    low.into_iter().map(climb).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Twelve ideas; idea n has n of twelve voters for it, the others against it.
    fn split() -> Split {
        let ballot = |voter: u32| {
            let vote = |idea| Vote { at: 7, idea, vote: if voter < idea { 1 } else { -1 } };
            (0..12).map(vote).collect()
        };
        let gains: BTreeMap<u32, f64> = (0..12).map(|idea| (idea, f64::from(idea) / 12.0)).collect();
        Split { training: Training { n_ideas: 12, ballots: (0..12).map(ballot).collect() }, gains }
    }

    #[test]
    fn the_order_of_support_has_the_whole_gain() {
        assert_eq!(gained(&split(), |_| (0..12).rev().collect()), 1.0);
        assert!(gained(&split(), |_| (0..12).collect()) < 0.7);
    }

    #[test]
    fn a_brigade_lifts_where_votes_are_only_counted() {
        let counted: Listed = |training| {
            let mut counts = vec![0; training.n_ideas];
            for vote in training.ballots.iter().flatten() {
                counts[vote.idea as usize] += i32::from(vote.vote == 1);
            }
            let mut order: Vec<u32> = (0..training.n_ideas as u32).collect();
            order.sort_by_key(|idea| (-counts[*idea as usize], *idea));
            order
        };
        let climbed = climbed(&split(), 0, counted);
        assert_eq!(climbed.len(), 6);
        // A fifth of twelve, rounded up, is three: three more votes pass two ideas and tie with the third,
        // which stands behind for idea 0 only, as equals stand by number.
        assert_eq!(climbed.iter().copied().fold(0.0, f64::max), 3.0);
        assert_eq!(super::climbed(&split(), 0, |_| (0..12).collect()), [0.0; 6]);
    }
}
