//! Polls and ballots for the tests of this room.

use parvis_model::draft::Ballot;
use parvis_model::id::OptionId;
use parvis_model::poll::{Method, Poll};

/// A poll over `a`, `b` and `c`, of which a ballot may name two where the method allows several.
pub(crate) fn poll(method: Method, min_n: u32) -> Poll {
    let json = serde_json::json!({
        "item": {
            "id": "0000000000000",
            "at": "2026-01-01T00:00:00Z",
            "by": {"id": "brume", "name": "Brume"},
            "lang": "fr",
            "title": "Lequel ?",
            "text": [],
        },
        "method": method,
        "options": [
            {"id": "a", "text": {"fr": "A"}},
            {"id": "b", "text": {"fr": "B"}},
            {"id": "c", "text": {"fr": "C"}},
        ],
        "max_choices": 2,
        "visibility": "always",
        "min_n": min_n,
        "opens": "2026-01-01T00:00:00Z",
    });
    serde_json::from_value(json).expect("a poll")
}

/// A ballot naming these options.
pub(crate) fn ballot(choices: &[&str]) -> Ballot {
    Ballot { choices: choices.iter().map(|id| OptionId::parse(id).expect("a slug")).collect() }
}
