//! A site: what a page must know before anything else.

use crate::app::App;
use crate::media::picture_limits;
use crate::problem::Error;
use crate::read::{MINUTE, answer};
use crate::request::{NoQuery, Path, Query};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use parvis_model::id::SiteId;
use parvis_model::problem::ProblemKind;
use parvis_model::site::Site;

/// The site: languages, surfaces, circles, formulas in force, how reviews are checked.
#[utoipa::path(get, path = "/v1/{site}", tag = "site", params(("site" = SiteId, Path)), responses((status = 200, body = Site)))]
pub async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Path(site): Path<SiteId>,
    _: Query<NoQuery>,
) -> Result<Response, Error> {
    let scopes = [format!("{site}/site")];
    let render = async || {
        let found = app.db.site(&site, app.now(), picture_limits()).await?;
        found.ok_or_else(|| Error::of(ProblemKind::NotFound))
    };
    answer(&app, &headers, format!("/v1/{site}"), &scopes, MINUTE, render).await
}
