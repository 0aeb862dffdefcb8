//! The protocol of opinion groups: would they be found again, and are they those the source recorded?
//!
//! `stability` is the median adjusted Rand index between the groups of all voters and those of four fifths of
//! them; `shown` is 1 where it passes the gate. Beside it stands the most that stability reaches in five runs in
//! which the votes on each idea are dealt anew among those who voted on it: what structure without opinions gives,
//! which a gate must not let through. `recorded` is the adjusted Rand index with the groups of the source. `map_ms` is
//! what a device may compute, `gate_ms` what the server does.

use crate::Scope;
use crate::chance::Chance;
use crate::ideas::Conversation;
use crate::outcome::{Figures, Measured};
use crate::set::Fault;
use parvis_tally::{Landscape, Opinions, STABLE_LEAST, adjusted_rand};
use std::path::Path;
use std::time::Instant;

/// How often votes are dealt anew.
const N_DEALS: u64 = 5;

/// Our figures, and those without opinions.
pub fn measured(folder: &Path, scope: Scope) -> Result<Measured, Fault> {
    let (voters, recorded, n_ideas) = Conversation::read(folder)?.voters();
    let (map, map_ms) = timed(|| Landscape::of(&voters, n_ideas));
    let (stability, gate_ms) = timed(|| Landscape::stability(&voters, n_ideas));
    let (ours, theirs): (Vec<usize>, Vec<usize>) = map
        .group_of
        .iter()
        .zip(&recorded)
        .filter_map(|(own, recorded)| Some(((*own)?, usize::try_from((*recorded)?).ok()?)))
        .unzip();
    let mut figures = Figures::default();
    figures.put("votes", voters.iter().map(Vec::len).sum::<usize>() as f64);
    figures.put("voters", map.places.iter().flatten().count() as f64);
    figures.put("groups", map.groups.len() as f64);
    figures.put("stability", stability);
    figures.put("shown", f64::from(u8::from(stability >= STABLE_LEAST)));
    figures.put("recorded", adjusted_rand(&ours, &theirs));
    figures.put("map_ms", map_ms);
    figures.put("gate_ms", gate_ms);
    let others = if scope == Scope::Everybody {
        vec![("votes dealt anew", dealt(&voters, n_ideas))]
    } else {
        Vec::new()
    };
    Ok((figures, others))
}

fn dealt(voters: &[Opinions], n_ideas: usize) -> Figures {
    let stability = |deal| Landscape::stability(&dealt_anew(voters, n_ideas, deal), n_ideas);
    let most = (0..N_DEALS).map(stability).fold(f64::NEG_INFINITY, f64::max);
    let mut figures = Figures::default();
    figures.put("stability", most);
    figures.put("shown", f64::from(u8::from(most >= STABLE_LEAST)));
    figures
}

fn timed<T>(task: impl Fn() -> T) -> (T, f64) {
    let start = Instant::now();
    let done = task();
    (done, start.elapsed().as_secs_f64() * 1_000.0)
}

/// The same voters, ideas and counts, but the votes on each idea dealt anew among those who voted on it: nobody
/// votes like anybody else any more, save by chance.
fn dealt_anew(voters: &[Opinions], n_ideas: usize, deal: u64) -> Vec<Opinions> {
    let mut chance = Chance::new(deal);
    let mut votes: Vec<Vec<i8>> = vec![Vec::new(); n_ideas];
    for (idea, vote) in voters.iter().flatten() {
        votes[*idea as usize].push(*vote);
    }
    let mut take = |idea: u32| {
        let left = &mut votes[idea as usize];
        left.swap_remove(chance.under(left.len()))
    };
    voters.iter().map(|votes| votes.iter().map(|(idea, _)| (*idea, take(*idea))).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dealing_anew_keeps_the_counts_of_every_idea() {
        let camp = |vote: i8| vec![vec![(0, vote), (1, -vote), (2, 1)]; 20];
        let voters = [camp(1), camp(-1)].concat();
        let dealt = dealt_anew(&voters, 3, 0);
        let sum = |voters: &[Opinions], idea| -> i32 {
            voters.iter().flatten().filter(|vote| vote.0 == idea).map(|vote| i32::from(vote.1)).sum()
        };
        assert_eq!([0, 1, 2].map(|idea| sum(&dealt, idea)), [0, 0, 40]);
        assert!(dealt != voters && dealt == dealt_anew(&voters, 3, 0));
    }
}
