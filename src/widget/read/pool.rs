//! Reads the pool of a feed, and the weights of the order that a device makes of it.

use super::{objects, texts};
use parvis_model::pool::{Pool, Print};
use parvis_model::ranking::MineWeights;

objects! {
    Pool { ranked_at, scale, circles, posts, signals, prints, near, took_part, people, next }
    MineWeights { community, ties, neighbours, taste, near, balance }
}

texts! {
    Print: Print::parse;
}
