//! The document of the API, gathered from the handlers, and the pages for people made from it.

use crate::cache::Rendered;
use crate::page;
use crate::problem::Error;
use crate::read::PUBLIC;
use crate::request::Path;
use axum::Extension;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use parvis_model::feed::Order;
use parvis_model::item::Mark;
use parvis_model::problem::{Problem, ProblemKind};
use parvis_model::review::ReviewOrder;
use parvis_model::rich::Link;
use serde_json::json;
use std::sync::Arc;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder};
use utoipa::{PartialSchema, ToSchema};

/// The document and its page, rendered once.
#[derive(Clone)]
pub struct Documents(Arc<(Rendered, String)>);

impl Documents {
    /// Renders the document.
    pub fn new(found: &OpenApi) -> Result<Self, Error> {
        let document = serde_json::to_value(found).map_err(anyhow::Error::from)?;
        Ok(Self(Arc::new((Rendered::json(&document)?, page::api(&document)))))
    }
}

/// What the document begins with.
pub fn head() -> OpenApi {
    let about = "Reads are the same bytes for everybody and carry a strong ETag. Writes take JSON, an \
                 `Idempotency-Key` and a bearer token: anonymous after a proof of work, or signed by the brand. \
                 Errors are `application/problem+json` of a closed list.";
    let info = InfoBuilder::new().title("Parvis").version(env!("CARGO_PKG_VERSION")).description(Some(about));
    OpenApiBuilder::new().info(info.build()).build()
}

/// The document with what all operations share: problems, keys and tokens of writes.
pub fn finished(mut found: OpenApi) -> OpenApi {
    let components = found.components.get_or_insert_default();
    let mut schemas = vec![(Problem::name().into_owned(), Problem::schema())];
    Problem::schemas(&mut schemas);
    // What the gathering passes over: links, which hold texts that hold links, and words of addresses.
    schemas.push((Link::name().into_owned(), Link::schema()));
    schemas.push((Mark::name().into_owned(), Mark::schema()));
    schemas.push((Order::name().into_owned(), Order::schema()));
    schemas.push((ReviewOrder::name().into_owned(), ReviewOrder::schema()));
    components.schemas.extend(schemas);
    components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    for (path, item) in &mut found.paths.paths {
        let needs_token = !path.ends_with("/challenges") && !path.ends_with("/sessions");
        item.get.iter_mut().for_each(|operation| share(operation, Sharing::Read));
        for operation in [&mut item.post, &mut item.put, &mut item.delete].into_iter().flatten() {
            share(operation, if needs_token { Sharing::Write } else { Sharing::Open });
        }
    }
    found
}

enum Sharing {
    Read,
    Open,
    Write,
}

fn share(operation: &mut Operation, sharing: Sharing) {
    let problem = json!({
        "description": "A problem of the closed list",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    });
    if let Ok(response) = serde_json::from_value(problem) {
        operation.responses.responses.insert("default".to_owned(), response);
    }
    if let Sharing::Write = sharing {
        let key = json!({
            "name": "Idempotency-Key", "in": "header", "required": true,
            "description": "The same key and request give the same answer; another request is refused.",
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9]{16,64}$"},
        });
        if let Ok(parameter) = serde_json::from_value(key) {
            operation.parameters.get_or_insert_default().push(parameter);
        }
        operation.security = serde_json::from_value(json!([{"token": []}])).ok();
    }
}

/// `/openapi.json`
pub async fn document(Extension(documents): Extension<Documents>, headers: HeaderMap) -> Response {
    documents.0.0.to_response(&headers, PUBLIC)
}

/// `/api`
pub async fn page(Extension(documents): Extension<Documents>) -> Response {
    html(documents.0.1.clone())
}

/// `/problems/{kind}`
pub async fn problem(Path(kind): Path<String>) -> Result<Response, Error> {
    let known = ProblemKind::ALL.into_iter().find(|known| known.as_str() == kind);
    Ok(html(page::problem(known.ok_or_else(|| Error::of(ProblemKind::NotFound))?)))
}

fn html(body: String) -> Response {
    let policy =
        HeaderValue::try_from(page::policy()).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    (headers, body).into_response()
}

/// Names of the operations that a value of the document holds, for tests: method and path.
#[cfg(test)]
pub fn operations(document: &serde_json::Value) -> Vec<(String, String)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let methods = |(path, item): (&String, &serde_json::Value)| {
        let methods = item.as_object().into_iter().flatten().map(|(method, _)| method.to_uppercase());
        methods.map(|method| (method, path.clone())).collect::<Vec<_>>()
    };
    paths.flat_map(methods).collect()
}
