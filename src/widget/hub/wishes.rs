//! Wishes about the visitor's own order, on their way to the part that carries them out.

use super::Hub;
use crate::element::Element;
use crate::keep::PROFILE;
use crate::own::Own;
use crate::parts;
use parvis_store::effect::Want;
use parvis_store::load::Failure;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// How the wish to learn from a mark begins.
const MARKED: &str = "marked:";

/// A wish of an element as text, with the value of its control.
pub type Waiting = (Rc<Element>, String, String);

/// What stands between a wish and its part.
#[derive(Default)]
pub struct Wishes {
    part: Cell<Option<Own>>,
    is_loading: Cell<bool>,
    /// Those that wait.
    pub waiting: RefCell<Vec<Waiting>>,
    /// How far keeping the profile is.
    pub keeping: Cell<Keeping>,
}

/// How far keeping the profile is: one at a time, and one more where it changed meanwhile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keeping {
    /// Nothing is under way.
    #[default]
    Idle,
    /// It is being kept.
    Running,
    /// It has to be kept.
    Due,
}

impl Hub {
    /// Takes in the part, which has taken in what the device kept.
    pub fn owns(&self, own: Own) {
        self.wishes.part.set(Some(own));
    }

    /// The part, once it is here.
    pub fn own(&self) -> Option<Own> {
        self.wishes.part.get()
    }
}

/// Carries out a wish, as soon as its part is here. A mark is no reason to load it where nothing was granted.
pub fn wish(element: &Rc<Element>, wish: String, value: String) {
    let hub = &element.hub;
    let is_granted = hub.page.borrow().profile.is_some() || hub.keeper.find(PROFILE).is_some();
    if wish.starts_with(MARKED) && !is_granted {
        return;
    }
    match hub.own() {
        Some(own) => (own.wish)(element, &wish, &value),
        None => {
            hub.wishes.waiting.borrow_mut().push((Rc::clone(element), wish, value));
            load(hub);
        }
    }
}

/// Loads the part if anything waits for it. When it cannot be loaded, the list from before stays, and what was to be
/// learnt waits for the next reason to load it.
pub fn load(hub: &Rc<Hub>) {
    if !hub.wishes.waiting.borrow().is_empty() && !hub.wishes.is_loading.replace(true) {
        let hub = Rc::clone(hub);
        spawn_local(async move {
            match parts::own().await {
                Ok(own) => (own.wake)(&hub),
                Err(_) => fail(&hub),
            }
        });
    }
}

fn fail(hub: &Rc<Hub>) {
    hub.wishes.is_loading.set(false);
    let waiting = hub.wishes.waiting.take();
    let (learn, asked): (Vec<_>, Vec<_>) =
        waiting.into_iter().partition(|(_, wish, _)| wish.starts_with(MARKED));
    *hub.wishes.waiting.borrow_mut() = learn;
    for (element, ..) in asked {
        element.with_pane(|pane, _| pane.failed(&Want::Pool, Failure::Offline));
    }
}
