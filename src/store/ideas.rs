//! One board of ideas: proposed, voted on, answered.

mod followed;
mod near;
#[cfg(test)]
mod trials;

use crate::act::{Act, Facet};
use crate::effect::{Draft, Effect, Kind, Method, Undo, Want, Write};
use crate::form::{self, Forms};
use crate::load::{Failure, Load};
use crate::marks;
use crate::opened::Opened;
use crate::page::Page;
use crate::surface::Surface;
use crate::thread::Threads;
use core::cell::OnceCell;
use parvis_lexis::{Nearby, fold};
use parvis_model::board::{Board, BoardPage, Idea, Status, Votes};
use parvis_model::draft::{IdeaVote, Vote};
use parvis_model::id::ItemId;
use parvis_model::item::Item;
use parvis_model::live::Live;
use parvis_model::map::Map;
use parvis_model::ranking::IdeaWeights;
use parvis_model::time::Time;
use parvis_rank::Why;

/// Ideas shown at first, and more at each press.
pub const SHOWN: usize = 10;

/// A board on the page.
#[derive(Clone, Debug, Default)]
pub struct Ideas {
    /// The key of the board.
    pub board: String,
    /// The first page.
    pub load: Load,
    /// The next page.
    pub more: Load,
    /// What the board says of itself, once known.
    pub about: Option<Board>,
    /// Whether the newest come first instead of the published order.
    pub newest: bool,
    /// The status shown; all when none.
    pub status: Option<Status>,
    /// The search as typed.
    pub query: String,
    /// How many are shown.
    pub n_shown: usize,
    /// The cursor of the next page; none when all are here.
    pub next: Option<String>,
    /// The ideas that alone are shown; all when empty.
    pub only: Vec<ItemId>,
    /// Ideas published since that are not in the list.
    pub latest: Vec<ItemId>,
    /// Ideas of the list whose status changed since.
    pub moved: Vec<ItemId>,
    /// What is open.
    pub opened: Opened,
    /// Threads that were opened.
    pub threads: Threads,
    /// Forms that are open.
    pub forms: Forms,
    ideas: Vec<Idea>,
    /// The words of these, once somebody writes an idea.
    nearby: OnceCell<Nearby>,
    /// Votes as they were before an optimistic change that the service has not counted yet.
    before: Map<ItemId, Votes>,
    weights: IdeaWeights,
}

impl Ideas {
    /// A board that knows nothing yet.
    pub fn new(board: &str) -> Self {
        Self { board: board.to_owned(), n_shown: SHOWN, ..Self::default() }
    }

    /// Takes in the weights that the site has in force.
    pub fn weights_arrived(&mut self, weights: IdeaWeights) {
        self.weights = weights;
    }

    /// The weights in force.
    pub fn weights(&self) -> &IdeaWeights {
        &self.weights
    }

    /// Takes in a page of ideas.
    pub fn page_arrived(&mut self, want: &Want, page: BoardPage) -> Vec<Effect> {
        if *want == Want::Next && !self.more.is_loading() {
            return Vec::new(); // Of a list that has been left meanwhile.
        }
        let mut effects = Vec::new();
        if *want == Want::Next {
            for idea in page.ideas {
                if !self.ideas.iter().any(|known| known.item.id == idea.item.id) {
                    self.ideas.push(idea);
                }
            }
            self.more = Load::Ready;
        } else {
            self.ideas = page.ideas;
            self.before = Map::new();
            self.latest.clear();
            self.moved.clear();
            (self.load, self.more) = (Load::Ready, Load::Idle);
            if *want == Want::Latest {
                effects.push(Effect::Focus("list".to_owned()));
            }
        }
        (self.about, self.next) = (Some(page.board), page.next);
        self.nearby.take();
        if self.is_narrowed() || self.newest || self.forms.find("idea").is_some() {
            effects.extend(self.ask_next());
        }
        effects
    }

    /// Whether a filter or a search is on.
    pub fn is_narrowed(&self) -> bool {
        self.status.is_some() || !self.only.is_empty() || !self.query.trim().is_empty()
    }

    /// Ideas that pass the filter and the search, in order.
    pub fn matching(&self) -> Vec<&Idea> {
        let wanted = fold(&self.query);
        let passes = |idea: &&Idea| {
            let folded = || {
                fold(&format!(
                    "{}\n{}",
                    idea.item.title.as_deref().unwrap_or_default(),
                    idea.item.text.to_plain()
                ))
            };
            self.status.is_none_or(|status| idea.status == status)
                && (self.only.is_empty() || self.only.contains(&idea.item.id))
                && (wanted.trim().is_empty() || {
                    let folded = folded();
                    wanted.split_whitespace().all(|word| folded.contains(word))
                })
        };
        let mut ideas: Vec<&Idea> = self.ideas.iter().filter(passes).collect();
        if self.newest {
            ideas.sort_by_key(|idea| core::cmp::Reverse(idea.item.id));
        }
        ideas
    }

