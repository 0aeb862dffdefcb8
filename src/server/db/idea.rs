//! Reading boards and their ideas.

use super::Db;
use super::error::{Error, Result};
use super::item::{Kind, person};
use super::row::{Cells, list, number};
use parvis_model::board::{Board, Idea, Status, StatusChange, Voices, Votes};
use parvis_model::draft::Vote;
use parvis_model::feed::Circle;
use parvis_model::id::{BoardId, CircleId, ItemId, SiteId};
use parvis_model::time::Time;
use parvis_rank::alike::Cast;
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, HashMap};

/// What the order of a board depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoardFacts {
    /// Its published ideas, the newest first.
    pub ids: Vec<ItemId>,
    /// Votes on each that came without voters.
    pub before: Vec<Votes>,
    /// What each voter voted, by index of the idea; voters have no names here.
    pub ballots: Vec<Vec<Cast>>,
}

impl Db {
    /// A board with its counts; `n_month` of its circles is 0, because votes are not acts of a feed.
    pub async fn board(&self, site: &SiteId, board: &BoardId) -> Result<Option<Board>> {
        let row = sqlx::query(
            "SELECT b.name, b.about, b.threshold, \
             (SELECT COUNT(*) FROM ideas d JOIN items i ON i.id = d.item \
              WHERE d.site = b.site AND d.board = b.id AND i.state = 'published'), \
             (SELECT COUNT(DISTINCT v.voter) FROM votes v JOIN ideas d ON d.item = v.idea \
              JOIN items i ON i.id = d.item \
              WHERE d.site = b.site AND d.board = b.id AND i.state = 'published'), \
             (SELECT COALESCE(MAX(d.base_agree + d.base_pass + d.base_disagree), 0) FROM ideas d \
              JOIN items i ON i.id = d.item \
              WHERE d.site = b.site AND d.board = b.id AND i.state = 'published'), \
             (SELECT COUNT(*) FROM ideas d JOIN items i ON i.id = d.item \
              WHERE d.site = b.site AND d.board = b.id AND i.state = 'published' AND d.status = 'open' \
              AND d.agree + d.base_agree >= b.threshold AND NOT EXISTS \
              (SELECT 1 FROM replies r JOIN items a ON a.id = r.item \
               JOIN persons p ON p.site = a.site AND p.id = a.author \
               WHERE r.reply_to = d.item AND p.role = 'brand' AND a.state = 'published')) \
             FROM boards b WHERE b.site = $1 AND b.id = $2",
        )
        .bind(site.as_str())
        .bind(board.as_str())
        .fetch_optional(self.readers())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let mut cells = Cells::new(&row);
        Ok(Some(Board {
            id: board.clone(),
            name: cells.json()?,
            about: cells.json()?,
            threshold: cells.count()?,
            n_ideas: cells.count()?,
            // Votes counted before an import have no voters: at least as many voted as on the fullest idea.
            n_voters: cells.count()? + cells.count()?,
            n_waiting: cells.count()?,
            circles: self.board_circles(site, board).await?,
        }))
    }

    /// The board an idea stands on.
    pub async fn board_of(&self, site: &SiteId, idea: ItemId) -> Result<Option<BoardId>> {
        let row = sqlx::query("SELECT board FROM ideas WHERE site = $1 AND item = $2")
            .bind(site.as_str())
            .bind(number(idea))
            .fetch_optional(self.readers())
            .await?;
        row.map(|row| Cells::new(&row).word("board", |text| BoardId::parse(text).ok())).transpose()
    }

    /// What orders the published ideas of a board.
    pub async fn board_facts(&self, site: &SiteId, board: &BoardId) -> Result<BoardFacts> {
        let rows = sqlx::query(
            "SELECT d.item, d.base_agree, d.base_pass, d.base_disagree FROM ideas d JOIN items i ON i.id = d.item \
             WHERE d.site = $1 AND d.board = $2 AND i.state = 'published' ORDER BY d.item DESC",
        )
        .bind(site.as_str())
        .bind(board.as_str())
        .fetch_all(self.readers())
        .await?;
        let mut facts = BoardFacts::default();
        let mut places: HashMap<ItemId, u32> = HashMap::new();
        for (place, row) in (0..).zip(&rows) {
            let mut cells = Cells::new(row);
            let id = cells.id()?;
            places.insert(id, place);
            facts.ids.push(id);
            facts.before.push(votes(&mut cells)?);
        }
        let rows = sqlx::query(
            "SELECT v.idea, v.voter, v.vote, v.at FROM votes v JOIN ideas d ON d.item = v.idea \
             WHERE d.site = $1 AND d.board = $2",
        )
        .bind(site.as_str())
        .bind(board.as_str())
        .fetch_all(self.readers())
        .await?;
        // By voter and idea: the same votes make the same ballots, in whatever order they are stored.
        let mut ballots: BTreeMap<String, BTreeMap<u32, Cast>> = BTreeMap::new();
        for row in &rows {
            let mut cells = Cells::new(row);
            let Some(idea) = places.get(&cells.id()?).copied() else { continue };
            let (voter, vote) = (cells.plain()?, cells.plain::<i64>()?);
            let vote = Vote::parse(vote).ok_or_else(|| Error::row("vote", vote))?;
            let cast = Cast { idea, vote, day: cells.time()?.to_day() };
            ballots.entry(voter).or_default().insert(idea, cast);
        }
        facts.ballots = ballots.into_values().map(|ballot| ballot.into_values().collect()).collect();
        Ok(facts)
    }

