//! Feeds of others, from counts alone: what large circles do to small ones.

use crate::feed::{Item, Moment, Order, Prepare};
use std::collections::BTreeMap;

/// Feeds by name.
pub const ALL: [(&str, Prepare); 6] = [
    ("newest", |moment| by(moment, |_, _, _| 0.0)),
    ("raw score", |moment| by(moment, |item, _, _| points(item))),
    ("reddit hot", |moment| {
        by(moment, |item, _, _| {
            let (points, born) = (points(item), item.at as f64 / 1_000.0 - 1_134_028_003.0);
            points.abs().max(1.0).log10() * points.signum() + born / 45_000.0
        })
    }),
    ("hacker news", |moment| {
        by(moment, |item, hours, _| (points(item) - 1.0).max(0.0).powf(0.8) / (hours + 2.0).powf(1.8))
    }),
    ("lemmy hot", |moment| by(moment, |item, hours, _| lemmy(item, hours))),
    ("lemmy scaled", |moment| by(moment, |item, hours, month| lemmy(item, hours) / (2.0 + month).log10())),
];

fn points(item: &Item) -> f64 {
    f64::from(item.useful) - f64::from(item.not_useful)
}

fn lemmy(item: &Item, hours: f64) -> f64 {
    if hours > 7.0 * 24.0 {
        return 0.0;
    }
    (points(item) + 2.0).max(2.0).log10() / (hours + 2.0).powf(1.8)
}

/// By item, its age in hours, and the interactions (useful, not useful, replies) of its circle over 30 days.
fn by(moment: Moment<'_>, score: fn(&Item, f64, f64) -> f64) -> Order<'_> {
    let hours = |item: &Item| (moment.at - item.at) as f64 / 3_600_000.0;
    let mut months: BTreeMap<Option<u32>, f64> = BTreeMap::new();
    for (_, item) in moment.known().filter(|(_, item)| hours(item) <= 30.0 * 24.0) {
        let all = [item.useful, item.not_useful, item.replies];
        *months.entry(item.circle).or_default() += all.into_iter().map(f64::from).sum::<f64>();
    }
    let month = |item: &Item| months.get(&item.circle).copied().unwrap_or(0.0);
    let scores: Vec<f64> =
        moment.feed.items.iter().map(|item| score(item, hours(item), month(item))).collect();
    Box::new(move |visitor, n| moment.best(&scores, visitor, n))
}
