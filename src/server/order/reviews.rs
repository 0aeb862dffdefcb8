//! The orders of the reviews of one subject, and what stands beside the score of each.

use crate::db::ReviewFacts;
use parvis_model::id::ItemId;
use parvis_model::ranking::ReviewWeights;
use parvis_model::review::{Review, ReviewOrder, Verified};
use parvis_model::time::Time;
use parvis_rank::reviews::{Facts, copies, text};
use std::collections::HashMap;

/// The reviews of a subject in all orders.
#[derive(Debug)]
pub struct Reviews {
    useful: Vec<ItemId>,
    newest: Vec<ItemId>,
    highest: Vec<ItemId>,
    lowest: Vec<ItemId>,
    /// Those that stand among the first five for their stars.
    for_mix: Vec<ItemId>,
    /// Near copies, each with the review that stands for it.
    copies: HashMap<ItemId, ItemId>,
}

impl Reviews {
    /// The ids in this order.
    pub fn list(&self, order: ReviewOrder) -> &[ItemId] {
        match order {
            ReviewOrder::Useful => &self.useful,
            ReviewOrder::Newest => &self.newest,
            ReviewOrder::Highest => &self.highest,
            ReviewOrder::Lowest => &self.lowest,
        }
    }

    /// Says of a review what stands beside its score.
    pub fn label(&self, review: &mut Review) {
        review.for_mix = self.for_mix.contains(&review.id());
        review.copy_of = self.copies.get(&review.id()).copied();
    }

    /// All orders of these reviews, given the newest first.
    pub(super) fn new(rows: &[ReviewFacts], weights: &ReviewWeights, now: Time) -> Self {
        let sorted = |key: fn(u8) -> u8| {
            let mut sorted: Vec<&ReviewFacts> = rows.iter().collect();
            sorted.sort_by_key(|row| key(row.stars.as_u8()));
            sorted.into_iter().map(|row| row.id).collect()
        };
        let id = |index: u32| Some(rows.get(usize::try_from(index).ok()?)?.id);
        let plain = |row: &ReviewFacts| parvis_model::markdown::parse(&row.text).to_plain();
        let texts: Vec<String> = rows.iter().map(plain).collect();
        // The first published stands for its copies.
        let oldest_first = || rows.iter().zip(&texts).rev();
        let print = |(row, text): (&ReviewFacts, &String)| copies::print(&row.title, text);
        let n_before = |place: u32| u32::try_from(rows.len()).ok()?.checked_sub(place + 1);
        let found = copies::copies(&oldest_first().map(print).collect::<Vec<_>>());
        let copy =
            |((row, _), first): ((&ReviewFacts, _), Option<u32>)| Some((row.id, id(n_before(first?)?)?));
        let copies: HashMap<ItemId, ItemId> = oldest_first().zip(found).filter_map(copy).collect();
        let facts = |(row, text): (&ReviewFacts, &String)| Facts {
            id: row.id,
            stars: row.stars,
            helpful: row.useful,
            unhelpful: row.not_useful,
            text: text::text(&row.title, text),
            has_media: row.has_media,
            is_verified: row.verified != Verified::None,
            is_copy: copies.contains_key(&row.id),
        };
        let facts: Vec<Facts> = rows.iter().zip(&texts).map(facts).collect();
        let placed = parvis_rank::reviews::order(&facts, weights, now);
        Self {
            useful: placed.iter().filter_map(|placed| id(placed.index)).collect(),
            newest: rows.iter().map(|row| row.id).collect(),
            highest: sorted(|stars| u8::MAX - stars),
            lowest: sorted(|stars| stars),
            for_mix: placed
                .iter()
                .filter(|placed| placed.is_for_mix)
                .filter_map(|placed| id(placed.index))
                .collect(),
            copies,
        }
    }
}
