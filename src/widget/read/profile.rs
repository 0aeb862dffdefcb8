//! Reads the profile that the device keeps for its visitor's own order.

use super::{Read, field, objects, texts};
use js_sys::Array;
use parvis_model::id::{CircleId, PersonId};
use parvis_store::profile::{Entry, Home, Learnt, Profile, Slider, Sliders, Stance};
use wasm_bindgen::{JsCast, JsValue};

type OnPerson = Stance<PersonId>;
type OnCircle = Stance<CircleId>;

objects! {
    Profile { since, home; entries, people, circles, words, left_out, sliders }
    Entry { item, act, at, title, circle, print }
    OnPerson { id, name, is_followed, at }
    OnCircle { id, name, is_followed, at }
    Home { name, at, since }
}

texts! {
    Learnt: Learnt::parse;
}

impl Read for Sliders {
    fn read(value: &JsValue) -> Option<Self> {
        let mut sliders = Self::default();
        for slider in Slider::ALL {
            if let Some(percent) = field(value, slider.as_str())? {
                sliders.set(slider, percent);
            }
        }
        Some(sliders)
    }
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
