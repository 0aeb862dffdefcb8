//! What the page knows and how it changes, without touching anything: acts come in, effects go out.
//!
//! Each element keeps one surface ([`feed::Feed`], [`reviews::Reviews`], [`ideas::Ideas`], [`poll::PollBox`]).
//! All of them share one [`page::Page`]: the outbox, what this visitor did, whether the network is there.
//! A surface never waits: it answers every [`act::Act`] and every arrival with [`effect::Effect`]s that the
//! widget carries out, so retry, optimism and roll-back are plain functions over plain values.
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod act;
pub mod effect;
pub mod feed;
pub mod form;
pub mod ideas;
pub mod load;
pub mod marks;
pub mod mine;
pub mod opened;
pub mod outbox;
pub mod page;
pub mod poll;
pub mod profile;
pub mod reviews;
pub mod surface;
pub mod thread;
#[cfg(test)]
mod trials;
pub mod wish;
