//! The states of the visitor's own order: the question, an empty profile, and one that knows something.

use super::{Named, now, read, sample_feed, site};
use crate::frame::Frame;
use parvis_model::feed::FeedPage;
use parvis_model::id::{CircleId, ItemId};
use parvis_model::locality::Point;
use parvis_model::pool::{Pool, Print};
use parvis_store::act::{Act, Panel};
use parvis_store::feed::Feed;
use parvis_store::feed::own::home::Lost;
use parvis_store::page::Page;
use parvis_store::profile::Profile;
use parvis_store::surface::Surface;
use parvis_store::wish::Wish;

/// What a post of the sample feed is about: what a profile remembers of it.
fn print(id: ItemId) -> Print {
    let (mut feed, mut page) = (sample_feed(), Page::new("fr"));
    page.profile = Some(Profile::new(now()));
    feed.own(Wish::More(id), &mut page, now());
    page.profile.unwrap().entries.remove(0).print
}

/// The first page of the sample feed as a pool.
fn pool() -> Pool {
    let page: FeedPage = read(include_str!("feed.json"));
    let prints = page.posts.iter().map(|post| print(post.item.id)).collect();
    let people: Vec<_> = page.posts.iter().map(|post| post.item.by.id.clone()).collect();
    Pool {
        ranked_at: page.ranked_at,
        scale: page.scale,
        circles: page.circles,
        prints,
        near: vec![Vec::new(); page.posts.len()],
        took_part: (0..).zip(&page.posts).map(|(place, _)| vec![place, 20_500]).collect(),
        posts: page.posts,
        signals: page.signals,
        people,
        next: None,
    }
}

fn granted(frame: Frame) -> (Feed, Page) {
    let (mut feed, mut page) = (sample_feed(), Page::new(frame.words.lang()));
    feed.own.localities = site().localities;
    feed.own(Wish::Grant, &mut page, now());
    feed.pool_arrived(pool(), &page, now());
    (feed, page)
}

/// All of them.
pub fn states(frame: Frame) -> Vec<Named> {
    let draw = |name, feed: &Feed, page: &Page| (name, crate::feed::feed(frame, feed, page));
    let (mut asked, mut page) = (sample_feed(), Page::new(frame.words.lang()));
    asked.own(Wish::Show, &mut page, now());
    let mut states = vec![draw("feed: an order of one's own, asked for", &asked, &page)];

    let (feed, page) = granted(frame);
    states.push(draw("feed: one's own order, nothing known yet", &feed, &page));

    let (mut feed, mut page) = granted(frame);
    let ids: Vec<ItemId> = feed.posts.iter().map(|(post, _)| post.item.id).collect();
    let wishes = [
        Wish::More(ids[0]),
        Wish::Follow(ids[1]),
        Wish::FollowCircle(ids[1]),
        Wish::Less(ids[2]),
        Wish::Again,
    ];
    for wish in wishes {
        feed.own(wish, &mut page, now());
    }
    page.keeps_profile = false;
    for panel in [Panel::Own, Panel::Why] {
        feed.act(Act::Toggle(panel, ids[1]), &mut page, now());
    }
    states.push(draw("feed: one's own order, with what it knows, not kept", &feed, &page));

    let (mut feed, mut page) = granted(frame);
    feed.own(Wish::Locate, &mut page, now());
    states.push(draw("feed: one's own order, the browser is asked for the place", &feed, &page));
    feed.own(Wish::Unlocated(Lost::Refused), &mut page, now());
    states.push(draw("feed: one's own order, the browser may not tell the place", &feed, &page));

    let lyon = CircleId::parse("lyon").unwrap();
    feed.own(Wish::Home(Some(lyon.clone())), &mut page, now());
    let near = feed.posts.iter().find(|(post, _)| post.item.circle.as_ref() == Some(&lyon)).unwrap();
    let near = near.0.item.id;
    feed.act(Act::Toggle(Panel::Why, near), &mut page, now());
    states.push(draw("feed: one's own order, from near a place of the list", &feed, &page));
    feed.own(Wish::Locate, &mut page, now());
    feed.own(Wish::Located(Point::of(45.7, 4.9).unwrap()), &mut page, now());
    states.push(draw("feed: one's own order, from near where the device is", &feed, &page));
    states
}
