//! What the loader hands over with an element, read with care: the object comes from JavaScript.

use js_sys::{Array, Function, Object, Promise, Reflect};
use parvis_model::map::Map;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The surroundings of one element.
#[derive(Clone)]
pub struct Env(Object);

/// Attributes of an element that are set, by name.
pub type Attributes = Map<String, String>;

impl Env {
    /// The surroundings as the loader gives them.
    pub fn new(object: Object) -> Self {
        Self(object)
    }

    fn value(&self, key: &str) -> JsValue {
        Reflect::get(&self.0, &key.into()).unwrap_or(JsValue::UNDEFINED)
    }

    /// A text; empty when it is not there.
    pub fn text(&self, key: &str) -> String {
        self.value(key).as_string().unwrap_or_default()
    }

    /// What the consent manager said; nothing while it said nothing.
    pub fn consent(&self) -> Option<bool> {
        self.value("consent").as_bool()
    }

    /// The messages of the language.
    pub fn texts(&self) -> Map<String, String> {
        texts_of(&self.value("texts"))
    }

    fn call(&self, name: &str, arguments: &Array) -> JsValue {
        match self.value(name).dyn_ref::<Function>() {
            Some(function) => function.apply(&JsValue::NULL, arguments).unwrap_or(JsValue::UNDEFINED),
            None => JsValue::UNDEFINED,
        }
    }

    /// Tells the host page; false when a listener prevented it.
    pub fn emit(&self, name: &str, detail: &JsValue, cancelable: bool) -> bool {
        self.call("emit", &Array::of3(&name.into(), detail, &cancelable.into())).as_bool().unwrap_or(true)
    }

    /// Says that the first content is drawn.
    pub fn ready(&self) {
        self.call("ready", &Array::new());
    }

    /// Says that something is wrong with how the element is used: an event and one line in the console.
    pub fn fail(&self, reason: &str, message: &str) {
        self.call("fail", &Array::of2(&reason.into(), &message.into()));
    }

    /// The messages for those who act, if they can be loaded.
    pub async fn late_texts(&self) -> Option<Map<String, String>> {
        let promise = self.call("lateTexts", &Array::new()).dyn_into::<Promise>().ok()?;
        JsFuture::from(promise).await.ok().map(|texts| texts_of(&texts))
    }

    /// The member's token, fresh from the host page, if there is one.
    pub async fn token(&self) -> Option<String> {
        let promise = self.call("token", &Array::new()).dyn_into::<Promise>().ok()?;
        JsFuture::from(promise).await.ok()?.as_string().filter(|token| !token.is_empty())
    }
}

/// The texts of a plain object; what is no text is left out.
pub fn texts_of(object: &JsValue) -> Map<String, String> {
    let Some(object) = object.dyn_ref::<Object>() else { return Map::new() };
    let pair = |entry: JsValue| {
        let entry = Array::from(&entry);
        Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
    };
    Object::entries(object).iter().filter_map(pair).collect()
}
