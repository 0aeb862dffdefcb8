//! Reports: somebody says that an item should not be there.

use crate::app::App;
use crate::deed::{Deed, Json};
use crate::problem::Error;
use crate::request::Path;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use parvis_model::draft::NewReport;
use parvis_model::id::{ItemId, SiteId};

/// That a report was received; there is nothing more to say yet.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct Received {}

/// Reports an item to the brand.
#[utoipa::path(post, path = "/v1/{site}/items/{id}/reports", tag = "items", params(("site" = SiteId, Path), ("id" = ItemId, Path)), request_body = NewReport, responses((status = 202, body = Received)))]
pub async fn publish(
    State(app): State<App>,
    Path((_, item)): Path<(SiteId, ItemId)>,
    deed: Deed<Json<NewReport>>,
) -> Result<Response, Error> {
    let Json(draft) = &deed.body;
    Error::unless_valid(draft.check())?;
    let mut open = deed.begin(&app).await?;
    open.write.report(item, deed.author.person.as_str(), draft).await?;
    open.finish(&app, StatusCode::ACCEPTED, &Received {}).await
}
