//! Giving every row of a site back as records, in an order that depends on nothing but the rows.
//!
//! Places first, then items of each kind by time and key with replies last, then late decisions and what people did with them:
//! a reader meets what a line names before the line itself. Ties are broken by text, compared byte by byte.

use super::Db;
use super::error::{Error, Result};
use super::item::{Kind, role};
use super::late::Late;
use super::record::{self, Extra, Record, Shown};
use super::review::{day, stars};
use super::row::{Cells, list, number};
use parvis_model::board::Status;
use parvis_model::id::{BoardId, CircleId, ItemId, OptionId, PersonId, SiteId, SubjectId};
use parvis_model::item::Disclosure;
use parvis_model::lang::Lang;
use parvis_model::poll::{Budget, Identity, Method, TieRule, Visibility};
use parvis_model::review::{Received, Verified};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// The order of items in an export.
const KINDS: [Kind; 5] = [Kind::Post, Kind::Review, Kind::Idea, Kind::Poll, Kind::Reply];
/// How many items are read at once.
const CHUNK: usize = 500;

impl Db {
    /// Hands every record of a site to `give`, in the order of an export.
    pub async fn records<E: From<Error>>(
        &self,
        site: &SiteId,
        mut give: impl FnMut(Record) -> core::result::Result<(), E>,
    ) -> core::result::Result<(), E> {
        for record in self.place_records(site).await? {
            give(record)?;
        }
        let keys = self.keys_of_items(site).await?;
        let mut late = Late::default();
        for kind in KINDS {
            let ids = self.ids_in_order(site, kind).await?;
            for chunk in ids.chunks(CHUNK) {
                for mut record in self.item_records(kind, chunk, &keys).await? {
                    late.hold(&mut record);
                    give(record)?;
                }
            }
        }
        for record in late.held() {
            give(record)?;
        }
        for record in self.act_records(site, &keys).await? {
            give(record)?;
        }
        for record in self.vote_records(site, &keys).await? {
            give(record)?;
        }
        for record in self.ballot_records(site, &keys).await? {
            give(record)?;
        }
        for record in self.invitation_records(site, &keys).await? {
            give(record)?;
        }
        Ok(())
    }

    async fn place_records(&self, site: &SiteId) -> Result<Vec<Record>> {
        let mut records = Vec::new();
        let row = sqlx::query("SELECT name, languages, policy, ranking, extra FROM sites WHERE id = $1")
            .bind(site.as_str())
            .fetch_optional(self.readers())
            .await?
            .ok_or(Error::NotFound)?;
        let mut cells = Cells::new(&row);
        records.push(Record::Site(Box::new(record::Site {
            id: site.to_string(),
            name: cells.plain()?,
            languages: cells.json()?,
            policy: cells.json()?,
            counts: None,
            ranking: cells.json()?,
            extra: cells.json()?,
        })));
        for (kind, sql) in [
            ("circle", "SELECT id, name, about, extra, locality FROM circles WHERE site = $1"),
            ("subject", "SELECT id, name, about, extra, scales FROM subjects WHERE site = $1"),
            ("board", "SELECT id, name, about, extra, threshold FROM boards WHERE site = $1"),
            ("person", "SELECT id, name, role, badges, extra FROM persons WHERE site = $1"),
        ] {
            let rows = sqlx::query(sql).bind(site.as_str()).fetch_all(self.readers()).await?;
            let mut places = rows
                .iter()
                .map(|row| {
                    let mut cells = Cells::new(row);
                    let id: String = cells.plain()?;
                    Ok((id.clone(), place(kind, id, cells)?))
                })
                .collect::<Result<Vec<_>>>()?;
            places.sort_by(|(a, _), (b, _)| a.cmp(b));
            records.extend(places.into_iter().map(|(_, place)| place));
        }
        Ok(records)
    }

