//! Acts of people on items: marks and everything else that is a sign of life.
//!
//! The table keeps the newest act of each kind of each person, and the counts and the activity of the item
//! change by the difference that this makes, in the same transaction.

use super::error::Result;
use super::row::{Cells, number};
use super::signal::{Act, Activity};
use super::write::Write;
use parvis_model::id::ItemId;
use parvis_model::item::{Mark, Marks};
use parvis_model::live::Live;
use parvis_model::time::Time;

impl Write {
    /// Marks a published item for one person; useful and not useful replace each other. The same mark again
    /// changes nothing. Gives the marks as counted now.
    pub async fn mark(&mut self, item: ItemId, person: &str, mark: Mark) -> Result<Marks> {
        self.published(item, None).await?;
        let now = self.now;
        let (marks, changed) = self
            .change_acts(item, person, |acts| {
                if !acts.iter().any(|act| act.kind == mark.as_str()) {
                    set(acts, mark, now);
                }
            })
            .await?;
        self.tell(item, marks, changed).await
    }

    /// Takes a mark of one person back; what is not there stays so.
    pub async fn unmark(&mut self, item: ItemId, person: &str, mark: Mark) -> Result<Marks> {
        self.published(item, None).await?;
        let (marks, changed) =
            self.change_acts(item, person, |acts| acts.retain(|act| act.kind != mark.as_str())).await?;
        self.tell(item, marks, changed).await
    }

    /// Counts an act of one person at a moment; an older act of the same kind gives way, a newer one stays.
    /// Says whether that changed anything.
    pub(super) async fn act(&mut self, item: ItemId, person: &str, kind: &str, at: Time) -> Result<bool> {
        let alter = |acts: &mut Vec<Act>| {
            let mark = Mark::parse(kind);
            let gives_way =
                |act: &Act| act.kind == kind || mark.is_some_and(|mark| excludes(mark, &act.kind));
            if acts.iter().any(|act| gives_way(act) && act.at >= at) {
                return;
            }
            match mark {
                Some(mark) => set(acts, mark, at),
                None => {
                    acts.retain(|act| act.kind != kind);
                    acts.push(Act { kind: kind.to_owned(), at });
                }
            }
        };
        Ok(self.change_acts(item, person, alter).await?.1)
    }

    async fn tell(&mut self, item: ItemId, marks: Marks, changed: bool) -> Result<Marks> {
        if changed {
            self.append(Live::Marked { item, marks }).await?;
        }
        Ok(marks)
    }

    /// Alters what one person did with an item, and every figure that depends on it.
    async fn change_acts(
        &mut self,
        item: ItemId,
        person: &str,
        alter: impl FnOnce(&mut Vec<Act>),
    ) -> Result<(Marks, bool)> {
        // An update that changes nothing locks the row in both databases, so that nobody counts beside us.
        let row = sqlx::query(
            "UPDATE signals SET useful = useful WHERE item = $1 RETURNING hot, tail, as_of, \
             base_useful + useful, base_not_useful + not_useful, base_save + save",
        )
        .bind(number(item))
        .fetch_one(self.connection())
        .await?;
        let mut cells = Cells::new(&row);
        let activity = Activity { hot: cells.plain()?, tail: cells.plain()?, as_of: cells.time()? };
        let mut marks = Marks { useful: cells.count()?, not_useful: cells.count()?, save: cells.count()? };
        let before = self.acts_of(item, person).await?;
        let mut after = before.clone();
        alter(&mut after);
        if before == after {
            return Ok((marks, false));
        }
        self.store_acts(item, person, &before, &after).await?;
        let mut steps = [0i64; 3];
        for (mark, step) in Mark::ALL.into_iter().zip(&mut steps) {
            *step = i64::from(has(&after, mark)) - i64::from(has(&before, mark));
            let count = marks.of_mut(mark);
            *count = count.saturating_add_signed(*step as i32);
        }
        let activity = activity.changed(&before, &after, self.hot_hours);
        sqlx::query(
            "UPDATE signals SET useful = useful + $2, not_useful = not_useful + $3, save = save + $4, \
             hot = $5, tail = $6, as_of = $7 WHERE item = $1",
        )
        .bind(number(item))
        .bind(steps[0])
        .bind(steps[1])
        .bind(steps[2])
        .bind(activity.hot)
        .bind(activity.tail)
        .bind(activity.as_of.as_millis())
        .execute(self.connection())
        .await?;
        Ok((marks, true))
    }

    async fn acts_of(&mut self, item: ItemId, person: &str) -> Result<Vec<Act>> {
        let rows = sqlx::query("SELECT kind, at FROM acts WHERE item = $1 AND person = $2 ORDER BY kind")
            .bind(number(item))
            .bind(person)
            .fetch_all(self.connection())
            .await?;
        rows.iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                Ok(Act { kind: cells.plain()?, at: cells.time()? })
            })
            .collect()
    }

    async fn store_acts(&mut self, item: ItemId, person: &str, before: &[Act], after: &[Act]) -> Result<()> {
        for gone in before.iter().filter(|act| !after.iter().any(|other| other.kind == act.kind)) {
            sqlx::query("DELETE FROM acts WHERE item = $1 AND person = $2 AND kind = $3")
                .bind(number(item))
                .bind(person)
                .bind(gone.kind.as_str())
                .execute(self.connection())
                .await?;
        }
        for new in after.iter().filter(|act| !before.contains(act)) {
            sqlx::query(
                "INSERT INTO acts (item, person, kind, at) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (item, person, kind) DO UPDATE SET at = excluded.at",
            )
            .bind(number(item))
            .bind(person)
            .bind(new.kind.as_str())
            .bind(new.at.as_millis())
            .execute(self.connection())
            .await?;
        }
        Ok(())
    }
}

fn has(acts: &[Act], mark: Mark) -> bool {
    acts.iter().any(|act| act.kind == mark.as_str())
}

/// Sets a mark and takes away the one it contradicts.
fn set(acts: &mut Vec<Act>, mark: Mark, at: Time) {
    acts.retain(|act| act.kind != mark.as_str() && !excludes(mark, &act.kind));
    acts.push(Act { kind: mark.as_str().to_owned(), at });
}

/// Whether a person who gives this mark cannot mean that kind of act too.
fn excludes(mark: Mark, kind: &str) -> bool {
    match mark {
        Mark::Useful => kind == Mark::NotUseful.as_str(),
        Mark::NotUseful => kind == Mark::Useful.as_str(),
        Mark::Save => false,
    }
}
