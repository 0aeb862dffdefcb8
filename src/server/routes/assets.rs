//! The widget's files at the root, the demo page, and the pages a brand sees.

use crate::app::App;
use crate::asset;
use crate::problem::Error;
use crate::request::Path;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use parvis_model::problem::ProblemKind;

/// The page at the root, where the operator named one.
pub async fn index(State(app): State<App>, headers: HeaderMap) -> Result<Response, Error> {
    let page = app.config.index.as_deref().ok_or_else(|| Error::of(ProblemKind::NotFound))?;
    asset::file(page, &headers).await
}

/// A file of the folder `www`, where the operator named one.
pub async fn www(
    State(app): State<App>,
    headers: HeaderMap,
    Path(path): Path<String>,
) -> Result<Response, Error> {
    let folder = app.config.www.as_deref().ok_or_else(|| Error::of(ProblemKind::NotFound))?;
    asset::page(folder, &path, &headers).await
}

/// A file of the widget, for every address that is no route; else nothing is found.
pub async fn asset(
    State(app): State<App>,
    method: Method,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Error> {
    let name = uri.path().trim_start_matches('/');
    if !matches!(method, Method::GET | Method::HEAD) || name.starts_with("v1/") {
        return Err(Error::of(ProblemKind::NotFound));
    }
    asset::widget(app.config.assets.as_deref(), name, &headers).await
}
