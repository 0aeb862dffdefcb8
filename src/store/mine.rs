//! What this visitor did on this site, kept on the device from the first contribution on.
//!
//! Public pages are the same for everybody, so which votes are one's own is known here and nowhere else.

use parvis_model::draft::{Ballot, Vote};
use parvis_model::id::ItemId;
use parvis_model::item::Mark;
use parvis_model::map::Map;
use serde::{Deserialize, Serialize};

/// Receipts of one's own acts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mine {
    /// Marks given.
    #[serde(default)]
    pub marks: Map<ItemId, Vec<Mark>>,
    /// Votes on ideas.
    #[serde(default)]
    pub votes: Map<ItemId, Vote>,
    /// Ballots cast.
    #[serde(default)]
    pub ballots: Map<ItemId, Ballot>,
    /// Items written.
    #[serde(default)]
    pub written: Vec<ItemId>,
    /// The name used last.
    #[serde(default)]
    pub name: Option<String>,
}

impl Mine {
    /// Whether the visitor gave this mark.
    pub fn has(&self, id: ItemId, mark: Mark) -> bool {
        self.marks.get(&id).is_some_and(|marks| marks.contains(&mark))
    }

    /// Sets a mark on or off.
    pub fn set_mark(&mut self, id: ItemId, mark: Mark, on: bool) {
        let mut marks = self.marks.remove(&id).unwrap_or_default();
        marks.retain(|known| *known != mark);
        if on {
            marks.push(mark);
        }
        if !marks.is_empty() {
            self.marks.insert(id, marks);
        }
    }

    /// Sets or removes a vote; gives the one before.
    pub fn set_vote(&mut self, id: ItemId, vote: Option<Vote>) -> Option<Vote> {
        match vote {
            Some(vote) => self.votes.insert(id, vote),
            None => self.votes.remove(&id),
        }
    }

    /// Sets or removes a ballot; gives the one before.
    pub fn set_ballot(&mut self, id: ItemId, ballot: Option<Ballot>) -> Option<Ballot> {
        match ballot {
            Some(ballot) => self.ballots.insert(id, ballot),
            None => self.ballots.remove(&id),
        }
    }
}
