//! Views as text, drawn by the server before any script runs, and by tests.

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
