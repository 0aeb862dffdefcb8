//! What the page asks of an element's state, whatever the element is.

use crate::env::Attributes;
use parvis_store::effect::{Effect, Want};
use parvis_store::feed::Feed;
use parvis_store::ideas::Ideas;
use parvis_store::load::Failure;
use parvis_store::page::Page;
use parvis_store::poll::PollBox;
use parvis_store::reviews::Reviews;
use parvis_view::frame::Frame;
use wasm_bindgen::JsValue;
use yew::Html;

/// The state of one element with its typed arrivals and its view; made by the element's part.
pub trait Pane {
    /// The pure state.
    fn state(&mut self) -> State<'_>;

    /// Takes note that a read failed.
    fn failed(&mut self, want: &Want, failure: Failure) -> Vec<Effect>;

    /// Goes on with drawing a list that was cut into slices.
    fn draw_on(&mut self) -> Vec<Effect>;

    /// Takes in the answer of a read of the first view.
    fn arrived(&mut self, want: &Want, answer: JsValue) -> Result<Vec<Effect>, Unreadable>;

    /// Takes in changed attributes.
    fn configure(&mut self, attributes: &Attributes) -> Result<Vec<Effect>, Wrong>;

    /// Whether the first content, or why there is none, can be drawn.
    fn is_ready(&self) -> bool;

    /// Draws it.
    fn view(&self, frame: Frame, page: &Page) -> Html;
}

/// The pure state of an element, for the part that lets it act: what a first view does not need of it would come
/// with it if it stood here as a trait object.
pub enum State<'a> {
    /// Of `<parvis-feed>`.
    Feed(&'a mut Feed),
    /// Of `<parvis-reviews>`.
    Reviews(&'a mut Reviews),
    /// Of `<parvis-ideas>`.
    Ideas(&'a mut Ideas),
    /// Of `<parvis-poll>`.
    Poll(&'a mut PollBox),
}

/// An answer that is not what the contract promises.
#[derive(Clone, Copy, Debug)]
pub struct Unreadable;

/// An attribute with a value that is not allowed.
#[derive(Clone, Copy, Debug)]
pub struct Wrong {
    /// The attribute.
    pub attribute: &'static str,
    /// What it may be, in English.
    pub allowed: &'static str,
}
