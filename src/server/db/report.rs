//! Reports of items that somebody finds wrong.

use super::error::Result;
use super::row::number;
use super::write::Write;
use parvis_model::draft::NewReport;
use parvis_model::id::ItemId;

impl Write {
    /// Keeps a report of a published item; a second one of the same reporter replaces the first.
    pub async fn report(&mut self, item: ItemId, by: &str, new: &NewReport) -> Result<()> {
        self.published(item, None).await?;
        sqlx::query(
            "INSERT INTO reports (item, reporter, reason, text, at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (item, reporter) DO UPDATE SET reason = excluded.reason, text = excluded.text, \
             at = excluded.at",
        )
        .bind(number(item))
        .bind(by)
        .bind(new.reason.as_str())
        .bind(new.text.as_str())
        .bind(self.now.as_millis())
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
