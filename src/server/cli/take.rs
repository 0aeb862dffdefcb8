//! `parvis import`: what can be asked for, and what is told afterwards.

use super::{Store, site, slug};
use crate::exchange::{Asked, Dates, Format, Products};
use crate::lines::{self, Import};
use anyhow::Context;
use clap::Args;
use parvis_model::id::{SiteId, SubjectId};
use parvis_model::lang::Lang;
use parvis_model::time::Time;
use std::fs;
use std::path::PathBuf;

const RULES: &str = "\
Every row is taken once, however often a file is read. A row that cannot be taken is told with its number and
its column, and stops nothing.

Reviews come in as Judge.me, Yotpo, Loox, Stamped, Okendo, Feefo, Site Reviews, the old app of Shopify and
Google's feed of product reviews 2.4 write them: with commas, semicolons or tabs, in UTF-8, UTF-16 or
Windows-1252, gzipped or not.

  People     addresses are dropped, family names are cut to a letter, an address is no name
  Checked    only where a column says so, and shown as checked by the service it comes from
  Notes      4,6 is rounded to the nearest star, the higher of two equally near
  Dates      those of the future, and those that can be meant in two ways (see --dates), are refused
  Twice      two rows of one author with the same words about one subject are one
  Replies    speak for the brand; what was not published at its source is held back
  Pictures   are taken from pictures/ beside the file, never fetched; see --wanted-pictures";

/// What an import is asked for.
#[derive(Debug, Args)]
#[command(after_long_help = RULES)]
pub(super) struct Take {
    #[command(flatten)]
    store: Store,
    /// The site to fill; made when it is not there
    #[arg(long, env = "PARVIS_SITE", value_parser = site)]
    site: SiteId,
    /// Only say what would become of every row of reviews: nothing is written
    #[arg(long)]
    dry_run: bool,
    /// Write what became of every row into a file, as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// The format of reviews: judgeme, yotpo, loox, stamped, okendo, shopify, feefo, site-reviews, google [default:
    /// known by the header]
    #[arg(long, value_parser = format, help_heading = "Reviews of other services")]
    format: Option<Format>,
    /// Make a subject for every product that has none
    #[arg(long, help_heading = "Reviews of other services")]
    create_subjects: bool,
    /// A table with the columns product and subject: which product is which subject
    #[arg(long, value_name = "FILE", help_heading = "Reviews of other services")]
    subject_map: Option<PathBuf>,
    /// The subject of every row, whatever the rows say
    #[arg(long, value_parser = subject, conflicts_with = "subject_map", help_heading = "Reviews of other services")]
    subject: Option<SubjectId>,
    /// How 05/03/2024 is meant: day-first or month-first; without it such rows are refused
    #[arg(long, value_parser = dates, help_heading = "Reviews of other services")]
    dates: Option<Dates>,
    /// The language of all reviews [default: known by their words]
    #[arg(long, value_parser = lang, help_heading = "Reviews of other services")]
    lang: Option<Lang>,
    /// Who checked the purchases that a file says were checked [default: the service it comes from]
    #[arg(long, value_name = "NAME", help_heading = "Reviews of other services")]
    verified_by: Option<String>,
    /// Write the pictures that are not beside the file as a list for `curl --create-dirs --config FILE`; best with
    /// --dry-run, because a review that was taken stays as it is
    #[arg(long, value_name = "FILE", help_heading = "Reviews of other services")]
    wanted_pictures: Option<PathBuf>,
    /// The name of the set that rows of public data belong to [default: the folder of each file]
    #[arg(long, value_parser = slug)]
    set: Option<String>,
    /// Files, plain or gzipped
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

impl Take {
    /// Does it, and tells it.
    pub async fn run(self, now: Time) -> anyhow::Result<()> {
        let map = self.subject_map.as_deref().map(Products::read_map).transpose()?;
        let products =
            Products { map: map.unwrap_or_default(), all: self.subject, make: self.create_subjects };
        let asked = Asked {
            format: self.format,
            products,
            dates: self.dates,
            lang: self.lang,
            verified_by: self.verified_by,
        };
        let order = Import {
            site: self.site,
            files: self.files,
            media: self.store.media(),
            set: self.set,
            now,
            asked,
            rehearses: self.dry_run,
        };
        let db = self.store.open().await?;
        let outcome = lines::import(&db, &order).await;
        db.close().await;
        let report = outcome?;
        print!("{report}");
        if order.rehearses {
            println!("nothing was written");
        }
        if let Some(file) = &self.report {
            let told = || format!("cannot write {}", file.display());
            fs::write(file, serde_json::to_vec_pretty(&report)?).with_context(told)?;
        }
        if let Some(file) = &self.wanted_pictures {
            fs::write(file, report.wanted()).with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(())
    }
}

fn format(text: &str) -> Result<Format, String> {
    let known = || Format::ALL.map(Format::as_str).join(", ");
    Format::parse(text).ok_or_else(|| format!("the formats are {}", known()))
}

fn subject(text: &str) -> Result<SubjectId, String> {
    SubjectId::parse(text).map_err(|error| format!("{error}: 1 to 64 letters, digits, - _ ."))
}

fn dates(text: &str) -> Result<Dates, String> {
    match text {
        "day-first" => Ok(Dates::DayFirst),
        "month-first" => Ok(Dates::MonthFirst),
        _ => Err("day-first or month-first".to_owned()),
    }
}

fn lang(text: &str) -> Result<Lang, String> {
    Lang::parse(text).ok_or_else(|| "a language is written as fr or pt-BR".to_owned())
}
