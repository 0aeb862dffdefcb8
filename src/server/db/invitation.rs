//! Invitations to review: issued once for each order, used once, in the transaction of the review itself.
//!
//! Whoever reads the database cannot use them: only prints of tokens are kept. A token is 128 bits that nobody can guess
//! without the secret of the service, so its print needs no salt.

use super::Db;
use super::error::{Error, Result};
use super::item::Kind;
use super::load::{Taken, missing, taken};
use super::record::{self, Record};
use super::records::key;
use super::row::{Cells, number};
use super::write::Write;
use parvis_model::fault::{Fault, Rule};
use parvis_model::id::{ItemId, SiteId, SubjectId};
use parvis_model::review::Received;
use parvis_model::time::Time;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// An invitation about to be issued.
#[derive(Clone, Copy, Debug)]
pub struct Invitation<'a> {
    /// What is to be reviewed.
    pub subject: &'a SubjectId,
    /// The order, as the shop calls it.
    pub order: &'a str,
    /// The token, of which a print is kept.
    pub token: &'a str,
    /// What the campaign gives for the review.
    pub received: Received,
    /// When it stops being good.
    pub expires: Time,
}

/// What is kept of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Whether it was issued just now.
    pub is_new: bool,
    /// Whether its token is the one it was to be issued with.
    pub is_token: bool,
    /// Whether a review was written with it.
    pub is_used: bool,
    /// What its campaign gives.
    pub received: Received,
    /// When it stops being good.
    pub expires: Time,
}

impl Write {
    /// Issues an invitation; one for the same order and subject stays as it was issued first. The subject must be there.
    pub async fn invite(&mut self, new: &Invitation<'_>) -> Result<Issued> {
        let print = print(new.token);
        let written = sqlx::query(
            "INSERT INTO invitations (site, subject, reference, print, received, issued, expires) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (site, subject, reference) DO NOTHING",
        )
        .bind(self.site.as_str())
        .bind(new.subject.as_str())
        .bind(new.order)
        .bind(print.as_str())
        .bind(new.received.as_str())
        .bind(self.now.as_millis())
        .bind(new.expires.as_millis())
        .execute(self.connection())
        .await?;
        let row = sqlx::query(
            "SELECT print, received, expires, item FROM invitations \
             WHERE site = $1 AND subject = $2 AND reference = $3",
        )
        .bind(self.site.as_str())
        .bind(new.subject.as_str())
        .bind(new.order)
        .fetch_one(self.connection())
        .await?;
        let mut cells = Cells::new(&row);
        Ok(Issued {
            is_new: written.rows_affected() == 1,
            is_token: cells.plain::<String>()? == print,
            received: cells.word("received", Received::parse)?,
            expires: cells.time()?,
            is_used: cells.maybe_id()?.is_some(),
        })
    }

    /// Uses an invitation for a review of its subject, and gives what its campaign gives. Two at once queue at its row,
    /// so that one of them finds it used. [`Error::Invalid`] when it is not good.
    pub(super) async fn redeem(&mut self, token: &str, about: &SubjectId, id: ItemId) -> Result<Received> {
        let print = print(token);
        let used = sqlx::query(
            "UPDATE invitations SET item = $1 WHERE site = $2 AND print = $3 AND subject = $4 \
             AND item IS NULL AND expires > $5 RETURNING received",
        )
        .bind(number(id))
        .bind(self.site.as_str())
        .bind(print.as_str())
        .bind(about.as_str())
        .bind(self.now.as_millis())
        .fetch_optional(self.connection())
        .await?;
        if let Some(row) = used {
            return Cells::new(&row).word("received", Received::parse);
        }
        let row = sqlx::query("SELECT subject, item FROM invitations WHERE site = $1 AND print = $2")
            .bind(self.site.as_str())
            .bind(print.as_str())
            .fetch_optional(self.connection())
            .await?;
        let rule = match row {
            None => Rule::Unknown,
            Some(row) => {
                let mut cells = Cells::new(&row);
                let subject: String = cells.plain()?;
                match cells.maybe_id()? {
                    _ if subject != about.as_str() => Rule::NotAllowed,
                    Some(_) => Rule::Used,
                    None => Rule::Expired,
                }
            }
        };
        Err(Error::Invalid(vec![Fault::new("invitation", rule)]))
    }

    /// Takes an invitation of an import. One that is there stays; that it was used is taken over.
    pub(super) async fn load_invitation(&mut self, new: &record::Invitation) -> Result<Taken> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if new.print.len() != 64 || !new.print.bytes().all(is_digit) {
            return Ok(Taken::Refused("`print` is not 64 hexadecimal digits".to_owned()));
        }
        let item = match &new.item {
            None => None,
            Some(reference) => match self.referred(reference, Some(Kind::Review)).await? {
                None => return Ok(missing("review", reference)),
                found => found.map(number),
            },
        };
        if !self.has_subject(&new.subject).await? {
            return Ok(missing("subject", new.subject.as_str()));
        }
        let written = sqlx::query(
            "INSERT INTO invitations (site, subject, reference, print, received, issued, expires, item) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        )
        .bind(self.site.as_str())
        .bind(new.subject.as_str())
        .bind(new.order.as_str())
        .bind(new.print.as_str())
        .bind(new.received.as_str())
        .bind(new.at.as_millis())
        .bind(new.expires.as_millis())
        .bind(item)
        .execute(self.connection())
        .await?;
        if written.rows_affected() == 1 || item.is_none() {
            return Ok(taken(written.rows_affected() == 1));
        }
        let used = sqlx::query(
            "UPDATE invitations SET item = $1 WHERE site = $2 AND item IS NULL \
                 AND (print = $3 OR (subject = $4 AND reference = $5))",
        )
        .bind(item)
        .bind(self.site.as_str())
        .bind(new.print.as_str())
        .bind(new.subject.as_str())
        .bind(new.order.as_str())
        .execute(self.connection())
        .await?;
        Ok(taken(used.rows_affected() == 1))
    }

    async fn has_subject(&mut self, subject: &SubjectId) -> Result<bool> {
        let row = sqlx::query("SELECT 1 FROM subjects WHERE site = $1 AND id = $2")
            .bind(self.site.as_str())
            .bind(subject.as_str())
            .fetch_optional(self.connection())
            .await?;
        Ok(row.is_some())
    }
}

impl Db {
    pub(super) async fn invitation_records(
        &self,
        site: &SiteId,
        keys: &HashMap<ItemId, String>,
    ) -> Result<Vec<Record>> {
        let rows = sqlx::query(
            "SELECT issued, subject, reference, print, received, expires, item FROM invitations WHERE site = $1",
        )
        .bind(site.as_str())
        .fetch_all(self.readers())
        .await?;
        let mut invitations = rows
            .iter()
            .map(|row| {
                let mut cells = Cells::new(row);
                Ok(record::Invitation {
                    at: cells.time()?,
                    subject: cells.word("subject", |text| SubjectId::parse(text).ok())?,
                    order: cells.plain()?,
                    print: cells.plain()?,
                    received: cells.word("received", Received::parse)?,
                    expires: cells.time()?,
                    item: cells.maybe_id()?.map(|id| key(keys, id)).transpose()?,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        invitations.sort_by(|a, b| (a.at, &a.subject, &a.order).cmp(&(b.at, &b.subject, &b.order)));
        Ok(invitations.into_iter().map(Record::Invitation).collect())
    }
}

/// What is kept of a token.
fn print(token: &str) -> String {
    Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect()
}
