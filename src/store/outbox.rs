//! The outbox: what was contributed and is not yet acknowledged, in order, each with its idempotency key.
//!
//! An entry is sent until it is acknowledged or refused; the key makes sending twice harmless, so a lost
//! answer, a reload or a second tab cannot double anything.

use crate::effect::{Kept, Method, Undo};
use parvis_model::fault::Fault;
use parvis_model::id::ItemId;
use parvis_model::time::{SECOND, Time};
use serde::{Deserialize, Serialize};

/// Everything waiting, the oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    entries: Vec<Entry>,
}

/// One contribution on its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The idempotency key, made by this device.
    pub key: String,
    /// When it was contributed.
    pub at: Time,
    /// The method.
    pub method: Method,
    /// The path after the site.
    pub path: String,
    /// The body as JSON; empty for none.
    pub body: String,
    /// The words, to show while it waits.
    pub said: String,
    /// What to take back when it is refused.
    pub undo: Undo,
    /// The form it came from.
    pub form: Option<Kept>,
    /// How often it was tried.
    pub tries: u32,
    /// Where it stands.
    pub state: State,
}

/// Where an entry stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// To be sent, not before this moment.
    Waiting(Time),
    /// On the wire.
    Sending,
    /// Refused for good; the text is kept until the visitor decides.
    Refused {
        /// The word of the problem.
        problem: String,
        /// What is wrong with it, field by field.
        faults: Vec<Fault>,
    },
    /// Published as this item, or held for the brand to look at; drawn until the list holds it.
    Published {
        /// The item.
        id: ItemId,
        /// Whether the brand looks at it first.
        held: bool,
    },
}

/// What became of one attempt.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Acknowledged; the id of what was published, where something was.
    Done(Option<(ItemId, bool)>),
    /// Refused for good.
    Refused {
        /// The word of the problem.
        problem: String,
        /// What is wrong with it.
        faults: Vec<Fault>,
    },
    /// It may succeed later; the wait the server asked for, in seconds.
    Later(Option<u32>),
}

const FIRST_WAIT: i64 = 2 * SECOND;
const LONGEST_WAIT: i64 = 300 * SECOND;

impl Outbox {
    /// An outbox with what was kept from before; what was on the wire then is sent again.
    pub fn restore(entries: Vec<Entry>) -> Self {
        let mut entries: Vec<Entry> =
            entries.into_iter().filter(|entry| !matches!(entry.state, State::Published { .. })).collect();
        for entry in &mut entries {
            if entry.state == State::Sending {
                entry.state = State::Waiting(Time::default());
            }
        }
        entries.sort_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
        Self { entries }
    }

    /// Adds an entry. A waiting change of the same thing is replaced: only the last wish counts.
    ///
    /// Gives the key of the entry it replaced.
    pub fn push(&mut self, mut entry: Entry) -> Option<String> {
        let sets = |method| method != Method::Post;
        let replaced = self.entries.iter().position(|old| {
            sets(entry.method)
                && sets(old.method)
                && old.path == entry.path
                && matches!(old.state, State::Waiting(_))
        });
        let replaced = replaced.map(|index| {
            // What was never sent is not what a refusal goes back to.
            let old = self.entries.remove(index);
            entry.undo = old.undo;
            old.key
        });
        self.entries.push(entry);
        replaced
    }

    /// Everything, the oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry with this key.
    pub fn find(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// Contributions whose words are shown under this path.
    pub fn under<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.entries.iter().filter(move |entry| entry.path == path && !entry.said.is_empty())
    }

    /// Whether a contribution to this path is on the wire: an event of it may come before its acknowledgement.
    pub fn is_sending(&self, path: &str) -> bool {
        self.entries.iter().any(|entry| entry.path == path && entry.state == State::Sending)
    }

    /// Takes the next entry to send, one at a time so that order is kept.
    pub fn start(&mut self, now: Time) -> Option<Entry> {
        if self.entries.iter().any(|entry| entry.state == State::Sending) {
            return None;
        }
        let entry = self
            .entries
            .iter_mut()
            .find(|entry| matches!(entry.state, State::Waiting(after) if after <= now))?;
        entry.state = State::Sending;
        entry.tries += 1;
        Some(entry.clone())
    }

    /// When something can be sent next, if anything waits.
    pub fn next_at(&self) -> Option<Time> {
        let waits = self.entries.iter().filter_map(|entry| match entry.state {
            State::Waiting(after) => Some(after),
            _ => None,
        });
        waits.min()
    }

    /// Records what became of an attempt; `chance` in [0, 1) spreads the retries of many pages.
    ///
    /// Gives the entry as it stands now; one without words that is done has left the outbox.
    pub fn settle(&mut self, key: &str, outcome: &Outcome, now: Time, chance: f64) -> Option<Entry> {
        let index = self.entries.iter().position(|entry| entry.key == key)?;
        let entry = self.entries.get_mut(index)?;
        match outcome {
            Outcome::Done(Some((id, held))) => entry.state = State::Published { id: *id, held: *held },
            Outcome::Done(None) => return Some(self.entries.remove(index)),
            Outcome::Refused { problem, faults } => {
                entry.state = State::Refused { problem: problem.clone(), faults: faults.clone() };
                if entry.said.is_empty() {
                    return Some(self.entries.remove(index));
                }
            }
            Outcome::Later(wait) => {
                let wait =
                    wait.map_or_else(|| backoff(entry.tries, chance), |seconds| i64::from(seconds) * SECOND);
                entry.state = State::Waiting(now.plus(wait));
            }
        }
        self.entries.get(index).cloned()
    }

