//! Reading sites, and changing the constants their orders are made by.

use super::Db;
use super::error::{Error, Result};
use super::item::Kind;
use super::row::{Cells, list, number};
use super::schema::Dialect;
use super::signal::{Act, Activity, hot_anew};
use super::write::Write;
use parvis_model::id::{BoardId, CircleId, FeedId, ItemId, SiteId, SubjectId};
use parvis_model::lang::Lang;
use parvis_model::locality::CircleLocality;
use parvis_model::ranking::Ranking;
use parvis_model::site::{PictureLimits, Site, Surfaces};
use parvis_model::time::Time;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// The feed that holds every post.
const MAIN_FEED: &str = "main";
/// Items counted anew at once.
const CHUNK: usize = 500;

/// The constants in force on a site, and how it presents itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Constants {
    /// The name of the brand.
    pub name: String,
    /// The languages it speaks, the first first.
    pub languages: Vec<Lang>,
    /// The constants.
    pub ranking: Ranking,
}

impl Db {
    /// Every site, by key.
    pub async fn sites(&self) -> Result<Vec<SiteId>> {
        let rows = sqlx::query("SELECT id FROM sites ORDER BY id").fetch_all(self.readers()).await?;
        rows.iter().map(|row| Cells::new(row).word("id", |text| SiteId::parse(text).ok())).collect()
    }

    /// All that a page must know of a site.
    pub async fn site(&self, site: &SiteId, now: Time, picture: PictureLimits) -> Result<Option<Site>> {
        let row = sqlx::query("SELECT name, languages, policy, ranking FROM sites WHERE id = $1")
            .bind(site.as_str())
            .fetch_optional(self.readers())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let mut cells = Cells::new(&row);
        Ok(Some(Site {
            id: site.clone(),
            name: cells.plain()?,
            languages: cells.json()?,
            policy: cells.json()?,
            ranking: cells.json::<Option<Ranking>>()?.unwrap_or_default(),
            surfaces: self.surfaces(site).await?,
            circles: self.circles(site, now).await?,
            localities: self.localities(site).await?,
            picture,
        }))
    }

    /// The constants in force on a site, with its name and its languages.
    pub async fn constants(&self, site: &SiteId) -> Result<Option<Constants>> {
        let row = sqlx::query("SELECT name, languages, ranking FROM sites WHERE id = $1")
            .bind(site.as_str())
            .fetch_optional(self.readers())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let mut cells = Cells::new(&row);
        Ok(Some(Constants {
            name: cells.plain()?,
            languages: cells.json()?,
            ranking: cells.json::<Option<Ranking>>()?.unwrap_or_default(),
        }))
    }

    /// The constants in force; the defaults where the site has none of its own.
    pub(super) async fn ranking(&self, site: &SiteId) -> Result<Ranking> {
        let row = sqlx::query("SELECT ranking FROM sites WHERE id = $1")
            .bind(site.as_str())
            .fetch_optional(self.readers())
            .await?;
        let own = row.map(|row| Cells::new(&row).json::<Option<Ranking>>()).transpose()?.flatten();
        Ok(own.unwrap_or_default())
    }

    async fn localities(&self, site: &SiteId) -> Result<Vec<CircleLocality>> {
        let rows = sqlx::query(
            "SELECT id, locality FROM circles WHERE site = $1 AND locality IS NOT NULL ORDER BY id",
        )
        .bind(site.as_str())
        .fetch_all(self.readers())
        .await?;
        let locality = |row| {
            let mut cells = Cells::new(row);
            let circle = cells.word("id", |text| CircleId::parse(text).ok())?;
            Ok(CircleLocality { circle, locality: cells.json()? })
        };
        rows.iter().map(locality).collect()
    }

    async fn surfaces(&self, site: &SiteId) -> Result<Surfaces> {
        let subjects = sqlx::query("SELECT id FROM subjects WHERE site = $1 ORDER BY id")
            .bind(site.as_str())
            .fetch_all(self.readers())
            .await?;
        let boards = sqlx::query("SELECT id FROM boards WHERE site = $1 ORDER BY id")
            .bind(site.as_str())
            .fetch_all(self.readers())
            .await?;
        let polls = sqlx::query(
            "SELECT id FROM items WHERE site = $1 AND kind = $2 AND state = 'published' ORDER BY id DESC",
        )
        .bind(site.as_str())
        .bind(Kind::Poll.as_str())
        .fetch_all(self.readers())
        .await?;
        Ok(Surfaces {
            feeds: FeedId::parse(MAIN_FEED).into_iter().collect(),
            subjects: subjects
                .iter()
                .map(|row| Cells::new(row).word("id", |text| SubjectId::parse(text).ok()))
                .collect::<Result<_>>()?,
            boards: boards
                .iter()
                .map(|row| Cells::new(row).word("id", |text| BoardId::parse(text).ok()))
                .collect::<Result<_>>()?,
            polls: polls.iter().map(|row| Cells::new(row).id()).collect::<Result<Vec<ItemId>>>()?,
        })
    }
}

