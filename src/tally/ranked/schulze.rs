//! Schulze's method: strongest chains of duels.

use super::pairwise::Pairwise;

/// Who wins, and by which chains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schulze {
    /// In row a, how strong the strongest chain of won duels from a to each option is: of its weakest duel the
    /// ballots on the winning side; 0 where there is none.
    pub strengths: Vec<Vec<u32>>,
    /// 1 for the winners; then by how many options have the stronger chain against one. Equal ranks are ties.
    pub ranks: Vec<u32>,
    /// Options against which no other has the stronger chain, by index; several are a tie.
    pub winners: Vec<usize>,
}

/// Schulze's method with winning votes: a duel is as strong as the ballots of its winner, whatever the loser has.
/// M. Schulze, Soc. Choice Welf. 36 (2011). Takes time in the third power of the options.
pub fn schulze(pairwise: &Pairwise) -> Schulze {
    let mut strengths: Vec<Vec<u32>> = pairwise.rows().to_vec();
    for (a, row) in strengths.iter_mut().enumerate() {
        for (b, strength) in row.iter_mut().enumerate() {
            if *strength <= pairwise.of_pair(b, a) {
                *strength = 0;
            }
        }
    }
    for middle in 0..strengths.len() {
        let onward = strengths.get(middle).cloned().unwrap_or_default();
        for (a, row) in strengths.iter_mut().enumerate() {
            let to_middle = row.get(middle).copied().unwrap_or(0);
            for (b, (strength, onward)) in row.iter_mut().zip(&onward).enumerate() {
                if a != b {
                    *strength = (*strength).max(to_middle.min(*onward));
                }
            }
        }
    }
    let of = |a: usize, b: usize| strengths.get(a).and_then(|row| row.get(b)).copied().unwrap_or(0);
    let n_stronger = |a: usize| (0..strengths.len()).filter(|b| of(*b, a) > of(a, *b)).count();
    let rank = |a| u32::try_from(n_stronger(a)).unwrap_or(u32::MAX).saturating_add(1);
    let ranks: Vec<u32> = (0..strengths.len()).map(rank).collect();
    let winners = (0..).zip(&ranks).filter(|(_, rank)| **rank == 1).map(|(option, _)| option).collect();
    Schulze { strengths, ranks, winners }
}

#[cfg(test)]
mod tests {
    use super::super::{Ranking, first_choices, run_off};
    use super::*;
    use crate::places;

    /// Schulze's own example: 45 voters, options A to E.
    pub(super) fn forty_five() -> Vec<Ranking> {
        let said = [
            (5, "ACBED"),
            (5, "ADECB"),
            (8, "BEDAC"),
            (3, "CABED"),
            (7, "CAEBD"),
            (2, "CBADE"),
            (7, "DCEBA"),
            (8, "EBADC"),
        ];
        let ballot = |order: &str| Ranking::best_first(5, order.bytes().map(|name| usize::from(name - b'A')));
        said.iter().flat_map(|(n, order)| vec![ballot(order); *n]).collect()
    }

    #[test]
    fn schulzes_forty_five_voters_elect_e_by_his_method_and_by_borda_and_a_by_run_off() {
        let ballots = forty_five();
        let pairwise = Pairwise::of(5, &ballots);
        let schulze = schulze(&pairwise);
        assert_eq!(schulze.winners, [4]);
        assert_eq!(schulze.ranks, [2, 4, 3, 5, 1]);
        assert_eq!(schulze.strengths[0], [0, 28, 28, 30, 24]);
        assert_eq!(schulze.strengths[4], [25, 28, 28, 31, 0]);
        assert_eq!(places::greatest(&pairwise.borda()), [4]);
        assert_eq!(run_off(5, &ballots).winners, [0]);
        assert_eq!(first_choices(5, &ballots), [10, 8, 12, 7, 8]);
    }

    #[test]
    fn winning_votes_decide_and_not_margins() {
        fn check(rows: [[u32; 3]; 3], winners: &[usize]) {
            let rows = rows.iter().map(|row| row.to_vec()).collect();
            assert_eq!(schulze(&Pairwise::of_rows(20, rows)).winners, winners);
        }
        // 0 beats 1 by 9 to 8, 1 beats 2 by 7 to 3, 2 beats 0 by 8 to 6: by margins 1 would win.
        check([[0, 9, 6], [8, 0, 7], [8, 3, 0]], &[2]);
        check([[0, 5, 5], [5, 0, 5], [5, 5, 0]], &[0, 1, 2]);
        check([[0, 0, 0]; 3], &[0, 1, 2]);
    }
}
