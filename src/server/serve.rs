//! The running service: listens, answers, follows the log, and stops without cutting anybody off.

use crate::app::{App, system_clock};
use crate::config::Config;
use crate::db::Db;
use crate::problem::{Error, method_not_allowed, panicked};
use crate::routes::{self, Documents};
use crate::{live, origin};
use anyhow::Context;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use parvis_model::id::SiteId;
use parvis_model::problem::ProblemKind;
use parvis_model::time::HOUR;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;

/// How long one request may take, with a picture over a slow line; a stream only until its first bytes.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long requests in flight may take once the service has been told to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// Methods that are measured by name; a caller can make up others without end.
const KNOWN: [Method; 6] =
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS];

/// Serves until told to stop. Prints `listening on http://…` once requests are taken.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let db = Db::open(&config.database).await.with_context(|| "the database cannot be opened")?;
    let listen = config.listen;
    let app = App::new(config, db.clone(), system_clock)?;
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let address = listener.local_addr()?;
    let following = tokio::spawn(live::follow(app.clone()));
    let purging = tokio::spawn(purge(app.clone()));
    let service = router(app.clone())?.into_make_service_with_connect_info::<SocketAddr>();
    println!("listening on http://{address}");
    let mut stopping = app.stopping.subscribe();
    let told = {
        let app = app.clone();
        async move {
            until_told().await;
            tracing::info!("stopping");
            app.stopping.send_replace(true);
        }
    };
    let serving = axum::serve(listener, service).with_graceful_shutdown(told);
    tokio::select! {
        served = serving.into_future() => served.context("serving failed")?,
        () = async {
            let _ = stopping.wait_for(|stopping| *stopping).await;
            tokio::time::sleep(DRAIN).await;
        } => tracing::warn!("some requests took too long to finish"),
    }
    purging.abort();
    let _ = following.await;
    db.close().await;
    Ok(())
}

/// All routes with their guards.
pub fn router(app: App) -> anyhow::Result<Router> {
    let (api, document) = routes::api();
    let documents = Documents::new(&document).map_err(|error| anyhow::anyhow!("the document: {error:?}"))?;
    Ok(Router::new()
        .merge(api)
        .merge(routes::pages())
        .fallback(routes::asset)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(Extension(documents))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(app.clone(), guard))
        .with_state(app))
}

/// What every request passes: preflights, origins of writes, the time limit, headers for pages, measuring.
async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let allowed = match site_of(request.uri().path()) {
        Some(site) => origin::check(request.headers(), &site, &app.config.origins, &app.members),
        None => Ok(()),
    };
    let is_preflight =
        method == Method::OPTIONS && request.headers().contains_key("access-control-request-method");
    let mut response = if is_preflight {
        origin::preflight(request.headers(), allowed)
    } else if let (true, Err(refused)) = (origin::is_write(&method), allowed) {
        refused.into_response()
    } else {
        match tokio::time::timeout(PATIENCE, next.run(request)).await {
            Ok(response) => response,
            Err(_) => Error::of(ProblemKind::Timeout).into_response(),
        }
    };
    origin::open(&mut response);
    let headers = response.headers_mut();
    let fixed: [(HeaderName, HeaderValue); 2] = [
        (HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff")),
        (HeaderName::from_static("referrer-policy"), HeaderValue::from_static("no-referrer")),
    ];
    headers.extend(fixed);
    let method = if KNOWN.contains(&method) { method.as_str() } else { "other" };
    app.metrics.count(&route, method, response.status().as_u16(), began.elapsed());
    response
}

/// The site an address of the API is about.
fn site_of(path: &str) -> Option<SiteId> {
    let site = path.strip_prefix("/v1/")?.split('/').next()?;
    SiteId::parse(site).ok()
}

/// Forgets what has expired, now and then.
async fn purge(app: App) {
    let hour = Duration::from_millis(HOUR.unsigned_abs());
    loop {
        if let Err(error) = app.db.purge(app.now()).await {
            tracing::warn!(%error, "what has expired could not be forgotten");
        }
        tokio::time::sleep(hour).await;
    }
}

/// Waits for the operator: an interrupt, or the signal that service managers send.
async fn until_told() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
