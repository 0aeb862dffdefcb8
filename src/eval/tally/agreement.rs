//! How far two tallies agree: method by method, with what differs and why.

use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt;

/// Differences and faults told in full at most.
const N_TOLD: usize = 5;

/// One expected value of one case.
pub(super) struct Check {
    name: String,
    outcome: Outcome,
}

enum Outcome {
    Same,
    Different(String),
    /// Not compared: why.
    Passed(&'static str),
}

/// How often one method agreed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Cases that agree.
    pub n_same: usize,
    /// Cases compared.
    pub n_cases: usize,
    /// The first cases that do not: which, what was found and what was expected.
    pub differences: Vec<String>,
    /// Why it was not compared, if it was not.
    pub passed: Option<&'static str>,
}

/// What was found in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its name without ending.
    pub name: String,
    /// Cases that could be read.
    pub n_cases: usize,
    /// By the name of what is expected.
    pub methods: BTreeMap<String, Agreement>,
    /// What could not be read.
    pub faults: Vec<String>,
}

impl Check {
    /// Whole numbers, words and their lists: the same or not.
    pub(super) fn exact(name: &str, found: Value, expected: &Value) -> Self {
        Self::near(name, found, expected, 0.0)
    }

    /// The same options, in whatever order.
    pub(super) fn set(name: &str, found: Value, expected: &Value) -> Self {
        let sorted = |value: Value| match value {
            Value::Array(mut list) => {
                list.sort_by_key(Value::to_string);
                Value::Array(list)
            }
            other => other,
        };
        Self::exact(name, sorted(found), &sorted(expected.clone()))
    }

    /// Numbers are the same when they differ by no more than `nearness`; everything else exactly.
    pub(super) fn near(name: &str, found: Value, expected: &Value, nearness: f64) -> Self {
        let is_same = is_near(&found, expected, nearness);
        let told = || Outcome::Different(format!("found {found}, expected {expected}"));
        Self { name: name.to_owned(), outcome: if is_same { Outcome::Same } else { told() } }
    }

    /// What is not compared.
    pub(super) fn passed(name: &str, why: &'static str) -> Self {
        Self { name: name.to_owned(), outcome: Outcome::Passed(why) }
    }

    pub(super) const fn is_compared(&self) -> bool {
        !matches!(self.outcome, Outcome::Passed(_))
    }
}

fn is_near(found: &Value, expected: &Value, nearness: f64) -> bool {
    match (found, expected) {
        (Value::Number(a), Value::Number(b)) => match (a.as_f64(), b.as_f64()) {
            (Some(a), Some(b)) => (a - b).abs() <= nearness,
            _ => a == b,
        },
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_near(a, b, nearness))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| is_near(a, b, nearness)))
        }
        _ => found == expected,
    }
}

impl Report {
    pub(super) const fn new(name: String) -> Self {
        Self { name, n_cases: 0, methods: BTreeMap::new(), faults: Vec::new() }
    }

    pub(super) fn fault(&mut self, what: String) {
        self.faults.push(what);
    }

    pub(super) fn take(&mut self, case: &str, checks: Result<Vec<Check>, String>) {
        let checks = match checks {
            Ok(checks) => checks,
            Err(fault) => return self.fault(format!("{case}: {fault}")),
        };
        self.n_cases += 1;
        for Check { name, outcome } in checks {
            let agreement = self.methods.entry(name).or_default();
            match outcome {
                Outcome::Passed(why) => agreement.passed = Some(why),
                Outcome::Same => {
                    (agreement.n_same, agreement.n_cases) = (agreement.n_same + 1, agreement.n_cases + 1)
                }
                Outcome::Different(what) => {
                    agreement.n_cases += 1;
                    agreement.differences.push(format!("{case}: {what}"));
                }
            }
        }
    }

    /// Whether everything could be read and everything compared agrees.
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty() && self.methods.values().all(|method| method.n_same == method.n_cases)
    }

    /// One object, for one line.
    pub fn to_json(&self) -> Value {
        let compared = self.methods.iter().filter(|(_, method)| method.passed.is_none());
        let agreement = |(name, method): (&String, &Agreement)| {
            let told: Vec<&String> = method.differences.iter().take(N_TOLD).collect();
            (name.clone(), json!({"same": method.n_same, "cases": method.n_cases, "differences": told}))
        };
        let methods: Map<String, Value> = compared.map(agreement).collect();
        let passed: Map<String, Value> = self
            .methods
            .iter()
            .filter_map(|(name, method)| Some((name.clone(), json!(method.passed?))))
            .collect();
        json!({
            "task": "tally",
            "set": self.name,
            "cases": self.n_cases,
            "methods": methods,
            "not_compared": passed,
            "faults": self.faults,
        })
    }
}

impl fmt::Display for Report {
    /// A line a method, and below it what differs.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "tally {}: {} cases", self.name, self.n_cases)?;
        for (name, method) in &self.methods {
            match method.passed {
                Some(why) => write!(formatter, "\n  {name:<32} not compared: {why}")?,
                None => write!(formatter, "\n  {name:<32} {} of {} agree", method.n_same, method.n_cases)?,
            }
            if method.passed.is_none() && method.n_cases < self.n_cases {
                write!(formatter, "; {} cases do not expect it", self.n_cases - method.n_cases)?;
            }
            for difference in method.differences.iter().take(N_TOLD) {
                write!(formatter, "\n    {difference}")?;
            }
        }
        for fault in self.faults.iter().take(N_TOLD) {
            write!(formatter, "\n  error: {fault}")?;
        }
        if self.faults.len() > N_TOLD {
            write!(formatter, "\n  error: {} more like these", self.faults.len() - N_TOLD)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_may_be_near_and_all_else_is_exact() {
        fn check(found: Value, expected: Value, nearness: f64, is_same: bool) {
            assert_eq!(is_near(&found, &expected, nearness), is_same, "{found} {expected} {nearness}");
        }
        check(json!([1, 2]), json!([1, 2]), 0.0, true);
        check(json!([1, 2]), json!([1.0, 2.0]), 0.0, true);
        check(json!([1, 2]), json!([1, 2, 3]), 9.0, false);
        check(json!({"a": 0.5}), json!({"a": 0.50009}), 1e-4, true);
        check(json!({"a": 0.5}), json!({"a": 0.5002}), 1e-4, false);
        check(json!({"a": 0.5}), json!({"b": 0.5}), 1.0, false);
        check(json!("o1"), json!(null), 1.0, false);
    }

    #[test]
    fn a_report_counts_by_method_and_keeps_faults_apart() {
        let mut report = Report::new("made-up".to_owned());
        let checks = vec![
            Check::set("schulze", json!([2, 1]), &json!([1, 2])),
            Check::exact("borda", json!([1]), &json!([2])),
            Check::passed("ranked_pairs", "not offered"),
        ];
        report.take("one", Ok(checks));
        report.take("two", Err("no field ballots".to_owned()));
        assert!(!report.is_whole());
        let expected = json!({
            "task": "tally",
            "set": "made-up",
            "cases": 1,
            "methods": {
                "borda": {"same": 0, "cases": 1, "differences": ["one: found [1], expected [2]"]},
                "schulze": {"same": 1, "cases": 1, "differences": []},
            },
            "not_compared": {"ranked_pairs": "not offered"},
            "faults": ["two: no field ballots"],
        });
        assert_eq!(report.to_json(), expected);
        let told = report.to_string();
        assert!(told.contains("error: two: no field ballots") && told.contains("0 of 1 agree"), "{told}");
    }
}
