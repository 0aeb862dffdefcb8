//! Who contributes: a member by the token of the host page, else an anonymous token after a proof of work.

use super::json::write;
use super::{invitation, proof};
use crate::element::Element;
use crate::hub::Hub;
use crate::net;
use crate::read::Read;
use gloo::timers::future::TimeoutFuture;
use js_sys::Uint8Array;
use parvis_model::session::{Challenge, Session, Solution};
use parvis_store::load::Failure;
use std::fmt::Write as _;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Numbers tried before the page gets a turn: a few milliseconds on a slow phone.
const SLICE: u64 = 1_000;

/// The token to send with a contribution.
pub async fn token(hub: &Rc<Hub>) -> Result<String, Failure> {
    let env = hub.elements().first().map(|element| element.env());
    if let Some(env) = env
        && let Some(token) = env.token().await
    {
        return Ok(token);
    }
    if let Some(token) = hub.token.borrow().clone() {
        return Ok(token);
    }
    let session = prove(hub).await?;
    hub.keeper.keep("token", &session.token);
    *hub.token.borrow_mut() = Some(session.token.clone());
    Ok(session.token)
}

/// Forgets the anonymous token; false when there was none, so that a refused member token is not tried for ever.
pub fn forget(hub: &Rc<Hub>) -> bool {
    hub.keeper.drop("token");
    hub.token.borrow_mut().take().is_some()
}

async fn prove(hub: &Rc<Hub>) -> Result<Session, Failure> {
    let challenge: Challenge = post(hub, "challenges", "").await?;
    let mut first = 0;
    let number = loop {
        if first > challenge.maxnumber {
            return Err(Failure::Service);
        }
        if let Some(number) = proof::solve(&challenge.salt, &challenge.challenge, first, SLICE) {
            break number;
        }
        first += SLICE;
        TimeoutFuture::new(0).await;
    };
    let solution = Solution {
        algorithm: challenge.algorithm,
        challenge: challenge.challenge,
        number,
        salt: challenge.salt,
        signature: challenge.signature,
    };
    post(hub, "sessions", &write(&solution)).await
}

async fn post<T: Read>(hub: &Rc<Hub>, path: &str, body: &str) -> Result<T, Failure> {
    let options = net::options("POST");
    let headers = web_sys::Headers::new().map_err(|_| Failure::Service)?;
    // Names and values are plain ASCII made here.
    let _ = headers.set("content-type", "application/json");
    let _ = headers.set("idempotency-key", &chance());
    options.set_headers(&headers);
    if !body.is_empty() {
        options.set_body(&body.into());
    }
    let response = net::send(&format!("{}/v1/{}/{path}", hub.api, hub.site), &options).await?;
    if !response.ok() {
        return Err(Failure::Service);
    }
    T::read(&net::json(&response).await?).ok_or(Failure::Service)
}

/// 32 hexadecimal digits of chance.
pub fn chance() -> String {
    let bytes = Uint8Array::new_with_length(16);
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let filled = crypto.is_some_and(|crypto| crypto.get_random_values_with_array_buffer_view(&bytes).is_ok());
    let mut text = String::with_capacity(32);
    for byte in bytes.to_vec() {
        // Without the browser's generator, plain chance still makes keys that differ.
        let byte = if filled { byte } else { (js_sys::Math::random() * 256.0) as u8 };
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Finds out who writes, when a form opens: no name is asked of whom the host page signs in, and whoever was invited is
/// told so.
pub fn know_author(element: &Rc<Element>) {
    let element = Rc::clone(element);
    // The form is open once this task runs.
    spawn_local(async move {
        invitation::hand_over(&element);
        let is_member = element.env().token().await.is_some();
        element.hub.page.borrow_mut().anonymous = !is_member;
        element.hub.draw_all();
    });
}
