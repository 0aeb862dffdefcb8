//! `parvis invite`: what can be asked for, and what is told afterwards.

use super::{Store, site};
use crate::auth::Seal;
use crate::invite::{self, Campaign, Orders, Outcome};
use anyhow::Context;
use clap::Args;
use parvis_model::id::SiteId;
use parvis_model::review::Received;
use parvis_model::time::{DAY, Time};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const RULES: &str = "\
The table has a header with the columns order and subject: what the shop calls the order, and the key of what was
bought. Other columns are not read, so no address and no name of a customer is kept. With commas, semicolons or
tabs, in UTF-8, UTF-16 or Windows-1252.

Each row becomes a link to the page, in a table with the columns order, subject, link and expires. Whoever opens it
and writes a review there has it marked as verified by an invitation; it is good for one review.

An order is invited once for each subject. Asked again, the same links come out, except those that were used or whose
time is over; those are told, with each row that cannot be taken.";

/// What an invitation is asked for.
#[derive(Debug, Args)]
#[command(after_long_help = RULES)]
pub(super) struct Invite {
    #[command(flatten)]
    store: Store,
    /// The file with the secret of this service, out of which links are made [default: secret, beside the SQLite file]
    #[arg(long, env = "PARVIS_SECRET_FILE")]
    secret_file: Option<PathBuf>,
    /// The site
    #[arg(value_parser = site)]
    site: SiteId,
    /// The table of orders
    orders: PathBuf,
    /// The page that shows <parvis-reviews>, such as https://brand.example/p/{subject}
    #[arg(long, value_name = "URL", value_parser = page)]
    page: String,
    /// The table of links [default: the standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// A folder for a QR code of each link, as SUBJECT/ORDER.svg
    #[arg(long, value_name = "FOLDER")]
    qr: Option<PathBuf>,
    /// What is given for the review: nothing, product, discount or other. Whoever gets something cannot take away the
    /// label that says so
    #[arg(long, value_parser = received, default_value = "nothing")]
    received: Received,
    /// How many days the links are good for
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=1_095))]
    days: u16,
}

impl Invite {
    /// Does it, and tells it.
    pub async fn run(self, now: Time) -> anyhow::Result<()> {
        let Orders { rows, refused, unread } = invite::read(&self.orders)?;
        let secret = self.secret_file.unwrap_or_else(|| self.store.beside("secret"));
        // Links of another secret than the service's could never be made again.
        let told = "the secret of the service: start it once, or name the file with --secret-file";
        anyhow::ensure!(secret.exists(), "{} is not there: {told}", secret.display());
        let seal = Seal::from_file(&secret)?;
        let campaign = Campaign {
            site: self.site,
            page: self.page,
            received: self.received,
            expires: now.plus(i64::from(self.days) * DAY),
        };
        let db = self.store.open().await?;
        let outcome = invite::invite(&db, &seal, &campaign, &rows, now).await;
        db.close().await;
        let Outcome { links, n_new, told } = outcome?;
        let table = invite::table(&links)?;
        match &self.out {
            Some(file) => write_whole(file, &table)?,
            None => std::io::stdout().write_all(&table)?,
        }
        if let Some(folder) = &self.qr {
            invite::squares(&links, folder)?;
        }
        eprintln!("{n_new} invited, {} invited before", links.len() - n_new);
        for column in unread {
            eprintln!("  column {column}: not read");
        }
        for reason in refused.iter().chain(&told) {
            eprintln!("  {reason}");
        }
        Ok(())
    }
}

/// A file appears whole or not at all.
fn write_whole(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let told = || format!("cannot write {}; asked again, the same links come out", file.display());
    let draft = PathBuf::from(format!("{}.part", file.display()));
    private(&draft).and_then(|mut file| file.write_all(bytes)).with_context(told)?;
    fs::rename(&draft, file).with_context(told)
}

/// A file for nobody else on the machine: who holds a link writes as its customer.
fn private(file: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

fn page(text: &str) -> Result<String, String> {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    let is_plain = !text.chars().any(|letter| letter.is_whitespace() || letter.is_control());
    match () {
        () if !is_web || !is_plain => Err("an address begins with https:// and holds no blanks".to_owned()),
        () if text.contains('#') => Err("an address without #: the invitation comes after it".to_owned()),
        () if text.len() > 1_000 => Err("an address of 1,000 letters at most".to_owned()),
        () => Ok(text.to_owned()),
    }
}

fn received(text: &str) -> Result<Received, String> {
    let words = || Received::ALL.map(Received::as_str).join(", ");
    Received::parse(text).ok_or_else(|| format!("one of {}", words()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leaves_room_for_the_invitation() {
        assert!(page("https://brand.example/p/{subject}?lang=fr").is_ok());
        for wrong in ["brand.example", "javascript:alert(1)", "https://a/#reviews", "https://a b/"] {
            assert!(page(wrong).is_err(), "{wrong}");
        }
        assert_eq!(received("product"), Ok(Received::Product));
        assert_eq!(received("gift").unwrap_err(), "one of nothing, product, discount, other");
    }
}
