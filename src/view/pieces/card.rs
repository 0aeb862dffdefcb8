//! The card of a contribution: its frame, and its foot with what can be done and what is open under it.

use crate::frame::Frame;
use crate::pieces::button;
use crate::pieces::node::{group, keyed};
use crate::thread;
use parvis_model::item::Item;
use parvis_store::act::{Act, Panel};
use parvis_store::form::Forms;
use parvis_store::opened::Opened;
use parvis_store::page::Page;
use parvis_store::thread::Threads;
use yew::prelude::*;

/// What stands around an item: what is open, what was answered, what is being written.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The surroundings.
    pub frame: Frame<'a>,
    /// What is open.
    pub opened: &'a Opened,
    /// Threads that arrived.
    pub threads: &'a Threads,
    /// Forms that are open.
    pub forms: &'a Forms,
    /// What the elements of the page share.
    pub page: &'a Page,
}

/// The frame of an item at a place of its list, counted from 0; `label` is its name for assistive technology.
pub fn card(class: &'static str, item: &Item, place: usize, label: AttrValue, inside: Vec<Html>) -> Html {
    let values = vec![
        Some(class.into()),
        Some("card".into()),
        Some(["item-", &place.to_string()].concat().into()),
        Some("-1".into()),
        Some(item.lang.to_string().into()),
        Some(label),
    ];
    let keys = &["class", "part", "id", "tabindex", "lang", "aria-label"];
    keyed(Some(item.id.to_string()), "article", keys, values, inside)
}

/// Acts of the item, then what they open: the explanation, the report, what stands `between`, the thread.
/// `why` makes the explanation with the id that its button names; none where nothing is to be explained.
pub fn foot(
    around: Around,
    item: &Item,
    does: Vec<Html>,
    why: Option<&dyn Fn(AttrValue) -> Html>,
    between: Html,
) -> Html {
    let Around { frame, opened, forms, .. } = around;
    let is_open = |panel| opened.has(panel, item.id);
    let mut acts = does;
    acts.push(thread::opener(frame, item, is_open(Panel::Thread)));
    let mut aside = Vec::with_capacity(2);
    let mut explained = Html::default();
    if let Some(why) = why {
        let panel: AttrValue = ["panel-why-", &item.id.to_string()].concat().into();
        if is_open(Panel::Why) {
            explained = why(panel.clone());
        }
        let act = Act::Toggle(Panel::Why, item.id);
        let id = ["why-", &item.id.to_string()].concat().into();
        aside.push(button::opener(Some(id), act, frame.words.text("why.open"), panel, is_open(Panel::Why)));
    }
    aside.push(thread::report_opener(frame, item, is_open(Panel::Report)));
    acts.push(group("span", "aside", aside));
    let parts = [
        group("div", "acts", acts),
        explained,
        frame.panels.map(|panels| (panels.report)(frame, item, forms)).unwrap_or_default(),
        between,
        frame.panels.map(|panels| (panels.thread)(around, item)).unwrap_or_default(),
    ];
    parts.into_iter().collect()
}
