//! Taking a file of another service into a site: row by row, each review once, in batches.

use super::cell::Dates;
use super::feed::Feed;
use super::format::Format;
use super::products::Products;
use super::review::{self, Print, Rules, Told};
use super::row::{Refusal, Row};
use super::source::{self, Charset};
use super::table::Table;
use crate::db::record::{Record, Shown};
use crate::db::{Db, Taken, Write};
use crate::lines::{BATCH, FileReport, Gallery, Import};
use indicatif::ProgressBar;
use parvis_model::id::SubjectId;
use parvis_model::lang::Lang;
use std::collections::{BTreeSet, HashSet};
use std::io::BufRead;
use std::path::PathBuf;

/// What an import is told about files of other services.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The format; none to know it by the header.
    pub format: Option<Format>,
    /// Which products are which subjects.
    pub products: Products,
    /// How dates are meant that could be meant in two ways.
    pub dates: Option<Dates>,
    /// The language of all reviews; none to know it by their words.
    pub lang: Option<Lang>,
    /// Who checked what is said to be checked; none for the name of the service.
    pub verified_by: Option<String>,
}

/// What is on the site already.
pub(crate) struct Known {
    subjects: BTreeSet<SubjectId>,
    here: HashSet<Print>,
    home: Lang,
    brand: String,
    has_brand: bool,
}

impl Known {
    /// Reads it once for an import; a site that is not there yet has nothing.
    pub async fn read(db: &Db, order: &Import) -> anyhow::Result<Self> {
        let constants = db.constants(&order.site).await?;
        let home = constants.as_ref().and_then(|site| site.languages.first().cloned()).unwrap_or_default();
        let brand = constants.map_or_else(|| order.site.to_string(), |site| site.name);
        let mut here = HashSet::new();
        db.review_words(&order.site, |known| {
            let (subject, author, text) = (&known.subject, &known.author, &known.text);
            here.insert(review::print(subject, author, text, known.stars, known.at));
        })
        .await?;
        let subjects = db.subject_ids(&order.site).await?.into_iter().collect();
        Ok(Self { subjects, here, home, brand, has_brand: false })
    }
}

/// The rows of a file, whatever they are written in.
enum Rows {
    Table(Table),
    Feed(Feed),
}

impl Rows {
    fn open(mut reader: Box<dyn BufRead>, wanted: Option<Format>) -> anyhow::Result<Self> {
        let is_xml = reader.fill_buf()?.trim_ascii_start().starts_with(b"<");
        Ok(match wanted {
            Some(Format::Google) => Self::Feed(Feed::open(reader)?),
            None if is_xml => Self::Feed(Feed::open(reader)?),
            _ => Self::Table(Table::open(reader, wanted)?),
        })
    }

    fn format(&self) -> Format {
        match self {
            Self::Table(table) => table.format,
            Self::Feed(_) => Format::Google,
        }
    }

    fn next(&mut self) -> anyhow::Result<Option<Result<Row, Refusal>>> {
        match self {
            Self::Table(table) => table.next(),
            Self::Feed(feed) => feed.next(),
        }
    }
}

/// Takes every row of a file that can be taken; a rehearsal only says what would be.
pub(crate) async fn take(
    db: &Db,
    order: &Import,
    known: &mut Known,
    gallery: &mut Gallery,
    report: &mut FileReport,
    bar: &ProgressBar,
) -> anyhow::Result<()> {
    let path = report.path.clone();
    let charset = Charset::of(&path)?;
    if let Some(name) = charset.name() {
        report.note("", &format!("read as {name}"), None);
    }
    let mut rows = Rows::open(source::open(&path, charset, bar)?, order.asked.format)?;
    let format = rows.format();
    report.format = Some(format.as_str());
    if let Rows::Table(table) = &rows {
        table.unknown().for_each(|column| report.note(column, "not known: not kept", None));
    }
    let publisher = match &rows {
        Rows::Feed(feed) if !feed.publisher.is_empty() => feed.publisher.clone(),
        _ => format.name().to_owned(),
    };
    let (home, brand) = (known.home.clone(), known.brand.clone());
    let rules = Rules {
        format,
        products: &order.asked.products,
        dates: order.asked.dates,
        lang: order.asked.lang.as_ref(),
        home: &home,
        verified_by: order.asked.verified_by.as_deref().unwrap_or(&publisher),
        brand: &brand,
        now: order.now,
    };
    let mut batch = Batch { db, order, write: None, n_rows: 0 };
    let mut fresh = HashSet::new();
    while let Some(row) = rows.next()? {
        let read = row.and_then(|row| Ok((row.place, review::read(&row, &rules, &known.subjects)?)));
        match read {
            Err(refusal) => {
                report.refuse(refusal.place.row, refusal.place.line, refusal.column, refusal.reason)
            }
            Ok((place, told)) => {
                let row = Taking { place: (place.row, place.line), path: &path, rehearses: order.rehearses };
                row.take(told, &mut batch, known, &mut fresh, gallery, report).await?;
            }
        }
        batch.step().await?;
    }
    batch.end().await?;
    known.here.extend(fresh);
    Ok(())
}

