//! The stored log of live events, numbered 1, 2, 3 … for each site in the order of commits.

use super::Db;
use super::error::Result;
use super::row::Cells;
use parvis_model::id::SiteId;
use parvis_model::live::Live;
use parvis_model::time::Time;
use sqlx::AnyConnection;

impl Db {
    /// The number of the newest event, 0 before the first. Everything public that changes appends one, so this
    /// is the version of the site too.
    pub async fn last_event(&self, site: &SiteId) -> Result<u64> {
        let row = sqlx::query("SELECT n_events FROM sites WHERE id = $1")
            .bind(site.as_str())
            .fetch_optional(self.readers())
            .await?;
        row.map_or(Ok(0), |row| Ok(Cells::new(&row).plain::<i64>()?.unsigned_abs()))
    }

    /// The number of the oldest event still kept, or of the next one when none is.
    pub async fn first_event(&self, site: &SiteId) -> Result<u64> {
        let row = sqlx::query(
            "SELECT COALESCE(MIN(number), (SELECT n_events + 1 FROM sites WHERE id = $1), 1) FROM events WHERE site = $1",
        )
        .bind(site.as_str())
        .fetch_one(self.readers())
        .await?;
        Ok(Cells::new(&row).plain::<i64>()?.unsigned_abs())
    }

    /// At most `limit` events that follow number `after`, in order.
    pub async fn events(&self, site: &SiteId, after: u64, limit: u32) -> Result<Vec<(u64, Live)>> {
        let rows = sqlx::query(
            "SELECT number, live FROM events WHERE site = $1 AND number > $2 ORDER BY number LIMIT $3",
        )
        .bind(site.as_str())
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(i64::from(limit))
        .fetch_all(self.readers())
        .await?;
        rows.iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                Ok((cells.plain::<i64>()?.unsigned_abs(), cells.json()?))
            })
            .collect()
    }
}

/// Appends one event and gives its number.
pub(super) async fn append(
    connection: &mut AnyConnection,
    site: &SiteId,
    now: Time,
    live: &Live,
) -> Result<u64> {
    let row = sqlx::query("UPDATE sites SET n_events = n_events + 1 WHERE id = $1 RETURNING n_events")
        .bind(site.as_str())
        .fetch_one(&mut *connection)
        .await?;
    let number: i64 = Cells::new(&row).plain()?;
    sqlx::query("INSERT INTO events (site, number, at, live) VALUES ($1, $2, $3, $4)")
        .bind(site.as_str())
        .bind(number)
        .bind(now.as_millis())
        .bind(serde_json::to_string(live)?)
        .execute(connection)
        .await?;
    Ok(number.unsigned_abs())
}
