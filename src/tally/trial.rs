//! Polls and ballots for the tests of this room.

use parvis_model::draft::Ballot;
use parvis_model::id::OptionId;
use parvis_model::poll::{Method, Rules};

/// The rules of a poll over `a`, `b` and `c`: two names on a ballot of several, five grades, five points with three an
/// option.
pub(crate) fn rules(method: Method, min_n: u32) -> Rules {
    let json = serde_json::json!({
        "method": method,
        "options": [
            {"id": "a", "text": {"fr": "A"}},
            {"id": "b", "text": {"fr": "B"}},
            {"id": "c", "text": {"fr": "C"}},
        ],
        "max_choices": 2,
        "grades": [{}, {}, {}, {}, {}],
        "budget": {"points": 5, "most": 3},
        "visibility": "always",
        "min_n": min_n,
        "opens": "2026-01-01T00:00:00Z",
    });
    serde_json::from_value(json).expect("rules")
}

/// A ballot naming these options, or giving these values.
pub(crate) fn ballot(choices: &[&str], values: &[u8]) -> Ballot {
    Ballot {
        choices: choices.iter().map(|id| OptionId::parse(id).expect("a slug")).collect(),
        values: values.to_vec(),
    }
}
