//! Feeds: pages of posts, and the columns that let a device order and search all of them by itself.

use crate::app::App;
use crate::order::Feed;
use crate::problem::Error;
use crate::read::{MINUTE, answer};
use crate::request::{Path, Query};
use crate::snapshot::{Cursor, Snapshot};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use parvis_model::feed::{Candidates, FeedPage, FeedSignals, Order, Words};
use parvis_model::id::{CircleId, FeedId, ItemId, SiteId};
use parvis_model::problem::ProblemKind;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;

/// Whole posts.
const POSTS: Pages = Pages { length: 20, most: usize::MAX };
/// Candidates or words.
const COLUMNS: Pages = Pages { length: 4_096, most: usize::MAX };
/// The feed that holds every post.
const MAIN: &str = "main";

/// Which posts, and from where.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The order; by the published formula when it is not said.
    order: Option<Order>,
    /// Only posts of this circle.
    circle: Option<CircleId>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// Which columns, and from where.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ColumnsQuery {
    /// Only posts of this circle.
    pub(super) circle: Option<CircleId>,
    /// The `next` of the page before.
    pub(super) cursor: Option<String>,
}

/// A page of 20 whole posts.
#[utoipa::path(get, path = "/v1/{site}/feeds/{feed}", tag = "feeds", params(("site" = SiteId, Path), ("feed" = FeedId, Path), PageQuery), responses((status = 200, body = FeedPage)))]
pub async fn page(
    State(app): State<App>,
    headers: HeaderMap,
    Path((site, feed)): Path<(SiteId, FeedId)>,
    Query(query): Query<PageQuery>,
) -> Result<Response, Error> {
    let (order, circle) = (query.order.unwrap_or(Order::Community), query.circle.as_ref());
    let place = Place::find(&app, &site, &feed, order, circle, query.cursor.as_deref(), POSTS).await?;
    let Place { snapshot, indices, revived, n_posts, next, key } = place;
    let revived = revived.into_iter().filter_map(|index| Some(snapshot.value.row(index)?.id)).collect();
    let rows = snapshot.value.signals(&indices);
    let scopes: Vec<String> = rows.iter().map(|(id, _)| format!("{site}/item/{id}")).collect();
    let render = async || {
        let ids: Vec<ItemId> = rows.iter().map(|(id, _)| *id).collect();
        let signals: HashMap<ItemId, FeedSignals> = rows.into_iter().collect();
        let posts = app.db.posts(&site, &ids).await?;
        Ok(FeedPage {
            feed,
            n_posts,
            circles: snapshot.value.circles.clone(),
            ranked_at: snapshot.at,
            scale: snapshot.value.scale,
            signals: posts
                .iter()
                .map(|post| signals.get(&post.item.id).copied().unwrap_or_default())
                .collect(),
            posts,
            revived,
            next,
        })
    };
    answer(&app, &headers, key, &scopes, MINUTE, render).await
}

/// The signals of up to 4,096 posts as columns, in community order.
#[utoipa::path(get, path = "/v1/{site}/feeds/{feed}/candidates", tag = "feeds", params(("site" = SiteId, Path), ("feed" = FeedId, Path), ColumnsQuery), responses((status = 200, body = Candidates)))]
pub async fn candidates(
    State(app): State<App>,
    headers: HeaderMap,
    Path((site, feed)): Path<(SiteId, FeedId)>,
    Query(query): Query<ColumnsQuery>,
) -> Result<Response, Error> {
    let (circle, cursor) = (query.circle.as_ref(), query.cursor.as_deref());
    let place = Place::find(&app, &site, &feed, Order::Community, circle, cursor, COLUMNS).await?;
    let Place { snapshot, indices, next, key, .. } = place;
    let render = async || Ok(to_columns(&snapshot, &indices, next));
    answer(&app, &headers, format!("candidates:{key}"), &[], MINUTE, render).await
}

