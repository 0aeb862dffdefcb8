//! One transaction of writing: everything in it happens, or nothing does.

use super::error::{Error, Result};
use super::row::Cells;
use super::schema::Dialect;
use super::{Db, event};
use parvis_model::id::SiteId;
use parvis_model::live::Live;
use parvis_model::ranking::Ranking;
use parvis_model::time::Time;
use sqlx::{Any, AnyConnection, Transaction};
use std::collections::BTreeSet;

/// A transaction on one site; dropped without [`Write::commit`] it leaves nothing behind.
pub struct Write {
    pub(super) db: Db,
    pub(super) transaction: Transaction<'static, Any>,
    pub(super) site: SiteId,
    pub(super) now: Time,
    /// Half-life of recent acts on this site, in hours.
    pub(super) hot_hours: f64,
    /// Places and persons that an import has seen in this transaction.
    pub(super) made: BTreeSet<(&'static str, String)>,
    events: Vec<(u64, Live)>,
}

/// What makes a repeated write recognisable.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a> {
    /// The `Idempotency-Key`.
    pub key: &'a str,
    /// Whose key it is: any text that stays the same for one visitor.
    pub token: &'a str,
    /// A hash of what was asked: method, address and body.
    pub body: &'a [u8],
}

/// What a write was answered with, for repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body as it was sent.
    pub body: Vec<u8>,
}

impl Db {
    /// Begins to write. [`Error::NotFound`] when there is no such site.
    pub async fn write(&self, site: &SiteId, now: Time) -> Result<Write> {
        let mut transaction = self.begin().await?;
        // In PostgreSQL the key of the site is held, so that its half-life stays while acts are counted by it;
        // it keeps out nothing but a change of that: see [`Write::recount`].
        let sql = match self.0.dialect {
            Dialect::Sqlite => "SELECT ranking FROM sites WHERE id = $1",
            Dialect::Postgres => "SELECT ranking FROM sites WHERE id = $1 FOR KEY SHARE",
        };
        let row = sqlx::query(sql)
            .bind(site.as_str())
            .fetch_optional(&mut *transaction)
            .await?
            .ok_or(Error::NotFound)?;
        let ranking: Option<Ranking> = Cells::new(&row).json()?;
        Ok(Write {
            db: self.clone(),
            transaction,
            site: site.clone(),
            now,
            hot_hours: ranking.unwrap_or_default().feed.half_life_hours,
            made: BTreeSet::new(),
            events: Vec::new(),
        })
    }
}

impl Write {
    /// Takes the key, to be called before anything else. An answer means that the write was done before and
    /// what it was answered; the transaction is then to be dropped. [`Error::KeyReused`] when the same
    /// visitor sent the key with something else.
    pub async fn key(&mut self, key: &Key<'_>) -> Result<Option<Answer>> {
        let taken = sqlx::query(
            "INSERT INTO keys (site, key, token, body, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        )
        .bind(self.site.as_str())
        .bind(key.key)
        .bind(key.token)
        .bind(key.body.to_vec())
        .bind(self.now.as_millis())
        .execute(self.connection())
        .await?;
        if taken.rows_affected() == 1 {
            return Ok(None);
        }
        let row =
            sqlx::query("SELECT body, status, answer FROM keys WHERE site = $1 AND key = $2 AND token = $3")
                .bind(self.site.as_str())
                .bind(key.key)
                .bind(key.token)
                .fetch_one(self.connection())
                .await?;
        let mut cells = Cells::new(&row);
        let body: Vec<u8> = cells.plain()?;
        if body != key.body {
            return Err(Error::KeyReused);
        }
        let status: Option<i64> = cells.plain()?;
        let answer: Option<Vec<u8>> = cells.plain()?;
        match (status.and_then(|status| u16::try_from(status).ok()), answer) {
            (Some(status), Some(body)) => Ok(Some(Answer { status, body })),
            _ => Err(Error::Broken(format!("key {} was committed without an answer", key.key))),
        }
    }

    /// Keeps what a repeat with the same key will be answered; to be called last, before the commit.
    pub async fn answer(&mut self, key: &Key<'_>, answer: &Answer) -> Result<()> {
        sqlx::query("UPDATE keys SET status = $1, answer = $2 WHERE site = $3 AND key = $4 AND token = $5")
            .bind(i64::from(answer.status))
            .bind(answer.body.clone())
            .bind(self.site.as_str())
            .bind(key.key)
            .bind(key.token)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Makes all of it durable and visible at once; gives the events it appended to the live log.
    pub async fn commit(mut self) -> Result<Vec<(u64, Live)>> {
        let events = core::mem::take(&mut self.events);
        self.transaction.commit().await?;
        self.db.tick();
        Ok(events)
    }

    /// Appends to the live log of the site. The row of the site stays locked until the commit, so that numbers
    /// are in the order of commits and a reader never misses a lower one that comes later.
    pub(super) async fn append(&mut self, live: Live) -> Result<()> {
        let (site, now) = (self.site.clone(), self.now);
        let number = event::append(self.connection(), &site, now, &live).await?;
        self.events.push((number, live));
        Ok(())
    }

    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }
}
