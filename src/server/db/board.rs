//! Reading boards: their counts, and what orders their ideas.

use super::Db;
use super::error::{Error, Result};
use super::feed::circle;
use super::merge::{self, Own, Precedence, precedence};
use super::row::{Cells, number};
use parvis_model::board::{Board, Status, Votes};
use parvis_model::chain;
use parvis_model::draft::Vote;
use parvis_model::feed::Circle;
use parvis_model::id::{BoardId, ItemId, SiteId};
use parvis_model::time::{DAY, Time};
use parvis_rank::alike::Cast;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// What decides whether the brand heard an idea.
struct Heard {
    at: Time,
    status: Status,
    /// When the brand first answered.
    answered: Option<Time>,
    /// When it first decided.
    decided: Option<Time>,
    /// The hash of its newest decision.
    hash: Option<String>,
    votes: Votes,
}

impl Heard {
    /// Milliseconds from the publication to the brand's first word.
    fn waited(&self) -> Option<i64> {
        let first = [self.answered, self.decided].into_iter().flatten().min()?;
        Some(first.since(self.at).max(0))
    }
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
              WHERE d.site = b.site AND d.board = b.id AND i.state = 'published') \
             FROM boards b WHERE b.site = $1 AND b.id = $2",
        )
        .bind(site.as_str())
        .bind(board.as_str())
        .fetch_optional(self.readers())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let mut cells = Cells::new(&row);
        let (name, about, threshold) = (cells.json()?, cells.json()?, cells.count()?);
        let ideas = self.heard(site, board).await?;
        let is_waiting = |idea: &&Heard| {
            idea.status == Status::Open && idea.answered.is_none() && idea.votes.agree >= threshold
        };
        Ok(Some(Board {
            id: board.clone(),
            name,
            about,
            threshold,
            n_ideas: cells.count()?,
            // Votes counted before an import have no voters: at least as many voted as on the fullest idea.
            n_voters: cells.count()? + cells.count()?,
            n_waiting: u32::try_from(ideas.iter().filter(is_waiting).count()).unwrap_or(u32::MAX),
            chain: chain::head(ideas.iter().filter_map(|idea| idea.hash.as_deref())),
            answered_in_days: median_days(ideas.iter().filter_map(Heard::waited).collect()),
            circles: self.board_circles(site, board).await?,
        }))
    }

    /// Every published idea of a board, the oldest first, with what decides whether the brand heard it.
    async fn heard(&self, site: &SiteId, board: &BoardId) -> Result<Vec<Heard>> {
        let mut connection = self.readers().acquire().await?;
        let rows = sqlx::query(
            "SELECT d.item, d.merged_into, i.at, d.status, \
             (SELECT MIN(a.at) FROM replies r JOIN items a ON a.id = r.item \
              JOIN persons p ON p.site = a.site AND p.id = a.author \
              WHERE r.reply_to = d.item AND p.role = 'brand' AND a.state = 'published'), \
             d.agree, d.pass, d.disagree, d.base_agree, d.base_pass, d.base_disagree \
             FROM ideas d JOIN items i ON i.id = d.item \
             WHERE d.site = $1 AND d.board = $2 AND i.state = 'published'",
        )
        .bind(site.as_str())
        .bind(board.as_str())
        .fetch_all(&mut *connection)
        .await?;
        let (mut ideas, mut own, mut targets) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        for row in &rows {
            let mut cells = Cells::new(row);
            let id = cells.id()?;
            targets.extend(cells.maybe_id()?);
            let idea = Heard {
                at: cells.time()?,
                status: cells.word("status", Status::parse)?,
                answered: cells.maybe_time()?,
                decided: None,
                hash: None,
                votes: Votes::default(),
            };
            let alone = Own::read(&mut cells)?;
            ideas.insert(id, Heard { votes: alone.all(), ..idea });
            own.insert(id, alone);
        }
        let rows = sqlx::query(
            "SELECT h.item, h.at, h.hash FROM status_changes h JOIN ideas d ON d.item = h.item \
             WHERE d.site = $1 AND d.board = $2 ORDER BY h.item, h.place",
        )
        .bind(site.as_str())
        .bind(board.as_str())
        .fetch_all(&mut *connection)
        .await?;
        for row in &rows {
            let mut cells = Cells::new(row);
            let Some(idea) = ideas.get_mut(&cells.id()?) else { continue };
            let at = cells.time()?;
            idea.decided = Some(idea.decided.map_or(at, |first| first.min(at)));
            idea.hash = cells.plain()?;
        }
        own.retain(|id, _| targets.contains(id));
        for (id, votes) in merge::published(&mut connection, &own).await? {
            if let Some(idea) = ideas.get_mut(&id) {
                idea.votes = votes;
            }
        }
        Ok(ideas.into_values().collect())
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

    /// What orders the published ideas of a board. Votes on a merged idea are heard where it lives on, and there alone, so
    /// that nobody is heard twice.
    pub async fn board_facts(&self, site: &SiteId, board: &BoardId) -> Result<BoardFacts> {
        let rows = sqlx::query(
            "SELECT d.item, d.merged_into, d.base_agree, d.base_pass, d.base_disagree \
             FROM ideas d JOIN items i ON i.id = d.item \
             WHERE d.site = $1 AND d.board = $2 AND i.state = 'published' ORDER BY d.item DESC",
        )
        .bind(site.as_str())
        .bind(board.as_str())
        .fetch_all(self.readers())
        .await?;
        let mut facts = BoardFacts::default();
        let mut places: HashMap<ItemId, u32> = HashMap::new();
        let mut merged: HashMap<ItemId, ItemId> = HashMap::new();
        let mut bases = Vec::new();
        for (place, row) in (0..).zip(&rows) {
            let mut cells = Cells::new(row);
            let id = cells.id()?;
            places.insert(id, place);
            facts.ids.push(id);
            if let Some(into) = cells.maybe_id()? {
                merged.insert(id, into);
            }
            bases.push(merge::votes(&mut cells)?);
        }
        // An idea whose target is not published lives on nowhere, and speaks for itself.
        merged.retain(|_, into| places.contains_key(into));
        let lives_in = |idea: ItemId| {
            let next = |id: &ItemId| merged.get(id).copied();
            std::iter::successors(Some(idea), next).take(merged.len() + 1).last().unwrap_or(idea)
        };
        facts.before = facts
            .ids
            .iter()
            .zip(&bases)
            .map(|(id, base)| if merged.contains_key(id) { Votes::default() } else { *base })
            .collect();
        for (id, base) in facts.ids.iter().zip(&bases).rev().filter(|(id, _)| merged.contains_key(id)) {
            let place = places.get(&lives_in(*id)).and_then(|place| usize::try_from(*place).ok());
            if let Some(before) = place.and_then(|place| facts.before.get_mut(place)) {
                *before = merge::larger(*before, *base);
            }
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
        let mut ballots: BTreeMap<String, BTreeMap<u32, (Precedence, Cast)>> = BTreeMap::new();
        for row in &rows {
            let mut cells = Cells::new(row);
            let id = cells.id()?;
            if !places.contains_key(&id) {
                continue;
            }
            let target = lives_in(id);
            let Some(idea) = places.get(&target).copied() else { continue };
            let (voter, vote) = (cells.plain()?, cells.plain::<i64>()?);
            let vote = Vote::parse(vote).ok_or_else(|| Error::row("vote", vote))?;
            let at = cells.time()?;
            let own = (precedence(target, id, at), Cast { idea, vote, day: at.to_day() });
            let kept = ballots.entry(voter).or_default().entry(idea).or_insert(own);
            if own.0 > kept.0 {
                *kept = own;
            }
        }
        let casts =
            |ballot: BTreeMap<u32, (Precedence, Cast)>| ballot.into_values().map(|(_, cast)| cast).collect();
        facts.ballots = ballots.into_values().map(casts).collect();
        Ok(facts)
    }

    async fn board_circles(&self, site: &SiteId, board: &BoardId) -> Result<Vec<Circle>> {
        let rows = sqlx::query(
            "SELECT c.id, c.name, c.about, COUNT(*), CAST(0 AS BIGINT) FROM ideas d JOIN items i ON i.id = d.item \
             JOIN circles c ON c.site = i.site AND c.id = i.circle \
             WHERE d.site = $1 AND d.board = $2 AND i.state = 'published' \
             GROUP BY c.id, c.name, c.about ORDER BY COUNT(*) DESC, c.id",
        )
        .bind(site.as_str())
        .bind(board.as_str())
        .fetch_all(self.readers())
        .await?;
        rows.iter().map(circle).collect()
    }
}

/// The median of spans in milliseconds, in days, rounded up.
fn median_days(mut spans: Vec<i64>) -> Option<u32> {
    spans.sort_unstable();
    let last = spans.len().checked_sub(1)?;
    let (low, high) = (spans.get(last / 2)?, spans.get(last.div_ceil(2))?);
    let middle = low + (high - low) / 2;
    u32::try_from(middle.div_euclid(DAY) + i64::from(middle.rem_euclid(DAY) > 0)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_days_and_never_flatters() {
        for (days, expected) in [
            (&[][..], None),
            (&[0.0], Some(0)),
            (&[0.1], Some(1)),
            (&[2.0], Some(2)),
            (&[9.0, 1.0, 2.5], Some(3)),
            (&[1.0, 4.0], Some(3)),
            (&[1.0, 2.0, 4.0, 400.0], Some(3)),
        ] {
            let spans = days.iter().map(|day| (day * DAY as f64) as i64).collect();
            assert_eq!(median_days(spans), expected, "{days:?}");
        }
    }
}
