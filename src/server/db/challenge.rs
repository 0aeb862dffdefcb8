//! Challenges that were solved, so that none is solved twice; and the sweeping of what has had its time.

use super::Db;
use super::error::{Error, Result};
use parvis_model::time::{DAY, Time};

/// How long an answer is kept for repeats of its key.
const KEYS_KEPT: i64 = 2 * DAY;
/// How far back the live log reaches.
const EVENTS_KEPT: i64 = 30 * DAY;

impl Db {
    /// Takes the nonce of a solved challenge; [`Error::Used`] when it was taken before.
    pub async fn redeem(&self, nonce: &str, expires: Time) -> Result<()> {
        let mut transaction = self.begin().await?;
        let taken =
            sqlx::query("INSERT INTO challenges (nonce, expires) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(nonce)
                .bind(expires.as_millis())
                .execute(&mut *transaction)
                .await?;
        transaction.commit().await?;
        if taken.rows_affected() == 1 { Ok(()) } else { Err(Error::Used) }
    }

    /// Forgets keys after two days, nonces after their expiry, events after thirty days.
    pub async fn purge(&self, now: Time) -> Result<()> {
        let mut transaction = self.begin().await?;
        for (sql, before) in [
            ("DELETE FROM keys WHERE at < $1", now.plus(-KEYS_KEPT)),
            ("DELETE FROM challenges WHERE expires < $1", now),
            ("DELETE FROM events WHERE at < $1", now.plus(-EVENTS_KEPT)),
        ] {
            sqlx::query(sql).bind(before.as_millis()).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}
