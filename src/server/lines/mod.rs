//! Files of rows: JSON Lines in and out, for moving a community and for bringing one from elsewhere.
//!
//! Lines with a `type` are the records of `db`; lines without are those of the public data formats. An import
//! takes each row once however often it runs, and no bad row stops a file.

mod export;
mod file;
mod foreign;
mod import;
mod picture;
mod report;
#[cfg(test)]
mod trials;

pub use export::export;
pub(crate) use file::unpacked;
pub(crate) use import::BATCH;
pub use import::{Import, import};
pub(crate) use picture::Gallery;
pub use report::{FileReport, Report};
