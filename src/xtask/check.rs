//! `cargo xtask test`: every check the project has, in one run with one closing line.
//!
//! What a machine lacks (a browser, PostgreSQL, the real data) is named at the end and skipped; where `PARVIS_REQUIRE`
//! lists it, its absence is a failure. So a laptop runs what it can and the build farm cannot pass by lacking things.

use crate::count::Count;
use crate::{size, tools};
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// One stage: its word on the command line, its heading, what it does.
struct Step {
    name: &'static str,
    heading: &'static str,
    run: fn(&mut Absences) -> Result<Count>,
}

const STEPS: [Step; 6] = [
    Step { name: "style", heading: "Formatting", run: style },
    Step { name: "lint", heading: "Lints", run: lint },
    Step { name: "native", heading: "Tests of the rooms", run: native },
    Step { name: "wasm", heading: "Tests of the widget in a browser", run: wasm },
    Step { name: "size", heading: "Sizes and budgets", run: sizes },
    Step { name: "browser", heading: "Tests of whole pages in a browser", run: browser },
];

/// What this machine lacks.
#[derive(Debug, Default, PartialEq)]
struct Absences(Vec<&'static str>);

impl Absences {
    /// Notes that `what` is not here.
    fn note(&mut self, what: &'static str) {
        if !self.0.contains(&what) {
            self.0.push(what);
        }
    }

    /// One line each, and what they count for: a failure where required, else a skip.
    fn close(&self, required: &str) -> (Vec<String>, Count) {
        let mut lines = Vec::new();
        let mut count = Count::default();
        for what in &self.0 {
            let is_required = required.split(',').any(|word| word.trim() == *what);
            lines.push(if is_required {
                format!("absent: {what} (required: counted as a failure)")
            } else {
                format!("absent: {what} (its tests are skipped)")
            });
            count += if is_required { Count::FAILED } else { Count::SKIPPED };
        }
        (lines, count)
    }
}

/// Runs the steps whose name contains one of the words, all of them without a word; false when anything failed.
///
/// # Errors
/// No step has such a name.
pub fn run(words: &[String]) -> Result<bool> {
    let wanted =
        |step: &&Step| words.is_empty() || words.iter().any(|word| step.name.contains(word.as_str()));
    let steps: Vec<&Step> = STEPS.iter().filter(wanted).collect();
    if steps.is_empty() {
        anyhow::bail!("no step is called {}: {}", words.join(" or "), STEPS.map(|step| step.name).join(", "));
    }
    let mut total = Count::default();
    let mut absences = Absences::default();
    for step in steps {
        println!("\n== {} ({})", step.heading, step.name);
        let count = (step.run)(&mut absences).unwrap_or_else(|error| {
            println!("error: {error:#}");
            Count::FAILED
        });
        println!("-- {}: {count}", step.heading);
        total += count;
    }
    println!();
    let (lines, count) = absences.close(&std::env::var("PARVIS_REQUIRE").unwrap_or_default());
    for line in lines {
        println!("{line}");
    }
    total += count;
    println!("{total}");
    Ok(total.failed == 0)
}

fn style(_: &mut Absences) -> Result<Count> {
    one(tools::cargo().args(["fmt", "--all", "--check"]))
}

fn lint(_: &mut Absences) -> Result<Count> {
    tools::wasm_target()?;
    let deny = ["--", "--deny", "warnings"];
    let mut count =
        one(tools::cargo().args(["clippy", "--quiet", "--workspace", "--all-targets"]).args(deny))?;
    let mut widget = tools::cargo();
    widget.args(["clippy", "--quiet", "--package", "parvis-widget", "--all-targets"]);
    count += one(widget.args(["--target", "wasm32-unknown-unknown"]).args(deny))?;
    let mut split = tools::cargo();
    split.args(["clippy", "--quiet", "--package", "parvis-widget", "--features", "split"]);
    count += one(split.args(["--target", "wasm32-unknown-unknown"]).args(deny))?;
    Ok(count)
}

fn native(absences: &mut Absences) -> Result<Count> {
    if std::env::var_os("PARVIS_POSTGRES").is_none() && tools::postgres().is_none() {
        absences.note("postgres");
    }
    if !data().is_dir() {
        absences.note("data");
    }
    many(tools::cargo().args(["test", "--quiet", "--workspace", "--no-fail-fast"]))
}

fn wasm(absences: &mut Absences) -> Result<Count> {
    let (Some(_), Some(driver)) = (tools::chromium(), tools::chromedriver()) else {
        absences.note("browser");
        return Ok(Count::default());
    };
    tools::wasm_target()?;
    let runner = tools::wasm_test_runner()?;
    let mut test = tools::cargo();
    test.args(["test", "--package", "parvis-widget", "--target", "wasm32-unknown-unknown", "--no-fail-fast"]);
    test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner).env("CHROMEDRIVER", driver);
    many(&mut test)
}