    /// How many ideas of each status are here.
    pub fn n_of(&self, status: Status) -> usize {
        self.ideas.iter().filter(|idea| idea.status == status).count()
    }

    /// Why an idea stands where it stands among those that are here: by what its votes said when the list was
    /// ranked. A vote that comes later changes the count, and the place with the next list.
    pub fn why(&self, idea: &Idea) -> Why {
        let terms = |idea: &Idea| parvis_rank::ideas::terms(&idea.voices, &self.weights);
        let all: Vec<_> = self.ideas.iter().map(terms).collect();
        parvis_rank::why(&terms(idea), &parvis_rank::why::typical(&parvis_rank::ideas::NAMES, &all))
    }

    /// An idea by its id, for the link of a merge.
    pub fn find(&self, id: ItemId) -> Option<&Idea> {
        self.ideas.iter().find(|idea| idea.item.id == id)
    }

    /// Records the true count of an idea's votes.
    pub fn counted(&mut self, id: ItemId, votes: Votes) {
        self.before.remove(&id);
        if let Some(idea) = self.ideas.iter_mut().find(|idea| idea.item.id == id) {
            idea.votes = votes;
        }
    }

    fn path(&self, cursor: Option<&str>) -> String {
        match cursor {
            Some(cursor) => format!("/boards/{}?cursor={cursor}", self.board),
            None => format!("/boards/{}", self.board),
        }
    }

    fn first(&mut self, want: Want) -> Vec<Effect> {
        if want == Want::First {
            (self.load, self.more) = (Load::Loading, Load::Idle);
        }
        vec![Effect::Get { path: self.path(None), want }]
    }

    fn ask_next(&mut self) -> Vec<Effect> {
        match self.next.clone() {
            Some(cursor) if !self.more.is_loading() => {
                self.more = Load::Loading;
                vec![Effect::Get { path: self.path(Some(&cursor)), want: Want::Next }]
            }
            _ => Vec::new(),
        }
    }

    fn narrowed(&mut self) -> Vec<Effect> {
        self.n_shown = SHOWN;
        let mut effects = self.ask_next();
        effects.push(Effect::Announce("search.found", u32::try_from(self.matching().len()).ok()));
        effects
    }

    fn vote(&mut self, id: ItemId, vote: Vote, page: &mut Page) -> Vec<Effect> {
        let Some(idea) = self.ideas.iter_mut().find(|idea| idea.item.id == id && idea.status.is_open())
        else {
            return Vec::new();
        };
        let was = page.mine.votes.get(&id).copied();
        let now = (was != Some(vote)).then_some(vote);
        self.before.insert(id, idea.votes);
        recount(&mut idea.votes, was, now);
        page.mine.set_vote(id, now);
        page.saw(id, now.map(|_| idea.status));
        let write = Write {
            method: if now.is_some() { Method::Put } else { Method::Delete },
            path: format!("/ideas/{id}/vote"),
            draft: now.map_or(Draft::None, |vote| Draft::Vote(IdeaVote { vote })),
            undo: Undo::Vote(id, was),
            form: None,
        };
        let said = if now.is_some() { "idea.voted" } else { "idea.unvoted" };
        vec![Effect::Write(Box::new(write)), Effect::Announce(said, Some(idea.votes.agree))]
    }
}

fn recount(votes: &mut Votes, was: Option<Vote>, now: Option<Vote>) {
    fn slot(votes: &mut Votes, vote: Vote) -> &mut u32 {
        match vote {
            Vote::Agree => &mut votes.agree,
            Vote::Pass => &mut votes.pass,
            Vote::Disagree => &mut votes.disagree,
        }
    }
    if let Some(was) = was {
        let n = slot(votes, was);
        *n = n.saturating_sub(1);
    }
    if let Some(now) = now {
        *slot(votes, now) += 1;
    }
}

impl Surface for Ideas {
    fn start(&mut self) -> Vec<Effect> {
        let mut effects = vec![Effect::Get { path: String::new(), want: Want::Site }];
        effects.extend(self.first(Want::First));
        effects
    }

