//! Votes on ideas that others were merged into: a union of voters, never a sum.
//!
//! A merged idea keeps its own votes. The idea it lives on in counts everybody who voted on itself or on what was
//! merged into it, straight or through others, once: by their vote on the idea itself, else by the newest of their other
//! votes. Nothing of this is stored, so a merge that is undone leaves no trace. Who the voters counted before an import
//! were is unknown; they may be the same, so the most of them on any one of these ideas is all that is sure.

use super::error::{Error, Result};
use super::row::{Cells, list};
use parvis_model::board::Votes;
use parvis_model::draft::Vote;
use parvis_model::id::ItemId;
use parvis_model::time::Time;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Votes on one idea alone.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Own {
    /// Of voters who are known.
    pub votes: Votes,
    /// That came without voters.
    pub base: Votes,
}

/// How a vote ranks among those of one voter on an idea and on what was merged into it; the highest is heard.
pub(super) type Precedence = (bool, Time, Reverse<ItemId>);

impl Own {
    /// The columns `agree, pass, disagree, base_agree, base_pass, base_disagree`.
    pub fn read(cells: &mut Cells<'_>) -> Result<Self> {
        Ok(Self { votes: votes(cells)?, base: votes(cells)? })
    }

    /// Both together.
    pub fn all(self) -> Votes {
        sum(self.votes, self.base)
    }
}

/// How the vote on `idea` given at `at` ranks where it counts for the idea `lives_in`.
pub(super) fn precedence(lives_in: ItemId, idea: ItemId, at: Time) -> Precedence {
    (lives_in == idea, at, Reverse(idea))
}

/// Those of two counts without voters that are more in all; the first of equals.
pub(super) fn larger(first: Votes, second: Votes) -> Votes {
    if second.total() > first.total() { second } else { first }
}

/// The votes of each idea as they are published.
pub(super) async fn published(
    connection: &mut AnyConnection,
    own: &BTreeMap<ItemId, Own>,
) -> Result<HashMap<ItemId, Votes>> {
    let ids: Vec<ItemId> = own.keys().copied().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "{} SELECT f.lives_in, d.base_agree, d.base_pass, d.base_disagree FROM family f \
         JOIN ideas d ON d.item = f.idea ORDER BY f.lives_in, f.idea",
        family(&ids)
    );
    let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(&mut *connection).await?;
    let mut wholes = own.clone();
    if !rows.is_empty() {
        for row in &rows {
            let mut cells = Cells::new(row);
            let id = cells.id()?;
            let base = votes(&mut cells)?;
            if let Some(whole) = wholes.get_mut(&id) {
                whole.base = larger(whole.base, base);
            }
        }
        join(connection, &ids, &mut wholes).await?;
    }
    Ok(wholes.into_iter().map(|(id, whole)| (id, whole.all())).collect())
}

/// Adds those who voted on what was merged into an idea and not on the idea itself.
async fn join(
    connection: &mut AnyConnection,
    ids: &[ItemId],
    wholes: &mut BTreeMap<ItemId, Own>,
) -> Result<()> {
    // The same choice as [`precedence`] makes.
    let sql = format!(
        "{}, others (lives_in, vote, place) AS (SELECT f.lives_in, v.vote, \
         ROW_NUMBER() OVER (PARTITION BY f.lives_in, v.voter ORDER BY v.at DESC, v.idea) \
         FROM family f JOIN votes v ON v.idea = f.idea WHERE NOT EXISTS \
         (SELECT 1 FROM votes o WHERE o.idea = f.lives_in AND o.voter = v.voter)) \
         SELECT lives_in, vote, COUNT(*) FROM others WHERE place = 1 GROUP BY lives_in, vote",
        family(ids)
    );
    let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(connection).await?;
    for row in &rows {
        let mut cells = Cells::new(row);
        let id = cells.id()?;
        let vote: i64 = cells.plain()?;
        let n = cells.count()?;
        let Some(whole) = wholes.get_mut(&id) else { continue };
        match Vote::parse(vote).ok_or_else(|| Error::row("vote", vote))? {
            Vote::Agree => whole.votes.agree += n,
            Vote::Pass => whole.votes.pass += n,
            Vote::Disagree => whole.votes.disagree += n,
        }
    }
    Ok(())
}

/// The table `family`: for each of `ids` what was merged into it, straight or through others, and is published.
fn family(ids: &[ItemId]) -> String {
    format!(
        "WITH RECURSIVE family (lives_in, idea) AS (\
         SELECT d.merged_into, d.item FROM ideas d JOIN items i ON i.id = d.item \
         WHERE d.merged_into IN ({}) AND i.state = 'published' \
         UNION SELECT f.lives_in, d.item FROM family f JOIN ideas d ON d.merged_into = f.idea \
         JOIN items i ON i.id = d.item WHERE i.state = 'published')",
        list(ids)
    )
}

/// The columns `agree, pass, disagree`.
pub(super) fn votes(cells: &mut Cells<'_>) -> Result<Votes> {
    Ok(Votes { agree: cells.count()?, pass: cells.count()?, disagree: cells.count()? })
}

fn sum(a: Votes, b: Votes) -> Votes {
    Votes { agree: a.agree + b.agree, pass: a.pass + b.pass, disagree: a.disagree + b.disagree }
}
