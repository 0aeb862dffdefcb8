//! The words of Parvis: ids, items, rich text, wire types and the rules both sides check.
//!
//! Nothing here reads a clock, a network or a file. The server and the widget share these types, so a
//! contribution that the browser accepts is one that the server understands, and a fault is told in the
//! same words on both sides.

pub mod board;
#[cfg(feature = "chain")]
pub mod chain;
pub mod draft;
pub mod fault;
pub mod feed;
pub mod id;
pub mod invitation;
pub mod item;
pub mod lang;
pub mod live;
pub mod locality;
pub mod map;
pub mod markdown;
pub mod media;
pub mod person;
pub mod poll;
pub mod pool;
pub mod problem;
pub mod ranking;
pub mod review;
pub mod rich;
#[cfg(feature = "schema")]
mod schema;
pub mod session;
pub mod site;
pub mod thread;
pub mod time;