impl Write {
    /// The constants in force, which nobody else changes until the commit.
    pub async fn ranking(&mut self) -> Result<Ranking> {
        // SQLite has one writer at a time anyway.
        let sql = match self.db.0.dialect {
            Dialect::Sqlite => "SELECT ranking FROM sites WHERE id = $1",
            Dialect::Postgres => "SELECT ranking FROM sites WHERE id = $1 FOR UPDATE",
        };
        let site = self.site.clone();
        let row = sqlx::query(sql).bind(site.as_str()).fetch_one(self.connection()).await?;
        Ok(Cells::new(&row).json::<Option<Ranking>>()?.unwrap_or_default())
    }

    /// Puts constants in force and tells every open page to load anew. [`Error::Broken`] where they are not
    /// [sound](Ranking::check): ask first.
    pub async fn tune(&mut self, ranking: &Ranking) -> Result<()> {
        if let Some(fault) = ranking.check().first() {
            return Err(Error::Broken(fault.to_string()));
        }
        let site = self.site.clone();
        sqlx::query("UPDATE sites SET ranking = $2 WHERE id = $1")
            .bind(site.as_str())
            .bind(serde_json::to_string(ranking)?)
            .execute(self.connection())
            .await?;
        self.recount(ranking.feed.half_life_hours).await?;
        self.reset().await
    }

    /// Goes over to another half-life of recent acts: what was kept with the one before is counted anew from the
    /// acts themselves, as if the new one had held from the beginning. Reads every act of the site.
    pub(super) async fn recount(&mut self, hot_hours: f64) -> Result<()> {
        if hot_hours == self.hot_hours {
            return Ok(());
        }
        // Whoever counts by the old half-life has ended after this, and who comes later waits for the commit.
        self.ranking().await?;
        let site = self.site.clone();
        let rows =
            sqlx::query("SELECT s.item FROM signals s JOIN items i ON i.id = s.item WHERE i.site = $1")
                .bind(site.as_str())
                .fetch_all(self.connection())
                .await?;
        let ids = rows.iter().map(|row| Cells::new(row).id()).collect::<Result<Vec<ItemId>>>()?;
        for chunk in ids.chunks(CHUNK) {
            self.recount_some(chunk, hot_hours).await?;
        }
        self.hot_hours = hot_hours;
        Ok(())
    }

    async fn recount_some(&mut self, ids: &[ItemId], hot_hours: f64) -> Result<()> {
        let mut people = self.acts_on(ids).await?;
        let sql = format!(
            "SELECT s.item, s.base_useful, s.base_save, s.base_replies, i.at, s.as_of FROM signals s \
             JOIN items i ON i.id = s.item WHERE s.item IN ({})",
            list(ids)
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(self.connection()).await?;
        let anew = rows
            .iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                let item = cells.id()?;
                let counted =
                    Activity::counted(cells.count()?, cells.count()?, cells.count()?, cells.time()?);
                let people = people.remove(&item).unwrap_or_default();
                let hot = hot_anew(counted, people.iter().map(Vec::as_slice), cells.time()?, hot_hours);
                // Digits only; a whole number keeps its point.
                Ok(format!("({}, {hot:?})", number(item)))
            })
            .collect::<Result<Vec<_>>>()?;
        let sql = format!(
            "UPDATE signals SET hot = anew.column2 FROM (VALUES {}) AS anew WHERE signals.item = anew.column1",
            anew.join(", ")
        );
        sqlx::query(AssertSqlSafe(sql)).persistent(false).execute(self.connection()).await?;
        Ok(())
    }

    /// What each person did with each of these items.
    async fn acts_on(&mut self, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<Vec<Act>>>> {
        let sql = format!(
            "SELECT item, person, kind, at FROM acts WHERE item IN ({}) ORDER BY item, person",
            list(ids)
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(self.connection()).await?;
        let mut people: HashMap<ItemId, Vec<Vec<Act>>> = HashMap::new();
        let mut last: Option<(ItemId, &str)> = None;
        for row in &rows {
            let mut cells = Cells::new(row);
            let (item, person) = (cells.id()?, cells.plain()?);
            let act = Act { kind: cells.plain()?, at: cells.time()? };
            let on_item = people.entry(item).or_default();
            match on_item.last_mut().filter(|_| last == Some((item, person))) {
                Some(acts) => acts.push(act),
                None => on_item.push(vec![act]),
            }
            last = Some((item, person));
        }
        Ok(people)
    }
}
