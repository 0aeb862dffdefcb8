//! The feed: posts in the published order, opened, filtered, searched and checked on the device.

pub mod check;
pub mod corpus;
pub mod own;
mod place;
pub mod search;
#[cfg(test)]
mod trials;

use crate::act::{Act, Facet};
use crate::effect::{Effect, Kind, Undo, Want};
use crate::form::{self, Forms};
use crate::load::{Failure, Load};
use crate::marks;
use crate::opened::Opened;
use crate::page::Page;
use crate::surface::Surface;
use crate::thread::Threads;
use check::Check;
use corpus::Corpus;
use own::Own;
use parvis_model::feed::{Circle, FeedPage, FeedSignals, Order, Post};
use parvis_model::id::{CircleId, ItemId};
use parvis_model::item::{Item, Mark};
use parvis_model::live::Live;
use parvis_model::ranking::{FeedScale, FeedWeights};
use parvis_model::time::Time;
use search::Search;

/// The order that the device makes for its visitor, as a choice of the menu.
pub const MINE: &str = "mine";
/// Posts drawn at first and in each task after it, so that no task grows long.
const DRAWN: usize = 5;

/// A feed on the page.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    /// Which feed.
    pub feed: String,
    /// The circle the page fixed, if it did.
    pub fixed: Option<CircleId>,
    /// The circle shown.
    pub circle: Option<CircleId>,
    /// Whether the newest come first instead of the published order.
    pub newest: bool,
    /// The first page.
    pub load: Load,
    /// The next page.
    pub more: Load,
    /// The cursor of the next page; none at the end.
    pub next: Option<String>,
    /// Posts in all.
    pub n_posts: u32,
    /// Circles of the feed, the most active first.
    pub circles: Vec<Circle>,
    /// Posts on screen, in order, each with its signals.
    pub posts: Vec<(Post, FeedSignals)>,
    /// Those of them that stand in a place kept for what people brought back.
    pub revived: Vec<ItemId>,
    /// How many of them are drawn by now; the rest follows task by task.
    pub n_drawn: usize,
    /// Posts published since that are not in the list.
    pub latest: Vec<ItemId>,
    /// What is open.
    pub opened: Opened,
    /// Threads that were opened.
    pub threads: Threads,
    /// Forms that are open.
    pub forms: Forms,
    /// The search.
    pub search: Search,
    /// The check of the published order.
    pub check: Check,
    proof: check::Proof,
    /// Signals and words of everything, once something needs them.
    pub corpus: Corpus,
    /// The order that the device makes for its visitor.
    pub own: Own,
    /// When the order was computed.
    pub ranked_at: Time,
    scale: FeedScale,
    weights: FeedWeights,
}

/// A wish without a value, as text: its own part of the wasm reads it.
fn wish(text: String) -> Effect {
    Effect::Own(text, String::new())
}

/// A mark was given or taken back, which the device may learn from.
fn marked(id: ItemId, mark: Mark) -> Effect {
    wish(format!("marked:{id}={}", mark.as_str()))
}

impl Feed {
    /// A feed that knows nothing yet.
    pub fn new(feed: &str, circle: Option<CircleId>, newest: bool) -> Self {
        Self { feed: feed.to_owned(), circle: circle.clone(), fixed: circle, newest, ..Self::default() }
    }

    /// Takes in the weights that the site has in force.
    pub fn weights_arrived(&mut self, weights: FeedWeights) {
        self.weights = weights;
    }

    /// The weights in force.
    pub fn weights(&self) -> &FeedWeights {
        &self.weights
    }

