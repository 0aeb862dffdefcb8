//! The network: reads without credentials, the browser's word on the connection, and the page's visibility.

use gloo::events::EventListener;
use parvis_store::load::Failure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCache, RequestCredentials, RequestInit, Response, VisibilityState};

/// Milliseconds after which a request is given up.
pub const PATIENCE: u32 = 20_000;

/// Whether the browser believes in the network.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Whether somebody may be looking at the page.
pub fn is_visible() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_none_or(|document| document.visibility_state() != VisibilityState::Hidden)
}

/// Tells when the network comes or goes and when the page is shown or hidden.
pub fn watch(
    network: impl Fn(bool) + Clone + 'static,
    visible: impl Fn(bool) + 'static,
) -> Vec<EventListener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let lost = network.clone();
    let mut listeners = vec![
        EventListener::new(&window, "online", move |_| network(true)),
        EventListener::new(&window, "offline", move |_| lost(false)),
    ];
    if let Some(document) = window.document() {
        listeners.push(EventListener::new(&document, "visibilitychange", move |_| visible(is_visible())));
    }
    listeners
}

/// Options that every request shares: no cookie, no referrer, an end to patience.
pub fn options(method: &str) -> RequestInit {
    let options = RequestInit::new();
    options.set_method(method);
    options.set_credentials(RequestCredentials::Omit);
    options.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
    options
}

/// Sends a request; no answer at all is an error.
pub async fn send(url: &str, options: &RequestInit) -> Result<Response, Failure> {
    let window = web_sys::window().ok_or(Failure::Service)?;
    let response = JsFuture::from(window.fetch_with_str_and_init(url, options)).await;
    response.ok().and_then(|response| response.dyn_into().ok()).ok_or(Failure::Offline)
}

/// The JSON of a response.
pub async fn json(response: &Response) -> Result<JsValue, Failure> {
    let promise = response.json().map_err(|_| Failure::Service)?;
    JsFuture::from(promise).await.map_err(|_| Failure::Service)
}

/// Reads a public document; `is_fresh` asks whether the copy at hand still holds.
pub async fn get(url: &str, is_fresh: bool) -> Result<JsValue, Failure> {
    let options = options("GET");
    if is_fresh {
        options.set_cache(RequestCache::NoCache);
    }
    let response = send(url, &options).await?;
    match response.status() {
        200 => json(&response).await,
        404 => Err(Failure::NotFound),
        _ => Err(Failure::Service),
    }
}
