//! Rendered answers in memory: one body for everybody, its tag and its compressed forms.
//!
//! A body belongs to scopes (a site, a feed, a subject, a board, a poll, an item). A committed write bumps the
//! counters of the scopes it touched; an entry is good while every counter is what it was when its rows were
//! read, and while it is younger than its own time to live. Counters are read before the rows, so a write that
//! commits in between makes the entry stale, never wrong for long.

use crate::problem::Error;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use dashmap::DashMap;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, MutexGuard};

/// Bytes of rendered bodies kept at most, all forms together.
const ROOM: usize = 256 * 1024 * 1024;
/// Bodies under this many bytes are not worth compressing.
const SMALL: usize = 256;

/// Counters kept before those that no body watches are dropped.
const N_SCOPES: usize = 200_000;
/// Bodies rendered at the same time at most.
const N_TURNS: usize = 32;

/// What a body depends on, as text: `main`, `main/feed`, `main/subject/moulin`.
pub type Scope = String;

/// One rendered body and its forms.
#[derive(Debug)]
pub struct Rendered {
    tag: String,
    content_type: HeaderValue,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

/// All rendered bodies.
#[derive(Debug, Default)]
pub struct Cache {
    entries: DashMap<String, Entry>,
    versions: DashMap<Scope, Arc<AtomicU64>>,
    n_bytes: AtomicUsize,
    turns: [Mutex<()>; N_TURNS],
}

/// The counters of the scopes of a body, read before its rows.
#[derive(Debug)]
pub struct Watch(Vec<(Arc<AtomicU64>, u64)>);

#[derive(Debug)]
struct Entry {
    rendered: Arc<Rendered>,
    watch: Watch,
    expires: Instant,
}

impl Rendered {
    /// A value as JSON. Compresses, so call it off the async threads for large bodies.
    pub fn json(value: &impl Serialize) -> Result<Self, Error> {
        let plain = serde_json::to_vec(value).map_err(anyhow::Error::from)?;
        Ok(Self::new(plain, HeaderValue::from_static("application/json")))
    }

    /// Bytes of any type, with the forms that pay.
    pub fn new(plain: Vec<u8>, content_type: HeaderValue) -> Self {
        let digest = Sha256::digest(&plain);
        let tag = URL_SAFE_NO_PAD.encode(digest.get(..15).unwrap_or_default());
        let pays = plain.len() >= SMALL;
        let brotli = pays.then(|| to_brotli(&plain)).flatten();
        let gzip = pays.then(|| to_gzip(&plain)).flatten();
        Self { tag, content_type, plain: plain.into(), brotli, gzip }
    }

    fn n_bytes(&self) -> usize {
        let length = |form: &Option<Bytes>| form.as_ref().map_or(0, Bytes::len);
        self.plain.len() + length(&self.brotli) + length(&self.gzip)
    }

    /// The answer to one request: not modified, or the form it accepts. Nothing else of the request counts.
    /// Each form has a strong tag of its own, as they differ byte by byte; any of them means "not modified".
    pub fn to_response(&self, request: &HeaderMap, cache_control: HeaderValue) -> Response {
        let (suffix, coding, body) = match (&self.brotli, &self.gzip) {
            (Some(form), _) if accepts(request, "br") => ("-br", Some("br"), form),
            (_, Some(form)) if accepts(request, "gzip") => ("-gz", Some("gzip"), form),
            _ => ("", None, &self.plain),
        };
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        if let Ok(etag) = HeaderValue::try_from(format!("\"{}{suffix}\"", self.tag)) {
            headers.insert(header::ETAG, etag);
        }
        headers.insert(header::CACHE_CONTROL, cache_control);
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if names_tag(request, &self.tag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        headers.insert(header::CONTENT_TYPE, self.content_type.clone());
        if let Some(coding) = coding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        *response.body_mut() = Body::from(body.clone());
        response
    }
}

impl Cache {
    /// The counters of these scopes as they are now.
    pub fn watch(&self, scopes: &[Scope]) -> Watch {
        if self.versions.len() > N_SCOPES {
            self.versions.retain(|_, counter| Arc::strong_count(counter) > 1);
        }
        let counter = |scope: &Scope| {
            if let Some(counter) = self.versions.get(scope) {
                return counter.clone();
            }
            self.versions.entry(scope.clone()).or_default().clone()
        };
        let read = |counter: Arc<AtomicU64>| {
            let version = counter.load(Ordering::Acquire);
            (counter, version)
        };
        Watch(scopes.iter().map(counter).map(read).collect())
    }

    /// Tells that a committed write changed what depends on this scope.
    pub fn bump(&self, scope: &str) {
        if let Some(counter) = self.versions.get(scope) {
            counter.fetch_add(1, Ordering::AcqRel);
        }
    }

    /// Tells that anything under this beginning of scopes may have changed.
    pub fn bump_all(&self, beginning: &str) {
        for scope in self.versions.iter().filter(|scope| scope.key().starts_with(beginning)) {
            scope.fetch_add(1, Ordering::AcqRel);
        }
    }

    /// The body under this key while it is good.
    pub fn find(&self, key: &str) -> Option<Arc<Rendered>> {
        let entry = self.entries.get(key)?;
        (entry.watch.is_current() && Instant::now() < entry.expires).then(|| entry.rendered.clone())
    }