    /// Takes in a page of posts.
    pub fn page_arrived(&mut self, want: &Want, page: FeedPage) -> Vec<Effect> {
        if *want == Want::Next && !self.more.is_loading() {
            // Of a list that has been left meanwhile.
            return Vec::new();
        }
        let posts = page.posts.into_iter().zip(page.signals);
        let mut effects = Vec::new();
        match want {
            Want::First | Want::Latest | Want::Again => {
                self.posts = posts.collect();
                self.revived = page.revived;
                self.n_drawn = DRAWN;
                self.latest.clear();
                (self.load, self.more) = (Load::Ready, Load::Idle);
                if *want == Want::Latest {
                    effects.push(Effect::Focus("list".to_owned()));
                }
            }
            _ => {
                let n_known = self.posts.len();
                // Moving the focus lays out all that was drawn with it.
                self.n_drawn = n_known + 1;
                let fresh: Vec<_> = posts.filter(|(post, _)| !self.on_screen(post.item.id)).collect();
                effects.push(Effect::Announce("list.more", u32::try_from(fresh.len()).ok()));
                effects.push(Effect::Focus(format!("item-{n_known}")));
                self.posts.extend(fresh);
                self.revived.extend(page.revived);
                self.more = Load::Ready;
            }
        }
        self.n_posts = page.n_posts;
        if self.circle.is_none() || self.circles.is_empty() {
            self.circles = page.circles;
        }
        (self.next, self.ranked_at, self.scale) = (page.next, page.ranked_at, page.scale);
        effects.push(Effect::Resume);
        effects
    }

    /// The posts to draw now, in order.
    pub fn drawn(&self) -> impl Iterator<Item = &(Post, FeedSignals)> {
        self.posts.iter().take(self.n_drawn)
    }

    /// Whether the list is one from before, because what was asked for could not be loaded.
    pub fn is_kept(&self) -> bool {
        matches!(self.load, Load::Failed(_)) && !self.posts.is_empty()
    }

    /// Whether posts of the list are still to be drawn.
    pub fn is_drawing(&self) -> bool {
        self.n_drawn < self.posts.len()
    }

    fn on_screen(&self, id: ItemId) -> bool {
        self.posts.iter().any(|(post, _)| post.item.id == id)
    }

    fn first(&mut self, want: Want) -> Vec<Effect> {
        if want == Want::First {
            (self.load, self.more) = (Load::Loading, Load::Idle);
        }
        if self.own.is_on {
            return self.ask_pool();
        }
        vec![Effect::Get { path: self.path("", None), want }]
    }

    /// The path of a list of this feed, narrowed to the circle shown.
    pub(crate) fn path(&self, list: &str, cursor: Option<&str>) -> String {
        let mut path = format!("/feeds/{}{list}", self.feed);
        let mut mark = '?';
        let mut push = |name: &str, value: &str| {
            path.push(mark);
            path.push_str(name);
            path.push('=');
            path.push_str(value);
            mark = '&';
        };
        if list.is_empty() {
            push("order", if self.newest { Order::Newest.as_str() } else { Order::Community.as_str() });
        }
        if let Some(circle) = &self.circle {
            push("circle", circle.as_str());
        }
        if let Some(cursor) = cursor {
            push("cursor", cursor);
        }
        path
    }

    /// Brings the copy that a search shows up to the post in the list.
    fn mirror(&mut self, id: ItemId) {
        let Some((post, _)) = self.posts.iter().find(|(post, _)| post.item.id == id) else { return };
        if let Some(copy) = self.search.item_mut(id) {
            copy.clone_from(&post.item);
        }
    }

    /// Asks for the order of the visitor's own, of the part that knows it.
    fn ask_own(&mut self) -> Vec<Effect> {
        self.own.is_asked = true;
        if self.is_kept() {
            self.load = Load::Ready;
        }
        vec![wish("show".to_owned())]
    }

    fn restart(&mut self) -> Vec<Effect> {
        self.corpus = Corpus::default();
        self.check = Check::default();
        self.opened = Opened::default();
        let mut effects = self.first(Want::First);
        effects.extend(self.search_again());
        effects
    }
}

