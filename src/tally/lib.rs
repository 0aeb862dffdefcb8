//! Counting: ballots in, counts, shares, intervals and ranks out.
//!
//! Everything that decides is an integer: who is ahead, what is a tie, whether it is too early to say. Only
//! what is drawn, shares and intervals, is a fraction. Ties are told as equal ranks and never broken by the
//! order of the options.
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod ballots;
mod groups;
mod standing;
#[cfg(test)]
mod trial;
mod wilson;

pub use ballots::count;
pub use groups::{GROUP_LEAST, Opinions, groups};
pub use standing::{Standing, Verdict, standings, verdict};
pub use wilson::{Share, Z95, share, wilson};
