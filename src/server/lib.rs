//! The service: API, rules at the edge, storage, live stream.
//!
//! SQL lives in [`db`] and nowhere else; files of rows in [`lines`], those of
//! other services in [`exchange`]; orders whose customers are asked for a review in `invite`.

pub mod app;
mod asset;
mod auth;
mod cache;
pub mod cli;
pub mod config;
pub mod db;
mod deed;
pub mod exchange;
mod first_paint;
mod invite;
pub mod lines;
mod linked;
mod live;
mod media;
mod metrics;
mod news;
mod order;
mod origin;
mod pace;
mod page;
mod problem;
mod read;
mod request;
mod routes;
pub mod serve;
mod snapshot;
#[cfg(test)]
mod trials;
