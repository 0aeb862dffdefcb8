//! News for readers of feeds: the newest reviews, posts and ideas as JSON Feed 1.1 and as Atom.
//!
//! Whoever follows needs no account and no script. The same fifty entries for everybody; an entry changes when
//! its author or the brand says something, and not with votes or marks.

use super::feeds::{Pages, Place};
use crate::app::App;
use crate::cache::{Rendered, Scope};
use crate::db::Constants;
use crate::news::{self, About, Entry, Form, Head, News, Source};
use crate::problem::Error;
use crate::read::{MINUTE, answer_in};
use crate::request::{NoQuery, Path, Query};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use parvis_model::board::Idea;
use parvis_model::feed::Order;
use parvis_model::id::{BoardId, CircleId, FeedId, ItemId, SiteId, SubjectId};
use parvis_model::problem::ProblemKind;
use parvis_model::review::ReviewOrder;
use parvis_model::rich::safe_href;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;

/// Entries of a list.
const MOST: usize = 50;

/// Which posts.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NewsQuery {
    /// Only posts of this circle.
    circle: Option<CircleId>,
}

/// The newest 50 posts of a feed, or of one circle, as JSON Feed 1.1.
#[utoipa::path(get, path = "/v1/{site}/feeds/{feed}/news.json", tag = "news", params(("site" = SiteId, Path), ("feed" = FeedId, Path), NewsQuery), responses((status = 200, content_type = "application/feed+json", body = String)))]
pub async fn posts_json(
    State(app): State<App>,
    headers: HeaderMap,
    Path(place): Path<(SiteId, FeedId)>,
    Query(query): Query<NewsQuery>,
) -> Result<Response, Error> {
    posts(&app, &headers, &place, query.circle.as_ref(), Form::Json).await
}

/// The newest 50 posts of a feed, or of one circle, as Atom.
#[utoipa::path(get, path = "/v1/{site}/feeds/{feed}/news.atom", tag = "news", params(("site" = SiteId, Path), ("feed" = FeedId, Path), NewsQuery), responses((status = 200, content_type = "application/atom+xml", body = String)))]
pub async fn posts_atom(
    State(app): State<App>,
    headers: HeaderMap,
    Path(place): Path<(SiteId, FeedId)>,
    Query(query): Query<NewsQuery>,
) -> Result<Response, Error> {
    posts(&app, &headers, &place, query.circle.as_ref(), Form::Atom).await
}

/// The newest 50 reviews of a subject as JSON Feed 1.1.
#[utoipa::path(get, path = "/v1/{site}/subjects/{subject}/news.json", tag = "news", params(("site" = SiteId, Path), ("subject" = SubjectId, Path)), responses((status = 200, content_type = "application/feed+json", body = String)))]
pub async fn reviews_json(
    State(app): State<App>,
    headers: HeaderMap,
    Path(place): Path<(SiteId, SubjectId)>,
    _: Query<NoQuery>,
) -> Result<Response, Error> {
    reviews(&app, &headers, &place, Form::Json).await
}

/// The newest 50 reviews of a subject as Atom.
#[utoipa::path(get, path = "/v1/{site}/subjects/{subject}/news.atom", tag = "news", params(("site" = SiteId, Path), ("subject" = SubjectId, Path)), responses((status = 200, content_type = "application/atom+xml", body = String)))]
pub async fn reviews_atom(
    State(app): State<App>,
    headers: HeaderMap,
    Path(place): Path<(SiteId, SubjectId)>,
    _: Query<NoQuery>,
) -> Result<Response, Error> {
    reviews(&app, &headers, &place, Form::Atom).await
}

/// The 50 ideas of a board that something happened to last, with what became of them, as JSON Feed 1.1.
#[utoipa::path(get, path = "/v1/{site}/boards/{board}/news.json", tag = "news", params(("site" = SiteId, Path), ("board" = BoardId, Path)), responses((status = 200, content_type = "application/feed+json", body = String)))]
pub async fn ideas_json(
    State(app): State<App>,
    headers: HeaderMap,
    Path(place): Path<(SiteId, BoardId)>,
    _: Query<NoQuery>,
) -> Result<Response, Error> {
    ideas(&app, &headers, &place, Form::Json).await
}

/// The 50 ideas of a board that something happened to last, with what became of them, as Atom.
#[utoipa::path(get, path = "/v1/{site}/boards/{board}/news.atom", tag = "news", params(("site" = SiteId, Path), ("board" = BoardId, Path)), responses((status = 200, content_type = "application/atom+xml", body = String)))]
pub async fn ideas_atom(
    State(app): State<App>,
    headers: HeaderMap,
    Path(place): Path<(SiteId, BoardId)>,
    _: Query<NoQuery>,
) -> Result<Response, Error> {
    ideas(&app, &headers, &place, Form::Atom).await
}

