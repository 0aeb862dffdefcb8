//! Writing the published reviews of a site for others: what is told of each, and the file as a whole.

use super::format::{Format, JUDGEME_IN};
use super::{google, linked, news, table_out};
use crate::db::{Db, Shared};
use crate::news::Form as News;
use anyhow::{Context, bail};
use parvis_model::id::{SiteId, SubjectId};
use parvis_model::lang::Lang;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// What published reviews can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A format that others load.
    Exchange(Format),
    /// JSON-LD for the pages of products.
    Linked,
    /// JSON Feed 1.1.
    JsonFeed,
    /// Atom.
    Atom,
}

/// What an export is asked for.
#[derive(Clone, Debug)]
pub struct Giving {
    /// The site.
    pub site: SiteId,
    /// What to write.
    pub form: Form,
    /// The address of the service, for pictures and keys; without a slash at its end.
    pub base: Option<String>,
    /// The address of the page of a product, with `{subject}` in it.
    pub product_url: Option<String>,
    /// The file; none for the standard output.
    pub file: Option<PathBuf>,
}

/// What became of the reviews of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Reviews written.
    pub n_reviews: u64,
    /// Reviews and parts of them that the form has no room for, and how many.
    pub left_out: BTreeMap<&'static str, u64>,
}

/// The site around the reviews.
pub(super) struct Around {
    pub site: SiteId,
    pub name: String,
    pub lang: Lang,
    pub base: Option<String>,
    subjects: HashMap<SubjectId, About>,
    pub given: Given,
}

/// A product as others know it.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    pub name: String,
    pub url: Option<String>,
    pub trade: BTreeMap<String, Vec<String>>,
}

impl Form {
    /// Every form with the word of the command line.
    pub const ALL: [(&'static str, Self); 7] = [
        ("judgeme", Self::Exchange(Format::Judgeme)),
        ("yotpo", Self::Exchange(Format::Yotpo)),
        ("loox", Self::Exchange(Format::Loox)),
        ("google", Self::Exchange(Format::Google)),
        ("jsonld", Self::Linked),
        ("jsonfeed", Self::JsonFeed),
        ("atom", Self::Atom),
    ];
}

impl Around {
    /// What is told of a subject.
    pub fn about(&self, subject: &SubjectId) -> About {
        self.subjects.get(subject).cloned().unwrap_or_default()
    }

    /// The addresses of the pictures of a review; told as left out where the service has no address.
    pub fn pictures(&mut self, shared: &Shared) -> Vec<String> {
        let media = &shared.review.item.media;
        match &self.base {
            Some(base) => media.iter().map(|shown| format!("{base}/media/{}", shown.file)).collect(),
            None => {
                self.leave("pictures: --base names the service that shows them", media.len() as u64);
                Vec::new()
            }
        }
    }

    /// Counts what is left out.
    pub fn leave(&mut self, what: &'static str, count: u64) {
        if count > 0 {
            *self.given.left_out.entry(what).or_default() += count;
        }
    }
}

/// Writes every published review of a site. Nothing that is held or removed is ever in it. A file appears
/// whole or not at all.
pub async fn give(db: &Db, giving: &Giving) -> anyhow::Result<Given> {
    let Some(file) = &giving.file else {
        let mut out = BufWriter::new(std::io::stdout().lock());
        let given = write(db, giving, &mut out).await?;
        out.flush()?;
        return Ok(given);
    };
    let told = || format!("cannot write {}", file.display());
    let draft = PathBuf::from(format!("{}.part", file.display()));
    let written = write_file(db, giving, &draft).await;
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    let given = written.with_context(told)?;
    fs::rename(&draft, file).with_context(told)?;
    Ok(given)
}

async fn write_file(db: &Db, giving: &Giving, file: &Path) -> anyhow::Result<Given> {
    let mut out = BufWriter::new(File::create(file)?);
    let given = write(db, giving, &mut out).await?;
    out.into_inner().map_err(|error| error.into_error())?.sync_all()?;
    Ok(given)
}

async fn write(db: &Db, giving: &Giving, out: &mut dyn Write) -> anyhow::Result<Given> {
    let constants = db.constants(&giving.site).await?;
    let constants = constants.with_context(|| format!("there is no site `{}`", giving.site))?;
    let mut subjects = HashMap::new();
    for (id, subject) in db.subject_records(&giving.site).await? {
        let lang = constants.languages.first().map_or("en", Lang::as_str);
        let made = giving.product_url.as_ref().map(|url| url.replace("{subject}", id.as_str()));
        let own = subject.extra.get("url").and_then(Value::as_str).map(str::to_owned);
        let list = |value: &Value| -> Option<Vec<String>> {
            Some(value.as_array()?.iter().filter_map(|entry| entry.as_str().map(str::to_owned)).collect())
        };
        let trade =
            subject.extra.iter().filter_map(|(key, value)| Some((key.clone(), list(value)?))).collect();
        let name = subject.name.pick(lang).to_owned();
        subjects.insert(id, About { name, url: made.or(own), trade });
    }
    let mut around = Around {
        site: giving.site.clone(),
        name: constants.name,
        lang: constants.languages.into_iter().next().unwrap_or_default(),
        base: giving.base.clone(),
        subjects,
        given: Given::default(),
    };
    match giving.form {
        Form::Exchange(Format::Google) => {
            google::open(out, &around)?;
            db.shared_reviews(&giving.site, |shared| google::review(out, &mut around, &shared)).await?;
            google::close(out)?;
        }
        Form::Exchange(format) => {
            let columns = format.columns();
            let columns = if format == Format::Judgeme {
                columns.get(..JUDGEME_IN).unwrap_or(columns)
            } else {
                columns
            };
            let mut table = csv::Writer::from_writer(out);
            table.write_record(columns.iter().map(|(name, _)| *name))?;
            db.shared_reviews(&giving.site, |shared| -> anyhow::Result<()> {
                Ok(table.write_record(table_out::row(format, columns, &mut around, &shared))?)
            })
            .await?;
            table.flush()?;
        }
        Form::Linked => {
            let mut products = linked::Products::default();
            db.shared_reviews(&giving.site, |shared| -> anyhow::Result<()> {
                products.add(&mut around, &shared);
                Ok(())
            })
            .await?;
            let Some(document) = products.finish(&around) else {
                bail!("no review is published: there is nothing that search engines may be told");
            };
            serde_json::to_writer_pretty(&mut *out, &document)?;
            out.write_all(b"\n")?;
        }
        Form::JsonFeed => give_news(db, giving, out, News::Json, &mut around).await?,
        Form::Atom => give_news(db, giving, out, News::Atom, &mut around).await?,
    }
    Ok(around.given)
}

async fn give_news(
    db: &Db,
    giving: &Giving,
    out: &mut dyn Write,
    form: News,
    around: &mut Around,
) -> anyhow::Result<()> {
    let mut press = news::open(out, form, around);
    let give = |shared| -> anyhow::Result<()> { Ok(press.entry(&news::entry(form, around, &shared))?) };
    db.shared_reviews(&giving.site, give).await?;
    Ok(press.close()?)
}
