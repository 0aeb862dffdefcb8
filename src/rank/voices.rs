//! Voices: what the votes on a board say to its order, in whole numbers that can be published.
//!
//! Every account is heard by the weight of [`crate::alike`]. Those who are heard and voted on five ideas, or on
//! all, are parted into opinion groups, from forty of them on, and an idea is worth to the board what it is
//! worth to the group that likes it least. Whole numbers, because server and browser must find the same score
//! to the last bit.

use crate::alike::{Cast, companies, weights};
use parvis_model::board::{Voices, Votes};
use parvis_model::draft::Vote;

/// Voters there must be before they are parted into groups.
pub const GROUPED_LEAST: usize = 40;
/// Ideas a voter must have voted on to be in a group: who voted once may be of any opinion on the rest.
pub const OPINIONS_LEAST: usize = 5;

/// Parts voters into groups: what each voted, by the index of the idea, as 1, 0 or −1, and how many ideas
/// there are; gives the group of each, from 0. See the crate `tally`.
pub type Groups = fn(&[Vec<(u32, i8)>], usize) -> Vec<usize>;

/// Agreeing voices, of how many.
type Part = (f64, f64);

/// What was heard about one idea: by all, and by each group. Votes without voters are in no group.
struct Heard {
    all: Part,
    groups: Vec<Part>,
}

/// What is said of each idea. `before` has the votes on each that came without voters; `ballots` what each
/// account voted, by index; `prior` are the neutral voices of a group. Deterministic in all of them.
pub fn voices(before: &[Votes], ballots: &[Vec<Cast>], prior: f64, groups: Groups) -> Vec<Voices> {
    let companies = companies(ballots);
    let weights = weights(&companies);
    let group_of = grouped(before.len(), ballots, &companies, &weights, groups);
    let n_groups = group_of.iter().flatten().max().map_or(0, |last| last + 1);
    let start = |before: &Votes| Heard {
        all: (f64::from(before.agree), f64::from(before.total())),
        groups: vec![(0.0, 0.0); n_groups],
    };
    let mut heard: Vec<Heard> = before.iter().map(start).collect();
    for ((ballot, weight), group) in ballots.iter().zip(&weights).zip(&group_of) {
        for cast in ballot {
            let idea = usize::try_from(cast.idea).ok().and_then(|idea| heard.get_mut(idea));
            let Some(Heard { all, groups }) = idea else { continue };
            let agree = if cast.vote == Vote::Agree { *weight } else { 0.0 };
            for part in group.and_then(|group| groups.get_mut(group)).into_iter().chain([all]) {
                *part = (part.0 + agree, part.1 + weight);
            }
        }
    }
    heard.iter().map(|heard| heard.to_voices(prior)).collect()
}

/// The group of each account, if it is in one. The first of a company stands for all of it; who is not heard
/// parts nobody.
fn grouped(
    n_ideas: usize,
    ballots: &[Vec<Cast>],
    companies: &[usize],
    weights: &[f64],
    groups: Groups,
) -> Vec<Option<usize>> {
    let n_least = OPINIONS_LEAST.min(n_ideas);
    let stands = |(account, first): (usize, &usize)| {
        let is_heard = weights.get(account).is_some_and(|weight| *weight > 0.0);
        let has_opinions = ballots.get(account).is_some_and(|ballot| ballot.len() >= n_least);
        (account == *first && is_heard && has_opinions).then_some(account)
    };
    let standing: Vec<usize> = companies.iter().enumerate().filter_map(stands).collect();
    let mut group_of = vec![None; ballots.len()];
    if standing.len() < GROUPED_LEAST {
        return group_of;
    }
    let plain = |cast: &Cast| (cast.idea, cast.vote.as_number());
    let voters: Vec<Vec<(u32, i8)>> = standing
        .iter()
        .filter_map(|account| ballots.get(*account))
        .map(|ballot| ballot.iter().map(plain).collect())
        .collect();
    for (account, group) in standing.iter().zip(groups(&voters, n_ideas)) {
        if let Some(slot) = group_of.get_mut(*account) {
            *slot = Some(group);
        }
    }
    companies.iter().map(|first| group_of.get(*first).copied().flatten()).collect()
}

impl Heard {
    /// Each group's share of agreement is drawn to that of all by `prior` voices: (A + prior · p) / (n + prior)
    /// with p = (agree + 1) / (all + 2). Without groups all are one.
    fn to_voices(&self, prior: f64) -> Voices {
        let (agree, all) = self.all;
        let share = (agree + 1.0) / (all + 2.0);
        let of = |part: &Part| (part.0 + prior * share) / (part.1 + prior).max(f64::MIN_POSITIVE);
        let every_group = if self.groups.is_empty() {
            of(&self.all)
        } else {
            self.groups.iter().map(of).fold(1.0, f64::min)
        };
        Voices {
            agree: whole(agree, 100.0),
            all: whole(all, 100.0),
            every_group: whole(every_group, 10_000.0),
        }
    }
}

