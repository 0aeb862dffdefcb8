//! Neighbours of posts: what the same people liked, computed over all posts of a site now and then.
//!
//! They change slowly, so they are kept by id: new orders of the feed go on using them.
//! Making them reads and sorts every like of the site. The count grows with
//! the likes times those of one person, 500 at most: 0.25 s for 74,331 likes of 17,632 posts, 5.5 s for a million
//! of 65,696, on SQLite and two slow cores.

use super::blocking;
use crate::app::App;
use crate::problem::Error;
use parvis_model::id::{ItemId, SiteId};
use parvis_rank::neighbours::neighbours;
use std::collections::HashMap;
use std::sync::Arc;

/// The neighbours of each post of a site that has any, the nearest first, with how near in thousandths.
pub type Near = HashMap<ItemId, Vec<(ItemId, u32)>>;

impl App {
    /// The neighbours of the posts of a site.
    pub async fn neighbours(&self, site: &SiteId) -> Result<Arc<Near>, Error> {
        let (app, own) = (self.clone(), site.clone());
        let make = async move || {
            let likes = app.db.likes(&own).await?;
            blocking(move || near(&likes)).await
        };
        self.neighbours.get(site, make).await
    }
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
