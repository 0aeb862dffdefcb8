//! What is kept on the device and sent, written as JSON.

use js_sys::JSON;
use serde::Serialize;

/// Writes a value as JSON; empty when it is nothing.
pub fn write<T: Serialize>(value: &T) -> String {
    let value = value.serialize(&serde_wasm_bindgen::Serializer::json_compatible());
    let text = value.ok().filter(|value| !value.is_null()).and_then(|value| JSON::stringify(&value).ok());
    text.and_then(|text| text.as_string()).unwrap_or_default()
}
