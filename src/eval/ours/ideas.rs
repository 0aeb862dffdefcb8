//! Our order of ideas, from the votes it may learn from.

use crate::ideas::{Training, Vote as Row};
use parvis_model::board::Votes;
use parvis_model::draft::Vote;
use parvis_model::id::ItemId;
use parvis_model::ranking::IdeaWeights;
use parvis_model::time::Time;
use parvis_rank::alike::Cast;
use parvis_rank::ideas::{Facts, order};
use parvis_rank::voices::voices;

/// Every idea of the set, the best first, as indices.
pub fn listed(training: &Training) -> Vec<u32> {
    let weights = IdeaWeights::default();
    let cast = |row: &Row| Cast {
        idea: row.idea,
        vote: Vote::parse(row.vote.into()).unwrap_or(Vote::Pass),
        day: Time::from_millis(row.at).to_day(),
    };
    let ballots: Vec<Vec<Cast>> =
        training.ballots.iter().map(|ballot| ballot.iter().map(cast).collect()).collect();
    let before = vec![Votes::default(); training.n_ideas];
    let voices = voices(&before, &ballots, weights.prior, parvis_tally::groups);
    let facts: Vec<Facts> =
        (0u64..).zip(voices).map(|(number, voices)| Facts { id: ItemId::from_u64(number), voices }).collect();
    order(&facts, &weights)
}
