//! Reads the pool of a feed, and what the site says of the order that a device makes of it: weights, places.

use super::{Read, field, objects, texts};
use parvis_model::locality::{CircleLocality, Locality, Point};
use parvis_model::pool::{Pool, Print};
use parvis_model::ranking::MineWeights;
use wasm_bindgen::JsValue;

objects! {
    Pool { ranked_at, scale, circles, posts, signals, prints, near, took_part, people, next }
    MineWeights { community, ties, neighbours, taste, near, balance }
    CircleLocality { circle, locality }
    Locality { name, at }
}

texts! {
    Print: Print::parse;
}

impl Read for Point {
    fn read(value: &JsValue) -> Option<Self> {
        Self::of(field(value, "latitude")?, field(value, "longitude")?)
    }
}
