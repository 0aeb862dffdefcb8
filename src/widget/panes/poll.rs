//! `<parvis-poll>`: one poll.

use super::{is_over, read, slug};
use crate::env::Attributes;
use crate::hub;
use crate::pane::{Pane, State, Unreadable, Wrong};
use crate::parts::{self, Part};
use parvis_store::effect::{Effect, Want};
use parvis_store::load::Failure;
use parvis_store::page::Page;
use parvis_store::poll::PollBox;
use parvis_store::surface::Surface;
use parvis_view::frame::Frame;
use parvis_view::poll::CountPanels;
use std::cell::Cell;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use yew::Html;

/// The part of this element.
pub const PART: Part = Part { open: || Box::new(PollPane(PollBox::default())) };

struct PollPane(PollBox);

thread_local! {
    /// What counts, once its part is here. It comes after the first view, and is the same for every poll of the page.
    static COUNT: Cell<Option<&'static CountPanels>> = const { Cell::new(None) };
    static IS_COMING: Cell<bool> = const { Cell::new(false) };
}

/// Loads the part that counts; when it cannot be loaded, the next answer about a poll tries again.
fn load_count() {
    if COUNT.get().is_none() && !IS_COMING.replace(true) {
        spawn_local(async {
            if let Ok(count) = parts::count().await {
                COUNT.set(Some(count));
                hub::for_each(|hub| hub.draw_all());
            }
            IS_COMING.set(false);
        });
    }
}

impl Pane for PollPane {
    fn state(&mut self) -> State<'_> {
        State::Poll(&mut self.0)
    }

    fn failed(&mut self, want: &Want, failure: Failure) -> Vec<Effect> {
        self.0.failed(want, failure)
    }

    fn draw_on(&mut self) -> Vec<Effect> {
        self.0.draw_on()
    }

    fn arrived(&mut self, want: &Want, answer: JsValue) -> Result<Vec<Effect>, Unreadable> {
        match want {
            Want::First => Ok(self.0.page_arrived(read(&answer)?)),
            Want::Ballots => Ok(self.0.ballots_arrived(read(&answer)?)),
            _ => Err(Unreadable),
        }
    }

    fn configure(&mut self, attributes: &Attributes) -> Result<Vec<Effect>, Wrong> {
        let poll = slug(attributes, "poll", "latest")?;
        if self.0.poll == poll {
            return Ok(Vec::new());
        }
        self.0 = PollBox::new(poll);
        Ok(self.0.start())
    }

    fn is_ready(&self) -> bool {
        is_over(self.0.load)
    }

    fn view(&self, frame: Frame, page: &Page) -> Html {
        // Its words and styles come with the part that answers.
        let count = frame.panels.and(COUNT.get());
        if frame.panels.is_some() {
            load_count();
        }
        parvis_view::poll::poll(frame, &self.0, page, count)
    }
}