/// In parts of one, rounded to the nearest; what is too much is the most there is.
fn whole(value: f64, parts: f64) -> u32 {
    (value * parts + 0.5) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use parvis_model::time::Day;

    const PRIOR: f64 = 3.0;

    fn cast(idea: u32, vote: Vote, day: i32) -> Cast {
        Cast { idea, vote, day: Day::from_number(day) }
    }

    /// Everybody in one group.
    fn one(voters: &[Vec<(u32, i8)>], _: usize) -> Vec<usize> {
        vec![0; voters.len()]
    }

    /// A group for who agrees with the first idea, another for all others.
    fn two(voters: &[Vec<(u32, i8)>], _: usize) -> Vec<usize> {
        voters.iter().map(|votes| usize::from(votes.contains(&(0, 1)))).collect()
    }

    /// Voters who agree with one idea and disagree with the other, each on a day of their own.
    fn camp(n: i32, first_day: i32, agree: u32, disagree: u32) -> Vec<Vec<Cast>> {
        let ballot = |day| vec![cast(agree, Vote::Agree, day), cast(disagree, Vote::Disagree, day)];
        (first_day..first_day + n).map(ballot).collect()
    }

    #[test]
    fn without_groups_an_idea_is_worth_what_it_is_to_all() {
        let before = [Votes { agree: 2, pass: 1, disagree: 0 }, Votes::default()];
        let of = voices(&before, &camp(3, 0, 0, 1), PRIOR, one);
        // p = 6/8, (5 + 3p) / (6 + 3).
        assert_eq!(of[0], Voices { agree: 500, all: 600, every_group: 8056 });
        // p = 1/5, (0 + 3p) / (3 + 3).
        assert_eq!(of[1], Voices { agree: 0, all: 300, every_group: 1000 });
        assert_eq!(voices(&before[1..], &[], 0.0, one), [Voices { agree: 0, all: 0, every_group: 0 }]);
        assert_eq!(voices(&before[1..], &[], PRIOR, one), [Voices { agree: 0, all: 0, every_group: 5000 }]);
    }

    #[test]
    fn from_forty_voters_on_an_idea_is_worth_what_it_is_to_the_group_that_likes_it_least() {
        let before = [Votes::default(); 2];
        let mut ballots = camp(30, 0, 0, 1);
        ballots.extend(camp(9, 100, 1, 0));
        let few = voices(&before, &ballots, PRIOR, two);
        // p = 31/41, (30 + 3p) / (39 + 3).
        assert_eq!(few[0], Voices { agree: 3000, all: 3900, every_group: 7683 });
        ballots.extend(camp(1, 200, 1, 0));
        let many = voices(&before, &ballots, PRIOR, two);
        // p = 31/42, (0 + 3p) / (10 + 3).
        assert_eq!(many[0], Voices { agree: 3000, all: 4000, every_group: 1703 });
    }

    #[test]
    fn who_voted_on_one_idea_of_many_is_in_no_group() {
        let ballots: Vec<_> = (0..60).map(|day| vec![cast(day as u32 % 2, Vote::Agree, day)]).collect();
        let groups: Groups = |_, _| unreachable!();
        let of = voices(&[Votes::default(); 9], &ballots, PRIOR, groups);
        assert_eq!(of[0], Voices { agree: 3000, all: 3000, every_group: 9972 });
    }

    #[test]
    fn a_crowd_changes_nothing_among_people_who_vote_each_in_their_own_way() {
        let before = [Votes::default(); 2];
        let mut ballots = camp(25, 0, 0, 1);
        ballots.extend(camp(25, 100, 1, 0));
        let quiet = voices(&before, &ballots, PRIOR, two);
        ballots.extend(vec![vec![cast(0, Vote::Agree, 300)]; 10]);
        assert_eq!(voices(&before, &ballots, PRIOR, two), quiet);
    }

    #[test]
    fn where_everybody_votes_once_on_the_first_day_everybody_is_heard() {
        let ballots =
            [vec![vec![cast(0, Vote::Agree, 1)]; 50], vec![vec![cast(1, Vote::Agree, 1)]; 4]].concat();
        let of = voices(&[Votes::default(); 2], &ballots, PRIOR, one);
        assert_eq!((of[0].agree, of[1].agree), (5000, 400));
    }
}
