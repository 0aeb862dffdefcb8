//! Reading threads, and the newest answer of the brand on an item.

use super::Db;
use super::error::Result;
use super::item::Kind;
use super::row::{Cells, id_of, list, number};
use parvis_model::id::{ItemId, SiteId};
use parvis_model::thread::Reply;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

impl Db {
    /// How many replies the thread of a published item holds, and at most `limit` of them born after `after`.
    pub async fn thread(
        &self,
        site: &SiteId,
        root: ItemId,
        after: Option<ItemId>,
        limit: u32,
    ) -> Result<Option<(u32, Vec<Reply>)>> {
        let row = sqlx::query(
            "SELECT s.base_replies + s.replies FROM items i JOIN signals s ON s.item = i.id \
             WHERE i.id = $1 AND i.site = $2 AND i.state = 'published'",
        )
        .bind(number(root))
        .bind(site.as_str())
        .fetch_optional(self.readers())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let n_replies = Cells::new(&row).count()?;
        let rows = sqlx::query(
            "SELECT r.item FROM replies r JOIN items i ON i.id = r.item \
             WHERE r.root = $1 AND r.item > $2 AND i.state = 'published' ORDER BY r.item LIMIT $3",
        )
        .bind(number(root))
        .bind(after.map_or(-1, number))
        .bind(i64::from(limit))
        .fetch_all(self.readers())
        .await?;
        let ids = rows.iter().map(|row| Cells::new(row).id()).collect::<Result<Vec<_>>>()?;
        Ok(Some((n_replies, self.replies(site, &ids).await?)))
    }

    /// Published replies in the order of `ids`.
    pub(super) async fn replies(&self, site: &SiteId, ids: &[ItemId]) -> Result<Vec<Reply>> {
        let mut items = self.items(site, Kind::Reply, ids).await?;
        let sql = format!("SELECT item, reply_to FROM replies WHERE item IN ({})", list(ids));
        let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(self.readers()).await?;
        let mut on = HashMap::new();
        for row in &rows {
            let mut cells = Cells::new(row);
            on.insert(cells.id()?, cells.id()?);
        }
        Ok(ids.iter().filter_map(|id| Some(Reply { on: *on.get(id)?, item: items.remove(id)? })).collect())
    }

    /// The newest published reply of somebody who speaks for the brand, straight on each of these items.
    pub(super) async fn answers(&self, site: &SiteId, ids: &[ItemId]) -> Result<HashMap<ItemId, Box<Reply>>> {
        let sql = format!(
            "SELECT MAX(r.item) FROM replies r JOIN items i ON i.id = r.item \
             JOIN persons p ON p.site = i.site AND p.id = i.author \
             WHERE r.reply_to IN ({}) AND p.role = 'brand' AND i.state = 'published' GROUP BY r.reply_to",
            list(ids)
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(self.readers()).await?;
        let newest = rows.iter().map(|row| Cells::new(row).plain().map(id_of)).collect::<Result<Vec<_>>>()?;
        let replies = self.replies(site, &newest).await?;
        Ok(replies.into_iter().map(|reply| (reply.on, Box::new(reply))).collect())
    }
}
