//! The live stream of a site.

use crate::app::App;
use crate::problem::Error;
use crate::request::{Path, Query};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use parvis_model::id::SiteId;
use parvis_model::live::Live;
use serde::Deserialize;

/// From where.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LiveQuery {
    /// The number of the last change the page knows; `Last-Event-ID` wins over it.
    after: Option<u64>,
}

/// What changes, as server-sent events whose ids are numbers of the stored log.
#[utoipa::path(get, path = "/v1/{site}/live", tag = "live", params(("site" = SiteId, Path), LiveQuery), responses((status = 200, body = Live, content_type = "text/event-stream")))]
pub async fn stream(
    State(app): State<App>,
    headers: HeaderMap,
    Path(site): Path<SiteId>,
    Query(query): Query<LiveQuery>,
) -> Result<Response, Error> {
    let told = headers.get("last-event-id").map(|value| value.to_str().unwrap_or_default());
    let told: Option<u64> = told
        .filter(|text| !text.is_empty())
        .map(|text| text.parse().map_err(|_| Error::malformed("Last-Event-ID is no number of the log")))
        .transpose()?;
    let stream = crate::live::stream(app, site, told.or(query.after)).await?;
    let fixed = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    Ok((fixed, Body::from_stream(stream)).into_response())
}
