//! What the brand decides: where an idea stands, and when a poll takes ballots.
//!
//! Decisions of one board happen one after the other, so that no two can merge ideas in a circle.

use super::error::{Error, Result};
use super::idea::histories;
use super::item::Kind;
use super::merge::{self, Own};
use super::poll::results_of;
use super::row::{Cells, list, number};
use super::write::Write;
use parvis_model::board::{Status, StatusChange, Votes};
use parvis_model::chain::Link;
use parvis_model::draft::{NewDecision, PollAct};
use parvis_model::fault::{Fault, Rule};
use parvis_model::id::ItemId;
use parvis_model::live::Live;
use parvis_model::person::Person;
use parvis_model::poll::{Results, Rules};
use parvis_model::time::Time;
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe};
use std::collections::{BTreeMap, BTreeSet};

/// How many ideas are chained at once.
const CHUNK: usize = 500;

impl Write {
    /// Moves a published idea; another status than merged undoes a merge. The decision that stands already, with the same
    /// words, changes nothing. [`Error::Invalid`] where the idea it is merged into cannot take it in: it must be another
    /// published idea of the same board that is not merged itself.
    pub async fn decide(&mut self, idea: ItemId, by: &Person, new: &NewDecision) -> Result<StatusChange> {
        self.published(idea, Some(Kind::Idea)).await?;
        self.lock_board(idea).await?;
        let status = self.lock_idea(idea).await?;
        let mut history = histories(self.connection(), &[idea]).await?.remove(&idea).unwrap_or_default();
        if let Some(last) = history.pop_if(|last| status == new.to && is_same(last, new)) {
            return Ok(last);
        }
        if let Some(into) = new.into
            && !self.can_take_in(into, idea).await?
        {
            return Err(Error::Invalid(vec![Fault::new("into", Rule::NotAllowed)]));
        }
        self.person(by).await?;
        let link = Link {
            at: self.now,
            to: new.to,
            by: &by.id,
            reason: &new.reason,
            would_change: new.would_change.as_deref(),
            into: new.into,
        };
        let last = history.last().map(|last| last.hash.as_str());
        let hash = self.chain(idea, history.len(), &link, last).await?;
        let before = self.counted_in(idea).await?;
        self.stand(idea, new.to, new.into).await?;
        let after = self.counted_in(idea).await?;
        let changed: Vec<ItemId> = before.symmetric_difference(&after).copied().collect();
        let recounted = self.recount_votes(&changed).await?;
        self.append(Live::Moved { item: idea, status: new.to }).await?;
        for (item, votes) in recounted {
            self.append(Live::Voted { item, votes }).await?;
        }
        Ok(StatusChange {
            at: self.now,
            to: new.to,
            by: by.clone(),
            reason: new.reason.clone(),
            would_change: new.would_change.clone(),
            into: new.into,
            hash,
        })
    }

    /// Opens a published poll that has not begun, or closes one that takes ballots; gives its rules and its results,
    /// whoever may see them. What is so already stays so. [`Error::Closed`] for opening one that is over, which never takes
    /// ballots again, and for closing one that has not begun.
    pub async fn schedule(&mut self, poll: ItemId, act: PollAct) -> Result<(Rules, Results)> {
        self.published(poll, Some(Kind::Poll)).await?;
        let (mut rules, now) = (self.lock_poll(poll).await?, self.now);
        let (has_begun, is_over) = (rules.opens <= now, rules.is_over(now));
        match act {
            PollAct::Open if is_over => return Err(Error::Closed),
            PollAct::Close if !has_begun && !is_over => return Err(Error::Closed),
            PollAct::Open if !has_begun => rules.opens = now,
            PollAct::Close if !is_over => rules.closes = Some(now),
            _ => {
                let results = results_of(self.connection(), poll, &rules).await?;
                return Ok((rules, results));
            }
        }
        sqlx::query("UPDATE polls SET opens = $2, closes = $3 WHERE item = $1")
            .bind(number(poll))
            .bind(rules.opens.as_millis())
            .bind(rules.closes.map(Time::as_millis))
            .execute(self.connection())
            .await?;
        let results = results_of(self.connection(), poll, &rules).await?;
        self.append(Live::Scheduled { item: poll, opens: rules.opens, closes: rules.closes }).await?;
        if rules.is_over(now) {
            self.append(Live::Balloted { item: poll, results: results.clone() }).await?;
        }
        Ok((rules, results))
    }

