//! How Parvis looks: plain functions from state to `Html`, their styles and the keys of their words.
//!
//! Nothing here holds a closure or names a browser type. What can be pressed, typed or sent carries its
//! [`parvis_store::act::Act`] as text in `data-act`, and one listener of the page reads it back. So the same
//! functions draw the server's first paint, the tests and the living page.
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod ballot;
#[cfg(test)]
mod contrast;
pub mod count;
pub mod feed;
pub mod frame;
#[cfg(test)]
mod gallery;
mod idea;
pub mod ideas;
pub mod own;
#[cfg(any(test, feature = "paint"))]
pub mod paint;
pub mod pieces;
mod policy;
pub mod poll;
mod post;
mod review;
pub mod reviews;
pub mod styles;
pub mod summary;
mod thread;
#[cfg(test)]
mod trials;
pub mod words;
