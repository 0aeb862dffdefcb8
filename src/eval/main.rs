//! `parvis-eval TASK DIR`: one set, or every set in a folder of sets.

use clap::{Parser, ValueEnum};
use parvis_eval::{Fault, Outcome, Scope, Task, tally};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Measures our orders and those of others on real data.
#[derive(Debug, Parser)]
struct Cli {
    /// What is put in order.
    task: Name,
    /// A set, or a folder of sets.
    folder: PathBuf,
    /// Print one line of JSON a set.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Name {
    Feed,
    Reviews,
    Ideas,
    Groups,
    /// What other libraries counted, file by file.
    Tally,
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// True unless a tally differs or cannot be read.
fn run(cli: &Cli) -> Result<bool, Fault> {
    let task = match cli.task {
        Name::Feed => Task::Feed,
        Name::Reviews => Task::Reviews,
        Name::Ideas => Task::Ideas,
        Name::Groups => Task::Groups,
        Name::Tally => return tallied(cli),
    };
    let mut outcomes: Vec<Outcome> = Vec::new();
    for folder in sets(task, &cli.folder)? {
        let outcome = task.measured(&folder, Scope::Everybody)?;
        if cli.json {
            println!("{}", outcome.to_json());
        } else {
            println!("{outcome}\n");
        }
        outcomes.push(outcome);
    }
    if !cli.json
        && outcomes.len() > 1
        && let Some(mean) = Outcome::mean(&outcomes)
    {
        println!("{mean}");
    }
    Ok(true)
}

/// Every file of tallies, and how long a million ballots take.
fn tallied(cli: &Cli) -> Result<bool, Fault> {
    let reports = tally::reports(&cli.folder)?;
    for report in &reports {
        if cli.json {
            println!("{}", report.to_json());
        } else {
            println!("{report}\n");
        }
    }
    let paces = tally::paces();
    if cli.json {
        println!("{}", tally::paces_to_json(&paces));
    } else {
        println!("1,000,000 ballots of 10 options, in seconds");
        for pace in paces {
            println!("  {:<32} {:.3}", pace.method, pace.took.as_secs_f64());
        }
    }
    Ok(reports.iter().all(tally::Report::is_whole))
}

/// The folder itself when it is a set, else the sets in it, by name.
fn sets(task: Task, folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    if task.is_in(folder) {
        return Ok(vec![folder.to_owned()]);
    }
    let entries = std::fs::read_dir(folder).map_err(|error| Fault::of(folder, error))?;
    let mut sets: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| task.is_in(path)).collect();
    sets.sort();
    if sets.is_empty() {
        let expected = format!("no {0}.jsonl.gz or {0}.jsonl here or in a folder within", task.file());
        return Err(Fault::of(folder, expected));
    }
    Ok(sets)
}
