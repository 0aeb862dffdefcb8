//! Our orders: the facts of a set, handed to the very code that the widget and the server run.

pub mod feed;
pub mod ideas;
pub mod reviews;
mod visitor;
