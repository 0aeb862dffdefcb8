//! Polls as everybody sees them.

use crate::app::App;
use crate::problem::Error;
use crate::read::{MOMENT, answer};
use crate::request::{NoQuery, Path, Query};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use parvis_model::id::{ItemId, SiteId};
use parvis_model::poll::{PollBallots, PollPage};
use parvis_model::problem::ProblemKind;

/// A poll, with its results if everybody may see them now.
#[utoipa::path(get, path = "/v1/{site}/polls/{id}", tag = "polls", params(("site" = SiteId, Path), ("id" = ItemId, Path)), responses((status = 200, body = PollPage)))]
pub async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Path((site, id)): Path<(SiteId, ItemId)>,
    _: Query<NoQuery>,
) -> Result<Response, Error> {
    let scopes = [format!("{site}/item/{id}")];
    let render = async || {
        let page = app.db.poll_page(&site, id, app.now()).await?;
        page.ok_or_else(|| Error::of(ProblemKind::NotFound))
    };
    answer(&app, &headers, format!("/v1/{site}/polls/{id}"), &scopes, MOMENT, render).await
}

/// The newest poll that takes ballots, else the newest of all: what an element shows that names none.
#[utoipa::path(get, path = "/v1/{site}/polls/latest", tag = "polls", params(("site" = SiteId, Path)), responses((status = 200, body = PollPage)))]
pub async fn latest(
    State(app): State<App>,
    headers: HeaderMap,
    Path(site): Path<SiteId>,
    none: Query<NoQuery>,
) -> Result<Response, Error> {
    let latest = app.db.latest_poll(&site, app.now()).await?;
    let id = latest.ok_or_else(|| Error::of(ProblemKind::NotFound))?;
    show(State(app), headers, Path((site, id)), none).await
}

/// The ballots of a poll that is over, for anybody to count anew: sorted, without voter, order or time. Nothing while the
/// poll takes ballots, and nothing under ten.
#[utoipa::path(get, path = "/v1/{site}/polls/{id}/ballots", tag = "polls", params(("site" = SiteId, Path), ("id" = ItemId, Path)), responses((status = 200, body = PollBallots)))]
pub async fn ballots(
    State(app): State<App>,
    headers: HeaderMap,
    Path((site, id)): Path<(SiteId, ItemId)>,
    _: Query<NoQuery>,
) -> Result<Response, Error> {
    let scopes = [format!("{site}/item/{id}")];
    let render = async || {
        let ballots = app.db.poll_ballots(&site, id, app.now()).await?;
        ballots.ok_or_else(|| Error::of(ProblemKind::NotFound))
    };
    answer(&app, &headers, format!("/v1/{site}/polls/{id}/ballots"), &scopes, MOMENT, render).await
}
