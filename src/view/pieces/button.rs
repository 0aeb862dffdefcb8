//! Buttons: real ones, each carrying its act.

use crate::frame::act;
use crate::pieces::node::{node, text};
use parvis_store::act::Act;
use yew::prelude::*;

/// The one thing to do here.
pub fn main(does: Act, label: AttrValue) -> Html {
    of("button main", does, label)
}

/// Something that can be done.
pub fn plain(does: Act, label: AttrValue) -> Html {
    of("button", does, label)
}

/// Something that can be done and does not ask for it.
pub fn quiet(does: Act, label: AttrValue) -> Html {
    of("button bare", does, label)
}

fn of(class: &'static str, does: Act, label: AttrValue) -> Html {
    let values = vec![Some("button".into()), Some(class.into()), Some("button".into()), Some(act(does))];
    node("button", &["type", "class", "part", "data-act"], values, vec![text(label)])
}

/// A button that opens the node `panel` and says whether it is open; `id` is its own, if it has one.
pub fn opener(id: Option<AttrValue>, does: Act, label: AttrValue, panel: AttrValue, is_open: bool) -> Html {
    let values = vec![
        Some("button".into()),
        Some("button bare".into()),
        Some("button".into()),
        id,
        Some(act(does)),
        Some(truth(is_open).into()),
        is_open.then_some(panel),
    ];
    let keys = &["type", "class", "part", "id", "data-act", "aria-expanded", "aria-controls"];
    node("button", keys, values, vec![text(label)])
}

/// A button that stays pressed; `class` is also its part.
pub fn pressed(class: &'static str, does: Act, is_pressed: bool, inside: Vec<Html>) -> Html {
    let values = vec![
        Some("button".into()),
        Some(class.into()),
        Some(class.into()),
        Some(truth(is_pressed).into()),
        Some(act(does)),
    ];
    node("button", &["type", "class", "part", "aria-pressed", "data-act"], values, inside)
}

/// A filter that stays pressed.
pub fn chip(does: Act, label: AttrValue, is_pressed: bool) -> Html {
    pressed("chip", does, is_pressed, vec![text(label)])
}

/// The button that submits the form it stands in.
pub fn submit(label: AttrValue, is_sending: bool) -> Html {
    let values = vec![
        Some("submit".into()),
        Some("button main".into()),
        Some("button".into()),
        is_sending.then(|| "true".into()),
    ];
    node("button", &["type", "class", "part", "aria-disabled"], values, vec![text(label)])
}

/// How ARIA writes a truth value.
pub const fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}
