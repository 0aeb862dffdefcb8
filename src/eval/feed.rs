//! The feed's protocols: next week's readers, one person's next items, and a place for small circles.
//!
//! Which applies is told case by case. With `person`: nDCG@10 with gain 1, how many distinct items all first
//! tens show, and how far the tags of the first ten are from those of the person's acts. With `relevant` or
//! `revived` and no person: nDCG@20 with gain 2^g − 1, and the part of the revived in the first 50. With
//! neither, where items have circles: how the first hundred are spread over them.

mod moment;
mod set;

pub use moment::{Moment, Order, Visitor};
pub use set::{Deed, Feed, Item};

use crate::measure::{median, ndcg, recall, spread};
use crate::mix::Mix;
use crate::outcome::{Figures, Measured};
use crate::set::Fault;
use crate::{Scope, ours, peers};
use set::Case;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a case can be judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Next week's readers.
    Weekly,
    /// One person's next items.
    Person,
    /// A place for small circles.
    Circles,
}

/// Prepares an order for one moment; what it prepares serves every visitor of that moment.
pub type Prepare = for<'a> fn(Moment<'a>) -> Order<'a>;

/// Our figures, and those of the others.
pub fn measured(folder: &Path, scope: Scope) -> Result<Measured, Fault> {
    let feed = Feed::read(folder)?;
    let mut ours = Figures::default();
    let mut others: Vec<(&'static str, Figures)> = Vec::new();
    for protocol in [Protocol::Weekly, Protocol::Person, Protocol::Circles] {
        let cases: Vec<&Case> =
            feed.cases.iter().filter(|case| protocol_of(&feed, case) == Some(protocol)).collect();
        if cases.is_empty() {
            continue;
        }
        ours.extend(judged(&feed, &cases, protocol, ours::feed::order));
        if scope == Scope::Ours {
            continue;
        }
        for (name, prepare) in peers::feed(protocol) {
            let figures = judged(&feed, &cases, protocol, prepare);
            match others.iter_mut().find(|(own, _)| *own == name) {
                Some((_, own)) => own.extend(figures),
                None => others.push((name, figures)),
            }
        }
    }
    Ok((ours, others))
}

fn protocol_of(feed: &Feed, case: &Case) -> Option<Protocol> {
    if case.person.is_some() {
        Some(Protocol::Person)
    } else if !case.relevant.is_empty() || !case.revived.is_empty() {
        Some(Protocol::Weekly)
    } else {
        feed.items.iter().any(|item| item.circle.is_some()).then_some(Protocol::Circles)
    }
}

fn judged(feed: &Feed, cases: &[&Case], protocol: Protocol, prepare: Prepare) -> Figures {
    let mut by_moment: BTreeMap<i64, Vec<&Case>> = BTreeMap::new();
    for case in cases {
        by_moment.entry(case.at).or_default().push(case);
    }
    let mut found = Found::default();
    for (at, cases) in by_moment {
        let moment = Moment::new(feed, at);
        let order = prepare(moment);
        for case in cases {
            match protocol {
                Protocol::Weekly => found.weekly(case, &order(None, 50)),
                Protocol::Person => {
                    if let Some(visitor) = moment.visitor(case) {
                        let list = order(Some(&visitor), 10);
                        found.person(feed, case, &visitor, &list);
                    }
                }
                Protocol::Circles => found.circles(feed, &order(None, 100)),
            }
        }
    }
    found.figures(protocol)
}

/// Figures, case by case.
#[derive(Default)]
struct Found {
    gains: Vec<f64>,
    recalls: Vec<f64>,
    shown: BTreeSet<u32>,
    divergences: Vec<f64>,
    spreads: Vec<(f64, f64, f64)>,
}

impl Found {
    fn weekly(&mut self, case: &Case, list: &[u32]) {
        if !case.relevant.is_empty() {
            let gain = |gain: &f64| gain.exp2() - 1.0;
            let reached = list.iter().map(|item| case.relevant.get(item).map_or(0.0, gain));
            self.gains.push(ndcg(reached, case.relevant.values().map(gain).collect(), 20));
        }
        self.recalls.extend(recall(list, &case.revived));
    }

    fn person(&mut self, feed: &Feed, case: &Case, visitor: &Visitor, list: &[u32]) {
        if !case.relevant.is_empty() {
            let reached = list.iter().map(|item| f64::from(u8::from(case.relevant.contains_key(item))));
            self.gains.push(ndcg(reached, vec![1.0; case.relevant.len()], 10));
        }
        self.shown.extend(list);
        let tags = |item: u32| feed.items[item as usize].tags.as_slice();
        let own: BTreeSet<u32> = visitor.acts.iter().map(|deed| deed.item).collect();
        let wanted = Mix::of(own.into_iter().map(tags));
        if !wanted.is_empty() {
            self.divergences.push(wanted.divergence(&Mix::of(list.iter().copied().map(tags))));
        }
    }

    fn circles(&mut self, feed: &Feed, list: &[u32]) {
        let mut scores: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
        for item in &feed.items {
            if let Some(circle) = item.circle {
                scores.entry(circle).or_default().push(f64::from(item.useful) - f64::from(item.not_useful));
            }
        }
        let medians = scores.into_iter().map(|(circle, scores)| (circle, median(scores))).collect();
        let shown: Vec<u32> = list.iter().filter_map(|item| feed.items[*item as usize].circle).collect();
        self.spreads.push(spread(&shown, &medians));
    }

    fn figures(self, protocol: Protocol) -> Figures {
        let mut figures = Figures::default();
        match protocol {
            Protocol::Weekly => {
                figures.put_mean("ndcg@20", &self.gains);
                figures.put_mean("revived@50", &self.recalls);
            }
            Protocol::Person => {
                figures.put_mean("ndcg@10", &self.gains);
                figures.put("distinct", self.shown.len() as f64);
                figures.put_mean("kl", &self.divergences);
            }
            Protocol::Circles => {
                let column =
                    |of: fn(&(f64, f64, f64)) -> f64| self.spreads.iter().map(of).collect::<Vec<_>>();
                figures.put_mean("circles", &column(|spread| spread.0));
                figures.put_mean("small_share", &column(|spread| spread.1));
                figures.put_mean("gini", &column(|spread| spread.2));
            }
        }
        figures
    }
}