    /// Writes one decision with its hash, which it gives.
    pub(super) async fn chain(
        &mut self,
        idea: ItemId,
        place: usize,
        link: &Link<'_>,
        before: Option<&str>,
    ) -> Result<String> {
        let hash = link.hash(idea, before);
        sqlx::query(
            "INSERT INTO status_changes (item, place, at, status, site, author, reason, would_change, \
             merged_into, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(number(idea))
        .bind(i64::try_from(place).unwrap_or(i64::MAX))
        .bind(link.at.as_millis())
        .bind(link.to.as_str())
        .bind(self.site.as_str())
        .bind(link.by.as_str())
        .bind(link.reason)
        .bind(link.would_change)
        .bind(link.into.map(number))
        .bind(hash.as_str())
        .execute(self.connection())
        .await?;
        Ok(hash)
    }

    /// Sets where an idea stands now. It lives on in `into` where both stand on one board: a voter has another name on
    /// every board.
    pub(super) async fn stand(&mut self, idea: ItemId, status: Status, into: Option<ItemId>) -> Result<()> {
        sqlx::query(
            "UPDATE ideas SET status = $2, merged_into = (SELECT t.item FROM ideas t \
             WHERE t.item = $3 AND t.site = ideas.site AND t.board = ideas.board) WHERE item = $1",
        )
        .bind(number(idea))
        .bind(status.as_str())
        .bind(into.map(number))
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Keeps decisions of the board of an idea from happening at the same time.
    async fn lock_board(&mut self, idea: ItemId) -> Result<()> {
        sqlx::query(
            "UPDATE boards SET threshold = threshold WHERE site = $1 \
             AND id = (SELECT board FROM ideas WHERE item = $2)",
        )
        .bind(self.site.as_str())
        .bind(number(idea))
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Whether `into` is a published idea of the board of `idea` that lives on in no other.
    async fn can_take_in(&mut self, into: ItemId, idea: ItemId) -> Result<bool> {
        let row = sqlx::query(
            "SELECT d.item FROM ideas d JOIN items i ON i.id = d.item JOIN ideas o ON o.item = $2 \
             WHERE d.item = $1 AND d.item <> o.item AND d.site = o.site AND d.board = o.board \
             AND d.status <> 'merged' AND i.state = 'published'",
        )
        .bind(number(into))
        .bind(number(idea))
        .fetch_optional(self.connection())
        .await?;
        Ok(row.is_some())
    }

    /// The ideas in whose votes those of an idea count, beside itself.
    async fn counted_in(&mut self, idea: ItemId) -> Result<BTreeSet<ItemId>> {
        let rows = sqlx::query(
            "WITH RECURSIVE above (idea) AS (SELECT merged_into FROM ideas WHERE item = $1 \
             UNION SELECT d.merged_into FROM above a JOIN ideas d ON d.item = a.idea) \
             SELECT idea FROM above WHERE idea IS NOT NULL",
        )
        .bind(number(idea))
        .fetch_all(self.connection())
        .await?;
        rows.iter().map(|row| Cells::new(row).id()).collect()
    }

    /// The votes of these ideas as they are published now. Locks them, so that no vote is told later with an older count.
    async fn recount_votes(&mut self, ideas: &[ItemId]) -> Result<BTreeMap<ItemId, Votes>> {
        let sql = format!(
            "UPDATE ideas SET agree = agree WHERE item IN ({}) \
             RETURNING item, agree, pass, disagree, base_agree, base_pass, base_disagree",
            list(ideas)
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(self.connection()).await?;
        let mut own = BTreeMap::new();
        for row in &rows {
            let mut cells = Cells::new(row);
            own.insert(cells.id()?, Own::read(&mut cells)?);
        }
        Ok(merge::published(self.connection(), &own).await?.into_iter().collect())
    }
}

/// Gives every decision that has none its hash: those written before there was a chain.
pub(super) async fn fill_chains(pool: &AnyPool) -> Result<()> {
    let rows =
        sqlx::query("SELECT DISTINCT item FROM status_changes WHERE hash IS NULL").fetch_all(pool).await?;
    let ideas = rows.iter().map(|row| Cells::new(row).id()).collect::<Result<Vec<ItemId>>>()?;
    if ideas.is_empty() {
        return Ok(());
    }
    let mut transaction = pool.begin().await?;
    for chunk in ideas.chunks(CHUNK) {
        for (idea, history) in histories(&mut transaction, chunk).await? {
            fill_chain(&mut transaction, idea, &history).await?;
        }
    }
    transaction.commit().await?;
    Ok(())
}

async fn fill_chain(connection: &mut AnyConnection, idea: ItemId, history: &[StatusChange]) -> Result<()> {
    let mut before = None;
    for (place, change) in (0i64..).zip(history) {
        let mut hash = change.hash.clone();
        if hash.is_empty() {
            hash = Link::from(change).hash(idea, before.as_deref());
            sqlx::query("UPDATE status_changes SET hash = $3 WHERE item = $1 AND place = $2")
                .bind(number(idea))
                .bind(place)
                .bind(hash.as_str())
                .execute(&mut *connection)
                .await?;
        }
        before = Some(hash);
    }
    Ok(())
}

fn is_same(last: &StatusChange, new: &NewDecision) -> bool {
    last.to == new.to
        && last.reason == new.reason
        && last.would_change == new.would_change
        && last.into == new.into
}
