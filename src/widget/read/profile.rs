//! Reads the profile that the device keeps for its visitor's own order.

use super::{Read, objects, texts};
use js_sys::Array;
use parvis_model::id::{CircleId, PersonId};
use parvis_store::profile::{Entry, Learnt, Profile, Sliders, Stance};
use wasm_bindgen::{JsCast, JsValue};

type OnPerson = Stance<PersonId>;
type OnCircle = Stance<CircleId>;

objects! {
    Profile { since; entries, people, circles, words, left_out, sliders }
    Entry { item, act, at, title, circle, print }
    OnPerson { id, name, is_followed, at }
    OnCircle { id, name, is_followed, at }
    Sliders { ties, fresh, discovery }
}

texts! {
    Learnt: Learnt::parse;
}

impl Read for u16 {
    fn read(value: &JsValue) -> Option<Self> {
        u32::read(value)?.try_into().ok()
    }
}

impl Read for (u16, String) {
    fn read(value: &JsValue) -> Option<Self> {
        let pair: &Array = value.dyn_ref()?;
        Some((u16::read(&pair.get(0))?, String::read(&pair.get(1))?))
    }
}
