//! Reading sites.

use super::Db;
use super::error::Result;
use super::item::Kind;
use super::row::Cells;
use parvis_model::id::{BoardId, FeedId, ItemId, SiteId, SubjectId};
use parvis_model::ranking::Ranking;
use parvis_model::site::{PictureLimits, Site, Surfaces};
use parvis_model::time::Time;

/// The feed that holds every post.
const MAIN_FEED: &str = "main";

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
            picture,
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
