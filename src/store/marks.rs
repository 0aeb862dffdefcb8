//! Marks: pressed at once, counted at once, taken back if refused.

use crate::effect::{Draft, Effect, Method, Undo, Write};
use crate::page::Page;
use parvis_model::id::ItemId;
use parvis_model::item::{Item, Mark};

/// Gives a mark or takes it back. Useful and not useful exclude each other: giving one takes the other.
pub fn toggle(page: &mut Page, item: &mut Item, mark: Mark) -> Vec<Effect> {
    let id = item.id;
    let mut effects = Vec::new();
    let opposite = match mark {
        Mark::Useful => Some(Mark::NotUseful),
        Mark::NotUseful => Some(Mark::Useful),
        Mark::Save => None,
    };
    let on = !page.mine.has(id, mark);
    if on && let Some(opposite) = opposite.filter(|opposite| page.mine.has(id, *opposite)) {
        effects.push(set(page, item, opposite, false));
    }
    effects.push(set(page, item, mark, on));
    effects
}

fn set(page: &mut Page, item: &mut Item, mark: Mark, on: bool) -> Effect {
    page.mine.set_mark(item.id, mark, on);
    count(item, mark, on);
    Effect::Write(Box::new(Write {
        method: if on { Method::Put } else { Method::Delete },
        path: path(item.id, mark),
        draft: Draft::None,
        undo: Undo::Mark(item.id, mark, !on),
        form: None,
    }))
}

/// Uncounts an optimistic mark that was refused.
pub fn take_back(item: &mut Item, undo: &Undo) {
    if let Undo::Mark(_, mark, was) = undo {
        count(item, *mark, *was);
    }
}

/// Counts a mark that was just set on or off.
pub fn count(item: &mut Item, mark: Mark, on: bool) {
    let n = item.marks.of_mut(mark);
    *n = if on { n.saturating_add(1) } else { n.saturating_sub(1) };
}

fn path(id: ItemId, mark: Mark) -> String {
    format!("/items/{id}/marks/{}", mark.as_str())
}
