//! What something happened to last, for whoever follows a list in a reader of feeds.

use super::Db;
use super::error::Result;
use super::row::Cells;
use parvis_model::id::{BoardId, ItemId, SiteId};
use parvis_model::time::Time;

impl Db {
    /// The published ideas of a board that something happened to last, the last first: proposed, changed by its
    /// author, decided on, answered by the brand.
    pub async fn stirred_ideas(&self, site: &SiteId, board: &BoardId, most: usize) -> Result<Vec<ItemId>> {
        let rows = sqlx::query(
            "SELECT d.item, i.at, i.edited, \
             (SELECT MAX(h.at) FROM status_changes h WHERE h.item = d.item), \
             (SELECT MAX(a.at) FROM replies r JOIN items a ON a.id = r.item \
              JOIN persons p ON p.site = a.site AND p.id = a.author \
              WHERE r.reply_to = d.item AND p.role = 'brand' AND a.state = 'published') \
             FROM ideas d JOIN items i ON i.id = d.item \
             WHERE d.site = $1 AND d.board = $2 AND i.state = 'published'",
        )
        .bind(site.as_str())
        .bind(board.as_str())
        .fetch_all(self.readers())
        .await?;
        let stirred = |row| {
            let mut cells = Cells::new(row);
            let (id, at) = (cells.id()?, cells.time()?);
            let later = [cells.maybe_time()?, cells.maybe_time()?, cells.maybe_time()?];
            Ok((later.into_iter().flatten().fold(at, Time::max), id))
        };
        let mut stirred = rows.iter().map(stirred).collect::<Result<Vec<_>>>()?;
        stirred.sort_unstable_by(|a, b| b.cmp(a));
        Ok(stirred.into_iter().take(most).map(|(_, id)| id).collect())
    }
}
