//! Orders computed now and then, shared by every page until they are out of date.
//!
//! A snapshot lives for a minute. Once a count it depends on has changed it is still shown for twenty times as
//! long as it took to make, two seconds at most: a small site sees its changes at once, a large one does not
//! spend its time sorting. A new item outdates it at once, because pages that heard of the item ask for it, and so
//! does whoever wrote it. While one request makes the next snapshot the others see the last one, unless that is outdated:
//! then they wait. Cursors name
//! the moment of their snapshot, and the last few are kept so that pages of one list fit together.

use crate::problem::Error;
use dashmap::DashMap;
use parvis_model::id::SiteId;
use parvis_model::time::Time;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

const LIFE: Duration = Duration::from_secs(60);
const PATIENCE: Duration = Duration::from_secs(2);
const N_KEPT: usize = 3;

/// Snapshots by site and by a name within it.
#[derive(Debug)]
pub struct Snapshots<T>(DashMap<(SiteId, String), Arc<Slot<T>>>);

/// Something computed at a moment.
#[derive(Debug)]
pub struct Snapshot<T> {
    /// The moment.
    pub at: Time,
    /// What was computed.
    pub value: T,
    made: Instant,
    took: Duration,
    /// How often the list had been outdated when it was begun.
    n_outdated: u64,
}

/// A place in a list: the snapshot it was begun in and how many entries were seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The moment of the snapshot.
    pub at: Time,
    /// Entries before the place.
    pub offset: u32,
}

#[derive(Debug)]
struct Slot<T> {
    kept: RwLock<VecDeque<Arc<Snapshot<T>>>>,
    soiled: Mutex<Option<Instant>>,
    n_outdated: AtomicU64,
    making: tokio::sync::Mutex<()>,
}

impl<T> Snapshots<T> {
    /// The newest snapshot, made by `make` for the moment `now` when there is none that is still good.
    pub async fn current<Making>(
        &self,
        site: &SiteId,
        name: &str,
        now: Time,
        make: impl FnOnce() -> Making,
    ) -> Result<Arc<Snapshot<T>>, Error>
    where
        Making: Future<Output = Result<T, Error>>,
    {
        let slot = self.slot(site, name);
        let newest = slot.newest();
        if let Some(good) = newest.clone().filter(|newest| slot.is_good(newest)) {
            return Ok(good);
        }
        let _making = match (newest, slot.making.try_lock()) {
            (_, Ok(making)) => making,
            (Some(last), Err(_)) if !slot.is_outdated(&last) => return Ok(last),
            (_, Err(_)) => slot.making.lock().await,
        };
        if let Some(good) = slot.newest().filter(|newest| slot.is_good(newest)) {
            return Ok(good);
        }
        *slot.soiled.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let n_outdated = slot.n_outdated.load(Ordering::Acquire);
        let made = Instant::now();
        let value = match make().await {
            Ok(value) => value,
            Err(error) => {
                slot.soil();
                // A name under which nothing is must not take room.
                self.0.remove_if(&(site.clone(), name.to_owned()), |_, slot| slot.newest().is_none());
                return Err(error);
            }
        };
        let snapshot =
            Arc::new(Snapshot { at: slot.after_last(now), value, made, took: made.elapsed(), n_outdated });
        let mut kept = slot.kept.write().unwrap_or_else(PoisonError::into_inner);
        kept.push_back(snapshot.clone());
        if kept.len() > N_KEPT {
            kept.pop_front();
        }
        Ok(snapshot)
    }

    /// The snapshot of this moment, while it is kept.
    pub fn of(&self, site: &SiteId, name: &str, at: Time) -> Option<Arc<Snapshot<T>>> {
        let slot = self.0.get(&(site.clone(), name.to_owned()))?;
        let kept = slot.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|snapshot| snapshot.at == at).cloned()
    }

    /// Tells that what the snapshots of a site depend on has changed.
    pub fn soil(&self, site: &SiteId) {
        self.0.iter().filter(|slot| slot.key().0 == *site).for_each(|slot| slot.soil());
    }

    /// Tells that something new belongs into the snapshots of a site: the next request makes them anew.
    pub fn outdate(&self, site: &SiteId) {
        for slot in self.0.iter().filter(|slot| slot.key().0 == *site) {
            slot.soil();
            slot.n_outdated.fetch_add(1, Ordering::Release);
        }
    }

    fn slot(&self, site: &SiteId, name: &str) -> Arc<Slot<T>> {
        self.0.entry((site.clone(), name.to_owned())).or_default().clone()
    }
}

