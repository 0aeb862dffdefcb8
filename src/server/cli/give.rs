//! `parvis export`: everything without loss, or the published reviews in the forms of others.

use super::{Store, site};
use crate::exchange::{self, Form, Given, Giving};
use crate::lines;
use clap::Args;
use parvis_model::id::SiteId;
use std::path::PathBuf;

const RULES: &str = "\
Without --format everything is written, seen by everybody or not, so that an import elsewhere makes the same
site. Every other form holds published reviews only, the newest first; what it has no room for is told.

No cell of a table begins with a sign that a spreadsheet would compute with; an import undoes the guard.
JSON-LD tells of each product its mean and its newest 20 reviews, and nothing of the brand or by it.";

/// What an export is asked for.
#[derive(Debug, Args)]
#[command(after_long_help = RULES)]
pub(super) struct Give {
    #[command(flatten)]
    store: Store,
    /// The site to write out
    #[arg(long, env = "PARVIS_SITE", value_parser = site)]
    site: SiteId,
    /// jsonl; for reviews judgeme, yotpo, loox, google, jsonld, jsonfeed, atom
    #[arg(long, value_parser = form, default_value = "jsonl", hide_default_value = true)]
    format: Wanted,
    /// The address of this service, for pictures
    #[arg(long, env = "PARVIS_BASE", value_name = "URL", value_parser = address, help_heading = "Reviews")]
    base: Option<String>,
    /// The address of the page of a product, such as https://brand.example/p/{subject} [default: the `url` of each
    /// subject]
    #[arg(long, value_name = "URL", value_parser = page, help_heading = "Reviews")]
    product_url: Option<String>,
    /// The file; of JSON Lines with its pictures beside it in pictures/ [default: the standard output]
    file: Option<PathBuf>,
}

/// What is written.
#[derive(Clone, Copy, Debug)]
enum Wanted {
    Everything,
    Reviews(Form),
}

impl Give {
    /// Does it, and tells it.
    pub async fn run(self) -> anyhow::Result<()> {
        let db = self.store.open().await?;
        match self.format {
            Wanted::Everything => {
                let outcome = lines::export(&db, &self.site, &self.store.media(), self.file.as_deref()).await;
                db.close().await;
                eprintln!("{} rows of {}", outcome?, self.site);
            }
            Wanted::Reviews(form) => {
                let Self { site, base, product_url, file, .. } = self;
                let giving = Giving { site, form, base, product_url, file };
                let outcome = exchange::give(&db, &giving).await;
                db.close().await;
                let Given { n_reviews, left_out } = outcome?;
                eprintln!("{n_reviews} reviews of {}", giving.site);
                for (what, count) in left_out {
                    eprintln!("  not in the file: {what} ({count})");
                }
            }
        }
        Ok(())
    }
}

fn form(text: &str) -> Result<Wanted, String> {
    if text == "jsonl" {
        return Ok(Wanted::Everything);
    }
    let found = Form::ALL.iter().find(|(word, _)| *word == text);
    found.map(|(_, form)| Wanted::Reviews(*form)).ok_or_else(|| {
        let words = Form::ALL.map(|(word, _)| word).join(", ");
        format!("the forms are jsonl, {words}")
    })
}

/// An address of the web, without a slash at its end.
pub(super) fn address(text: &str) -> Result<String, String> {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    if is_web {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err("an address begins with https://".to_owned())
    }
}

fn page(text: &str) -> Result<String, String> {
    let is_page = address(text).is_ok() && text.contains("{subject}");
    if is_page { Ok(text.to_owned()) } else { Err("it begins with https:// and holds {subject}".to_owned()) }
}
