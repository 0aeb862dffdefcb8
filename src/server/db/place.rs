//! Sites, places and persons of an import: made by their line, or on the fly where a line names them.

use super::Db;
use super::error::Result;
use super::item::role_word;
use super::load::{Taken, taken};
use super::record::{self, Record};
use super::write::Write;
use parvis_model::id::SiteId;
use parvis_model::lang::{Lang, Local};
use parvis_model::ranking::{Ranking, Unsound};

impl Db {
    /// Makes an empty site where there is none.
    pub async fn found(&self, site: &SiteId) -> Result<()> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO sites (id, name, languages, policy, ranking, extra, n_events) \
             VALUES ($1, $1, '[\"en\"]', '{}', 'null', '{}', 0) ON CONFLICT DO NOTHING",
        )
        .bind(site.as_str())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }
}

impl Write {
    /// Takes the line of the site. One that says nothing of the constants of the orders leaves them as they are,
    /// so that what its owner set outlives the next import.
    pub(super) async fn load_site(&mut self, new: &record::Site) -> Result<Taken> {
        let faults = new.ranking.as_ref().map(Ranking::check).unwrap_or_default();
        if !faults.is_empty() {
            let told: Vec<String> = faults.iter().map(Unsound::to_string).collect();
            return Ok(Taken::Refused(format!("the ranking cannot be in force: {}", told.join("; "))));
        }
        let mut policy = new.policy.clone();
        policy.counts = new.counts.unwrap_or(policy.counts);
        let changed = sqlx::query(
            "UPDATE sites SET name = $2, languages = $3, policy = $4, extra = $6, \
             ranking = CASE WHEN $5 = 'null' THEN ranking ELSE $5 END WHERE id = $1 \
             AND (name <> $2 OR languages <> $3 OR policy <> $4 OR extra <> $6 \
                 OR ($5 <> 'null' AND ranking <> $5))",
        )
        .bind(self.site.as_str())
        .bind(new.name.as_str())
        .bind(serde_json::to_string(&new.languages)?)
        .bind(serde_json::to_string(&policy)?)
        .bind(serde_json::to_string(&new.ranking)?)
        .bind(serde_json::to_string(&new.extra)?)
        .execute(self.connection())
        .await?;
        if let Some(ranking) = &new.ranking {
            self.recount(ranking.feed.half_life_hours).await?;
        }
        Ok(taken(changed.rows_affected() > 0))
    }

    pub(super) async fn load_place(&mut self, record: &Record) -> Result<Taken> {
        let site = self.site.as_str();
        let query = match record {
            Record::Circle(circle) => sqlx::query(
                "INSERT INTO circles (site, id, name, about, extra, locality) VALUES ($1, $2, $3, $4, $5, $6) \
                 ON CONFLICT (site, id) DO UPDATE SET name = excluded.name, about = excluded.about, \
                 extra = excluded.extra, locality = excluded.locality WHERE circles.name <> excluded.name \
                 OR circles.about <> excluded.about OR circles.extra <> excluded.extra \
                 OR circles.locality IS DISTINCT FROM excluded.locality",
            )
            .bind(site)
            .bind(circle.id.as_str())
            .bind(serde_json::to_string(&circle.name)?)
            .bind(serde_json::to_string(&circle.about)?)
            .bind(serde_json::to_string(&circle.extra)?)
            .bind(circle.locality.as_ref().map(serde_json::to_string).transpose()?),
            Record::Subject(subject) => sqlx::query(
                "INSERT INTO subjects (site, id, name, about, scales, extra) VALUES ($1, $2, $3, $4, $5, $6) \
                 ON CONFLICT (site, id) DO UPDATE SET name = excluded.name, about = excluded.about, \
                 scales = excluded.scales, extra = excluded.extra WHERE subjects.name <> excluded.name \
                 OR subjects.about <> excluded.about OR subjects.scales <> excluded.scales \
                 OR subjects.extra <> excluded.extra",
            )
            .bind(site)
            .bind(subject.id.as_str())
            .bind(serde_json::to_string(&subject.name)?)
            .bind(serde_json::to_string(&subject.about)?)
            .bind(serde_json::to_string(&subject.scales)?)
            .bind(serde_json::to_string(&subject.extra)?),
            Record::Board(board) => sqlx::query(
                "INSERT INTO boards (site, id, name, about, threshold, extra) VALUES ($1, $2, $3, $4, $5, $6) \
                 ON CONFLICT (site, id) DO UPDATE SET name = excluded.name, about = excluded.about, \
                 threshold = excluded.threshold, extra = excluded.extra WHERE boards.name <> excluded.name \
                 OR boards.about <> excluded.about OR boards.threshold <> excluded.threshold \
                 OR boards.extra <> excluded.extra",
            )
            .bind(site)
            .bind(board.id.as_str())
            .bind(serde_json::to_string(&board.name)?)
            .bind(serde_json::to_string(&board.about)?)
            .bind(i64::from(board.threshold))
            .bind(serde_json::to_string(&board.extra)?),
            Record::Person(person) => sqlx::query(
                "INSERT INTO persons (site, id, name, role, badges, extra) VALUES ($1, $2, $3, $4, $5, $6) \
                 ON CONFLICT (site, id) DO UPDATE SET name = excluded.name, role = excluded.role, \
                 badges = excluded.badges, extra = excluded.extra WHERE persons.name <> excluded.name \
                 OR persons.role IS DISTINCT FROM excluded.role OR persons.badges <> excluded.badges \
                 OR persons.extra <> excluded.extra",
            )
            .bind(site)
            .bind(person.id.as_str())
            .bind(person.name.as_str())
            .bind(person.role.map(role_word))
            .bind(serde_json::to_string(&person.badges)?)
            .bind(serde_json::to_string(&person.extra)?),
            _ => return Ok(Taken::Refused("not a place".to_owned())),
        };
        Ok(taken(query.execute(self.connection()).await?.rows_affected() > 0))
    }

    /// Makes a place or a person that no line made, named like its key.
    pub(super) async fn make(&mut self, table: &'static str, id: &str, lang: &Lang) -> Result<()> {
        if self.made.contains(&(table, id.to_owned())) {
            return Ok(());
        }
        let local = || serde_json::to_string(&Local([(lang.clone(), id.to_owned())].into()));
        let query = match table {
            "circles" => sqlx::query(
                "INSERT INTO circles (site, id, name, about, extra) VALUES ($1, $2, $3, '{}', '{}') \
                 ON CONFLICT DO NOTHING",
            )
            .bind(self.site.as_str())
            .bind(id)
            .bind(local()?),
            "subjects" => sqlx::query(
                "INSERT INTO subjects (site, id, name, about, scales, extra) \
                 VALUES ($1, $2, $3, '{}', '[]', '{}') ON CONFLICT DO NOTHING",
            )
            .bind(self.site.as_str())
            .bind(id)
            .bind(local()?),
            "boards" => sqlx::query(
                "INSERT INTO boards (site, id, name, about, threshold, extra) \
                 VALUES ($1, $2, $3, '{}', 20, '{}') ON CONFLICT DO NOTHING",
            )
            .bind(self.site.as_str())
            .bind(id)
            .bind(local()?),
            _ => sqlx::query(
                "INSERT INTO persons (site, id, name, role, badges, extra) \
                 VALUES ($1, $2, $2, NULL, '[]', '{}') ON CONFLICT DO NOTHING",
            )
            .bind(self.site.as_str())
            .bind(id),
        };
        query.execute(self.connection()).await?;
        self.made.insert((table, id.to_owned()));
        Ok(())
    }
}
