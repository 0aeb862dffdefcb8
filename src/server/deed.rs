//! The guards every write passes, in one place: pace, token, key, type, size, form; then one transaction.
//!
//! A handler receives a [`Deed`]: who, what and when. It begins a transaction, which gives the stored answer
//! instead when the same key was used for the same request, and finishes it with the answer to store.

use crate::app::App;
use crate::auth::{Author, identify};
use crate::db::{Answer, Key, Write};
use crate::pace::caller;
use crate::problem::Error;
use axum::RequestPartsExt;
use axum::body::Body;
use axum::extract::{ConnectInfo, FromRequest, RawPathParams, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use parvis_model::id::{PersonId, SiteId};
use parvis_model::person::Person;
use parvis_model::problem::ProblemKind;
use parvis_model::time::Time;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::net::{IpAddr, SocketAddr};

/// Bytes of a JSON body at most: the longest review in the widest letters, with room.
const JSON_MAX: usize = 256 * 1024;
/// Bytes of a picture at most.
pub const PICTURE_MAX: usize = 8 * 1024 * 1024;
/// The name shown for who gave none; the page translates it.
const NAMELESS: &str = "anonymous";

/// A write that passed the guards.
pub struct Deed<B> {
    /// Where.
    pub site: SiteId,
    /// Who.
    pub author: Author,
    /// What.
    pub body: B,
    /// When.
    pub now: Time,
    key: String,
    print: [u8; 32],
}

/// A write whose transaction has begun.
pub struct Open {
    /// The transaction.
    pub write: Write,
    site: SiteId,
    person: PersonId,
    key: String,
    print: [u8; 32],
}

/// What a body is read as.
pub trait Payload: Sized {
    /// Bytes taken at most.
    const MAX: usize;
    /// Reads the bytes of a body of this type.
    fn read(content_type: &str, bytes: Bytes) -> Result<Self, Error>;
}

/// A JSON body; unknown fields are refused by the types of the model.
pub struct Json<T>(pub T);

/// No body at all.
pub struct Nothing;

/// Bytes of a picture, not looked at yet.
pub struct Image(pub Bytes);

impl<B: Payload> FromRequest<App> for Deed<B> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let site = site_of(&parts.extract::<RawPathParams>().await.map_err(anyhow::Error::from)?)?;
        let now = app.now();
        count_caller(app, &parts.headers, parts.extensions.get())?;
        let author = identify(&parts.headers, &site, &app.seal, &app.members, now)?;
        app.limits.count_person(author.person.as_str())?;
        let key = read_key(&parts.headers)?;
        let bytes = read_body(&parts.headers, body, B::MAX).await?;
        let path = parts.uri.path();
        let print = [parts.method.as_str(), path].map(str::as_bytes);
        let print = print.iter().fold(Sha256::new(), |hash, part| {
            hash.chain_update((part.len() as u64).to_be_bytes()).chain_update(part)
        });
        let print = print.chain_update(&bytes).finalize().into();
        let body = B::read(content_type(&parts.headers), bytes)?;
        Ok(Self { site, author, body, now, key, print })
    }
}

impl<B> Deed<B> {
    /// Begins the transaction. [`Error::Repeated`] carries the stored answer of the same write done before.
    pub async fn begin(&self, app: &App) -> Result<Open, Error> {
        let mut write = app.db.write(&self.site, self.now).await?;
        let (person, key, print) = (self.author.person.clone(), self.key.clone(), self.print);
        let own = Key { key: &key, token: person.as_str(), body: &print };
        if let Some(answer) = write.key(&own).await? {
            return Err(Error::Repeated(answer));
        }
        Ok(Open { write, site: self.site.clone(), person, key, print })
    }

    /// The author as others will see them; `name` is what an anonymous draft carries.
    pub fn to_person(&self, name: Option<&str>) -> Person {
        let given = name.map(str::trim).filter(|name| !name.is_empty() && !self.author.is_member);
        let name = self.author.name.as_deref().or(given).unwrap_or(NAMELESS);
        Person {
            id: self.author.person.clone(),
            name: name.to_owned(),
            role: self.author.role,
            badges: self.author.badges.clone(),
        }
    }

