//! The search: words looked up on the device, page by page, over the whole feed.
//!
//! What is typed never leaves as typed: the same fixed pages of words are loaded for every search. Only the
//! posts found and shown are asked for.

use super::{Corpus, DRAWN, Feed};
use crate::effect::{Effect, Want};
use crate::load::Load;
use parvis_model::feed::Post;
use parvis_model::id::ItemId;
use parvis_model::item::Item;
use parvis_model::map::Map;

/// Posts shown of a search at first, and more at each press.
const SHOWN: usize = 20;

/// Posts asked for in one task: starting a read costs as much as drawing half a card.
const ASKED: usize = 5;

/// A search and what it found so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// As typed.
    pub query: String,
    /// Posts found, in the published order.
    pub hits: Vec<ItemId>,
    /// How many of them are shown.
    pub n_shown: usize,
    /// Pages looked through.
    pub n_pages: usize,
    /// Posts looked through.
    pub n_read: usize,
    /// Whether everything was looked through.
    pub is_done: bool,
    wanted: Vec<String>,
    found: Map<ItemId, Option<Post>>,
}

impl Search {
    /// Whether something is searched for.
    pub fn is_on(&self) -> bool {
        !self.wanted.is_empty()
    }

    /// The posts to show, up to the first that is not here yet: what comes later comes below.
    pub fn shown(&self) -> impl Iterator<Item = &Post> {
        self.hits.iter().take(self.n_shown).map_while(|id| self.found.get(id)?.as_ref())
    }

    /// Whether more posts to show are on their way.
    pub fn is_coming(&self) -> bool {
        let n_wanted = if self.is_done { self.n_shown.min(self.hits.len()) } else { self.n_shown };
        self.shown().count() < n_wanted
    }

    pub(super) fn holds(&self, id: ItemId) -> bool {
        matches!(self.found.get(&id), Some(Some(_)))
    }

    pub(super) fn post(&self, id: ItemId) -> Option<&Post> {
        self.found.get(&id)?.as_ref()
    }

    pub(super) fn item_mut(&mut self, id: ItemId) -> Option<&mut Item> {
        self.found.get_mut(&id)?.as_mut().map(|post| &mut post.item)
    }
}

impl Feed {
    pub(super) fn search_for(&mut self, query: &str) -> Vec<Effect> {
        let wanted = parvis_lexis::fold(query).split_whitespace().map(str::to_owned).collect();
        let found = core::mem::take(&mut self.search.found);
        self.search = Search { query: query.to_owned(), wanted, n_shown: SHOWN, found, ..Search::default() };
        // Leaving a search draws the list again, and that slice by slice, too.
        self.n_drawn = DRAWN;
        let mut effects = self.search_again();
        effects.push(Effect::Resume);
        effects
    }

    /// Starts the search anew over what is here, and asks for the rest.
    pub(super) fn search_again(&mut self) -> Vec<Effect> {
        if !self.search.is_on() {
            return Vec::new();
        }
        (self.search.n_pages, self.search.n_read, self.search.is_done) = (0, 0, false);
        self.search.hits.clear();
        let mut effects = self.ask_signals();
        effects.extend(self.ask_words());
        effects.push(Effect::Resume);
        effects
    }

    /// Looks through the next page, if both its halves are here.
    pub(super) fn search_slice(&mut self) -> Vec<Effect> {
        if !self.search.is_on() {
            return Vec::new();
        }
        if self.search.is_done {
            return self.ask_found();
        }
        let page = self.search.n_pages;
        let (Some(candidates), Some(words)) = (self.corpus.candidates.get(page), self.corpus.words.get(page))
        else {
            if self.corpus.signals == Load::Ready && self.corpus.texts == Load::Ready {
                self.search.is_done = true;
                let mut effects = self.ask_found();
                effects.push(Effect::Announce("search.found", u32::try_from(self.search.hits.len()).ok()));
                return effects;
            }
            return Vec::new();
        };
        if candidates.ranked_at != words.ranked_at || candidates.ids.first().copied() != words.first {
            // One half was computed anew meanwhile: both are loaded again.
            self.corpus = Corpus::default();
            return self.search_again();
        }
        for (id, text) in candidates.ids.iter().zip(&words.words) {
            if self.search.wanted.iter().all(|word| text.contains(word.as_str())) {
                self.search.hits.push(*id);
            }
        }
        self.search.n_pages += 1;
        self.search.n_read += words.words.len();
        let mut effects = self.ask_found();
        effects.push(Effect::Resume);
        effects
    }

    pub(super) fn search_more(&mut self) -> Vec<Effect> {
        self.search.n_shown += SHOWN;
        self.ask_found()
    }

    /// Asks for the posts to show that are not here.
    fn ask_found(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        let shown: Vec<ItemId> = self.search.hits.iter().take(self.search.n_shown).copied().collect();
        for id in shown {
            if self.search.found.contains_key(&id) {
                continue;
            }
            if effects.len() == ASKED {
                effects.push(Effect::Resume);
                break;
            }
            let known = self.posts.iter().find(|(post, _)| post.item.id == id).map(|(post, _)| post.clone());
            if known.is_none() {
                effects.push(Effect::Get { path: format!("/items/{id}"), want: Want::Item(id) });
            }
            self.search.found.insert(id, known);
        }
        effects
    }

    /// A post that was found cannot be had: the list goes on without it, and a new search asks again.
    pub(super) fn item_failed(&mut self, id: ItemId) {
        self.search.hits.retain(|hit| *hit != id);
        self.search.found.remove(&id);
    }

    /// Takes in a post that was found.
    pub fn item_arrived(&mut self, post: Post) {
        self.search.found.insert(post.item.id, Some(post));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(n: u64) -> Feed {
        let mut feed = Feed::new("main", None, false);
        feed.search.wanted = vec!["moulin".to_owned()];
        feed.search.n_shown = SHOWN;
        feed.search.hits = (1..=n).map(ItemId::from_u64).collect();
        feed.search.is_done = true;
        feed
    }

    #[test]
    fn what_a_search_shows_is_asked_for_five_posts_a_task() {
        let mut feed = found(12);
        let mut asked = Vec::new();
        for _ in 0..4 {
            let effects = feed.search_slice();
            let n_asked = effects.iter().filter(|effect| matches!(effect, Effect::Get { .. })).count();
            asked.push((n_asked, effects.contains(&Effect::Resume)));
        }
        assert_eq!(asked, [(5, true), (5, true), (2, false), (0, false)]);
    }

    #[test]
    fn a_search_that_is_cleared_draws_the_list_again_from_its_first_slice() {
        let mut feed = found(1);
        feed.n_drawn = 20;
        let effects = feed.search_for("");
        assert_eq!((feed.n_drawn, feed.search.is_on()), (DRAWN, false));
        assert_eq!(effects, [Effect::Resume]);
    }
}
