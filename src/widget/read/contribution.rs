//! Reads what a contribution gets back, and what the device has kept of it.

use super::{Read, objects, texts, variant};
use js_sys::Array;
use parvis_model::draft::{Ballot, Published, Vote};
use parvis_model::fault::{Fault, Rule};
use parvis_model::id::ItemId;
use parvis_model::item::Mark;
use parvis_model::problem::Problem;
use parvis_model::session::{Challenge, Session};
use parvis_model::time::Time;
use parvis_store::effect::{Kept, Method, Undo};
use parvis_store::mine::Mine;
use parvis_store::outbox::{Entry, State};
use wasm_bindgen::JsValue;

objects! {
    Published { id, held }
    Fault { field, rule, limit }
    Challenge { algorithm, challenge, maxnumber, salt, signature }
    Session { token, expires_in }
    Mine { name; marks, votes, ballots, written }
    Kept { name, fields }
    Entry { key, at, method, path, body, said, undo, form, tries, state }
}

texts! {
    Rule: |text| Rule::ALL.into_iter().find(|rule| rule.as_str() == text);
    Mark: Mark::parse;
    Vote: |text| match text {
        "agree" => Some(Vote::Agree),
        "pass" => Some(Vote::Pass),
        "disagree" => Some(Vote::Disagree),
        _ => None,
    };
    Method: |text| match text {
        "Post" => Some(Method::Post),
        "Put" => Some(Method::Put),
        "Delete" => Some(Method::Delete),
        _ => None,
    };
}

impl Read for Ballot {
    fn read(value: &JsValue) -> Option<Self> {
        if Array::is_array(value) {
            // Devices kept the choices alone before ballots could have values.
            return Some(Self { choices: Read::read(value)?, values: Vec::new() });
        }
        let choices = super::field_or_default(value, "choices")?;
        Some(Self { choices, values: super::field_or_default(value, "values")? })
    }
}

impl Read for u64 {
    fn read(value: &JsValue) -> Option<Self> {
        u32::read(value).map(Self::from)
    }
}

impl Read for Problem {
    fn read(value: &JsValue) -> Option<Self> {
        Some(Self {
            r#type: super::field(value, "type")?,
            title: super::field(value, "title")?,
            status: super::field::<u32>(value, "status")?.try_into().ok()?,
            detail: super::field(value, "detail")?,
            faults: super::field_or_default(value, "faults")?,
        })
    }
}

impl Read for Undo {
    fn read(value: &JsValue) -> Option<Self> {
        if value.is_string() {
            return (value == "Nothing").then_some(Self::Nothing);
        }
        let (kind, inner) = variant(value)?;
        let item: ItemId = super::field(&inner, "0")?;
        Some(match kind.as_str() {
            "Mark" => Self::Mark(item, super::field(&inner, "1")?, super::field(&inner, "2")?),
            "Vote" => Self::Vote(item, super::field(&inner, "1")?),
            "Ballot" => Self::Ballot(item, super::field(&inner, "1")?),
            _ => return None,
        })
    }
}

impl Read for State {
    fn read(value: &JsValue) -> Option<Self> {
        if value.is_string() {
            return (value == "Sending").then_some(Self::Sending);
        }
        let (kind, inner) = variant(value)?;
        Some(match kind.as_str() {
            "Waiting" => Self::Waiting(Time::read(&inner)?),
            "Refused" => Self::Refused {
                problem: super::field(&inner, "problem")?,
                faults: super::field(&inner, "faults")?,
            },
            "Published" => {
                Self::Published { id: super::field(&inner, "id")?, held: super::field(&inner, "held")? }
            }
            _ => return None,
        })
    }
}
