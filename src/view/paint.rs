//! Views as text, drawn by the server before any script runs, and by tests.

use crate::frame::{Frame, Look, base};
use crate::words::native;
use parvis_model::id::SubjectId;
use parvis_model::review::{ReviewOrder, ReviewPage};
use parvis_model::site::Site;
use parvis_model::time::Time;
use parvis_store::effect::Want;
use parvis_store::page::Page;
use parvis_store::reviews::Reviews;
use parvis_store::surface::Surface;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
struct SheetProps {
    view: Html,
}

struct Sheet;

impl Component for Sheet {
    type Message = ();
    type Properties = SheetProps;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, context: &Context<Self>) -> Html {
        context.props().view.clone()
    }
}

/// The view that `draw` makes, as HTML. Every text is escaped by the renderer.
pub async fn paint(draw: impl FnOnce() -> Html + Send + 'static) -> String {
    yew::ServerRenderer::<Sheet>::with_props(move || SheetProps { view: draw() })
        .hydratable(false)
        .render()
        .await
}

/// `<parvis-reviews>` as the widget draws it once the first answers are here and nothing else is: what stands in its
/// shadow root. `origin` is that of [`Frame`].
pub async fn reviews(
    site: Site,
    origin: String,
    lang: &'static str,
    now: Time,
    subject: SubjectId,
    page: ReviewPage,
) -> String {
    let draw = move || {
        let (words, id) = (native::words(lang), site.id.to_string());
        let mut reviews = Reviews::new(subject.as_str(), ReviewOrder::Useful);
        reviews.start();
        reviews.rules_arrived(site.ranking.reviews, site.policy);
        reviews.page_arrived(&Want::First, page);
        // The page draws in several tasks, a page of text in one.
        while reviews.is_drawing() {
            reviews.draw_on();
        }
        let (sheets, panels, own) = (None, None, None);
        let frame = Frame { words: &words, now, origin: &origin, site: &id, sheets, panels, own };
        let view = crate::reviews::reviews(frame, &reviews, &Page::new(lang));
        base(frame, Look::default(), AttrValue::default(), view)
    };
    paint(draw).await
}
