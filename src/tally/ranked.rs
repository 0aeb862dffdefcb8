//! Ranked ballots: who is preferred to whom, and the ways to elect from that.
//!
//! [`schulze`] decides. Instant run-off, Borda and first choices are there to show what they would say of the
//! same ballots.

mod pairwise;
mod ranking;
mod run_off;
mod schulze;

pub use pairwise::Pairwise;
pub use ranking::Ranking;
pub use run_off::{Round, RunOff, first_choices, run_off};
pub use schulze::{Schulze, schulze};
