//! The stand: ranking for one visitor as the widget runs it, opened to a page that measures it.
//!
//! Nothing here ships. The page hands over columns as typed arrays, and this room calls the very functions that
//! the widget calls, compiled with the widget's profile.

mod columns;
mod stand;

pub use stand::{Stand, print};
