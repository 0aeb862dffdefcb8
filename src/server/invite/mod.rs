//! Inviting customers to review what they ordered: orders in, links and squares out.
//!
//! A link holds its token in the fragment of the brand's own page, which browsers tell no server. An order is invited
//! once for each subject; asked again, the same link comes out until it is used, because its token is derived.

mod orders;
mod square;
#[cfg(test)]
mod trials;

use crate::auth::{Seal, invitation};
use crate::db::{Db, Error, Invitation};
use crate::exchange::guarded;
use crate::lines::BATCH;
use anyhow::{Context, anyhow};
use orders::Order;
pub use orders::{Orders, read};
use parvis_model::id::{SiteId, SubjectId};
use parvis_model::invitation::FRAGMENT;
use parvis_model::review::Received;
use parvis_model::time::Time;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What customers are invited to.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// The site.
    pub site: SiteId,
    /// The brand's page, with `{subject}` in it where each subject has its own.
    pub page: String,
    /// What is given for the review.
    pub received: Received,
    /// When the invitations stop being good.
    pub expires: Time,
}

/// An invitation to hand over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What the shop calls the order.
    pub order: String,
    /// What is to be reviewed.
    pub subject: SubjectId,
    /// The address.
    pub link: String,
    /// When it stops being good.
    pub expires: Time,
}

/// What became of the orders.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Invitations that are good now, in the order of the rows.
    pub links: Vec<Link>,
    /// How many of them were issued just now.
    pub n_new: usize,
    /// Rows that give no link, or not the one asked for: each with its line and why.
    pub told: Vec<String>,
}

/// Invites to each order once. Fails only when the database does; what was issued until then stays, and another run
/// goes on from there.
///
/// # Errors
/// There is no such site, or the database fails.
pub async fn invite(
    db: &Db,
    seal: &Seal,
    campaign: &Campaign,
    orders: &[Order],
    now: Time,
) -> anyhow::Result<Outcome> {
    let subjects: BTreeSet<SubjectId> = db.subject_ids(&campaign.site).await?.into_iter().collect();
    let mut outcome = Outcome::default();
    let mut seen = BTreeSet::new();
    for orders in orders.chunks(usize::try_from(BATCH).unwrap_or(usize::MAX)) {
        let mut write = db.write(&campaign.site, now).await.map_err(|error| match error {
            Error::NotFound => anyhow!("there is no site `{}`", campaign.site),
            error => error.into(),
        })?;
        let mut links = Vec::new();
        for Order { line, order, subject } in orders {
            let mut tell = |what: &str| outcome.told.push(format!("line {line}, {what}"));
            if !subjects.contains(subject) {
                tell(&format!("column subject: there is no subject `{subject}`"));
                continue;
            }
            if !seen.insert((subject, order)) {
                tell("it is there twice");
                continue;
            }
            let token = invitation(&campaign.site, subject, order, seal);
            let new = Invitation {
                subject,
                order,
                token: &token,
                received: campaign.received,
                expires: campaign.expires,
            };
            let issued = write.invite(&new).await?;
            match () {
                () if issued.is_used => tell("the invitation has led to a review already"),
                () if !issued.is_token => {
                    tell("it was invited with another secret (--secret-file), and that link is the good one");
                }
                () if issued.expires <= now => {
                    tell(&format!("it was invited before, and that ended on {}", issued.expires.to_day()));
                }
                () => {
                    if issued.received != campaign.received {
                        let kept = issued.received.as_str();
                        tell(&format!("it was invited before, with --received {kept}: that stays"));
                    }
                    outcome.n_new += usize::from(issued.is_new);
                    let page = campaign.page.replace("{subject}", subject.as_str());
                    let link = format!("{page}#{FRAGMENT}{token}");
                    let (order, subject) = (order.clone(), subject.clone());
                    links.push(Link { order, subject, link, expires: issued.expires });
                }
            }
        }
        write.commit().await?;
        outcome.links.extend(links);
    }
    Ok(outcome)
}

/// The links as a table, guarded against formulas.
pub fn table(links: &[Link]) -> anyhow::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["order", "subject", "link", "expires"])?;
    for Link { order, subject, link, expires } in links {
        let expires = expires.to_string();
        let cells = [order.as_str(), subject.as_str(), link, &expires];
        out.write_record(cells.map(|cell| guarded(cell).into_owned()))?;
    }
    out.into_inner().context("the table cannot be written")
}

/// Draws the square of each link into a folder.
pub fn squares(links: &[Link], folder: &Path) -> anyhow::Result<()> {
    let mut places = square::Places::default();
    for Link { order, subject, link, .. } in links {
        let file = folder.join(places.place(subject, order));
        let told = || format!("cannot write {}", file.display());
        fs::create_dir_all(file.parent().unwrap_or(folder)).with_context(told)?;
        fs::write(&file, square::draw(link)?).with_context(told)?;
    }
    Ok(())
}
