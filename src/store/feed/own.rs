//! The feed in the order that the device makes for its visitor alone: the pool that everybody gets, held against the
//! profile that nobody else has.
//!
//! Nothing moves unless it was asked for: what is learnt from a mark counts when the list is ordered anew. Posts the
//! visitor marked already stand at the end, and those they do not want are left out, which the panel says.

pub mod home;
mod learn;
#[cfg(test)]
mod trials;

use super::{DRAWN, Feed};
use crate::effect::{Effect, Want};
use crate::load::Load;
use crate::page::Page;
use crate::profile::{Learnt, Profile, Sliders};
use crate::wish::Wish;
use home::Finding;
use parvis_model::feed::{FeedSignals, Post};
use parvis_model::id::{CircleId, ItemId, PersonId};
use parvis_model::locality::CircleLocality;
use parvis_model::map::Map;
use parvis_model::pool::Pool;
use parvis_model::ranking::MineWeights;
use parvis_model::time::Time;
use parvis_rank::Why;
use parvis_rank::mine::{Rules, Slot};
use parvis_rank::neighbours::Near;
use parvis_rank::rows::Rows;
use parvis_rank::visit::{Posts, Visit};

/// Posts shown at first and with each press.
const PAGE: usize = 20;
/// Places given out by score; what comes after them stands in the community's order.
const PLACES: usize = 200;
/// Words named at most.
const WORDS: usize = 12;

/// The order of the visitor's own.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// Whether the list is in that order.
    pub is_on: bool,
    /// Whether it was asked for before it was granted: what would be remembered is being told.
    pub is_asked: bool,
    /// The weights in force.
    pub weights: MineWeights,
    /// Where circles are.
    pub localities: Vec<CircleLocality>,
    /// How far finding the visitor's place is.
    pub finding: Finding,
    /// What the device made of the profile, in words.
    pub told: Told,
    places: Map<ItemId, Place>,
    order: Vec<u32>,
    n_shown: usize,
    held: Vec<(Post, FeedSignals)>,
    took_part: Vec<Vec<(PersonId, u32)>>,
    columns: Columns,
    posts: Option<Posts>,
}

/// What of a pool is ranked, page after page.
#[derive(Clone, Debug, Default)]
struct Columns {
    ranked_at: Option<Time>,
    prints: Rows<(u16, u8)>,
    near: Rows<Near>,
}

/// The profile as it bears on the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// The circles of what was liked, each with its share of all.
    pub topics: Vec<(CircleId, f64)>,
    /// The words that lift a post most, with their buckets, the strongest first.
    pub words: Vec<(u16, String)>,
    /// How many of the first twenty the community's first twenty do not have.
    pub n_others: u32,
    /// Posts at the end of the list, because they were marked already.
    pub n_known: u32,
    /// Posts left out.
    pub n_hidden: u32,
}

/// Why a post stands where it stands, for this visitor.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// What put it there.
    pub slot: Slot,
    /// Its terms beside those of the typical post of the pool.
    pub why: Why,
    /// Words it shares with what was liked, the strongest first.
    pub words: Vec<String>,
    /// Close people who took part in it.
    pub n_close: u32,
    /// What the place of its circle is called; empty where it has none.
    pub locality: String,
}

impl Own {
    /// Why a post stands where it stands; none where the list is not in this order.
    pub fn place(&self, id: ItemId) -> Option<&Place> {
        self.places.get(&id).filter(|_| self.is_on)
    }

    /// Whether there is more to show.
    pub fn has_more(&self) -> bool {
        self.is_on && self.n_shown < self.order.len()
    }

    fn index_of(&self, id: ItemId) -> Option<u32> {
        (0..).zip(&self.held).find(|(_, (post, _))| post.item.id == id).map(|(index, _)| index)
    }

    /// Forgets the pool, to ask for another.
    fn empty(&mut self) {
        let before = core::mem::take(self);
        let Self { is_on, weights, localities, finding, told, .. } = before;
        *self = Self { is_on, weights, localities, finding, told, ..Self::default() };
    }
}

impl Feed {
    /// Asks for the pool that is ordered here.
    pub(super) fn ask_pool(&mut self) -> Vec<Effect> {
        self.own.empty();
        vec![Effect::Get { path: self.path("/pool", None), want: Want::Pool }]
    }