/// The transaction of some rows.
struct Batch<'a> {
    db: &'a Db,
    order: &'a Import,
    write: Option<Write>,
    n_rows: u64,
}

impl Batch<'_> {
    async fn write(&mut self) -> anyhow::Result<&mut Write> {
        if self.write.is_none() {
            self.write = Some(self.db.write(&self.order.site, self.order.now).await?);
        }
        self.write.as_mut().ok_or_else(|| anyhow::anyhow!("there is no transaction"))
    }

    async fn step(&mut self) -> anyhow::Result<()> {
        self.n_rows += 1;
        if self.n_rows.is_multiple_of(BATCH) { self.end().await } else { Ok(()) }
    }

    async fn end(&mut self) -> anyhow::Result<()> {
        if let Some(write) = self.write.take() {
            write.commit().await?;
        }
        Ok(())
    }
}

/// One row on its way.
struct Taking<'a> {
    place: (u64, u64),
    path: &'a PathBuf,
    rehearses: bool,
}

impl Taking<'_> {
    async fn take(
        &self,
        mut told: Told,
        batch: &mut Batch<'_>,
        known: &mut Known,
        fresh: &mut HashSet<Print>,
        gallery: &mut Gallery,
        report: &mut FileReport,
    ) -> anyhow::Result<()> {
        let row = Some(self.place.0);
        if known.here.contains(&told.print) {
            report.already += 1;
            return self.answer(told, batch, known).await;
        }
        if !fresh.insert(told.print) {
            report.twice += 1;
            report.note("", "says the same as a row above, by the same author: taken once", row);
            return Ok(());
        }
        for (column, note) in &told.notes {
            report.note(column, note, row);
        }
        let is_new = known.subjects.insert(told.subject.id.clone());
        if is_new {
            report.note("", &format!("the subject `{}` is made", told.subject.id), row);
        }
        for shown in core::mem::take(&mut told.pictures) {
            let kept = if self.rehearses {
                gallery.has(self.path, &shown.file).map(|()| None)
            } else {
                gallery.keep(self.path, &shown.file)?.map(Some)
            };
            match kept {
                Ok(None) => {}
                Ok(Some(kept)) => {
                    batch.write().await?.picture(&kept.id, &kept.media, "import").await?;
                    let file = kept.media.src.rsplit('/').next().unwrap_or_default().to_owned();
                    told.review.item.media.push(Shown { file, alt: String::new() });
                }
                Err(reason) => {
                    report.note(
                        &shown.column,
                        &format!("left out a picture: {}", telling(&shown.file, &reason)),
                        row,
                    );
                    if let Some(address) = shown.address {
                        report.wanted.insert((shown.file, address));
                    }
                }
            }
        }
        if self.rehearses {
            report.taken += 1;
            return Ok(());
        }
        let write = batch.write().await?;
        if is_new {
            write.load(&Record::Subject(Box::new(told.subject.clone()))).await?;
        }
        write.load(&Record::Person(Box::new(told.person.clone()))).await?;
        match write.load(&Record::Review(Box::new(told.review.clone()))).await? {
            Taken::New => report.taken += 1,
            Taken::Already => report.already += 1,
            Taken::Missing(reason) | Taken::Refused(reason) => {
                report.refuse(self.place.0, self.place.1, None, reason);
                return Ok(());
            }
        }
        self.answer(told, batch, known).await
    }

    /// Takes the reply of the brand, which may have been written since the review was taken.
    async fn answer(&self, told: Told, batch: &mut Batch<'_>, known: &mut Known) -> anyhow::Result<()> {
        let Some((brand, reply)) = told.reply.filter(|_| !self.rehearses) else { return Ok(()) };
        let write = batch.write().await?;
        if !core::mem::replace(&mut known.has_brand, true) {
            write.load(&Record::Person(Box::new(brand))).await?;
        }
        // A review that was born here has a key of its own, and its reply is here too.
        write.load(&Record::Reply(Box::new(reply))).await?;
        Ok(())
    }
}

/// The reason without the name of the file, which differs from row to row.
fn telling(file: &str, reason: &str) -> String {
    if file.is_empty() { reason.to_owned() } else { reason.replace(file, "…") }
}
