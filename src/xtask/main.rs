//! The workshop: builds the widget, serves the demo, runs every test, weighs what a page loads.
//!
//! Nothing here ships. One file a noun: `compile` and `widget` make the wasm, `bundle` the one script, `dist` the
//! folder that is deployed, `size` holds it to its budgets, `demo` serves it, `check` runs the tests,
//! `eval` measures the orders, `bench` their cost in a browser.

mod asset;
mod bench;
mod bundle;
mod check;
mod compile;
mod count;
mod demo;
mod dist;
mod eval;
mod minify;
mod size;
mod texts;
mod today;
mod tools;
mod widget;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// The workshop of Parvis.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    job: Job,
}

#[derive(Debug, Subcommand)]
enum Job {
    /// Build everything and serve the demo community on this machine.
    Demo {
        /// Port to listen on.
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Run every test, or only the steps whose name contains one of the words.
    Test {
        /// Words to look for in the names of the steps: style, lint, native, wasm, size, browser.
        steps: Vec<String>,
    },
    /// Weigh what a first view loads and hold it to the budgets.
    Size {
        /// Print bytes as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Measure our orders and those of others on real data.
    Eval {
        /// What is put in order.
        task: eval::Task,
        /// A set, or a folder of sets.
        folder: PathBuf,
        /// Print one line of JSON a set.
        #[arg(long)]
        json: bool,
    },
    /// Measure what an order costs in a browser, beside what pages use today.
    Bench {
        /// What is measured.
        what: bench::Bench,
        /// Print one line of JSON a measurement.
        #[arg(long)]
        json: bool,
    },
    /// Write what is deployed into `target/dist`.
    Dist {
        /// Print the names and integrity hashes as JSON.
        #[arg(long)]
        json: bool,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse().job) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// True when the job is done and everything it checks holds.
fn run(job: Job) -> Result<bool> {
    match job {
        Job::Demo { port } => demo::run(port),
        Job::Test { steps } => check::run(&steps),
        Job::Size { json } => size::run(json),
        Job::Eval { task, folder, json } => eval::run(task, &folder, json),
        Job::Bench { what, json } => bench::run(what, json),
        Job::Dist { json } => dist::run(json),
    }
}
