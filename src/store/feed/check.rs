//! The check: every candidate is scored again on this device, and the published order must fall out.
//!
//! Below its head the order is sorted if no candidate scores more than the one before it, so one pass over the
//! columns is enough. The head is laid out again by [`parvis_rank::spread`] once all are scored. A slice is one
//! page of 4,096, which keeps every task short.

use super::Feed;
use super::corpus::{Corpus, Row};
use crate::effect::{Effect, Want};
use parvis_rank::spread::{HEAD, Scored, before, head};

/// Candidates kept for laying out the head: as many again as can be pushed below it by what came back.
const KEPT: usize = HEAD + HEAD / 8;

/// What the check has found so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Proof {
    /// The first [`KEPT`] candidates, the best first by score.
    best: Vec<Scored>,
    /// Those that people brought back.
    back: Vec<Scored>,
    /// The last candidate below the head.
    last: Option<Scored>,
}

impl Proof {
    /// Takes in the candidate at the next place, whose index says which. Whether the order holds so far.
    fn take(&mut self, item: Scored) -> bool {
        if item.n_back > 0 {
            self.back.push(item);
        }
        if (item.index as usize) < KEPT {
            let place = self.best.partition_point(|other| before(other, &item).is_lt());
            self.best.insert(place, item);
        }
        if (item.index as usize) < HEAD {
            return true;
        }
        let last = self.last.replace(item);
        last.is_none_or(|last| before(&last, &item).is_lt())
    }

    /// The first place of the head, counted from one, where another candidate belongs.
    fn fault(&self, repeat: f64) -> Option<u32> {
        let placed = head(&self.best, &self.back, repeat);
        (0u32..).zip(placed).find(|(place, placed)| placed.index != *place).map(|(place, _)| place + 1)
    }
}

/// How far the check is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Check {
    /// Not asked for.
    #[default]
    Idle,
    /// This many candidates were scored.
    Running(u32),
    /// All of them were, and the order is the published one.
    Same(u32),
    /// The candidate at this place, counted from one, stands wrong.
    Differs(u32),
    /// The signals could not be loaded.
    Failed,
}

impl Check {
    /// Goes back to the first candidate: those scored so far belong to another order.
    pub(super) fn restart(&mut self) {
        if matches!(self, Self::Running(_)) {
            *self = Self::Running(0);
        }
    }

    pub(super) fn fail(&mut self) {
        if matches!(self, Self::Running(_)) {
            *self = Self::Failed;
        }
    }
}

impl Feed {
    pub(super) fn check_order(&mut self) -> Vec<Effect> {
        self.check = Check::Running(0);
        let mut effects = self.ask_signals();
        effects.push(Effect::Resume);
        effects
    }

    /// Scores the next page of candidates, if it is here.
    pub(super) fn check_slice(&mut self) -> Vec<Effect> {
        let Check::Running(n_scored) = self.check else { return Vec::new() };
        if n_scored == 0 {
            self.proof = Proof::default();
        }
        let mut n_before = 0;
        let mut page = None;
        for candidates in &self.corpus.candidates {
            if n_before == n_scored as usize && !candidates.ids.is_empty() {
                page = Some(candidates);
                break;
            }
            n_before += candidates.ids.len();
        }
        let Some(page) = page else {
            if self.corpus.signals == crate::load::Load::Ready {
                return self.settle(self.proof.fault(self.weights.repeat), n_scored);
            }
            return Vec::new();
        };
        let ranked_at = page.ranked_at;
        if ranked_at != self.ranked_at {
            // The order was computed anew meanwhile: signals of one against the scale of another prove
            // nothing. The older half is loaded again, for the next try.
            self.check = Check::Failed;
            let mut effects = vec![Effect::Announce("error.announce", None)];
            if ranked_at > self.ranked_at {
                effects.extend(self.first(Want::Again));
            } else {
                self.corpus = Corpus::default();
                effects.extend(self.search_again());
            }
            return effects;
        }
        let rows = (0..page.ids.len()).map_while(|index| Corpus::row(page, index));
        let scored: Vec<Scored> =
            (n_scored..).zip(rows).map(|(place, row)| self.scored(place, &row)).collect();
        for item in scored {
            if !self.proof.take(item) {
                return self.settle(Some(item.index + 1), n_scored);
            }
            self.check = Check::Running(item.index + 1);
        }
        vec![Effect::Resume]
    }

    /// Ends the check: at the place that stands wrong, or with all of them right.
    fn settle(&mut self, fault: Option<u32>, n_scored: u32) -> Vec<Effect> {
        self.proof = Proof::default();
        let (check, key, n) = match fault {
            Some(place) => (Check::Differs(place), "check.differs", place),
            None => (Check::Same(n_scored), "check.same", n_scored),
        };
        self.check = check;
        vec![Effect::Announce(key, Some(n))]
    }

    fn scored(&self, place: u32, row: &Row<'_>) -> Scored {
        let mut candidate = self.candidate(row.id, row.circle, row.signals);
        candidate.circle = row.n_circle;
        parvis_rank::feed::scored(&candidate, place, &self.weights, &self.scale, self.ranked_at)
    }
}
