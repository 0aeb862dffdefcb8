//! Reviews in the formats of other services: read out of their files, and written for them.
//!
//! A row becomes a record like any other, so that one path writes it; what a format says and a review has no
//! room for is told in the report. Nothing is fetched, nobody's address is kept, and what was checked elsewhere
//! says by whom. A review is known by its subject, its author as shown and its words, so that a file that is
//! read again changes nothing.

mod cell;
mod feed;
mod format;
mod give;
mod google;
mod linked;
mod name;
mod news;
mod pictures;
mod products;
mod review;
mod row;
mod sheet;
mod source;
mod table;
mod table_out;
mod take;
#[cfg(test)]
mod trials;

pub use cell::Dates;
pub use format::Format;
pub use give::{Form, Given, Giving, give};
pub use products::Products;
pub(crate) use sheet::{guarded, unguarded};
pub(crate) use source::{Charset, open};
pub use take::Asked;
pub(crate) use take::{Known, take};
