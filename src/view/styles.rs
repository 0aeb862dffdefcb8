//! The styles of every shadow root, from small files in the order of their numbers: here as one sheet. In the browser those
//! from 40 to 49 come with the parts that answer and contribute.

/// The sheet, for a constructable style sheet or for the server's first paint.
pub const SHEET: &str = concat!(
    include_str!("styles/00-tokens.css"),
    include_str!("styles/10-base.css"),
    include_str!("styles/20-pieces.css"),
    include_str!("styles/21-people.css"),
    include_str!("styles/22-bars.css"),
    include_str!("styles/30-reviews.css"),
    include_str!("styles/31-feed.css"),
    include_str!("styles/32-ideas.css"),
    include_str!("styles/33-poll.css"),
    include_str!("styles/40-compose.css"),
    include_str!("styles/41-why.css"),
    include_str!("styles/42-thread.css"),
    include_str!("styles/43-own.css"),
    include_str!("styles/44-news.css"),
    include_str!("styles/45-count.css"),
    include_str!("styles/90-system.css"),
);
