//! Community Notes: what is approved beyond what opinions explain.
//!
//! y = μ + i_u + i_n + f_u f_n, the squares of the errors and λ times those of the parameters made least, voter
//! and idea by turns, each in closed form. The score of an idea is its intercept i_n. S. Wojcik and others,
//! Birdwatch, arXiv:2210.15723 (2022), with one factor. For y: agree 1, pass ½, disagree 0.

use super::groups::Ballot;
use crate::chance::Chance;

/// The weight of intercepts, five times that of factors, as in the paper; times a few votes, because boards
/// have fewer than notes.
const LAMBDA_INTERCEPT: f64 = 0.15 * 5.0;
const LAMBDA_FACTOR: f64 = 0.03 * 5.0;
const N_ROUNDS: usize = 40;

/// Intercept and factor.
type Side = [f64; 2];

/// The intercept of each idea.
pub fn intercepts(ballots: &[Ballot], n_ideas: usize) -> Vec<f64> {
    let mut by_idea: Vec<Vec<(usize, f64)>> = vec![Vec::new(); n_ideas];
    let mut by_voter: Vec<Vec<(usize, f64)>> = Vec::new();
    for (voter, ballot) in ballots.iter().enumerate() {
        let approval = |vote: f64| (vote + 1.0) / 2.0;
        for (idea, vote) in ballot {
            by_idea[*idea as usize].push((voter, approval(*vote)));
        }
        by_voter.push(ballot.iter().map(|(idea, vote)| (*idea as usize, approval(*vote))).collect());
    }
    let n = by_voter.iter().map(Vec::len).sum::<usize>().max(1) as f64;
    let mu = by_voter.iter().flatten().map(|(_, y)| y).sum::<f64>() / n;
    let mut chance = Chance::new(0);
    let mut ideas: Vec<Side> = (0..n_ideas).map(|_| [0.0, chance.centred()]).collect();
    let mut voters: Vec<Side> = vec![[0.0; 2]; by_voter.len()];
    for _ in 0..N_ROUNDS {
        fit(&mut voters, &by_voter, &ideas, mu);
        fit(&mut ideas, &by_idea, &voters, mu);
    }
    ideas.into_iter().map(|[intercept, _]| intercept).collect()
}

/// The best intercept and factor of each on one side, the other side held: a ridge regression of two unknowns.
fn fit(sides: &mut [Side], rows: &[Vec<(usize, f64)>], others: &[Side], mu: f64) {
    for (side, row) in sides.iter_mut().zip(rows) {
        let (mut a, mut b, mut d) = (LAMBDA_INTERCEPT, 0.0, LAMBDA_FACTOR);
        let (mut p, mut q) = (0.0, 0.0);
        for (other, y) in row {
            let [intercept, factor] = others[*other];
            let rest = y - mu - intercept;
            a += 1.0;
            b += factor;
            d += factor * factor;
            p += rest;
            q += rest * factor;
        }
        let determinant = a * d - b * b;
        *side = [(p * d - q * b) / determinant, (q * a - p * b) / determinant];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_camps_like_beats_what_one_camp_loves() {
        // Ten and six voters: idea 0 is liked by most of both, idea 1 by the larger camp, idea 2 by the smaller.
        let ballot = |voter: usize| -> Ballot {
            let is_large = voter < 10;
            let own = |loved: bool| if loved { 1.0 } else { -1.0 };
            let shared = own(!voter.is_multiple_of(5));
            vec![
                (0, shared),
                (1, own(is_large)),
                (2, own(!is_large)),
                (3, own(is_large)),
                (4, own(!is_large)),
            ]
        };
        let ballots: Vec<Ballot> = (0..16).map(ballot).collect();
        let intercepts = intercepts(&ballots, 6);
        assert!(intercepts[0] > intercepts[1] && intercepts[1] > intercepts[2], "{intercepts:?}");
        assert_eq!(intercepts[5], 0.0);
    }
}
