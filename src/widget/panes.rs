//! The panes: each joins a surface of `store` with its view and reads its answers.
//!
//! Each module is the whole of a part and is named in `parts.rs` alone.

pub mod feed;
pub mod ideas;
pub mod poll;
pub mod reviews;

use crate::env::Attributes;
use crate::pane::{Unreadable, Wrong};
use crate::read::{self, Read};
use parvis_model::id::{ItemId, is_slug};
use parvis_model::item::{Item, Marks};
use parvis_store::load::Load;
use wasm_bindgen::JsValue;

/// The slug in an attribute, or `default` when it is not set.
fn slug<'a>(attributes: &'a Attributes, name: &'static str, default: &'a str) -> Result<&'a str, Wrong> {
    let value = attributes.get(name).map_or(default, |value| value.trim());
    if is_slug(value) {
        Ok(value)
    } else {
        Err(Wrong { attribute: name, allowed: "1 to 64 letters, digits, - _ or ." })
    }
}

/// Reads an answer, or says that it is not what was promised.
pub fn read<T: Read>(answer: &JsValue) -> Result<T, Unreadable> {
    T::read(answer).ok_or(Unreadable)
}

/// Reads a member of an answer.
pub fn member<T: Read>(answer: &JsValue, name: &str) -> Result<T, Unreadable> {
    read::field(answer, name).ok_or(Unreadable)
}

/// The weights of one order out of what the site says.
pub fn weights<T: Read>(site: &JsValue, order: &str) -> Result<T, Unreadable> {
    struct Own(JsValue);
    impl Read for Own {
        fn read(value: &JsValue) -> Option<Self> {
            Some(Self(value.clone()))
        }
    }
    let Own(ranking) = member(site, "ranking")?;
    member(&ranking, order)
}

/// Puts the true count of marks on an item.
pub fn count(item: Option<&mut Item>, answer: &JsValue) -> Result<(), Unreadable> {
    let marks: Marks = read(answer)?;
    if let Some(item) = item {
        item.marks = marks;
    }
    Ok(())
}

/// Whether a read is over, well or badly.
fn is_over(load: Load) -> bool {
    matches!(load, Load::Ready | Load::Failed(_))
}

/// The id in the answer of a search, for the type that the pane shows.
pub fn same(asked: ItemId, got: ItemId) -> Result<(), Unreadable> {
    if asked == got { Ok(()) } else { Err(Unreadable) }
}
