//! Counting the published ballots of a poll anew on this device, and saying where that differs from what was published.

use parvis_model::poll::{PollBallots, Results, Rules};
use parvis_tally::ballots;

/// What the count of this device says of the published one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recount {
    /// Ballots that this device counted.
    pub n_ballots: u32,
    /// Lines of the list that are no ballots of this poll: against its rules, none at all, or there twice.
    pub n_broken: u32,
    /// Options, by their places, for which this device counts something else.
    pub differing: Vec<usize>,
    /// Whether everything that can be counted anew is as published. Whose purchase was checked is in no ballot.
    pub is_same: bool,
}

/// Counts anew. The list is taken for broken where it is not sorted with each ballot once: a list that is hides no
/// second line for a ballot.
pub fn recount(rules: &Rules, published: &Results, list: &PollBallots) -> Recount {
    let mut n_broken = 0u32;
    let mut before = None;
    for equal in &list.ballots {
        let ballot = equal.to_ballot();
        let is_counted = ballot.check(rules).is_empty() && ballot.to_counted(rules) == ballot && equal.n > 0;
        let is_sorted = before.is_none_or(|before| before < ballot);
        n_broken = n_broken.saturating_add(u32::from(!is_counted || !is_sorted));
        before = Some(ballot);
    }
    let own = ballots::results(rules, &list.ballots);
    let (tally, theirs) = (&own.tally, &published.tally);
    let is_option_same = |place: &usize| {
        own.counts.get(*place) == published.counts.get(*place)
            && tally.grades.get(*place) == theirs.grades.get(*place)
            && tally.points.get(*place) == theirs.points.get(*place)
            && tally.firsts.get(*place) == theirs.firsts.get(*place)
            && tally.pairs.get(*place) == theirs.pairs.get(*place)
    };
    let differing: Vec<usize> = (0..rules.options.len()).filter(|place| !is_option_same(place)).collect();
    let is_same = n_broken == 0
        && differing.is_empty()
        && own.n_ballots == published.n_ballots
        && own.counts == published.counts
        && own.tally == published.tally;
    Recount { n_ballots: own.n_ballots, n_broken, differing, is_same }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parvis_model::poll::{EqualBallots, Method};

    fn rules(method: Method) -> Rules {
        let options = ["a", "b"].map(|id| serde_json::json!({"id": id, "text": {}}));
        let rules = serde_json::json!({
            "method": method, "options": options, "max_choices": 2, "visibility": "always", "min_n": 0,
            "grades": [{}, {}, {}, {}, {}], "opens": "2026-01-01T00:00:00Z",
        });
        serde_json::from_value(rules).unwrap()
    }

    fn list(method: Method) -> PollBallots {
        let line = |choices: &[&str], values: [u8; 2], n| EqualBallots {
            choices: if method.has_values() {
                Vec::new()
            } else {
                choices.iter().map(|id| parvis_model::id::OptionId::parse(id).unwrap()).collect()
            },
            values: if method.has_values() { values.to_vec() } else { Vec::new() },
            n,
        };
        PollBallots { ballots: vec![line(&["a"], [1, 3], 7), line(&["b"], [2, 0], 4)] }
    }

    #[test]
    fn an_honest_list_counts_to_what_was_published() {
        for method in Method::ALL {
            let (rules, list) = (rules(method), list(method));
            let published = Results { n_verified: 3, ..ballots::results(&rules, &list.ballots) };
            let expected = Recount { n_ballots: 11, n_broken: 0, differing: Vec::new(), is_same: true };
            assert_eq!(recount(&rules, &published, &list), expected, "{method:?}");
        }
    }

    #[test]
    fn a_list_that_was_tampered_with_is_found_out() {
        for method in Method::ALL {
            let (rules, honest) = (rules(method), list(method));
            let published = ballots::results(&rules, &honest.ballots);
            type Tamper = fn(&mut Vec<EqualBallots>);
            let more: Tamper = |lines| lines[0].n += 1;
            let moved: Tamper = |lines| {
                lines[0].n -= 1;
                lines[1].n += 1;
            };
            let gone: Tamper = |lines| drop(lines.remove(1));
            let twice: Tamper = |lines| lines.push(lines[1].clone());
            let unsorted: Tamper = |lines| lines.reverse();
            let broken: Tamper = |lines| lines[1].values = vec![9, 9];
            for (name, tamper) in [
                ("more", more),
                ("moved", moved),
                ("gone", gone),
                ("twice", twice),
                ("unsorted", unsorted),
                ("broken", broken),
            ] {
                let mut list = honest.clone();
                tamper(&mut list.ballots);
                assert!(!recount(&rules, &published, &list).is_same, "{method:?}: {name}");
            }
        }
    }

    #[test]
    fn a_wrong_published_count_is_found_out_and_named() {
        for method in Method::ALL {
            let (rules, list) = (rules(method), list(method));
            let mut published = ballots::results(&rules, &list.ballots);
            match method {
                Method::Grades => published.tally.grades[1].swap(0, 3),
                Method::Points => published.tally.points[1] += 1,
                Method::Ranking => published.tally.pairs[1][0] -= 1,
                _ => published.counts[1] += 1,
            }
            let recount = recount(&rules, &published, &list);
            assert_eq!((recount.is_same, recount.differing), (false, vec![1]), "{method:?}");
        }
    }
}
