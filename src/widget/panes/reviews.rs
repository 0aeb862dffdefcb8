//! `<parvis-reviews>`: the opinions on one subject.

use super::{is_over, member, read, slug, weights};
use crate::env::Attributes;
use crate::pane::{Pane, State, Unreadable, Wrong};
use crate::parts::Part;
use parvis_model::review::ReviewOrder;
use parvis_store::effect::{Effect, Want};
use parvis_store::load::Failure;
use parvis_store::page::Page;
use parvis_store::reviews::Reviews;
use parvis_store::surface::Surface;
use parvis_view::frame::Frame;
use wasm_bindgen::JsValue;
use yew::Html;

/// The part of this element.
pub const PART: Part = Part { open: || Box::new(ReviewsPane(Reviews::new("", ReviewOrder::Useful))) };

struct ReviewsPane(Reviews);

impl Pane for ReviewsPane {
    fn state(&mut self) -> State<'_> {
        State::Reviews(&mut self.0)
    }

    fn failed(&mut self, want: &Want, failure: Failure) -> Vec<Effect> {
        self.0.failed(want, failure)
    }

    fn draw_on(&mut self) -> Vec<Effect> {
        self.0.draw_on()
    }

    fn arrived(&mut self, want: &Want, answer: JsValue) -> Result<Vec<Effect>, Unreadable> {
        match want {
            Want::Site => self.0.rules_arrived(weights(&answer, "reviews")?, member(&answer, "policy")?),
            Want::First | Want::Next | Want::Latest | Want::Again => {
                return Ok(self.0.page_arrived(want, read(&answer)?));
            }
            Want::Candidates | Want::Words | Want::Pool | Want::Item(_) | Want::Thread(_) | Want::Ballots => {
                return Err(Unreadable);
            }
        }
        Ok(Vec::new())
    }

    fn configure(&mut self, attributes: &Attributes) -> Result<Vec<Effect>, Wrong> {
        let subject = slug(attributes, "subject", "")?;
        if self.0.subject == subject {
            return Ok(Vec::new());
        }
        self.0 = Reviews::new(subject, ReviewOrder::Useful);
        Ok(self.0.start())
    }

    fn is_ready(&self) -> bool {
        // What the server painted is all of a first view: it stays until as much is drawn.
        is_over(self.0.load) && !self.0.is_drawing()
    }

    fn view(&self, frame: Frame, page: &Page) -> Html {
        parvis_view::reviews::reviews(frame, &self.0, page)
    }
}
