//! Instant run-off, shown as what another method would say, and first choices.

use super::ranking::{Ranking, UNRANKED};

/// One round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Votes of each option; none for those that are out.
    pub votes: Vec<Option<u32>>,
    /// Ballots that rank none of those still in.
    pub n_exhausted: u32,
    /// Who leaves after this round: all that are tied for the fewest votes. Nobody after the last one.
    pub out: Vec<usize>,
}

/// All rounds, and who is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunOff {
    /// In order.
    pub rounds: Vec<Round>,
    /// Several where those left are tied.
    pub winners: Vec<usize>,
}

/// Round by round, every ballot counts for the option it ranks best of those still in, and those with the fewest
/// votes leave, all that are tied together, until one is left or all that are left are tied. A ballot that ranks
/// several best counts for each of them: T. Delemazure and D. Peters, EC 2024.
pub fn run_off(n_options: usize, ballots: &[Ranking]) -> RunOff {
    let mut stands = vec![true; n_options];
    let mut rounds = Vec::new();
    loop {
        let (votes, n_exhausted) = counted(&stands, ballots);
        let fewest = votes.iter().flatten().min().copied();
        let has_fewest = |votes: &Option<u32>| votes.is_some() && *votes == fewest;
        let mut out: Vec<usize> =
            (0..).zip(&votes).filter(|(_, votes)| has_fewest(votes)).map(|(option, _)| option).collect();
        let standing: Vec<usize> =
            (0..).zip(&stands).filter(|(_, stands)| **stands).map(|(option, _)| option).collect();
        let is_over = out.len() == standing.len();
        if is_over {
            out.clear();
        }
        for option in &out {
            if let Some(stands) = stands.get_mut(*option) {
                *stands = false;
            }
        }
        rounds.push(Round { votes, n_exhausted, out });
        if is_over {
            return RunOff { rounds, winners: standing };
        }
    }
}

fn counted(stands: &[bool], ballots: &[Ranking]) -> (Vec<Option<u32>>, u32) {
    let mut votes = vec![0u32; stands.len()];
    let mut n_exhausted = 0;
    // Who is out stands at the last place of every ballot: arithmetic instead of branches, three times as fast.
    let lowered: Vec<u32> = stands.iter().map(|stands| if *stands { 0 } else { UNRANKED }).collect();
    for ballot in ballots {
        let places = || ballot.places().iter().zip(&lowered).map(|(place, lowered)| place | lowered);
        let best = places().min().unwrap_or(UNRANKED);
        if best == UNRANKED {
            n_exhausted += 1;
            continue;
        }
        for (votes, place) in votes.iter_mut().zip(places()) {
            *votes += u32::from(place == best);
        }
    }
    (votes.into_iter().zip(stands).map(|(votes, stands)| stands.then_some(votes)).collect(), n_exhausted)
}

/// How many ballots rank each option alone at the top. One that ranks several best names nobody.
pub fn first_choices(n_options: usize, ballots: &[Ranking]) -> Vec<u32> {
    let mut votes = vec![0u32; n_options];
    for ballot in ballots {
        let best = ballot.places().iter().copied().min().unwrap_or(UNRANKED);
        let is_top = |place: u32| place == best && place != UNRANKED;
        let mut at_top = (0usize..).zip(ballot.places()).filter(|(_, place)| is_top(**place));
        if let (Some((option, _)), None) = (at_top.next(), at_top.next())
            && let Some(votes) = votes.get_mut(option)
        {
            *votes += 1;
        }
    }
    votes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ballots(said: &[&[usize]]) -> Vec<Ranking> {
        said.iter().map(|order| Ranking::best_first(3, order.iter().copied())).collect()
    }

    #[test]
    fn all_tied_for_the_fewest_leave_together() {
        let ballots = ballots(&[&[0, 1, 2], &[0, 2, 1], &[1, 2, 0], &[2, 1, 0]]);
        let found = run_off(3, &ballots);
        assert_eq!(found.winners, [0]);
        let first = Round { votes: vec![Some(2), Some(1), Some(1)], n_exhausted: 0, out: vec![1, 2] };
        let last = Round { votes: vec![Some(4), None, None], n_exhausted: 0, out: vec![] };
        assert_eq!(found.rounds, [first, last]);
    }

    #[test]
    fn a_ballot_moves_on_to_its_next_choice_or_is_exhausted() {
        let found = run_off(3, &ballots(&[&[0, 1], &[0, 1], &[1], &[1, 0], &[1], &[2, 0], &[2]]));
        assert_eq!(found.rounds[0].out, [0, 2]);
        assert_eq!(found.rounds[1].votes, [None, Some(5), None]);
        assert_eq!((found.rounds[1].n_exhausted, found.winners), (2, vec![1]));
    }

    #[test]
    fn where_all_left_are_tied_all_of_them_win() {
        assert_eq!(run_off(3, &ballots(&[&[0], &[1], &[2]])).winners, [0, 1, 2]);
        assert_eq!(run_off(3, &[]).winners, [0, 1, 2]);
        assert!(run_off(0, &[]).winners.is_empty());
    }

    #[test]
    fn a_ballot_with_several_at_the_top_counts_for_each_in_a_run_off_and_for_none_as_first_choice() {
        let ballots = [Ranking::levels(3, [vec![0, 1], vec![2]]), Ranking::best_first(3, [2])];
        assert_eq!(run_off(3, &ballots).rounds[0].votes, [Some(1), Some(1), Some(1)]);
        assert_eq!(first_choices(3, &ballots), [0, 0, 1]);
    }
}
