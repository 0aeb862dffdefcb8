//! How a list is ordered: its criteria with the weights in force, one press away.

use crate::frame::Frame;
use crate::pieces::node::{node, said};
use yew::prelude::*;

/// The message of `key` with each weight as a percentage: `{activity}` is the weight of that name.
pub fn criteria(frame: Frame, key: &str, weights: &[(&str, f64)]) -> AttrValue {
    let shares: Vec<AttrValue> = weights.iter().map(|(_, weight)| frame.words.percent(*weight)).collect();
    let values: Vec<(&str, &str)> =
        weights.iter().zip(&shares).map(|((name, _), share)| (*name, share.as_str())).collect();
    frame.words.with(key, &values)
}

/// The explanation of a whole list; `group` is that of its messages, as in `how.feed.title`.
pub fn told(frame: Frame, group: &str, weights: &[(&str, f64)], check: Html) -> Vec<Html> {
    let told = criteria(frame, &[group, ".text"].concat(), weights);
    vec![said("p", "", told), said("p", "", frame.words.text("how.arithmetic")), check]
}

/// Something under a line that opens it. What is only told once its part of the wasm is here is nothing before:
/// under a closed line that moves nothing.
pub fn folded(class: &'static str, title: AttrValue, mut inside: Vec<Html>) -> Html {
    inside.insert(0, said("summary", "", title));
    node("details", &["class", "part"], vec![Some(class.into()), Some("how".into())], inside)
}
