//! Reads polls and their results.

use super::{Read, field, field_or_default, objects, texts};
use parvis_model::poll::{
    Budget, Choice, EqualBallots, Identity, Method, Poll, PollBallots, PollPage, Results, Rules, Tally,
    TieRule, Visibility,
};
use wasm_bindgen::JsValue;

objects! {
    Budget { points, most }
    Choice { id, text }
    PollPage { poll, results, answer }
    Results { n_ballots, n_verified, counts; tally }
    Tally {; grades, points, firsts, pairs }
    PollBallots { ballots }
    EqualBallots { n; choices, values }
}

impl Read for Poll {
    fn read(value: &JsValue) -> Option<Self> {
        Some(Self { item: field(value, "item")?, rules: Rules::read(value)? })
    }
}

impl Read for Rules {
    fn read(value: &JsValue) -> Option<Self> {
        // What is not said is so.
        let truth = |name| field::<Option<bool>>(value, name).map(|said| said.unwrap_or(true));
        Some(Self {
            method: field(value, "method")?,
            tie_rule: field_or_default(value, "tie_rule")?,
            options: field(value, "options")?,
            max_choices: field(value, "max_choices")?,
            grades: field_or_default(value, "grades")?,
            default_grade: field_or_default(value, "default_grade")?,
            budget: field_or_default(value, "budget")?,
            visibility: field(value, "visibility")?,
            min_n: field(value, "min_n")?,
            opens: field(value, "opens")?,
            closes: field(value, "closes")?,
            may_change: truth("may_change")?,
            anonymous: truth("anonymous")?,
            identity: field_or_default(value, "identity")?,
        })
    }
}

texts! {
    Method: Method::parse;
    TieRule: TieRule::parse;
    Visibility: Visibility::parse;
    Identity: Identity::parse;
}
