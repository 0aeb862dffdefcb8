//! What every element's state can do, so that the page drives them all alike.

use crate::act::Act;
use crate::effect::{Effect, Undo, Want};
use crate::form::Forms;
use crate::load::Failure;
use crate::page::Page;
use parvis_model::id::{CircleId, ItemId};
use parvis_model::item::Item;
use parvis_model::live::Live;
use parvis_model::time::Time;

/// The state of one element. Arrivals are typed and so belong to each surface itself.
pub trait Surface {
    /// Asks for what the first view needs.
    fn start(&mut self) -> Vec<Effect>;

    /// Carries out an act of the visitor.
    fn act(&mut self, act: Act, page: &mut Page, now: Time) -> Vec<Effect>;

    /// Takes note that a read failed.
    fn failed(&mut self, want: &Want, failure: Failure) -> Vec<Effect>;

    /// Takes in a change that concerns everybody.
    fn heard(&mut self, live: &Live, page: &Page) -> Vec<Effect>;

    /// Asks anew for what is shown, on behalf of the host page.
    fn refresh(&mut self) -> Vec<Effect>;

    /// Goes on with drawing a list that was cut into slices.
    fn draw_on(&mut self) -> Vec<Effect> {
        Vec::new()
    }

    /// Goes on with work that was cut into slices, or that waited for what the device has kept.
    fn resume(&mut self, _page: &Page) -> Vec<Effect> {
        self.draw_on()
    }

    /// The open forms.
    fn forms(&self) -> &Forms;

    /// The open forms, to change them.
    fn forms_mut(&mut self) -> &mut Forms;

    /// An item that is here, to change its counts.
    fn item_mut(&mut self, id: ItemId) -> Option<&mut Item>;

    /// The circle that the list is narrowed to.
    fn circle(&self) -> Option<CircleId> {
        None
    }

    /// Takes back on screen what the service refused, and what follows from it; the page has taken it back already.
    fn take_back(&mut self, undo: &Undo, page: &Page) -> Vec<Effect>;

    /// Whether this item is on screen, so that the outbox need not draw it any more.
    fn holds(&mut self, id: ItemId) -> bool {
        self.item_mut(id).is_some()
    }
}
