//! Who may call from a browser: anybody reads, listed origins write.
//!
//! A request without `Origin` comes from no page (or from one that could not read the answer) and carries its
//! token itself, so it is let through; cookies are never read, so there is nothing to ride on.

use crate::auth::Members;
use crate::problem::Error;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use parvis_model::id::SiteId;
use parvis_model::problem::ProblemKind;

const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, PUT, DELETE");
const HEADERS: HeaderValue =
    HeaderValue::from_static("authorization, content-type, idempotency-key, if-none-match, last-event-id");
const EXPOSED: HeaderValue = HeaderValue::from_static("etag, retry-after, location");
const KEEP: HeaderValue = HeaderValue::from_static("86400");

/// Whether a text is an origin as browsers write it: scheme, host and perhaps a port.
pub fn is_origin(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', ' ', '@', '*']))
}

/// Whether a method changes anything.
pub fn is_write(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Refuses a write from a page of an origin that is not listed, neither for all sites nor for this one.
pub fn check(headers: &HeaderMap, site: &SiteId, listed: &[String], members: &Members) -> Result<(), Error> {
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or_default();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_own = origin.split_once("://").is_some_and(|(_, own)| !host.is_empty() && own == host);
    let is_listed = listed.iter().chain(members.origins(site)).any(|known| known == origin);
    if is_own || is_listed { Ok(()) } else { Err(Error::of(ProblemKind::OriginRefused)) }
}

/// The answer to a preflight: what may be sent, for reads from anywhere and for writes where `allowed`.
pub fn preflight(headers: &HeaderMap, allowed: Result<(), Error>) -> Response {
    let asked = headers.get(header::ACCESS_CONTROL_REQUEST_METHOD);
    let is_write =
        asked.and_then(|method| Method::from_bytes(method.as_bytes()).ok()).is_some_and(|m| is_write(&m));
    if let (true, Err(refused)) = (is_write, allowed) {
        return refused.into_response();
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    let answer: [(HeaderName, HeaderValue); 3] = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, METHODS),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS),
        (header::ACCESS_CONTROL_MAX_AGE, KEEP),
    ];
    response.headers_mut().extend(answer);
    response
}

/// Lets pages read an answer. `*` throughout: no credentials travel by themselves, and a write that reached
/// its handler came from a listed origin.
pub fn open(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_write_from_their_own_and_from_listed_origins() {
        let site = SiteId::parse("brume").unwrap();
        let listed = ["https://brume.example".to_owned()];
        for (origin, expected) in [
            (None, true),
            (Some("https://brume.example"), true),
            (Some("http://127.0.0.1:4000"), true),
            (Some("https://brume.example.evil.example"), false),
            (Some("http://brume.example"), false),
            (Some("null"), false),
            (Some("https://evil.example"), false),
        ] {
            let mut headers =
                HeaderMap::from_iter([(header::HOST, HeaderValue::from_static("127.0.0.1:4000"))]);
            headers.extend(origin.map(|origin| (header::ORIGIN, HeaderValue::from_static(origin))));
            let checked = check(&headers, &site, &listed, &Members::default());
            assert_eq!(checked.is_ok(), expected, "{origin:?}");
        }
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        for (text, expected) in [
            ("https://a.example", true),
            ("http://localhost:8080", true),
            ("https://a.example/", false),
            ("*", false),
            ("https://", false),
            ("ftp://a.example", false),
        ] {
            assert_eq!(is_origin(text), expected, "{text}");
        }
    }
}
