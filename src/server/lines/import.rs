//! Taking files of rows into a site: in batches, each row once, whatever the order of the rows.

use super::file::Lines;
use super::foreign::{self, Place};
use super::picture::Gallery;
use super::report::{FileReport, Report};
use crate::db::record::Record;
use crate::db::{Db, Taken, Write};
use crate::exchange::{self, Asked, Known};
use anyhow::{Context, ensure};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use parvis_model::id::{SiteId, is_slug};
use parvis_model::time::Time;
use serde_json::Value;
use std::io::BufRead;
use std::path::{Path, PathBuf};

/// What an import is asked for.
#[derive(Clone, Debug)]
pub struct Import {
    /// The site to fill; made when it is not there.
    pub site: SiteId,
    /// The files, read in this order.
    pub files: Vec<PathBuf>,
    /// The folder of pictures of the service.
    pub media: PathBuf,
    /// The name of the set that rows of public data belong to; none for the name of the folder of each file.
    pub set: Option<String>,
    /// The moment of the import, for the live log.
    pub now: Time,
    /// What files of other services are read by; none of it is asked of lines of JSON.
    pub asked: Asked,
    /// Whether only to say what would become of the rows. Only files of other services can be rehearsed.
    pub rehearses: bool,
}

/// Lines that are written in one transaction: enough that its end costs little, few enough that others wait
/// only a moment.
pub(crate) const BATCH: u64 = 1_000;

/// A row that names an item which was not there yet.
struct Waiting {
    file: usize,
    line: u64,
    record: Record,
    reason: String,
}

/// Takes every row of the files. Rows that name what a later row makes wait until all files are read. Fails
/// only when a file or the database does; what was taken until then stays, and another run goes on from there.
pub async fn import(db: &Db, order: &Import) -> anyhow::Result<Report> {
    if !order.rehearses {
        db.found(&order.site).await?;
    }
    let mut known = None;
    let mut report = Report::default();
    let mut gallery = Gallery::new(&order.media);
    let mut waiting = Vec::new();
    for path in &order.files {
        let file = report.files.len();
        report.files.push(FileReport { path: path.clone(), ..FileReport::default() });
        if order.asked.format.is_some() || !is_lines(path)? {
            if known.is_none() {
                known = Some(Known::read(db, order).await?);
            }
            let Some(known) = known.as_mut() else { continue };
            let bar = progress(path);
            let told = || format!("cannot take {}", path.display());
            let file = &mut report.files[file];
            exchange::take(db, order, known, &mut gallery, file, &bar).await.with_context(told)?;
            bar.finish_and_clear();
            continue;
        }
        ensure!(!order.rehearses, "{} holds lines of JSON, which cannot be rehearsed", path.display());
        take_file(db, order, &mut gallery, &mut report.files[file], |line, record, reason| {
            waiting.push(Waiting { file, line, record, reason });
        })
        .await?;
    }
    if order.rehearses {
        return Ok(report);
    }
    take_waiting(db, order, waiting, &mut report).await?;
    for file in &mut report.files {
        file.refused.sort();
    }
    if report.taken() > 0 {
        let mut write = db.write(&order.site, order.now).await?;
        write.reset().await?;
        write.commit().await?;
    }
    Ok(report)
}

async fn take_file(
    db: &Db,
    order: &Import,
    gallery: &mut Gallery,
    report: &mut FileReport,
    mut wait: impl FnMut(u64, Record, String),
) -> anyhow::Result<()> {
    let path = report.path.clone();
    let bar = progress(&path);
    let mut lines = Lines::open(&path, &bar)?;
    let (stem, set) = (stem_of(&path), order.set.clone().unwrap_or_else(|| set_of(&path)));
    let mut write = db.write(&order.site, order.now).await?;
    let mut in_batch = 0;
    while let Some((line, bytes)) = lines.next()? {
        let place = Place { set: &set, stem: &stem, line };
        match read(&bytes, place, report) {
            Err(reason) => report.refuse(line, line, None, reason),
            Ok((person, mut record)) => {
                keep_pictures(&mut write, gallery, (&path, line), &mut record, report).await?;
                if let Some(person) = person {
                    write.load(&person).await?;
                }
                match write.load(&record).await? {
                    Taken::New => report.taken += 1,
                    Taken::Already => report.already += 1,
                    Taken::Refused(reason) => report.refuse(line, line, None, reason),
                    Taken::Missing(reason) => wait(line, record, reason),
                }
            }
        }
        in_batch += 1;
        if in_batch == BATCH {
            write.commit().await?;
            write = db.write(&order.site, order.now).await?;
            in_batch = 0;
        }
    }
    write.commit().await?;
    bar.finish_and_clear();
    Ok(())
}