    /// Lets an entry be sent at once.
    pub fn again(&mut self, key: &str) {
        if let Some(entry) =
            self.entries.iter_mut().find(|entry| entry.key == key && entry.state != State::Sending)
        {
            entry.state = State::Waiting(Time::default());
        }
    }

    /// Lets everything that waits be sent at once: the network came back.
    pub fn wake(&mut self) {
        for entry in &mut self.entries {
            if matches!(entry.state, State::Waiting(_)) {
                entry.state = State::Waiting(Time::default());
            }
        }
    }

    /// Throws an entry away and gives it, unless it is on the wire.
    pub fn discard(&mut self, key: &str) -> Option<Entry> {
        let index =
            self.entries.iter().position(|entry| entry.key == key && entry.state != State::Sending)?;
        Some(self.entries.remove(index))
    }

    /// Items that were published and are still drawn from here.
    pub fn published(&self) -> impl Iterator<Item = ItemId> {
        self.entries.iter().filter_map(|entry| match entry.state {
            State::Published { id, .. } => Some(id),
            _ => None,
        })
    }

    /// Drops what was published and is now in the list.
    pub fn seen(&mut self, ids: impl Fn(ItemId) -> bool) {
        self.entries.retain(|entry| !matches!(entry.state, State::Published { id, .. } if ids(id)));
    }
}

/// Milliseconds to wait after so many tries: doubling, capped, half of it by chance.
fn backoff(tries: u32, chance: f64) -> i64 {
    let wait = FIRST_WAIT.saturating_mul(1 << tries.saturating_sub(1).min(10)).min(LONGEST_WAIT);
    wait / 2 + (wait as f64 / 2.0 * chance) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(key: &str, method: Method, path: &str, said: &str) -> Entry {
        Entry {
            key: key.into(),
            at: Time::default(),
            method,
            path: path.into(),
            body: String::new(),
            said: said.into(),
            undo: Undo::Nothing,
            form: None,
            tries: 0,
            state: State::Waiting(Time::default()),
        }
    }

    fn keys(outbox: &Outbox) -> Vec<&str> {
        outbox.entries().iter().map(|entry| entry.key.as_str()).collect()
    }

    #[test]
    fn entries_leave_one_at_a_time_in_order() {
        let mut outbox = Outbox::default();
        outbox.push(entry("a", Method::Post, "/posts", "un"));
        outbox.push(entry("b", Method::Post, "/posts", "deux"));
        let now = Time::from_millis(10);
        assert_eq!(outbox.start(now).map(|entry| entry.key), Some("a".into()));
        assert_eq!(outbox.start(now), None);
        outbox.settle("a", &Outcome::Done(Some((ItemId::from_u64(1), false))), now, 0.0);
        assert_eq!(outbox.start(now).map(|entry| entry.key), Some("b".into()));
        outbox.seen(|id| id == ItemId::from_u64(1));
        assert_eq!(keys(&outbox), ["b"]);
    }

    #[test]
    fn only_the_last_wish_for_the_same_thing_is_sent() {
        let mut outbox = Outbox::default();
        outbox.push(entry("on", Method::Put, "/items/x/marks/useful", ""));
        assert_eq!(outbox.push(entry("off", Method::Delete, "/items/x/marks/useful", "")), Some("on".into()));
        outbox.push(entry("other", Method::Put, "/items/y/marks/useful", ""));
        assert_eq!(keys(&outbox), ["off", "other"]);
    }

    #[test]
    fn a_failure_waits_longer_each_time_and_a_refusal_keeps_the_words() {
        let mut outbox = Outbox::default();
        outbox.push(entry("a", Method::Post, "/posts", "un"));
        let mut now = Time::default();
        let mut waits = Vec::new();
        for _ in 0..12 {
            outbox.start(now).unwrap();
            outbox.settle("a", &Outcome::Later(None), now, 0.0);
            waits.push(outbox.next_at().unwrap().since(now) / SECOND);
            now = outbox.next_at().unwrap();
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 150, 150, 150, 150]);
        outbox.start(now).unwrap();
        let refused = Outcome::Refused { problem: "invalid".into(), faults: Vec::new() };
        outbox.settle("a", &refused, now, 0.0);
        assert_eq!(outbox.next_at(), None);
        assert_eq!(outbox.entries()[0].said, "un");
        outbox.again("a");
        assert!(outbox.start(now).is_some());
    }

    #[test]
    fn what_was_on_the_wire_at_a_reload_is_sent_again() {
        let mut outbox = Outbox::default();
        outbox.push(entry("a", Method::Post, "/posts", "un"));
        outbox.start(Time::default()).unwrap();
        let mut restored = Outbox::restore(outbox.entries().to_vec());
        assert_eq!(restored.start(Time::default()).map(|entry| entry.key), Some("a".into()));
    }
}