/// The words of up to 4,096 posts for a search on the device, in the order of the candidates.
#[utoipa::path(get, path = "/v1/{site}/feeds/{feed}/words", tag = "feeds", params(("site" = SiteId, Path), ("feed" = FeedId, Path), ColumnsQuery), responses((status = 200, body = Words)))]
pub async fn words(
    State(app): State<App>,
    headers: HeaderMap,
    Path((site, feed)): Path<(SiteId, FeedId)>,
    Query(query): Query<ColumnsQuery>,
) -> Result<Response, Error> {
    let (circle, cursor) = (query.circle.as_ref(), query.cursor.as_deref());
    let place = Place::find(&app, &site, &feed, Order::Community, circle, cursor, COLUMNS).await?;
    let Place { snapshot, indices, next, key, .. } = place;
    let render = async || {
        let known = snapshot.value.words(&app, &site).await?;
        let ids: Vec<ItemId> =
            indices.iter().filter_map(|index| snapshot.value.row(*index)).map(|row| row.id).collect();
        Ok(Words {
            ranked_at: snapshot.at,
            first: ids.first().copied(),
            words: ids.iter().map(|id| known.get(id).cloned().unwrap_or_default()).collect(),
            next,
        })
    };
    answer(&app, &headers, format!("words:{key}"), &[], MINUTE, render).await
}

/// How a list is cut.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pages {
    /// Entries on a page.
    pub length: usize,
    /// Entries on all pages together at most.
    pub most: usize,
}

/// A place in a feed: what a page shows and where the next begins.
pub(super) struct Place {
    /// The order it stands in.
    pub snapshot: Arc<Snapshot<Feed>>,
    /// The posts of the page.
    pub indices: Vec<u32>,
    /// Those of them that stand in a place kept for what people brought back.
    revived: Vec<u32>,
    n_posts: u32,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// Names the page among all bodies of its kind.
    pub key: String,
}

impl Place {
    pub(super) async fn find(
        app: &App,
        site: &SiteId,
        feed: &FeedId,
        order: Order,
        circle: Option<&CircleId>,
        cursor: Option<&str>,
        pages: Pages,
    ) -> Result<Self, Error> {
        if feed.as_str() != MAIN {
            return Err(Error::because(ProblemKind::NotFound, format!("no feed {feed}")));
        }
        let cursor = cursor.map(Cursor::parse).transpose()?;
        let snapshot = app.feed_at(site, cursor).await?;
        let list = snapshot.value.list(order, circle)?;
        let offset = usize::try_from(cursor.map_or(0, |cursor| cursor.offset)).unwrap_or(usize::MAX);
        let n_listed = list.len().min(pages.most);
        let page = list.iter().take(n_listed).skip(offset).take(pages.length);
        let indices: Vec<u32> = page.clone().map(|placed| placed.index).collect();
        let revived = page.filter(|placed| placed.is_revived).map(|placed| placed.index).collect();
        let end = offset.saturating_add(indices.len());
        let next = (end < n_listed && !indices.is_empty())
            .then(|| Cursor { at: snapshot.at, offset: u32::try_from(end).unwrap_or(u32::MAX) }.to_string());
        let circle = circle.map_or("", CircleId::as_str);
        let key = format!(
            "/v1/{site}/feeds/{feed}?{}&{circle}&{offset}@{}",
            order.as_str(),
            snapshot.at.as_millis()
        );
        let n_posts = u32::try_from(list.len()).unwrap_or(u32::MAX);
        Ok(Self { snapshot, indices, revived, n_posts, next, key })
    }
}

fn to_columns(snapshot: &Snapshot<Feed>, indices: &[u32], next: Option<String>) -> Candidates {
    let rows = || indices.iter().filter_map(|index| snapshot.value.row(*index));
    let column = |read: fn(&FeedSignals) -> u32| rows().map(|row| read(&row.signals)).collect();
    Candidates {
        ranked_at: snapshot.at,
        circles: snapshot.value.circles.iter().map(|circle| circle.id.clone()).collect(),
        ids: rows().map(|row| row.id).collect(),
        circle: rows().map(|row| row.circle.map_or(0, |circle| circle + 1)).collect(),
        hot: column(|signals| signals.hot),
        tail: column(|signals| signals.tail),
        useful: column(|signals| signals.useful),
        not_useful: column(|signals| signals.not_useful),
        n_week: column(|signals| signals.n_week),
        n_month: column(|signals| signals.n_month),
        next,
    }
}
