//! What every view needs beside its own state, and the node that holds a whole element.

use crate::own::OwnPanels;
use crate::pieces::compose::Sheets;
use crate::pieces::panels::Panels;
use crate::words::Words;
use parvis_model::time::Time;
use parvis_store::act::Act;
use yew::prelude::*;

/// The surroundings of a view.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// The words of the visitor's language.
    pub words: &'a Words,
    /// The moment that relative dates are told from.
    pub now: Time,
    /// The origin of the API without a slash at its end, for pictures; empty for the page's own.
    pub origin: &'a str,
    /// The site, for the page of the API about its orders.
    pub site: &'a str,
    /// The forms; none while their part of the wasm is on its way.
    pub sheets: Option<&'a Sheets>,
    /// What opens under an item; none while its part of the wasm is on its way.
    pub panels: Option<&'a Panels>,
    /// The visitor's own order; none until it is asked for and its part of the wasm is here.
    pub own: Option<&'a OwnPanels>,
}

/// How the host page wants an element to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Which of the two palettes.
    pub theme: Theme,
    /// How close things stand.
    pub density: Density,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the page's own `color-scheme` says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How close things stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Density {
    /// With air.
    #[default]
    Comfortable,
    /// For asides and long lists.
    Compact,
}

/// The node inside the shadow root that holds everything: slots of the host, the view, and the polite region
/// that speaks to assistive technology. `said` is what it says now.
pub fn base(frame: Frame, look: Look, said: AttrValue, view: Html) -> Html {
    let theme = match look.theme {
        Theme::Auto => "auto",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let density = match look.density {
        Density::Comfortable => "comfortable",
        Density::Compact => "compact",
    };
    html! {
        <div class="parvis" part="base" lang={frame.words.lang().to_owned()} dir={frame.words.dir()}
            data-theme={theme} data-density={density}>
            <slot name="header" />
            { view }
            <slot name="footer" />
            <p class="said" role="status" aria-live="polite">{ said }</p>
        </div>
    }
}

/// The value of `data-act`.
pub fn act(act: Act) -> AttrValue {
    AttrValue::from(act.to_string())
}
