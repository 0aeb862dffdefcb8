//! What must be said beside a contribution: ties to the brand, gifts, how a purchase was checked.
//!
//! Labels of ties are no parts and take no token but the size, so that no theme can hide them.

use crate::frame::Frame;
use crate::pieces::node::{group, said, text};
use crate::pieces::stars::{graphic, shape};
use parvis_model::item::Disclosure;
use parvis_model::review::{Received, Review, Verified};
use yew::prelude::*;

/// The tie of an author to the brand in this item.
pub fn disclosure(frame: Frame, disclosure: Option<Disclosure>) -> Html {
    disclosure.map_or_else(Html::default, |tie| label(frame.words.of("disclosure", tie.as_str())))
}

/// What was received in return for a review; nothing is said in its facts, so this speaks only of something.
pub fn received(frame: Frame, received: Received) -> Html {
    match received {
        Received::Nothing => Html::default(),
        something => label(frame.words.of("received", something.as_str())),
    }
}

fn label(words: AttrValue) -> Html {
    said("strong", "tie", words)
}

/// Whether and how it was checked that the author bought or used the subject.
pub fn verified(frame: Frame, review: &Review) -> Html {
    let by = review.verified_by.as_deref().unwrap_or_default();
    let words = match (review.verified, by) {
        (Verified::Imported, by) if !by.is_empty() => frame.words.with("verified.imported_by", &[("by", by)]),
        (how, _) => frame.words.of("verified", how.as_str()),
    };
    let class = if review.verified == Verified::None { "check none" } else { "check" };
    group("span", class, vec![glyph(review.verified), text(words)])
}

fn glyph(verified: Verified) -> Html {
    if verified == Verified::None {
        return Html::default();
    }
    graphic("glyph", "0 0 16 16", vec![shape("", "m3 8.5 3.2 3.2L13 4.8")])
}
