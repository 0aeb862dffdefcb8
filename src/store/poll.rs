//! One poll: the ballot being filled, the ballot cast, and what may be seen of the results.

mod fill;
mod recount;
#[cfg(test)]
mod trials;

pub use fill::{Fill, Filled};
pub use recount::{Recount, recount};

use crate::act::Act;
use crate::effect::{Draft, Effect, Method, Undo, Want, Write};
use crate::form::Forms;
use crate::load::{Failure, Load};
use crate::page::Page;
use crate::surface::Surface;
use parvis_model::draft::Ballot;
use parvis_model::id::ItemId;
use parvis_model::item::Item;
use parvis_model::live::Live;
use parvis_model::poll::{EqualBallots, PollBallots, PollPage, Results, Rules, Visibility};
use parvis_model::time::Time;
use parvis_tally::ballots;

/// The form that holds the ballot while it is filled: one field per option.
pub const FORM: &str = "ballot";

/// A poll on the page.
#[derive(Clone, Debug, Default)]
pub struct PollBox {
    /// The key of the poll.
    pub poll: String,
    /// Whether it is here.
    pub load: Load,
    /// The poll and the results that may be seen.
    pub page: Option<PollPage>,
    /// The ballot as it is filled, not cast yet.
    pub fill: Fill,
    /// Whether the visitor changes a ballot already cast.
    pub is_changing: bool,
    /// Whether the ballot was sent before anything was given.
    pub is_faulty: bool,
    /// Whether results were asked for as a voter, to ask once.
    pub asked_results: bool,
    /// The ballots, once the visitor wanted to count them anew.
    pub ballots: Option<PollBallots>,
    /// Whether the ballots are asked for.
    pub recount: Load,
    /// Results as they were before an optimistic change that the service has not counted yet.
    before: Option<Results>,
    forms: Forms,
}

impl PollBox {
    /// A poll that knows nothing yet.
    pub fn new(poll: &str) -> Self {
        Self { poll: poll.to_owned(), ..Self::default() }
    }

    /// Takes in the poll, from the page that is the same for everybody or as the answer to a ballot.
    pub fn page_arrived(&mut self, mut page: PollPage) -> Vec<Effect> {
        if page.results.is_none()
            && let Some(known) = self.page.take().filter(|known| known.poll.item.id == page.poll.item.id)
        {
            page.results = known.results;
        }
        self.page = Some(page);
        self.before = None;
        self.load = Load::Ready;
        vec![Effect::Resume]
    }

    /// The results, if they may be seen.
    pub fn results(&self) -> Option<&Results> {
        self.page.as_ref()?.results.as_ref()
    }

    /// The ballot of this visitor.
    pub fn cast<'a>(&self, page: &'a Page) -> Option<&'a Ballot> {
        page.mine.ballots.get(&self.page.as_ref()?.poll.item.id)
    }

    /// Takes in the ballots of a poll that is over.
    pub fn ballots_arrived(&mut self, ballots: PollBallots) -> Vec<Effect> {
        self.ballots = Some(ballots);
        self.recount = Load::Ready;
        vec![Effect::Focus("recount".to_owned())]
    }

    fn set(&mut self, field: &str, value: &str) -> Vec<Effect> {
        self.is_faulty = false;
        let Some(PollPage { poll, .. }) = &self.page else { return Vec::new() };
        match self.fill.set(&poll.rules, field, value) {
            Filled::Plain => Vec::new(),
            Filled::Left(n) => vec![Effect::Announce("poll.left", Some(n))],
            Filled::Placed(n, focus) => vec![Effect::Announce("poll.placed", Some(n)), Effect::Focus(focus)],
            Filled::Out(focus) => vec![Effect::Announce("poll.unranked", None), Effect::Focus(focus)],
        }
    }

    /// Asks for the ballots, to count them anew.
    fn check(&mut self) -> Vec<Effect> {
        let Some(PollPage { poll, .. }) = &self.page else { return Vec::new() };
        self.recount = Load::Loading;
        vec![Effect::Get { path: format!("/polls/{}/ballots", poll.item.id), want: Want::Ballots }]
    }

    fn send(&mut self, page: &mut Page, now: Time) -> Vec<Effect> {
        let Some(PollPage { poll, results, .. }) = &mut self.page else { return Vec::new() };
        let ballot = self.fill.to_ballot(&poll.rules);
        if !ballot.check(&poll.rules).is_empty() {
            self.is_faulty = true;
            return vec![Effect::Announce("poll.missing", None), Effect::Focus("ballot".to_owned())];
        }
        if !poll.rules.is_open(now) {
            return vec![Effect::Announce("poll.closed", None)];
        }
        let id = poll.item.id;
        let was = page.mine.set_ballot(id, Some(ballot.clone()));
        self.before = results.clone();
        if let Some(results) = results {
            change(&poll.rules, results, was.as_ref(), Some(&ballot));
        }
        (self.is_changing, self.asked_results) = (false, true);
        let write = Write {
            method: Method::Put,
            path: format!("/polls/{id}/ballot"),
            draft: Draft::Ballot(ballot),
            undo: Undo::Ballot(id, was),
            form: None,
        };
        vec![
            Effect::Write(Box::new(write)),
            Effect::Announce("poll.cast", None),
            Effect::Focus("results".to_owned()),
        ]
    }

    fn withdraw(&mut self, page: &mut Page) -> Vec<Effect> {
        let Some(PollPage { poll, results, .. }) = &mut self.page else { return Vec::new() };
        let id = poll.item.id;
        let Some(was) = page.mine.set_ballot(id, None) else { return Vec::new() };
        self.before = results.clone();
        if let Some(results) = results {
            change(&poll.rules, results, Some(&was), None);
        }
        if poll.rules.visibility == Visibility::AfterVote {
            *results = None;
        }
        self.fill = Fill::default();
        self.is_changing = false;
        let write = Write {
            method: Method::Delete,
            path: format!("/polls/{id}/ballot"),
            draft: Draft::None,
            undo: Undo::Ballot(id, Some(was)),
            form: None,
        };
        vec![
            Effect::Write(Box::new(write)),
            Effect::Announce("poll.uncast", None),
            Effect::Focus("ballot".to_owned()),
        ]
    }
}