fn sizes(_: &mut Absences) -> Result<Count> {
    Ok(if size::run(false)? { Count::PASSED } else { Count::FAILED })
}

fn browser(absences: &mut Absences) -> Result<Count> {
    let dir = tools::root().join("tests/browser");
    let (Some(chromium), Some(npm)) = (tools::chromium(), tools::found("npm")) else {
        absences.note("browser");
        return Ok(Count::default());
    };
    if !data().is_dir() {
        absences.note("data");
    }
    let dist = tools::target().join("dist");
    if !dist.join("manifest.json").is_file() {
        crate::dist::build()?;
    }
    tools::succeed(tools::cargo().args(["build", "--quiet", "--package", "parvis"]))?;
    let mut install = tools::command(npm);
    install.args(["ci", "--silent", "--no-audit", "--no-fund"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    tools::succeed(install.current_dir(&dir))?;
    let mut test = tools::command(dir.join("node_modules/.bin/playwright"));
    test.args(["test", "--reporter", "list"]).current_dir(&dir);
    test.env("PARVIS_CHROMIUM", chromium)
        .env("PARVIS_DIST", dist)
        .env("NO_COLOR", "1")
        .env_remove("FORCE_COLOR");
    many(test.env("PARVIS_SERVER", tools::target().join("debug/parvis")))
}

/// Where the real data would be.
fn data() -> PathBuf {
    std::env::var_os("PARVIS_DATA").map_or_else(|| tools::root().join("../shared/data"), PathBuf::from)
}

/// A command that is one check.
fn one(command: &mut Command) -> Result<Count> {
    Ok(if command.status()?.success() { Count::PASSED } else { Count::FAILED })
}

/// A runner of many tests: its lines are shown and counted. A failure that no line tells of (it did not even
/// compile) counts as one.
fn many(command: &mut Command) -> Result<Count> {
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot start the runner")?;
    let mut count = Count::default();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            println!("{line}");
            count += Count::of_line(&line);
        }
    }
    if !child.wait()?.success() && count.failed == 0 {
        count += Count::FAILED;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn an_absence_is_named_and_fails_only_where_it_is_required() {
        let mut absences = Absences::default();
        absences.note("browser");
        absences.note("data");
        absences.note("browser");
        let (lines, count) = absences.close("postgres, browser");
        expect![[r#"
            absent: browser (required: counted as a failure)
            absent: data (its tests are skipped)"#]]
        .assert_eq(&lines.join("\n"));
        assert_eq!(count, Count { passed: 0, failed: 1, skipped: 1 });
    }

    #[test]
    fn an_unknown_step_is_refused() {
        assert!(run(&["nothing-of-that-name".to_owned()]).is_err());
    }

    #[test]
    fn a_runner_that_dies_without_a_word_counts_as_a_failure() {
        let mut command = Command::new("sh");
        assert_eq!(many(command.args(["-c", "echo no summary; exit 1"])).unwrap(), Count::FAILED);
        let mut command = Command::new("sh");
        let told =
            many(command.args(["-c", "echo 'test result: FAILED. 1 passed; 2 failed'; exit 1"])).unwrap();
        assert_eq!(told, Count { passed: 1, failed: 2, skipped: 0 });
    }
}
