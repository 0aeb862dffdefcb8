//! What a request asks for, read strictly: the path and the query, with problems instead of bare refusals.

use crate::problem::Error;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{FromRequestParts, Path as AxumPath, Query as AxumQuery};
use axum::http::request::Parts;
use parvis_model::problem::ProblemKind;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The parts of the path; a part that cannot be one (a bad id) names nothing, so it is not found.
pub struct Path<T>(pub T);

/// The query; unknown and repeated parameters are refused by the types, which deny unknown fields.
pub struct Query<T>(pub T);

/// The query of an address that has no parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoQuery {}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let path = AxumPath::from_request_parts(parts, state).await;
        path.map(|AxumPath(path)| Self(path))
            .map_err(|rejection: PathRejection| Error::because(ProblemKind::NotFound, rejection.body_text()))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let query = AxumQuery::from_request_parts(parts, state).await;
        query
            .map(|AxumQuery(query)| Self(query))
            .map_err(|rejection: QueryRejection| Error::malformed(rejection.body_text()))
    }
}
