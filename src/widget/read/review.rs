//! Reads reviews and what they add up to.

use super::{Read, objects, texts};
use parvis_model::review::{Rating, Received, Review, ReviewPage, Scale, Stars, Subject, Summary, Verified};
use wasm_bindgen::JsValue;

objects! {
    Review { item, subject, stars, experienced, recommends, verified, verified_by, copy_of, answer; received, scales, context, detail, for_mix }
    Subject { id, name; about, scales }
    Scale { id, title, min, max }
    Rating { subject, average, count }
    Summary { rating, histogram, recommend, n_verified, n_received }
    ReviewPage { subject, summary, ranked_at, reviews, next }
}

texts! {
    Verified: Verified::parse;
    Received: Received::parse;
}

impl Read for Stars {
    fn read(value: &JsValue) -> Option<Self> {
        Self::new(u8::read(value)?)
    }
}
