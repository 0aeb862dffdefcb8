//! What became of the rows of an import: for people on the screen, for programs as JSON.

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;

/// What became of every file, in the order given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// One entry a file.
    pub files: Vec<FileReport>,
}

/// What became of the rows of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// The file.
    pub path: PathBuf,
    /// The format of another service that it is in; none for lines of JSON.
    pub format: Option<&'static str>,
    /// Rows that are here now and were not.
    pub taken: u64,
    /// Rows that were here before, or are older than what is here.
    pub already: u64,
    /// Rows that say the same as one above.
    pub twice: u64,
    /// Rows that were not taken, in order.
    pub refused: Vec<Refused>,
    /// What was decided for rows.
    #[serde(serialize_with = "as_list")]
    pub notes: BTreeMap<Note, Rows>,
    /// Pictures that are not beside the file: the name looked for and the address.
    #[serde(serialize_with = "as_pictures")]
    pub wanted: BTreeSet<(String, String)>,
}

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Refused {
    /// The number of the row, the header being 1; of the line in a file of lines.
    pub row: u64,
    /// The number of its first line.
    pub line: u64,
    /// The column that stands against it.
    pub column: Option<String>,
    /// Why.
    pub reason: String,
}

/// Something that was decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// The column it is about; empty for the whole row.
    pub column: String,
    /// What.
    pub text: String,
}

/// Rows that a note is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// How many.
    pub count: u64,
    /// The numbers of the first of them.
    pub first: Vec<u64>,
}

/// How many refused rows of a file are printed.
const PRINTED: usize = 100;
/// How many rows of a note are told by their number.
const NUMBERED: usize = 20;

impl Report {
    /// Rows taken from all files.
    pub fn taken(&self) -> u64 {
        self.files.iter().map(|file| file.taken).sum()
    }

    /// Rows refused in all files.
    pub fn refused(&self) -> usize {
        self.files.iter().map(|file| file.refused.len()).sum()
    }

    /// Pictures that are wanted, as a list that curl can fetch: `curl --create-dirs --config FILE`.
    pub fn wanted(&self) -> String {
        let mut told = String::new();
        for (name, address) in self.files.iter().flat_map(|file| &file.wanted) {
            let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
            told += &format!("url = \"{}\"\noutput = \"pictures/{}\"\n", quoted(address), quoted(name));
        }
        told
    }
}

impl FileReport {
    /// Counts a row for a note; no row for the file as a whole.
    pub(crate) fn note(&mut self, column: &str, text: &str, row: Option<u64>) {
        let note = Note { column: column.to_owned(), text: text.to_owned() };
        let rows = self.notes.entry(note).or_default();
        if let Some(row) = row {
            rows.count += 1;
            if rows.first.len() < NUMBERED {
                rows.first.push(row);
            }
        }
    }

    /// Says that a row is not taken.
    pub(crate) fn refuse(&mut self, row: u64, line: u64, column: Option<String>, reason: String) {
        self.refused.push(Refused { row, line, column: column.filter(|column| !column.is_empty()), reason });
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for file in &self.files {
            let path = file.path.display();
            let refused = file.refused.len();
            write!(out, "{path}: {} taken, {} already there, ", file.taken, file.already)?;
            if file.twice > 0 {
                write!(out, "{} there twice, ", file.twice)?;
            }
            writeln!(out, "{refused} refused")?;
            for (note, rows) in &file.notes {
                write!(out, "  {note}")?;
                if rows.count > 0 {
                    write!(out, " ({})", rows.count)?;
                }
                writeln!(out)?;
            }
            for refused in file.refused.iter().take(PRINTED) {
                writeln!(out, "  {refused}")?;
            }
            if refused > PRINTED {
                writeln!(out, "  … and {} more refused", refused - PRINTED)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.row == self.line {
            write!(out, "line {}", self.line)?;
        } else {
            write!(out, "row {} (line {})", self.row, self.line)?;
        }
        if let Some(column) = &self.column {
            write!(out, ", column {column}")?;
        }
        write!(out, ": {}", self.reason)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.column.is_empty() {
            write!(out, "column {}: ", self.column)?;
        }
        out.write_str(&self.text)
    }
}

fn as_list<S: serde::Serializer>(notes: &BTreeMap<Note, Rows>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Entry<'a> {
        column: Option<&'a str>,
        note: &'a str,
        rows: u64,
        first: &'a [u64],
    }
    serializer.collect_seq(notes.iter().map(|(note, rows)| Entry {
        column: Some(note.column.as_str()).filter(|column| !column.is_empty()),
        note: &note.text,
        rows: rows.count,
        first: &rows.first,
    }))
}

fn as_pictures<S: serde::Serializer>(
    wanted: &BTreeSet<(String, String)>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Picture<'a> {
        file: &'a str,
        address: &'a str,
    }
    serializer.collect_seq(wanted.iter().map(|(file, address)| Picture { file, address }))
}
