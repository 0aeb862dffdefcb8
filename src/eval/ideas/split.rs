//! A conversation, and its voters split into those who teach and those who judge.

use crate::chance::hash;
use crate::set::{Fault, Row, rows, rows_if_any};
use parvis_tally::Opinions;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Votes a voter must have given.
const N_VOTES: usize = 5;
/// Votes an idea must have to learn from, and of every group to judge by.
const N_LEARNT: u32 = 3;
const N_JUDGED: u32 = 4;

/// One vote of one voter, the last on its idea.
#[derive(Clone, Copy, Debug)]
pub struct Vote {
    /// When, in milliseconds since 1970; 0 when the set does not say.
    pub at: i64,
    /// The index of the idea.
    pub idea: u32,
    /// 1 for, 0 neither, −1 against.
    pub vote: i8,
}

/// What an order may learn from: votes, and nobody's recorded group.
#[derive(Clone, Debug)]
pub struct Training {
    /// How many ideas the set has; some may be without votes.
    pub n_ideas: usize,
    /// The votes of each voter, by idea.
    pub ballots: Vec<Vec<Vote>>,
}

/// What one part of the voters teaches, and what the other says.
pub struct Split {
    pub training: Training,
    /// The gains of the candidates.
    pub gains: BTreeMap<u32, f64>,
}

/// A set.
pub struct Conversation {
    n_ideas: usize,
    /// The votes of voters with at least five, by name and idea.
    ballots: BTreeMap<String, BTreeMap<u32, Vote>>,
    groups: BTreeMap<String, i64>,
}

#[derive(Deserialize)]
struct IdeaRow {
    id: String,
}

#[derive(Deserialize)]
struct VoteRow {
    #[serde(default)]
    at: Option<i64>,
    idea: String,
    voter: String,
    vote: i8,
}

#[derive(Deserialize)]
struct VoterRow {
    voter: String,
    group: i64,
}

impl Row for IdeaRow {
    const SHAPE: &'static str = "{id, text, author, moderated}";
}

impl Row for VoteRow {
    const SHAPE: &'static str = "{at, idea, voter, vote: 1, 0 or -1}";
}

impl Row for VoterRow {
    const SHAPE: &'static str = "{voter, group: a number}";
}

impl Training {
    /// The same with a fifth more voters, rounded up, who agree with one idea and say nothing else, at the
    /// last moment.
    pub fn with_brigade(&self, idea: u32) -> Self {
        let mut brigaded = self.clone();
        let at = self.ballots.iter().flatten().map(|vote| vote.at).max().unwrap_or(0);
        let n_more = self.ballots.len().div_ceil(5);
        brigaded.ballots.extend(std::iter::repeat_n(vec![Vote { at, idea, vote: 1 }], n_more));
        brigaded
    }
}

impl Conversation {
    /// Reads `votes` and `voters`; `ideas` only gives numbers.
    pub fn read(folder: &Path) -> Result<Self, Fault> {
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        let mut number = |name: String| {
            let next = numbers.len() as u32;
            *numbers.entry(name).or_insert(next)
        };
        let mut ids: Vec<String> =
            rows_if_any::<IdeaRow>(folder, "ideas")?.into_iter().map(|row| row.id).collect();
        ids.sort();
        for id in ids {
            number(id);
        }
        let mut ballots: BTreeMap<String, BTreeMap<u32, Vote>> = BTreeMap::new();
        for row in rows::<VoteRow>(folder, "votes")? {
            let idea = number(row.idea);
            let vote = Vote { at: row.at.unwrap_or(0), idea, vote: row.vote.signum() };
            ballots.entry(row.voter).or_default().insert(idea, vote);
        }
        ballots.retain(|_, ballot| ballot.len() >= N_VOTES);
        let groups =
            rows::<VoterRow>(folder, "voters")?.into_iter().map(|row| (row.voter, row.group)).collect();
        Ok(Self { n_ideas: numbers.len(), ballots, groups })
    }

    /// What each voter with at least five votes voted, and the group the source recorded, if any; and how many
    /// ideas there are.
    pub fn voters(&self) -> (Vec<Opinions>, Vec<Option<i64>>, usize) {
        let plain = |(name, ballot): (&String, &BTreeMap<u32, Vote>)| {
            let votes = ballot.values().map(|vote| (vote.idea, vote.vote)).collect();
            (votes, self.groups.get(name).copied())
        };
        let (voters, groups) = self.ballots.iter().map(plain).unzip();
        (voters, groups, self.n_ideas)
    }

    /// One repetition: half of the voters teach, at most `most` of them; the others judge.
    pub fn split(&self, repetition: u64, most: usize) -> Option<Split> {
        let mut voters: Vec<&String> = self.ballots.keys().collect();
        voters.sort_by_key(|voter| hash(voter, repetition));
        let (learning, judging) = voters.split_at(voters.len() / 2);
        let ballot = |voter: &&String| self.ballots[*voter].values().copied().collect();
        let ballots: Vec<Vec<Vote>> = learning.iter().take(most).map(ballot).collect();
        let mut n_learnt = vec![0u32; self.n_ideas];
        for vote in ballots.iter().flatten() {
            n_learnt[vote.idea as usize] += 1;
        }
        let n_groups = self.groups.values().collect::<BTreeSet<_>>().len();
        let mut gains = BTreeMap::new();
        for (idea, groups) in self.support(judging) {
            let is_judged = groups.len() == n_groups && groups.values().all(|(_, n)| *n >= N_JUDGED);
            if is_judged && n_learnt[idea as usize] >= N_LEARNT {
                let part = |(agree, n): &(u32, u32)| f64::from(agree + 1) / f64::from(n + 2);
                gains.insert(idea, groups.values().map(part).fold(1.0, f64::min));
            }
        }
        (!gains.is_empty()).then_some(Split { training: Training { n_ideas: self.n_ideas, ballots }, gains })
    }

    /// For each idea and recorded group: how many agree, of how many.
    fn support(&self, voters: &[&String]) -> BTreeMap<u32, BTreeMap<i64, (u32, u32)>> {
        let mut support: BTreeMap<u32, BTreeMap<i64, (u32, u32)>> = BTreeMap::new();
        for voter in voters {
            let Some(group) = self.groups.get(*voter) else { continue };
            for vote in self.ballots[*voter].values() {
                let (agree, n) = support.entry(vote.idea).or_default().entry(*group).or_default();
                *agree += u32::from(vote.vote == 1);
                *n += 1;
            }
        }
        support
    }
}
