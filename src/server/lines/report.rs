//! What became of the rows of an import.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// What became of every file, in the order given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// One entry a file.
    pub files: Vec<FileReport>,
}

/// What became of the rows of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileReport {
    /// The file.
    pub path: PathBuf,
    /// Rows that are here now and were not.
    pub taken: u64,
    /// Rows that were here before, or are older than what is here.
    pub already: u64,
    /// Rows that were not taken: number of the line and why, in order.
    pub refused: Vec<(u64, String)>,
    /// What was decided for rows, and for how many.
    pub notes: BTreeMap<String, u64>,
}

/// How many refused lines of a file are printed.
const PRINTED: usize = 100;

impl Report {
    /// Rows taken from all files.
    pub fn taken(&self) -> u64 {
        self.files.iter().map(|file| file.taken).sum()
    }

    /// Rows refused in all files.
    pub fn refused(&self) -> usize {
        self.files.iter().map(|file| file.refused.len()).sum()
    }
}

impl FileReport {
    /// Counts a row for a note.
    pub(super) fn note(&mut self, note: &str) {
        match self.notes.get_mut(note) {
            Some(count) => *count += 1,
            None => {
                self.notes.insert(note.to_owned(), 1);
            }
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for file in &self.files {
            let path = file.path.display();
            let refused = file.refused.len();
            writeln!(out, "{path}: {} taken, {} already there, {refused} refused", file.taken, file.already)?;
            for (note, count) in &file.notes {
                writeln!(out, "  {note} ({count})")?;
            }
            for (number, reason) in file.refused.iter().take(PRINTED) {
                writeln!(out, "  line {number}: {reason}")?;
            }
            if refused > PRINTED {
                writeln!(out, "  … and {} more lines refused", refused - PRINTED)?;
            }
        }
        Ok(())
    }
}
