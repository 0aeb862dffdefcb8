//! What no crate can see alone: the shared ground of the trials.

pub mod data;
pub mod tree;
