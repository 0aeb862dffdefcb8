//! Pictures: uploads, and the files as they are served.

use crate::app::App;
use crate::deed::{Deed, Image};
use crate::problem::Error;
use crate::request::{NoQuery, Path, Query};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use parvis_model::id::{MediaId, SiteId};
use parvis_model::media::Media;
use parvis_model::problem::ProblemKind;
use serde::Serialize;

/// A picture as it was kept.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Uploaded {
    /// What a draft names it by.
    id: MediaId,
    /// Where it is and how large; `alt` is empty until the draft says it.
    media: Media,
}

/// Uploads a JPEG, PNG or WebP picture of at most 8 MB. It is drawn anew, without its metadata, in two sizes.
#[utoipa::path(post, path = "/v1/{site}/pictures", tag = "pictures", params(("site" = SiteId, Path)), request_body(content(("image/jpeg"), ("image/png"), ("image/webp"))), responses((status = 201, body = Uploaded)))]
pub async fn publish(State(app): State<App>, deed: Deed<Image>) -> Result<Response, Error> {
    let drawn = app.gallery.draw(deed.body.0.clone()).await?;
    let (id, media) = app.gallery.keep(drawn, &app.seal).await?;
    let mut open = deed.begin(&app).await?;
    open.write.picture(&id, &media, deed.author.person.as_str()).await?;
    open.finish(&app, StatusCode::CREATED, &Uploaded { id, media }).await
}

/// A kept file. Its name is its content, so it never changes; it can do nothing but be looked at.
pub async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Path(name): Path<String>,
    _: Query<NoQuery>,
) -> Result<Response, Error> {
    let found = app.gallery.find(&name).await?;
    let (bytes, content_type) = found.ok_or_else(|| Error::of(ProblemKind::NotFound))?;
    let etag = HeaderValue::try_from(format!("\"{name}\"")).map_err(anyhow::Error::from)?;
    let fixed = [
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
        (header::ETAG, etag),
    ];
    if crate::cache::names_tag(&headers, &name) {
        return Ok((StatusCode::NOT_MODIFIED, fixed).into_response());
    }
    let typed = [(header::CONTENT_TYPE, HeaderValue::from_static(content_type))];
    let length = bytes.len();
    Ok(match Span::read(&headers, length) {
        Span::All => (fixed, typed, Body::from(bytes)).into_response(),
        Span::Part(start, end) => {
            let range = HeaderValue::try_from(format!("bytes {start}-{}/{length}", end - 1));
            let range = [(header::CONTENT_RANGE, range.map_err(anyhow::Error::from)?)];
            (StatusCode::PARTIAL_CONTENT, fixed, typed, range, Body::from(bytes.slice(start..end)))
                .into_response()
        }
        Span::Outside => {
            let range = HeaderValue::try_from(format!("bytes */{length}")).map_err(anyhow::Error::from)?;
            (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, range)]).into_response()
        }
    })
}

/// What a `Range` asks of a body; several ranges and other units ask for all of it.
#[derive(Debug, PartialEq, Eq)]
enum Span {
    All,
    Part(usize, usize),
    Outside,
}

impl Span {
    fn read(headers: &HeaderMap, length: usize) -> Self {
        let value = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
        let Some((start, end)) = value.and_then(|value| value.strip_prefix("bytes=")?.split_once('-')) else {
            return Self::All;
        };
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let (start, end) = match (is_number(start), is_number(end)) {
            (true, true) => (start.parse().ok(), end.parse::<usize>().ok().map(|end| end.saturating_add(1))),
            (true, false) if end.is_empty() => (start.parse().ok(), Some(length)),
            (false, true) if start.is_empty() => {
                (end.parse().ok().map(|count| length.saturating_sub(count)), Some(length))
            }
            _ => return Self::All,
        };
        match (start, end.map(|end| end.min(length))) {
            (Some(start), Some(end)) if start < end => Self::Part(start, end),
            _ => Self::Outside,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_served_and_others_ask_for_everything() {
        for (range, expected) in [
            ("bytes=0-3", Span::Part(0, 4)),
            ("bytes=8-99", Span::Part(8, 10)),
            ("bytes=4-", Span::Part(4, 10)),
            ("bytes=-3", Span::Part(7, 10)),
            ("bytes=10-", Span::Outside),
            ("bytes=5-2", Span::Outside),
            ("bytes=-0", Span::Outside),
            ("bytes=0-1,4-5", Span::All),
            ("lines=0-1", Span::All),
            ("bytes=a-b", Span::All),
        ] {
            let headers = HeaderMap::from_iter([(header::RANGE, HeaderValue::from_static(range))]);
            assert_eq!(Span::read(&headers, 10), expected, "{range}");
        }
    }
}
