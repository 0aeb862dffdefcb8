//! Reading polls and their results.

use super::Db;
use super::error::Result;
use super::item::Kind;
use super::row::{Cells, number};
use parvis_model::id::{ItemId, OptionId, SiteId};
use parvis_model::poll::{Choice, Method, Poll, PollPage, Results, Visibility};
use parvis_model::time::Time;
use sqlx::AnyConnection;

impl Db {
    /// A published poll.
    pub async fn poll(&self, site: &SiteId, id: ItemId) -> Result<Option<Poll>> {
        let Some(item) = self.items(site, Kind::Poll, &[id]).await?.remove(&id) else { return Ok(None) };
        let row = sqlx::query(
            "SELECT method, max_choices, visibility, min_n, opens, closes FROM polls WHERE item = $1",
        )
        .bind(number(id))
        .fetch_one(self.readers())
        .await?;
        let options = sqlx::query("SELECT id, text FROM options WHERE poll = $1 ORDER BY place")
            .bind(number(id))
            .fetch_all(self.readers())
            .await?;
        let mut cells = Cells::new(&row);
        Ok(Some(Poll {
            item,
            method: cells.word("method", Method::parse)?,
            options: options
                .iter()
                .map(|row| {
                    let mut cells = Cells::new(row);
                    Ok(Choice {
                        id: cells.word("id", |text| OptionId::parse(text).ok())?,
                        text: cells.json()?,
                    })
                })
                .collect::<Result<_>>()?,
            max_choices: cells.count()?,
            visibility: cells.word("visibility", Visibility::parse)?,
            min_n: cells.count()?,
            opens: cells.time()?,
            closes: cells.maybe_time()?,
        }))
    }

    /// The counts of a published poll, whoever may see them: that is for the caller to judge.
    pub async fn results(&self, site: &SiteId, id: ItemId) -> Result<Option<Results>> {
        let row = sqlx::query(
            "SELECT id FROM items WHERE id = $1 AND site = $2 AND kind = 'poll' AND state = 'published'",
        )
        .bind(number(id))
        .bind(site.as_str())
        .fetch_optional(self.readers())
        .await?;
        if row.is_none() {
            return Ok(None);
        }
        let mut connection = self.readers().acquire().await?;
        results_of(&mut connection, id).await.map(Some)
    }

    /// A published poll as everybody may see it at `now`.
    pub async fn poll_page(&self, site: &SiteId, id: ItemId, now: Time) -> Result<Option<PollPage>> {
        let Some(poll) = self.poll(site, id).await? else { return Ok(None) };
        let results = if poll.shows_results(now) { self.results(site, id).await? } else { None };
        let answer = self.answers(site, &[id]).await?.remove(&id);
        Ok(Some(PollPage { poll, results, answer }))
    }

    /// The newest poll that takes ballots at `now`, else the newest of all.
    pub async fn latest_poll(&self, site: &SiteId, now: Time) -> Result<Option<ItemId>> {
        let row = sqlx::query(
            "SELECT i.id FROM polls p JOIN items i ON i.id = p.item WHERE i.site = $1 AND i.state = 'published' \
             ORDER BY CASE WHEN p.opens <= $2 AND (p.closes IS NULL OR p.closes > $2) THEN 0 ELSE 1 END, i.id DESC LIMIT 1",
        )
        .bind(site.as_str())
        .bind(now.as_millis())
        .fetch_optional(self.readers())
        .await?;
        row.map(|row| Cells::new(&row).id()).transpose()
    }

    /// Whether this voter has a ballot in the poll.
    pub async fn has_ballot(&self, site: &SiteId, id: ItemId, voter: &str) -> Result<bool> {
        let row = sqlx::query(
            "SELECT b.at FROM ballots b JOIN items i ON i.id = b.poll \
             WHERE b.poll = $1 AND b.voter = $2 AND i.site = $3",
        )
        .bind(number(id))
        .bind(voter)
        .bind(site.as_str())
        .fetch_optional(self.readers())
        .await?;
        Ok(row.is_some())
    }
}

/// The counts of a poll.
pub(super) async fn results_of(connection: &mut AnyConnection, id: ItemId) -> Result<Results> {
    let row =
        sqlx::query("SELECT ballots + base_ballots, verified + base_verified FROM polls WHERE item = $1")
            .bind(number(id))
            .fetch_one(&mut *connection)
            .await?;
    let counts = sqlx::query("SELECT ballots + base_ballots FROM options WHERE poll = $1 ORDER BY place")
        .bind(number(id))
        .fetch_all(connection)
        .await?;
    let mut cells = Cells::new(&row);
    Ok(Results {
        n_ballots: cells.count()?,
        n_verified: cells.count()?,
        counts: counts.iter().map(|row| Cells::new(row).count()).collect::<Result<_>>()?,
    })
}
