//! Reads what every item has: author, text, pictures, marks; and threads.

use super::{Read, objects, texts, variant};
use parvis_model::item::{Disclosure, Item, Marks};
use parvis_model::media::Media;
use parvis_model::person::{Badge, Person, Role};
use parvis_model::rich::{Block, Inline, Link, RichText};
use parvis_model::thread::{Reply, Thread};
use wasm_bindgen::JsValue;

objects! {
    Item { id, at, edited, by, circle, lang, title, text, disclosure; media, marks, n_replies }
    Person { id, name, role; badges }
    Badge { label, reason }
    Media { src, small, alt, width, height }
    Marks {; useful, not_useful, save }
    Reply { item, on }
    Thread { root, n_replies, replies, next }
    Link { href, text }
}

texts! {
    Role: |text| match text {
        "brand" => Some(Role::Brand),
        "ambassador" => Some(Role::Ambassador),
        "leader" => Some(Role::Leader),
        _ => None,
    };
    Disclosure: Disclosure::parse;
}

impl Read for RichText {
    fn read(value: &JsValue) -> Option<Self> {
        Vec::read(value).map(Self)
    }
}

impl Read for Block {
    fn read(value: &JsValue) -> Option<Self> {
        let (kind, inner) = variant(value)?;
        Some(match kind.as_str() {
            "p" => Self::P(Vec::read(&inner)?),
            "h" => Self::H(Vec::read(&inner)?),
            "ul" => Self::Ul(Vec::read(&inner)?),
            "ol" => Self::Ol(Vec::read(&inner)?),
            "quote" => Self::Quote(Vec::read(&inner)?),
            "code" => Self::Code(String::read(&inner)?),
            _ => return None,
        })
    }
}

impl Read for Inline {
    fn read(value: &JsValue) -> Option<Self> {
        if value.is_string() {
            return (value == "break").then_some(Self::Break);
        }
        let (kind, inner) = variant(value)?;
        Some(match kind.as_str() {
            "text" => Self::Text(String::read(&inner)?),
            "em" => Self::Em(Vec::read(&inner)?),
            "strong" => Self::Strong(Vec::read(&inner)?),
            "code" => Self::Code(String::read(&inner)?),
            "link" => Self::Link(Link::read(&inner)?),
            _ => return None,
        })
    }
}