async fn posts(
    app: &App,
    headers: &HeaderMap,
    (site, feed): &(SiteId, FeedId),
    circle: Option<&CircleId>,
    form: Form,
) -> Result<Response, Error> {
    let pages = Pages { length: MOST, most: MOST };
    let place = Place::find(app, site, feed, Order::Newest, circle, None, pages).await?;
    let Place { snapshot, indices, key, .. } = place;
    let ids: Vec<ItemId> = snapshot.value.signals(&indices).into_iter().map(|(id, _)| id).collect();
    let scopes = scopes(site, &ids, "site");
    let query = circle.map_or_else(String::new, |circle| format!("?circle={circle}"));
    let address = format!("/v1/{site}/feeds/{feed}/news.{}{query}", form.as_str());
    let render = async || {
        let constants = constants(app, site).await?;
        let circles = &snapshot.value.circles;
        let entries = news::posts(source(app, site), &app.db.posts(site, &ids).await?, circles);
        let own = circle.and_then(|own| circles.iter().find(|circle| circle.id == *own));
        let name = own.map_or("", |circle| circle.name.pick(lang(&constants)));
        let list = circle.map_or_else(|| format!("feeds:{feed}"), |own| format!("feeds:{feed}:{own}"));
        Ok(listed(app, form, &address, head(site, &constants, &list, name), entries))
    };
    let key = format!("news.{}:{key}", form.as_str());
    answer_in(app, headers, key, (&scopes, MINUTE), render, body).await
}

async fn reviews(
    app: &App,
    headers: &HeaderMap,
    (site, subject): &(SiteId, SubjectId),
    form: Form,
) -> Result<Response, Error> {
    let snapshot = app.reviews_at(site, subject, None).await?;
    let newest = snapshot.value.list(ReviewOrder::Newest);
    let ids: Vec<ItemId> = newest.iter().take(MOST).copied().collect();
    let scopes = scopes(site, &ids, &format!("subject/{subject}"));
    let address = format!("/v1/{site}/subjects/{subject}/news.{}", form.as_str());
    let render = async || {
        let constants = constants(app, site).await?;
        let found = app.db.subject_record(site, subject).await?.ok_or_else(not_found)?;
        let url = found.extra.get("url").and_then(Value::as_str);
        let url = url.and_then(safe_href).filter(|url| url.starts_with("http"));
        let about = About { name: found.name.pick(lang(&constants)).to_owned(), url };
        let entries = news::reviews(source(app, site), &app.db.reviews(site, &ids).await?, &about);
        let mut head = head(site, &constants, &format!("subjects:{subject}"), &about.name);
        head.url = about.url;
        Ok(listed(app, form, &address, head, entries))
    };
    let key = format!("{address}@{}", snapshot.at.as_millis());
    answer_in(app, headers, key, (&scopes, MINUTE), render, body).await
}

async fn ideas(
    app: &App,
    headers: &HeaderMap,
    (site, board): &(SiteId, BoardId),
    form: Form,
) -> Result<Response, Error> {
    // A decision makes the order of the board anew, and so names another body.
    let snapshot = app.ideas_at(site, board, None).await?;
    let scopes = scopes(site, &[], &format!("board/{board}"));
    let scopes = [scopes, vec![format!("{site}/replies")]].concat();
    let address = format!("/v1/{site}/boards/{board}/news.{}", form.as_str());
    let render = async || {
        let constants = constants(app, site).await?;
        let found = app.db.board(site, board).await?.ok_or_else(not_found)?;
        let ids = app.db.stirred_ideas(site, board, MOST).await?;
        let ideas = app.db.ideas(site, &ids).await?;
        let merged = |idea: &Idea| idea.history.iter().filter_map(|change| change.into).collect::<Vec<_>>();
        let merged: Vec<ItemId> = ideas.iter().flat_map(merged).collect();
        let into = app.db.ideas(site, &merged).await?;
        let titles: HashMap<ItemId, String> =
            into.into_iter().filter_map(|idea| Some((idea.item.id, idea.item.title?))).collect();
        let entries = news::ideas(source(app, site), &ideas, &titles);
        let head = head(site, &constants, &format!("boards:{board}"), found.name.pick(lang(&constants)));
        Ok(listed(app, form, &address, head, entries))
    };
    let key = format!("{address}@{}", snapshot.at.as_millis());
    answer_in(app, headers, key, (&scopes, MINUTE), render, body).await
}

fn scopes(site: &SiteId, ids: &[ItemId], list: &str) -> Vec<Scope> {
    let items = ids.iter().map(|id| format!("{site}/item/{id}"));
    items.chain([format!("{site}/{list}")]).collect()
}

async fn constants(app: &App, site: &SiteId) -> Result<Constants, Error> {
    app.db.constants(site).await?.ok_or_else(not_found)
}

fn not_found() -> Error {
    Error::of(ProblemKind::NotFound)
}

/// The language a list is titled in: its entries have their own.
fn lang(constants: &Constants) -> &str {
    constants.languages.first().map_or("en", |lang| lang.as_str())
}

fn head(site: &SiteId, constants: &Constants, list: &str, name: &str) -> Head {
    let brand = &constants.name;
    Head {
        key: news::list_key(site, list),
        title: if name.is_empty() { brand.clone() } else { format!("{brand} · {name}") },
        lang: constants.languages.first().cloned().unwrap_or_default(),
        url: None,
        own: None,
        updated: None,
    }
}

/// The list, with its own address where the operator says how others reach the service.
fn listed(app: &App, form: Form, address: &str, head: Head, entries: Vec<Entry>) -> News {
    let own = app.config.base.as_deref().map(|base| format!("{base}{address}"));
    News { form, head: Head { own, ..head }, entries }
}

fn source<'a>(app: &'a App, site: &'a SiteId) -> Source<'a> {
    Source { site, base: app.config.base.as_deref() }
}

fn body(news: News) -> Result<Rendered, Error> {
    let bytes = news.to_bytes().map_err(anyhow::Error::from)?;
    Ok(Rendered::new(bytes, HeaderValue::from_static(news.form.content_type())))
}
