//! The published orders, computed over everything a list holds: feeds, reviews of a subject, ideas of a board.

mod kept;
mod pool;
mod reviews;

pub use kept::Kept;
pub use pool::Near;
pub use reviews::Reviews;

use crate::app::App;
use crate::db::{Crowds, FeedRow};
use crate::media::picture_limits;
use crate::problem::Error;
use crate::snapshot::{Cursor, Snapshot, Snapshots};
use parvis_model::feed::{Circle, FeedSignals, Order};
use parvis_model::id::{BoardId, CircleId, ItemId, SiteId, SubjectId};
use parvis_model::problem::ProblemKind;
use parvis_model::ranking::{FeedScale, FeedWeights, IdeaWeights, Ranking, ReviewWeights};
use parvis_model::time::Time;
use parvis_rank::spread::{Placed, Scored};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::OnceCell;

/// Orders of reviews and ideas, forgotten together since a mark names its item only.
#[derive(Debug, Default)]
pub struct Orders {
    reviews: Snapshots<Reviews>,
    ideas: Snapshots<Ideas>,
}

/// A feed and both its orders.
#[derive(Debug)]
pub struct Feed {
    /// Circles, the most active first.
    pub circles: Vec<Circle>,
    /// What the terms are measured against, over the whole feed.
    pub scale: FeedScale,
    /// Every post with its signals, the newest first.
    pub rows: Vec<FeedRow>,
    /// The best first by score alone; what a narrowed list is laid out from.
    scored: Vec<Scored>,
    community: Vec<Placed>,
    newest: Vec<Placed>,
    weights: FeedWeights,
    words: OnceCell<HashMap<ItemId, String>>,
}

/// The ideas of a board, best first.
#[derive(Debug)]
pub struct Ideas {
    /// Each with what its votes said.
    pub list: Vec<parvis_rank::ideas::Facts>,
}

impl Orders {
    /// Tells that marks, votes, reviews or ideas of a site have changed.
    pub fn soil(&self, site: &SiteId) {
        self.reviews.soil(site);
        self.ideas.soil(site);
    }

    /// Tells that a site has a new review or idea.
    pub fn outdate(&self, site: &SiteId) {
        self.reviews.outdate(site);
        self.ideas.outdate(site);
    }
}

impl Feed {
    /// The posts in this order, of one circle or of all. A circle alone is laid out on its own.
    pub fn list(&self, order: Order, circle: Option<&CircleId>) -> Result<Cow<'_, [Placed]>, Error> {
        let all = match order {
            Order::Community => &self.community,
            Order::Newest => &self.newest,
        };
        let Some(circle) = circle else { return Ok(Cow::Borrowed(all)) };
        let place = self.circles.iter().position(|known| known.id == *circle);
        let place = place.and_then(|place| u32::try_from(place).ok());
        let place =
            place.ok_or_else(|| Error::because(ProblemKind::NotFound, format!("no circle {circle}")))?;
        let is_in = |index: u32| self.row(index).is_some_and(|row| row.circle == Some(place));
        match order {
            Order::Newest => Ok(all.iter().copied().filter(|placed| is_in(placed.index)).collect()),
            Order::Community => {
                let own: Vec<Scored> = self.scored.iter().copied().filter(|one| is_in(one.index)).collect();
                Ok(parvis_rank::feed::in_places(&own, &self.weights).into())
            }
        }
    }

    /// The post at this index.
    pub fn row(&self, index: u32) -> Option<&FeedRow> {
        self.rows.get(usize::try_from(index).ok()?)
    }

    /// The posts at these indices, each with its signals.
    pub fn signals(&self, indices: &[u32]) -> Vec<(ItemId, FeedSignals)> {
        indices.iter().filter_map(|index| self.row(*index)).map(|row| (row.id, row.signals)).collect()
    }

    /// The words of every post, folded for searching; read when first asked for.
    pub async fn words(&self, app: &App, site: &SiteId) -> Result<&HashMap<ItemId, String>, Error> {
        let read = async || {
            let words = app.db.feed_words(site).await?;
            let fold = move || words.into_iter().map(|(id, text)| (id, parvis_lexis::fold(&text))).collect();
            Ok(tokio::task::spawn_blocking(fold).await.map_err(anyhow::Error::from)?)
        };
        self.words.get_or_try_init(read).await
    }
}

impl App {
    /// The newest order of the feed.
    pub async fn feed(&self, site: &SiteId) -> Result<Arc<Snapshot<Feed>>, Error> {
        let now = self.now();
        self.snapshots.current(site, "main", now, || rank_feed(self, site, now)).await
    }

    /// The order of the feed a cursor was begun in, else the newest.
    pub async fn feed_at(&self, site: &SiteId, cursor: Option<Cursor>) -> Result<Arc<Snapshot<Feed>>, Error> {
        match cursor.and_then(|cursor| self.snapshots.of(site, "main", cursor.at)) {
            Some(begun) => Ok(begun),
            None => self.feed(site).await,
        }
    }

