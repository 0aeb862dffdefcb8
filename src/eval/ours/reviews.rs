//! Our order of reviews, from what can be read of them.

use crate::reviews::Review;
use parvis_model::id::ItemId;
use parvis_model::ranking::ReviewWeights;
use parvis_model::review::Stars;
use parvis_model::time::{DAY, Time};
use parvis_rank::reviews::{Facts, copies, order, terms, text};

/// The scores of all reviews, for pairs: without votes, stars or age.
pub fn scores(reviews: &[Review]) -> Vec<f64> {
    let score = |review: &Review| terms(&hidden(review, 0), &ReviewWeights::default(), moment()).total();
    reviews.iter().map(score).collect()
}

/// The reviews of one subject as they are shown, the first first: indices into `subject`. Votes and age are
/// hidden here too; what guards the mix of stars reads the stars.
pub fn listed(subject: &[&Review]) -> Vec<u32> {
    let print = |review: &&Review| copies::print(&review.title, &review.text);
    let copies = copies::copies(&subject.iter().map(print).collect::<Vec<_>>());
    let facts = |((place, review), copy): ((u32, &&Review), Option<u32>)| Facts {
        // What has no stars of one to five cannot be shown by us: counted as the nearest that has.
        stars: u8::try_from(review.stars.clamp(1, 5)).ok().and_then(Stars::new).unwrap_or(Stars::MIN),
        is_copy: copy.is_some(),
        ..hidden(review, place)
    };
    let facts: Vec<Facts> = (0..).zip(subject).zip(copies).map(facts).collect();
    order(&facts, &ReviewWeights::default(), moment()).into_iter().map(|placed| placed.index).collect()
}

/// A moment for reviews whose age is hidden.
const fn moment() -> Time {
    Time::from_millis(20_000 * DAY)
}

fn hidden(review: &Review, place: u32) -> Facts {
    Facts {
        id: ItemId::new(moment(), place),
        stars: Stars::MIN,
        helpful: 0,
        unhelpful: 0,
        text: text::text(&review.title, &review.text),
        has_media: review.media,
        is_verified: review.verified,
        is_copy: false,
    }
}
