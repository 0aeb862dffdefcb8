//! Items of any kind by id, and new posts.

use crate::app::App;
use crate::db::{Entry, State as ItemState};
use crate::deed::{Deed, Json};
use crate::problem::Error;
use crate::read::{MINUTE, answer};
use crate::request::{NoQuery, Path, Query};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use parvis_model::draft::{NewPost, Published};
use parvis_model::id::{ItemId, SiteId};
use parvis_model::problem::ProblemKind;

/// An item, under the word of its kind; a poll comes without results.
#[utoipa::path(get, path = "/v1/{site}/items/{id}", tag = "items", params(("site" = SiteId, Path), ("id" = ItemId, Path)), responses((status = 200, body = Entry)))]
pub async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Path((site, id)): Path<(SiteId, ItemId)>,
    _: Query<NoQuery>,
) -> Result<Response, Error> {
    let scopes = [format!("{site}/item/{id}")];
    let render = async || app.db.entry(&site, id).await?.ok_or_else(|| Error::of(ProblemKind::NotFound));
    answer(&app, &headers, format!("/v1/{site}/items/{id}"), &scopes, MINUTE, render).await
}

/// Publishes a post.
#[utoipa::path(post, path = "/v1/{site}/posts", tag = "items", params(("site" = SiteId, Path)), request_body = NewPost, responses((status = 201, body = Published)))]
pub async fn publish(State(app): State<App>, deed: Deed<Json<NewPost>>) -> Result<Response, Error> {
    let Json(draft) = &deed.body;
    Error::unless_valid(draft.check())?;
    let by = deed.to_person(draft.name.as_deref());
    let mut open = deed.begin(&app).await?;
    let id = open.write.post(app.new_id()?, &by, draft, ItemState::Published).await?;
    open.finish(&app, StatusCode::CREATED, &Published { id, held: false }).await
}