    /// A name for the author about one poll or one board only: what is voted there can be put together with
    /// nothing else.
    pub fn to_voter(&self, app: &App, about: &str) -> String {
        let parts = [self.site.as_str(), about, self.author.person.as_str()].map(str::as_bytes);
        app.seal.pseudonym("v-", "voter", &parts)
    }
}

impl Open {
    /// Stores the answer, commits, tells the rest of the service, and answers.
    pub async fn finish(
        mut self,
        app: &App,
        status: StatusCode,
        value: &impl Serialize,
    ) -> Result<Response, Error> {
        let body = serde_json::to_vec(value).map_err(anyhow::Error::from)?;
        let answer = Answer { status: status.as_u16(), body };
        let key = Key { key: &self.key, token: self.person.as_str(), body: &self.print };
        self.write.answer(&key, &answer).await?;
        let events = self.write.commit().await?;
        app.changed(&self.site, &events);
        Ok(to_response(answer))
    }
}

impl<T: DeserializeOwned> Payload for Json<T> {
    const MAX: usize = JSON_MAX;

    fn read(content_type: &str, bytes: Bytes) -> Result<Self, Error> {
        if content_type != "application/json" {
            return Err(Error::because(ProblemKind::MediaRefused, "only application/json is taken here"));
        }
        let body = serde_json::from_slice(&bytes).map(Self);
        body.map_err(|error| Error::malformed(error.to_string()))
    }
}

impl Payload for Nothing {
    const MAX: usize = 0;

    fn read(_: &str, _: Bytes) -> Result<Self, Error> {
        Ok(Self)
    }
}

impl Payload for Image {
    const MAX: usize = PICTURE_MAX;

    fn read(_: &str, bytes: Bytes) -> Result<Self, Error> {
        Ok(Self(bytes))
    }
}

/// An answer of a write as it was stored.
pub fn to_response(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, answer.body).into_response()
}

/// Reads a JSON body under the limits, for the writes that come before any token.
pub async fn read_json<T: DeserializeOwned>(headers: &HeaderMap, body: Body) -> Result<T, Error> {
    let bytes = read_body(headers, body, JSON_MAX).await?;
    Json::read(content_type(headers), bytes).map(|Json(body)| body)
}

/// Counts a request against the address it comes from.
pub fn count_caller(
    app: &App,
    headers: &HeaderMap,
    peer: Option<&ConnectInfo<SocketAddr>>,
) -> Result<(), Error> {
    let peer: Option<IpAddr> = peer.map(|ConnectInfo(peer)| peer.ip());
    app.limits.count_address(caller(peer, headers, &app.config.trusted_proxies))
}

fn site_of(params: &RawPathParams) -> Result<SiteId, Error> {
    let named = params.iter().find(|(name, _)| *name == "site").map(|(_, value)| value);
    named.and_then(|text| SiteId::parse(text).ok()).ok_or_else(|| Error::of(ProblemKind::NotFound))
}

fn read_key(headers: &HeaderMap) -> Result<String, Error> {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok());
    let is_key =
        |key: &&str| (16..=64).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_alphanumeric());
    key.filter(is_key).map(str::to_owned).ok_or_else(|| Error::of(ProblemKind::KeyNeeded))
}

fn content_type(headers: &HeaderMap) -> &str {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim()
}

async fn read_body(headers: &HeaderMap, body: Body, max: usize) -> Result<Bytes, Error> {
    let too_large = || Error::because(ProblemKind::TooLarge, format!("at most {max} bytes are taken here"));
    let told = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if told.is_some_and(|told: usize| told > max) {
        return Err(too_large());
    }
    let collected = Limited::new(body, max).collect().await;
    collected.map(|collected| collected.to_bytes()).map_err(|error| {
        if error.is::<LengthLimitError>() { too_large() } else { Error::malformed("the body broke off") }
    })
}
