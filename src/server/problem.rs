//! Every way a request can fail, turned into a problem of the closed list in this one place.
//!
//! Handlers return [`Error`] and never write a status themselves; what is not the caller's doing is logged here
//! and told without detail.

use crate::db;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use parvis_model::fault::Fault;
use parvis_model::problem::{Problem, ProblemKind};

/// The type of every answer that is a problem.
pub const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// Why a request failed.
#[derive(Debug)]
pub enum Error {
    /// The caller can be told what is wrong.
    Told(Box<Problem>),
    /// The caller asks too often; whole seconds until the next try.
    TooMany(u64),
    /// Not a failure: the write was done before, and its stored answer is given again.
    Repeated(db::Answer),
    /// The service failed; the cause is logged, not told.
    Failed(anyhow::Error),
}

impl Error {
    /// A problem of this kind and nothing more to say.
    pub fn of(kind: ProblemKind) -> Self {
        Self::Told(Box::new(Problem::new(kind)))
    }

    /// A problem of this kind with what happened this time.
    pub fn because(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self::Told(Box::new(Problem::new(kind).with_detail(detail)))
    }

    /// The request cannot be read.
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::because(ProblemKind::Malformed, detail)
    }

    /// Nothing when there are no faults, else the problem that lists them.
    pub fn unless_valid(faults: Vec<Fault>) -> Result<(), Self> {
        if faults.is_empty() { Ok(()) } else { Err(Self::Told(Box::new(Problem::invalid(faults)))) }
    }

    /// What the caller is told.
    pub fn to_problem(&self) -> Problem {
        match self {
            Self::Told(problem) => (**problem).clone(),
            Self::TooMany(seconds) => {
                Problem::new(ProblemKind::TooMany).with_detail(format!("try again in {seconds} s"))
            }
            Self::Repeated(_) | Self::Failed(_) => Problem::new(ProblemKind::Internal),
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::Repeated(answer) = self {
            return crate::deed::to_response(answer);
        }
        if let Self::Failed(cause) = &self {
            tracing::error!(cause = format!("{cause:#}"), "a request failed");
        }
        let problem = self.to_problem();
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, PROBLEM_JSON);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Self::TooMany(seconds) = self {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<anyhow::Error> for Error {
    fn from(cause: anyhow::Error) -> Self {
        Self::Failed(cause)
    }
}

impl From<PathRejection> for Error {
    fn from(rejection: PathRejection) -> Self {
        Self::because(ProblemKind::NotFound, rejection.body_text())
    }
}

impl From<QueryRejection> for Error {
    fn from(rejection: QueryRejection) -> Self {
        Self::malformed(rejection.body_text())
    }
}

impl From<JsonRejection> for Error {
    fn from(rejection: JsonRejection) -> Self {
        Self::malformed(rejection.body_text())
    }
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::NotFound => Self::of(ProblemKind::NotFound),
            db::Error::Closed => Self::of(ProblemKind::Closed),
            db::Error::Forbidden(reason) => Self::because(ProblemKind::Forbidden, reason),
            db::Error::KeyReused => Self::of(ProblemKind::KeyReused),
            db::Error::Used => Self::because(ProblemKind::ProofRefused, "the challenge was used before"),
            db::Error::Invalid(faults) => Self::Told(Box::new(Problem::invalid(faults))),
            db::Error::Busy(cause) => {
                tracing::warn!(cause, "the database is busy");
                Self::of(ProblemKind::Unavailable)
            }
            db::Error::Broken(cause) => Self::Failed(anyhow::anyhow!("database: {cause}")),
        }
    }
}

/// The answer where a route has no such method.
pub async fn method_not_allowed() -> Error {
    Error::of(ProblemKind::MethodNotAllowed)
}

/// The answer when a handler panicked; the page sees a problem like any other.
pub fn panicked(cause: Box<dyn std::any::Any + Send>) -> Response {
    let words = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("no words");
    Error::Failed(anyhow::anyhow!("panic: {words}")).into_response()
}
