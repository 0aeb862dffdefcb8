//! Reads what an element must know of the site: the weights in force, and how reviews are checked.

use super::objects;
use parvis_model::ranking::{FeedWeights, IdeaWeights, ReviewWeights};
use parvis_model::site::{Policy, ReviewCounts};

objects! {
    FeedWeights { activity, circle, quality, freshness, half_life_hours, fresh_hours, repeat }
    ReviewWeights { helpful, text, media, freshness, fresh_days }
    IdeaWeights { approval, groups, prior }
    Policy {; checked, how, incentive, delay_days, retention, can_edit, contact, refusal, counts }
    ReviewCounts { received, published, refused }
}
