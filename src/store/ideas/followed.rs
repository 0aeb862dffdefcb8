//! What became of the ideas a visitor voted on, and what changes while the page is open.
//!
//! Nobody has an account for it: the device knows the votes and the status each idea had when it was last seen, and holds
//! them against the ideas that are loaded. Nothing moves by itself: changes wait behind a button.

use super::Ideas;
use crate::act::{MOVED, NOTED};
use crate::effect::Effect;
use crate::page::Page;
use parvis_model::board::Idea;
use parvis_model::id::ItemId;

impl Ideas {
    /// Ideas voted on whose status is another than the one last seen, in the order of the list.
    pub fn followed(&self, page: &Page) -> Vec<&Idea> {
        let has_moved = |idea: &&Idea| {
            let id = idea.item.id;
            page.mine.votes.contains_key(&id) && page.seen.get(&id).is_some_and(|seen| *seen != idea.status)
        };
        self.ideas.iter().filter(has_moved).collect()
    }

    /// Shows one idea alone, or those followed; or takes note of these without.
    pub(super) fn show_only(&mut self, value: &str, page: &mut Page) -> Vec<Effect> {
        if let Ok(id) = ItemId::parse(value) {
            return self.alone(vec![id]);
        }
        let moved: Vec<_> = self.followed(page).into_iter().map(|idea| (idea.item.id, idea.status)).collect();
        let mut effects = Vec::new();
        if value == MOVED {
            effects = self.alone(moved.iter().map(|(id, _)| *id).collect());
        }
        if [MOVED, NOTED].contains(&value) {
            for (id, status) in moved {
                page.saw(id, Some(status));
            }
            effects.push(Effect::KeepOutbox);
        }
        effects
    }

    /// Shows these ideas and no others, whatever narrowed the list before.
    fn alone(&mut self, ids: Vec<ItemId>) -> Vec<Effect> {
        (self.status, self.query, self.only) = (None, String::new(), ids);
        self.narrowed()
    }

    /// An idea has another status now.
    pub(super) fn hear_moved(&mut self, id: ItemId) -> Vec<Effect> {
        if self.find(id).is_none() || self.moved.contains(&id) {
            return Vec::new();
        }
        self.moved.push(id);
        self.tell_news()
    }

    /// Says how much waits to be put into the list.
    pub(super) fn tell_news(&self) -> Vec<Effect> {
        let n = u32::try_from(self.latest.len() + self.moved.len()).ok();
        vec![Effect::Announce(if self.moved.is_empty() { "list.latest" } else { "ideas.news" }, n)]
    }

    /// How what waits is called.
    pub fn news(&self) -> &'static str {
        if self.moved.is_empty() { "ideas.latest" } else { "ideas.news" }
    }
}
