//! `<parvis-feed>`: posts and their threads.

use super::{is_over, read, slug, weights};
use crate::env::Attributes;
use crate::pane::{Pane, State, Unreadable, Wrong};
use crate::parts::Part;
use parvis_model::id::CircleId;
use parvis_store::effect::{Effect, Want};
use parvis_store::feed::Feed;
use parvis_store::load::Failure;
use parvis_store::page::Page;
use parvis_store::surface::Surface;
use parvis_view::frame::Frame;
use wasm_bindgen::JsValue;
use yew::Html;

/// The part of this element.
pub const PART: Part = Part { open: || Box::new(FeedPane(Feed::default())) };

struct FeedPane(Feed);

impl Pane for FeedPane {
    fn state(&mut self) -> State<'_> {
        State::Feed(&mut self.0)
    }

    fn failed(&mut self, want: &Want, failure: Failure) -> Vec<Effect> {
        self.0.failed(want, failure)
    }

    fn draw_on(&mut self) -> Vec<Effect> {
        self.0.draw_on()
    }

    fn arrived(&mut self, want: &Want, answer: JsValue) -> Result<Vec<Effect>, Unreadable> {
        Ok(match want {
            Want::Site => {
                self.0.weights_arrived(weights(&answer, "feed")?);
                Vec::new()
            }
            Want::First | Want::Next | Want::Latest | Want::Again => {
                self.0.page_arrived(want, read(&answer)?)
            }
            Want::Candidates | Want::Words | Want::Pool | Want::Item(_) | Want::Thread(_) | Want::Ballots => {
                return Err(Unreadable);
            }
        })
    }

    fn configure(&mut self, attributes: &Attributes) -> Result<Vec<Effect>, Wrong> {
        let feed = slug(attributes, "feed", "main")?;
        let circle = match attributes.get("circle") {
            Some(_) => CircleId::parse(slug(attributes, "circle", "")?).ok(),
            None => None,
        };
        if self.0.feed == feed && self.0.fixed == circle {
            return Ok(Vec::new());
        }
        self.0 = Feed::new(feed, circle, false);
        Ok(self.0.start())
    }

    fn is_ready(&self) -> bool {
        is_over(self.0.load)
    }

    fn view(&self, frame: Frame, page: &Page) -> Html {
        parvis_view::feed::feed(frame, &self.0, page)
    }
}
