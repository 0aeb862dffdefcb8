//! What opinion groups say of each idea: what all of them support, and what one says that the others do not.

use crate::groups::Opinions;

/// The standard score that one in ten exceeds by chance, on one side.
const Z90: f64 = 1.2816;
/// Representative ideas of one group at most.
const N_REPRESENTATIVE: usize = 5;

/// Votes on one idea.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// For it.
    pub agree: u32,
    /// Against it.
    pub disagree: u32,
    /// All, with those for neither.
    pub n: u32,
}

/// Votes on one idea by everybody and by each group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Everybody's, in a group or not.
    pub all: Count,
    /// In the order of groups.
    pub groups: Vec<Count>,
}

/// A direction that many share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// For.
    Agree,
    /// Against.
    Disagree,
}

/// An idea on which most say the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Consensus {
    /// The index of the idea.
    pub idea: usize,
    /// What they say.
    pub side: Side,
    /// The share that says it, (k + 1) / (n + 2).
    pub share: f64,
    /// By how many standard deviations more than half say it.
    pub z: f64,
}

/// An idea that tells a group from the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Representative {
    /// The index of the idea.
    pub idea: usize,
    /// What the group says.
    pub side: Side,
    /// The share of the group that says it, (k + 1) / (n + 2).
    pub share: f64,
    /// How many times the share of the others that is.
    pub ratio: f64,
}

impl Heard {
    /// What is said of each of `n_ideas`; `group_of` has the group of each voter under `n_groups`, if they are in
    /// one. An idea or group that is not there counts for nothing.
    pub fn of(voters: &[Opinions], group_of: &[Option<usize>], n_groups: usize, n_ideas: usize) -> Vec<Self> {
        let nobody = Self { all: Count::default(), groups: vec![Count::default(); n_groups] };
        let mut heard = vec![nobody; n_ideas];
        let groups = group_of.iter().copied().chain(std::iter::repeat(None));
        for (votes, group) in voters.iter().zip(groups) {
            for (idea, vote) in votes {
                let idea = usize::try_from(*idea).ok().and_then(|idea| heard.get_mut(idea));
                let Some(Self { all, groups }) = idea else { continue };
                for count in group.and_then(|group| groups.get_mut(group)).into_iter().chain([all]) {
                    count.n += 1;
                    count.agree += u32::from(*vote > 0);
                    count.disagree += u32::from(*vote < 0);
                }
            }
        }
        heard
    }

    /// How much every group supports it, within [0, 1]: the geometric mean over groups of (agree + 1) / (n + 2),
    /// so that conversations with more groups compare. Everybody's share without groups. Polis's group-informed
    /// consensus is its power by the number of groups: C. Small and others, Recerca 26 (2021).
    pub fn support(&self) -> f64 {
        let shares = self.groups.iter().map(|count| share(count.agree, count.n));
        match self.groups.len() {
            0 => share(self.all.agree, self.all.n),
            n => libm::pow(shares.product(), 1.0 / n as f64),
        }
    }
}

impl Count {
    fn on(&self, side: Side) -> u32 {
        match side {
            Side::Agree => self.agree,
            Side::Disagree => self.disagree,
        }
    }

    /// All but these.
    fn without(&self, part: &Self) -> Self {
        Self {
            agree: self.agree.saturating_sub(part.agree),
            disagree: self.disagree.saturating_sub(part.disagree),
            n: self.n.saturating_sub(part.n),
        }
    }
}

/// Ideas on which more than half of everybody say the same, and not by chance: share above ½ and z above
/// 1.2816. The clearest first, by share · z; equal ones by index.
pub fn consensus(heard: &[Heard]) -> Vec<Consensus> {
    let told = |(idea, heard): (usize, &Heard)| {
        let of = |side| {
            let (k, n) = (heard.all.on(side), heard.all.n);
            Consensus { idea, side, share: share(k, n), z: z_of_half(k, n) }
        };
        [of(Side::Agree), of(Side::Disagree)].into_iter().find(|found| found.share > 0.5 && found.z > Z90)
    };
    let mut found: Vec<Consensus> = heard.iter().enumerate().filter_map(told).collect();
    let worth = |found: &Consensus| found.share * found.z;
    found.sort_by(|a, b| worth(b).total_cmp(&worth(a)).then(a.idea.cmp(&b.idea)));
    found
}

/// Ideas that tell a group from everybody else who is in a group, at most five: on which the group says one
/// thing, and says it more than the others, both not by chance. The most telling first, by the product of the
/// ratio, its standard score, the share and its standard score; as in Polis.
pub fn representative(heard: &[Heard], group: usize) -> Vec<Representative> {
    let told = |(idea, heard): (usize, &Heard)| {
        let own = heard.groups.get(group)?;
        let sum = |a: Count, b: &Count| Count {
            agree: a.agree + b.agree,
            disagree: a.disagree + b.disagree,
            n: a.n + b.n,
        };
        let rest = heard.groups.iter().fold(Count::default(), sum).without(own);
        let of = |side: Side| {
            let (k, others) = (own.on(side), rest.on(side));
            let (z, z_apart) = (z_of_half(k, own.n), z_of_two((k, own.n), (others, rest.n)));
            let (share, ratio) = (share(k, own.n), share(k, own.n) / share(others, rest.n));
            let found = Representative { idea, side, share, ratio };
            (z > Z90 && z_apart > Z90).then_some((ratio * z_apart * share * z, found))
        };
        let sides = [of(Side::Agree), of(Side::Disagree)];
        sides.into_iter().flatten().max_by(|a, b| a.0.total_cmp(&b.0))
    };
    let mut found: Vec<(f64, Representative)> = heard.iter().enumerate().filter_map(told).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.idea.cmp(&b.1.idea)));
    found.truncate(N_REPRESENTATIVE);
    found.into_iter().map(|(_, found)| found).collect()
}

