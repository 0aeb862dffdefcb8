//! Marks: useful, not useful, save; one of each kind for one person.

use crate::app::App;
use crate::deed::{Deed, Nothing};
use crate::problem::Error;
use crate::request::Path;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use parvis_model::id::{ItemId, SiteId};
use parvis_model::item::{Mark, Marks};

/// Marks an item; useful and not useful replace each other.
#[utoipa::path(put, path = "/v1/{site}/items/{id}/marks/{mark}", tag = "items", params(("site" = SiteId, Path), ("id" = ItemId, Path), ("mark" = Mark, Path)), responses((status = 200, body = Marks)))]
pub async fn put(
    State(app): State<App>,
    Path((_, item, mark)): Path<(SiteId, ItemId, Mark)>,
    deed: Deed<Nothing>,
) -> Result<Response, Error> {
    let mut open = deed.begin(&app).await?;
    let marks = open.write.mark(item, deed.author.person.as_str(), mark).await?;
    open.finish(&app, StatusCode::OK, &marks).await
}

/// Takes a mark back.
#[utoipa::path(delete, path = "/v1/{site}/items/{id}/marks/{mark}", tag = "items", params(("site" = SiteId, Path), ("id" = ItemId, Path), ("mark" = Mark, Path)), responses((status = 200, body = Marks)))]
pub async fn remove(
    State(app): State<App>,
    Path((_, item, mark)): Path<(SiteId, ItemId, Mark)>,
    deed: Deed<Nothing>,
) -> Result<Response, Error> {
    let mut open = deed.begin(&app).await?;
    let marks = open.write.unmark(item, deed.author.person.as_str(), mark).await?;
    open.finish(&app, StatusCode::OK, &marks).await
}
