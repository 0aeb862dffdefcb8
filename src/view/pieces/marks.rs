//! Marks: plain words with their counts, pressed or not.

use crate::frame::Frame;
use crate::pieces::button::pressed;
use crate::pieces::node::{said, text};
use parvis_model::item::{Item, Mark};
use parvis_store::act::Act;
use parvis_store::mine::Mine;
use yew::prelude::*;

/// The marks of an item in the order given.
pub fn marks(frame: Frame, item: &Item, mine: &Mine, kinds: &[Mark]) -> Html {
    kinds.iter().map(|kind| mark(frame, item, mine, *kind)).collect()
}

fn mark(frame: Frame, item: &Item, mine: &Mine, kind: Mark) -> Html {
    let (count, is_mine) = (item.marks.of(kind), mine.has(item.id, kind));
    let mut inside = vec![text(frame.words.of(if is_mine { "marked" } else { "mark" }, kind.as_str()))];
    if count > 0 {
        inside.push(said("span", "n", frame.words.n(count).into()));
    }
    pressed("mark", Act::Mark(item.id, kind), is_mine, inside)
}
