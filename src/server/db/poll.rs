//! Reading polls, their rules, their results, and their ballots once they are over.

use super::Db;
use super::error::Result;
use super::item::Kind;
use super::row::{Cells, number};
use parvis_model::draft::Ballot;
use parvis_model::id::{ItemId, OptionId, SiteId};
use parvis_model::poll::{
    BALLOTS_LEAST, Budget, Choice, EqualBallots, Identity, Method, Poll, PollBallots, PollPage, Results,
    Rules, Tally, TieRule, Visibility,
};
use parvis_model::time::Time;
use sqlx::AnyConnection;
use std::collections::BTreeMap;

impl Db {
    /// A published poll.
    pub async fn poll(&self, site: &SiteId, id: ItemId) -> Result<Option<Poll>> {
        let Some(item) = self.items(site, Kind::Poll, &[id]).await?.remove(&id) else { return Ok(None) };
        let mut connection = self.readers().acquire().await?;
        let rules = rules_of(&mut connection, id).await?;
        Ok(Some(Poll { item, rules }))
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
        let rules = rules_of(&mut connection, id).await?;
        results_of(&mut connection, id, &rules).await.map(Some)
    }

    /// A published poll as everybody may see it at `now`.
    pub async fn poll_page(&self, site: &SiteId, id: ItemId, now: Time) -> Result<Option<PollPage>> {
        let Some(poll) = self.poll(site, id).await? else { return Ok(None) };
        let results = if poll.rules.shows_results(now) { self.results(site, id).await? } else { None };
        let answer = self.answers(site, &[id]).await?.remove(&id);
        Ok(Some(PollPage { poll, results, answer }))
    }

    /// The ballots of a published poll that is over at `now`, for anybody to count anew; nothing while it takes
    /// ballots, under [`BALLOTS_LEAST`] of them, and where some were counted before an import and are not here.
    pub async fn poll_ballots(&self, site: &SiteId, id: ItemId, now: Time) -> Result<Option<PollBallots>> {
        let Some(poll) = self.poll(site, id).await? else { return Ok(None) };
        if !poll.rules.is_over(now) {
            return Ok(None);
        }
        let row = sqlx::query("SELECT ballots, base_ballots FROM polls WHERE item = $1")
            .bind(number(id))
            .fetch_one(self.readers())
            .await?;
        let mut cells = Cells::new(&row);
        let (n_ballots, n_before) = (cells.count()?, cells.count()?);
        if n_ballots < BALLOTS_LEAST || n_before > 0 {
            return Ok(None);
        }
        let rows = sqlx::query("SELECT choices, \"values\" FROM ballots WHERE poll = $1")
            .bind(number(id))
            .fetch_all(self.readers())
            .await?;
        let mut equal: BTreeMap<Ballot, u32> = BTreeMap::new();
        for row in &rows {
            let mut cells = Cells::new(row);
            let ballot = Ballot { choices: cells.json()?, values: cells.json()? };
            *equal.entry(ballot.to_counted(&poll.rules)).or_default() += 1;
        }
        let equal =
            equal.into_iter().map(|(Ballot { choices, values }, n)| EqualBallots { choices, values, n });
        Ok(Some(PollBallots { ballots: equal.collect() }))
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

/// What a poll declares.
pub(super) async fn rules_of(connection: &mut AnyConnection, id: ItemId) -> Result<Rules> {
    let row = sqlx::query(
        "SELECT method, tie_rule, max_choices, grades, default_grade, budget_points, budget_most, visibility, \
         min_n, opens, closes, may_change, identity FROM polls WHERE item = $1",
    )
    .bind(number(id))
    .fetch_one(&mut *connection)
    .await?;
    let options = sqlx::query("SELECT id, text FROM options WHERE poll = $1 ORDER BY place")
        .bind(number(id))
        .fetch_all(connection)
        .await?;
    let mut cells = Cells::new(&row);
    Ok(Rules {
        method: cells.word("method", Method::parse)?,
        tie_rule: cells.word("tie_rule", TieRule::parse)?,
        options: options
            .iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                Ok(Choice { id: cells.word("id", |text| OptionId::parse(text).ok())?, text: cells.json()? })
            })
            .collect::<Result<_>>()?,
        max_choices: cells.count()?,
        grades: cells.json()?,
        default_grade: u8::try_from(cells.count()?).unwrap_or(u8::MAX),
        budget: Budget { points: cells.count()?, most: cells.count()? },
        visibility: cells.word("visibility", Visibility::parse)?,
        min_n: cells.count()?,
        opens: cells.time()?,
        closes: cells.maybe_time()?,
        may_change: cells.truth()?,
        anonymous: true,
        identity: cells.word("identity", Identity::parse)?,
    })
}

/// The counts of a poll.
pub(super) async fn results_of(connection: &mut AnyConnection, id: ItemId, rules: &Rules) -> Result<Results> {
    let row = sqlx::query(
        "SELECT ballots + base_ballots, verified + base_verified, tally FROM polls WHERE item = $1",
    )
    .bind(number(id))
    .fetch_one(&mut *connection)
    .await?;
    let counts = sqlx::query("SELECT ballots + base_ballots FROM options WHERE poll = $1 ORDER BY place")
        .bind(number(id))
        .fetch_all(connection)
        .await?;
    let mut cells = Cells::new(&row);
    let (n_ballots, n_verified) = (cells.count()?, cells.count()?);
    let mut tally: Tally = cells.json()?;
    parvis_tally::ballots::count_nothing(&mut tally, rules);
    let counts = counts.iter().map(|row| Cells::new(row).count()).collect::<Result<_>>()?;
    Ok(Results { n_ballots, n_verified, counts, tally })
}
