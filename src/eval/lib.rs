//! The evaluation: our orders and those of others on real data, by fixed protocols, in one run.
//!
//! `set` reads a folder, `feed`, `reviews`, `ideas` and `groups` hold the protocols, `measure` and `mix` the figures,
//! `chance` the intervals, `outcome` what is printed. `ours` calls the code that the widget runs; `peers` are
//! the formulas of others. Any folder in the format works: which protocol applies is told by what is in it.
//! `tally` compares counts with those of other libraries, which agree or do not.

mod chance;
mod feed;
mod groups;
mod ideas;
mod measure;
mod mix;
mod ours;
mod outcome;
mod peers;
mod reviews;
mod set;
pub mod tally;

pub use outcome::{Figure, Figures, Outcome};
pub use set::Fault;
use std::path::Path;

/// What is put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Posts.
    Feed,
    /// Reviews.
    Reviews,
    /// Ideas.
    Ideas,
    /// Voters of a conversation, into opinion groups.
    Groups,
}

/// Whose orders are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Ours alone: quicker.
    Ours,
    /// Ours, and the formulas of others on the same cases.
    Everybody,
}

impl Task {
    /// The word on the command line and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Reviews => "reviews",
            Self::Ideas => "ideas",
            Self::Groups => "groups",
        }
    }

    /// The file without which a folder is no set of this task.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Feed => "items",
            Self::Reviews => "reviews",
            Self::Ideas | Self::Groups => "votes",
        }
    }

    /// Whether the folder holds a set of this task.
    pub fn is_in(self, folder: &Path) -> bool {
        set::holds(folder, self.file())
    }

    /// Measures one set.
    ///
    /// # Errors
    /// A file is missing, broken or of another shape; the fault names file, line and what was expected.
    pub fn measured(self, folder: &Path, scope: Scope) -> Result<Outcome, Fault> {
        let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned();
        let (ours, baselines) = match self {
            Self::Feed => feed::measured(folder, scope)?,
            Self::Reviews => reviews::measured(folder, scope)?,
            Self::Ideas => ideas::measured(folder, scope)?,
            Self::Groups => groups::measured(folder, scope)?,
        };
        Ok(Outcome { task: self.as_str(), set: name, ours, baselines })
    }
}
