//! The page: what the loader calls, and everything that touches the browser.
//!
//! The loader mounts an element, the [`hub`] drives its pane, and the panes hold the pure surfaces of
//! `store`. Nothing here decides anything about the community: it fetches, listens, keeps and draws.
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod compose;
mod draw;
mod element;
mod env;
mod hub;
mod intl;
mod keep;
mod late;
mod listen;
mod live;
mod net;
mod own;
mod pane;
mod panes;
mod parts;
mod reach;
mod read;

use env::Env;
use js_sys::Object;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// One mounted element; the loader holds it.
#[wasm_bindgen]
pub struct Mount {
    element: Rc<element::Element>,
}

/// Draws an element into `node`, an empty node of the shadow root of `host`.
#[wasm_bindgen]
pub fn mount(node: HtmlElement, _host: HtmlElement, attributes: Object, env: Object) -> Mount {
    Mount { element: element::Element::mount(node, &attributes, Env::new(env)) }
}

/// Allows or forbids keeping anything on the device; forbidding also erases what is kept.
#[wasm_bindgen(js_name = setConsent)]
pub fn set_consent(granted: bool) {
    hub::for_each(|hub| hub.set_consent(Some(granted)));
}

#[wasm_bindgen]
impl Mount {
    /// Takes in changed attributes and texts.
    pub fn update(&self, attributes: Object, env: Object) {
        self.element.update(&attributes, Env::new(env));
    }

    /// Takes the element off the page.
    pub fn unmount(self) {
        self.element.unmount();
    }

    /// Asks the service anew.
    pub fn refresh(&self) {
        self.element.refresh();
    }

    /// Moves the focus to the first control.
    pub fn focus(&self) {
        self.element.focus();
    }
}
