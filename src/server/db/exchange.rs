//! What an exchange of reviews with other services reads of a site.

use super::Db;
use super::error::{Error, Result};
use super::item::Kind;
use super::record::{self, Record};
use super::review::stars;
use super::row::{Cells, list, number};
use parvis_model::id::{ItemId, SiteId, SubjectId};
use parvis_model::time::Time;
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;
use std::collections::HashMap;

/// Reviews read at once.
const CHUNK: i64 = 1_000;

/// What makes a review recognisable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewWords {
    /// What it is about.
    pub subject: String,
    /// The name of its author.
    pub author: String,
    /// What it says.
    pub text: String,
    /// The note.
    pub stars: u8,
    /// When it was published.
    pub at: Time,
}

/// A review as others may have it: published, with the name of its author.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// Its id.
    pub id: ItemId,
    /// The name of its author.
    pub author: String,
    /// Whether the author speaks for the brand.
    pub by_brand: bool,
    /// The review.
    pub review: record::Review,
    /// The newest published reply of the brand, and when it was given.
    pub answer: Option<(String, Time)>,
}

impl Db {
    /// Hands over every published review of a site, the newest first.
    pub async fn shared_reviews<E: From<Error>>(
        &self,
        site: &SiteId,
        mut give: impl FnMut(Shared) -> core::result::Result<(), E>,
    ) -> core::result::Result<(), E> {
        let mut before = i64::MAX;
        loop {
            let rows = sqlx::query(
                "SELECT i.id, p.name, p.role FROM items i JOIN persons p ON p.site = i.site AND p.id = i.author \
                 WHERE i.site = $1 AND i.kind = 'review' AND i.state = 'published' AND i.id < $2 \
                 ORDER BY i.id DESC LIMIT $3",
            )
            .bind(site.as_str())
            .bind(before)
            .bind(CHUNK)
            .fetch_all(self.readers())
            .await
            .map_err(Error::from)?;
            let mut authors = Vec::new();
            for row in &rows {
                let mut cells = Cells::new(row);
                let (id, name) = (cells.id()?, cells.plain::<String>()?);
                authors.push((id, name, cells.plain::<Option<String>>()?.as_deref() == Some("brand")));
            }
            let Some((last, _, _)) = authors.last() else { return Ok(()) };
            before = number(*last);
            let ids: Vec<ItemId> = authors.iter().map(|(id, _, _)| *id).collect();
            let mut answers = self.answers_in_words(&ids).await?;
            let reviews = self.item_records(Kind::Review, &ids, &HashMap::new()).await?;
            for ((id, author, by_brand), record) in authors.into_iter().zip(reviews) {
                let Record::Review(review) = record else { continue };
                give(Shared { id, author, by_brand, review: *review, answer: answers.remove(&id) })?;
            }
        }
    }

    /// The newest published reply of the brand on each of these items, as it was written.
    async fn answers_in_words(&self, ids: &[ItemId]) -> Result<HashMap<ItemId, (String, Time)>> {
        let sql = format!(
            "SELECT r.reply_to, i.text, i.at FROM replies r JOIN items i ON i.id = r.item \
             JOIN persons p ON p.site = i.site AND p.id = i.author \
             WHERE r.reply_to IN ({}) AND p.role = 'brand' AND i.state = 'published' ORDER BY i.id",
            list(ids)
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(self.readers()).await?;
        let answer = |row| {
            let mut cells = Cells::new(row);
            Ok((cells.id()?, (cells.plain()?, cells.time()?)))
        };
        rows.iter().map(answer).collect()
    }

    /// The subjects of a site as records.
    pub async fn subject_records(&self, site: &SiteId) -> Result<HashMap<SubjectId, record::Subject>> {
        let rows = sqlx::query("SELECT id, name, about, extra, scales FROM subjects WHERE site = $1")
            .bind(site.as_str())
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(|row| subject(row).map(|subject| (subject.id.clone(), subject))).collect()
    }

    /// One subject as a record.
    pub async fn subject_record(&self, site: &SiteId, id: &SubjectId) -> Result<Option<record::Subject>> {
        let row =
            sqlx::query("SELECT id, name, about, extra, scales FROM subjects WHERE site = $1 AND id = $2")
                .bind(site.as_str())
                .bind(id.as_str())
                .fetch_optional(self.readers())
                .await?;
        row.as_ref().map(subject).transpose()
    }

    /// The subjects of a site.
    pub async fn subject_ids(&self, site: &SiteId) -> Result<Vec<SubjectId>> {
        let rows = sqlx::query("SELECT id FROM subjects WHERE site = $1 ORDER BY id")
            .bind(site.as_str())
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(|row| Cells::new(row).word("id", |text| SubjectId::parse(text).ok())).collect()
    }

    /// Hands over the words of every review of a site, seen by everybody or not.
    pub async fn review_words(&self, site: &SiteId, mut give: impl FnMut(ReviewWords)) -> Result<()> {
        let mut after: Option<ItemId> = None;
        loop {
            let rows = sqlx::query(
                "SELECT i.id, r.subject, p.name, i.text, r.stars, i.at FROM items i \
                 JOIN reviews r ON r.item = i.id JOIN persons p ON p.site = i.site AND p.id = i.author \
                 WHERE i.site = $1 AND i.id > $2 ORDER BY i.id LIMIT $3",
            )
            .bind(site.as_str())
            .bind(after.map_or(-1, number))
            .bind(CHUNK)
            .fetch_all(self.readers())
            .await?;
            for row in &rows {
                let mut cells = Cells::new(row);
                after = Some(cells.id()?);
                give(ReviewWords {
                    subject: cells.plain()?,
                    author: cells.plain()?,
                    text: cells.plain()?,
                    stars: stars(&mut cells)?.as_u8(),
                    at: cells.time()?,
                });
            }
            if rows.is_empty() {
                return Ok(());
            }
        }
    }
}

/// The columns `id, name, about, extra, scales` of a subject.
fn subject(row: &AnyRow) -> Result<record::Subject> {
    let mut cells = Cells::new(row);
    let id = cells.word("id", |text| SubjectId::parse(text).ok())?;
    let (name, about) = (cells.json()?, cells.json()?);
    let (extra, scales) = (cells.json()?, cells.json()?);
    Ok(record::Subject { id, name, about, scales, extra })
}
