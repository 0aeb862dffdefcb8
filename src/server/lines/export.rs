//! Giving every row of a site back as JSON Lines, byte for byte the same whenever the rows are the same.

use crate::db::Db;
use crate::db::record::Record;
use anyhow::Context;
use parvis_model::id::SiteId;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes every row of a site into `file`, its pictures into `pictures/` beside it; without a file, the rows
/// alone to the standard output. Gives the number of rows. A file appears whole or not at all.
pub async fn export(db: &Db, site: &SiteId, media: &Path, file: Option<&Path>) -> anyhow::Result<u64> {
    let Some(file) = file else {
        let mut out = BufWriter::new(std::io::stdout().lock());
        let (n_rows, _) = write_rows(db, site, &mut out).await?;
        out.flush()?;
        return Ok(n_rows);
    };
    let told = || format!("cannot write {}", file.display());
    let draft = PathBuf::from(format!("{}.part", file.display()));
    let mut out = BufWriter::new(File::create(&draft).with_context(told)?);
    let (n_rows, pictures) = write_rows(db, site, &mut out).await?;
    let written = out.into_inner().map_err(|error| error.into_error()).with_context(told)?;
    written.sync_all().with_context(told)?;
    copy_pictures(media, &file.with_file_name("pictures"), &pictures)?;
    fs::rename(&draft, file).with_context(told)?;
    Ok(n_rows)
}

async fn write_rows(
    db: &Db,
    site: &SiteId,
    out: &mut (impl Write + ?Sized),
) -> anyhow::Result<(u64, BTreeSet<String>)> {
    let mut n_rows = 0;
    let mut pictures = BTreeSet::new();
    db.records(site, |mut record: Record| -> anyhow::Result<()> {
        serde_json::to_writer(&mut *out, &record)?;
        out.write_all(b"\n")?;
        n_rows += 1;
        pictures.extend(record.media_mut().into_iter().flatten().map(|shown| shown.file.clone()));
        Ok(())
    })
    .await?;
    Ok((n_rows, pictures))
}

fn copy_pictures(from: &Path, to: &Path, names: &BTreeSet<String>) -> anyhow::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for name in names {
        fs::copy(from.join(name), to.join(name))
            .with_context(|| format!("cannot copy the picture {name} from {}", from.display()))?;
    }
    Ok(())
}