/// (k + 1) / (n + 2): ½ without votes.
fn share(k: u32, n: u32) -> f64 {
    (f64::from(k) + 1.0) / (f64::from(n) + 2.0)
}

/// By how many standard deviations k of n is more than half: 2√(n + 1) · ((k + 1) / (n + 1) − ½).
fn z_of_half(k: u32, n: u32) -> f64 {
    let n = f64::from(n) + 1.0;
    2.0 * n.sqrt() * ((f64::from(k) + 1.0) / n - 0.5)
}

/// By how many standard deviations one share is more than another, each count with one more; 0 where all say it.
fn z_of_two(one: (u32, u32), other: (u32, u32)) -> f64 {
    let plus = |(k, n): (u32, u32)| (f64::from(k) + 1.0, f64::from(n) + 1.0);
    let ((k, n), (k_other, n_other)) = (plus(one), plus(other));
    let both = (k + k_other) / (n + n_other);
    let deviation = (both * (1.0 - both).max(0.0) * (1.0 / n + 1.0 / n_other)).sqrt();
    if deviation > 0.0 { (k / n - k_other / n_other) / deviation } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(groups: &[(u32, u32, u32)]) -> Heard {
        let groups: Vec<Count> = groups
            .iter()
            .map(|(agree, disagree, n)| Count { agree: *agree, disagree: *disagree, n: *n })
            .collect();
        let sum = |of: fn(&Count) -> u32| groups.iter().map(of).sum();
        Heard {
            all: Count { agree: sum(|c| c.agree), disagree: sum(|c| c.disagree), n: sum(|c| c.n) },
            groups,
        }
    }

    #[test]
    fn votes_are_counted_for_all_and_for_each_group() {
        let voters = [vec![(0, 1), (1, -1)], vec![(0, 0)], vec![(0, -1), (9, 1)]];
        let found = Heard::of(&voters, &[Some(1), None, Some(0)], 2, 2);
        assert_eq!(found[0].all, Count { agree: 1, disagree: 1, n: 3 });
        assert_eq!(found[0].groups[0], Count { agree: 0, disagree: 1, n: 1 });
        assert_eq!(found[1].groups, [Count::default(), Count { agree: 0, disagree: 1, n: 1 }]);
    }

    #[test]
    fn what_one_group_rejects_all_do_not_support() {
        fn check(groups: &[(u32, u32, u32)], expected: f64) {
            let support = heard(groups).support();
            assert!((support - expected).abs() < 1e-12, "{groups:?}: {support}");
        }
        check(&[], 0.5);
        check(&[(8, 2, 10)], 0.75);
        check(&[(7, 0, 7), (7, 0, 7)], 8.0 / 9.0);
        // √(0.9 · 0.1) where adding up would say ½.
        check(&[(17, 1, 18), (1, 17, 18)], 0.3);
    }

    #[test]
    fn most_say_the_same_where_it_is_more_than_chance() {
        let all =
            [heard(&[(6, 4, 10)]), heard(&[(90, 5, 100)]), heard(&[(5, 40, 50)]), heard(&[(500, 499, 1000)])];
        // Six of ten are .9 standard deviations above half.
        let found = consensus(&all);
        let told: Vec<(usize, Side)> = found.iter().map(|found| (found.idea, found.side)).collect();
        assert_eq!(told, [(1, Side::Agree), (2, Side::Disagree)]);
        assert!((found[0].share - 91.0 / 102.0).abs() < 1e-12, "{found:?}");
        // 2√101 · (91/101 − ½).
        assert!((found[0].z - 8.0598).abs() < 1e-4, "{found:?}");
    }

    #[test]
    fn an_idea_tells_a_group_where_the_others_say_another_thing() {
        let all = [
            heard(&[(18, 1, 20), (2, 17, 20)]),
            heard(&[(19, 0, 20), (19, 0, 20)]),
            heard(&[(1, 19, 20), (15, 4, 20)]),
            heard(&[(3, 3, 20), (0, 0, 0)]),
        ];
        let told = |group| -> Vec<(usize, Side)> {
            representative(&all, group).iter().map(|found| (found.idea, found.side)).collect()
        };
        assert_eq!(told(0), [(0, Side::Agree), (2, Side::Disagree)]);
        assert_eq!(told(1), [(0, Side::Disagree), (2, Side::Agree)]);
        assert_eq!(told(7), []);
        let first = representative(&all, 0)[0];
        assert!((first.ratio - 19.0 / 3.0).abs() < 1e-12, "{first:?}");
        // (19/21 − 3/21) / √(22/42 · 20/42 · 2/21).
        assert!((z_of_two((18, 20), (2, 20)) - 4.9433).abs() < 1e-4);
        assert_eq!(z_of_two((5, 5), (5, 5)), 0.0);
    }

    #[test]
    fn five_ideas_tell_a_group_at_most() {
        let all = vec![heard(&[(18, 1, 20), (2, 17, 20)]); 8];
        let told: Vec<usize> = representative(&all, 0).iter().map(|found| found.idea).collect();
        assert_eq!(told, [0, 1, 2, 3, 4]);
    }
}
