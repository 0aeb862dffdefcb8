//! Threads opened in place: which replies are here, which are on their way.

use crate::effect::{Effect, Want};
use crate::load::Load;
use crate::page::Page;
use parvis_model::id::ItemId;
use parvis_model::item::Item;
use parvis_model::map::Map;
use parvis_model::thread::{Reply, Thread};

/// Threads that were opened, by their root.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Threads(Map<ItemId, Talk>);

/// The replies of one item, as far as they are here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Talk {
    /// Whether the next replies are on their way.
    pub load: Load,
    /// Replies in order of birth.
    pub replies: Vec<Reply>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

impl Threads {
    /// The thread of an item, if it was opened.
    pub fn find(&self, root: ItemId) -> Option<&Talk> {
        self.0.get(&root)
    }

    /// Asks for the next replies of an item, unless they are on their way or all here.
    pub fn ask(&mut self, root: ItemId) -> Vec<Effect> {
        let talk = self.0.or_default(root);
        let first = talk.replies.is_empty() && talk.load != Load::Ready;
        if talk.load.is_loading() || !(first || talk.next.is_some()) {
            return Vec::new();
        }
        talk.load = Load::Loading;
        vec![Effect::Get { path: path(root, talk.next.as_deref()), want: Want::Thread(root) }]
    }

    /// Asks for the end of an opened thread again: a reply arrived.
    pub fn refresh(&mut self, root: ItemId) -> Vec<Effect> {
        match self.0.get_mut(&root) {
            Some(talk) if talk.next.is_none() && !talk.load.is_loading() => {
                talk.load = Load::Loading;
                vec![Effect::Get { path: path(root, None), want: Want::Thread(root) }]
            }
            _ => Vec::new(),
        }
    }

    /// Takes note of a reply that was published. One's own is drawn already, where it was written.
    pub fn replied(&mut self, item: ItemId, on: ItemId, root: ItemId, page: &Page) -> Vec<Effect> {
        let is_own =
            page.outbox.is_sending(&format!("/items/{on}/replies")) || page.mine.written.contains(&item);
        if is_own { Vec::new() } else { self.refresh(root) }
    }

    /// Takes replies in; known ones are replaced, order of birth is kept.
    pub fn arrived(&mut self, thread: Thread) {
        let talk = self.0.or_default(thread.root);
        for reply in thread.replies {
            match talk.replies.binary_search_by_key(&reply.item.id, |known| known.item.id) {
                Ok(index) => {
                    if let Some(known) = talk.replies.get_mut(index) {
                        *known = reply;
                    }
                }
                Err(index) => talk.replies.insert(index, reply),
            }
        }
        talk.next = thread.next;
        talk.load = Load::Ready;
    }

    /// Records a failed read.
    pub fn failed(&mut self, root: ItemId, load: Load) {
        self.0.or_default(root).load = load;
    }

    /// A reply, to change its counts.
    pub fn item_mut(&mut self, id: ItemId) -> Option<&mut Item> {
        self.0
            .values_mut()
            .flat_map(|talk| &mut talk.replies)
            .map(|reply| &mut reply.item)
            .find(|item| item.id == id)
    }

    /// The root of the thread that holds a reply, or the id itself.
    pub fn root_of(&self, id: ItemId) -> ItemId {
        let holds = |talk: &Talk| talk.replies.iter().any(|reply| reply.item.id == id);
        self.0.iter().find(|(_, talk)| holds(talk)).map_or(id, |(root, _)| *root)
    }

    /// Whether this item is here.
    pub fn holds(&self, id: ItemId) -> bool {
        self.0.values().any(|talk| talk.replies.iter().any(|reply| reply.item.id == id))
    }
}

impl Talk {
    /// How deep a reply stands: 0 answers the root. Cycles, which the server refuses, end at 9.
    pub fn depth(&self, reply: &Reply, root: ItemId) -> u32 {
        let mut depth = 0;
        let mut on = reply.on;
        while on != root && depth < 9 {
            let Some(parent) = self.replies.iter().find(|known| known.item.id == on) else { break };
            on = parent.on;
            depth += 1;
        }
        depth
    }

    /// Replies so that each follows what it answers, brothers in order of birth, with their depth.
    pub fn in_order(&self, root: ItemId) -> Vec<(&Reply, u32)> {
        let mut ordered = Vec::with_capacity(self.replies.len());
        self.push_answers(root, 0, &mut ordered);
        // A reply whose parent is on a page that is not here yet stands at the end rather than nowhere.
        for reply in &self.replies {
            if !ordered.iter().any(|(known, _)| known.item.id == reply.item.id) {
                ordered.push((reply, self.depth(reply, root)));
            }
        }
        ordered
    }

    fn push_answers<'a>(&'a self, on: ItemId, depth: u32, ordered: &mut Vec<(&'a Reply, u32)>) {
        if depth > 40 {
            return;
        }
        for reply in self.replies.iter().filter(|reply| reply.on == on) {
            ordered.push((reply, depth));
            self.push_answers(reply.item.id, depth + 1, ordered);
        }
    }
}

fn path(root: ItemId, cursor: Option<&str>) -> String {
    match cursor {
        Some(cursor) => format!("/items/{root}/replies?cursor={cursor}"),
        None => format!("/items/{root}/replies"),
    }
}
