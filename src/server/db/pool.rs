//! Reading what a pool tells beside its posts: who liked what, and who took part.

use super::Db;
use super::error::Result;
use super::row::{Cells, list};
use futures_util::TryStreamExt;
use parvis_model::id::{ItemId, PersonId, SiteId};
use parvis_model::time::Day;
use sqlx::AssertSqlSafe;
use std::collections::{HashMap, HashSet};

impl Db {
    /// The published posts of a site that each person found useful, saved, followed or answered, each post once,
    /// the newest act last. Nothing tells whose list is whose.
    ///
    /// Reads every such act and sorts them, so it is for what is computed now and then.
    pub async fn likes(&self, site: &SiteId) -> Result<Vec<Vec<ItemId>>> {
        let mut rows = sqlx::query(
            "SELECT a.person, a.item FROM items i JOIN acts a ON a.item = i.id \
             WHERE i.site = $1 AND i.kind = 'post' AND i.state = 'published' \
             AND a.kind IN ('useful', 'save', 'follow', 'reply') ORDER BY a.person, a.at, a.item",
        )
        .bind(site.as_str())
        .fetch(self.readers());
        let mut lists: Vec<Vec<ItemId>> = Vec::new();
        let mut whose = String::new();
        // Millions of rows may come: one at a time, never all of them at once.
        while let Some(row) = rows.try_next().await? {
            let mut cells = Cells::new(&row);
            let person: &str = cells.plain()?;
            let item = cells.id()?;
            match lists.last_mut() {
                Some(own) if whose == person => own.push(item),
                _ => {
                    person.clone_into(&mut whose);
                    lists.push(vec![item]);
                }
            }
        }
        for own in &mut lists {
            let mut seen = HashSet::with_capacity(own.len());
            own.reverse();
            own.retain(|item| seen.insert(*item));
            own.reverse();
        }
        Ok(lists)
    }

    /// The people who took part in public in each of `posts`, at most `most` of each: the author first, then those
    /// with a published reply anywhere in the thread, the newest first. With each the day of their latest word.
    pub async fn took_part(
        &self,
        site: &SiteId,
        posts: &[ItemId],
        most: u32,
    ) -> Result<HashMap<ItemId, Vec<(PersonId, Day)>>> {
        let posts = list(posts);
        let sql = format!(
            "SELECT root, author, at FROM (SELECT root, author, MAX(at) AS at, ROW_NUMBER() OVER (PARTITION BY root \
                 ORDER BY MAX(CASE WHEN item = root THEN 1 ELSE 0 END) DESC, MAX(item) DESC) AS place FROM \
                 (SELECT id AS root, id AS item, author, at FROM items \
                     WHERE id IN ({posts}) AND site = $1 AND state = 'published' \
                 UNION ALL SELECT r.root, r.item, i.author, i.at FROM replies r JOIN items i ON i.id = r.item \
                     WHERE r.root IN ({posts}) AND i.site = $1 AND i.state = 'published') words \
                 GROUP BY root, author) latest WHERE place <= $2 ORDER BY root, place"
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .persistent(false)
            .bind(site.as_str())
            .bind(i64::from(most))
            .fetch_all(self.readers())
            .await?;
        let mut people: HashMap<ItemId, Vec<(PersonId, Day)>> = HashMap::new();
        for row in &rows {
            let mut cells = Cells::new(row);
            let post = cells.id()?;
            let person = cells.word("author", |text| PersonId::parse(text).ok())?;
            people.entry(post).or_default().push((person, cells.time()?.to_day()));
        }
        Ok(people)
    }
}
