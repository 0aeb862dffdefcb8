//! The pool of a feed: the posts that the device of a visitor orders by itself, the same for everybody.

use super::feeds::{ColumnsQuery, Pages, Place};
use crate::app::App;
use crate::order::{Feed, Near};
use crate::problem::Error;
use crate::read::{MINUTE, answer};
use crate::request::{Path, Query};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use parvis_model::feed::{FeedSignals, Order, Post};
use parvis_model::id::{CircleId, FeedId, ItemId, PersonId, SiteId};
use parvis_model::pool::{MOST, PAGE, Pool, Print, STEMS};
use parvis_model::time::Day;
use std::collections::HashMap;

/// People told of a post at most, its author among them.
const PEOPLE: u32 = 50;

/// A page of 250 of the first 1,000 posts in community order, with what a device needs to order them by itself.
#[utoipa::path(get, path = "/v1/{site}/feeds/{feed}/pool", tag = "feeds", params(("site" = SiteId, Path), ("feed" = FeedId, Path), ColumnsQuery), responses((status = 200, body = Pool)))]
pub async fn page(
    State(app): State<App>,
    headers: HeaderMap,
    Path((site, feed)): Path<(SiteId, FeedId)>,
    Query(query): Query<ColumnsQuery>,
) -> Result<Response, Error> {
    let circle = query.circle.as_ref();
    let pages = Pages { length: PAGE, most: MOST };
    let place =
        Place::find(&app, &site, &feed, Order::Community, circle, query.cursor.as_deref(), pages).await?;
    let Place { snapshot, indices, next, key, .. } = place;
    let rows = snapshot.value.signals(&indices);
    let scopes: Vec<String> = rows.iter().map(|(id, _)| format!("{site}/item/{id}")).collect();
    let render = async || {
        let ids: Vec<ItemId> = rows.iter().map(|(id, _)| *id).collect();
        let places = places(&snapshot.value, circle)?;
        let near = app.neighbours(&site).await?;
        let posts = app.db.posts(&site, &ids).await?;
        let (people, took_part) = took_part(&posts, &app.db.took_part(&site, &ids, PEOPLE).await?);
        let signals: HashMap<ItemId, FeedSignals> = rows.into_iter().collect();
        let to_signals = |post: &Post| signals.get(&post.item.id).copied().unwrap_or_default();
        let to_near = |post: &Post| near_in(&places, &near, post.item.id);
        let (signals, near) = (posts.iter().map(to_signals).collect(), posts.iter().map(to_near).collect());
        // Stems of 250 texts take milliseconds.
        let printing = move || (posts.iter().map(print).collect(), posts);
        let (prints, posts) = tokio::task::spawn_blocking(printing).await.map_err(anyhow::Error::from)?;
        Ok(Pool {
            ranked_at: snapshot.at,
            scale: snapshot.value.scale,
            circles: snapshot.value.circles.clone(),
            posts,
            signals,
            prints,
            near,
            took_part,
            people,
            next,
        })
    };
    answer(&app, &headers, format!("pool:{key}"), &scopes, MINUTE, render).await
}

/// Where each post of the pool stands in it.
fn places(feed: &Feed, circle: Option<&CircleId>) -> Result<HashMap<ItemId, u32>, Error> {
    let list = feed.list(Order::Community, circle)?;
    let placed = (0..).zip(list.iter().take(MOST));
    Ok(placed.filter_map(|(place, placed)| Some((feed.row(placed.index)?.id, place))).collect())
}

/// The neighbours of a post that are in the pool: their places and how near they are, by turns.
fn near_in(places: &HashMap<ItemId, u32>, near: &Near, post: ItemId) -> Vec<u32> {
    let near = near.get(&post).map_or(&[][..], Vec::as_slice);
    near.iter().filter_map(|(other, weight)| Some([*places.get(other)?, *weight])).flatten().collect()
}

/// What a post is about.
fn print(post: &Post) -> Print {
    let (item, title) = (&post.item, post.item.title.as_deref().unwrap_or_default());
    Print(parvis_lexis::sparse(title, &item.text.to_plain(), Some(item.lang.as_str()), STEMS))
}

/// Who took part in each post, and the people it points into.
fn took_part(
    posts: &[Post],
    by_post: &HashMap<ItemId, Vec<(PersonId, Day)>>,
) -> (Vec<PersonId>, Vec<Vec<u32>>) {
    let mut people = Vec::new();
    let mut known: HashMap<&PersonId, u32> = HashMap::new();
    let mut took_part = Vec::with_capacity(posts.len());
    for post in posts {
        let mut by_turns = Vec::new();
        for (person, day) in by_post.get(&post.item.id).into_iter().flatten() {
            let place = *known.entry(person).or_insert_with(|| {
                people.push(person.clone());
                u32::try_from(people.len() - 1).unwrap_or(u32::MAX)
            });
            by_turns.extend([place, u32::try_from(day.as_number()).unwrap_or(0)]);
        }
        took_part.push(by_turns);
    }
    (people, took_part)
}
