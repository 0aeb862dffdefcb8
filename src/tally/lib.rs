//! Counting: ballots in, counts, shares, intervals and ranks out.
//!
//! Everything that decides is an integer: who is ahead, what is a tie, whether it is too early to say. Only
//! what is drawn, shares and intervals, and strengths out of pairs are fractions. Ties are told as equal ranks
//! and never broken by the order of the options. A file a method; `rivals` runs several on the same ballots.
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod ballots;
pub mod grades;
mod groups;
pub mod lot;
pub mod outcome;
pub mod pairs;
mod places;
pub mod points;
pub mod ranked;
pub mod rivals;
mod standing;
pub mod star;
pub mod statements;
#[cfg(test)]
mod trial;
mod wilson;

pub use groups::{
    GROUP_LEAST, Landscape, Middle, Opinions, Plane, Point, STABLE_LEAST, adjusted_rand, groups, stability,
};
pub use places::{greatest, ranks};
pub use standing::{Standing, Verdict, standings, verdict};
pub use wilson::{Share, Z95, share, wilson};
