//! Reviews of one subject: filtered, searched and sorted on the device, all at once.
//!
//! The first page holds 20 reviews; the rest is loaded when something needs all of them. While it comes,
//! what is here is already filtered, and the page says how far it is.

pub mod list;
#[cfg(test)]
mod trials;

use crate::act::Act;
use crate::effect::{Effect, Kind, Undo, Want};
use crate::form::{self, Forms};
use crate::load::{Failure, Load};
use crate::marks;
use crate::opened::Opened;
use crate::page::Page;
use crate::surface::Surface;
use crate::thread::Threads;
use list::{List, Narrow};
use parvis_model::id::ItemId;
use parvis_model::item::Item;
use parvis_model::live::Live;
use parvis_model::ranking::ReviewWeights;
use parvis_model::review::{Review, ReviewOrder, ReviewPage, Subject, Summary};
use parvis_model::site::Policy;
use parvis_model::time::Time;
use parvis_rank::Why;

/// Reviews shown at first, and more at each press.
pub const SHOWN: usize = 10;

/// Reviews drawn at first and in each task after it, so that no task grows long.
const DRAWN: usize = 4;

/// The reviews of a subject on the page.
#[derive(Clone, Debug, Default)]
pub struct Reviews {
    /// The key of the subject.
    pub subject: String,
    /// The first page.
    pub load: Load,
    /// The next page.
    pub more: Load,
    /// What the reviews are about, once known.
    pub about: Option<Subject>,
    /// What they add up to.
    pub summary: Option<Summary>,
    /// How they are checked and kept.
    pub policy: Policy,
    /// The order chosen.
    pub order: ReviewOrder,
    /// Filters and search.
    pub narrow: Narrow,
    /// The reviews that are here.
    pub list: List,
    /// The cursor of the next page; none when all are here.
    pub next: Option<String>,
    /// How many are shown.
    pub n_shown: usize,
    /// How many of them are drawn by now; the rest follows task by task.
    pub n_drawn: usize,
    /// Reviews published since that are not in the list.
    pub latest: Vec<ItemId>,
    /// What is open.
    pub opened: Opened,
    /// Threads that were opened.
    pub threads: Threads,
    /// Forms that are open.
    pub forms: Forms,
    /// When the order was computed.
    pub ranked_at: Time,
    /// Goes on with a selection once more of the list is here; none while nothing narrows, as in [`Narrow`].
    go_on: Option<fn(&mut Self) -> Vec<Effect>>,
    weights: ReviewWeights,
    has_rules: bool,
}

impl Reviews {
    /// Reviews that know nothing yet.
    pub fn new(subject: &str, order: ReviewOrder) -> Self {
        Self { subject: subject.to_owned(), order, n_shown: SHOWN, n_drawn: DRAWN, ..Self::default() }
    }

    /// Takes in the weights that the site has in force, and how it checks and keeps reviews.
    pub fn rules_arrived(&mut self, weights: ReviewWeights, policy: Policy) {
        (self.weights, self.policy) = (weights, policy);
        self.rules_settled();
    }

    /// The weights in force.
    pub fn weights(&self) -> &ReviewWeights {
        &self.weights
    }

    /// What stands above the list is known, or will not be: nothing can push the list down any more.
    fn rules_settled(&mut self) {
        self.has_rules = true;
        if self.summary.is_some() && self.load.is_loading() {
            self.load = Load::Ready;
        }
    }

    /// Whether all that stands above the list is here, so that drawing it moves nothing later.
    pub fn is_known(&self) -> bool {
        self.has_rules && self.summary.is_some()
    }

    /// Takes in a page of reviews.
    pub fn page_arrived(&mut self, want: &Want, page: ReviewPage) -> Vec<Effect> {
        if *want == Want::Next && !self.more.is_loading() {
            // Of a list that has been left meanwhile.
            return Vec::new();
        }
        let first = *want != Want::Next;
        if first {
            if *want == Want::First {
                self.n_shown = SHOWN;
            }
            self.n_drawn = DRAWN;
            self.list = List::default();
            self.latest.clear();
            self.load = if self.has_rules { Load::Ready } else { Load::Loading };
            self.more = Load::Idle;
        } else {
            self.more = Load::Ready;
        }
        (self.about, self.summary) = (Some(page.subject), Some(page.summary));
        (self.next, self.ranked_at) = (page.next, page.ranked_at);
        self.list.extend(page.reviews, &self.narrow);
        let mut effects = vec![Effect::Resume];
        if *want == Want::Latest {
            effects.push(Effect::Focus("list".to_owned()));
        }
        if let Some(go_on) = self.go_on {
            effects.extend(go_on(self));
        }
        effects
    }

    /// The reviews to show, in order.
    pub fn shown(&self) -> impl Iterator<Item = &Review> {
        self.list.matching().take(self.n_shown.min(self.n_drawn))
    }

    /// Whether what is shown is still being drawn.
    pub fn is_drawing(&self) -> bool {
        self.n_drawn < self.n_shown.min(self.list.n_matching())
    }

    /// Whether a press can show more.
    pub fn has_more(&self) -> bool {
        self.list.n_matching() > self.n_shown || self.next.is_some()
    }

    /// The share of the whole that a filter or search has looked through, and the whole.
    pub fn progress(&self) -> (usize, usize) {
        let total = self.summary.as_ref().map_or(0, |summary| summary.rating.count as usize);
        (self.list.len().min(total), total)
    }

    /// Why a review stands where it stands among those that are here.
    pub fn why(&self, review: &Review) -> Why {
        let terms = |review: &Review| {
            parvis_rank::reviews::terms(&list::facts(review), &self.weights, self.ranked_at)
        };
        let all: Vec<_> = self.list.all().map(terms).collect();
        parvis_rank::why(&terms(review), &parvis_rank::why::typical(&parvis_rank::reviews::NAMES, &all))
    }

