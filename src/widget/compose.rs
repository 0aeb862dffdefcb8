//! The part that contributes: forms, drafts, the outbox, tokens, pictures, and what is kept on the device.
//!
//! A page that is only read never loads it. It comes at the first sign that somebody is about to act, or at
//! once when this device has contributed before.

mod invitation;
mod json;
mod outgoing;
mod picture;
mod proof;
mod session;

use crate::element::{Element, now};
use crate::hub::Hub;
use crate::late::SEEN;
use crate::read::read_text;
use parvis_store::effect::{Effect, Submit, Write};
use parvis_store::outbox::{Outbox, State};
use parvis_view::pieces::compose::{SHEETS, Sheets};
use std::rc::Rc;
use web_sys::FileList;

/// The fields of a form.
type Fields = Vec<(String, String)>;

/// What the rest of the page may ask of this part.
#[derive(Clone, Copy, Debug)]
pub struct Compose {
    /// The forms.
    pub sheets: &'static Sheets,
    /// Takes back in what the device kept, and sends what waits.
    pub wake: fn(&Rc<Hub>),
    /// Makes a draft out of a form and writes it.
    pub submit: fn(&Rc<Element>, &Submit),
    /// Puts a contribution into the outbox.
    pub write: fn(&Rc<Element>, Write),
    /// Sends what waits.
    pub pump: fn(&Rc<Hub>),
    /// Uploads pictures chosen for a form.
    pub upload: fn(&Rc<Element>, &str, &FileList),
    /// Keeps the outbox and one's own acts as they stand.
    pub keep: fn(&Hub),
    /// Keeps or drops a form.
    pub keep_draft: fn(&Hub, &str, Option<&Fields>),
    /// Finds out who writes: whether the host page signs its visitor in, and whether they were invited.
    pub know_author: fn(&Rc<Element>),
}

/// The part.
pub const PART: Compose = Compose {
    sheets: &SHEETS,
    wake,
    submit,
    write: outgoing::write,
    pump: outgoing::pump,
    upload: picture::upload,
    keep,
    keep_draft,
    know_author: session::know_author,
};

fn wake(hub: &Rc<Hub>) {
    {
        let mut page = hub.page.borrow_mut();
        let entries =
            hub.keeper.keys("outbox:").iter().filter_map(|key| hub.keeper.find(key)).collect::<Vec<_>>();
        page.outbox = Outbox::restore(entries.iter().filter_map(|text| read_text(text)).collect());
        for key in hub.keeper.keys("draft:") {
            let fields = hub.keeper.find(&key).and_then(|text| read_text(&text));
            if let (Some(fields), Some(form)) = (fields, key.strip_prefix("draft:")) {
                page.drafts.insert(form.to_owned(), fields);
            }
        }
    }
    *hub.token.borrow_mut() = hub.keeper.find("token");
    hub.elements().iter().for_each(Element::resume);
    outgoing::pump(hub);
}

fn submit(element: &Rc<Element>, submit: &Submit) {
    element.with_surface(|surface, page| {
        let circle = surface.circle();
        let Some(form) = surface.forms().find(&submit.form) else { return Vec::new() };
        match form.to_write(submit, circle, page, now().to_day()) {
            Ok(write) => vec![Effect::Write(Box::new(write))],
            Err(faults) => surface.forms_mut().refuse(&submit.form, faults),
        }
    });
}

fn keep(hub: &Hub) {
    let page = hub.page.borrow();
    for entry in page.outbox.entries() {
        let key = format!("outbox:{}", entry.key);
        if matches!(entry.state, State::Published { .. }) {
            hub.keeper.drop(&key);
        } else {
            hub.keeper.keep(&key, &json::write(entry));
        }
    }
    hub.keeper.keep("mine", &json::write(&page.mine));
    if !page.seen.is_empty() {
        hub.keeper.keep(SEEN, &json::write(&page.seen));
    }
}

fn keep_draft(hub: &Hub, form: &str, fields: Option<&Fields>) {
    let key = format!("draft:{form}");
    match fields {
        Some(fields) => hub.keeper.keep(&key, &json::write(fields)),
        None => hub.keeper.drop(&key),
    }
}