    /// Carries out a wish about the visitor's own order.
    pub fn own(&mut self, wish: Wish, page: &mut Page, now: Time) -> Vec<Effect> {
        match wish {
            Wish::Show if page.profile.is_some() => self.turn_on(),
            Wish::Show => {
                self.own.is_asked = true;
                vec![Effect::Focus("own".to_owned())]
            }
            Wish::Grant => {
                page.profile.get_or_insert_with(|| Profile::new(now));
                let mut effects = self.turn_on();
                effects.push(Effect::KeepProfile);
                effects
            }
            Wish::Decline => {
                self.own.is_asked = false;
                Vec::new()
            }
            Wish::Erase => {
                page.profile = None;
                let mut effects = vec![Effect::KeepProfile, Effect::Announce("own.erased", None)];
                if self.own.is_on {
                    self.own = Own::default();
                    effects.extend(self.restart());
                }
                effects
            }
            Wish::Export => vec![Effect::ExportProfile],
            Wish::Next => self.show_more(),
            Wish::Again => self.order_again(page, now),
            Wish::Slide(slider, percent) => {
                let Some(profile) = page.profile.as_mut() else { return Vec::new() };
                profile.sliders.set(slider, percent);
                self.changed(page, now)
            }
            Wish::Forget(part) => {
                let Some(profile) = page.profile.as_mut() else { return Vec::new() };
                profile.forget(&part);
                self.changed(page, now)
            }
            Wish::More(id) => self.learn(id, Learnt::More, page, now),
            Wish::Less(id) => {
                let mut effects = self.learn(id, Learnt::Less, page, now);
                effects.extend(self.hide(page));
                effects
            }
            Wish::Follow(id) => self.mind_author(id, true, page, now),
            Wish::Mute(id) => {
                let mut effects = self.mind_author(id, false, page, now);
                effects.extend(self.hide(page));
                effects
            }
            Wish::MuteCircle(id) => {
                let mut effects = self.mind_circle(id, false, page, now);
                effects.extend(self.hide(page));
                effects
            }
            Wish::FollowCircle(id) => self.mind_circle(id, true, page, now),
            Wish::Marked(id, mark) => self.marked(id, mark, page, now),
            Wish::Home(circle) => self.live_at(circle.as_ref(), page, now),
            Wish::Locate => self.find_home(page),
            Wish::Located(at) => self.found_home(at, page, now),
            Wish::Unlocated(lost) => self.lost_home(lost),
        }
    }

    fn turn_on(&mut self) -> Vec<Effect> {
        (self.own.is_on, self.own.is_asked, self.newest) = (true, false, false);
        let mut effects = self.restart();
        effects.push(Effect::Emit("parvis-change", "order:mine".to_owned()));
        effects
    }

    fn changed(&mut self, page: &Page, now: Time) -> Vec<Effect> {
        let mut effects = self.order_again(page, now);
        effects.push(Effect::KeepProfile);
        effects
    }

    /// Takes in a page of the pool; after the last the list is ordered.
    pub fn pool_arrived(&mut self, pool: Pool, page: &Page, now: Time) -> Vec<Effect> {
        if !self.own.is_on {
            return Vec::new();
        }
        if self.own.columns.ranked_at.is_some_and(|known| known != pool.ranked_at) {
            // The published order was computed anew meanwhile: pages of two orders cannot be joined.
            return self.ask_pool();
        }
        let next = pool.next.clone();
        self.take_in(pool);
        match next {
            Some(cursor) => {
                vec![Effect::Get { path: self.path("/pool", Some(&cursor)), want: Want::Pool }]
            }
            None => {
                (self.load, self.more, self.next) = (Load::Ready, Load::Idle, None);
                self.latest.clear();
                self.order_own(page, now);
                vec![Effect::Resume, Effect::Announce("own.ordered", None)]
            }
        }
    }

    fn take_in(&mut self, pool: Pool) {
        let Pool { ranked_at, scale, circles, posts, signals, prints, near, took_part, people, .. } = pool;
        (self.ranked_at, self.scale) = (ranked_at, scale);
        if self.circle.is_none() || self.circles.is_empty() {
            self.circles = circles;
        }
        let own = &mut self.own;
        own.columns.ranked_at = Some(ranked_at);
        let n_posts = posts.len();
        own.held.extend(posts.into_iter().zip(signals));
        let mut prints = prints.into_iter();
        let (mut near, mut took_part) = (near.into_iter(), took_part.into_iter());
        // Columns that are too short leave the last posts without: an order is made of what is there.
        for _ in 0..n_posts {
            own.columns.prints.push(&prints.next().unwrap_or_default().0);
            let row = near.next().unwrap_or_default();
            let row: Vec<Near> = pairs(&row).map(|(index, weight)| Near { index, weight }).collect();
            own.columns.near.push(&row);
            let row = took_part.next().unwrap_or_default();
            let person = |(place, day)| Some((people.get(place as usize)?.clone(), day));
            own.took_part.push(pairs(&row).filter_map(person).collect());
        }
    }

