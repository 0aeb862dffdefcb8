//! Fragments that a brand's server puts into its pages: an element that is already drawn, and what search engines
//! may be told.
//!
//! The language stands in the address, never in a header: the same address gives everybody the same bytes.

use super::how::Tongue;
use super::subjects::Place;
use crate::app::App;
use crate::asset;
use crate::cache::Rendered;
use crate::first_paint::{self, Surroundings, Trade};
use crate::media::picture_limits;
use crate::problem::Error;
use crate::read::{MINUTE, answer_in};
use crate::request::{Path, Query};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use parvis_model::id::{SiteId, SubjectId};
use parvis_model::problem::ProblemKind;
use parvis_model::review::ReviewOrder;
use parvis_model::rich::safe_href;
use serde::Deserialize;
use serde_json::Value;

/// Looked at by itself, a fragment may show its sheet and its pictures, and do nothing.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// In which language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmbedQuery {
    lang: Option<String>,
}

/// `/embed/{site}/reviews/{subject}`
pub async fn reviews(
    State(app): State<App>,
    headers: HeaderMap,
    Path((site, subject)): Path<(SiteId, SubjectId)>,
    Query(query): Query<EmbedQuery>,
) -> Result<Response, Error> {
    let asked = query.lang.as_deref().map(Tongue::of);
    let place = Place::find(&app, &site, &subject, ReviewOrder::Useful, None).await?;
    let key = format!("embed:{}:{}", asked.map_or("", Tongue::as_str), place.key);
    let render = async || {
        let found = app.db.site(&site, app.now(), picture_limits()).await?;
        let found = found.ok_or_else(|| Error::of(ProblemKind::NotFound))?;
        let page = place.page(&app, &site, &subject).await?;
        let around = Surroundings {
            lang: asked.unwrap_or_else(|| Tongue::of_site(&found.languages)).as_str(),
            site: found,
            base: app.config.base.clone().unwrap_or_default(),
            now: app.now(),
            styles: asset::styles(app.config.assets.as_deref()).await,
        };
        let trade = trade(&app, &site, &subject).await?;
        Ok(first_paint::reviews(around, &subject, page, &trade).await)
    };
    let mut response = answer_in(&app, &headers, key, (&place.scopes, MINUTE), render, html).await?;
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY);
    Ok(response)
}

async fn trade(app: &App, site: &SiteId, subject: &SubjectId) -> Result<Trade, Error> {
    let Some(found) = app.db.subject_record(site, subject).await? else { return Ok(Trade::default()) };
    let url = found.extra.get("url").and_then(Value::as_str);
    let gtin = found.extra.get("gtins").and_then(|list| list.get(0)).and_then(Value::as_str);
    Ok(Trade {
        url: url.and_then(safe_href).filter(|url| url.starts_with("http")),
        gtin: gtin.map(str::to_owned),
    })
}

fn html(fragment: String) -> Result<Rendered, Error> {
    Ok(Rendered::new(fragment.into_bytes(), HeaderValue::from_static("text/html; charset=utf-8")))
}
