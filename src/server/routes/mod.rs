//! The one list of routes. Each resource has its file; the document of the API is gathered from the same list.

mod assets;
mod ballots;
mod boards;
mod decisions;
mod embed;
mod feeds;
mod health;
mod how;
mod items;
mod live;
mod marks;
mod news;
mod openapi;
mod pictures;
mod polls;
mod pool;
mod ranking;
mod reports;
mod sessions;
mod site;
mod subjects;
mod threads;
mod votes;

pub use assets::asset;
pub use openapi::Documents;
#[cfg(test)]
pub use openapi::operations;

use crate::app::App;
use axum::Router;
use axum::routing::get;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of the API and the document that describes them.
pub fn api() -> (Router<App>, OpenApi) {
    let (router, found) = OpenApiRouter::with_openapi(openapi::head())
        .routes(routes!(site::show))
        .routes(routes!(ranking::show))
        .routes(routes!(feeds::page))
        .routes(routes!(feeds::candidates))
        .routes(routes!(feeds::words))
        .routes(routes!(pool::page))
        .routes(routes!(items::publish))
        .routes(routes!(items::show))
        .routes(routes!(threads::page, threads::reply))
        .routes(routes!(marks::put, marks::remove))
        .routes(routes!(reports::publish))
        .routes(routes!(subjects::show))
        .routes(routes!(subjects::rating))
        .routes(routes!(subjects::reviews, subjects::publish))
        .routes(routes!(boards::page))
        .routes(routes!(news::posts_json))
        .routes(routes!(news::posts_atom))
        .routes(routes!(news::reviews_json))
        .routes(routes!(news::reviews_atom))
        .routes(routes!(news::ideas_json))
        .routes(routes!(news::ideas_atom))
        .routes(routes!(boards::publish))
        .routes(routes!(votes::put, votes::remove))
        .routes(routes!(decisions::idea))
        .routes(routes!(polls::show))
        .routes(routes!(polls::latest))
        .routes(routes!(polls::ballots))
        .routes(routes!(ballots::put, ballots::remove))
        .routes(routes!(ballots::results))
        .routes(routes!(decisions::poll))
        .routes(routes!(pictures::publish))
        .routes(routes!(sessions::challenge))
        .routes(routes!(sessions::begin))
        .routes(routes!(live::stream))
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .routes(routes!(health::metrics))
        .split_for_parts();
    (router, openapi::finished(found))
}

/// The pages beside the API: its document, the widget's files, pictures, the pages a brand sees.
pub fn pages() -> Router<App> {
    Router::new()
        .route("/openapi.json", get(openapi::document))
        .route("/api", get(openapi::page))
        .route("/how/{site}", get(how::page))
        .route("/embed/{site}/reviews/{subject}", get(embed::reviews))
        .route("/problems/{kind}", get(openapi::problem))
        .route("/media/{name}", get(pictures::show))
        .route("/", get(assets::index))
        .route("/www/{*path}", get(assets::www))
}
