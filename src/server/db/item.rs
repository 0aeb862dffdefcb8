//! What every item has in common: reading it whole, and where it stands.

use super::error::Result;
use super::row::{Cells, list};
use super::{Db, picture};
use parvis_model::board::Idea;
use parvis_model::feed::Post;
use parvis_model::id::{CircleId, ItemId, PersonId, SiteId};
use parvis_model::item::{Disclosure, Item, Marks};
use parvis_model::lang::Lang;
use parvis_model::markdown;
use parvis_model::person::{Person, Role};
use parvis_model::poll::Poll;
use parvis_model::review::Review;
use parvis_model::thread::Reply;
use serde::Serialize;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// An item of any kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// A post.
    Post(Post),
    /// A reply.
    Reply(Reply),
    /// A review.
    Review(Review),
    /// An idea.
    Idea(Idea),
    /// A poll.
    Poll(Poll),
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Everybody sees it.
    Published,
    /// The brand looks at it first.
    Held,
    /// It was taken down.
    Removed,
}

/// The kinds of items, as the column `kind` has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Post,
    Reply,
    Review,
    Idea,
    Poll,
}

impl Db {
    /// A published item of any kind.
    pub async fn entry(&self, site: &SiteId, id: ItemId) -> Result<Option<Entry>> {
        let row = sqlx::query("SELECT kind FROM items WHERE id = $1 AND site = $2")
            .bind(super::row::number(id))
            .bind(site.as_str())
            .fetch_optional(self.readers())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let ids = [id];
        Ok(match Cells::new(&row).word("kind", Kind::parse)? {
            Kind::Post => self.posts(site, &ids).await?.pop().map(Entry::Post),
            Kind::Reply => self.replies(site, &ids).await?.pop().map(Entry::Reply),
            Kind::Review => self.reviews(site, &ids).await?.pop().map(Entry::Review),
            Kind::Idea => self.ideas(site, &ids).await?.pop().map(Entry::Idea),
            Kind::Poll => self.poll(site, id).await?.map(Entry::Poll),
        })
    }

    /// The published items of one kind among `ids`.
    pub(super) async fn items(
        &self,
        site: &SiteId,
        kind: Kind,
        ids: &[ItemId],
    ) -> Result<HashMap<ItemId, Item>> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let sql = format!(
            "SELECT i.id, i.at, i.edited, i.author, p.name, p.role, p.badges, i.circle, i.lang, i.disclosure, \
             i.title, i.text, s.base_useful + s.useful, s.base_not_useful + s.not_useful, \
             s.base_save + s.save, s.base_replies + s.replies \
             FROM items i JOIN persons p ON p.site = i.site AND p.id = i.author \
             JOIN signals s ON s.item = i.id \
             WHERE i.site = $1 AND i.kind = $2 AND i.state = 'published' AND i.id IN ({})",
            list(ids)
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .persistent(false)
            .bind(site.as_str())
            .bind(kind.as_str())
            .fetch_all(self.readers())
            .await?;
        let mut pictures = picture::of_items(self, ids).await?;
        rows.iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                let id = cells.id()?;
                let item = Item {
                    id,
                    at: cells.time()?,
                    edited: cells.maybe_time()?,
                    by: person(&mut cells)?,
                    circle: cells.maybe_word("circle", |text| CircleId::parse(text).ok())?,
                    lang: cells.word("lang", Lang::parse)?,
                    disclosure: cells.maybe_word("disclosure", Disclosure::parse)?,
                    title: cells.plain()?,
                    text: markdown::parse(&cells.plain::<String>()?),
                    marks: Marks { useful: cells.count()?, not_useful: cells.count()?, save: cells.count()? },
                    n_replies: cells.count()?,
                    media: pictures.remove(&id).unwrap_or_default(),
                };
                Ok((id, item))
            })
            .collect()
    }
}

/// The columns `id, name, role, badges` of a person.
pub(super) fn person(cells: &mut Cells<'_>) -> Result<Person> {
    Ok(Person {
        id: cells.word("author", |text| PersonId::parse(text).ok())?,
        name: cells.plain()?,
        role: cells.maybe_word("role", role)?,
        badges: cells.json()?,
    })
}

/// The word of a role in the database.
pub(super) fn role_word(role: Role) -> &'static str {
    match role {
        Role::Brand => "brand",
        Role::Ambassador => "ambassador",
        Role::Leader => "leader",
    }
}

pub(super) fn role(word: &str) -> Option<Role> {
    [Role::Brand, Role::Ambassador, Role::Leader].into_iter().find(|role| role_word(*role) == word)
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Post, Self::Reply, Self::Review, Self::Idea, Self::Poll];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Reply => "reply",
            Self::Review => "review",
            Self::Idea => "idea",
            Self::Poll => "poll",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

impl State {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Published, Self::Held, Self::Removed];

    /// The word in the database and in lines of an export.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Held => "held",
            Self::Removed => "removed",
        }
    }

    /// Reads [`State::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}
