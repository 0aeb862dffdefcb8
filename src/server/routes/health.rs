//! Whether the service lives, whether it can work, and what it measures.

use crate::app::App;
use crate::problem::Error;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use parvis_model::problem::ProblemKind;

type Text<T> = ([(HeaderName, HeaderValue); 2], T);

/// That the process answers.
#[utoipa::path(get, path = "/healthz", tag = "service", responses((status = 200, body = String, content_type = "text/plain")))]
pub async fn healthz() -> Text<&'static str> {
    (plain(), "ok\n")
}

/// That the database answers and the service is not stopping.
#[utoipa::path(get, path = "/readyz", tag = "service", responses((status = 200, body = String, content_type = "text/plain")))]
pub async fn readyz(State(app): State<App>) -> Result<Text<&'static str>, Error> {
    if *app.stopping.borrow() {
        return Err(Error::because(ProblemKind::Unavailable, "the service is stopping"));
    }
    app.db.ping().await.map_err(|cause| {
        tracing::warn!(%cause, "the database does not answer");
        Error::because(ProblemKind::Unavailable, "the database does not answer")
    })?;
    Ok((plain(), "ready\n"))
}

/// Counts and durations by route, for Prometheus.
#[utoipa::path(get, path = "/metrics", tag = "service", responses((status = 200, body = String, content_type = "text/plain")))]
pub async fn metrics(State(app): State<App>) -> Text<String> {
    let n_bytes = u64::try_from(app.cache.n_bytes()).unwrap_or(u64::MAX);
    (plain(), app.metrics.to_text(&[("parvis_cache_bytes", n_bytes)]))
}

fn plain() -> [(HeaderName, HeaderValue); 2] {
    [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ]
}
