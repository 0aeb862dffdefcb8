//! What crowds add to the signals of items, to be taken off them: accounts that did the same on the same days.

use super::Db;
use super::error::Result;
use super::row::Cells;
use super::signal::{Act, Activity, MONTH, TAIL_HOURS, WEEK, hundredths, share};
use futures_util::TryStreamExt;
use parvis_model::feed::FeedSignals;
use parvis_model::id::{ItemId, SiteId};
use parvis_model::time::Time;
use parvis_rank::crowds::{Did, counted};
use std::collections::HashMap;

/// What each person of a site did in the thirty days before a moment.
#[derive(Debug)]
pub struct Month {
    as_of: Time,
    hot_hours: f64,
    /// The items, in the order in which people name them by index.
    items: Vec<ItemId>,
    /// Person by person, item by item.
    people: Vec<Vec<(u32, Vec<Act>)>>,
    /// How many people acted on an item without a name: the counts it came with.
    before: HashMap<u32, u32>,
}

/// What is taken off the signals of items, by item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Crowds(HashMap<ItemId, Excess>);

/// What the accounts of crowds did with an item beyond what counts.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Excess {
    activity: Activity,
    useful: f64,
    not_useful: f64,
    n_week: f64,
    n_month: f64,
}

impl Db {
    /// What each person of a site did with published posts in the thirty days before `now`.
    ///
    /// Reads every such act, so it is for what is computed now and then.
    pub async fn month(&self, site: &SiteId, now: Time) -> Result<Month> {
        let hot_hours = self.ranking(site).await?.feed.half_life_hours;
        let mut rows = sqlx::query(
            "SELECT a.person, a.item, a.kind, a.at, s.base_useful + s.base_not_useful + s.base_save \
             FROM acts a JOIN items i ON i.id = a.item JOIN signals s ON s.item = a.item \
             WHERE a.at >= $2 AND a.at <= $3 AND i.site = $1 AND i.kind = 'post' AND i.state = 'published' \
             ORDER BY a.person, a.item, a.kind",
        )
        .bind(site.as_str())
        .bind(now.plus(-MONTH).as_millis())
        .bind(now.as_millis())
        .fetch(self.readers());
        let mut month =
            Month { as_of: now, hot_hours, items: Vec::new(), people: Vec::new(), before: HashMap::new() };
        let (mut whose, mut index) = (String::new(), HashMap::new());
        while let Some(row) = rows.try_next().await? {
            let mut cells = Cells::new(&row);
            let person: &str = cells.plain()?;
            if month.people.is_empty() || whose != person {
                person.clone_into(&mut whose);
                month.people.push(Vec::new());
            }
            let item = cells.id()?;
            let place = *index.entry(item).or_insert_with(|| {
                month.items.push(item);
                u32::try_from(month.items.len() - 1).unwrap_or(u32::MAX)
            });
            let act = Act { kind: cells.plain()?, at: cells.time()? };
            month.before.insert(place, cells.count()?);
            let Some(own) = month.people.last_mut() else { continue };
            match own.last_mut() {
                Some((last, acts)) if *last == place => acts.push(act),
                _ => own.push((place, vec![act])),
            }
        }
        Ok(month)
    }
}

impl Month {
    /// What crowds added beyond what counts.
    pub fn crowds(&self) -> Crowds {
        let accounts: Vec<Vec<Did<&str>>> = self.people.iter().map(|own| did(own)).collect();
        let before = |item: u32| self.before.get(&item).copied().map_or(0.0, f64::from);
        let mut crowds = Crowds::default();
        for ((item, account), share) in counted(&accounts, before) {
            let (Some(id), Some(acts)) = (self.item(item), self.acts(account, item)) else { continue };
            crowds.0.entry(id).or_insert(Excess::none(self.as_of)).add(acts, 1.0 - share, self);
        }
        crowds
    }

    fn item(&self, index: u32) -> Option<ItemId> {
        self.items.get(usize::try_from(index).ok()?).copied()
    }

    fn acts(&self, account: u32, item: u32) -> Option<&[Act]> {
        let own = self.people.get(usize::try_from(account).ok()?)?;
        own.iter().find(|(known, _)| *known == item).map(|(_, acts)| acts.as_slice())
    }
}

/// What one person did, to be held against others. Looking at something is nothing to agree on.
fn did(own: &[(u32, Vec<Act>)]) -> Vec<Did<&str>> {
    let told = |act: &&Act| act.kind != "view";
    own.iter()
        .flat_map(|(item, acts)| acts.iter().filter(told).map(|act| (*item, act)))
        .map(|(item, act)| Did { item, kind: act.kind.as_str(), day: act.at.to_day() })
        .collect()
}

impl Excess {
    fn none(as_of: Time) -> Self {
        let activity = Activity { hot: 0.0, tail: 0.0, as_of };
        Self { activity, useful: 0.0, not_useful: 0.0, n_week: 0.0, n_month: 0.0 }
    }

    /// Adds the part of one person's acts that does not count.
    fn add(&mut self, acts: &[Act], part: f64, month: &Month) {
        let is_there = |kind: &str| f64::from(u8::from(acts.iter().any(|act| act.kind == kind)));
        let is_of_week = acts.iter().any(|act| act.at >= month.as_of.plus(-WEEK));
        self.activity.hot += part * share(acts, month.as_of, month.hot_hours);
        self.activity.tail += part * share(acts, month.as_of, TAIL_HOURS);
        self.useful += part * is_there("useful");
        self.not_useful += part * is_there("not_useful");
        self.n_week += part * f64::from(u8::from(is_of_week));
        self.n_month += part;
    }
}

impl Crowds {
    /// Takes off the signals of an item what crowds added to them, as of `now`.
    pub fn take_off(&self, item: ItemId, signals: &mut FeedSignals, now: Time, hot_hours: f64) {
        let Some(excess) = self.0.get(&item) else { return };
        let activity = excess.activity.decayed_to(now, hot_hours);
        signals.hot = signals.hot.saturating_sub(hundredths(activity.hot));
        signals.tail = signals.tail.saturating_sub(hundredths(activity.tail));
        let counts = [
            (&mut signals.useful, excess.useful),
            (&mut signals.not_useful, excess.not_useful),
            (&mut signals.n_week, excess.n_week),
            (&mut signals.n_month, excess.n_month),
        ];
        for (count, excess) in counts {
            // Who counts in part counts as a whole person: sums of parts may miss a whole by their last bits.
            *count = count.saturating_sub((excess + 1e-9).floor() as u32);
        }
    }
}