    /// Keeps a body for `ttl` at most.
    pub fn keep(&self, key: String, rendered: Arc<Rendered>, watch: Watch, ttl: Duration) {
        if self.n_bytes.load(Ordering::Relaxed) > ROOM {
            self.sweep();
        }
        self.n_bytes.fetch_add(rendered.n_bytes(), Ordering::Relaxed);
        let entry = Entry { rendered, watch, expires: Instant::now() + ttl };
        if let Some(before) = self.entries.insert(key, entry) {
            self.n_bytes.fetch_sub(before.rendered.n_bytes(), Ordering::Relaxed);
        }
    }

    /// Waits for the turn to render the body under this key, so that a crowd asking for it costs one rendering.
    pub async fn turn(&self, key: &str) -> Option<MutexGuard<'_, ()>> {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let index = usize::try_from(hasher.finish()).unwrap_or(0) % N_TURNS;
        Some(self.turns.get(index)?.lock().await)
    }

    /// Bytes kept now, for the metrics.
    pub fn n_bytes(&self) -> usize {
        self.n_bytes.load(Ordering::Relaxed)
    }

    /// Drops what is stale; drops everything when that is not enough, since every body can be rendered anew.
    fn sweep(&self) {
        let now = Instant::now();
        self.entries.retain(|_, entry| entry.watch.is_current() && now < entry.expires);
        let n_kept: usize = self.entries.iter().map(|entry| entry.rendered.n_bytes()).sum();
        if n_kept > ROOM / 2 {
            self.entries.clear();
        }
        let n_bytes = self.entries.iter().map(|entry| entry.rendered.n_bytes()).sum();
        self.n_bytes.store(n_bytes, Ordering::Relaxed);
    }
}

impl Watch {
    /// Whether nothing was written since.
    pub fn is_current(&self) -> bool {
        self.0.iter().all(|(counter, version)| counter.load(Ordering::Acquire) == *version)
    }
}

/// Whether the request already holds the body with this tag, in any of its forms.
pub fn names_tag(request: &HeaderMap, tag: &str) -> bool {
    let same = |theirs: &str| {
        let theirs = theirs.trim();
        let bare = theirs.strip_prefix("W/").unwrap_or(theirs);
        let bare = bare.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let form = bare.and_then(|bare| bare.strip_prefix(tag));
        theirs == "*" || form.is_some_and(|suffix| matches!(suffix, "" | "-br" | "-gz"))
    };
    let lists = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(same)
}

/// Whether the request takes this coding: named and not at quality zero.
pub fn accepts(request: &HeaderMap, coding: &str) -> bool {
    let lists = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|part| {
        let (name, quality) = part.split_once(';').unwrap_or((part, ""));
        let zero = quality.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0f32));
        name.trim().eq_ignore_ascii_case(coding) && !zero
    })
}

fn to_brotli(plain: &[u8]) -> Option<Bytes> {
    let quality = if plain.len() > 64 * 1024 { 4 } else { 6 };
    let mut packed = Vec::with_capacity(plain.len() / 4);
    let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, quality, 20);
    writer.write_all(plain).ok()?;
    drop(writer);
    (packed.len() < plain.len()).then(|| packed.into())
}

fn to_gzip(plain: &[u8]) -> Option<Bytes> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(5));
    writer.write_all(plain).ok()?;
    let packed = writer.finish().ok()?;
    (packed.len() < plain.len()).then(|| packed.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn codings_are_taken_unless_refused() {
        for (list, coding, expected) in [
            ("gzip, br", "br", true),
            ("gzip, br;q=0", "br", false),
            ("GZIP;q=0.5", "gzip", true),
            ("identity", "gzip", false),
            ("", "br", false),
        ] {
            assert_eq!(accepts(&request(header::ACCEPT_ENCODING, list), coding), expected, "{list}");
        }
    }

    #[test]
    fn a_tag_is_known_in_a_list_and_in_every_form() {
        for (list, expected) in [
            ("\"abc\"", true),
            ("\"abc-br\"", true),
            ("\"x\", W/\"abc-gz\"", true),
            ("*", true),
            ("\"abcd\"", false),
            ("abc", false),
        ] {
            assert_eq!(names_tag(&request(header::IF_NONE_MATCH, list), "abc"), expected, "{list}");
        }
    }

    #[test]
    fn an_entry_goes_stale_with_any_of_its_scopes_and_with_time() {
        let cache = Cache::default();
        let rendered = || Arc::new(Rendered::json(&"body").unwrap());
        let keep = |key: &str, scope: &str, ttl: u64| {
            let watch = cache.watch(&["site".to_owned(), scope.to_owned()]);
            cache.keep(key.to_owned(), rendered(), watch, Duration::from_secs(ttl));
        };
        keep("a", "a", 60);
        keep("b", "b", 60);
        keep("c", "c", 0);
        assert!(cache.find("a").is_some() && cache.find("b").is_some() && cache.find("c").is_none());
        cache.bump("a");
        assert!(cache.find("a").is_none() && cache.find("b").is_some());
        cache.bump("site");
        assert!(cache.find("b").is_none());
    }

    #[test]
    fn a_write_between_the_counters_and_the_rows_leaves_no_fresh_entry() {
        let cache = Cache::default();
        let watch = cache.watch(&["a".to_owned()]);
        cache.bump("a");
        cache.keep("a".into(), Arc::new(Rendered::json(&1).unwrap()), watch, Duration::from_secs(60));
        assert!(cache.find("a").is_none());
    }
}