impl<T> Slot<T> {
    fn newest(&self) -> Option<Arc<Snapshot<T>>> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).back().cloned()
    }

    fn is_good(&self, snapshot: &Snapshot<T>) -> bool {
        let soiled = *self.soiled.lock().unwrap_or_else(PoisonError::into_inner);
        let is_shown_still = soiled.is_none_or(|since| since.elapsed() < PATIENCE.min(snapshot.took * 20));
        snapshot.made.elapsed() < LIFE && is_shown_still && !self.is_outdated(snapshot)
    }

    fn is_outdated(&self, snapshot: &Snapshot<T>) -> bool {
        snapshot.n_outdated != self.n_outdated.load(Ordering::Acquire)
    }

    fn soil(&self) {
        self.soiled.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(Instant::now);
    }

    /// The moment to call the next snapshot by: moments name snapshots, so no two are alike.
    fn after_last(&self, now: Time) -> Time {
        self.newest().map_or(now, |last| now.max(last.at.plus(1)))
    }
}

impl Cursor {
    /// Reads `Display`; anything else, or another spelling of the same, is no cursor.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let read = || {
            let (at, offset) = text.split_once('-')?;
            let at = Time::from_millis(i64::from_str_radix(at, 36).ok()?);
            Some(Self { at, offset: u32::from_str_radix(offset, 36).ok()? })
        };
        let cursor = read().filter(|cursor| cursor.to_string() == text);
        cursor.ok_or_else(|| Error::malformed("this is no cursor"))
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "{}-{}",
            to_base36(self.at.as_millis().unsigned_abs()),
            to_base36(self.offset.into())
        )
    }
}

fn to_base36(mut number: u64) -> String {
    let mut letters = Vec::new();
    loop {
        let digit = u32::try_from(number % 36).unwrap_or(0);
        letters.extend(char::from_digit(digit, 36));
        number /= 36;
        if number == 0 {
            return letters.into_iter().rev().collect();
        }
    }
}

impl<T> Default for Snapshots<T> {
    fn default() -> Self {
        Self(DashMap::new())
    }
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self {
            kept: RwLock::default(),
            soiled: Mutex::default(),
            n_outdated: AtomicU64::default(),
            making: tokio::sync::Mutex::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_read_back_and_have_one_spelling() {
        let cursor = Cursor { at: Time::from_millis(1_795_000_000_123), offset: 4_096 };
        assert_eq!(Cursor::parse(&cursor.to_string()).unwrap(), cursor);
        for text in ["", "-", "a", "a-", "a-B", "A-b", "0a-1", "a-zzzzzzzzzz", "-1-1", "a-1 ", "+1-1"] {
            assert!(Cursor::parse(text).is_err(), "{text}");
        }
    }

    #[tokio::test]
    async fn a_snapshot_is_kept_until_it_is_soiled_and_its_moment_finds_it_afterwards() {
        let snapshots = Snapshots::default();
        let site = SiteId::parse("brume").unwrap();
        let make = async |value: u32| {
            let now = Time::from_millis(1);
            snapshots.current(&site, "main", now, async || Ok(value)).await.unwrap()
        };
        let first = make(1).await;
        assert_eq!(make(2).await.value, 1);
        snapshots.soil(&site);
        let second = loop {
            let next = make(3).await;
            if next.value == 3 {
                break next;
            }
        };
        assert!(second.at > first.at, "each snapshot has its own moment");
        assert_eq!(snapshots.of(&site, "main", first.at).unwrap().value, 1);
        assert!(snapshots.of(&site, "main", Time::from_millis(99)).is_none());
    }

    #[tokio::test]
    async fn nobody_sees_an_outdated_snapshot_while_the_next_is_being_made() {
        let snapshots = Snapshots::default();
        let site = SiteId::parse("brume").unwrap();
        let now = Time::from_millis(1);
        snapshots.current(&site, "main", now, async || Ok(1)).await.unwrap();
        snapshots.outdate(&site);
        let (begun, begins) = tokio::sync::oneshot::channel();
        let (finish, finished) = tokio::sync::oneshot::channel::<()>();
        let slowly = snapshots.current(&site, "main", now, async || {
            begun.send(()).unwrap();
            finished.await.unwrap();
            Ok(2)
        });
        let meanwhile = async {
            begins.await.unwrap();
            let (seen, ()) = tokio::join!(snapshots.current(&site, "main", now, async || Ok(3)), async {
                tokio::task::yield_now().await;
                finish.send(()).unwrap();
            });
            seen.unwrap().value
        };
        let (made, seen) = tokio::join!(slowly, meanwhile);
        assert_eq!((made.unwrap().value, seen), (2, 2));
    }
}
