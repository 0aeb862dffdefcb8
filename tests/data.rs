//! Real data, where it is present: gzipped JSON Lines beside the project, never inside it.
//!
//! The folder is `PARVIS_DATA`, or `../shared/data` beside the workspace. A trial without it says
//! `absent: data` and ends; where `PARVIS_REQUIRE` names `data`, absence fails instead.

use flate2::read::GzDecoder;
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

/// The folder of one set, or nothing when it is absent.
///
/// # Panics
/// When it is absent and `PARVIS_REQUIRE` names `data`.
pub fn set(name: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = std::env::var_os("PARVIS_DATA").map_or_else(beside, PathBuf::from).join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    let required = std::env::var("PARVIS_REQUIRE").unwrap_or_default();
    assert!(!required.split(',').any(|part| part.trim() == "data"), "absent: data ({})", folder.display());
    // Straight to the terminal: what a passing test prints is kept back.
    writeln!(std::io::stderr(), "absent: data").expect("standard error takes a line");
    None
}

/// Every line of `<set>/<name>.jsonl.gz`.
///
/// # Panics
/// When the file is missing, broken, or of another shape; names the line.
pub fn rows<T: DeserializeOwned>(set: &Path, name: &str) -> Vec<T> {
    let path = set.join(format!("{name}.jsonl.gz"));
    let file = File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = BufReader::new(GzDecoder::new(file)).lines();
    let row = |(index, line): (usize, std::io::Result<String>)| {
        let place = || format!("{} line {}", path.display(), index + 1);
        let line = line.unwrap_or_else(|error| panic!("{}: {error}", place()));
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{}: {error}", place()))
    };
    lines.enumerate().map(row).collect()
}
