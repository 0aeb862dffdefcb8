//! What people did with items, as records of an export: marks and other acts, votes, ballots.

use super::Db;
use super::error::{Error, Result};
use super::record::{self, Record};
use super::records::key;
use super::row::Cells;
use parvis_model::id::{ItemId, SiteId};
use parvis_model::item::Mark;
use std::collections::HashMap;

impl Db {
    pub(super) async fn act_records(
        &self,
        site: &SiteId,
        keys: &HashMap<ItemId, String>,
    ) -> Result<Vec<Record>> {
        let rows = sqlx::query(
            "SELECT a.item, a.at, a.person, a.kind FROM acts a JOIN items i ON i.id = a.item WHERE i.site = $1",
        )
        .bind(site.as_str())
        .fetch_all(self.readers())
        .await?;
        let mut acts = rows
            .iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                let item = key(keys, cells.id()?)?;
                Ok(record::Act { at: cells.time()?, item, by: cells.plain()?, kind: cells.plain()? })
            })
            .collect::<Result<Vec<_>>>()?;
        acts.sort_by(|a, b| (a.at, &a.item, &a.by, &a.kind).cmp(&(b.at, &b.item, &b.by, &b.kind)));
        let is_mark = |act: &record::Act| Mark::parse(&act.kind).is_some();
        let (marks, acts): (Vec<_>, Vec<_>) = acts.into_iter().partition(is_mark);
        Ok(marks.into_iter().map(Record::Mark).chain(acts.into_iter().map(Record::Act)).collect())
    }

    pub(super) async fn vote_records(
        &self,
        site: &SiteId,
        keys: &HashMap<ItemId, String>,
    ) -> Result<Vec<Record>> {
        let rows = sqlx::query(
            "SELECT v.idea, v.at, v.voter, v.vote, v.is_verified FROM votes v JOIN items i ON i.id = v.idea \
             WHERE i.site = $1",
        )
        .bind(site.as_str())
        .fetch_all(self.readers())
        .await?;
        let mut votes = rows
            .iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                let idea = key(keys, cells.id()?)?;
                let (at, by, vote) = (cells.time()?, cells.plain()?, cells.plain::<i64>()?);
                let vote = i8::try_from(vote).map_err(|_| Error::row("vote", vote))?;
                Ok(record::Vote { at, idea, by, vote, verified: cells.truth()? })
            })
            .collect::<Result<Vec<_>>>()?;
        votes.sort_by(|a, b| (a.at, &a.idea, &a.by).cmp(&(b.at, &b.idea, &b.by)));
        Ok(votes.into_iter().map(Record::Vote).collect())
    }

    pub(super) async fn ballot_records(
        &self,
        site: &SiteId,
        keys: &HashMap<ItemId, String>,
    ) -> Result<Vec<Record>> {
        let rows = sqlx::query(
            "SELECT b.poll, b.at, b.voter, b.choices, b.\"values\", b.is_verified FROM ballots b \
             JOIN items i ON i.id = b.poll WHERE i.site = $1",
        )
        .bind(site.as_str())
        .fetch_all(self.readers())
        .await?;
        let mut ballots = rows
            .iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                let poll = key(keys, cells.id()?)?;
                Ok(record::Ballot {
                    at: cells.time()?,
                    poll,
                    by: cells.plain()?,
                    choices: cells.json()?,
                    values: cells.json()?,
                    verified: cells.truth()?,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        ballots.sort_by(|a, b| (a.at, &a.poll, &a.by).cmp(&(b.at, &b.poll, &b.by)));
        Ok(ballots.into_iter().map(Record::Ballot).collect())
    }
}
