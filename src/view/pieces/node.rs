//! Elements made by a call.
//!
//! `html!` writes out the making of each element in full, and every visitor pays for it. What stands in many
//! places is made by these functions instead: one call costs a tenth of the bytes.
//! What comes and goes among siblings leaves an empty `Html` in its place: children are compared by place, and
//! a field that moves would lose the focus.

use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, VTag, VText};

/// An element with attributes: a value for each key, none for an attribute that is left out.
pub fn node(
    tag: &'static str,
    keys: &'static [&'static str],
    values: Vec<Option<AttrValue>>,
    children: Vec<Html>,
) -> Html {
    keyed(None, tag, keys, values, children)
}

/// The same for one of a list, known again by its key.
pub fn keyed(
    key: Option<String>,
    tag: &'static str,
    keys: &'static [&'static str],
    values: Vec<Option<AttrValue>>,
    children: Vec<Html>,
) -> Html {
    let mut made = VTag::new(tag);
    made.key = key.map(Into::into);
    let values = values.into_iter().map(|value| value.map(AttributeOrProperty::Attribute)).collect();
    made.attributes = Attributes::Dynamic { keys, values };
    made.add_children(children);
    made.into()
}

/// An element of a class, or of none if it is empty.
pub fn group(tag: &'static str, class: &'static str, children: Vec<Html>) -> Html {
    node(tag, &["class"], vec![(!class.is_empty()).then_some(class.into())], children)
}

/// An element of a class, or of none if it is empty, that holds only words.
pub fn said(tag: &'static str, class: &'static str, words: AttrValue) -> Html {
    group(tag, class, vec![text(words)])
}

/// Words alone.
pub fn text(words: AttrValue) -> Html {
    VText::new(words).into()
}
