//! The ballot while it is filled: ticks, grades, points, an order; nothing of it is kept or sent before it is cast.

use parvis_model::draft::Ballot;
use parvis_model::id::OptionId;
use parvis_model::poll::{Method, Rules};

/// A ballot being filled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fill {
    /// Options ticked, or ranked with the best first.
    pub ticked: Vec<OptionId>,
    /// What each option was given, in the order of the options; none where nothing was.
    pub values: Vec<Option<u8>>,
}

/// What became of the ballot, for those who do not see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    /// As pressed, or not at all.
    Plain,
    /// This many points are left.
    Left(u32),
    /// The option stands at this place of the ranking, from 1, and the focus belongs on this node.
    Placed(u32, String),
    /// The option left the ranking; the focus belongs on this node.
    Out(String),
}

impl Fill {
    /// What a ballot cast before was filled with.
    pub fn of(ballot: &Ballot) -> Self {
        Self { ticked: ballot.choices.clone(), values: ballot.values.iter().copied().map(Some).collect() }
    }

    /// The ballot it makes; what was given nothing has the default grade or no points.
    pub fn to_ballot(&self, rules: &Rules) -> Ballot {
        if !rules.method.has_values() {
            return Ballot { choices: self.ticked.clone(), values: Vec::new() };
        }
        if self.values.iter().all(Option::is_none) {
            return Ballot::default();
        }
        let nothing = if rules.method == Method::Grades { rules.default_grade } else { 0 };
        let value = |place: usize| self.value(place).unwrap_or(nothing);
        Ballot { choices: Vec::new(), values: (0..rules.options.len()).map(value).collect() }
    }

    /// What the option at a place was given.
    pub fn value(&self, place: usize) -> Option<u8> {
        self.values.get(place).copied().flatten()
    }

    /// Points that can still be given.
    pub fn left(&self, rules: &Rules) -> u32 {
        let given: u32 = self.values.iter().flatten().map(|value| u32::from(*value)).sum();
        rules.budget.points.saturating_sub(given)
    }

    /// Carries out what was done to a field: the id of an option, for a button with what it does behind a colon
    /// (`up`, `down`, `add`, `out`); `value` is that of the control.
    pub fn set(&mut self, rules: &Rules, field: &str, value: &str) -> Filled {
        let (option, does) = field.split_once(':').unwrap_or((field, ""));
        let Some((place, id)) =
            rules.options.iter().map(|option| &option.id).enumerate().find(|(_, id)| id.as_str() == option)
        else {
            return Filled::Plain;
        };
        match rules.method {
            Method::Single | Method::Multiple | Method::Approval => self.tick(rules, id),
            Method::Grades => {
                let grade = value.parse().ok().filter(|grade: &u8| usize::from(*grade) < rules.grades.len());
                if let Some(given) = self.value_mut(rules, place) {
                    *given = grade;
                }
            }
            Method::Points => return self.give(rules, place, does),
            Method::Ranking => return self.rank(rules, id, does),
        }
        Filled::Plain
    }

    fn value_mut(&mut self, rules: &Rules, place: usize) -> Option<&mut Option<u8>> {
        self.values.resize(rules.options.len(), None);
        self.values.get_mut(place)
    }

    fn tick(&mut self, rules: &Rules, option: &OptionId) {
        let is_single = rules.method == Method::Single;
        match self.ticked.iter().position(|ticked| ticked == option) {
            Some(_) if is_single => {}
            Some(index) => {
                self.ticked.remove(index);
            }
            None if is_single => self.ticked = vec![option.clone()],
            None if self.ticked.len() < rules.n_choices() as usize => self.ticked.push(option.clone()),
            None => {}
        }
    }

    fn give(&mut self, rules: &Rules, place: usize, does: &str) -> Filled {
        let (points, left) = (self.value(place).unwrap_or(0), self.left(rules));
        let points = match does {
            "up" if left > 0 && u32::from(points) < rules.budget.most => points.saturating_add(1),
            "down" => points.saturating_sub(1),
            _ => points,
        };
        if let Some(given) = self.value_mut(rules, place) {
            *given = Some(points);
        }
        Filled::Left(self.left(rules))
    }

