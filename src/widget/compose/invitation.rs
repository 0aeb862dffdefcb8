//! The invitation that the address of the page brings: handed to the form of its subject, and taken out of the address
//! once it has led to a review, or to none.

use crate::element::Element;
use crate::reach::{call, of, of_window};
use parvis_model::invitation::{FRAGMENT, subject_of};
use parvis_store::outbox::{Entry, Outcome};
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// Hands the invitation to the form of a review that is open, where it is for the subject of the element.
pub fn hand_over(element: &Rc<Element>) {
    let Some((_, token)) = brought() else { return };
    let subject = call(&element.node, "getRootNode", [])
        .and_then(|root| of(&root, "host"))
        .and_then(|host| call(&host, "getAttribute", ["subject".into()]));
    let subject = subject.ok().and_then(|subject| subject.as_string());
    if subject_of(&token) != subject.as_deref().map(str::trim) {
        return;
    }
    element.with_surface(|surface, _| {
        if let Some(form) = surface.forms_mut().find_mut("review") {
            form.invitation = Some(token);
        }
        Vec::new()
    });
}

/// Takes the invitation of a contribution out of the address, if what became of it is the last word on it.
pub fn forget(entry: &Entry, outcome: &Outcome) {
    let is_over = match outcome {
        Outcome::Done(_) => true,
        Outcome::Refused { faults, .. } => faults.iter().any(|fault| fault.field == "invitation"),
        Outcome::Later(_) => false,
    };
    let Some((page, _)) = brought().filter(|(_, token)| is_over && entry.body.contains(token)) else {
        return;
    };
    if let Ok(history) = of_window("history") {
        let state = of(&history, "state").unwrap_or(JsValue::NULL);
        // A page that may not change its address keeps it: the invitation is good for nothing any more.
        let _ = call(&history, "replaceState", [state, "".into(), page.into()]);
    }
}

/// The address of the page without its fragment, and the invitation that was in it.
fn brought() -> Option<(String, String)> {
    let address = of_window("location").and_then(|location| of(&location, "href")).ok()?.as_string()?;
    let (page, fragment) = address.split_once('#')?;
    Some((page.to_owned(), fragment.strip_prefix(FRAGMENT)?.to_owned()))
}
