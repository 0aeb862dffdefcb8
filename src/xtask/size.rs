//! What a page loads, weighed and held to its budgets.
//!
//! Bytes are counted as they travel with brotli at quality 11; a kilobyte is 1,000 bytes. Budgets only go down.

use crate::asset::Weight;
use crate::dist::{self, Dist};
use anyhow::{Context, Result};
use serde::Serialize;
use std::collections::BTreeMap;

/// The most a row may weigh, in bytes of brotli: the first line whose text begins the row's name holds. A row that no
/// line begins is only listed.
///
/// What was wanted: main 64,000, each element's part 20,000, a first view 95,000. A row may weigh what it weighed when
/// it was last measured, and no more. `ideas` and `poll` have grown by what their ballots and statuses need at once; `late`
/// and `own` load after the first view, and hold what more parts share with them; `late` checks histories with SHA-256, and
/// `compose` finds ideas that come close.
const BUDGETS: [(&str, usize); 14] = [
    ("loader and glue", 8_300),
    ("main", 62_900),
    ("part compose", 44_000),
    ("part late", 48_500),
    ("part own", 72_700),
    ("part count", 18_600),
    ("part reviews", 13_600),
    ("part feed", 9_000),
    ("part ideas", 8_900),
    ("part ", 8_600),
    ("first view feed", 90_200),
    ("first view ideas", 91_600),
    ("first view poll", 90_300),
    ("first view reviews", 95_000),
];

/// The elements that load wasm; each has a part of its own name.
pub const ELEMENTS: [&str; 4] = ["feed", "reviews", "ideas", "poll"];

/// What `--json` prints.
#[derive(Debug, PartialEq, Serialize)]
struct Report {
    parts: Vec<Row>,
    first_view: BTreeMap<&'static str, usize>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Row {
    name: String,
    #[serde(flatten)]
    weight: Weight,
}

/// Prints the weights; false when one is over its budget.
///
/// # Errors
/// The folder cannot be built, or an element has no part of its own.
pub fn run(json: bool) -> Result<bool> {
    let dist = dist::build()?;
    let report = report(&dist)?;
    let over = over_budget(&report);
    if json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        print(&report);
        println!("{}", dist::describe(&dist));
    }
    for fault in &over {
        eprintln!("{fault}");
    }
    Ok(over.is_empty())
}

fn report(dist: &Dist) -> Result<Report> {
    let manifest = &dist.manifest;
    let weigh = |file: &str| dist.weights.get(file).copied().unwrap_or_default();
    let mut parts = Vec::new();
    let mut row = |name: String, weight| parts.push(Row { name, weight });

    let script = weigh(manifest.script);
    let main = weigh(&manifest.main);
    let styles = weigh(&manifest.styles);
    row("loader and glue".to_owned(), script);
    row("main".to_owned(), main);
    let mut shared = BTreeMap::new();
    for (part, files) in &manifest.parts {
        let Some((own, others)) = files.split_last() else { continue };
        row(format!("part {part}"), weigh(own));
        for file in others {
            shared.entry(file).or_insert_with(Vec::new).push(part.as_str());
        }
    }
    for (file, users) in shared {
        row(format!("shared by {}", users.join(", ")), weigh(file));
    }
    row("styles".to_owned(), styles);
    row("late styles".to_owned(), weigh(&manifest.late_styles));
    for (language, file) in &manifest.texts {
        row(format!("texts {language}"), weigh(file));
    }
    for (language, file) in &manifest.late_texts {
        row(format!("late texts {language}"), weigh(file));
    }

    let texts = manifest.texts.values().map(|file| weigh(file)).max_by_key(|weight| weight.brotli);
    let always = script + main + styles + texts.unwrap_or_default();
    let mut first_view = BTreeMap::new();
    for element in ELEMENTS {
        let files =
            manifest.parts.get(element).with_context(|| format!("the widget has no part {element}"))?;
        let total = files.iter().fold(always, |sum, file| sum + weigh(file));
        first_view.insert(element, total.brotli);
    }
    Ok(Report { parts, first_view })
}

/// One line for each row over its budget.
fn over_budget(report: &Report) -> Vec<String> {
    let rows = report.parts.iter().map(|row| (row.name.clone(), row.weight.brotli));
    let views = report.first_view.iter().map(|(element, bytes)| (format!("first view {element}"), *bytes));
    let over = rows.chain(views).filter_map(|(name, bytes)| {
        let budget = budget(&name)?;
        (bytes > budget).then(|| format!("over budget: {name} is {bytes} bytes, {budget} allowed"))
    });
    over.collect()
}

fn budget(name: &str) -> Option<usize> {
    BUDGETS.iter().find(|(start, _)| name.starts_with(start)).map(|(_, budget)| *budget)
}

fn print(report: &Report) {
    let limit = |name: &str| budget(name).map_or_else(String::new, |bytes| bytes.to_string());
    println!("{:<40} {:>9} {:>9} {:>9} {:>9}", "", "raw", "gzip -9", "brotli 11", "budget");
    for Row { name, weight } in &report.parts {
        let limit = limit(name);
        println!("{name:<40} {:>9} {:>9} {:>9} {limit:>9}", weight.raw, weight.gzip, weight.brotli);
    }
    for (element, bytes) in &report.first_view {
        let name = format!("first view {element}");
        println!("{name:<40} {:>9} {:>9} {bytes:>9} {:>9}", "", "", limit(&name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn report_of(name: &str, brotli: usize, feed: usize) -> Report {
        let weight = Weight { raw: 3 * brotli, gzip: 2 * brotli, brotli };
        Report {
            parts: vec![Row { name: name.to_owned(), weight }],
            first_view: BTreeMap::from([("feed", feed)]),
        }
    }

    #[test]
    fn a_row_at_its_budget_passes_and_one_byte_more_fails() {
        assert!(over_budget(&report_of("main", 62_900, 90_200)).is_empty());
        expect!["over budget: main is 62901 bytes, 62900 allowed\nover budget: first view feed is 90201 bytes, 90200 allowed"]
            .assert_eq(&over_budget(&report_of("main", 62_901, 90_201)).join("\n"));
    }

    #[test]
    fn a_row_without_a_budget_is_only_listed() {
        assert!(over_budget(&report_of("texts fr", 1_000_000, 0)).is_empty());
    }

    #[test]
    fn the_report_is_plain_bytes_in_json() {
        expect![[r#"{"parts":[{"name":"main","raw":30,"gzip":20,"brotli":10}],"first_view":{"feed":40}}"#]]
            .assert_eq(&serde_json::to_string(&report_of("main", 10, 40)).unwrap());
    }

    #[test]
    fn each_element_has_its_budgets() {
        for element in ELEMENTS {
            assert!(budget(&format!("part {element}")).is_some(), "{element}");
            assert!(budget(&format!("first view {element}")).is_some(), "{element}");
        }
    }
}
