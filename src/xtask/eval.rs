//! `cargo xtask eval`: our orders and those of others on real data, by the room `eval` at full speed.

use crate::tools;
use anyhow::{Context, Result};
use clap::ValueEnum;
use std::path::Path;

/// What is put in order, or counted.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Task {
    /// Posts.
    Feed,
    /// Reviews.
    Reviews,
    /// Ideas.
    Ideas,
    /// Voters of a conversation, into opinion groups.
    Groups,
    /// What other libraries counted for the same ballots, a file each.
    Tally,
}

/// Measures a set, or every set in a folder; false when it could not be measured or a tally differs, which has
/// been said then.
///
/// # Errors
/// The folder is not there, or cargo cannot be started.
pub fn run(task: Task, folder: &Path, json: bool) -> Result<bool> {
    let folder = folder.canonicalize().with_context(|| format!("no folder {}", folder.display()))?;
    let mut command = tools::cargo();
    command.args(["run", "--release", "--quiet", "--package", "parvis-eval", "--"]);
    let name = match task {
        Task::Feed => "feed",
        Task::Reviews => "reviews",
        Task::Ideas => "ideas",
        Task::Groups => "groups",
        Task::Tally => "tally",
    };
    command.arg(name).arg(folder).args(json.then_some("--json"));
    Ok(command.status().context("cannot start cargo")?.success())
}
