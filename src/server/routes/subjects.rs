//! Subjects of reviews: what they are, what their reviews add up to, the reviews, and new reviews.

use crate::app::App;
use crate::cache::Scope;
use crate::db::State as ItemState;
use crate::deed::{Deed, Json};
use crate::order::Reviews;
use crate::problem::Error;
use crate::read::{MINUTE, answer};
use crate::request::{NoQuery, Path, Query};
use crate::snapshot::{Cursor, Snapshot};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use parvis_model::draft::{NewReview, Published};
use parvis_model::id::{ItemId, SiteId, SubjectId};
use parvis_model::problem::ProblemKind;
use parvis_model::review::{Rating, ReviewOrder, ReviewPage, Subject, Summary, Verified};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Reviews on the first page, and on the others.
const FIRST_PAGE: usize = 20;
const PAGE: usize = 250;

/// A subject and what its reviews add up to.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SubjectPage {
    /// The subject.
    subject: Subject,
    /// What its reviews add up to.
    summary: Summary,
}

/// Which reviews, and from where.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReviewQuery {
    /// The order; the most useful first when it is not said.
    order: Option<ReviewOrder>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// A subject and what its reviews add up to.
#[utoipa::path(get, path = "/v1/{site}/subjects/{subject}", tag = "reviews", params(("site" = SiteId, Path), ("subject" = SubjectId, Path)), responses((status = 200, body = SubjectPage)))]
pub async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Path((site, subject)): Path<(SiteId, SubjectId)>,
    _: Query<NoQuery>,
) -> Result<Response, Error> {
    let key = format!("/v1/{site}/subjects/{subject}");
    let scopes = [format!("{site}/subject/{subject}")];
    let render = async || {
        let (subject, summary) = find(&app, &site, &subject).await?;
        Ok(SubjectPage { subject, summary })
    };
    answer(&app, &headers, key, &scopes, MINUTE, render).await
}

/// The mean of the stars and how many they are, for a badge.
#[utoipa::path(get, path = "/v1/{site}/subjects/{subject}/rating", tag = "reviews", params(("site" = SiteId, Path), ("subject" = SubjectId, Path)), responses((status = 200, body = Rating)))]
pub async fn rating(
    State(app): State<App>,
    headers: HeaderMap,
    Path((site, subject)): Path<(SiteId, SubjectId)>,
    _: Query<NoQuery>,
) -> Result<Response, Error> {
    let key = format!("/v1/{site}/subjects/{subject}/rating");
    let scopes = [format!("{site}/subject/{subject}")];
    let render = async || Ok(find(&app, &site, &subject).await?.1.rating);
    answer(&app, &headers, key, &scopes, MINUTE, render).await
}

/// A page of reviews: 20 first, then 250.
#[utoipa::path(get, path = "/v1/{site}/subjects/{subject}/reviews", tag = "reviews", params(("site" = SiteId, Path), ("subject" = SubjectId, Path), ReviewQuery), responses((status = 200, body = ReviewPage)))]
pub async fn reviews(
    State(app): State<App>,
    headers: HeaderMap,
    Path((site, subject)): Path<(SiteId, SubjectId)>,
    Query(query): Query<ReviewQuery>,
) -> Result<Response, Error> {
    let cursor = query.cursor.as_deref().map(Cursor::parse).transpose()?;
    let place = Place::find(&app, &site, &subject, query.order.unwrap_or_default(), cursor).await?;
    let render = async || place.page(&app, &site, &subject).await;
    answer(&app, &headers, place.key.clone(), &place.scopes, MINUTE, render).await
}

/// A place in the reviews of a subject: what a page shows and where the next begins.
pub(super) struct Place {
    snapshot: Arc<Snapshot<Reviews>>,
    ids: Vec<ItemId>,
    next: Option<String>,
    /// Names the page among all bodies.
    pub key: String,
    /// What it depends on.
    pub scopes: Vec<Scope>,
}

impl Place {
    pub(super) async fn find(
        app: &App,
        site: &SiteId,
        subject: &SubjectId,
        order: ReviewOrder,
        cursor: Option<Cursor>,
    ) -> Result<Self, Error> {
        let snapshot = app.reviews_at(site, subject, cursor).await?;
        let list = snapshot.value.list(order);
        let offset = usize::try_from(cursor.map_or(0, |cursor| cursor.offset)).unwrap_or(usize::MAX);
        let length = if offset == 0 { FIRST_PAGE } else { PAGE };
        let ids: Vec<ItemId> = list.iter().skip(offset).take(length).copied().collect();
        let end = offset.saturating_add(ids.len());
        let next = (end < list.len() && !ids.is_empty())
            .then(|| Cursor { at: snapshot.at, offset: u32::try_from(end).unwrap_or(u32::MAX) }.to_string());
        let (order, at) = (order.as_str(), snapshot.at.as_millis());
        let key = format!("/v1/{site}/subjects/{subject}/reviews?{order}&{offset}@{at}");
        let mut scopes: Vec<Scope> = ids.iter().map(|id| format!("{site}/item/{id}")).collect();
        scopes.push(format!("{site}/subject/{subject}"));
        Ok(Self { snapshot, ids, next, key, scopes })
    }

    /// The page itself.
    pub(super) async fn page(
        &self,
        app: &App,
        site: &SiteId,
        subject: &SubjectId,
    ) -> Result<ReviewPage, Error> {
        let (subject, summary) = find(app, site, subject).await?;
        let mut reviews = app.db.reviews(site, &self.ids).await?;
        reviews.iter_mut().for_each(|review| self.snapshot.value.label(review));
        Ok(ReviewPage { subject, summary, ranked_at: self.snapshot.at, reviews, next: self.next.clone() })
    }
}

/// Publishes a review; a purchase in the member's token or an invitation marks it as checked.
#[utoipa::path(post, path = "/v1/{site}/subjects/{subject}/reviews", tag = "reviews", params(("site" = SiteId, Path), ("subject" = SubjectId, Path)), request_body = NewReview, responses((status = 201, body = Published)))]
pub async fn publish(
    State(app): State<App>,
    Path((_, subject)): Path<(SiteId, SubjectId)>,
    deed: Deed<Json<NewReview>>,
) -> Result<Response, Error> {
    let Json(draft) = &deed.body;
    Error::unless_valid(draft.check(deed.now.to_day()))?;
    let by = deed.to_person(draft.name.as_deref());
    let bought = deed.author.purchases.iter().any(|purchase| purchase.sku == subject);
    let verified = if bought { Verified::Purchase } else { Verified::None };
    let mut open = deed.begin(&app).await?;
    let id = app.new_id()?;
    let id = open.write.review(id, &by, &subject, draft, verified, ItemState::Published).await?;
    open.finish(&app, StatusCode::CREATED, &Published { id, held: false }).await
}

async fn find(app: &App, site: &SiteId, subject: &SubjectId) -> Result<(Subject, Summary), Error> {
    let found = app.db.subject(site, subject).await?.ok_or_else(|| Error::of(ProblemKind::NotFound))?;
    Ok((found, app.db.summary(site, subject).await?))
}
