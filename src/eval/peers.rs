//! The formulas of others, on the same cases.

pub mod circles;
pub mod groups;
pub mod ideas;
pub mod intercept;
pub mod person;
pub mod reviews;
pub mod weekly;

use crate::feed::{Prepare, Protocol};

/// The others of one protocol of the feed, by name.
pub fn feed(protocol: Protocol) -> Vec<(&'static str, Prepare)> {
    match protocol {
        Protocol::Weekly => weekly::ALL.to_vec(),
        Protocol::Person => person::ALL.to_vec(),
        Protocol::Circles => circles::ALL.to_vec(),
    }
}
