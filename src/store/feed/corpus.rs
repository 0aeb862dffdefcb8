//! The whole feed in compact columns: loaded page by page when a search or a check asks for it.
//!
//! Everybody who asks gets the same fixed pages in the same order, so asking tells nothing.

use super::Feed;
use crate::effect::{Effect, Want};
use crate::load::{Failure, Load};
use parvis_model::feed::{Candidates, FeedSignals, Words};
use parvis_model::id::{CircleId, ItemId};

/// Columns that are here, and whether the rest is on its way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corpus {
    /// Pages of signals.
    pub candidates: Vec<Candidates>,
    /// Pages of words; page `n` goes with page `n` of the signals.
    pub words: Vec<Words>,
    /// Whether all signals are here.
    pub signals: Load,
    /// Whether all words are here.
    pub texts: Load,
}

/// One candidate out of the columns.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Its id.
    pub id: ItemId,
    /// Its circle.
    pub circle: Option<&'a CircleId>,
    /// The same, counted from one in the columns; 0 for none.
    pub n_circle: u32,
    /// Its signals.
    pub signals: FeedSignals,
}

impl Corpus {
    /// Candidates that are here.
    pub fn n_loaded(&self) -> usize {
        self.candidates.iter().map(|page| page.ids.len()).sum()
    }

    /// A row of a page; none past its end or where columns are short.
    pub fn row(page: &Candidates, index: usize) -> Option<Row<'_>> {
        let n_circle = *page.circle.get(index)?;
        Some(Row {
            id: *page.ids.get(index)?,
            circle: (n_circle as usize).checked_sub(1).and_then(|place| page.circles.get(place)),
            n_circle,
            signals: FeedSignals {
                hot: *page.hot.get(index)?,
                tail: *page.tail.get(index)?,
                useful: *page.useful.get(index)?,
                not_useful: *page.not_useful.get(index)?,
                n_week: *page.n_week.get(index)?,
                n_month: *page.n_month.get(index)?,
            },
        })
    }
}

impl Feed {
    /// Asks for the signals of everything, unless they are here or on their way.
    pub(super) fn ask_signals(&mut self) -> Vec<Effect> {
        if matches!(self.corpus.signals, Load::Ready | Load::Loading) {
            return Vec::new();
        }
        self.corpus.signals = Load::Loading;
        let cursor = self.corpus.candidates.last().and_then(|page| page.next.clone());
        vec![Effect::Get { path: self.path("/candidates", cursor.as_deref()), want: Want::Candidates }]
    }

    /// Asks for the words of everything, unless they are here or on their way.
    pub(super) fn ask_words(&mut self) -> Vec<Effect> {
        if matches!(self.corpus.texts, Load::Ready | Load::Loading) {
            return Vec::new();
        }
        self.corpus.texts = Load::Loading;
        let cursor = self.corpus.words.last().and_then(|page| page.next.clone());
        vec![Effect::Get { path: self.path("/words", cursor.as_deref()), want: Want::Words }]
    }

    /// Takes in a page of signals and asks for the next.
    pub fn candidates_arrived(&mut self, page: Candidates) -> Vec<Effect> {
        if !self.corpus.signals.is_loading() {
            // Of columns that have been left meanwhile.
            return Vec::new();
        }
        if self.corpus.candidates.first().is_some_and(|first| first.ranked_at != page.ranked_at) {
            // The published order was computed anew meanwhile: pages of two orders cannot be joined.
            self.corpus.candidates.clear();
            self.corpus.signals = Load::Idle;
            self.check.restart();
            return self.ask_signals();
        }
        let last = page.next.is_none();
        self.corpus.candidates.push(page);
        self.corpus.signals = if last { Load::Ready } else { Load::Idle };
        let mut effects = self.ask_signals();
        effects.push(Effect::Resume);
        effects
    }

    /// Takes in a page of words and asks for the next.
    pub fn words_arrived(&mut self, page: Words) -> Vec<Effect> {
        if !self.corpus.texts.is_loading() {
            return Vec::new();
        }
        if self.corpus.words.first().is_some_and(|first| first.ranked_at != page.ranked_at) {
            self.corpus.words.clear();
            self.corpus.texts = Load::Idle;
            return self.ask_words();
        }
        let last = page.next.is_none();
        self.corpus.words.push(page);
        self.corpus.texts = if last { Load::Ready } else { Load::Idle };
        let mut effects = self.ask_words();
        effects.push(Effect::Resume);
        effects
    }

    pub(super) fn corpus_failed(&mut self, failure: Failure) {
        for load in [&mut self.corpus.signals, &mut self.corpus.texts] {
            if load.is_loading() {
                *load = Load::Failed(failure);
            }
        }
        self.check.fail();
    }
}
