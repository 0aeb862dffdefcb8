//! Reading feeds: what orders every post, and posts whole.

use super::Db;
use super::error::Result;
use super::item::Kind;
use super::row::{Cells, count_of, list};
use super::signal::{Activity, MONTH, WEEK, hundredths};
use parvis_model::feed::{Circle, FeedSignals, Post};
use parvis_model::id::{CircleId, ItemId, SiteId};
use parvis_model::time::Time;
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;
use std::collections::HashMap;

/// What orders a feed, for all of its posts at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedSnapshot {
    /// The circles, the most active first.
    pub circles: Vec<Circle>,
    /// The posts, the newest first.
    pub posts: Vec<FeedRow>,
}

/// What orders one post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedRow {
    /// Its id.
    pub id: ItemId,
    /// Its circle, as an index into [`FeedSnapshot::circles`].
    pub circle: Option<u32>,
    /// Its signals at the moment of the snapshot.
    pub signals: FeedSignals,
}

impl Db {
    /// What orders all published posts of a site at `now`.
    pub async fn feed(&self, site: &SiteId, now: Time) -> Result<FeedSnapshot> {
        let hot_hours = self.ranking(site).await?.feed.half_life_hours;
        // The scan is the widest of the service: unused columns would cost more than the join.
        let scan = sqlx::query(
            "SELECT i.id, i.circle, s.hot, s.tail, s.as_of, s.base_useful + s.useful, \
             s.base_not_useful + s.not_useful FROM items i JOIN signals s ON s.item = i.id \
             WHERE i.site = $1 AND i.kind = 'post' AND i.state = 'published' ORDER BY i.id DESC",
        )
        .bind(site.as_str())
        .fetch_all(self.readers());
        let scan = async { Ok(scan.await?) };
        let (circles, recent, rows) =
            tokio::try_join!(self.circles(site, now), self.recent(site, now), scan)?;
        let index: HashMap<&str, u32> = (0u32..).zip(&circles).map(|(at, c)| (c.id.as_str(), at)).collect();
        let posts = rows
            .iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                let id = cells.id()?;
                let circle = cells.plain::<Option<&str>>()?.and_then(|circle| index.get(circle).copied());
                let (hot, tail) = (cells.plain()?, cells.plain()?);
                let activity = Activity { hot, tail, as_of: cells.time()? }.decayed_to(now, hot_hours);
                let signals = FeedSignals {
                    hot: hundredths(activity.hot),
                    tail: hundredths(activity.tail),
                    useful: cells.count()?,
                    not_useful: cells.count()?,
                    n_week: recent.get(&id).map_or(0, |(n_week, _)| *n_week),
                    n_month: recent.get(&id).map_or(0, |(_, n_month)| *n_month),
                };
                Ok(FeedRow { id, circle, signals })
            })
            .collect::<Result<_>>()?;
        Ok(FeedSnapshot { circles, posts })
    }

    /// The circles of a site, the most active of the last thirty days first.
    pub async fn circles(&self, site: &SiteId, now: Time) -> Result<Vec<Circle>> {
        let since = now.plus(-MONTH);
        // Counts that came with an import have no times of their own: they count while their post is young.
        let rows = sqlx::query(
            "SELECT c.id, c.name, c.about, COALESCE(p.n_posts, 0), COALESCE(y.counted, 0) + COALESCE(a.acts, 0) \
             FROM circles c \
             LEFT JOIN (SELECT i.circle, COUNT(*) AS n_posts FROM items i \
                 WHERE i.site = $1 AND i.kind = 'post' AND i.state = 'published' GROUP BY i.circle) p \
                 ON p.circle = c.id \
             LEFT JOIN (SELECT i.circle, CAST(SUM(s.base_useful + s.base_not_useful + s.base_save \
                 + s.base_replies) AS BIGINT) AS counted FROM items i JOIN signals s ON s.item = i.id \
                 WHERE i.site = $1 AND i.kind = 'post' AND i.state = 'published' AND i.id >= $2 \
                 GROUP BY i.circle) y ON y.circle = c.id \
             LEFT JOIN (SELECT i.circle, COUNT(*) AS acts \
                 FROM (SELECT DISTINCT item, person FROM acts WHERE at >= $3 AND at <= $4) d \
                 JOIN items i ON i.id = d.item \
                 WHERE i.site = $1 AND i.kind = 'post' AND i.state = 'published' GROUP BY i.circle) a \
                 ON a.circle = c.id \
             WHERE c.site = $1",
        )
        .bind(site.as_str())
        .bind(super::row::number(ItemId::new(since, 0)))
        .bind(since.as_millis())
        .bind(now.as_millis())
        .fetch_all(self.readers())
        .await?;
        let mut circles = rows.iter().map(circle).collect::<Result<Vec<_>>>()?;
        circles.sort_by(|a, b| (b.n_month, b.n_posts, &a.id).cmp(&(a.n_month, a.n_posts, &b.id)));
        Ok(circles)
    }

    /// Title and first words of every published post, the newest first, as their authors wrote them.
    pub async fn feed_words(&self, site: &SiteId) -> Result<Vec<(ItemId, String)>> {
        let rows = sqlx::query(
            "SELECT id, COALESCE(title, '') || $2 || SUBSTR(text, 1, 200) FROM items \
             WHERE site = $1 AND kind = 'post' AND state = 'published' ORDER BY id DESC",
        )
        .bind(site.as_str())
        .bind("\n")
        .fetch_all(self.readers())
        .await?;
        rows.iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                Ok((cells.id()?, cells.plain()?))
            })
            .collect()
    }

    /// Published posts in the order of `ids`; what is not there is left out.
    pub async fn posts(&self, site: &SiteId, ids: &[ItemId]) -> Result<Vec<Post>> {
        let mut items = self.items(site, Kind::Post, ids).await?;
        let sql = format!("SELECT item, reprise_of FROM reprises WHERE item IN ({})", list(ids));
        let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(self.readers()).await?;
        let reprises = rows
            .iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                Ok((cells.id()?, cells.id()?))
            })
            .collect::<Result<HashMap<_, _>>>()?;
        Ok(ids
            .iter()
            .filter_map(|id| Some(Post { item: items.remove(id)?, reprise_of: reprises.get(id).copied() }))
            .collect())
    }

    /// Distinct people who did anything with each item in the week and in the month before `now`.
    async fn recent(&self, site: &SiteId, now: Time) -> Result<HashMap<ItemId, (u32, u32)>> {
        let rows = sqlx::query(
            "SELECT a.item, COUNT(DISTINCT CASE WHEN a.at >= $2 THEN a.person END), COUNT(DISTINCT a.person) \
             FROM acts a JOIN items i ON i.id = a.item \
             WHERE a.at >= $3 AND a.at <= $4 AND i.site = $1 GROUP BY a.item",
        )
        .bind(site.as_str())
        .bind(now.plus(-WEEK).as_millis())
        .bind(now.plus(-MONTH).as_millis())
        .bind(now.as_millis())
        .fetch_all(self.readers())
        .await?;
        rows.iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                Ok((cells.id()?, (count_of(cells.plain()?), count_of(cells.plain()?))))
            })
            .collect()
    }
}

/// The columns `id, name, about`, how many it holds, and how many acts of the last thirty days.
pub(super) fn circle(row: &AnyRow) -> Result<Circle> {
    let mut cells = Cells::new(row);
    Ok(Circle {
        id: cells.word("id", |text| CircleId::parse(text).ok())?,
        name: cells.json()?,
        about: cells.json()?,
        n_posts: cells.count()?,
        n_month: cells.count()?,
    })
}
