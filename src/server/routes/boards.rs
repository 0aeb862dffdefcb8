//! Boards of ideas, and new ideas.

use crate::app::App;
use crate::db::State as ItemState;
use crate::deed::{Deed, Json};
use crate::problem::Error;
use crate::read::{MINUTE, answer};
use crate::request::{Path, Query};
use crate::snapshot::Cursor;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use parvis_model::board::BoardPage;
use parvis_model::draft::{NewIdea, Published};
use parvis_model::id::{BoardId, ItemId, SiteId};
use parvis_model::problem::ProblemKind;
use parvis_rank::ideas::Facts;
use serde::Deserialize;

/// Ideas on a page.
const PAGE: usize = 100;

/// From where.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BoardQuery {
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// A page of 100 ideas in the published order.
#[utoipa::path(get, path = "/v1/{site}/boards/{board}", tag = "ideas", params(("site" = SiteId, Path), ("board" = BoardId, Path), BoardQuery), responses((status = 200, body = BoardPage)))]
pub async fn page(
    State(app): State<App>,
    headers: HeaderMap,
    Path((site, board)): Path<(SiteId, BoardId)>,
    Query(query): Query<BoardQuery>,
) -> Result<Response, Error> {
    let cursor = query.cursor.as_deref().map(Cursor::parse).transpose()?;
    let snapshot = app.ideas_at(&site, &board, cursor).await?;
    let list = &snapshot.value.list;
    let offset = usize::try_from(cursor.map_or(0, |cursor| cursor.offset)).unwrap_or(usize::MAX);
    let placed: Vec<Facts> = list.iter().skip(offset).take(PAGE).copied().collect();
    let ids: Vec<ItemId> = placed.iter().map(|facts| facts.id).collect();
    let end = offset.saturating_add(ids.len());
    let next = (end < list.len() && !ids.is_empty())
        .then(|| Cursor { at: snapshot.at, offset: u32::try_from(end).unwrap_or(u32::MAX) }.to_string());
    let key = format!("/v1/{site}/boards/{board}?{offset}@{}", snapshot.at.as_millis());
    let mut scopes: Vec<String> = ids.iter().map(|id| format!("{site}/item/{id}")).collect();
    scopes.push(format!("{site}/board/{board}"));
    let render = async || {
        let found = app.db.board(&site, &board).await?.ok_or_else(|| Error::of(ProblemKind::NotFound))?;
        let mut ideas = app.db.ideas(&site, &ids).await?;
        for idea in &mut ideas {
            let facts = placed.iter().find(|facts| facts.id == idea.item.id);
            idea.voices = facts.map(|facts| facts.voices).unwrap_or_default();
        }
        Ok(BoardPage { board: found, ranked_at: snapshot.at, ideas, next })
    };
    answer(&app, &headers, key, &scopes, MINUTE, render).await
}

/// Proposes an idea.
#[utoipa::path(post, path = "/v1/{site}/boards/{board}/ideas", tag = "ideas", params(("site" = SiteId, Path), ("board" = BoardId, Path)), request_body = NewIdea, responses((status = 201, body = Published)))]
pub async fn publish(
    State(app): State<App>,
    Path((_, board)): Path<(SiteId, BoardId)>,
    deed: Deed<Json<NewIdea>>,
) -> Result<Response, Error> {
    let Json(draft) = &deed.body;
    Error::unless_valid(draft.check())?;
    let by = deed.to_person(draft.name.as_deref());
    let mut open = deed.begin(&app).await?;
    let id = open.write.idea(app.new_id()?, &by, &board, draft, ItemState::Published).await?;
    open.finish(&app, StatusCode::CREATED, &Published { id, held: false }).await
}