/// Counts a change of one's own ballot at once. Whether the service counts it as a checked customer's is not known here.
fn change(rules: &Rules, results: &mut Results, was: Option<&Ballot>, now: Option<&Ballot>) {
    if let Some(ballot) = was {
        ballots::take(results, rules, &ballot.to_counted(rules));
    }
    if let Some(Ballot { choices, values }) = now.cloned() {
        ballots::put(results, rules, &EqualBallots { choices, values, n: 1 });
    }
}

impl Surface for PollBox {
    fn start(&mut self) -> Vec<Effect> {
        if self.page.is_none() {
            self.load = Load::Loading;
        }
        vec![Effect::Get { path: format!("/polls/{}", self.poll), want: Want::First }]
    }

    fn act(&mut self, act: Act, page: &mut Page, now: Time) -> Vec<Effect> {
        match act {
            Act::Field(form, field, value) if form == FORM => self.set(&field, &value),
            Act::Check => self.check(),
            Act::Cast | Act::Submit(_) => self.send(page, now),
            Act::Uncast => self.withdraw(page),
            Act::Compose(_) => {
                self.is_changing = true;
                self.fill = self.cast(page).map(Fill::of).unwrap_or_default();
                vec![Effect::Focus("ballot".to_owned())]
            }
            Act::Abandon(_) => {
                self.is_changing = false;
                Vec::new()
            }
            Act::Retry => self.start(),
            _ => Vec::new(),
        }
    }

    fn failed(&mut self, want: &Want, failure: Failure) -> Vec<Effect> {
        if *want == Want::Ballots {
            self.recount = Load::Failed(failure);
        } else if self.page.is_none() {
            self.load = Load::Failed(failure);
        }
        vec![Effect::Announce("error.announce", None)]
    }

    fn heard(&mut self, live: &Live, _page: &Page) -> Vec<Effect> {
        let Some(page) = &mut self.page else { return Vec::new() };
        match live {
            Live::Balloted { item, results } if *item == page.poll.item.id => {
                page.results = Some(results.clone());
                self.before = None;
            }
            Live::Reset => return self.start(),
            _ => {}
        }
        Vec::new()
    }

    /// Results that show after the vote are not in the page that is the same for everybody: one who voted
    /// before asks for them once, as a voter.
    fn resume(&mut self, page: &Page) -> Vec<Effect> {
        let Some(PollPage { poll, results: None, .. }) = &self.page else { return Vec::new() };
        let id = poll.item.id;
        let Some(ballot) = page.mine.ballots.get(&id) else { return Vec::new() };
        if self.asked_results || poll.rules.visibility != Visibility::AfterVote {
            return Vec::new();
        }
        self.asked_results = true;
        vec![Effect::Write(Box::new(Write {
            method: Method::Post,
            path: format!("/polls/{id}/results"),
            draft: Draft::None,
            undo: Undo::Ballot(id, Some(ballot.clone())),
            form: None,
        }))]
    }

    fn refresh(&mut self) -> Vec<Effect> {
        self.start()
    }

    fn forms(&self) -> &Forms {
        &self.forms
    }

    fn forms_mut(&mut self) -> &mut Forms {
        &mut self.forms
    }

    fn item_mut(&mut self, id: ItemId) -> Option<&mut Item> {
        self.page.as_mut().map(|page| &mut page.poll.item).filter(|item| item.id == id)
    }

    fn take_back(&mut self, undo: &Undo, page: &Page) -> Vec<Effect> {
        if let (Undo::Ballot(id, _), Some(shown)) = (undo, &mut self.page)
            && shown.poll.item.id == *id
        {
            self.fill = page.mine.ballots.get(id).map(Fill::of).unwrap_or_default();
            if let Some(before) = self.before.take() {
                shown.results = Some(before);
            }
        }
        Vec::new()
    }
}
