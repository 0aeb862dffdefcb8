//! The part that orders for the visitor alone: their wishes, the pool, and what the device keeps of it.
//!
//! It comes when somebody asks for that order, or when a mark is to be learnt on a device that keeps a profile. What
//! it knows leaves the device in no way but one: as a file, at the visitor's own word.

mod export;
mod glide;
mod keep;
mod locate;
#[cfg(all(test, target_arch = "wasm32"))]
mod trials;

use crate::element::{Element, now};
use crate::hub::Hub;
use crate::pane::{State, Unreadable};
use crate::panes::{member, read, weights};
use glide::Glide;
use parvis_store::effect::Effect;
use parvis_store::feed::Feed;
use parvis_store::page::Page;
use parvis_store::wish::Wish;
use parvis_view::own::{OWN_PANELS, OwnPanels};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// What an answer leads to.
type Outcome = Result<Vec<Effect>, Unreadable>;

/// What the rest of the page may ask of this part.
#[derive(Clone, Copy, Debug)]
pub struct Own {
    /// What it draws.
    pub panels: &'static OwnPanels,
    /// Takes back in what the device kept, then carries out the wishes that waited.
    pub wake: fn(&Rc<Hub>),
    /// Carries out a wish, with the value of its control.
    pub wish: fn(&Rc<Element>, &str, &str),
    /// Takes in a page of the pool.
    pub arrived: fn(&Hub, State, &Page, &JsValue) -> Outcome,
    /// Keeps the profile on the device as it stands, or forgets it.
    pub keep: fn(&Rc<Hub>),
    /// Hands the profile over as a file.
    pub export: fn(&Hub),
}

/// The part.
pub const PART: Own =
    Own { panels: &OWN_PANELS, wake, wish, arrived, keep: keep::keep, export: export::export };

fn wake(hub: &Rc<Hub>) {
    let hub = Rc::clone(hub);
    spawn_local(async move {
        keep::restore(&hub).await;
        hub.owns(PART);
        for (element, text, value) in hub.wishes.waiting.take() {
            wish(&element, &text, &value);
        }
    });
}

fn wish(element: &Rc<Element>, text: &str, value: &str) {
    let Some(wish) = Wish::parse(text, value) else { return };
    let glide = is_reordering(&wish).then(|| Glide::of(&element.node)).flatten();
    // The profile is one for the page: with it the order goes from every element.
    let others = if wish == Wish::Erase { element.hub.elements() } else { Vec::new() };
    let others = others.iter().filter(|other| !Rc::ptr_eq(other, element));
    for element in others.chain([element]) {
        let wish = wish.clone();
        element.with_pane(|pane, page| match pane.state() {
            State::Feed(feed) => {
                know_site(&element.hub, feed);
                feed.own(wish, page, now())
            }
            _ => Vec::new(),
        });
    }
    element.hub.draw_all();
    if wish == Wish::Locate {
        locate::locate(element);
    }
    if let Some(glide) = glide {
        // After the drawing, which waits for its turn already.
        spawn_local(async move { glide.play() });
    }
}

/// Whether cards of the list change places by it.
fn is_reordering(wish: &Wish) -> bool {
    use Wish::{Again, Forget, Home, Less, Located, Mute, MuteCircle, Slide};
    matches!(wish, Slide(..) | Again | Forget(_) | Less(_) | Mute(_) | MuteCircle(_) | Home(_) | Located(_))
}

fn arrived(hub: &Hub, state: State, page: &Page, answer: &JsValue) -> Outcome {
    let State::Feed(feed) = state else { return Err(Unreadable) };
    know_site(hub, feed);
    Ok(feed.pool_arrived(read(answer)?, page, now()))
}

/// Takes in what the site says of this order, as soon as it has been heard.
fn know_site(hub: &Hub, feed: &mut Feed) {
    if let Some(site) = hub.about_site() {
        // A service that does not say them has those that hold where nothing is set.
        feed.own.weights = weights(&site, "mine").unwrap_or_default();
        feed.own.localities = member(&site, "localities").unwrap_or_default();
    }
}
