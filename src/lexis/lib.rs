//! Language: what a text is about, how it is written, which language it is in, and what it is like.
//!
//! Everything is a plain function of its text, the same in the browser and on the server. What a page does not
//! call costs it nothing. Built and squeezed as the widget is, beyond `fold`, `shape` and `detect`:
//!
//! | calls | kB by brotli |
//! |---|---|
//! | `similar`, `simhash`, `sentences` | 0.5, 0.8, 0.8 |
//! | `readability`, `style`, `is_stop` | 1.1, 1.7, 1.7 |
//! | `stem` | 6.3 |
//! | `tokens`, `sparse` | 8.3, 9.2 |
//! | `mentions`, `summary`, `phrases` | 9.2, 10.7, 13.0 |
//! | all of them | 19.0 |
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod corpus;
mod detect;
mod fold;
mod hash;
mod lang;
mod lower;
mod mentions;
mod nearby;
mod phrases;
mod readability;
mod sentences;
mod shape;
mod simhash;
mod stem;
mod stop;
mod style;
mod summary;
mod tokens;
mod words;

pub use corpus::Corpus;
pub use detect::detect;
pub use fold::fold;
pub use mentions::{Mention, mentions};
pub use nearby::Nearby;
pub use phrases::{Phrase, phrases};
pub use readability::{Readability, readability};
pub use sentences::sentences;
pub use shape::{Shape, shape};
pub use simhash::{NEAR, distance, is_near_copy, simhash};
pub use stem::stem;
pub use stop::is_stop;
pub use style::{Style, style};
pub use summary::{Passage, summary};
pub use tokens::{N_BUCKETS, bucket, named, similar, sparse, tokens};
pub use words::words;
