//! The live stream: one for all elements of a site, closed while nobody looks.

use crate::hub::Hub;
use crate::net;
use crate::read::read_text;
use gloo::events::EventListener;
use parvis_model::live::Live;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{EventSource, MessageEvent};

/// An open stream; dropping it closes it.
pub struct Stream {
    source: EventSource,
    _listener: EventListener,
}

impl Stream {
    /// Opens the stream where it was left. The browser reconnects by itself with the last number it saw.
    fn open(hub: &Rc<Hub>) -> Option<Self> {
        let last = hub.last_event.borrow();
        let after = if last.is_empty() { String::new() } else { format!("?after={last}") };
        let source = EventSource::new(&format!("{}/v1/{}/live{after}", hub.api, hub.site)).ok()?;
        drop(last);
        let hub = Rc::clone(hub);
        let listener = EventListener::new(&source, "message", move |event| {
            let Some(message) = event.dyn_ref::<MessageEvent>() else { return };
            *hub.last_event.borrow_mut() = message.last_event_id();
            let live = message.data().as_string().and_then(|text| read_text::<Live>(&text));
            if let Some(live) = live {
                heard(&hub, &live);
            }
        });
        Some(Self { source, _listener: listener })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Opens the stream, unless it is open, nobody wants it any more or the page is hidden.
pub fn follow(hub: &Rc<Hub>) {
    if hub.wants_stream.get() && hub.stream.borrow().is_none() && net::is_visible() {
        *hub.stream.borrow_mut() = Stream::open(hub);
    }
}

fn heard(hub: &Rc<Hub>, live: &Live) {
    for element in hub.elements() {
        element.with_surface(|surface, page| surface.heard(live, page));
    }
}
