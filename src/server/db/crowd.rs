//! What crowds add to the signals of items, to be taken off them: accounts that did the same on the same days.

use super::Db;
use super::error::Result;
use super::row::Cells;
use super::signal::{Act, Activity, MONTH, TAIL_HOURS, WEEK, hundredths, share};
use futures_util::TryStreamExt;
use parvis_model::feed::FeedSignals;
use parvis_model::id::{ItemId, SiteId};
use parvis_model::item::Mark;
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
    /// Person by person, item by item, in the order of their indices.
    people: Vec<Vec<(u32, Vec<Act>)>>,
    /// What each item had been given by then.
    given: HashMap<u32, Given>,
}

/// How often an item has been marked in all.
#[derive(Clone, Copy, Debug, Default)]
struct Given {
    /// Useful or not.
    judged: u32,
    saved: u32,
    /// Marks of the month, by people who are known.
    of_month: u32,
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
    /// Useful or not, by accounts of crowds and in all, as of the same moment.
    judged: (f64, u32),
}

impl Db {
    /// What each person of a site did with published posts in the thirty days before `now`.
    ///
    /// Reads every such act, so it is for what is computed now and then.
    pub async fn month(&self, site: &SiteId, now: Time) -> Result<Month> {
        let hot_hours = self.ranking(site).await?.feed.half_life_hours;
        let mut rows = sqlx::query(
            "SELECT a.person, a.item, a.kind, a.at, s.base_useful + s.useful + s.base_not_useful + s.not_useful, \
             s.base_save + s.save \
             FROM acts a JOIN items i ON i.id = a.item JOIN signals s ON s.item = a.item \
             WHERE a.at >= $2 AND a.at <= $3 AND i.site = $1 AND i.kind = 'post' AND i.state = 'published' \
             ORDER BY a.person, a.item, a.kind",
        )
        .bind(site.as_str())
        .bind(now.plus(-MONTH).as_millis())
        .bind(now.as_millis())
        .fetch(self.readers());
        let mut month =
            Month { as_of: now, hot_hours, items: Vec::new(), people: Vec::new(), given: HashMap::new() };
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
            let given = month.given.entry(place).or_default();
            (given.judged, given.saved) = (cells.count()?, cells.count()?);
            given.of_month += u32::from(Mark::parse(&act.kind).is_some());
            let Some(own) = month.people.last_mut() else { continue };
            match own.last_mut() {
                Some((last, acts)) if *last == place => acts.push(act),
                _ => own.push((place, vec![act])),
            }
        }
        for own in &mut month.people {
            own.sort_unstable_by_key(|(item, _)| *item);
        }
        Ok(month)
    }
}

impl Month {
    /// What crowds added beyond what counts.
    pub fn crowds(&self) -> Crowds {
        let accounts: Vec<Vec<Did<&str>>> = self.people.iter().map(|own| did(own)).collect();
        let before = |item: u32| f64::from(self.given(item).before());
        let mut crowds = Crowds::default();
        for ((item, account), share) in counted(&accounts, before) {
            let (Some(id), Some(acts)) = (self.item(item), self.acts(account, item)) else { continue };
            let none = || Excess::none(self.as_of, self.given(item).judged);
            crowds.0.entry(id).or_insert_with(none).add(acts, 1.0 - share, self);
        }
        crowds
    }

    fn item(&self, index: u32) -> Option<ItemId> {
        self.items.get(usize::try_from(index).ok()?).copied()
    }

    fn acts(&self, account: u32, item: u32) -> Option<&[Act]> {
        let own = self.people.get(usize::try_from(account).ok()?)?;
        let place = own.binary_search_by_key(&item, |(known, _)| *known).ok()?;
        own.get(place).map(|(_, acts)| acts.as_slice())
    }

    fn given(&self, item: u32) -> Given {
        self.given.get(&item).copied().unwrap_or_default()
    }
}

impl Given {
    /// Marks from before the month, or by people without a name.
    fn before(self) -> u32 {
        (self.judged + self.saved).saturating_sub(self.of_month)
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
    fn none(as_of: Time, judged: u32) -> Self {
        let activity = Activity { hot: 0.0, tail: 0.0, as_of };
        Self { activity, useful: 0.0, not_useful: 0.0, n_week: 0.0, n_month: 0.0, judged: (0.0, judged) }
    }

    /// The part of it that is left when an item is judged by so many now: marks of a crowd that are taken back must
    /// not be taken off once more.
    fn left(&self, judged: u32) -> f64 {
        let (by_crowds, in_all) = self.judged;
        let gone = f64::from(in_all.saturating_sub(judged));
        if by_crowds > 0.0 { (1.0 - gone / by_crowds).max(0.0) } else { 1.0 }
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
        self.judged.0 += is_there("useful").max(is_there("not_useful"));
    }
}

impl Crowds {
    /// Takes off the signals of an item what crowds added to them, as of `now`.
    pub fn take_off(&self, item: ItemId, signals: &mut FeedSignals, now: Time, hot_hours: f64) {
        let Some(excess) = self.0.get(&item) else { return };
        let left = excess.left(signals.useful + signals.not_useful);
        let activity = excess.activity.decayed_to(now, hot_hours);
        signals.hot = signals.hot.saturating_sub(hundredths(left * activity.hot));
        signals.tail = signals.tail.saturating_sub(hundredths(left * activity.tail));
        let counts = [
            (&mut signals.useful, excess.useful),
            (&mut signals.not_useful, excess.not_useful),
            (&mut signals.n_week, excess.n_week),
            (&mut signals.n_month, excess.n_month),
        ];
        for (count, excess) in counts {
            // Who counts in part counts as a whole person: sums of parts may miss a whole by their last bits.
            *count = count.saturating_sub((left * excess + 1e-9).floor() as u32);
        }
    }
}
