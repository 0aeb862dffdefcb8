//! Reading answers: from JavaScript values to the types of the model, field by field.
//!
//! `serde` derives would do the same with five times the bytes, and every visitor pays for reading. So only
//! what is written, kept or sent goes through `serde`. A test in the browser holds both against each other. A
//! value that is not what the contract promises is nothing, never a panic.

mod board;
mod contribution;
mod feed;
mod item;
mod live;
mod poll;
mod pool;
mod profile;
mod review;
mod site;
#[cfg(all(test, target_arch = "wasm32"))]
mod trials;

use js_sys::{Array, JSON, Object, Reflect, Uint32Array};
use parvis_model::id::{BoardId, CircleId, FeedId, ItemId, MediaId, OptionId, PersonId, SiteId, SubjectId};
use parvis_model::lang::{Lang, Local};
use parvis_model::map::Map;
use parvis_model::time::{Day, Time};
use wasm_bindgen::{JsCast, JsValue};

/// A type that can be read out of a JavaScript value.
pub trait Read: Sized {
    /// The value, or nothing when it is not what is promised.
    fn read(value: &JsValue) -> Option<Self>;

    /// Many of them; numbers do it at once.
    fn read_all(array: &Array) -> Option<Vec<Self>> {
        array.iter().map(|value| Self::read(&value)).collect()
    }
}

/// Reads a text of JSON; nothing when it is not what is expected.
pub fn read_text<T: Read>(text: &str) -> Option<T> {
    T::read(&JSON::parse(text).ok()?)
}

/// A field of an object; a field that is not there reads as `undefined`.
pub fn field<T: Read>(object: &JsValue, name: &str) -> Option<T> {
    T::read(&Reflect::get(object, &JsValue::from_str(name)).ok()?)
}

/// A field that takes its default where it is not there.
pub fn field_or_default<T: Read + Default>(object: &JsValue, name: &str) -> Option<T> {
    field::<Option<T>>(object, name).map(Option::unwrap_or_default)
}

/// The one key and value of an externally tagged variant.
pub fn variant(value: &JsValue) -> Option<(String, JsValue)> {
    // An object without a key has no first entry.
    let entry: Array = Object::entries(value.dyn_ref()?).get(0).dyn_into().ok()?;
    Some((entry.get(0).as_string()?, entry.get(1)))
}

/// Reads each type from an object with the fields named: those that must be there, then those with a default.
macro_rules! objects {
    ($($name:ident { $($field:ident),* $(; $($default:ident),*)? })*) => {$(
        impl $crate::read::Read for $name {
            fn read(value: &wasm_bindgen::JsValue) -> Option<Self> {
                Some(Self {
                    $($field: $crate::read::field(value, stringify!($field))?,)*
                    $($($default: $crate::read::field_or_default(value, stringify!($default))?,)*)?
                })
            }
        }
    )*};
}

/// Reads each type from a text by the function given.
macro_rules! texts {
    ($($name:ty: $parse:expr;)*) => {$(
        impl $crate::read::Read for $name {
            fn read(value: &wasm_bindgen::JsValue) -> Option<Self> {
                ($parse)(value.as_string()?.as_str())
            }
        }
    )*};
}

pub(crate) use {objects, texts};

texts! {
    ItemId: |text| ItemId::parse(text).ok();
    SiteId: |text| SiteId::parse(text).ok();
    FeedId: |text| FeedId::parse(text).ok();
    CircleId: |text| CircleId::parse(text).ok();
    SubjectId: |text| SubjectId::parse(text).ok();
    BoardId: |text| BoardId::parse(text).ok();
    PersonId: |text| PersonId::parse(text).ok();
    OptionId: |text| OptionId::parse(text).ok();
    MediaId: |text| MediaId::parse(text).ok();
    Lang: Lang::parse;
    Time: Time::parse;
    Day: Day::parse;
}

impl Read for String {
    fn read(value: &JsValue) -> Option<Self> {
        value.as_string()
    }
}

impl Read for bool {
    fn read(value: &JsValue) -> Option<Self> {
        value.as_bool()
    }
}

impl Read for f64 {
    fn read(value: &JsValue) -> Option<Self> {
        value.as_f64()
    }
}

impl Read for u32 {
    fn read(value: &JsValue) -> Option<Self> {
        let number = value.as_f64()?;
        let whole = number as Self;
        (f64::from(whole) == number).then_some(whole)
    }

    fn read_all(array: &Array) -> Option<Vec<Self>> {
        Some(Uint32Array::new(array).to_vec())
    }
}

impl Read for u8 {
    fn read(value: &JsValue) -> Option<Self> {
        u32::read(value)?.try_into().ok()
    }
}

impl<T: Read> Read for Option<T> {
    fn read(value: &JsValue) -> Option<Self> {
        if value.is_undefined() || value.is_null() { Some(None) } else { T::read(value).map(Some) }
    }
}

impl<T: Read> Read for Box<T> {
    fn read(value: &JsValue) -> Option<Self> {
        T::read(value).map(Self::new)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &JsValue) -> Option<Self> {
        T::read_all(value.dyn_ref()?)
    }
}

impl<T: Read, const N: usize> Read for [T; N] {
    fn read(value: &JsValue) -> Option<Self> {
        Vec::read(value)?.try_into().ok()
    }
}

impl Read for (u32, u32) {
    fn read(value: &JsValue) -> Option<Self> {
        <[u32; 2]>::read(value).map(Into::into)
    }
}

impl<K: Read + Ord, V: Read> Read for Map<K, V> {
    fn read(value: &JsValue) -> Option<Self> {
        let pair = |entry: JsValue| {
            let entry = Array::from(&entry);
            Some((K::read(&entry.get(0))?, V::read(&entry.get(1))?))
        };
        Object::entries(value.dyn_ref()?).iter().map(pair).collect()
    }
}

impl Read for Local {
    fn read(value: &JsValue) -> Option<Self> {
        Map::read(value).map(Self)
    }
}

impl Read for (String, String) {
    fn read(value: &JsValue) -> Option<Self> {
        <[String; 2]>::read(value).map(Into::into)
    }
}