    /// The published ideas of a board that something happened to last, the last first: proposed, changed by its
    /// author, decided on, answered by the brand.
    pub async fn stirred_ideas(&self, site: &SiteId, board: &BoardId, most: usize) -> Result<Vec<ItemId>> {
        let rows = sqlx::query(
            "SELECT d.item, i.at, i.edited, \
             (SELECT MAX(h.at) FROM status_changes h WHERE h.item = d.item), \
             (SELECT MAX(a.at) FROM replies r JOIN items a ON a.id = r.item \
              JOIN persons p ON p.site = a.site AND p.id = a.author \
              WHERE r.reply_to = d.item AND p.role = 'brand' AND a.state = 'published') \
             FROM ideas d JOIN items i ON i.id = d.item \
             WHERE d.site = $1 AND d.board = $2 AND i.state = 'published'",
        )
        .bind(site.as_str())
        .bind(board.as_str())
        .fetch_all(self.readers())
        .await?;
        let stirred = |row| {
            let mut cells = Cells::new(row);
            let (id, at) = (cells.id()?, cells.time()?);
            let later = [cells.maybe_time()?, cells.maybe_time()?, cells.maybe_time()?];
            Ok((later.into_iter().flatten().fold(at, Time::max), id))
        };
        let mut stirred = rows.iter().map(stirred).collect::<Result<Vec<_>>>()?;
        stirred.sort_unstable_by(|a, b| b.cmp(a));
        Ok(stirred.into_iter().take(most).map(|(_, id)| id).collect())
    }

    /// Published ideas in the order of `ids`; what is not there is left out. Their voices are those of a ranked
    /// list, which knows them.
    pub async fn ideas(&self, site: &SiteId, ids: &[ItemId]) -> Result<Vec<Idea>> {
        let mut items = self.items(site, Kind::Idea, ids).await?;
        let mut answers = self.answers(site, ids).await?;
        let mut histories = self.histories(ids).await?;
        let sql = format!(
            "SELECT item, board, need, agree + base_agree, pass + base_pass, disagree + base_disagree, status \
             FROM ideas WHERE item IN ({})",
            list(ids)
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(self.readers()).await?;
        let mut ideas = HashMap::new();
        for row in &rows {
            let mut cells = Cells::new(row);
            let id = cells.id()?;
            let Some(item) = items.remove(&id) else { continue };
            let idea = Idea {
                item,
                board: cells.word("board", |text| BoardId::parse(text).ok())?,
                need: cells.plain()?,
                votes: votes(&mut cells)?,
                voices: Voices::default(),
                status: cells.word("status", Status::parse)?,
                history: histories.remove(&id).unwrap_or_default(),
                answer: answers.remove(&id),
            };
            ideas.insert(id, idea);
        }
        Ok(ids.iter().filter_map(|id| ideas.remove(id)).collect())
    }

    async fn board_circles(&self, site: &SiteId, board: &BoardId) -> Result<Vec<Circle>> {
        let rows = sqlx::query(
            "SELECT c.id, c.name, c.about, COUNT(*) FROM ideas d JOIN items i ON i.id = d.item \
             JOIN circles c ON c.site = i.site AND c.id = i.circle \
             WHERE d.site = $1 AND d.board = $2 AND i.state = 'published' \
             GROUP BY c.id, c.name, c.about ORDER BY COUNT(*) DESC, c.id",
        )
        .bind(site.as_str())
        .bind(board.as_str())
        .fetch_all(self.readers())
        .await?;
        rows.iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                Ok(Circle {
                    id: cells.word("id", |text| CircleId::parse(text).ok())?,
                    name: cells.json()?,
                    about: cells.json()?,
                    n_posts: cells.count()?,
                    n_month: 0,
                })
            })
            .collect()
    }

    async fn histories(&self, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<StatusChange>>> {
        let sql = format!(
            "SELECT h.item, h.author, p.name, p.role, p.badges, h.at, h.status, h.reason, h.would_change, \
             h.merged_into FROM status_changes h JOIN persons p ON p.site = h.site AND p.id = h.author \
             WHERE h.item IN ({}) ORDER BY h.item, h.place",
            list(ids)
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(self.readers()).await?;
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
            });
        }
        Ok(histories)
    }
}

/// The columns `agree, pass, disagree`.
pub(super) fn votes(cells: &mut Cells<'_>) -> Result<Votes> {
    Ok(Votes { agree: cells.count()?, pass: cells.count()?, disagree: cells.count()? })
}