    fn path(&self, cursor: Option<&str>) -> String {
        let path = format!("/subjects/{}/reviews?order={}", self.subject, self.order.as_str());
        match cursor {
            Some(cursor) => format!("{path}&cursor={cursor}"),
            None => path,
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

    /// Filters what is here anew and asks for the rest.
    fn narrowed(&mut self) -> Vec<Effect> {
        (self.n_shown, self.n_drawn) = (SHOWN, DRAWN);
        self.list.narrow(&self.narrow);
        self.go_on = self.narrow.is_on().then_some(Self::go_on as fn(&mut Self) -> Vec<Effect>);
        let mut effects = self.go_on();
        effects.push(Effect::Resume);
        effects
    }

    /// Asks for what is not here yet, or says what was found.
    fn go_on(&mut self) -> Vec<Effect> {
        let mut effects = self.ask_next();
        if self.next.is_none() || effects.is_empty() {
            effects.push(self.announce());
        }
        effects
    }

    fn announce(&self) -> Effect {
        Effect::Announce("search.found", u32::try_from(self.list.n_matching()).ok())
    }

    fn reorder(&mut self, order: ReviewOrder) -> Vec<Effect> {
        self.order = order;
        let changed = Effect::Emit("parvis-change", format!("order:{}", order.as_str()));
        if self.next.is_none() && self.load == Load::Ready {
            (self.n_shown, self.n_drawn) = (SHOWN, DRAWN);
            self.list.sort(order, &self.weights, self.ranked_at);
            self.list.narrow(&self.narrow);
            return vec![changed, Effect::Resume];
        }
        let mut effects = self.first(Want::First);
        effects.push(changed);
        effects
    }
}

impl Surface for Reviews {
    fn start(&mut self) -> Vec<Effect> {
        let mut effects = vec![Effect::Get { path: String::new(), want: Want::Site }];
        effects.extend(self.first(Want::First));
        effects
    }

    fn act(&mut self, act: Act, page: &mut Page, _now: Time) -> Vec<Effect> {
        if let Some(effects) = self.forms.act(&act, page) {
            return effects;
        }
        match act {
            Act::Mark(id, mark) => {
                self.item_mut(id).map(|item| marks::toggle(page, item, mark)).unwrap_or_default()
            }
            Act::Toggle(panel, id) => self.opened.press(panel, id, &mut self.threads, &mut self.forms, page),
            Act::Close => {
                let closed = self.opened.close_why();
                closed.map(|id| Effect::Focus(format!("why-{id}"))).into_iter().collect()
            }
            Act::Order(order) => {
                ReviewOrder::parse(&order).map(|order| self.reorder(order)).unwrap_or_default()
            }
            Act::Filter(facet, value) => {
                self.narrow.toggle(facet, &value);
                self.narrowed()
            }
            Act::Search(query) => {
                self.narrow.search(&query);
                self.narrowed()
            }
            Act::Reset => {
                self.narrow = Narrow::default();
                self.narrowed()
            }
            Act::Next => {
                let first_new = self.n_shown;
                self.n_shown += SHOWN;
                let mut effects = vec![Effect::Focus(format!("item-{first_new}")), Effect::Resume];
                // Moving the focus lays out all that was drawn with it.
                self.n_drawn = first_new + 1;
                if self.list.n_matching() < self.n_shown {
                    effects.extend(self.ask_next());
                }
                effects
            }
            Act::NextReplies(id) => self.threads.ask(id),
            Act::Latest => self.first(Want::Latest),
            Act::Retry if self.load == Load::Ready => {
                self.more = Load::Idle;
                self.ask_next()
            }
            Act::Retry => self.start(),
            Act::Submit(name) => {
                form::submit(name, format!("/subjects/{}/reviews", self.subject), Kind::Review)
            }
            _ => Vec::new(),
        }
    }

    fn failed(&mut self, want: &Want, failure: Failure) -> Vec<Effect> {
        match want {
            Want::Site => self.rules_settled(),
            Want::First => self.load = Load::Failed(failure),
            Want::Next => self.more = Load::Failed(failure),
            Want::Thread(root) => self.threads.failed(*root, Load::Failed(failure)),
            _ => {}
        }
        vec![Effect::Announce("error.announce", None)]
    }

    fn heard(&mut self, live: &Live, page: &Page) -> Vec<Effect> {
        match live {
            Live::Reviewed { item, subject }
                if subject.as_str() == self.subject && self.load == Load::Ready =>
            {
                if self.list.find(*item).is_some()
                    || self.latest.contains(item)
                    || page.mine.written.contains(item)
                    || page.outbox.is_sending(&format!("/subjects/{}/reviews", self.subject))
                {
                    return Vec::new();
                }
                self.latest.push(*item);
                return vec![Effect::Announce("list.latest", u32::try_from(self.latest.len()).ok())];
            }
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

    fn draw_on(&mut self) -> Vec<Effect> {
        if !self.is_drawing() {
            return Vec::new();
        }
        self.n_drawn += DRAWN;
        vec![Effect::Resume]
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
        if self.list.find(id).is_some() {
            return self.list.find_mut(id).map(|review| &mut review.item);
        }
        self.threads.item_mut(id)
    }

    fn holds(&mut self, id: ItemId) -> bool {
        self.shown().any(|review| review.id() == id) || self.threads.holds(id)
    }

    fn take_back(&mut self, undo: &Undo, _page: &Page) -> Vec<Effect> {
        if let Undo::Mark(id, ..) = undo
            && let Some(item) = self.item_mut(*id)
        {
            marks::take_back(item, undo);
        }
        Vec::new()
    }
}
