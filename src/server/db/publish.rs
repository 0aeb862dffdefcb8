//! Publishing: new posts, replies, reviews and ideas with all that belongs to them.

use super::error::{Error, Result};
use super::item::{Kind, State, role_word};
use super::row::{Cells, number};
use super::signal::Activity;
use super::write::Write;
use parvis_model::draft::{NewIdea, NewPost, NewReply, NewReview};
use parvis_model::fault::{Fault, Rule};
use parvis_model::id::{BoardId, ItemId, SubjectId};
use parvis_model::item::Disclosure;
use parvis_model::live::Live;
use parvis_model::person::Person;
use parvis_model::review::{Received, Verified};
use parvis_model::time::Time;

/// The common part of an item about to be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Common<'a> {
    pub kind: Kind,
    pub state: State,
    pub at: Time,
    pub edited: Option<Time>,
    pub author: &'a str,
    pub circle: Option<&'a str>,
    pub lang: &'a str,
    pub disclosure: Option<Disclosure>,
    /// The id in the source of an import; none for an item born here.
    pub key: Option<&'a str>,
    pub title: Option<&'a str>,
    pub text: &'a str,
    pub base: Base,
}

/// What was counted before an import.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Base {
    pub useful: u32,
    pub not_useful: u32,
    pub save: u32,
    pub replies: u32,
}

/// The columns of a review.
pub(super) struct ReviewRow<'a> {
    pub subject: &'a str,
    pub stars: u8,
    pub experienced: Option<i32>,
    pub recommends: Option<bool>,
    pub verified: Verified,
    pub verified_by: Option<&'a str>,
    pub received: &'a str,
    pub scales: String,
    pub context: String,
}

impl Write {
    /// Publishes a post. `id` is used, or the next free one: the answer is the id it received.
    /// [`Error::Invalid`] when its circle, its pictures or the post it takes up are not there.
    pub async fn post(&mut self, id: ItemId, by: &Person, new: &NewPost, state: State) -> Result<ItemId> {
        self.person(by).await?;
        let circle = new.circle.as_ref().map(|circle| circle.as_str());
        let common = Common {
            circle,
            disclosure: new.disclosure,
            title: new.title.as_deref(),
            ..fresh(Kind::Post, state, self.now, by, new.lang.as_str(), &new.text)
        };
        let id = self.insert(id, &common).await?.ok_or(Error::NotFound)?;
        if let Some(earlier) = new.reprise_of {
            self.take_up(id, earlier).await?;
        }
        self.show(id, &new.pictures).await?;
        if state == State::Published {
            self.append(Live::Posted { item: id, circle: new.circle.clone() }).await?;
        }
        Ok(id)
    }

    /// Publishes a reply to an item or to another reply; it counts as an act on the root of the thread.
    pub async fn reply(
        &mut self,
        id: ItemId,
        by: &Person,
        on: ItemId,
        new: &NewReply,
        state: State,
    ) -> Result<ItemId> {
        self.published(on, None).await?;
        self.person(by).await?;
        let common = fresh(Kind::Reply, state, self.now, by, new.lang.as_str(), &new.text);
        let id = self.insert(id, &common).await?.ok_or(Error::NotFound)?;
        let (root, n_replies) = self.hang(id, on, &common).await?;
        if state == State::Published {
            self.append(Live::Replied { item: id, on, root, n_replies }).await?;
        }
        Ok(id)
    }

    /// Publishes a review. [`Error::NotFound`] when the subject is not there, [`Error::Invalid`] when the invitation
    /// it came with is not good for it. One that is good says how the review was checked, and what was received if its
    /// campaign gives something: the author cannot take that label away.
    pub async fn review(
        &mut self,
        id: ItemId,
        by: &Person,
        subject: &SubjectId,
        new: &NewReview,
        verified: Verified,
        state: State,
    ) -> Result<ItemId> {
        self.person(by).await?;
        let common = Common {
            title: new.title.as_deref(),
            ..fresh(Kind::Review, state, self.now, by, new.lang.as_str(), &new.text)
        };
        let id = self.insert(id, &common).await?.ok_or(Error::NotFound)?;
        let (mut verified, mut received) = (verified, new.received);
        if let Some(token) = &new.invitation {
            let given = self.redeem(token, subject, id).await?;
            if verified == Verified::None {
                verified = Verified::Invitation;
            }
            received = if given == Received::Nothing { received } else { given };
        }
        let row = ReviewRow {
            subject: subject.as_str(),
            stars: new.stars.as_u8(),
            experienced: Some(new.experienced.as_number()),
            recommends: new.recommends,
            verified,
            verified_by: None,
            received: received.as_str(),
            scales: serde_json::to_string(&new.scales)?,
            context: "{}".to_owned(),
        };
        self.insert_review(id, &row).await?;
        self.show(id, &new.pictures).await?;
        if state == State::Published {
            self.append(Live::Reviewed { item: id, subject: subject.clone() }).await?;
        }
        Ok(id)
    }

