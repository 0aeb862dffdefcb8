//! The orders on real data, by the protocols of the room `eval`: floors that a change may raise and never lower.
//!
//! Each floor is what the present formula reaches, rounded down. The figures of simpler formulas stand
//! beside it: an order that does not beat them is not worth its explanation.

mod feed;
mod floor;
mod groups;
mod ideas;
mod reviews;
