//! The protocol of tallies: what other libraries found for the same ballots, case by case and method by method.
//!
//! A folder holds any number of `NAME.json` or `NAME.json.gz`, each `{note, cases: [...]}`. What a case is, is
//! told by what is in it: tallies of grades, ballots with scores, ranked ballots, or wins of pairs. Whatever it
//! expects that is known here is counted again and compared: whole numbers exactly, fractions to the given
//! nearness. A case or a file that cannot be read is told and passed over.

mod agreement;
mod grades;
mod pace;
mod pairs;
mod rankings;
mod stars;

pub use agreement::{Agreement, Report};
pub use pace::{Pace, paces, paces_to_json};

use crate::set::Fault;
use agreement::Check;
use flate2::read::GzDecoder;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What a case has to tell, and the numbers it expects, by name.
type Case = Map<String, Value>;

/// One report a file, by name.
///
/// # Errors
/// The folder cannot be read, or has no file of the format.
pub fn reports(folder: &Path) -> Result<Vec<Report>, Fault> {
    let entries = fs::read_dir(folder).map_err(|error| Fault::of(folder, error))?;
    let is_ours = |path: &PathBuf| name_of(path).is_some();
    let mut paths: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(is_ours).collect();
    paths.sort();
    if paths.is_empty() {
        return Err(Fault::of(folder, "no NAME.json or NAME.json.gz here"));
    }
    Ok(paths.iter().map(|path| report(path)).collect())
}

fn name_of(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    name.strip_suffix(".json").or_else(|| name.strip_suffix(".json.gz")).map(str::to_owned)
}

fn report(path: &Path) -> Report {
    let mut report = Report::new(name_of(path).unwrap_or_default());
    match cases(path) {
        Err(fault) => report.fault(fault),
        Ok(cases) => {
            for (place, case) in cases.iter().enumerate() {
                let name =
                    case.get("id").and_then(Value::as_str).map_or(format!("case {place}"), str::to_owned);
                report.take(&name, checked(case));
            }
        }
    }
    report
}

fn cases(path: &Path) -> Result<Vec<Case>, String> {
    let mut text = fs::read(path).map_err(|error| error.to_string())?;
    if path.extension().is_some_and(|ending| ending == "gz") {
        let packed = std::mem::take(&mut text);
        GzDecoder::new(packed.as_slice()).read_to_end(&mut text).map_err(|error| error.to_string())?;
    }
    let mut whole: Case = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
    let Some(Value::Array(cases)) = whole.remove("cases") else {
        return Err("no list \"cases\"; expected {note, cases: [...]}".to_owned());
    };
    let object = |(place, case): (usize, Value)| match case {
        Value::Object(case) => Ok(case),
        other => Err(format!("case {place} is no object: {other}")),
    };
    cases.into_iter().enumerate().map(object).collect()
}

/// Everything a case expects, compared.
fn checked(case: &Case) -> Result<Vec<Check>, String> {
    let has = |name| case.contains_key(name);
    let checks = if has("tallies_worst_to_best") {
        grades::checked(case)?
    } else if has("wins_matrix") {
        pairs::checked(case)?
    } else if has("ballots") && (has("scores") || has("winner") || has("unbreakable_tie")) {
        stars::checked(case)?
    } else if has("ballots") {
        rankings::checked(case)?
    } else {
        return Err("none of ballots, tallies_worst_to_best or wins_matrix".to_owned());
    };
    if checks.iter().any(Check::is_compared) {
        Ok(checks)
    } else {
        Err("nothing it expects is known".to_owned())
    }
}

/// A field that must be there, read.
fn field<T: DeserializeOwned>(case: &Case, name: &str) -> Result<T, String> {
    let value = case.get(name).ok_or_else(|| format!("no field {name}"))?;
    serde_json::from_value(value.clone()).map_err(|error| format!("{name}: {error}"))
}

/// Every other field of a case.
fn expected<'a>(case: &'a Case, given: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let is_given = |name: &str| ["id", "source", "note"].contains(&name) || given.contains(&name);
    case.iter().map(|(name, value)| (name.as_str(), value)).filter(move |(name, _)| !is_given(name))
}