    async fn keys_of_items(&self, site: &SiteId) -> Result<HashMap<ItemId, String>> {
        let rows = sqlx::query("SELECT id, key FROM items WHERE site = $1")
            .bind(site.as_str())
            .fetch_all(self.readers())
            .await?;
        rows.iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                Ok((cells.id()?, cells.plain()?))
            })
            .collect()
    }

    async fn ids_in_order(&self, site: &SiteId, kind: Kind) -> Result<Vec<ItemId>> {
        let rows = sqlx::query("SELECT at, key, id FROM items WHERE site = $1 AND kind = $2")
            .bind(site.as_str())
            .bind(kind.as_str())
            .fetch_all(self.readers())
            .await?;
        let mut ids = rows
            .iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                Ok((cells.time()?, cells.plain::<String>()?, cells.id()?))
            })
            .collect::<Result<Vec<_>>>()?;
        ids.sort();
        Ok(ids.into_iter().map(|(_, _, id)| id).collect())
    }

    pub(super) async fn item_records(
        &self,
        kind: Kind,
        ids: &[ItemId],
        keys: &HashMap<ItemId, String>,
    ) -> Result<Vec<Record>> {
        let mut commons = self.commons(ids).await?;
        let mut records = Vec::with_capacity(ids.len());
        let sql = match kind {
            Kind::Post => {
                "SELECT i.id, r.reprise_of FROM items i LEFT JOIN reprises r ON r.item = i.id WHERE i.id"
            }
            Kind::Reply => "SELECT item, reply_to FROM replies WHERE item",
            Kind::Review => {
                "SELECT item, subject, stars, experienced, recommends, verified, verified_by, received, \
                 scales, context FROM reviews WHERE item"
            }
            Kind::Idea => {
                "SELECT item, board, need, status, base_agree, base_pass, base_disagree FROM ideas WHERE item"
            }
            Kind::Poll => {
                "SELECT item, method, max_choices, grades, default_grade, budget_points, budget_most, tie_rule, \
                 may_change, identity, visibility, min_n, opens, closes, base_ballots, base_verified \
                 FROM polls WHERE item"
            }
        };
        let sql = format!("{sql} IN ({})", list(ids));
        let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(self.readers()).await?;
        let mut found = HashMap::new();
        for row in &rows {
            let mut cells = Cells::new(row);
            let id = cells.id()?;
            let Some(item) = commons.remove(&id) else { continue };
            let record = match kind {
                Kind::Post => Record::Post(Box::new(record::Post {
                    item,
                    reprise_of: cells.maybe_id()?.and_then(|id| keys.get(&id).cloned()),
                    extra: Extra::new(),
                })),
                Kind::Reply => Record::Reply(Box::new(record::Reply {
                    item,
                    on: key(keys, cells.id()?)?,
                    extra: Extra::new(),
                })),
                Kind::Review => Record::Review(Box::new(review(item, cells)?)),
                Kind::Idea => Record::Idea(Box::new(record::Idea {
                    item,
                    board: cells.word("board", |text| BoardId::parse(text).ok())?,
                    need: cells.plain()?,
                    status: Some(cells.word("status", Status::parse)?),
                    history: self.steps(id, keys).await?,
                    agree: cells.count()?,
                    pass: cells.count()?,
                    disagree: cells.count()?,
                    extra: Extra::new(),
                })),
                Kind::Poll => Record::Poll(Box::new(record::Poll {
                    item,
                    method: cells.word("method", Method::parse)?,
                    options: self.choices(id).await?,
                    max_choices: Some(cells.count()?),
                    grades: cells.json()?,
                    default_grade: u8::try_from(cells.count()?).unwrap_or(u8::MAX),
                    budget: Budget { points: cells.count()?, most: cells.count()? },
                    tie_rule: Some(cells.word("tie_rule", TieRule::parse)?),
                    may_change: cells.truth()?,
                    anonymous: true,
                    identity: cells.word("identity", Identity::parse)?,
                    visibility: cells.word("visibility", Visibility::parse)?,
                    min_n: cells.count()?,
                    opens: cells.time()?,
                    closes: cells.maybe_time()?,
                    ballots: cells.count()?,
                    verified: cells.count()?,
                    extra: Extra::new(),
                })),
            };
            found.insert(id, record);
        }
        records.extend(ids.iter().filter_map(|id| found.remove(id)));
        Ok(records)
    }

    async fn commons(&self, ids: &[ItemId]) -> Result<HashMap<ItemId, record::Common>> {
        let sql = format!(
            "SELECT i.id, i.key, i.at, i.edited, i.author, i.circle, i.lang, i.title, i.text, i.disclosure, \
             i.state, s.base_useful, s.base_not_useful, s.base_save, s.base_replies \
             FROM items i JOIN signals s ON s.item = i.id WHERE i.id IN ({})",
            list(ids)
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(self.readers()).await?;
        let mut media = self.shown(ids).await?;
        rows.iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                let id = cells.id()?;
                let common = record::Common {
                    id: cells.plain()?,
                    at: cells.time()?,
                    edited: cells.maybe_time()?,
                    by: cells.word("author", |text| PersonId::parse(text).ok())?,
                    circle: cells.maybe_word("circle", |text| CircleId::parse(text).ok())?,
                    lang: cells.word("lang", Lang::parse)?,
                    title: cells.plain()?,
                    text: cells.plain()?,
                    disclosure: cells.maybe_word("disclosure", Disclosure::parse)?,
                    state: Some(cells.plain::<String>()?).filter(|state| state != "published"),
                    useful: cells.count()?,
                    not_useful: cells.count()?,
                    save: cells.count()?,
                    replies: cells.count()?,
                    media: media.remove(&id).unwrap_or_default(),
                };
                Ok((id, common))
            })
            .collect()
    }

    async fn shown(&self, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<Shown>>> {
        let sql = format!(
            "SELECT u.item, p.src, u.alt FROM item_pictures u \
             JOIN pictures p ON p.site = u.site AND p.id = u.picture WHERE u.item IN ({}) ORDER BY u.item, u.place",
            list(ids)
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(self.readers()).await?;
        let mut shown: HashMap<ItemId, Vec<Shown>> = HashMap::new();
        for row in &rows {
            let mut cells = Cells::new(row);
            let item = cells.id()?;
            let src: String = cells.plain()?;
            let file = src.rsplit('/').next().unwrap_or_default().to_owned();
            shown.entry(item).or_default().push(Shown { file, alt: cells.plain()? });
        }
        Ok(shown)
    }

    async fn steps(&self, idea: ItemId, keys: &HashMap<ItemId, String>) -> Result<Vec<record::Step>> {
        let rows = sqlx::query(
            "SELECT at, status, author, reason, would_change, merged_into FROM status_changes \
             WHERE item = $1 ORDER BY place",
        )
        .bind(number(idea))
        .fetch_all(self.readers())
        .await?;
        rows.iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                Ok(record::Step {
                    at: cells.time()?,
                    to: cells.word("status", Status::parse)?,
                    by: cells.word("author", |text| PersonId::parse(text).ok())?,
                    reason: cells.plain()?,
                    would_change: cells.plain()?,
                    into: cells.maybe_id()?.and_then(|id| keys.get(&id).cloned()),
                })
            })
            .collect()
    }

    async fn choices(&self, poll: ItemId) -> Result<Vec<record::Choice>> {
        let rows = sqlx::query("SELECT id, text, base_ballots FROM options WHERE poll = $1 ORDER BY place")
            .bind(number(poll))
            .fetch_all(self.readers())
            .await?;
        rows.iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                Ok(record::Choice {
                    id: cells.word("id", |text| OptionId::parse(text).ok())?,
                    text: cells.json()?,
                    ballots: cells.count()?,
                })
            })
            .collect()
    }
}

