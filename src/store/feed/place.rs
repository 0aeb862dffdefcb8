//! The place of a post: why it stands there, and whether people brought it back.

use super::Feed;
use parvis_model::feed::{FeedSignals, Post};
use parvis_model::id::{CircleId, ItemId};
use parvis_rank::Why;
use parvis_rank::spread::HEAD;

impl Feed {
    /// Why a post stands where it stands: its terms beside those of a typical post.
    pub fn why(&self, post: &Post, signals: &FeedSignals) -> Why {
        if let Some(place) = self.own.place(post.item.id) {
            return place.why.clone();
        }
        let candidate = self.candidate(post.item.id, post.item.circle.as_ref(), *signals);
        let n_repeats = self.n_repeats(post);
        let (weights, scale) = (&self.weights, &self.scale);
        let terms = parvis_rank::feed::terms_in_place(&candidate, n_repeats, weights, scale, self.ranked_at);
        parvis_rank::why(&terms, &parvis_rank::feed::typical(scale))
    }

    /// Posts of the same circle that stand above it by their score, within the head of the list.
    fn n_repeats(&self, post: &Post) -> u32 {
        let above = self.posts.iter().take(HEAD).map(|(post, _)| post);
        let mut n_repeats = 0;
        for other in above {
            if other.item.id == post.item.id {
                let is_apart = self.newest || post.item.circle.is_none() || self.is_revived(post.item.id);
                return if is_apart { 0 } else { n_repeats };
            }
            n_repeats += u32::from(other.item.circle == post.item.circle && !self.is_revived(other.item.id));
        }
        0
    }

    /// People who brought an old post back this week; 0 for any other.
    pub fn n_back(&self, post: &Post, signals: &FeedSignals) -> u32 {
        parvis_rank::feed::n_back(&self.candidate(post.item.id, None, *signals), self.ranked_at)
    }

    /// Whether a post stands in a place kept for what people brought back.
    pub fn is_revived(&self, id: ItemId) -> bool {
        self.revived.contains(&id)
    }

    pub(super) fn candidate(
        &self,
        id: ItemId,
        circle: Option<&CircleId>,
        signals: FeedSignals,
    ) -> parvis_rank::feed::Candidate {
        let circle = circle.and_then(|id| self.circles.iter().find(|circle| circle.id == *id));
        parvis_rank::feed::Candidate {
            id,
            circle: 0,
            n_month: circle.map_or(0, |circle| circle.n_month),
            signals,
        }
    }
}
