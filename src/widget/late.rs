//! The part that answers the visitor and the stream: acts, live changes, what opens under an item, searches, checks.
//!
//! The first view does without it. It comes as soon as the first view is drawn; a press that is quicker waits for it.

use crate::element::{Element, now};
use crate::hub::{Hub, wishes};
use crate::live;
use crate::pane::{State, Unreadable};
use crate::panes::{count, member, read, same};
use crate::read::read_text;
use parvis_model::feed::Post;
use parvis_store::act::Act;
use parvis_store::effect::{Effect, Undo, Want};
use parvis_store::surface::Surface;
use parvis_view::pieces::panels::{PANELS, Panels};
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// What the rest of the page may ask of this part.
#[derive(Clone, Copy, Debug)]
pub struct Late {
    /// What opens under an item.
    pub panels: &'static Panels,
    /// The state of an element as what can be acted on.
    pub surface: for<'a> fn(State<'a>) -> &'a mut dyn Surface,
    /// Carries out what a control says, with its value.
    pub act: fn(&Rc<Element>, &str, &str),
    /// Takes in the answer of a read that the first view does without.
    pub arrived: fn(State, &Want, &JsValue) -> Result<Vec<Effect>, Unreadable>,
    /// Takes in the answer of a write that was acknowledged.
    pub settled: fn(State, &Undo, &JsValue) -> Result<(), Unreadable>,
    /// Carries out a wish about the visitor's own order, with the value of its control, as soon as its part is here.
    pub wish: fn(&Rc<Element>, String, String),
    /// Loads that part if a wish waits for it.
    pub load_own: fn(&Rc<Hub>),
    /// Opens the live stream.
    pub follow: fn(&Rc<Hub>),
    /// Takes back in what the device kept that the first view does without.
    pub recall: fn(&Hub),
}

/// The part.
pub const PART: Late = Late {
    panels: &PANELS,
    surface,
    act,
    arrived,
    settled,
    wish: wishes::wish,
    load_own: wishes::load,
    follow: live::follow,
    recall,
};

/// Under which name the status is kept that ideas voted on were last seen with.
pub const SEEN: &str = "seen";

fn recall(hub: &Hub) {
    hub.page.borrow_mut().seen = hub.keeper.find(SEEN).and_then(|text| read_text(&text)).unwrap_or_default();
}

fn surface(state: State<'_>) -> &mut dyn Surface {
    match state {
        State::Feed(feed) => feed,
        State::Reviews(reviews) => reviews,
        State::Ideas(ideas) => ideas,
        State::Poll(poll) => poll,
    }
}

fn act(element: &Rc<Element>, text: &str, value: &str) {
    let Some(act) = Act::parse(text, value) else { return };
    if matches!(act, Act::Compose(_) | Act::Edit(_)) {
        // A form opens with what was kept of it, which comes with the part that contributes.
        let composing = Rc::clone(element);
        element.hub.compose(move |compose| {
            (compose.know_author)(&composing);
            carry_out(&composing, act);
        });
    } else {
        carry_out(element, act);
    }
}

fn carry_out(element: &Rc<Element>, act: Act) {
    element.with_surface(|surface, page| match page.act(&act) {
        Some(effects) => effects,
        None => surface.act(act, page, now()),
    });
    element.hub.draw_all();
}

fn arrived(state: State, want: &Want, answer: &JsValue) -> Result<Vec<Effect>, Unreadable> {
    let threads = match state {
        State::Feed(feed) => match want {
            Want::Candidates => return Ok(feed.candidates_arrived(read(answer)?)),
            Want::Words => return Ok(feed.words_arrived(read(answer)?)),
            Want::Item(id) => {
                // The service names the kind of the item; the feed asks for posts only.
                let post: Post = member(answer, "post")?;
                same(*id, post.item.id)?;
                feed.item_arrived(post);
                return Ok(Vec::new());
            }
            _ => &mut feed.threads,
        },
        State::Reviews(reviews) => &mut reviews.threads,
        State::Ideas(ideas) => &mut ideas.threads,
        State::Poll(_) => return Err(Unreadable),
    };
    match want {
        Want::Thread(_) => threads.arrived(read(answer)?),
        _ => return Err(Unreadable),
    }
    Ok(Vec::new())
}

fn settled(state: State, undo: &Undo, answer: &JsValue) -> Result<(), Unreadable> {
    match (state, undo) {
        (State::Ideas(ideas), Undo::Vote(id, _)) => ideas.counted(*id, read(answer)?),
        (State::Poll(poll), Undo::Ballot(id, _)) => {
            let is_here = poll.item_mut(*id).is_some();
            if is_here {
                poll.page_arrived(read(answer)?);
            }
        }
        (State::Poll(_), _) => {}
        (state, Undo::Mark(id, ..)) => count(surface(state).item_mut(*id), answer)?,
        _ => {}
    }
    Ok(())
}