impl Surface for Feed {
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
                let effects = self.item_mut(id).map(|item| marks::toggle(page, item, mark));
                self.mirror(id);
                let mut effects = effects.unwrap_or_default();
                effects.push(marked(id, mark));
                effects
            }
            Act::Own(wish, value) => vec![Effect::Own(wish, value)],
            Act::Order(order) if order == MINE => self.ask_own(),
            Act::Toggle(panel, id) => self.opened.press(panel, id, &mut self.threads, &mut self.forms, page),
            Act::Close => {
                let closed = self.opened.close_why();
                closed.map(|id| Effect::Focus(format!("why-{id}"))).into_iter().collect()
            }
            Act::Order(order) => {
                self.newest = order == Order::Newest.as_str();
                (self.own.is_on, self.own.is_asked) = (false, false);
                let mut effects = self.restart();
                effects.push(Effect::Emit("parvis-change", format!("order:{order}")));
                effects
            }
            Act::Filter(Facet::Circle, circle) => {
                let chosen =
                    CircleId::parse(&circle).ok().filter(|chosen| self.circle.as_ref() != Some(chosen));
                self.circle = chosen.or_else(|| self.fixed.clone());
                self.restart()
            }
            Act::Search(query) => self.search_for(&query),
            Act::Reset => {
                self.circle = self.fixed.clone();
                self.search = Search::default();
                self.restart()
            }
            Act::Next if self.search.is_on() => self.search_more(),
            Act::Next if self.own.is_on => vec![wish("next".to_owned())],
            Act::Next => match self.next.clone() {
                Some(cursor) if !self.more.is_loading() => {
                    self.more = Load::Loading;
                    vec![Effect::Get { path: self.path("", Some(&cursor)), want: Want::Next }]
                }
                _ => Vec::new(),
            },
            Act::NextReplies(id) => self.threads.ask(id),
            Act::Latest => self.first(Want::Latest),
            Act::Retry if self.own.is_asked && self.is_kept() => self.ask_own(),
            Act::Retry => {
                let mut effects = if self.load == Load::Ready { Vec::new() } else { self.start() };
                if matches!(self.more, Load::Failed(_)) {
                    self.more = Load::Idle;
                    effects.extend(self.act(Act::Next, page, _now));
                }
                effects.extend(self.search_again());
                effects
            }
            Act::Check => self.check_order(),
            Act::Submit(name) => form::submit(name, "/posts".to_owned(), Kind::Post),
            _ => Vec::new(),
        }
    }

    fn failed(&mut self, want: &Want, failure: Failure) -> Vec<Effect> {
        let load = Load::Failed(failure);
        match want {
            Want::First | Want::Pool => self.load = load,
            Want::Next => self.more = load,
            Want::Thread(root) => self.threads.failed(*root, load),
            Want::Candidates | Want::Words => self.corpus_failed(failure),
            Want::Item(id) => self.item_failed(*id),
            Want::Site | Want::Latest | Want::Again | Want::Ballots => {}
        }
        vec![Effect::Announce("error.announce", None)]
    }

    fn heard(&mut self, live: &Live, page: &Page) -> Vec<Effect> {
        match live {
            Live::Posted { item, circle } => {
                let here = self.circle.is_none() || self.circle == *circle;
                let is_own = page.mine.written.contains(item) || page.outbox.is_sending("/posts");
                let known = is_own || self.on_screen(*item) || self.latest.contains(item);
                if here && !known && self.load == Load::Ready {
                    self.latest.push(*item);
                    return vec![Effect::Announce("list.latest", u32::try_from(self.latest.len()).ok())];
                }
            }
            Live::Replied { item, on, root, n_replies } => {
                if let Some(item) = self.item_mut(*root) {
                    item.n_replies = *n_replies;
                }
                self.mirror(*root);
                return self.threads.replied(*item, *on, *root, page);
            }
            Live::Marked { item, marks } => {
                let id = *item;
                if let Some(item) = self.item_mut(id) {
                    item.marks = *marks;
                }
                self.mirror(id);
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

    fn resume(&mut self, _page: &Page) -> Vec<Effect> {
        let mut effects = self.draw_on();
        effects.extend(self.search_slice());
        effects.extend(self.check_slice());
        effects
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
        if let Some(index) = self.posts.iter().position(|(post, _)| post.item.id == id) {
            return self.posts.get_mut(index).map(|(post, _)| &mut post.item);
        }
        if self.search.holds(id) {
            return self.search.item_mut(id);
        }
        self.threads.item_mut(id)
    }

    fn circle(&self) -> Option<CircleId> {
        self.circle.clone()
    }

    fn take_back(&mut self, undo: &Undo, _page: &Page) -> Vec<Effect> {
        let Undo::Mark(id, mark, _) = undo else { return Vec::new() };
        if let Some(item) = self.item_mut(*id) {
            marks::take_back(item, undo);
            self.mirror(*id);
        }
        // What was learnt from a mark stands and falls with it.
        vec![marked(*id, *mark)]
    }
}
