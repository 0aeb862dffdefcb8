//! Answers to reads: the same bytes for everybody, rendered once.

use crate::app::App;
use crate::cache::{Rendered, Scope, Watch};
use crate::problem::Error;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;

/// How long a shared cache may answer without asking: seconds, since a write changes the body; stale bodies
/// may bridge a slow or absent service.
pub const PUBLIC: HeaderValue =
    HeaderValue::from_static("public, max-age=1, stale-while-revalidate=5, stale-if-error=86400");

/// How long a rendered body is kept, for what depends on the clock as well as on writes.
pub const MINUTE: Duration = Duration::from_secs(60);
/// The same, where the clock decides what is shown (the close of a poll).
pub const MOMENT: Duration = Duration::from_secs(2);

/// Answers with the body kept under `key`, or with what `render` gives, kept while nothing changes in `scopes`.
/// `key` must name everything the body depends on besides its scopes; the headers only choose its form.
pub async fn answer<T, Rendering>(
    app: &App,
    headers: &HeaderMap,
    key: String,
    scopes: &[Scope],
    ttl: Duration,
    render: impl FnOnce() -> Rendering,
) -> Result<Response, Error>
where
    T: Serialize + Send + 'static,
    Rendering: Future<Output = Result<T, Error>>,
{
    answer_in(app, headers, key, (scopes, ttl), render, |value| Rendered::json(&value)).await
}

/// The same in a form other than JSON: `pack` makes the body of what `render` gives, off the async threads.
pub async fn answer_in<T, Rendering>(
    app: &App,
    headers: &HeaderMap,
    key: String,
    (scopes, ttl): (&[Scope], Duration),
    render: impl FnOnce() -> Rendering,
    pack: fn(T) -> Result<Rendered, Error>,
) -> Result<Response, Error>
where
    T: Send + 'static,
    Rendering: Future<Output = Result<T, Error>>,
{
    if let Some(rendered) = app.cache.find(&key) {
        return Ok(rendered.to_response(headers, PUBLIC));
    }
    let _turn = app.cache.turn(&key).await;
    if let Some(rendered) = app.cache.find(&key) {
        return Ok(rendered.to_response(headers, PUBLIC));
    }
    let watch: Watch = app.cache.watch(scopes);
    let value = render().await?;
    let rendered = tokio::task::spawn_blocking(move || pack(value));
    let rendered = Arc::new(rendered.await.map_err(anyhow::Error::from)??);
    app.cache.keep(key, rendered.clone(), watch, ttl);
    Ok(rendered.to_response(headers, PUBLIC))
}