    /// Publishes an idea, open for votes. [`Error::NotFound`] when the board is not there.
    pub async fn idea(
        &mut self,
        id: ItemId,
        by: &Person,
        board: &BoardId,
        new: &NewIdea,
        state: State,
    ) -> Result<ItemId> {
        self.person(by).await?;
        let circle = new.circle.as_ref().map(|circle| circle.as_str());
        let common = Common {
            circle,
            title: Some(&new.title),
            ..fresh(Kind::Idea, state, self.now, by, new.lang.as_str(), &new.text)
        };
        let id = self.insert(id, &common).await?.ok_or(Error::NotFound)?;
        self.insert_idea(id, board.as_str(), new.need.as_deref(), "open", [0; 3]).await?;
        if state == State::Published {
            self.append(Live::Proposed { item: id, board: board.clone() }).await?;
        }
        Ok(id)
    }

    /// Makes a person known, or known anew: name, role and badges follow the newest write.
    pub(super) async fn person(&mut self, person: &Person) -> Result<()> {
        sqlx::query(
            "INSERT INTO persons (site, id, name, role, badges, extra) VALUES ($1, $2, $3, $4, $5, '{}') \
             ON CONFLICT (site, id) DO UPDATE SET name = excluded.name, role = excluded.role, \
             badges = excluded.badges WHERE persons.name <> excluded.name \
             OR persons.role IS DISTINCT FROM excluded.role OR persons.badges <> excluded.badges",
        )
        .bind(self.site.as_str())
        .bind(person.id.as_str())
        .bind(person.name.as_str())
        .bind(person.role.map(role_word))
        .bind(serde_json::to_string(&person.badges)?)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Writes the common part and gives the id it received; nothing when its key is there already.
    pub(super) async fn insert(&mut self, mut id: ItemId, new: &Common<'_>) -> Result<Option<ItemId>> {
        loop {
            let key = new.key.map_or_else(|| id.to_string(), str::to_owned);
            let written = sqlx::query(
                "INSERT INTO items (id, site, kind, state, at, edited, author, circle, lang, disclosure, key, \
                 title, text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
                 ON CONFLICT DO NOTHING",
            )
            .bind(number(id))
            .bind(self.site.as_str())
            .bind(new.kind.as_str())
            .bind(new.state.as_str())
            .bind(new.at.as_millis())
            .bind(new.edited.map(Time::as_millis))
            .bind(new.author)
            .bind(new.circle)
            .bind(new.lang)
            .bind(new.disclosure.map(Disclosure::as_str))
            .bind(key)
            .bind(new.title)
            .bind(new.text)
            .execute(self.connection())
            .await
            .map_err(|error| {
                Error::or_missing(error, Error::Invalid(vec![Fault::new("circle", Rule::NotAllowed)]))
            })?;
            if written.rows_affected() == 1 {
                break;
            }
            if let Some(key) = new.key
                && self.keyed(key).await?.is_some()
            {
                return Ok(None);
            }
            id = id.bumped();
        }
        let Base { useful, not_useful, save, replies } = new.base;
        let activity = Activity::counted(useful, save, replies, new.at);
        sqlx::query(
            "INSERT INTO signals (item, base_useful, base_not_useful, base_save, base_replies, useful, \
             not_useful, save, replies, hot, tail, as_of) VALUES ($1, $2, $3, $4, $5, 0, 0, 0, 0, $6, $7, $8)",
        )
        .bind(number(id))
        .bind(i64::from(useful))
        .bind(i64::from(not_useful))
        .bind(i64::from(save))
        .bind(i64::from(replies))
        .bind(activity.hot)
        .bind(activity.tail)
        .bind(activity.as_of.as_millis())
        .execute(self.connection())
        .await?;
        Ok(Some(id))
    }

    /// Hangs a reply into its thread and counts it; gives the root and how many replies it has now.
    pub(super) async fn hang(&mut self, id: ItemId, on: ItemId, new: &Common<'_>) -> Result<(ItemId, u32)> {
        let row = sqlx::query("SELECT root FROM replies WHERE item = $1")
            .bind(number(on))
            .fetch_optional(self.connection())
            .await?;
        let root = row.map(|row| Cells::new(&row).id()).transpose()?.unwrap_or(on);
        sqlx::query("INSERT INTO replies (item, reply_to, root) VALUES ($1, $2, $3)")
            .bind(number(id))
            .bind(number(on))
            .bind(number(root))
            .execute(self.connection())
            .await?;
        let one = i64::from(new.state == State::Published);
        let row = sqlx::query(
            "UPDATE signals SET replies = replies + $2 WHERE item = $1 RETURNING base_replies + replies",
        )
        .bind(number(root))
        .bind(one)
        .fetch_one(self.connection())
        .await?;
        let n_replies = Cells::new(&row).count()?;
        if on != root {
            sqlx::query("UPDATE signals SET replies = replies + $2 WHERE item = $1")
                .bind(number(on))
                .bind(one)
                .execute(self.connection())
                .await?;
        }
        if new.state == State::Published {
            self.act(root, new.author, "reply", new.at).await?;
        }
        Ok((root, n_replies))
    }

    pub(super) async fn insert_review(&mut self, id: ItemId, row: &ReviewRow<'_>) -> Result<()> {
        sqlx::query(
            "INSERT INTO reviews (item, site, subject, stars, experienced, recommends, verified, verified_by, \
             received, scales, context) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(number(id))
        .bind(self.site.as_str())
        .bind(row.subject)
        .bind(i64::from(row.stars))
        .bind(row.experienced.map(i64::from))
        .bind(row.recommends.map(i64::from))
        .bind(row.verified.as_str())
        .bind(row.verified_by)
        .bind(row.received)
        .bind(row.scales.as_str())
        .bind(row.context.as_str())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    pub(super) async fn insert_idea(
        &mut self,
        id: ItemId,
        board: &str,
        need: Option<&str>,
        status: &str,
        base: [u32; 3],
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO ideas (item, site, board, need, status, agree, pass, disagree, base_agree, base_pass, \
             base_disagree) VALUES ($1, $2, $3, $4, $5, 0, 0, 0, $6, $7, $8)",
        )
        .bind(number(id))
        .bind(self.site.as_str())
        .bind(board)
        .bind(need)
        .bind(status)
        .bind(i64::from(base[0]))
        .bind(i64::from(base[1]))
        .bind(i64::from(base[2]))
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Says which earlier post this one takes up again.
    pub(super) async fn take_up(&mut self, id: ItemId, earlier: ItemId) -> Result<()> {
        sqlx::query("INSERT INTO reprises (item, reprise_of) VALUES ($1, $2)")
            .bind(number(id))
            .bind(number(earlier))
            .execute(self.connection())
            .await
            .map_err(|error| {
                Error::or_missing(error, Error::Invalid(vec![Fault::new("reprise_of", Rule::NotAllowed)]))
            })?;
        Ok(())
    }

    /// The item an import gave this key.
    pub(super) async fn keyed(&mut self, key: &str) -> Result<Option<(ItemId, Kind)>> {
        let row = sqlx::query("SELECT id, kind FROM items WHERE site = $1 AND key = $2")
            .bind(self.site.as_str())
            .bind(key)
            .fetch_optional(self.connection())
            .await?;
        row.map(|row| {
            let mut cells = Cells::new(&row);
            Ok((cells.id()?, cells.word("kind", Kind::parse)?))
        })
        .transpose()
    }

    /// [`Error::NotFound`] unless the item is published on this site, and of this kind if one is asked for.
    pub(super) async fn published(&mut self, item: ItemId, kind: Option<Kind>) -> Result<()> {
        let row = sqlx::query("SELECT kind FROM items WHERE id = $1 AND site = $2 AND state = 'published'")
            .bind(number(item))
            .bind(self.site.as_str())
            .fetch_optional(self.connection())
            .await?;
        let found = row.map(|row| Cells::new(&row).word("kind", Kind::parse)).transpose()?;
        match (found, kind) {
            (Some(found), Some(kind)) if found == kind => Ok(()),
            (Some(_), None) => Ok(()),
            _ => Err(Error::NotFound),
        }
    }
}

fn fresh<'a>(kind: Kind, state: State, at: Time, by: &'a Person, lang: &'a str, text: &'a str) -> Common<'a> {
    Common {
        kind,
        state,
        at,
        edited: None,
        author: by.id.as_str(),
        circle: None,
        lang,
        disclosure: None,
        key: None,
        title: None,
        text,
        base: Base::default(),
    }
}
