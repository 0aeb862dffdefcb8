//! What is computed over a whole site now and then, off the async threads, and shown until the next is there.
//!
//! Until the next is done requests see the last, however old: after a quiet night the first sees the evening's. Only the
//! first after a start waits. It is carried through whoever goes away, so that nobody can have it begun again and again.

use crate::problem::Error;
use dashmap::DashMap;
use parvis_model::id::SiteId;
use std::future::Future;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// From which age on something is computed again.
const LIFE: Duration = Duration::from_secs(600);

/// One value for each site.
#[derive(Debug)]
pub struct Kept<T>(DashMap<SiteId, Arc<Slot<T>>>);

#[derive(Debug)]
struct Slot<T> {
    value: RwLock<Option<(Instant, Arc<T>)>>,
    making: Arc<Mutex<()>>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(DashMap::new())
    }
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { value: RwLock::default(), making: Arc::default() }
    }
}

impl<T: Send + Sync + 'static> Kept<T> {
    /// The value of a site; `make` makes the next where it is ten minutes old or more.
    pub async fn get<Making>(
        &self,
        site: &SiteId,
        make: impl FnOnce() -> Making + Send + 'static,
    ) -> Result<Arc<T>, Error>
    where
        Making: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let slot = self.0.entry(site.clone()).or_default().clone();
        match slot.value() {
            Some((made, value)) if made.elapsed() < LIFE => Ok(value),
            Some((_, last)) => {
                if let Ok(turn) = slot.making.clone().try_lock_owned() {
                    let making = slot.make(turn, make);
                    tokio::spawn(async {
                        if let Err(error) = making.await {
                            tracing::warn!(?error, "what was computed before stays");
                        }
                    });
                }
                Ok(last)
            }
            None => {
                let turn = slot.making.clone().lock_owned();
                let making = tokio::spawn(async move { slot.make(turn.await, make).await });
                making.await.map_err(anyhow::Error::from)?
            }
        }
    }
}

impl<T> Slot<T> {
    fn value(&self) -> Option<(Instant, Arc<T>)> {
        self.value.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes the value, unless somebody did while this waited for its turn.
    async fn make<Making>(
        self: Arc<Self>,
        _turn: OwnedMutexGuard<()>,
        make: impl FnOnce() -> Making,
    ) -> Result<Arc<T>, Error>
    where
        Making: Future<Output = Result<T, Error>>,
    {
        if let Some((_, value)) = self.value().filter(|(made, _)| made.elapsed() < LIFE) {
            return Ok(value);
        }
        let made = Instant::now();
        let value = Arc::new(make().await?);
        *self.value.write().unwrap_or_else(PoisonError::into_inner) = Some((made, value.clone()));
        Ok(value)
    }
}
