//! The brand's answer: visibly the brand's, never louder than the customer.

use crate::frame::Frame;
use crate::pieces::moment::moment;
use crate::pieces::node::{group, node};
use crate::pieces::person::{name, person};
use crate::pieces::rich;
use parvis_model::person::Person;
use parvis_model::thread::Reply;
use yew::prelude::*;

/// The newest answer of the brand to something that `to` wrote.
pub fn answer(frame: Frame, to: &Person, answer: Option<&Reply>, is_open: bool) -> Html {
    let Some(Reply { item, .. }) = answer else { return Html::default() };
    let values = vec![
        Some("answer".into()),
        Some("answer".into()),
        Some("group".into()),
        Some(frame.words.with("answer.label", &[("name", &name(frame, to))])),
        Some(item.lang.to_string().into()),
    ];
    let by = vec![person(frame, &item.by), group("span", "quiet", vec![moment(frame, item.at)])];
    let inside = vec![group("div", "by", by), rich::reply(frame, item.id, &item.text, is_open)];
    node("div", &["class", "part", "role", "aria-label", "lang"], values, inside)
}