    fn act(&mut self, act: Act, page: &mut Page, _now: Time) -> Vec<Effect> {
        if let Some(mut effects) = self.forms.act(&act, page) {
            if matches!(&act, Act::Compose(form) if form == "idea") {
                // Whatever is there already may come close to what is going to be written.
                effects.extend(self.ask_next());
            }
            return effects;
        }
        match act {
            Act::Vote(id, vote) => self.vote(id, vote, page),
            Act::Mark(id, mark) => {
                self.item_mut(id).map(|item| marks::toggle(page, item, mark)).unwrap_or_default()
            }
            Act::Toggle(panel, id) => self.opened.press(panel, id, &mut self.threads, &mut self.forms, page),
            Act::Close => {
                let closed = self.opened.close_why();
                closed.map(|id| Effect::Focus(format!("why-{id}"))).into_iter().collect()
            }
            Act::Order(order) => {
                self.newest = order == "newest";
                let mut effects = self.narrowed();
                effects.push(Effect::Emit("parvis-change", format!("order:{order}")));
                effects
            }
            Act::Filter(Facet::Status, value) => {
                let chosen = Status::parse(&value);
                self.status = if self.status == chosen { None } else { chosen };
                self.only.clear();
                self.narrowed()
            }
            Act::Filter(Facet::Only, value) => self.show_only(&value, page),
            Act::Search(query) => {
                self.query = query;
                self.only.clear();
                self.narrowed()
            }
            Act::Reset => {
                (self.status, self.query, self.only) = (None, String::new(), Vec::new());
                self.narrowed()
            }
            Act::Next => {
                let first_new = self.n_shown;
                self.n_shown += SHOWN;
                let mut effects = vec![Effect::Focus(format!("item-{first_new}"))];
                effects.extend(self.ask_next());
                effects
            }
            Act::NextReplies(id) => self.threads.ask(id),
            Act::Latest => self.first(Want::Latest),
            Act::Retry if self.load == Load::Ready => {
                self.more = Load::Idle;
                self.ask_next()
            }
            Act::Retry => self.start(),
            Act::Submit(name) => form::submit(name, format!("/boards/{}/ideas", self.board), Kind::Idea),
            _ => Vec::new(),
        }
    }

    fn failed(&mut self, want: &Want, failure: Failure) -> Vec<Effect> {
        match want {
            Want::First => self.load = Load::Failed(failure),
            Want::Next => self.more = Load::Failed(failure),
            Want::Thread(root) => self.threads.failed(*root, Load::Failed(failure)),
            _ => {}
        }
        vec![Effect::Announce("error.announce", None)]
    }

    fn heard(&mut self, live: &Live, page: &Page) -> Vec<Effect> {
        match live {
            Live::Proposed { item, board } if board.as_str() == self.board && self.load == Load::Ready => {
                if self.find(*item).is_some()
                    || self.latest.contains(item)
                    || page.mine.written.contains(item)
                    || page.outbox.is_sending(&format!("/boards/{}/ideas", self.board))
                {
                    return Vec::new();
                }
                self.latest.push(*item);
                return self.tell_news();
            }
            Live::Voted { item, votes } => self.counted(*item, *votes),
            Live::Moved { item, .. } => return self.hear_moved(*item),
            Live::Replied { item, on, root, n_replies } => {
                if let Some(item) = self.item_mut(*root) {
                    item.n_replies = *n_replies;
                }
                return self.threads.replied(*item, *on, *root, page);
            }
            Live::Marked { item, marks } => {
                if let Some(item) = self.item_mut(*item) {
                    item.marks = *marks;
                }
            }
            Live::Reset => return self.first(Want::Again),
            _ => {}
        }
        Vec::new()
    }

    fn refresh(&mut self) -> Vec<Effect> {
        self.first(Want::Again)
    }

    fn forms(&self) -> &Forms {
        &self.forms
    }

    fn forms_mut(&mut self) -> &mut Forms {
        &mut self.forms
    }

    fn item_mut(&mut self, id: ItemId) -> Option<&mut Item> {
        if let Some(index) = self.ideas.iter().position(|idea| idea.item.id == id) {
            return self.ideas.get_mut(index).map(|idea| &mut idea.item);
        }
        self.threads.item_mut(id)
    }

    fn holds(&mut self, id: ItemId) -> bool {
        self.matching().iter().take(self.n_shown).any(|idea| idea.item.id == id) || self.threads.holds(id)
    }

    fn take_back(&mut self, undo: &Undo, _page: &Page) -> Vec<Effect> {
        match undo {
            Undo::Vote(id, _) => {
                if let Some(votes) = self.before.remove(id) {
                    self.counted(*id, votes);
                }
            }
            Undo::Mark(id, ..) => {
                if let Some(item) = self.item_mut(*id) {
                    marks::take_back(item, undo);
                }
            }
            Undo::Nothing | Undo::Ballot(..) => {}
        }
        Vec::new()
    }
}