    /// Orders what is held and shows the beginning of it.
    fn order_own(&mut self, page: &Page, now: Time) {
        let Some(profile) = &page.profile else { return };
        if profile.is_empty() && profile.sliders == Sliders::default() {
            return self.order_as_published();
        }
        let posts = self.own.posts.take().unwrap_or_else(|| self.rankable());
        let known = learn::Known { feed: self, page, profile };
        let visitor = known.visitor(&posts, now);
        let rules = Rules { mine: &self.own.weights, mix: profile.sliders.mix(), scale: &self.scale };
        let n_posts = posts.candidates.len();
        let mut visit = Visit::new(&posts, &visitor.profile, now, PLACES);
        while !visit.step(&posts, &visitor.profile, &rules, n_posts.max(1)) {}
        let every = 0..u32::try_from(n_posts).unwrap_or(u32::MAX);
        let placed = visit.places(&posts, &visitor.profile, every.clone(), PLACES, &rules);
        let mut order: Vec<u32> = placed.iter().map(|placed| placed.index).collect();
        let is_free = |index: &u32| !placed.iter().any(|placed| placed.index == *index);
        order.extend(every.clone().filter(|index| is_free(index) && !visitor.profile.hidden.has(*index)));
        let n_known = visitor.known.len();
        order.extend(visitor.known.iter().copied());
        let whys = visit.why(&posts, &order, &rules);
        let slot =
            |index: u32| placed.iter().find(|one| one.index == index).map_or(Slot::Score, |one| one.slot);
        let mut places = Map::new();
        for (index, mut why) in order.iter().zip(whys) {
            if profile.home.is_none() {
                // Nobody has said where they are: a term that cannot add anything explains nothing.
                why.terms.retain(|lead| lead.name != "near");
            }
            let Some((post, _)) = self.own.held.get(*index as usize) else { continue };
            let words = visitor.words_of(&posts, *index, profile);
            let n_close = visitor.n_close(*index);
            let locality = self.own.name_of_place(post, &page.lang);
            places.insert(post.item.id, Place { slot: slot(*index), why, words, n_close, locality });
        }
        let n_others = order.iter().take(PAGE).filter(|index| **index as usize >= PAGE).count();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.own.told = Told {
            topics: visitor.topics(self),
            words: visitor.strongest(profile, WORDS),
            n_others: count(n_others),
            n_known: count(n_known),
            n_hidden: count(n_posts - order.len()),
        };
        (self.own.places, self.own.order, self.own.posts) = (places, order, Some(posts));
        self.show_first();
    }

    /// Shows what is held in the order of the community: nothing is known that could change it.
    fn order_as_published(&mut self) {
        self.own.told = Told::default();
        self.own.places = Map::new();
        self.own.order = (0..u32::try_from(self.own.held.len()).unwrap_or(u32::MAX)).collect();
        self.show_first();
    }

    /// Shows the beginning of the order.
    fn show_first(&mut self) {
        self.own.n_shown = 0;
        self.posts.clear();
        self.revived.clear();
        self.n_drawn = DRAWN;
        self.reveal();
    }

    /// Orders anew what is held already.
    fn order_again(&mut self, page: &Page, now: Time) -> Vec<Effect> {
        if !self.own.is_on || !matches!(self.load, Load::Ready) || self.own.held.is_empty() {
            return Vec::new();
        }
        self.bring_up_to_date();
        let n_before = self.posts.len();
        self.order_own(page, now);
        // As much is shown as before, so that the page keeps its height and the reader their place.
        while self.posts.len() < n_before && self.own.has_more() {
            self.reveal();
        }
        self.n_drawn = self.posts.len();
        vec![Effect::Announce("own.ordered", None)]
    }

    /// Marks and counts that changed on screen, kept for the next order.
    fn bring_up_to_date(&mut self) {
        for (post, _) in &self.posts {
            let index = self.own.index_of(post.item.id);
            if let Some((held, _)) = index.and_then(|index| self.own.held.get_mut(index as usize)) {
                held.clone_from(post);
            }
        }
    }

    fn show_more(&mut self) -> Vec<Effect> {
        let n_known = self.posts.len();
        self.n_drawn = n_known + DRAWN;
        self.reveal();
        let n_more = u32::try_from(self.posts.len() - n_known).ok();
        vec![Effect::Announce("list.more", n_more), Effect::Focus(format!("item-{n_known}")), Effect::Resume]
    }

    fn reveal(&mut self) {
        let next = self.own.order.iter().skip(self.own.n_shown).take(PAGE);
        let next = next.filter_map(|index| self.own.held.get(*index as usize).cloned());
        self.posts.extend(next);
        self.own.n_shown = (self.own.n_shown + PAGE).min(self.own.order.len());
    }

    /// What is held, ready to be ordered.
    fn rankable(&self) -> Posts {
        let place_of = |circle: &CircleId| self.circles.iter().position(|known| known.id == *circle);
        let circle = |post: &Post| post.item.circle.as_ref().and_then(place_of);
        let candidate = |(post, signals): &(Post, FeedSignals)| {
            let place = circle(post).and_then(|place| u32::try_from(place).ok());
            let whole = self.candidate(post.item.id, post.item.circle.as_ref(), *signals);
            parvis_rank::feed::Candidate { circle: place.map_or(0, |place| place + 1), ..whole }
        };
        let topics = |(post, _): &(Post, FeedSignals)| -> Vec<(u16, f64)> {
            circle(post)
                .and_then(|place| u16::try_from(place).ok())
                .map(|place| (place, 1.0))
                .into_iter()
                .collect()
        };
        Posts::new(
            self.own.held.iter().map(candidate).collect(),
            self.own.columns.near.clone(),
            self.own.columns.prints.clone(),
            self.own.held.iter().map(topics).collect(),
            (&self.weights, &self.scale, self.ranked_at),
        )
    }
}

/// Numbers that come by turns, as pairs.
fn pairs(flat: &[u32]) -> impl Iterator<Item = (u32, u32)> {
    flat.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
}
