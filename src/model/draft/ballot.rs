//! Ballots: the rules of each method, the same on both sides, and the form in which a ballot is counted.

use super::Ballot;
use crate::fault::{Fault, Rule};
use crate::poll::{Method, Rules};

impl Ballot {
    /// Every fault, or nothing; an empty ballot is a fault, because taking a vote back is another act.
    pub fn check(&self, rules: &Rules) -> Vec<Fault> {
        let fault =
            if rules.method.has_values() { self.wrong_value(rules) } else { self.wrong_choice(rules) };
        fault.into_iter().collect()
    }

    /// The ballot as it is kept, counted and published: a set of choices in the order of the options, so that two
    /// equal ones are the same; a grade that was not given is the default grade, points that were not given are 0.
    pub fn to_counted(&self, rules: &Rules) -> Self {
        let mut counted = self.clone();
        if rules.method != Method::Ranking {
            counted.choices.sort_by_key(|id| rules.place(id));
        }
        match rules.method {
            Method::Grades => counted.values.resize(rules.options.len(), rules.default_grade),
            Method::Points => counted.values.resize(rules.options.len(), 0),
            _ => {}
        }
        counted
    }

    fn wrong_choice(&self, rules: &Rules) -> Option<Fault> {
        let repeated = |index: usize, id| self.choices.iter().skip(index + 1).any(|other| other == id);
        let most = rules.n_choices();
        if !self.values.is_empty() {
            Some(Fault::new("values", Rule::NotAllowed))
        } else if self.choices.is_empty() {
            Some(Fault::new("choices", Rule::Missing))
        } else if self
            .choices
            .iter()
            .enumerate()
            .any(|(index, id)| rules.place(id).is_none() || repeated(index, id))
        {
            Some(Fault::new("choices", Rule::NotAllowed))
        } else if self.choices.len() > most as usize {
            Some(Fault::with_limit("choices", Rule::TooMany, most))
        } else {
            None
        }
    }

    fn wrong_value(&self, rules: &Rules) -> Option<Fault> {
        let n_options = u32::try_from(rules.options.len()).unwrap_or(u32::MAX);
        let sum: u32 = self.values.iter().map(|value| u32::from(*value)).sum();
        let budget = rules.budget;
        let is_points = rules.method == Method::Points;
        let n_values = if is_points {
            budget.most.saturating_add(1)
        } else {
            u32::try_from(rules.grades.len()).unwrap_or(0)
        };
        if !self.choices.is_empty() {
            Some(Fault::new("choices", Rule::NotAllowed))
        } else if self.values.is_empty() || (is_points && sum == 0) {
            Some(Fault::new("values", Rule::Missing))
        } else if self.values.len() > n_options as usize {
            Some(Fault::with_limit("values", Rule::TooMany, n_options))
        } else if self.values.iter().any(|value| u32::from(*value) >= n_values) {
            Some(Fault::new("values", Rule::NotAllowed))
        } else if is_points && sum > budget.points {
            Some(Fault::with_limit("values", Rule::TooMany, budget.points))
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::OptionId;

    /// Three options, six grades, 10 points with 3 an option at most; two names on a ballot of several.
    fn rules(method: Method) -> Rules {
        let options = ["a", "b", "c"].map(|id| serde_json::json!({"id": id, "text": {}}));
        let json = serde_json::json!({
            "method": method, "max_choices": 2, "visibility": "always", "min_n": 0,
            "options": options,
            "grades": [{}, {}, {}, {}, {}, {}], "default_grade": 1, "budget": {"points": 5, "most": 3},
            "opens": "2026-01-01T00:00:00Z",
        });
        serde_json::from_value(json).unwrap()
    }

    fn ballot(choices: &[&str], values: &[u8]) -> Ballot {
        Ballot {
            choices: choices.iter().map(|id| OptionId::parse(id).unwrap()).collect(),
            values: values.to_vec(),
        }
    }

    #[test]
    fn each_method_has_its_rules() {
        fn check(method: Method, choices: &[&str], values: &[u8], expected: Option<Fault>) {
            let faults = ballot(choices, values).check(&rules(method));
            assert_eq!(faults, Vec::from_iter(expected), "{method:?} {choices:?} {values:?}");
        }
        let missing = |field| Some(Fault::new(field, Rule::Missing));
        let not_allowed = |field| Some(Fault::new(field, Rule::NotAllowed));
        let too_many = |field, most| Some(Fault::with_limit(field, Rule::TooMany, most));
        for method in [Method::Single, Method::Multiple, Method::Approval, Method::Ranking] {
            check(method, &["b"], &[], None);
            check(method, &[], &[], missing("choices"));
            check(method, &["z"], &[], not_allowed("choices"));
            check(method, &["a", "a"], &[], not_allowed("choices"));
            check(method, &["a"], &[1], not_allowed("values"));
        }
        check(Method::Single, &["a", "b"], &[], too_many("choices", 1));
        check(Method::Multiple, &["a", "b", "c"], &[], too_many("choices", 2));
        check(Method::Approval, &["a", "b", "c"], &[], None);
        check(Method::Ranking, &["c", "a", "b"], &[], None);
        for method in [Method::Grades, Method::Points] {
            check(method, &[], &[1, 0, 3], None);
            check(method, &[], &[1], None);
            check(method, &[], &[], missing("values"));
            check(method, &["a"], &[1, 0, 3], not_allowed("choices"));
            check(method, &[], &[1, 0, 3, 0], too_many("values", 3));
        }
        check(Method::Grades, &[], &[0, 0, 0], None);
        check(Method::Grades, &[], &[5, 6, 0], not_allowed("values"));
        check(Method::Points, &[], &[0, 0, 0], missing("values"));
        check(Method::Points, &[], &[0, 4, 0], not_allowed("values"));
        check(Method::Points, &[], &[3, 2, 1], too_many("values", 5));
    }

    #[test]
    fn a_ballot_is_counted_in_one_form() {
        fn check(method: Method, given: (&[&str], &[u8]), counted: (&[&str], &[u8])) {
            let rules = rules(method);
            let expected = ballot(counted.0, counted.1);
            assert_eq!(ballot(given.0, given.1).to_counted(&rules), expected, "{method:?}");
            assert_eq!(expected.to_counted(&rules), expected, "counted once is counted for good");
        }
        check(Method::Approval, (&["c", "a"], &[]), (&["a", "c"], &[]));
        check(Method::Ranking, (&["c", "a"], &[]), (&["c", "a"], &[]));
        check(Method::Grades, (&[], &[4]), (&[], &[4, 1, 1]));
        check(Method::Points, (&[], &[2]), (&[], &[2, 0, 0]));
    }
}
