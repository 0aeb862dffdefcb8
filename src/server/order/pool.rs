//! Neighbours of posts: what the same people liked, computed over all posts of a site now and then.
//!
//! They change slowly, so they are kept for ten minutes a site, by id: new orders of the feed go on using them.
//! Making them reads and sorts every like of the site and counts them off the async threads. The count grows with
//! the likes times those of one person, 500 at most: 0.25 s for 74,331 likes of 17,632 posts, 5.5 s for a million
//! of 65,696, on SQLite and two slow cores. Until it is done requests see the last ones; only the first after a
//! start waits. It is carried through whoever goes away, so that nobody can have it begun again and again.

use super::blocking;
use crate::app::App;
use crate::problem::Error;
use dashmap::DashMap;
use parvis_model::id::{ItemId, SiteId};
use parvis_rank::neighbours::neighbours;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// How long neighbours are shown before they are computed again.
const LIFE: Duration = Duration::from_secs(600);

/// The neighbours of posts, by site.
#[derive(Debug, Default)]
pub struct Neighbours(DashMap<SiteId, Arc<Slot>>);

/// The neighbours of each post of a site that has any, the nearest first, with how near in thousandths.
pub type Near = HashMap<ItemId, Vec<(ItemId, u32)>>;

#[derive(Debug, Default)]
struct Slot {
    kept: RwLock<Option<(Instant, Arc<Near>)>>,
    making: Arc<Mutex<()>>,
}

impl App {
    /// The neighbours of the posts of a site, ten minutes old or a little more.
    pub async fn neighbours(&self, site: &SiteId) -> Result<Arc<Near>, Error> {
        let slot = self.neighbours.0.entry(site.clone()).or_default().clone();
        match slot.kept() {
            Some((made, near)) if made.elapsed() < LIFE => Ok(near),
            Some((_, last)) => {
                if let Ok(turn) = slot.making.clone().try_lock_owned() {
                    let making = make(self.clone(), site.clone(), slot, turn);
                    tokio::spawn(async {
                        if let Err(error) = making.await {
                            tracing::warn!(?error, "the neighbours stay as they were");
                        }
                    });
                }
                Ok(last)
            }
            None => {
                let turn = slot.making.clone().lock_owned();
                let (app, site) = (self.clone(), site.clone());
                let making = tokio::spawn(async move { make(app, site, slot, turn.await).await });
                making.await.map_err(anyhow::Error::from)?
            }
        }
    }
}

impl Slot {
    fn kept(&self) -> Option<(Instant, Arc<Near>)> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Makes the neighbours, unless somebody did while this waited for its turn.
async fn make(
    app: App,
    site: SiteId,
    slot: Arc<Slot>,
    _turn: OwnedMutexGuard<()>,
) -> Result<Arc<Near>, Error> {
    if let Some((_, near)) = slot.kept().filter(|(made, _)| made.elapsed() < LIFE) {
        return Ok(near);
    }
    let made = Instant::now();
    let likes = app.db.likes(&site).await?;
    let near = Arc::new(blocking(move || near(&likes)).await?);
    *slot.kept.write().unwrap_or_else(PoisonError::into_inner) = Some((made, near.clone()));
    Ok(near)
}

/// The neighbours of each post, from the posts that each person liked, the newest last.
fn near(likes: &[Vec<ItemId>]) -> Near {
    let mut ids: Vec<ItemId> = likes.iter().flatten().copied().collect();
    // A tie falls to the lower index, so the indices follow the ids.
    ids.sort_unstable();
    ids.dedup();
    let index: HashMap<ItemId, u32> = (0..).zip(&ids).map(|(index, id)| (*id, index)).collect();
    let to_indices = |own: &Vec<ItemId>| own.iter().filter_map(|id| index.get(id).copied()).collect();
    let people: Vec<Vec<u32>> = likes.iter().map(to_indices).collect();
    let id = |index: u32| ids.get(usize::try_from(index).ok()?).copied();
    neighbours(&people, ids.len())
        .into_iter()
        .zip(&ids)
        .filter(|(list, _)| !list.is_empty())
        .map(|(list, own)| {
            (*own, list.iter().filter_map(|near| Some((id(near.index)?, near.weight))).collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(number: u64) -> ItemId {
        ItemId::from_u64(number)
    }

    #[test]
    fn posts_that_ten_people_liked_are_near_each_other_by_id() {
        let likes = |n_people| vec![vec![post(70), post(9), post(8)]; n_people];
        assert_eq!(near(&likes(9)), Near::new());
        let near = near(&likes(10));
        // 10 / √(30 · 30)
        assert_eq!(near[&post(70)], [(post(8), 333), (post(9), 333)]);
        assert_eq!(near[&post(8)], [(post(9), 333), (post(70), 333)]);
        assert_eq!(near.len(), 3);
    }

    #[test]
    fn a_post_without_neighbours_takes_no_room() {
        let likes: Vec<Vec<ItemId>> = (0..20).map(|person| vec![post(1), post(2 + person)]).collect();
        assert_eq!(near(&likes), Near::new());
    }
}
