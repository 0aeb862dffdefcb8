//! Stars: one row of glyphs, filled to the exact tenth.
//!
//! The filled row lies over the empty one in an inner `svg` whose width cuts it. Widths are attributes, so
//! the row is right under a policy that forbids inline styles and before any script runs.

use crate::frame::Frame;
use crate::pieces::node::node;
use yew::prelude::*;

/// Five stars side by side, each in a square of 24.
const ROW: &str = "m12 2 3 6.6 7.2.8-5.3 4.9 1.4 7.1L12 17.8l-6.3 3.6 1.4-7.1L1.8 9.4 9 8.6zm24 0 3 6.6 7.2.8-5.3 4.9 \
1.4 7.1-6.3-3.6-6.3 3.6 1.4-7.1-5.3-4.9 7.2-.8zm24 0 3 6.6 7.2.8-5.3 4.9 1.4 7.1-6.3-3.6-6.3 3.6 1.4-7.1-5.3-4.9 \
7.2-.8zm24 0 3 6.6 7.2.8-5.3 4.9 1.4 7.1-6.3-3.6-6.3 3.6 1.4-7.1-5.3-4.9 7.2-.8zm24 0 3 6.6 7.2.8-5.3 4.9 1.4 \
7.1-6.3-3.6-6.3 3.6 1.4-7.1-5.3-4.9 7.2-.8z";
const WIDTH: f64 = 120.0;

/// A row for `value` of 0 to 5, with its number as the text alternative.
pub fn stars(frame: Frame, value: f64) -> Html {
    let decimals = u8::from(value.fract() != 0.0);
    let label = frame.words.with("stars.label", &[("value", &frame.words.number(value, decimals))]);
    let values = vec![Some("stars".into()), Some("stars".into()), Some("img".into()), Some(label)];
    node("span", &["class", "part", "role", "aria-label"], values, vec![row(value)])
}

/// The glyphs alone, for places where words say the number.
pub fn row(value: f64) -> Html {
    let cut = (value.clamp(0.0, 5.0) / 5.0 * WIDTH).round() as u32;
    let mut inside = vec![shape("off", ROW)];
    if cut > 0 {
        let values = vec![Some(cut.to_string().into()), Some("24".into())];
        inside.push(node("svg", &["width", "height"], values, vec![shape("on", ROW)]));
    }
    graphic("row", "0 0 120 24", inside)
}

/// One star.
pub fn one() -> Html {
    const STAR: &str = "m12 2 3 6.6 7.2.8-5.3 4.9 1.4 7.1-6.3-3.6-6.3 3.6 1.4-7.1L1.8 9.4 9 8.6z";
    graphic("one-star", "0 0 24 24", vec![shape("", STAR)])
}

/// A drawing that words stand beside.
pub fn graphic(class: &'static str, view: &'static str, inside: Vec<Html>) -> Html {
    let values = vec![Some(class.into()), Some(view.into()), Some("true".into())];
    node("svg", &["class", "viewBox", "aria-hidden"], values, inside)
}

/// An outline of a class, or of none if it is empty.
pub fn shape(class: &'static str, outline: &'static str) -> Html {
    let class = (!class.is_empty()).then_some(class.into());
    node("path", &["class", "d"], vec![class, Some(outline.into())], Vec::new())
}
