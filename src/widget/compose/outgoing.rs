//! What leaves the device: contributions out of the outbox, one at a time.

use super::json::write as json_of;
use super::{invitation, keep, session};
use crate::element::{Element, detail, now};
use crate::hub::Hub;
use crate::net;
use crate::read::Read;
use gloo::timers::callback::Timeout;
use js_sys::Math;
use parvis_model::draft::Published;
use parvis_model::problem::{Problem, ProblemKind};
use parvis_store::effect::{Method, Write};
use parvis_store::outbox::{Entry, Outcome, State};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::Response;

/// Puts a contribution into the outbox, unless the host page prevents it.
pub fn write(element: &Rc<Element>, write: Write) {
    let hub = &element.hub;
    let about = detail(&[("method", write.method.as_str()), ("path", &write.path)]);
    // A voter who asks for the results contributes nothing: the host page is not told.
    let is_act = write.form.is_some() || write.method != Method::Post;
    if is_act && !element.env().emit("parvis-submit", &about, true) {
        hub.page.borrow_mut().take_back(&write.undo);
        element.with_surface(|surface, page| surface.take_back(&write.undo, page));
        return;
    }
    let name = write.form.as_ref().and_then(|form| form.fields.iter().find(|(field, _)| field == "name"));
    let name = name.map(|(_, name)| name.clone()).filter(|name| !name.is_empty());
    let entry = Entry {
        key: session::chance(),
        at: now(),
        method: write.method,
        path: write.path,
        body: json_of(&write.draft),
        said: write.draft.said().to_owned(),
        undo: write.undo,
        form: write.form.clone(),
        tries: 0,
        state: State::Waiting(now()),
    };
    let replaced = {
        let mut page = hub.page.borrow_mut();
        if name.is_some() {
            page.mine.name = name;
        }
        page.outbox.push(entry)
    };
    if let Some(key) = replaced {
        hub.keeper.drop(&format!("outbox:{key}"));
    }
    keep(hub);
    if let Some(form) = write.form {
        element.announce("sent.waiting", None);
        element.with_surface(|surface, _| surface.forms_mut().drop(&form.name));
    }
    pump(hub);
}

/// Sends what waits, if the network is there; asks again when something has to wait longer.
pub fn pump(hub: &Rc<Hub>) {
    let entry = {
        let mut page = hub.page.borrow_mut();
        if page.online { page.outbox.start(now()) } else { None }
    };
    let Some(entry) = entry else {
        let next = hub.page.borrow().outbox.next_at();
        let online = hub.page.borrow().online;
        let timer = next.filter(|_| online).map(|at| {
            let wait = u32::try_from(at.since(now()).max(250)).unwrap_or(u32::MAX);
            let hub = Rc::clone(hub);
            Timeout::new(wait, move || pump(&hub))
        });
        *hub.retry.borrow_mut() = timer;
        return;
    };
    let hub = Rc::clone(hub);
    spawn_local(async move {
        let (outcome, answer) = attempt(&hub, &entry).await;
        settle(&hub, &entry, &outcome, &answer);
        pump(&hub);
    });
}

async fn attempt(hub: &Rc<Hub>, entry: &Entry) -> (Outcome, JsValue) {
    let token = match session::token(hub).await {
        Ok(token) => token,
        Err(_) => return (Outcome::Later(None), JsValue::UNDEFINED),
    };
    let options = net::options(entry.method.as_str());
    let Ok(headers) = web_sys::Headers::new() else { return (Outcome::Later(None), JsValue::UNDEFINED) };
    let mut pairs =
        vec![("authorization", format!("Bearer {token}")), ("idempotency-key", entry.key.clone())];
    if !entry.body.is_empty() {
        pairs.push(("content-type", "application/json".to_owned()));
        options.set_body(&entry.body.as_str().into());
    }
    for (name, value) in pairs {
        // Names and values are plain ASCII made here.
        let _ = headers.set(name, &value);
    }
    options.set_headers(&headers);
    let url = format!("{}/v1/{}{}", hub.api, hub.site, entry.path);
    let Ok(response) = net::send(&url, &options).await else {
        return (Outcome::Later(None), JsValue::UNDEFINED);
    };
    let answer = net::json(&response).await.unwrap_or(JsValue::UNDEFINED);
    if response.ok() {
        let published = if entry.method == Method::Post { Published::read(&answer) } else { None };
        return (Outcome::Done(published.map(|published| (published.id, published.held))), answer);
    }
    (refusal(hub, &response, &answer), answer)
}

fn refusal(hub: &Rc<Hub>, response: &Response, answer: &JsValue) -> Outcome {
    let problem = Problem::read(answer).unwrap_or_else(|| Problem::new(ProblemKind::Internal));
    let kind = ProblemKind::parse(&problem.r#type).unwrap_or(ProblemKind::Internal);
    if kind == ProblemKind::TokenRefused && session::forget(hub) {
        return Outcome::Later(Some(0));
    }
    if kind.is_passing() {
        let wait = response.headers().get("retry-after").ok().flatten();
        return Outcome::Later(wait.and_then(|seconds| seconds.parse().ok()));
    }
    Outcome::Refused { problem: kind.as_str().to_owned(), faults: problem.faults }
}

fn settle(hub: &Rc<Hub>, entry: &Entry, outcome: &Outcome, answer: &JsValue) {
    invitation::forget(entry, outcome);
    hub.page.borrow_mut().settle(&entry.key, outcome, now(), Math::random());
    keep(hub);
    if hub.page.borrow().outbox.find(&entry.key).is_none() {
        hub.keeper.drop(&format!("outbox:{}", entry.key));
    }
    for element in hub.elements() {
        let said = match outcome {
            Outcome::Done(Some((_, held))) => Some(if *held { "sent.held" } else { "sent.published" }),
            Outcome::Refused { .. } => Some("sent.refused"),
            _ => None,
        };
        if let Some(said) = said {
            element.announce(said, None);
        }
        let Some(late) = hub.late_part() else { continue };
        element.with_pane(|pane, page| match outcome {
            Outcome::Done(_) => {
                // A count that cannot be read is corrected by the next live event.
                let _ = (late.settled)(pane.state(), &entry.undo, answer);
                Vec::new()
            }
            Outcome::Refused { .. } => (late.surface)(pane.state()).take_back(&entry.undo, page),
            Outcome::Later(_) => Vec::new(),
        });
    }
}
