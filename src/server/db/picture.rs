//! Pictures that were uploaded, and which items show them.

use super::error::{Error, Result};
use super::row::{Cells, list, number};
use super::{Db, Write};
use parvis_model::draft::Picture;
use parvis_model::fault::{Fault, Rule};
use parvis_model::id::{ItemId, MediaId, SiteId};
use parvis_model::media::Media;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

impl Db {
    /// An uploaded picture, not yet described.
    pub async fn picture(&self, site: &SiteId, id: &MediaId) -> Result<Option<Media>> {
        let row =
            sqlx::query("SELECT src, small, '', width, height FROM pictures WHERE site = $1 AND id = $2")
                .bind(site.as_str())
                .bind(id.as_str())
                .fetch_optional(self.readers())
                .await?;
        row.map(|row| media(&mut Cells::new(&row))).transpose()
    }
}

impl Write {
    /// Keeps an uploaded picture; the same one again changes nothing. `media.alt` is not read: each use of the
    /// picture has its own words.
    pub async fn picture(&mut self, id: &MediaId, media: &Media, by: &str) -> Result<()> {
        sqlx::query(
            "INSERT INTO pictures (site, id, src, small, width, height, uploader, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        )
        .bind(self.site.as_str())
        .bind(id.as_str())
        .bind(media.src.as_str())
        .bind(media.small.as_deref())
        .bind(i64::from(media.width))
        .bind(i64::from(media.height))
        .bind(by)
        .bind(self.now.as_millis())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Says which pictures an item shows, in order; a picture nobody uploaded is a fault.
    pub(super) async fn show(&mut self, item: ItemId, pictures: &[Picture]) -> Result<()> {
        for (place, picture) in pictures.iter().enumerate() {
            sqlx::query(
                "INSERT INTO item_pictures (item, place, site, picture, alt) VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(number(item))
            .bind(place as i64)
            .bind(self.site.as_str())
            .bind(picture.id.as_str())
            .bind(picture.alt.as_str())
            .execute(self.connection())
            .await
            .map_err(|error| {
                Error::or_missing(error, Error::Invalid(vec![Fault::new("pictures", Rule::NotAllowed)]))
            })?;
        }
        Ok(())
    }
}

/// The pictures of each of these items, in the order of their author.
pub(super) async fn of_items(db: &Db, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<Media>>> {
    let sql = format!(
        "SELECT u.item, p.src, p.small, u.alt, p.width, p.height FROM item_pictures u \
         JOIN pictures p ON p.site = u.site AND p.id = u.picture WHERE u.item IN ({}) ORDER BY u.item, u.place",
        list(ids)
    );
    let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(db.readers()).await?;
    let mut pictures: HashMap<ItemId, Vec<Media>> = HashMap::new();
    for row in &rows {
        let mut cells = Cells::new(row);
        pictures.entry(cells.id()?).or_default().push(media(&mut cells)?);
    }
    Ok(pictures)
}

fn media(cells: &mut Cells<'_>) -> Result<Media> {
    Ok(Media {
        src: cells.plain()?,
        small: cells.plain()?,
        alt: cells.plain()?,
        width: cells.count()?,
        height: cells.count()?,
    })
}
