//! Our feed, from the items and acts of a set.

use super::visitor::Traits;
use crate::feed::{Deed, Item, Moment, Order, Visitor};
use parvis_model::feed::FeedSignals;
use parvis_model::id::ItemId;
use parvis_model::ranking::{FeedScale, FeedWeights};
use parvis_model::time::{DAY, Time};
use parvis_rank::activity::{Act, TAIL_HOURS, decay, to_hundredths};
use parvis_rank::crowds::{Did, counted};
use parvis_rank::feed::{Candidate, order as ranked, scale};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

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
    let crowds = crowds(moment, now);
    for ((item, person), seen) in &people {
        all[*item as usize].sum(seen, crowds.get(&(*item, *person)).copied().unwrap_or(1.0));
        if let (Some(circle), true) = (moment.feed.items[*item as usize].circle, seen.n_month > 0.0) {
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
            useful: whole(seen.n_useful),
            not_useful: item.not_useful,
            n_week: whole(seen.n_week),
            n_month: whole(seen.n_month),
        };
        let n_month = item.circle.and_then(|circle| months.get(&circle)).copied().unwrap_or(0);
        let circle = item.circle.map_or(0, |circle| circle + 1);
        (place, Candidate { id: ItemId::new(Time::from_millis(item.at), place), circle, n_month, signals })
    };
    moment.known().map(candidate).unzip()
}

/// How much accounts of crowds count at what they did in the last thirty days, by item and person.
fn crowds(moment: Moment<'_>, now: Time) -> BTreeMap<(u32, u32), f64> {
    let mut accounts: BTreeMap<u32, BTreeSet<Did<Act>>> = BTreeMap::new();
    let mut old: BTreeMap<u32, u32> = BTreeMap::new();
    for deed in moment.acts {
        let at = Time::from_millis(deed.at);
        if deed.act != Act::View && now.since(at) > 30 * DAY {
            *old.entry(deed.item).or_default() += 1;
        } else if deed.act != Act::View {
            let did = Did { item: deed.item, kind: deed.act, day: at.to_day() };
            accounts.entry(deed.person).or_default().insert(did);
        }
    }
    let people: Vec<u32> = accounts.keys().copied().collect();
    let did: Vec<Vec<Did<Act>>> = accounts.into_values().map(Vec::from_iter).collect();
    let before =
        |item: u32| f64::from(moment.feed.items[item as usize].useful + old.get(&item).copied().unwrap_or(0));
    counted(&did, before)
        .into_iter()
        .map(|((item, account), share)| ((item, people[account as usize]), share))
        .collect()
}

/// People who count in part, as a whole number of them.
fn whole(people: f64) -> u32 {
    // Sums of parts may miss a whole by their last bits.
    (people - 1e-9).ceil() as u32
}

/// What one person did with an item; summed, what all did.
#[derive(Clone, Copy, Default)]
struct Seen {
    hot: f64,
    tail: f64,
    n_useful: f64,
    n_week: f64,
    n_month: f64,
}

impl Seen {
    fn add(&mut self, deed: Deed, now: Time, half_life_hours: f64) {
        let at = Time::from_millis(deed.at);
        self.hot = self.hot.max(deed.act.weight() * decay(at, now, half_life_hours));
        self.tail = self.tail.max(deed.act.weight() * decay(at, now, TAIL_HOURS));
        let one = |is_so: bool| f64::from(u8::from(is_so));
        self.n_useful = self.n_useful.max(one(deed.act == Act::Useful));
        self.n_week = self.n_week.max(one(now.since(at) < 7 * DAY));
        self.n_month = self.n_month.max(one(now.since(at) <= 30 * DAY));
    }

    /// Adds what a person did who counts for `share` of one.
    fn sum(&mut self, person: &Self, share: f64) {
        self.hot += share * person.hot;
        self.tail += share * person.tail;
        self.n_useful += share * person.n_useful;
        self.n_week += share * person.n_week;
        self.n_month += share * person.n_month;
    }

    /// Counts without acts: as if all had been given when the post was born.
    fn add_counts(&mut self, item: &Item, now: Time, half_life_hours: f64) {
        let at = Time::from_millis(item.at);
        let weight =
            Act::Useful.weight() * f64::from(item.useful) + Act::Reply.weight() * f64::from(item.replies);
        self.hot += weight * decay(at, now, half_life_hours);
        self.tail += weight * decay(at, now, TAIL_HOURS);
        self.n_useful += f64::from(item.useful);
    }
}
