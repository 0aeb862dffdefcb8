//! Votes on ideas: one for each person, replaced by the next.

use crate::app::App;
use crate::db::Voter;
use crate::deed::{Deed, Json, Nothing};
use crate::problem::Error;
use crate::request::Path;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use parvis_model::board::Votes;
use parvis_model::draft::IdeaVote;
use parvis_model::id::{ItemId, SiteId};
use parvis_model::problem::ProblemKind;

/// Votes on an idea; a second vote replaces the first.
#[utoipa::path(put, path = "/v1/{site}/ideas/{id}/vote", tag = "ideas", params(("site" = SiteId, Path), ("id" = ItemId, Path)), request_body = IdeaVote, responses((status = 200, body = Votes)))]
pub async fn put(
    State(app): State<App>,
    Path((site, idea)): Path<(SiteId, ItemId)>,
    deed: Deed<Json<IdeaVote>>,
) -> Result<Response, Error> {
    let Json(IdeaVote { vote }) = deed.body;
    let key = deed.to_voter(&app, &about(&app, &site, idea).await?);
    let voter = Voter { is_verified: !deed.author.purchases.is_empty(), ..Voter::anyone(&key) };
    let mut open = deed.begin(&app).await?;
    let votes = open.write.vote(idea, voter, vote).await?;
    open.finish(&app, StatusCode::OK, &votes).await
}

/// Takes a vote back.
#[utoipa::path(delete, path = "/v1/{site}/ideas/{id}/vote", tag = "ideas", params(("site" = SiteId, Path), ("id" = ItemId, Path)), responses((status = 200, body = Votes)))]
pub async fn remove(
    State(app): State<App>,
    Path((site, idea)): Path<(SiteId, ItemId)>,
    deed: Deed<Nothing>,
) -> Result<Response, Error> {
    let voter = deed.to_voter(&app, &about(&app, &site, idea).await?);
    let mut open = deed.begin(&app).await?;
    let votes = open.write.unvote(idea, &voter).await?;
    open.finish(&app, StatusCode::OK, &votes).await
}

/// What a voter's name is about: the board, because who voted alike on it decides how its votes are heard.
async fn about(app: &App, site: &SiteId, idea: ItemId) -> Result<String, Error> {
    let board = app.db.board_of(site, idea).await?.ok_or_else(|| Error::of(ProblemKind::NotFound))?;
    Ok(format!("board {board}"))
}
