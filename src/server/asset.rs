//! Files the service gives out: the built widget, from inside the binary or from a folder, and pages of `www/`.
//!
//! A file may lie beside forms of itself compressed at build time (`x.js.br`, `x.js.gz`), which are sent to
//! whoever takes them. Names with a hash never change; the others are asked for again each time.

use crate::cache::accepts;
use crate::problem::Error;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use parvis_model::problem::ProblemKind;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Hexadecimal letters that make a name unchanging.
const HASH_LENGTH: usize = 8;

#[cfg(feature = "embed")]
#[derive(rust_embed::Embed)]
#[folder = "../../target/dist"]
struct Dist;

/// A file of the built widget: from `folder` if one is given, else from inside the binary.
pub async fn widget(folder: Option<&Path>, name: &str, request: &HeaderMap) -> Result<Response, Error> {
    let not_found = || Error::of(ProblemKind::NotFound);
    let name = safe(name).ok_or_else(not_found)?;
    let read = async |name: String| match folder {
        Some(folder) => tokio::fs::read(folder.join(&name)).await.ok().map(Cow::Owned),
        None => embedded(&name),
    };
    let mut form = None;
    for (coding, extension) in [("br", "br"), ("gzip", "gz")] {
        if form.is_none() && accepts(request, coding) {
            form = read(format!("{name}.{extension}")).await.map(|bytes| (Some(coding), bytes));
        }
    }
    let (coding, bytes) = match form {
        Some(form) => form,
        None => (None, read(name.to_owned()).await.ok_or_else(not_found)?),
    };
    let keep = if is_unchanging(name) {
        HeaderValue::from_static("public, max-age=31536000, immutable")
    } else {
        HeaderValue::from_static("public, no-cache")
    };
    Ok(respond(request, name, bytes, coding, keep))
}

/// The style sheet of a first view, as the built widget names it: its name and its integrity. None where no widget is.
pub async fn styles(folder: Option<&Path>) -> Option<(String, String)> {
    let manifest = match folder {
        Some(folder) => Cow::Owned(tokio::fs::read(folder.join("manifest.json")).await.ok()?),
        None => embedded("manifest.json")?,
    };
    let manifest: Value = serde_json::from_slice(&manifest).ok()?;
    let name = safe(manifest["styles"].as_str()?)?;
    Some((name.to_owned(), manifest["files"][name]["integrity"].as_str()?.to_owned()))
}

/// A file of a folder of pages; pages come with the policy they are tested under.
pub async fn page(folder: &Path, name: &str, request: &HeaderMap) -> Result<Response, Error> {
    let path = safe(name).map(|name| folder.join(name)).ok_or_else(|| Error::of(ProblemKind::NotFound))?;
    file(&path, request).await
}

/// One file; a page gets a fresh nonce.
pub async fn file(path: &Path, request: &HeaderMap) -> Result<Response, Error> {
    let bytes = tokio::fs::read(path).await.map_err(|_| Error::of(ProblemKind::NotFound))?;
    let name = path.to_string_lossy();
    if !name.ends_with(".html") {
        let keep = HeaderValue::from_static("public, no-cache");
        return Ok(respond(request, &name, bytes.into(), None, keep));
    }
    let nonce = STANDARD.encode(crate::app::random::<16>()?);
    let html = String::from_utf8(bytes).map_err(anyhow::Error::from)?;
    let html = html
        .replace("<script", &format!("<script nonce=\"{nonce}\""))
        .replace("<style", &format!("<style nonce=\"{nonce}\""))
        .replace("<link rel=\"modulepreload\"", &format!("<link nonce=\"{nonce}\" rel=\"modulepreload\""));
    let policy = HeaderValue::try_from(policy(&nonce)).map_err(anyhow::Error::from)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    Ok((headers, html).into_response())
}

/// The strict policy the widget promises to work under.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; connect-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'; \
         form-action 'none'; require-trusted-types-for 'script'; trusted-types parvis"
    )
}

fn respond(
    request: &HeaderMap,
    name: &str,
    bytes: Cow<'static, [u8]>,
    coding: Option<&'static str>,
    keep: HeaderValue,
) -> Response {
    let digest = Sha256::digest(&bytes);
    let tag = URL_SAFE_NO_PAD.encode(digest.get(..15).unwrap_or_default());
    let mut headers = HeaderMap::from_iter([
        (header::CACHE_CONTROL, keep),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
        (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin")),
        (HeaderName::from_static("timing-allow-origin"), HeaderValue::from_static("*")),
    ]);
    headers.extend(HeaderValue::try_from(format!("\"{tag}\"")).map(|etag| (header::ETAG, etag)));
    if crate::cache::names_tag(request, &tag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    headers.extend(coding.map(|coding| (header::CONTENT_ENCODING, HeaderValue::from_static(coding))));
    (headers, Body::from(bytes.into_owned())).into_response()
}

#[cfg(feature = "embed")]
fn embedded(name: &str) -> Option<Cow<'static, [u8]>> {
    Dist::get(name).map(|file| file.data)
}

#[cfg(not(feature = "embed"))]
fn embedded(_: &str) -> Option<Cow<'static, [u8]>> {
    None
}

/// A relative path that cannot leave its folder: plain names joined by slashes, none beginning with a dot.
fn safe(name: &str) -> Option<&str> {
    let is_plain = |part: &str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        !part.is_empty() && !part.starts_with('.') && part.bytes().all(allowed)
    };
    name.split('/').all(is_plain).then_some(name)
}

fn is_unchanging(name: &str) -> bool {
    let stem = name.rsplit('/').next().unwrap_or(name).split('.').next().unwrap_or_default();
    let hash = stem.rsplit_once('-').map_or("", |(_, hash)| hash);
    hash.len() >= HASH_LENGTH && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn content_type(name: &str) -> &'static str {
    let extension = PathBuf::from(name).extension().map(|text| text.to_string_lossy().to_ascii_lowercase());
    match extension.as_deref() {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("html") => "text/html; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt" | "md" | "ts" | "jsonl") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leaves_its_folder() {
        for (name, expected) in [
            ("parvis.js", true),
            ("texts/fr.json", true),
            ("../secret", false),
            ("a/../b", false),
            ("a//b", false),
            ("/etc/passwd", false),
            (".git/config", false),
            ("a\\b", false),
            ("a%2fb", false),
            ("", false),
        ] {
            assert_eq!(safe(name).is_some(), expected, "{name}");
        }
    }

    #[test]
    fn names_with_a_hash_never_change() {
        for (name, expected) in [
            ("parvis_bg-0a1b2c3d4e.wasm", true),
            ("texts/fr-deadbeef.json", true),
            ("parvis.js", false),
            ("parvis-feed.js", false),
            ("custom-elements.json", false),
        ] {
            assert_eq!(is_unchanging(name), expected, "{name}");
        }
    }
}
