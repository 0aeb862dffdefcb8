//! Reads feeds: posts, signals, columns, words.

use super::objects;
use parvis_model::feed::{Candidates, Circle, FeedPage, FeedSignals, Post, Words};
use parvis_model::ranking::FeedScale;

objects! {
    Post { item, reprise_of }
    FeedPage { feed, n_posts, circles, ranked_at, scale, posts, signals, next; revived }
    Circle { id, name, n_posts, n_month; about }
    FeedSignals { hot, tail, useful, not_useful, n_week, n_month }
    Candidates { ranked_at, circles, ids, circle, hot, tail, useful, not_useful, n_week, n_month, next }
    Words { ranked_at, first, words, next }
    FeedScale { activity, circle, typical }
}
