//! Reading a file line by line, unpacked on the way where it is gzipped.

use anyhow::Context;
use flate2::read::MultiGzDecoder;
use indicatif::ProgressBar;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

const GZIP: [u8; 2] = [0x1f, 0x8b];
const BUFFER: usize = 256 * 1024;

/// The lines of an open file with their numbers from 1; lines of blanks are left out.
pub(super) struct Lines {
    reader: Box<dyn BufRead + Send>,
    number: u64,
}

impl Lines {
    /// Opens a file; `bar` moves with the bytes read from the disk.
    pub fn open(path: &Path, bar: &ProgressBar) -> anyhow::Result<Self> {
        Ok(Self { reader: unpacked(path, bar)?, number: 0 })
    }

    /// The next line; an error of the disk or of the packing ends the file.
    pub fn next(&mut self) -> anyhow::Result<Option<(u64, Vec<u8>)>> {
        loop {
            let mut line = Vec::new();
            let n_bytes = self
                .reader
                .read_until(b'\n', &mut line)
                .with_context(|| format!("the file breaks off after line {}", self.number))?;
            if n_bytes == 0 {
                return Ok(None);
            }
            self.number += 1;
            if !line.trim_ascii().is_empty() {
                return Ok(Some((self.number, line)));
            }
        }
    }
}

/// The bytes of a file, unpacked where it is gzipped; `bar` moves with the bytes read from the disk.
pub(crate) fn unpacked(path: &Path, bar: &ProgressBar) -> anyhow::Result<Box<dyn BufRead + Send>> {
    let told = || format!("cannot read {}", path.display());
    let mut file = File::open(path).with_context(told)?;
    bar.set_length(file.metadata().with_context(told)?.len());
    let mut head = Vec::new();
    file.by_ref().take(2).read_to_end(&mut head).with_context(told)?;
    file.seek(SeekFrom::Start(0)).with_context(told)?;
    let file = BufReader::with_capacity(BUFFER, bar.wrap_read(file));
    Ok(if head == GZIP {
        Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(file)))
    } else {
        Box::new(file)
    })
}
