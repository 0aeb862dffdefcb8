//! Order: what comes first, and why, from counts that are the same for everybody.
//!
//! A score is a sum of named terms, each a published weight times a value in [0, 1]. Nothing here reads a
//! clock or draws lots: time is an argument, and every order is total (score by `total_cmp`, then the newer
//! id first), so that the server and every browser show the same list. For the same reason logarithms and
//! powers come from `libm` and never from the platform, whose last bits differ.
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod activity;
pub mod alike;
pub mod calibrate;
pub mod crowds;
pub mod distance;
pub mod feed;
pub mod ideas;
pub mod marks;
pub mod mine;
pub mod neighbours;
pub mod reviews;
pub mod rows;
mod sorter;
pub mod spread;
pub mod taste;
mod terms;
pub mod visit;
pub mod voices;
pub mod why;
mod wilson;

pub use sorter::Sorter;
pub use terms::{MAX_TERMS, Terms};
pub use why::{Lead, Why, why};
