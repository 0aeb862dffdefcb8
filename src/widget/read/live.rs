//! Reads the live stream.

use super::{Read, field, variant};
use parvis_model::live::Live;
use wasm_bindgen::JsValue;

impl Read for Live {
    fn read(value: &JsValue) -> Option<Self> {
        if value.is_string() {
            return (value == "reset").then_some(Self::Reset);
        }
        let (kind, inner) = variant(value)?;
        let inner = &inner;
        let item = field(inner, "item")?;
        Some(match kind.as_str() {
            "posted" => Self::Posted { item, circle: field(inner, "circle")? },
            "replied" => Self::Replied {
                item,
                on: field(inner, "on")?,
                root: field(inner, "root")?,
                n_replies: field(inner, "n_replies")?,
            },
            "reviewed" => Self::Reviewed { item, subject: field(inner, "subject")? },
            "proposed" => Self::Proposed { item, board: field(inner, "board")? },
            "marked" => Self::Marked { item, marks: field(inner, "marks")? },
            "voted" => Self::Voted { item, votes: field(inner, "votes")? },
            "balloted" => Self::Balloted { item, results: field(inner, "results")? },
            "scheduled" => {
                Self::Scheduled { item, opens: field(inner, "opens")?, closes: field(inner, "closes")? }
            }
            "moved" => Self::Moved { item, status: field(inner, "status")? },
            _ => return None,
        })
    }
}
