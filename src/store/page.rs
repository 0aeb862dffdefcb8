//! What all elements of a page share: the outbox, one's own acts, kept drafts and the network.

use crate::act::Act;
use crate::effect::{Effect, Undo};
use crate::mine::Mine;
use crate::outbox::{Entry, Outbox, Outcome};
use crate::profile::Profile;
use parvis_model::board::Status;
use parvis_model::id::ItemId;
use parvis_model::map::Map;
use parvis_model::time::Time;

/// The page.
#[derive(Clone, Debug)]
pub struct Page {
    /// What waits to be acknowledged.
    pub outbox: Outbox,
    /// What this visitor did.
    pub mine: Mine,
    /// The status of each idea voted on, as it was last seen; apart from `mine`, which every first view reads.
    pub seen: Map<ItemId, Status>,
    /// Fields of forms begun before, by form.
    pub drafts: Map<String, Vec<(String, String)>>,
    /// Whether the browser believes in the network.
    pub online: bool,
    /// The language of the visitor, as a tag.
    pub lang: String,
    /// What this device remembers for its visitor's order; none until they turn it on.
    pub profile: Option<Profile>,
    /// Whether the browser lets the device keep it; otherwise it lasts as long as the page.
    pub keeps_profile: bool,
    /// Whether a name must be given: nobody signed the visitor in.
    pub anonymous: bool,
}

impl Page {
    /// A page that knows nothing yet.
    pub fn new(lang: &str) -> Self {
        Self {
            outbox: Outbox::default(),
            mine: Mine::default(),
            seen: Map::new(),
            drafts: Map::new(),
            online: true,
            lang: lang.to_owned(),
            profile: None,
            keeps_profile: true,
            anonymous: true,
        }
    }

    /// Remembers the status that an idea voted on was seen with, or forgets it.
    pub fn saw(&mut self, id: ItemId, status: Option<Status>) {
        match status {
            Some(status) => self.seen.insert(id, status),
            None => self.seen.remove(&id),
        };
    }

    /// Carries out the acts on the outbox; others are none of its business.
    pub fn act(&mut self, act: &Act) -> Option<Vec<Effect>> {
        match act {
            Act::Again(key) => self.outbox.again(key),
            Act::Discard(key) => {
                if let Some(entry) = self.outbox.discard(key) {
                    self.take_back(&entry.undo);
                }
            }
            _ => return None,
        }
        Some(vec![Effect::KeepOutbox, Effect::Pump])
    }

    /// Records what became of an attempt, and takes back on this device what was refused.
    pub fn settle(&mut self, key: &str, outcome: &Outcome, now: Time, chance: f64) -> Option<Entry> {
        let entry = self.outbox.settle(key, outcome, now, chance)?;
        match outcome {
            Outcome::Done(Some((id, _))) => {
                self.mine.written.push(*id);
            }
            Outcome::Refused { .. } => self.take_back(&entry.undo),
            Outcome::Done(None) | Outcome::Later(_) => {}
        }
        Some(entry)
    }

    /// Takes an optimistic change back.
    pub fn take_back(&mut self, undo: &Undo) {
        match undo {
            Undo::Nothing => {}
            Undo::Mark(id, mark, was) => self.mine.set_mark(*id, *mark, *was),
            Undo::Vote(id, was) => {
                self.mine.set_vote(*id, *was);
            }
            Undo::Ballot(id, was) => {
                self.mine.set_ballot(*id, was.clone());
            }
        }
    }
}
