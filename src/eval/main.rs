//! `parvis-eval TASK DIR`: one set, or every set in a folder of sets.

use clap::{Parser, ValueEnum};
use parvis_eval::{Fault, Outcome, Scope, Task};
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
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<(), Fault> {
    let task = match cli.task {
        Name::Feed => Task::Feed,
        Name::Reviews => Task::Reviews,
        Name::Ideas => Task::Ideas,
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
    Ok(())
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
