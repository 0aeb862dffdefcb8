//! What few pages use of the browser, reached by name: a binding of its own would weigh on every page, in the glue that
//! each of them loads first. A browser or a page that lacks it answers with an error, never with an exception.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A property.
///
/// # Errors
/// It throws.
pub fn of(on: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(on, &name.into())
}

/// A property of the window.
///
/// # Errors
/// There is no window, or it throws.
pub fn of_window(name: &str) -> Result<JsValue, JsValue> {
    of(&web_sys::window().into(), name)
}

/// Calls a method.
///
/// # Errors
/// It is not there, or it throws.
pub fn call<const N: usize>(on: &JsValue, method: &str, arguments: [JsValue; N]) -> Result<JsValue, JsValue> {
    apply(on, method, &arguments.into_iter().collect())
}

fn apply(on: &JsValue, method: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    of(on, method)?.dyn_into::<Function>()?.apply(on, arguments)
}

/// A plain object.
pub fn object<const N: usize>(pairs: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (key, value) in pairs {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&object, &key.into(), &value);
    }
    object.into()
}
