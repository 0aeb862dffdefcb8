//! Orders of ideas by others, from the votes they may learn from; groups are found in these votes alone.

use super::groups::{Ballot, groups};
use super::intercept::intercepts;
use crate::ideas::{Listed, Training, Vote};

/// Orders by name; equal scores stand by the number of the idea.
pub const ALL: [(&str, Listed); 7] = [
    ("agree count", |training| listed(&tallied(training), |tally| tally.agree)),
    ("agree share", |training| listed(&tallied(training), |tally| tally.agree / tally.n.max(1.0))),
    ("bayesian", |training| listed(&tallied(training), |tally| (tally.agree + 2.5) / (tally.n + 5.0))),
    ("wilson80", |training| listed(&tallied(training), wilson)),
    ("polis consensus", |training| listed(&grouped(training), |tally| tally.shares().product())),
    ("wilson80 x min-group", |training| {
        listed(&grouped(training), |tally| wilson(tally) * tally.shares().fold(1.0, f64::min))
    }),
    ("community notes intercept", |training| {
        let intercepts = intercepts(&ballots(training), training.n_ideas);
        listed(&intercepts, |intercept| *intercept)
    }),
];

/// Votes on one idea.
#[derive(Clone, Debug, Default)]
struct Tally {
    agree: f64,
    n: f64,
    /// The same by group.
    groups: Vec<(f64, f64)>,
}

impl Tally {
    /// (A + 1) / (S + 2) of each group.
    fn shares(&self) -> impl Iterator<Item = f64> {
        self.groups.iter().map(|(agree, n)| (agree + 1.0) / (n + 2.0))
    }
}

/// Lower bound of Wilson's interval, 80 %; those who pass have voted.
fn wilson(tally: &Tally) -> f64 {
    const Z: f64 = 1.281_551_565_545;
    if tally.n <= 0.0 {
        return 0.0;
    }
    let (share, n) = (tally.agree / tally.n, tally.n);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    (share + Z * Z / (2.0 * n) - spread) / (1.0 + Z * Z / n)
}

fn listed<T>(ideas: &[T], score: fn(&T) -> f64) -> Vec<u32> {
    let scores: Vec<f64> = ideas.iter().map(score).collect();
    let mut order: Vec<u32> = (0..ideas.len() as u32).collect();
    order.sort_by(|a, b| scores[*b as usize].total_cmp(&scores[*a as usize]).then(a.cmp(b)));
    order
}

fn ballots(training: &Training) -> Vec<Ballot> {
    let plain = |vote: &Vote| (vote.idea, f64::from(vote.vote));
    training.ballots.iter().map(|ballot| ballot.iter().map(plain).collect()).collect()
}

fn tallied(training: &Training) -> Vec<Tally> {
    by_group(training, &vec![0; training.ballots.len()])
}

fn grouped(training: &Training) -> Vec<Tally> {
    by_group(training, &groups(&ballots(training), training.n_ideas))
}

fn by_group(training: &Training, groups: &[usize]) -> Vec<Tally> {
    let n_groups = groups.iter().max().map_or(0, |last| last + 1);
    let empty = Tally { groups: vec![(0.0, 0.0); n_groups], ..Tally::default() };
    let mut all = vec![empty; training.n_ideas];
    for (ballot, group) in training.ballots.iter().zip(groups) {
        for vote in ballot {
            let (tally, agree) = (&mut all[vote.idea as usize], f64::from(u8::from(vote.vote == 1)));
            tally.agree += agree;
            tally.n += 1.0;
            let own = &mut tally.groups[*group];
            *own = (own.0 + agree, own.1 + 1.0);
        }
    }
    all
}
