//! Our feed, from the items and acts of a set.

use super::visitor::Traits;
use crate::feed::{Deed, Item, Moment, Order, Visitor};
use parvis_model::feed::FeedSignals;
use parvis_model::id::ItemId;
use parvis_model::ranking::{FeedScale, FeedWeights};
use parvis_model::time::{DAY, Time};
use parvis_rank::activity::{Act, TAIL_HOURS, decay, to_hundredths};
use parvis_rank::feed::{Candidate, order as ranked, scale};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// The feed at one moment. What is prepared here is what the server publishes, the same for everybody; the
/// visitor's acts and ties stay on the device.
pub fn order(moment: Moment<'_>) -> Order<'_> {
    let (weights, now) = (FeedWeights::default(), Time::from_millis(moment.at));
    let (places, candidates) = candidates(moment, &weights, now);
    let scale = scale(&candidates, &weights, now);
    let community: Vec<u32> =
        ranked(&candidates, &weights, &scale, now).into_iter().map(|placed| placed.index).collect();
    let published = Published { moment, places, candidates, community, weights, scale, now };
    let traits: OnceCell<Traits> = OnceCell::new();
    Box::new(move |visitor: Option<&Visitor>, n| match visitor {
        Some(visitor) => {
            let traits = traits.get_or_init(|| Traits::new(&published));
            traits.order(&published, visitor, n)
        }
        None => published.community.iter().take(n).map(|index| published.places[*index as usize]).collect(),
    })
}

/// What the server publishes at one moment.
pub(super) struct Published<'a> {
    pub moment: Moment<'a>,
    /// The index in the set of each candidate.
    pub places: Vec<u32>,
    pub candidates: Vec<Candidate>,
    /// The candidates in the community's order.
    pub community: Vec<u32>,
    pub weights: FeedWeights,
    pub scale: FeedScale,
    pub now: Time,
}

/// The known items as the server publishes them, and their indices in the set.
fn candidates(moment: Moment<'_>, weights: &FeedWeights, now: Time) -> (Vec<u32>, Vec<Candidate>) {
    let mut people: BTreeMap<(u32, u32), Seen> = BTreeMap::new();
    for deed in moment.acts {
        people.entry((deed.item, deed.person)).or_default().add(*deed, now, weights.half_life_hours);
    }
    let mut all: Vec<Seen> = vec![Seen::default(); moment.feed.items.len()];
    let mut months: BTreeMap<u32, u32> = BTreeMap::new();
    for ((item, _), seen) in &people {
        all[*item as usize].sum(seen);
        if let (Some(circle), true) = (moment.feed.items[*item as usize].circle, seen.n_month > 0) {
            *months.entry(circle).or_default() += 1;
        }
    }
    for (_, item) in moment.known() {
        if let (Some(circle), true) = (item.circle, now.since(Time::from_millis(item.at)) <= 30 * DAY) {
            *months.entry(circle).or_default() += item.useful + item.replies;
        }
    }
    let candidate = |(place, item): (u32, &Item)| {
        let mut seen = all[place as usize];
        seen.add_counts(item, now, weights.half_life_hours);
        let signals = FeedSignals {
            hot: to_hundredths(seen.hot),
            tail: to_hundredths(seen.tail),
            useful: seen.n_useful,
            not_useful: item.not_useful,
            n_week: seen.n_week,
            n_month: seen.n_month,
        };
        let n_month = item.circle.and_then(|circle| months.get(&circle)).copied().unwrap_or(0);
        let circle = item.circle.map_or(0, |circle| circle + 1);
        (place, Candidate { id: ItemId::new(Time::from_millis(item.at), place), circle, n_month, signals })
    };
    moment.known().map(candidate).unzip()
}

/// What one person did with an item; summed, what all did.
#[derive(Clone, Copy, Default)]
struct Seen {
    hot: f64,
    tail: f64,
    n_useful: u32,
    n_week: u32,
    n_month: u32,
}

impl Seen {
    fn add(&mut self, deed: Deed, now: Time, half_life_hours: f64) {
        let at = Time::from_millis(deed.at);
        self.hot = self.hot.max(deed.act.weight() * decay(at, now, half_life_hours));
        self.tail = self.tail.max(deed.act.weight() * decay(at, now, TAIL_HOURS));
        self.n_useful |= u32::from(deed.act == Act::Useful);
        self.n_week |= u32::from(now.since(at) < 7 * DAY);
        self.n_month |= u32::from(now.since(at) <= 30 * DAY);
    }

    fn sum(&mut self, other: &Self) {
        self.hot += other.hot;
        self.tail += other.tail;
        self.n_useful += other.n_useful;
        self.n_week += other.n_week;
        self.n_month += other.n_month;
    }

    /// Counts without acts: as if all had been given when the post was born.
    fn add_counts(&mut self, item: &Item, now: Time, half_life_hours: f64) {
        let at = Time::from_millis(item.at);
        let weight =
            Act::Useful.weight() * f64::from(item.useful) + Act::Reply.weight() * f64::from(item.replies);
        self.hot += weight * decay(at, now, half_life_hours);
        self.tail += weight * decay(at, now, TAIL_HOURS);
        self.n_useful += item.useful;
    }
}
