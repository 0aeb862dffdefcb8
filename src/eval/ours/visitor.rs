//! Our feed for one visitor: what the device makes of what is published, with the visitor's own acts.

use super::feed::Published;
use crate::feed::Visitor;
use parvis_model::ranking::MineWeights;
use parvis_model::time::Time;
use parvis_rank::activity::Act;
use parvis_rank::mine::{self, Mix, Rules};
use parvis_rank::neighbours::neighbours;
use parvis_rank::rows::Rows;
use parvis_rank::taste::Taste;
use parvis_rank::visit::{Posts, Profile, Tie, Visit};
use std::collections::{BTreeMap, BTreeSet};

/// Stems of a text that are published.
const N_STEMS: usize = 24;

/// What is published of each candidate beside its counts.
pub(super) struct Traits {
    posts: Posts,
    n_topics: usize,
    /// What each person took part in: candidate and time, one entry each, in time order.
    parts: Vec<Vec<(u32, i64)>>,
}

impl Traits {
    pub fn new(published: &Published<'_>) -> Self {
        let Published { moment, places, candidates, .. } = published;
        let index: BTreeMap<u32, u32> = (0u32..).zip(places).map(|(index, place)| (*place, index)).collect();
        let mut parts: Vec<Vec<(u32, i64)>> = vec![Vec::new(); moment.feed.n_people];
        let mut seen = BTreeSet::new();
        for deed in moment.acts.iter().filter(|deed| deed.act > Act::View) {
            if let Some(index) = index.get(&deed.item).filter(|index| seen.insert((deed.person, **index))) {
                parts[deed.person as usize].push((*index, deed.at));
            }
        }
        let items: Vec<Vec<u32>> =
            parts.iter().map(|own| own.iter().map(|(index, _)| *index).collect()).collect();
        let item = |place: &u32| &moment.feed.items[*place as usize];
        let prints: Rows<(u16, u8)> = places
            .iter()
            .map(item)
            .map(|item| {
                let lang = parvis_lexis::detect(&item.text);
                parvis_lexis::sparse(&item.title, &item.text, lang, N_STEMS)
            })
            .collect();
        let topics: Vec<Vec<(u16, f64)>> = places.iter().map(item).map(topics).collect();
        let n_topics = topics.iter().flatten().map(|(topic, _)| usize::from(*topic) + 1).max().unwrap_or(0);
        let lists: Rows<_> = neighbours(&items, candidates.len()).into_iter().collect();
        let posts = Posts::new(
            candidates.clone(),
            lists,
            prints,
            topics.into_iter().collect(),
            (&published.weights, &published.scale, published.now),
        );
        Self { posts, n_topics, parts }
    }

    /// The best `n` for a visitor, as indices of items.
    pub fn order(&self, published: &Published<'_>, visitor: &Visitor<'_>, n: usize) -> Vec<u32> {
        let profile = self.profile(published, visitor);
        let weights = MineWeights::default();
        let rules = Rules { mine: &weights, mix: Mix::default(), scale: &published.scale };
        let mut visit = Visit::new(&self.posts, &profile, published.now, n);
        while !visit.step(&self.posts, &profile, &rules, self.posts.candidates.len()) {}
        visit
            .places(&self.posts, &profile, published.community.iter().copied(), n, &rules)
            .iter()
            .map(|placed| published.places[placed.index as usize])
            .collect()
    }

    /// What the visitor liked, who is close, and what is not to be shown again.
    fn profile(&self, published: &Published<'_>, visitor: &Visitor<'_>) -> Profile {
        let mut taste = Taste::default();
        let mut wanted = vec![0.0; self.n_topics];
        let index: BTreeMap<u32, u32> =
            (0u32..).zip(&published.places).map(|(index, place)| (*place, index)).collect();
        let mut own: BTreeMap<u32, f64> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for deed in &visitor.acts {
            let Some(index) = index.get(&deed.item) else { continue };
            if seen.insert(*index) {
                for (topic, share) in self.posts.topics.row(*index as usize) {
                    wanted[usize::from(*topic)] += share;
                }
            }
            if deed.act > Act::View {
                own.insert(*index, 1.0);
                let at = Time::from_millis(deed.at);
                let print = self.posts.prints.row(*index as usize);
                taste.learn(print, deed.act.weight(), at, published.now, &self.posts.rarity);
            }
        }
        let sum: f64 = wanted.iter().sum();
        if sum > 0.0 {
            wanted.iter_mut().for_each(|share| *share /= sum);
        }
        let topics =
            (0u32..).zip(&wanted).filter(|(_, share)| **share > 0.0).map(|(topic, _)| topic).collect();
        let ties = self.ties(visitor);
        let hidden = visitor.hidden.iter().filter_map(|place| index.get(place)).copied().collect();
        Profile { own: own.into_iter().collect(), taste, wanted, topics, ties, near: Vec::new(), hidden }
    }

    /// What the visitor's people did, and how close each is.
    fn ties(&self, visitor: &Visitor<'_>) -> Vec<Tie> {
        let mut ties = Vec::new();
        let mine: BTreeSet<u32> =
            self.parts[visitor.person as usize].iter().map(|(index, _)| *index).collect();
        for person in visitor.ties {
            let theirs = &self.parts[*person as usize];
            let n_shared = theirs.iter().filter(|(index, _)| mine.contains(index)).count();
            let close = mine::closeness(n_shared as u32, mine.len() as u32, theirs.len() as u32);
            let tie = |(index, at): &(u32, i64)| Tie { index: *index, close, at: Time::from_millis(*at) };
            ties.extend(theirs.iter().map(tie));
        }
        ties
    }
}

/// The topics of an item with their shares: its tags, or else its circle.
fn topics(item: &crate::feed::Item) -> Vec<(u16, f64)> {
    let circle = item.circle.filter(|_| item.tags.is_empty());
    let all = item.tags.iter().copied().chain(circle);
    let share = 1.0 / item.tags.len().max(1) as f64;
    all.filter_map(|topic| Some((u16::try_from(topic).ok()?, share))).collect()
}
