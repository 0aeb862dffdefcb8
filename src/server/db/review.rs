//! Reading subjects, their reviews and what they add up to.

use super::Db;
use super::error::{Error, Result};
use super::item::Kind;
use super::row::{Cells, list};
use parvis_model::id::{ItemId, SiteId, SubjectId};
use parvis_model::review::{Rating, Received, Review, Stars, Subject, Summary, Verified};
use parvis_model::time::Day;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// What the order of a review depends on; its day of birth is in the id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewFacts {
    /// Its id.
    pub id: ItemId,
    /// The note.
    pub stars: Stars,
    /// People who found it useful.
    pub useful: u32,
    /// People who did not.
    pub not_useful: u32,
    /// Whether it shows pictures.
    pub has_media: bool,
    /// How it was checked.
    pub verified: Verified,
    /// Its title; empty without one.
    pub title: String,
    /// What it says, in Markdown.
    pub text: String,
}

impl Db {
    /// A subject.
    pub async fn subject(&self, site: &SiteId, subject: &SubjectId) -> Result<Option<Subject>> {
        let row = sqlx::query("SELECT name, about, scales FROM subjects WHERE site = $1 AND id = $2")
            .bind(site.as_str())
            .bind(subject.as_str())
            .fetch_optional(self.readers())
            .await?;
        row.map(|row| {
            let mut cells = Cells::new(&row);
            Ok(Subject {
                id: subject.clone(),
                name: cells.json()?,
                about: cells.json()?,
                scales: cells.json()?,
            })
        })
        .transpose()
    }

    /// What the published reviews of a subject add up to; zeros for one that has none.
    pub async fn summary(&self, site: &SiteId, subject: &SubjectId) -> Result<Summary> {
        let rows = sqlx::query(
            "SELECT r.stars, COUNT(*), COUNT(r.recommends), COALESCE(CAST(SUM(r.recommends) AS BIGINT), 0), \
             CAST(SUM(CASE WHEN r.verified <> 'none' THEN 1 ELSE 0 END) AS BIGINT), \
             CAST(SUM(CASE WHEN r.received <> 'nothing' THEN 1 ELSE 0 END) AS BIGINT) \
             FROM reviews r JOIN items i ON i.id = r.item \
             WHERE r.site = $1 AND r.subject = $2 AND i.state = 'published' GROUP BY r.stars",
        )
        .bind(site.as_str())
        .bind(subject.as_str())
        .fetch_all(self.readers())
        .await?;
        let mut summary = Summary {
            rating: Rating { subject: subject.clone(), average: None, count: 0 },
            histogram: [0; 5],
            recommend: (0, 0),
            n_verified: 0,
            n_received: 0,
        };
        for row in &rows {
            let mut cells = Cells::new(row);
            let stars = cells.plain::<i64>()?;
            let count = cells.count()?;
            let place = usize::try_from(stars - 1).ok().and_then(|place| summary.histogram.get_mut(place));
            *place.ok_or_else(|| Error::row("stars", stars))? = count;
            summary.rating.count += count;
            let (told, recommending) = (cells.count()?, cells.count()?);
            summary.recommend.0 += recommending;
            summary.recommend.1 += told;
            summary.n_verified += cells.count()?;
            summary.n_received += cells.count()?;
        }
        summary.rating.average = average(&summary.histogram);
        Ok(summary)
    }

    /// What orders the published reviews of a subject, the newest first.
    pub async fn review_facts(&self, site: &SiteId, subject: &SubjectId) -> Result<Vec<ReviewFacts>> {
        let rows = sqlx::query(
            "SELECT i.id, r.stars, s.base_useful + s.useful, s.base_not_useful + s.not_useful, \
             CASE WHEN EXISTS (SELECT 1 FROM item_pictures u WHERE u.item = i.id) \
             THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END, r.verified, i.title, i.text \
             FROM reviews r JOIN items i ON i.id = r.item JOIN signals s ON s.item = i.id \
             WHERE r.site = $1 AND r.subject = $2 AND i.state = 'published' ORDER BY i.id DESC",
        )
        .bind(site.as_str())
        .bind(subject.as_str())
        .fetch_all(self.readers())
        .await?;
        rows.iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                Ok(ReviewFacts {
                    id: cells.id()?,
                    stars: stars(&mut cells)?,
                    useful: cells.count()?,
                    not_useful: cells.count()?,
                    has_media: cells.truth()?,
                    verified: cells.word("verified", Verified::parse)?,
                    title: cells.plain::<Option<String>>()?.unwrap_or_default(),
                    text: cells.plain()?,
                })
            })
            .collect()
    }

    /// Published reviews in the order of `ids`; what is not there is left out. What stands beside the score of
    /// one, its place for the mix and whether it is a copy, is for the order of its subject to say.
    pub async fn reviews(&self, site: &SiteId, ids: &[ItemId]) -> Result<Vec<Review>> {
        let mut items = self.items(site, Kind::Review, ids).await?;
        let mut answers = self.answers(site, ids).await?;
        let sql = format!(
            "SELECT item, subject, stars, experienced, recommends, verified, verified_by, received, scales, \
             context FROM reviews WHERE item IN ({})",
            list(ids)
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(self.readers()).await?;
        let mut reviews = HashMap::new();
        for row in &rows {
            let mut cells = Cells::new(row);
            let id = cells.id()?;
            let Some(item) = items.remove(&id) else { continue };
            // As the order counts it: the title, and the words that are read without their Markdown.
            let title = item.title.as_deref().unwrap_or_default();
            let detail = parvis_rank::reviews::text::text(title, &item.text.to_plain());
            let review = Review {
                item,
                subject: cells.word("subject", |text| SubjectId::parse(text).ok())?,
                stars: stars(&mut cells)?,
                experienced: cells.plain::<Option<i64>>()?.map(day),
                recommends: cells.maybe_truth()?,
                verified: cells.word("verified", Verified::parse)?,
                verified_by: cells.plain()?,
                received: cells.word("received", Received::parse)?,
                scales: cells.json()?,
                context: cells.json()?,
                detail,
                for_mix: false,
                copy_of: None,
                answer: answers.remove(&id),
            };
            reviews.insert(id, review);
        }
        Ok(ids.iter().filter_map(|id| reviews.remove(id)).collect())
    }
}

/// The mean to two decimals, in integers until the last step.
fn average(histogram: &[u32; 5]) -> Option<f64> {
    let count: u64 = histogram.iter().copied().map(u64::from).sum();
    let sum: u64 = (1..).zip(histogram).map(|(stars, n)| stars * u64::from(*n)).sum();
    (count > 0).then(|| ((sum * 200 + count) / (2 * count)) as f64 / 100.0)
}

pub(super) fn stars(cells: &mut Cells<'_>) -> Result<Stars> {
    let value: i64 = cells.plain()?;
    u8::try_from(value).ok().and_then(Stars::new).ok_or_else(|| Error::row("stars", value))
}

pub(super) fn day(number: i64) -> Day {
    Day::from_number(i32::try_from(number).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::average;

    #[test]
    fn the_average_is_rounded_half_up_to_two_decimals() {
        fn check(histogram: [u32; 5], expected: Option<f64>) {
            assert_eq!(average(&histogram), expected, "{histogram:?}");
        }
        check([0, 0, 0, 0, 0], None);
        check([0, 0, 0, 0, 7], Some(5.0));
        check([1, 0, 0, 0, 2], Some(3.67));
        check([0, 0, 0, 7, 1], Some(4.13));
    }
}
