//! Opinion groups, found in the votes alone: who votes alike.
//!
//! Votes are a matrix of voters by ideas, 1, 0 or −1; what is missing counts as the mean of its idea, so that
//! it is 0 once the mean is taken away. The two directions of largest spread come from power iteration, and
//! each voter's place is scaled by √(ideas / own votes), as in Polis (C. Small and others, Recerca 26, 2021).
//! k-means with k from 2 to 5 from fixed starts, in which groups that are too small are given up; of these the
//! one with the best silhouette. Nothing is drawn by chance, and a round takes time in proportion to the votes.

mod clusters;
mod landscape;
mod plane;
mod stability;

pub use landscape::{Landscape, Middle};
pub use plane::{Plane, Point};
pub use stability::{STABLE_LEAST, adjusted_rand, stability};

/// People a group has at least; a smaller one would say of few what they voted.
pub const GROUP_LEAST: usize = 5;

/// The votes of one person: the index of an idea, and 1 for, 0 neither or −1 against; each idea once.
pub type Opinions = Vec<(u32, i8)>;

/// The opinion group of each voter, from 0; everybody in group 0 where no two groups of [`GROUP_LEAST`] part.
/// An idea outside of `n_ideas` counts for nothing.
pub fn groups(voters: &[Opinions], n_ideas: usize) -> Vec<usize> {
    let plane = Plane::of(voters, n_ideas);
    let places: Vec<Point> = voters.iter().map(|votes| plane.place(votes)).collect();
    clusters::parted(&places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn camp(n: usize, votes: &[i8]) -> Vec<Opinions> {
        vec![(0..).zip(votes.iter().copied()).collect(); n]
    }

    #[test]
    fn two_camps_are_two_groups() {
        let mut voters = camp(8, &[1, 1, -1, -1, 1]);
        voters.extend(camp(6, &[-1, -1, 1, 1, 1]));
        let groups = groups(&voters, 5);
        assert!(groups[..8].iter().all(|group| *group == groups[0]), "{groups:?}");
        assert!(groups[8..].iter().all(|group| *group == groups[8] && *group != groups[0]), "{groups:?}");
    }

    #[test]
    fn three_camps_are_three_groups() {
        let mut voters = camp(9, &[1, 1, -1, -1, -1, -1]);
        voters.extend(camp(9, &[-1, -1, 1, 1, -1, -1]));
        voters.extend(camp(9, &[-1, -1, -1, -1, 1, 1]));
        let groups = groups(&voters, 6);
        let mut found = [groups[0], groups[9], groups[18]];
        found.sort_unstable();
        assert_eq!(found, [0, 1, 2], "{groups:?}");
    }

    #[test]
    fn few_voters_and_equal_ones_are_one_group() {
        fn check(voters: &[Opinions], n_ideas: usize) {
            assert_eq!(groups(voters, n_ideas), vec![0; voters.len()], "{voters:?}");
        }
        check(&[], 3);
        check(&camp(9, &[1, -1]), 2);
        check(&camp(40, &[1, -1, 1]), 3);
        check(&camp(40, &[]), 0);
    }

    #[test]
    fn a_camp_of_four_is_no_group() {
        let mut voters = camp(20, &[1, 1, -1, -1]);
        voters.extend(camp(4, &[-1, -1, 1, 1]));
        assert_eq!(groups(&voters, 4), [0; 24]);
        voters.extend(camp(1, &[-1, -1, 1, 1]));
        let groups = groups(&voters, 4);
        assert!(groups[..20].iter().all(|group| *group == groups[0]), "{groups:?}");
        assert!(groups[20..].iter().all(|group| *group == 1 - groups[0]), "{groups:?}");
    }

    #[test]
    fn an_idea_that_is_not_there_counts_for_nothing() {
        let mut voters = camp(8, &[1, 1, -1, -1, 1]);
        voters.extend(camp(6, &[-1, -1, 1, 1, 1]));
        let known = groups(&voters, 5);
        voters.iter_mut().for_each(|votes| votes.push((99, 1)));
        assert_eq!(groups(&voters, 5), known);
    }

    proptest! {
        #[test]
        fn every_group_has_enough_people(
            votes in proptest::collection::vec(proptest::collection::vec(-1..2i8, 6), 0..60)
        ) {
            let voters: Vec<Opinions> =
                votes.iter().map(|votes| (0..).zip(votes.iter().copied()).collect()).collect();
            let groups = groups(&voters, 6);
            prop_assert_eq!(groups.len(), voters.len());
            for group in &groups {
                let n = groups.iter().filter(|other| *other == group).count();
                prop_assert!(n >= GROUP_LEAST.min(voters.len()), "{:?}", groups);
            }
        }
    }
}