fn place(kind: &str, id: String, mut cells: Cells<'_>) -> Result<Record> {
    let wrong = |_| Error::row("id", &id);
    Ok(match kind {
        "circle" => Record::Circle(Box::new(record::Circle {
            id: CircleId::parse(&id).map_err(wrong)?,
            name: cells.json()?,
            about: cells.json()?,
            extra: cells.json()?,
            locality: cells.maybe_json()?,
        })),
        "subject" => Record::Subject(Box::new(record::Subject {
            id: SubjectId::parse(&id).map_err(wrong)?,
            name: cells.json()?,
            about: cells.json()?,
            extra: cells.json()?,
            scales: cells.json()?,
        })),
        "board" => Record::Board(Box::new(record::Board {
            id: BoardId::parse(&id).map_err(wrong)?,
            name: cells.json()?,
            about: cells.json()?,
            extra: cells.json()?,
            threshold: cells.count()?,
        })),
        _ => Record::Person(Box::new(record::Person {
            id: PersonId::parse(&id).map_err(wrong)?,
            name: cells.plain()?,
            role: cells.maybe_word("role", role)?,
            badges: cells.json()?,
            extra: cells.json()?,
        })),
    })
}

fn review(item: record::Common, mut cells: Cells<'_>) -> Result<record::Review> {
    Ok(record::Review {
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
        extra: Extra::new(),
    })
}

pub(super) fn key(keys: &HashMap<ItemId, String>, id: ItemId) -> Result<String> {
    keys.get(&id).cloned().ok_or_else(|| Error::row("item", id))
}