    fn rank(&mut self, rules: &Rules, option: &OptionId, does: &str) -> Filled {
        let at = self.ticked.iter().position(|ranked| ranked == option);
        match (does, at) {
            ("add", None) => self.ticked.push(option.clone()),
            ("out", Some(at)) => {
                self.ticked.remove(at);
            }
            ("up", Some(at)) if at > 0 => self.ticked.swap(at, at.saturating_sub(1)),
            ("down", Some(at)) if at.saturating_add(1) < self.ticked.len() => {
                self.ticked.swap(at, at.saturating_add(1));
            }
            _ => {}
        }
        let Some(at) = self.ticked.iter().position(|ranked| ranked == option) else {
            return Filled::Out(["rank-add-", option.as_str()].concat());
        };
        let number = u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1);
        let focus = match does {
            "add" => {
                let is_left = |option: &&OptionId| !self.ticked.contains(option);
                let mut others = rules.options.iter().map(|option| &option.id);
                others.find(is_left).map_or_else(
                    || ["rank-up-", option.as_str()].concat(),
                    |next| ["rank-add-", next.as_str()].concat(),
                )
            }
            does => ["rank-", does, "-", option.as_str()].concat(),
        };
        Filled::Placed(number, focus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(method: Method) -> Rules {
        let options = ["a", "b", "c"].map(|id| serde_json::json!({"id": id, "text": {}}));
        let rules = serde_json::json!({
            "method": method, "options": options, "max_choices": 2, "visibility": "always", "min_n": 0,
            "grades": [{}, {}, {}, {}, {}], "default_grade": 1, "budget": {"points": 4, "most": 3},
            "opens": "2026-01-01T00:00:00Z",
        });
        serde_json::from_value(rules).unwrap()
    }

    fn filled(method: Method, acts: &[(&str, &str)]) -> (Ballot, Vec<Filled>) {
        let (rules, mut fill) = (rules(method), Fill::default());
        let told = acts.iter().map(|(field, value)| fill.set(&rules, field, value)).collect();
        (fill.to_ballot(&rules), told)
    }

    #[test]
    fn each_method_fills_its_own_ballot() {
        fn check(method: Method, acts: &[(&str, &str)], choices: &[&str], values: &[u8]) {
            let choices = choices.iter().map(|id| OptionId::parse(id).unwrap()).collect();
            let expected = Ballot { choices, values: values.to_vec() };
            assert_eq!(filled(method, acts).0, expected, "{method:?} {acts:?}");
            let rules = rules(method);
            let mut again = Fill::of(&expected);
            assert_eq!(again.to_ballot(&rules), expected);
            again.set(&rules, "nowhere", "1");
            assert_eq!(again.to_ballot(&rules), expected, "an option that is not there changes nothing");
        }
        check(Method::Single, &[("a", "a"), ("b", "b"), ("b", "b")], &["b"], &[]);
        check(Method::Multiple, &[("a", ""), ("b", ""), ("c", ""), ("a", ""), ("c", "")], &["b", "c"], &[]);
        check(Method::Approval, &[("c", ""), ("b", ""), ("a", "")], &["c", "b", "a"], &[]);
        check(Method::Grades, &[], &[], &[]);
        check(Method::Grades, &[("b", "4"), ("c", "0"), ("b", "3")], &[], &[1, 3, 0]);
        check(Method::Grades, &[("b", "5"), ("b", "x")], &[], &[]);
        let up = |n: usize, id| vec![(id, ""); n];
        check(Method::Points, &[up(4, "a:up"), up(3, "b:up"), up(1, "a:down")].concat(), &[], &[2, 1, 0]);
        check(Method::Ranking, &[("c:add", ""), ("a:add", ""), ("a:up", ""), ("a:up", "")], &["a", "c"], &[]);
        check(Method::Ranking, &[("c:add", ""), ("a:add", ""), ("c:down", ""), ("a:out", "")], &["c"], &[]);
    }

    #[test]
    fn what_is_not_seen_is_told() {
        let told = filled(Method::Points, &[("a:up", ""), ("a:down", "")]).1;
        assert_eq!(told, [Filled::Left(3), Filled::Left(4)]);
        let acts = [("b:add", ""), ("a:add", ""), ("c:add", ""), ("c:up", ""), ("b:out", "")];
        let focus = |node: &str| node.to_owned();
        assert_eq!(
            filled(Method::Ranking, &acts).1,
            [
                Filled::Placed(1, focus("rank-add-a")),
                Filled::Placed(2, focus("rank-add-c")),
                Filled::Placed(3, focus("rank-up-c")),
                Filled::Placed(2, focus("rank-up-c")),
                Filled::Out(focus("rank-add-b")),
            ]
        );
    }
}
