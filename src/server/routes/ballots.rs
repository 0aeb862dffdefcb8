//! Ballots, and the results a voter may see before everybody does.

use crate::app::App;
use crate::auth::Author;
use crate::db::Voter;
use crate::deed::{Deed, Json, Nothing};
use crate::problem::Error;
use crate::request::Path;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use parvis_model::draft::Ballot;
use parvis_model::id::{ItemId, SiteId};
use parvis_model::poll::{PollPage, Results, Visibility};
use parvis_model::problem::ProblemKind;
use parvis_model::time::Time;

/// Casts a ballot, or replaces it; the answer holds the results if the voter may see them.
#[utoipa::path(put, path = "/v1/{site}/polls/{id}/ballot", tag = "polls", params(("site" = SiteId, Path), ("id" = ItemId, Path)), request_body = Ballot, responses((status = 200, body = PollPage)))]
pub async fn put(
    State(app): State<App>,
    Path((site, poll)): Path<(SiteId, ItemId)>,
    deed: Deed<Json<Ballot>>,
) -> Result<Response, Error> {
    let key = deed.to_voter(&app, &poll.to_string());
    let Author { is_member, purchases, .. } = &deed.author;
    let voter = Voter { key: &key, is_member: *is_member, is_verified: !purchases.is_empty() };
    let page = public_page(&app, &site, poll, deed.now).await?;
    let mut open = deed.begin(&app).await?;
    let results = open.write.ballot(poll, voter, &deed.body.0).await?;
    open.finish(&app, StatusCode::OK, &with_results(page, Some(results), deed.now, true)).await
}

/// Takes a ballot back.
#[utoipa::path(delete, path = "/v1/{site}/polls/{id}/ballot", tag = "polls", params(("site" = SiteId, Path), ("id" = ItemId, Path)), responses((status = 200, body = PollPage)))]
pub async fn remove(
    State(app): State<App>,
    Path((site, poll)): Path<(SiteId, ItemId)>,
    deed: Deed<Nothing>,
) -> Result<Response, Error> {
    let voter = deed.to_voter(&app, &poll.to_string());
    let page = public_page(&app, &site, poll, deed.now).await?;
    let mut open = deed.begin(&app).await?;
    let results = open.write.unballot(poll, &voter).await?;
    open.finish(&app, StatusCode::OK, &with_results(page, Some(results), deed.now, false)).await
}

/// The poll with the results that the bearer of the token may see; changes nothing.
#[utoipa::path(post, path = "/v1/{site}/polls/{id}/results", tag = "polls", params(("site" = SiteId, Path), ("id" = ItemId, Path)), responses((status = 200, body = PollPage)))]
pub async fn results(
    State(app): State<App>,
    Path((site, poll)): Path<(SiteId, ItemId)>,
    deed: Deed<Nothing>,
) -> Result<Response, Error> {
    let voter = deed.to_voter(&app, &poll.to_string());
    let page = public_page(&app, &site, poll, deed.now).await?;
    let has_voted = app.db.has_ballot(&site, poll, &voter).await?;
    let results = app.db.results(&site, poll).await?;
    let page = with_results(page, results, deed.now, has_voted);
    let body = serde_json::to_vec(&page).map_err(anyhow::Error::from)?;
    Ok(crate::deed::to_response(crate::db::Answer { status: StatusCode::OK.as_u16(), body }))
}

/// The poll as everybody sees it now.
pub(super) async fn public_page(
    app: &App,
    site: &SiteId,
    poll: ItemId,
    now: Time,
) -> Result<PollPage, Error> {
    app.db.poll_page(site, poll, now).await?.ok_or_else(|| Error::of(ProblemKind::NotFound))
}

/// The page with the results that may be seen by everybody, or by this voter.
pub(super) fn with_results(page: PollPage, results: Option<Results>, now: Time, has_voted: bool) -> PollPage {
    let to_voters = page.poll.rules.visibility == Visibility::AfterVote && has_voted;
    let may_see = page.poll.rules.shows_results(now) || to_voters;
    PollPage { results: results.filter(|_| may_see), ..page }
}
