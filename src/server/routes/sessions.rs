//! Anonymous sessions: a challenge, its solution, a token.

use crate::app::{App, random};
use crate::auth::{SESSION_SECONDS, check_proof, issue, new_challenge};
use crate::deed::{count_caller, read_json};
use crate::problem::Error;
use crate::request::Path;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use parvis_model::id::SiteId;
use parvis_model::session::{Challenge, Session, Solution};

const NO_STORE: [(HeaderName, HeaderValue); 1] =
    [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];

/// Something to work on for a moment.
#[utoipa::path(post, path = "/v1/{site}/challenges", tag = "sessions", params(("site" = SiteId, Path)), responses((status = 200, body = Challenge)))]
pub async fn challenge(
    State(app): State<App>,
    Path(site): Path<SiteId>,
    request: Request,
) -> Result<([(HeaderName, HeaderValue); 1], Json<Challenge>), Error> {
    count_caller(&app, request.headers(), request.extensions().get())?;
    let most = app.config.pow_cost;
    let number = u64::from_be_bytes(random()?) % most.saturating_add(1);
    Ok((NO_STORE, Json(new_challenge(&site, random()?, number, most, &app.seal, app.now()))))
}

/// A token for a solved challenge; a challenge is good once.
#[utoipa::path(post, path = "/v1/{site}/sessions", tag = "sessions", params(("site" = SiteId, Path)), request_body = Solution, responses((status = 200, body = Session)))]
pub async fn begin(
    State(app): State<App>,
    Path(site): Path<SiteId>,
    request: Request,
) -> Result<([(HeaderName, HeaderValue); 1], Json<Session>), Error> {
    let (parts, body) = request.into_parts();
    count_caller(&app, &parts.headers, parts.extensions.get())?;
    let solution: Solution = read_json(&parts.headers, body).await?;
    let proof = check_proof(&solution, &site, &app.seal, app.now())?;
    app.db.redeem(&proof.nonce, proof.expires).await?;
    let token = issue(&site, random()?, &app.seal, app.now());
    Ok((NO_STORE, Json(Session { token, expires_in: SESSION_SECONDS })))
}
