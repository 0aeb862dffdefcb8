//! The feed: next week's readers, one person's next items, and a place for small circles.

use crate::floor::{at_most, hold, ours};
use parvis_eval::Task;
use parvis_model::feed::FeedSignals;
use parvis_model::id::ItemId;
use parvis_model::ranking::FeedWeights;
use parvis_model::time::{DAY, Time};
use parvis_rank::Sorter;
use parvis_rank::feed::{Candidate, push, scale};
use std::time::{Duration, Instant};

/// Hacker News reaches .684 and 0, Discourse .707 and .132, decayed people alone .735 and .263.
#[test]
fn the_feed_foresees_what_a_community_reads_next_week() {
    let Some(figures) = ours(Task::Feed, "feed-weeks") else { return };
    hold("weeks", &figures, &[("ndcg@20", 0.752), ("revived@50", 0.342)]);
}

/// Raw scores show 11 circles of 66, none of the smaller half; Lemmy's scaled rank 47 and 75 %.
#[test]
fn small_circles_have_a_place_in_the_feed() {
    let Some(figures) = ours(Task::Feed, "feed-circles") else { return };
    hold("circles", &figures, &[("circles", 60.0), ("small_share", 0.61)]);
}

/// Popularity reaches .094 and 28 items in all, friends by shared interests .185, item neighbours .211 and 221.
#[test]
fn what_close_people_took_part_in_is_found_and_is_not_the_same_for_all() {
    let Some(figures) = ours(Task::Feed, "feed-ties") else { return };
    hold("ties", &figures, &[("ndcg@10", 0.218), ("distinct", 1_600.0)]);
}

/// Popularity reaches .071 at a divergence of .94, item neighbours .099 at .75.
#[test]
fn a_visitor_finds_what_is_liked_in_the_shares_in_which_it_is_liked() {
    let Some(figures) = ours(Task::Feed, "feed-interests") else { return };
    hold("interests", &figures, &[("ndcg@10", 0.107)]);
    at_most("interests, divergence of topics", figures.of("kl").unwrap_or(f64::INFINITY), 0.18);
}

/// Slices as a browser takes them: none long, and the same pages as in one go.
#[test]
fn sixty_thousand_posts_come_in_order_slice_by_slice() {
    let now = Time::from_millis(1_700_000_000_000);
    let weights = FeedWeights::default();
    let candidate = |number: u32| {
        let chance = number.wrapping_mul(2_654_435_761);
        let signals = FeedSignals {
            hot: chance % 9_000,
            tail: chance % 70_000,
            useful: chance % 90,
            not_useful: chance % 11,
            n_week: 0,
            n_month: 0,
        };
        Candidate {
            id: ItemId::new(now.plus(-i64::from(chance % 400) * DAY), number),
            circle: chance % 60 + 1,
            n_month: chance % 5_000,
            signals,
        }
    };
    let all: Vec<Candidate> = (0..65_696).map(candidate).collect();
    let started = Instant::now();
    let scale = scale(&all, &weights, now);
    println!("the scale of {} posts: {:?}", all.len(), started.elapsed());
    let started = Instant::now();
    let mut sorter = Sorter::with_capacity(all.len());
    push(&mut sorter, 0, &all, &weights, &scale, now);
    let whole = sorter.next_page(all.len());
    println!("{} posts in one go: {:?}", all.len(), started.elapsed());

    let mut sorter = Sorter::with_capacity(all.len());
    let mut longest = Duration::ZERO;
    for (index, chunk) in all.chunks(4_096).enumerate() {
        let started = Instant::now();
        push(&mut sorter, index as u32 * 4_096, chunk, &weights, &scale, now);
        longest = longest.max(started.elapsed());
    }
    let mut pages = Vec::new();
    while pages.len() < 1_000 {
        let started = Instant::now();
        pages.extend(sorter.next_page(20));
        longest = longest.max(started.elapsed());
    }
    println!("longest slice: {longest:?}");
    assert_eq!(pages, whole[..1_000]);
    assert_eq!(whole.len(), all.len());
}
