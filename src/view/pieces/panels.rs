//! What opens under an item, as plain functions: a page that is only looked at need not load them.

use crate::frame::Frame;
use crate::pieces::card::Around;
use crate::pieces::{bars, notice};
use crate::{feed, idea, ideas, policy, summary, thread};
use parvis_model::board::Idea;
use parvis_model::feed::{FeedSignals, Post};
use parvis_model::item::Item;
use parvis_model::ranking::ReviewWeights;
use parvis_model::review::{Review, ReviewOrder, Summary};
use parvis_model::site::Policy;
use parvis_rank::mine::Slot;
use parvis_store::feed::Feed;
use parvis_store::feed::own::Place;
use parvis_store::form::Forms;
use parvis_store::ideas::Ideas;
use parvis_store::outbox::Entry;
use parvis_store::page::Page;
use parvis_store::reviews::Reviews;
use yew::prelude::*;

/// The functions. Nothing is open before they are there: it is by them that a press is carried out.
#[derive(Clone, Copy, Debug)]
pub struct Panels {
    /// The thread of an item, if it is open, and what is written under the item.
    pub thread: fn(Around, &Item) -> Html,
    /// The form to report an item, if it is open.
    pub report: fn(Frame, &Item, &Forms) -> Html,
    /// A contribution of this visitor that is not published yet; the last is whether the network is there.
    pub waiting: fn(Frame, &Entry, bool) -> Html,
    /// What floats over a list: whether the network is there, and whether it is the list from before.
    pub away: fn(Frame, bool, bool) -> Html,
    /// Why a post stands where it stands; the last is the id of the panel, here as below.
    pub why_post: fn(Frame, &Feed, &Post, &FeedSignals, AttrValue) -> Html,
    /// The same for a review.
    pub why_review: fn(Frame, &Reviews, &Review, AttrValue) -> Html,
    /// The same for an idea.
    pub why_idea: fn(Frame, &Ideas, &Idea, AttrValue) -> Html,
    /// Under the history of an idea: whether it still has its hashes.
    pub chain: fn(Frame, &Idea) -> Html,
    /// What floats over a board.
    pub followed: fn(Frame, &Ideas, &Page) -> Html,
    /// How posts are ordered.
    pub how_feed: fn(Frame, &Feed) -> Vec<Html>,
    /// How ideas are ordered.
    pub how_ideas: fn(Frame, &Ideas) -> Vec<Html>,
    /// How reviews are checked, kept and ordered.
    pub policy: fn(Frame, &Policy, &ReviewWeights) -> Vec<Html>,
    /// How the mean of reviews is computed.
    pub formula: fn(Frame, &Summary, f64) -> Vec<Html>,
}

/// What is said of a score that is the same for everybody.
const SUM: &str = "why.arithmetic";

/// All of them.
pub const PANELS: Panels = Panels {
    thread: thread::thread,
    report: thread::report,
    waiting: notice::waiting,
    away: notice::floating,
    why_post: |frame, feed, post, signals, panel| {
        let is_revived = feed.is_revived(post.item.id);
        let slot = match feed.own.place(post.item.id) {
            Some(place) => for_me(frame, place),
            None => is_revived.then(|| frame.words.count("why.revived", signals.n_week)),
        };
        let sum = if feed.own.is_on { "why.own" } else { SUM };
        bars::why(frame, ("feed", sum), &feed.why(post, signals), slot, panel)
    },
    why_review: |frame, reviews, review, panel| {
        let is_for_mix = review.for_mix && reviews.order == ReviewOrder::Useful;
        let slot = is_for_mix.then(|| frame.words.text("why.mix"));
        bars::why(frame, ("reviews", SUM), &reviews.why(review), slot, panel)
    },
    why_idea: |frame, ideas, idea, panel| bars::why(frame, ("ideas", SUM), &ideas.why(idea), None, panel),
    chain: idea::chain,
    followed: ideas::followed,
    how_feed: feed::ordered,
    how_ideas: ideas::ordered,
    policy: policy::everything,
    formula: summary::arithmetic,
};

/// What to say first of a post in the visitor's own order, where it is more than the name of a term.
fn for_me(frame: Frame, place: &Place) -> Option<AttrValue> {
    let words = frame.words;
    match (place.slot, place.reason()) {
        (Slot::Discovery, _) => Some(words.text("why.slot.discovery")),
        (Slot::Balance, _) => Some(words.text("why.slot.balance")),
        (Slot::Score, Some("taste")) if !place.words.is_empty() => {
            Some(words.with("why.close_to", &[("words", &place.words.join(", "))]))
        }
        (Slot::Score, Some("near")) if !place.locality.is_empty() => {
            Some(words.with("why.near", &[("place", &place.locality)]))
        }
        (Slot::Score, Some("ties")) if place.n_close > 0 => Some(words.count("why.close", place.n_close)),
        (Slot::Score, _) => None,
    }
}
