//! The profile as a file, made on the device and handed to the browser's own download.

use super::keep::text_of;
use crate::hub::Hub;
use crate::reach::{call, object, of_window};
use gloo::timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

/// The name of the file.
const FILE: &str = "parvis-profile.json";
/// Milliseconds after which the browser has certainly begun with it.
const BEGUN: u32 = 10_000;

/// Hands the profile over.
pub fn export(hub: &Hub) {
    let text = hub.page.borrow().profile.as_ref().and_then(|profile| text_of(profile, 2));
    if let Some(text) = text {
        // A browser that refuses says so itself.
        let _ = download(&text);
    }
}

fn download(text: &str) -> Result<(), JsValue> {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return Ok(()) };
    let kind = object([("type", "application/json".into())]);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), kind.unchecked_ref())?;
    // Never put into the page, so that no script of it hears the press.
    let link = document.create_element("a")?;
    let maker = of_window("URL")?;
    let address = call(&maker, "createObjectURL", [blob.into()])?;
    link.set_attribute("href", &address.as_string().unwrap_or_default())?;
    link.set_attribute("download", FILE)?;
    call(&link, "click", [])?;
    Timeout::new(BEGUN, move || drop(call(&maker, "revokeObjectURL", [address]))).forget();
    Ok(())
}
