//! The reviews that are here, and those of them that pass the filters and the search.

use crate::act::Facet;
use parvis_lexis::fold;
use parvis_model::id::ItemId;
use parvis_model::ranking::ReviewWeights;
use parvis_model::review::{Review, ReviewOrder, Verified};
use parvis_model::time::Time;
use parvis_rank::reviews::{Facts, Placed};

/// Reviews in their order.
#[derive(Clone, Debug, Default)]
pub struct List {
    rows: Vec<Row>,
    matching: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Row {
    review: Review,
    /// Its words folded, once something was looked for in them.
    folded: Option<String>,
}

/// What narrows the list; within stars any of those chosen, between kinds all of them.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    /// Stars chosen.
    pub stars: Vec<u8>,
    /// Only with pictures.
    pub media: bool,
    /// Only checked ones.
    pub verified: bool,
    /// Only this language.
    pub lang: Option<String>,
    /// The search as typed.
    pub query: String,
    wanted: Vec<String>,
    /// Says whether a review passes; none while nothing narrows. Only what acts sets it, so that a first view need
    /// not load what it does.
    passes: Option<fn(&Self, &mut Row) -> bool>,
}

impl Narrow {
    /// Whether anything narrows.
    pub fn is_on(&self) -> bool {
        self.passes.is_some()
    }

    /// Sets a filter, or takes it back if it was set to this.
    pub fn toggle(&mut self, facet: Facet, value: &str) {
        match facet {
            Facet::Stars => {
                let Ok(stars) = value.parse() else { return };
                match self.stars.iter().position(|chosen| *chosen == stars) {
                    Some(index) => {
                        self.stars.remove(index);
                    }
                    None => self.stars.push(stars),
                }
            }
            Facet::Media => self.media = !self.media,
            Facet::Verified => self.verified = !self.verified,
            Facet::Lang => {
                let same = self.lang.as_deref() == Some(value) || value.is_empty();
                self.lang = (!same).then(|| value.to_owned());
            }
            Facet::Circle | Facet::Status | Facet::Only => {}
        }
        self.changed();
    }

    /// Searches for every word typed, in any order.
    pub fn search(&mut self, query: &str) {
        query.clone_into(&mut self.query);
        self.wanted = fold(query).split_whitespace().map(str::to_owned).collect();
        self.changed();
    }

    fn changed(&mut self) {
        let is_on = !self.stars.is_empty() || self.media || self.verified || self.lang.is_some();
        self.passes = (is_on || !self.wanted.is_empty()).then_some(Self::passes);
    }

    /// Whether a review passes.
    fn lets(&self, row: &mut Row) -> bool {
        self.passes.is_none_or(|passes| passes(self, row))
    }

    fn passes(&self, row: &mut Row) -> bool {
        let review = &row.review;
        (self.stars.is_empty() || self.stars.contains(&review.stars.as_u8()))
            && (!self.media || !review.item.media.is_empty())
            && (!self.verified || review.verified != Verified::None)
            && self.lang.as_ref().is_none_or(|lang| review.item.lang.as_primary() == lang)
            && (self.wanted.is_empty() || {
                let title = review.item.title.as_deref().unwrap_or_default();
                let fold = || fold(&format!("{title}\n{}", review.item.text.to_plain()));
                let folded = row.folded.get_or_insert_with(fold);
                self.wanted.iter().all(|word| folded.contains(word.as_str()))
            })
    }
}

impl List {
    /// Adds reviews at the end; known ones are left as they are.
    pub fn extend(&mut self, reviews: Vec<Review>, narrow: &Narrow) {
        let first_page = self.rows.is_empty();
        for review in reviews {
            if !first_page && self.find(review.id()).is_some() {
                continue;
            }
            let mut row = Row { review, folded: None };
            if narrow.lets(&mut row) {
                self.matching.extend(u32::try_from(self.rows.len()));
            }
            self.rows.push(row);
        }
    }

    /// Picks the reviews that pass anew, in the order of the whole list.
    pub fn narrow(&mut self, narrow: &Narrow) {
        self.matching.clear();
        for (index, row) in self.rows.iter_mut().enumerate() {
            if narrow.lets(row) {
                self.matching.extend(u32::try_from(index));
            }
        }
    }

    /// Puts the reviews in order; call [`List::narrow`] after it.
    pub fn sort(&mut self, order: ReviewOrder, weights: &ReviewWeights, now: Time) {
        let newer = |a: &Row, b: &Row| b.review.id().cmp(&a.review.id());
        match order {
            ReviewOrder::Useful => {
                let facts: Vec<Facts> = self.rows.iter().map(|row| facts(&row.review)).collect();
                let places = parvis_rank::reviews::order(&facts, weights, now);
                let mut rows: Vec<Option<Row>> =
                    core::mem::take(&mut self.rows).into_iter().map(Some).collect();
                let mut take = |placed: Placed| {
                    let mut row = rows.get_mut(placed.index as usize).and_then(Option::take)?;
                    row.review.for_mix = placed.is_for_mix;
                    Some(row)
                };
                self.rows = places.into_iter().filter_map(&mut take).collect();
            }
            ReviewOrder::Newest => self.rows.sort_by(newer),
            ReviewOrder::Highest => {
                self.rows.sort_by(|a, b| b.review.stars.cmp(&a.review.stars).then_with(|| newer(a, b)));
            }
            ReviewOrder::Lowest => {
                self.rows.sort_by(|a, b| a.review.stars.cmp(&b.review.stars).then_with(|| newer(a, b)));
            }
        }
    }