    /// The order of the reviews of a subject a cursor was begun in, else the newest.
    pub async fn reviews_at(
        &self,
        site: &SiteId,
        subject: &SubjectId,
        cursor: Option<Cursor>,
    ) -> Result<Arc<Snapshot<Reviews>>, Error> {
        let reviews = &self.orders.reviews;
        let now = self.now();
        match cursor.and_then(|cursor| reviews.of(site, subject.as_str(), cursor.at)) {
            Some(begun) => Ok(begun),
            None => {
                reviews.current(site, subject.as_str(), now, || rank_reviews(self, site, subject, now)).await
            }
        }
    }

    /// The order of the ideas of a board a cursor was begun in, else the newest.
    pub async fn ideas_at(
        &self,
        site: &SiteId,
        board: &BoardId,
        cursor: Option<Cursor>,
    ) -> Result<Arc<Snapshot<Ideas>>, Error> {
        let ideas = &self.orders.ideas;
        match cursor.and_then(|cursor| ideas.of(site, board.as_str(), cursor.at)) {
            Some(begun) => Ok(begun),
            None => ideas.current(site, board.as_str(), self.now(), || rank_ideas(self, site, board)).await,
        }
    }

    /// What crowds add to the signals of the posts of a site.
    async fn crowds(&self, site: &SiteId, now: Time) -> Result<Arc<Crowds>, Error> {
        let (app, own) = (self.clone(), site.clone());
        let make = async move || {
            let month = app.db.month(&own, now).await?;
            blocking(move || month.crowds()).await
        };
        self.crowds.get(site, make).await
    }

    async fn ranking(&self, site: &SiteId) -> Result<Ranking, Error> {
        let found = self.db.site(site, self.now(), picture_limits()).await?;
        Ok(found.ok_or_else(|| Error::of(ProblemKind::NotFound))?.ranking)
    }
}

async fn rank_feed(app: &App, site: &SiteId, now: Time) -> Result<Feed, Error> {
    let weights: FeedWeights = app.ranking(site).await?.feed;
    let (mut feed, crowds) =
        tokio::try_join!(async { Ok(app.db.feed(site, now).await?) }, app.crowds(site, now))?;
    blocking(move || {
        for row in &mut feed.posts {
            crowds.take_off(row.id, &mut row.signals, now, weights.half_life_hours);
        }
        let n_month = |circle: Option<u32>| {
            let circle = circle.and_then(|circle| feed.circles.get(usize::try_from(circle).ok()?));
            circle.map_or(0, |circle| circle.n_month)
        };
        let candidate = |row: &FeedRow| parvis_rank::feed::Candidate {
            id: row.id,
            circle: row.circle.map_or(0, |circle| circle + 1),
            n_month: n_month(row.circle),
            signals: row.signals,
        };
        let candidates: Vec<_> = feed.posts.iter().map(candidate).collect();
        let scale = parvis_rank::feed::scale(&candidates, &weights, now);
        let mut scored: Vec<Scored> = (0..)
            .zip(&candidates)
            .map(|(index, candidate)| parvis_rank::feed::scored(candidate, index, &weights, &scale, now))
            .collect();
        scored.sort_unstable_by(parvis_rank::spread::before);
        let community = parvis_rank::feed::in_places(&scored, &weights);
        let by_date = |(index, _)| Placed { index, n_repeats: 0, is_revived: false };
        let newest = (0..).zip(&feed.posts).map(by_date).collect();
        let words = OnceCell::new();
        Feed { circles: feed.circles, scale, rows: feed.posts, scored, community, newest, weights, words }
    })
    .await
}

async fn rank_reviews(app: &App, site: &SiteId, subject: &SubjectId, now: Time) -> Result<Reviews, Error> {
    let weights: ReviewWeights = app.ranking(site).await?.reviews;
    let rows = app.db.review_facts(site, subject).await?;
    blocking(move || Reviews::new(&rows, &weights, now)).await
}

async fn rank_ideas(app: &App, site: &SiteId, board: &BoardId) -> Result<Ideas, Error> {
    let weights: IdeaWeights = app.ranking(site).await?.ideas;
    let facts = app.db.board_facts(site, board).await?;
    blocking(move || {
        let groups = parvis_tally::groups;
        let voices = parvis_rank::voices::voices(&facts.before, &facts.ballots, weights.prior, groups);
        let all: Vec<_> = facts
            .ids
            .into_iter()
            .zip(voices)
            .map(|(id, voices)| parvis_rank::ideas::Facts { id, voices })
            .collect();
        let order = parvis_rank::ideas::order(&all, &weights);
        let placed = |index: u32| all.get(usize::try_from(index).ok()?).copied();
        Ideas { list: order.into_iter().filter_map(placed).collect() }
    })
    .await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)?)
}
