//! What the brand decides about ideas and polls; only its own members may.

use super::ballots::{public_page, with_results};
use crate::app::App;
use crate::auth::Author;
use crate::db;
use crate::deed::{Deed, Json};
use crate::problem::Error;
use crate::request::Path;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use parvis_model::board::StatusChange;
use parvis_model::draft::{NewDecision, NewPollDecision, PollAct};
use parvis_model::id::{ItemId, SiteId};
use parvis_model::person::Role;
use parvis_model::poll::PollPage;
use parvis_model::problem::ProblemKind;

/// Says where an idea stands, and why; only for members whose token has the role `brand`. Another status than merged
/// undoes a merge.
#[utoipa::path(post, path = "/v1/{site}/ideas/{id}/decisions", tag = "ideas", params(("site" = SiteId, Path), ("id" = ItemId, Path)), request_body = NewDecision, responses((status = 201, body = StatusChange)))]
pub async fn idea(
    State(app): State<App>,
    Path((_, idea)): Path<(SiteId, ItemId)>,
    deed: Deed<Json<NewDecision>>,
) -> Result<Response, Error> {
    unless_brand(&deed.author)?;
    let Json(draft) = &deed.body;
    Error::unless_valid(draft.check(idea))?;
    let by = deed.to_person(None);
    let mut open = deed.begin(&app).await?;
    let change = open.write.decide(idea, &by, draft).await?;
    open.finish(&app, StatusCode::CREATED, &change).await
}

/// Opens a poll that has not begun, or closes one that takes ballots; only for members whose token has the role `brand`.
/// A poll that is over is not opened again.
#[utoipa::path(post, path = "/v1/{site}/polls/{id}/decisions", tag = "polls", params(("site" = SiteId, Path), ("id" = ItemId, Path)), request_body = NewPollDecision, responses((status = 200, body = PollPage)))]
pub async fn poll(
    State(app): State<App>,
    Path((site, poll)): Path<(SiteId, ItemId)>,
    deed: Deed<Json<NewPollDecision>>,
) -> Result<Response, Error> {
    unless_brand(&deed.author)?;
    let Json(NewPollDecision { r#do: act }) = deed.body;
    let mut page = public_page(&app, &site, poll, deed.now).await?;
    let mut open = deed.begin(&app).await?;
    let (rules, results) = open.write.schedule(poll, act).await.map_err(|error| refusal(error, act))?;
    page.poll.rules = rules;
    open.finish(&app, StatusCode::OK, &with_results(page, Some(results), deed.now, false)).await
}

fn unless_brand(author: &Author) -> Result<(), Error> {
    let is_brand = author.is_member && author.role == Some(Role::Brand);
    let refused = || Error::because(ProblemKind::Forbidden, "only who speaks for the brand decides");
    if is_brand { Ok(()) } else { Err(refused()) }
}

fn refusal(error: db::Error, act: PollAct) -> Error {
    match (error, act) {
        (db::Error::Closed, PollAct::Open) => {
            Error::because(ProblemKind::Closed, "the poll is over, and is not opened again")
        }
        (db::Error::Closed, PollAct::Close) => {
            Error::because(ProblemKind::Closed, "the poll has not begun: there is nothing to close")
        }
        (error, _) => error.into(),
    }
}
