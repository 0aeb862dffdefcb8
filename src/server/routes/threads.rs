//! Threads: the replies to an item, and new replies.

use crate::app::App;
use crate::db::State as ItemState;
use crate::deed::{Deed, Json};
use crate::problem::Error;
use crate::read::{MINUTE, answer};
use crate::request::{Path, Query};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use parvis_model::draft::{NewReply, Published};
use parvis_model::id::{ItemId, SiteId};
use parvis_model::problem::ProblemKind;
use parvis_model::thread::Thread;
use serde::Deserialize;

/// Replies on a page.
const PAGE: u32 = 100;

/// From where.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ThreadQuery {
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// A page of 100 replies in order of birth.
#[utoipa::path(get, path = "/v1/{site}/items/{id}/replies", tag = "items", params(("site" = SiteId, Path), ("id" = ItemId, Path), ThreadQuery), responses((status = 200, body = Thread)))]
pub async fn page(
    State(app): State<App>,
    headers: HeaderMap,
    Path((site, root)): Path<(SiteId, ItemId)>,
    Query(query): Query<ThreadQuery>,
) -> Result<Response, Error> {
    let after = query.cursor.as_deref().map(read_cursor).transpose()?;
    let find = async || {
        let found = app.db.thread(&site, root, after, PAGE).await?;
        found.ok_or_else(|| Error::of(ProblemKind::NotFound))
    };
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let key = format!("/v1/{site}/items/{root}/replies?{after}");
    if let Some(kept) = app.cache.find(&key) {
        return Ok(kept.to_response(&headers, crate::read::PUBLIC));
    }
    // Marks of a reply name the reply only, so the page watches each one it shows.
    let (_, shown) = find().await?;
    let item_scope = |id: ItemId| format!("{site}/item/{id}");
    let mut scopes: Vec<String> = shown.iter().map(|reply| item_scope(reply.item.id)).collect();
    scopes.push(format!("{site}/thread/{root}"));
    let render = async || {
        let (n_replies, replies) = find().await?;
        let is_full = replies.len() == usize::try_from(PAGE).unwrap_or(usize::MAX);
        let next = replies.last().filter(|_| is_full).map(|last| last.item.id.to_string());
        Ok(Thread { root, n_replies, replies, next })
    };
    answer(&app, &headers, key, &scopes, MINUTE, render).await
}

/// Publishes a reply to an item or to another reply.
#[utoipa::path(post, path = "/v1/{site}/items/{id}/replies", tag = "items", params(("site" = SiteId, Path), ("id" = ItemId, Path)), request_body = NewReply, responses((status = 201, body = Published)))]
pub async fn reply(
    State(app): State<App>,
    Path((_, on)): Path<(SiteId, ItemId)>,
    deed: Deed<Json<NewReply>>,
) -> Result<Response, Error> {
    let Json(draft) = &deed.body;
    Error::unless_valid(draft.check())?;
    let by = deed.to_person(draft.name.as_deref());
    let mut open = deed.begin(&app).await?;
    let id = open.write.reply(app.new_id()?, &by, on, draft, ItemState::Published).await?;
    open.finish(&app, StatusCode::CREATED, &Published { id, held: false }).await
}

fn read_cursor(text: &str) -> Result<ItemId, Error> {
    let id = ItemId::parse(text).ok().filter(|id| id.to_string() == text);
    id.ok_or_else(|| Error::malformed("this is no cursor"))
}
