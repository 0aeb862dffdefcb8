//! The one set of listeners of an element: what was done where, read back from `data-act`.

use crate::element::Element;
use gloo::events::{EventListener, EventListenerOptions};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, KeyboardEvent};

/// Where a control says what it does: see `parvis_store::act`.
const ACT: &str = "data-act";

/// Listens on the element's inner node until the listeners are dropped.
pub fn attach(element: &Rc<Element>) -> Vec<EventListener> {
    let on = |name: &'static str, handle: fn(&Rc<Element>, &Event)| {
        let element = Rc::clone(element);
        let node = element.node.clone();
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&node, name, options, move |event| handle(&element, event))
    };
    vec![
        on("click", click),
        on("input", input),
        on("change", change),
        on("submit", submit),
        on("keydown", keydown),
        on("pointerover", intend),
        on("focusin", intend),
    ]
}

/// The nearest node with an act at or above the target.
fn acting(event: &Event) -> Option<web_sys::Element> {
    event.target()?.dyn_into::<web_sys::Element>().ok()?.closest("[data-act]").ok()?
}

/// Carries out the act of a node with the value of its control.
fn act(element: &Rc<Element>, node: &web_sys::Element, value: String) {
    element.act(node.get_attribute(ACT).unwrap_or_default(), value);
}

fn click(element: &Rc<Element>, event: &Event) {
    let Some(node) = acting(event) else { return };
    if !matches!(node.tag_name().as_str(), "BUTTON" | "A") {
        return;
    }
    event.prevent_default();
    act(element, &node, String::new());
}

fn input(element: &Rc<Element>, event: &Event) {
    let Some(node) = acting(event) else { return };
    let value = if let Some(input) = node.dyn_ref::<HtmlInputElement>() {
        // A slider acts when it is let go: what follows from it would move under the hand.
        if matches!(input.type_().as_str(), "checkbox" | "radio" | "file" | "range") {
            return;
        }
        input.value()
    } else if let Some(area) = node.dyn_ref::<HtmlTextAreaElement>() {
        area.value()
    } else {
        return;
    };
    act(element, &node, value);
}

fn change(element: &Rc<Element>, event: &Event) {
    let Some(node) = acting(event) else { return };
    if let Some(select) = node.dyn_ref::<HtmlSelectElement>() {
        return act(element, &node, select.value());
    }
    let Some(input) = node.dyn_ref::<HtmlInputElement>() else { return };
    match input.type_().as_str() {
        "checkbox" | "radio" | "range" => act(element, &node, input.value()),
        "file" => {
            if let (Some(field), Some(files)) = (node.get_attribute(ACT), input.files()) {
                let uploading = Rc::clone(element);
                element.hub.compose(move |compose| (compose.upload)(&uploading, &field, &files));
                input.set_value("");
            }
        }
        _ => {}
    }
}

fn submit(element: &Rc<Element>, event: &Event) {
    // A form without an act must not load a page either.
    event.prevent_default();
    if let Some(node) = acting(event) {
        act(element, &node, String::new());
    }
}

/// A pointer or the focus over a control: somebody is about to act, so what acting needs is loaded.
fn intend(element: &Rc<Element>, event: &Event) {
    if acting(event).is_some() {
        element.hub.compose(|_| ());
    }
}

fn keydown(element: &Rc<Element>, event: &Event) {
    if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape") {
        element.act("close".to_owned(), String::new());
    }
}
