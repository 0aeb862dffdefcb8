//! Feeds of others without a profile, from what everybody did.
//!
//! A point is a distinct person who did anything with an item.

use crate::feed::{Deed, Moment, Order, Prepare};
use std::collections::BTreeSet;

/// Feeds by name.
pub const ALL: [(&str, Prepare); 8] = [
    ("newest", |moment| by(moment, |_| 0.0)),
    ("popularity", |moment| by(moment, |facts| facts.points)),
    ("reddit hot", |moment| {
        by(moment, |facts| facts.points.max(1.0).log10() + facts.born_seconds / 45_000.0)
    }),
    ("hacker news", |moment| {
        by(moment, |facts| (facts.points - 1.0).max(0.0).powf(0.8) / (facts.hours + 2.0).powf(1.8))
    }),
    ("lemmy hot", |moment| by(moment, lemmy)),
    ("lemmy scaled", |moment| by(moment, |facts| lemmy(facts) / (2.0 + facts.month).log10())),
    ("discourse hot", |moment| {
        by(moment, |facts| {
            let bumped = facts.recent / (facts.bump_hours + 2.0).powf(1.2);
            facts.points / (facts.hours + 2.0).powf(1.2) + bumped
        })
    }),
    ("people 12 h + 30 d", |moment| by(moment, |facts| facts.people)),
];

const HOUR: f64 = 3_600_000.0;
/// What Discourse calls recent: the figure of the paper is met with three days.
const RECENT_HOURS: f64 = 72.0;

/// What formulas read of an item.
#[derive(Clone, Copy, Debug, Default)]
struct Facts {
    points: f64,
    hours: f64,
    /// Seconds from Reddit's epoch to the item's birth.
    born_seconds: f64,
    /// Distinct people of the last three days.
    recent: f64,
    /// Hours since the first act in them.
    bump_hours: f64,
    /// Decayed distinct people: A at 12 hours + .05 A at 30 days.
    people: f64,
    /// Acts of distinct people in its circle over 30 days; without circles in the whole feed.
    month: f64,
}

fn lemmy(facts: &Facts) -> f64 {
    if facts.hours > 7.0 * 24.0 {
        return 0.0;
    }
    (facts.points + 2.0).max(2.0).log10() / (facts.hours + 2.0).powf(1.8)
}

fn by(moment: Moment<'_>, score: fn(&Facts) -> f64) -> Order<'_> {
    let scores: Vec<f64> = facts(moment).iter().map(score).collect();
    Box::new(move |visitor, n| moment.best(&scores, visitor, n))
}

fn facts(moment: Moment<'_>) -> Vec<Facts> {
    let mut deeds: Vec<Vec<Deed>> = vec![Vec::new(); moment.feed.items.len()];
    for deed in moment.acts {
        deeds[deed.item as usize].push(*deed);
    }
    let mut all: Vec<Facts> = Vec::with_capacity(deeds.len());
    let n_circles =
        moment.feed.items.iter().filter_map(|item| item.circle).max().map_or(0, |last| last as usize + 1);
    let mut months = vec![0.0; n_circles + 1];
    let circle = |place: usize| moment.feed.items[place].circle.map_or(n_circles, |circle| circle as usize);
    for (place, deeds) in deeds.iter().enumerate() {
        let hours = |at: i64| (moment.at - at) as f64 / HOUR;
        let people: BTreeSet<u32> = deeds.iter().map(|deed| deed.person).collect();
        let within = |most: f64| deeds.iter().filter(move |deed| hours(deed.at) <= most);
        let n_people = |most: f64| within(most).map(|deed| deed.person).collect::<BTreeSet<_>>().len() as f64;
        months[circle(place)] += n_people(30.0 * 24.0);
        all.push(Facts {
            points: people.len() as f64,
            hours: hours(moment.feed.items[place].at),
            born_seconds: moment.feed.items[place].at as f64 / 1_000.0 - 1_134_028_003.0,
            recent: n_people(RECENT_HOURS),
            bump_hours: within(RECENT_HOURS).map(|deed| hours(deed.at)).fold(0.0, f64::max),
            people: decayed(deeds, moment.at, 12.0) + 0.05 * decayed(deeds, moment.at, 720.0),
            month: 0.0,
        });
    }
    for (place, facts) in all.iter_mut().enumerate() {
        facts.month = months[circle(place)];
    }
    all
}

/// The sum over people of the strongest of weight · 2^(−age / h).
fn decayed(deeds: &[Deed], now: i64, half_life_hours: f64) -> f64 {
    let mut people: Vec<(u32, f64)> = deeds
        .iter()
        .map(|deed| {
            let left = (-((now - deed.at) as f64) / HOUR / half_life_hours).exp2();
            (deed.person, deed.act.weight() * left)
        })
        .collect();
    people.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    people.dedup_by_key(|(person, _)| *person);
    people.into_iter().map(|(_, left)| left).sum()
}
