//! A folder of real data: `NAME.jsonl` or `NAME.jsonl.gz`, one row a line.
//!
//! Fields that are not known are passed over, and those that may lack have a default, so that any folder in
//! the format can be read.

use flate2::read::GzDecoder;
use serde::de::DeserializeOwned;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Why a folder cannot be measured: where, and what was expected.
#[derive(Debug)]
pub struct Fault(String);

/// A row of a file, and its shape in words.
pub trait Row: DeserializeOwned {
    /// The fields a row must have, for an error.
    const SHAPE: &'static str;
}

impl Fault {
    /// A fault of a whole file or folder.
    pub fn of(path: &Path, what: impl fmt::Display) -> Self {
        Self(format!("{}: {what}", path.display()))
    }

    fn at(path: &Path, line: usize, what: impl fmt::Display) -> Self {
        Self(format!("{} line {line}: {what}", path.display()))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

/// Whether the folder has the file.
pub fn holds(folder: &Path, name: &str) -> bool {
    found(folder, name).is_some()
}

/// Every row of a file that must be there.
pub fn rows<T: Row>(folder: &Path, name: &str) -> Result<Vec<T>, Fault> {
    let path = found(folder, name).ok_or_else(|| {
        Fault::of(folder, format_args!("no {name}.jsonl.gz or {name}.jsonl; expected rows {}", T::SHAPE))
    })?;
    let file = File::open(&path).map_err(|error| Fault::of(&path, error))?;
    let is_packed = path.extension().is_some_and(|ending| ending == "gz");
    let reader: Box<dyn Read> = if is_packed { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
    let row = |(index, line): (usize, io::Result<String>)| {
        let line = line.map_err(|error| Fault::at(&path, index + 1, error))?;
        if line.trim().is_empty() {
            return Ok(None);
        }
        let faulty = |error| Fault::at(&path, index + 1, format_args!("{error}; expected {}", T::SHAPE));
        serde_json::from_str(&line).map(Some).map_err(faulty)
    };
    BufReader::new(reader).lines().enumerate().map(row).filter_map(Result::transpose).collect()
}

/// Every row of a file, none without it.
pub fn rows_if_any<T: Row>(folder: &Path, name: &str) -> Result<Vec<T>, Fault> {
    if holds(folder, name) { rows(folder, name) } else { Ok(Vec::new()) }
}

fn found(folder: &Path, name: &str) -> Option<PathBuf> {
    let endings = ["jsonl.gz", "jsonl"];
    endings.iter().map(|ending| folder.join(format!("{name}.{ending}"))).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Tie {
        person: String,
        with: String,
    }

    impl Row for Tie {
        const SHAPE: &'static str = "{person, with}";
    }

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("parvis-eval-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn tie() -> Vec<Tie> {
        vec![Tie { person: "a".to_owned(), with: "b".to_owned() }]
    }

    #[test]
    fn plain_and_packed_rows_are_read_and_unknown_fields_passed_over() {
        let folder = folder("read");
        let row = r#"{"person":"a","with":"b","since":7}"#;
        std::fs::write(folder.join("ties.jsonl"), format!("{row}\n\n")).unwrap();
        let mut packed =
            GzEncoder::new(File::create(folder.join("packed.jsonl.gz")).unwrap(), Compression::fast());
        packed.write_all(row.as_bytes()).unwrap();
        packed.finish().unwrap();
        assert_eq!(rows::<Tie>(&folder, "ties").unwrap(), tie());
        assert_eq!(rows::<Tie>(&folder, "packed").unwrap(), tie());
        assert_eq!(rows_if_any::<Tie>(&folder, "absent").unwrap(), []);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_fault_names_file_line_and_what_was_expected() {
        let folder = folder("fault");
        std::fs::write(folder.join("ties.jsonl"), "{\"person\":\"a\",\"with\":\"b\"}\n{\"person\":3}\n")
            .unwrap();
        let fault = rows::<Tie>(&folder, "ties").unwrap_err().to_string();
        assert!(
            fault.contains("ties.jsonl line 2: ") && fault.ends_with("expected {person, with}"),
            "{fault}"
        );
        let fault = rows::<Tie>(&folder, "votes").unwrap_err().to_string();
        assert!(fault.contains("no votes.jsonl.gz or votes.jsonl"), "{fault}");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