    /// Reviews that pass, in order.
    pub fn matching(&self) -> impl Iterator<Item = &Review> {
        self.matching.iter().filter_map(|index| self.rows.get(*index as usize)).map(|row| &row.review)
    }

    /// How many pass.
    pub fn n_matching(&self) -> usize {
        self.matching.len()
    }

    /// Everything that is here.
    pub fn all(&self) -> impl Iterator<Item = &Review> {
        self.rows.iter().map(|row| &row.review)
    }

    /// How many are here.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether none is here.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A review that is here.
    pub fn find(&self, id: ItemId) -> Option<&Review> {
        self.rows.iter().map(|row| &row.review).find(|review| review.id() == id)
    }

    /// A review that is here, to change its counts.
    pub fn find_mut(&mut self, id: ItemId) -> Option<&mut Review> {
        self.rows.iter_mut().map(|row| &mut row.review).find(|review| review.id() == id)
    }
}

/// What the order of a review depends on, as it was published: no text is counted here.
pub fn facts(review: &Review) -> Facts {
    let (helpful, unhelpful) = review.to_votes();
    Facts {
        id: review.id(),
        stars: review.stars,
        helpful,
        unhelpful,
        text: review.detail,
        has_media: !review.item.media.is_empty(),
        is_verified: review.verified != Verified::None,
        is_copy: review.copy_of.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn review(number: u64, stars: u8, text: &str) -> Review {
        serde_json::from_value(serde_json::json!({
            "item": {"id": ItemId::from_u64(number), "at": "2026-01-01T00:00:00Z", "by": {"id": "p", "name": "P"},
                     "lang": "fr", "text": [{"p": [{"text": text}]}]},
            "subject": "moulin", "stars": stars, "verified": "none",
        }))
        .unwrap()
    }

    fn check(narrow: impl Fn(&mut Narrow), order: ReviewOrder, expected: &[u64]) {
        let mut list = List::default();
        let mut chosen = Narrow::default();
        narrow(&mut chosen);
        let reviews = vec![
            review(1, 5, "Mouture régulière"),
            review(2, 2, "Le joint a lâché"),
            review(3, 5, "Rien à dire"),
        ];
        list.extend(reviews, &chosen);
        list.sort(order, &ReviewWeights::default(), Time::default());
        list.narrow(&chosen);
        let ids: Vec<u64> = list.matching().map(|review| review.id().as_u64()).collect();
        assert_eq!(ids, expected);
    }

    #[test]
    fn filters_search_and_order_work_together() {
        check(|_| {}, ReviewOrder::Newest, &[3, 2, 1]);
        check(|_| {}, ReviewOrder::Lowest, &[2, 3, 1]);
        check(|narrow| narrow.toggle(Facet::Stars, "5"), ReviewOrder::Newest, &[3, 1]);
        check(|narrow| narrow.search("REGULIERE mout"), ReviewOrder::Newest, &[1]);
        check(|narrow| narrow.toggle(Facet::Media, ""), ReviewOrder::Newest, &[]);
        check(
            |narrow| {
                narrow.toggle(Facet::Stars, "5");
                narrow.toggle(Facet::Stars, "2");
                narrow.search("a");
            },
            ReviewOrder::Highest,
            &[3, 2],
        );
    }

    #[test]
    fn the_useful_order_keeps_the_mix_says_so_and_puts_copies_last() {
        let mut list = List::default();
        let rated = |(number, stars, detail): (u64, u8, u32)| Review { detail, ..review(number, stars, "") };
        let rows =
            [(8, 5, 90), (7, 5, 80), (6, 5, 70), (5, 5, 60), (4, 5, 50), (3, 1, 20), (2, 1, 10), (1, 5, 99)];
        let mut reviews = rows.map(rated);
        reviews[7].copy_of = Some(ItemId::from_u64(8));
        reviews[6].for_mix = true;
        list.extend(reviews.into(), &Narrow::default());
        list.sort(ReviewOrder::Useful, &ReviewWeights::default(), Time::default());
        let placed: Vec<(u64, bool)> =
            list.all().map(|review| (review.id().as_u64(), review.for_mix)).collect();
        let expected = [8, 7, 6, 5, 3, 4, 2, 1].map(|number| (number, number == 3));
        assert_eq!(placed, expected);
        let mut sad = Narrow::default();
        sad.toggle(Facet::Stars, "1");
        list.narrow(&sad);
        let left: Vec<u64> = list.matching().map(|review| review.id().as_u64()).collect();
        assert_eq!(left, [3, 2], "a filter leaves out and moves nothing");
    }

    #[test]
    fn the_same_filter_twice_is_none() {
        let mut narrow = Narrow::default();
        narrow.toggle(Facet::Lang, "fr");
        assert!(narrow.is_on());
        narrow.toggle(Facet::Lang, "fr");
        assert!(!narrow.is_on());
    }
}
