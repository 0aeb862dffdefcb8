//! Reading ideas with their votes and what the brand decided about them.

use super::Db;
use super::error::Result;
use super::item::{Kind, person};
use super::merge::{self, Own};
use super::row::{Cells, list};
use parvis_model::board::{Idea, Status, StatusChange, Voices, Votes};
use parvis_model::id::{BoardId, ItemId, SiteId};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::{BTreeMap, HashMap};

impl Db {
    /// Published ideas in the order of `ids`; what is not there is left out. Their voices are those of a ranked
    /// list, which knows them.
    pub async fn ideas(&self, site: &SiteId, ids: &[ItemId]) -> Result<Vec<Idea>> {
        let mut items = self.items(site, Kind::Idea, ids).await?;
        let mut answers = self.answers(site, ids).await?;
        let mut connection = self.readers().acquire().await?;
        let mut histories = histories(&mut connection, ids).await?;
        let sql = format!(
            "SELECT item, board, need, status, agree, pass, disagree, base_agree, base_pass, base_disagree \
             FROM ideas WHERE item IN ({})",
            list(ids)
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(&mut *connection).await?;
        let mut own = BTreeMap::new();
        let mut ideas = HashMap::new();
        for row in &rows {
            let mut cells = Cells::new(row);
            let id = cells.id()?;
            let Some(item) = items.remove(&id) else { continue };
            let idea = Idea {
                item,
                board: cells.word("board", |text| BoardId::parse(text).ok())?,
                need: cells.plain()?,
                status: cells.word("status", Status::parse)?,
                votes: Votes::default(),
                voices: Voices::default(),
                history: histories.remove(&id).unwrap_or_default(),
                answer: answers.remove(&id),
            };
            own.insert(id, Own::read(&mut cells)?);
            ideas.insert(id, idea);
        }
        for (id, votes) in merge::published(&mut connection, &own).await? {
            if let Some(idea) = ideas.get_mut(&id) {
                idea.votes = votes;
            }
        }
        Ok(ids.iter().filter_map(|id| ideas.remove(id)).collect())
    }
}

/// The decisions about each idea, the oldest first.
pub(super) async fn histories(
    connection: &mut AnyConnection,
    ids: &[ItemId],
) -> Result<HashMap<ItemId, Vec<StatusChange>>> {
    let sql = format!(
        "SELECT h.item, h.author, p.name, p.role, p.badges, h.at, h.status, h.reason, h.would_change, \
         h.merged_into, h.hash FROM status_changes h JOIN persons p ON p.site = h.site AND p.id = h.author \
         WHERE h.item IN ({}) ORDER BY h.item, h.place",
        list(ids)
    );
    let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(connection).await?;
    let mut histories: HashMap<ItemId, Vec<StatusChange>> = HashMap::new();
    for row in &rows {
        let mut cells = Cells::new(row);
        let item = cells.id()?;
        let by = person(&mut cells)?;
        histories.entry(item).or_default().push(StatusChange {
            at: cells.time()?,
            to: cells.word("status", Status::parse)?,
            by,
            reason: cells.plain()?,
            would_change: cells.plain()?,
            into: cells.maybe_id()?,
            hash: cells.plain::<Option<String>>()?.unwrap_or_default(),
        });
    }
    Ok(histories)
}