/// Tries the rows that wait again, as long as that makes others possible.
async fn take_waiting(
    db: &Db,
    order: &Import,
    mut waiting: Vec<Waiting>,
    report: &mut Report,
) -> anyhow::Result<()> {
    loop {
        let before = waiting.len();
        let mut still = Vec::new();
        let mut write = db.write(&order.site, order.now).await?;
        for row in waiting {
            let file = &mut report.files[row.file];
            match write.load(&row.record).await? {
                Taken::New => file.taken += 1,
                Taken::Already => file.already += 1,
                Taken::Refused(reason) => file.refuse(row.line, row.line, None, reason),
                Taken::Missing(reason) => still.push(Waiting { reason, ..row }),
            }
        }
        write.commit().await?;
        if still.len() == before {
            for row in still {
                report.files[row.file].refuse(row.line, row.line, None, row.reason);
            }
            return Ok(());
        }
        waiting = still;
    }
}

/// Reads one line as a record, with the person to be taken before it.
fn read(bytes: &[u8], place: Place<'_>, report: &mut FileReport) -> Result<(Option<Record>, Record), String> {
    // A record reads twice as fast straight from the text as through a tree of values.
    let wrong = |error: serde_json::Error| error.to_string();
    if bytes.windows(7).take(3).any(|window| window == b"\"type\":") {
        let record: Record = serde_json::from_slice(bytes).map_err(wrong)?;
        record.unkept().for_each(|field| report.note(field, "not kept", Some(place.line)));
        return Ok((None, record));
    }
    let value: Value = serde_json::from_slice(bytes).map_err(wrong)?;
    if value.get("type").is_some() {
        let record: Record = serde_json::from_value(value).map_err(wrong)?;
        record.unkept().for_each(|field| report.note(field, "not kept", Some(place.line)));
        return Ok((None, record));
    }
    let foreign = foreign::read(value, place)?;
    foreign.notes.iter().for_each(|note| report.note("", note, Some(place.line)));
    Ok((foreign.person, foreign.record))
}

/// Brings the pictures of a row into the gallery and names them as kept there; one that cannot be kept is
/// noted and left out, because the words of the row stand without it.
async fn keep_pictures(
    write: &mut Write,
    gallery: &mut Gallery,
    (path, line): (&Path, u64),
    record: &mut Record,
    report: &mut FileReport,
) -> anyhow::Result<()> {
    let Some(media) = record.media_mut() else { return Ok(()) };
    for mut shown in core::mem::take(media) {
        match gallery.keep(path, &shown.file)? {
            Ok(kept) => {
                write.picture(&kept.id, &kept.media, "import").await?;
                shown.file = kept.media.src.rsplit('/').next().unwrap_or_default().to_owned();
                media.push(shown);
            }
            Err(reason) => report.note("media", &format!("left out a picture: {reason}"), Some(line)),
        }
    }
    Ok(())
}

fn progress(path: &Path) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(8));
    let style = ProgressStyle::with_template("{msg} {wide_bar} {percent}% {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
    bar
}

/// Whether a file holds lines of JSON: by its name, else by its first letter.
fn is_lines(path: &Path) -> anyhow::Result<bool> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    if [".jsonl", ".ndjson", ".json"].iter().any(|ending| name.ends_with(ending)) {
        return Ok(true);
    }
    let mut reader = super::unpacked(path, &ProgressBar::hidden())?;
    let told = || format!("cannot read {}", path.display());
    Ok(reader.fill_buf().with_context(told)?.trim_ascii_start().starts_with(b"{"))
}

fn stem_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.split('.').next().unwrap_or_default().to_owned()
}

/// The name of the folder a file lies in, or of the file itself where that is no slug.
fn set_of(path: &Path) -> String {
    let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    folder.filter(|name| is_slug(name)).unwrap_or_else(|| stem_of(path))
}
