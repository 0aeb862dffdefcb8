//! Spread: one lively circle does not fill the page, and what people brought back has a place of its own.
//!
//! The best [`HEAD`] items by score are laid out one by one: each takes the highest score left, less a fixed
//! price for every item of its circle above it. Every eighth place from the sixteenth on is kept for an item
//! that people brought back; it is labelled, and the item that would have stood there comes next. Below the
//! head everything follows by score alone.

use parvis_model::id::ItemId;

/// Places that are spread; below them the score decides alone.
pub const HEAD: usize = 400;
/// The first place kept for what came back, counted from one.
pub const FIRST_SLOT: usize = 16;
/// One place in so many is kept from there on.
pub const SLOT_EVERY: usize = 8;

/// An item with its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// The caller's own index.
    pub index: u32,
    /// Its id, which parts equal scores.
    pub id: ItemId,
    /// Its score before spreading.
    pub score: f64,
    /// Its circle, counted from one; 0 for none, which is never repeated.
    pub circle: u32,
    /// People who brought it back this week; 0 for an item that needs no place of its own.
    pub n_back: u32,
}

/// An item in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The caller's own index.
    pub index: u32,
    /// Items of the same circle that stand above it by their score: each cost it one `repeat`.
    pub n_repeats: u32,
    /// Whether it stands in a place kept for what came back.
    pub is_revived: bool,
}

/// The order of two scored items: by score, then the newer id, then the smaller index.
pub fn before(a: &Scored, b: &Scored) -> core::cmp::Ordering {
    b.score.total_cmp(&a.score).then(b.id.cmp(&a.id)).then(a.index.cmp(&b.index))
}

/// The first places, at most [`HEAD`] and as many as there are items in `best`.
///
/// `best` holds at least the [`HEAD`] best items by score, in that order ([`before`]). `back` holds all that
/// were brought back, in any order; they take their places by `n_back`, then by score. `repeat` is the price
/// of an item of the same circle above.
pub fn head(best: &[Scored], back: &[Scored], repeat: f64) -> Vec<Placed> {
    let n_places = best.len().min(HEAD);
    let mut queues = queues(best.get(..n_places).unwrap_or(best));
    let mut placed: Vec<Placed> = Vec::with_capacity(n_places);
    while placed.len() < n_places {
        let place = placed.len() + 1;
        let is_kept = place >= FIRST_SLOT && place.is_multiple_of(SLOT_EVERY);
        let next = match most_brought_back(back, &placed).filter(|_| is_kept) {
            Some(index) => Placed { index, n_repeats: 0, is_revived: true },
            None => match next(&mut queues, &placed, repeat) {
                Some(next) => next,
                None => break,
            },
        };
        placed.push(next);
    }
    placed
}

/// Of what came back and has no place yet, what most people brought; of equals the one with the higher score.
fn most_brought_back(back: &[Scored], placed: &[Placed]) -> Option<u32> {
    let mut found: Option<&Scored> = None;
    for item in back.iter().filter(|item| item.n_back > 0 && !has_place(item, placed)) {
        let goes_before = |other: &Scored| other.n_back.cmp(&item.n_back).then(before(item, other)).is_lt();
        if found.is_none_or(goes_before) {
            found = Some(item);
        }
    }
    Some(found?.index)
}

fn has_place(item: &Scored, placed: &[Placed]) -> bool {
    placed.iter().any(|other| other.index == item.index)
}

/// The items of one circle, the best first, and how many of them have their place.
struct Queue<'a> {
    circle: u32,
    items: Vec<&'a Scored>,
    n_taken: usize,
    n_placed: u32,
}

fn queues(best: &[Scored]) -> Vec<Queue<'_>> {
    let mut queues: Vec<Queue<'_>> = Vec::new();
    for item in best {
        match queues.iter_mut().find(|queue| queue.circle == item.circle) {
            Some(queue) => queue.items.push(item),
            None => queues.push(Queue { circle: item.circle, items: vec![item], n_taken: 0, n_placed: 0 }),
        }
    }
    queues
}

/// Takes the item with the highest score less its repeats.
fn next(queues: &mut [Queue<'_>], placed: &[Placed], repeat: f64) -> Option<Placed> {
    let mut found: Option<(Scored, &mut Queue<'_>)> = None;
    for queue in queues {
        // What came back has had its place.
        while queue.first().is_some_and(|first| has_place(first, placed)) {
            queue.n_taken += 1;
        }
        let Some(first) = queue.first() else { continue };
        let lessened = Scored { score: first.score - repeat * f64::from(queue.n_placed), ..*first };
        if found.as_ref().is_none_or(|(other, _)| before(&lessened, other).is_lt()) {
            found = Some((lessened, queue));
        }
    }
    let (item, queue) = found?;
    let next = Placed { index: item.index, n_repeats: queue.n_placed, is_revived: false };
    queue.n_taken += 1;
    queue.n_placed += u32::from(queue.circle != 0);
    Some(next)
}

impl<'a> Queue<'a> {
    fn first(&self) -> Option<&'a Scored> {
        self.items.get(self.n_taken).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn item(index: u32, score: f64, circle: u32, n_back: u32) -> Scored {
        Scored { index, id: ItemId::from_u64(u64::from(index)), score, circle, n_back }
    }

    fn sorted(mut items: Vec<Scored>) -> Vec<Scored> {
        items.sort_by(before);
        items
    }

    fn indices(placed: &[Placed]) -> Vec<u32> {
        placed.iter().map(|one| one.index).collect()
    }

    #[test]
    fn one_lively_circle_lets_others_in_between() {
        let best = [item(1, 0.50, 1, 0), item(2, 0.49, 1, 0), item(3, 0.48, 1, 0), item(4, 0.455, 2, 0)];
        let placed = head(&best, &[], 0.03);
        assert_eq!(indices(&placed), [1, 2, 4, 3]);
        assert_eq!(placed.iter().map(|one| one.n_repeats).collect::<Vec<_>>(), [0, 1, 0, 2]);
        assert_eq!(indices(&head(&best, &[], 0.0)), [1, 2, 3, 4]);
    }

    #[test]
    fn what_belongs_to_no_circle_repeats_nothing() {
        let best = [item(1, 0.50, 0, 0), item(2, 0.49, 0, 0), item(3, 0.48, 7, 0)];
        assert_eq!(indices(&head(&best, &[], 0.2)), [1, 2, 3]);
    }

    #[test]
    fn what_came_back_takes_the_kept_places_by_how_many_brought_it() {
        let mut all: Vec<Scored> = (0..40).map(|n| item(n, 1.0 - f64::from(n) / 100.0, 0, 0)).collect();
        let back = [item(90, 0.01, 0, 3), item(91, 0.02, 0, 9), item(4, 0.96, 0, 5)];
        all.extend(back);
        let placed = head(&sorted(all), &back, 0.03);
        assert_eq!((placed[15].index, placed[15].is_revived), (91, true));
        assert_eq!(
            (placed[23].index, placed[23].is_revived),
            (90, true),
            "the one above has its place already"
        );
        assert_eq!(placed.iter().filter(|one| one.is_revived).count(), 2);
    }

    proptest! {
        #[test]
        fn everything_stands_once_and_by_the_published_sum(
            rows in proptest::collection::vec((0..50u32, 0..5u32, 0..4u32), 0..90), repeat in 0.0..0.1f64,
        ) {
            let all = sorted((0u32..).zip(&rows)
                .map(|(index, (score, circle, n_back))| item(index, f64::from(*score) / 50.0, *circle, *n_back))
                .collect());
            let placed = head(&all, &all, repeat);
            let mut seen = indices(&placed);
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..rows.len() as u32).collect::<Vec<_>>());
            let mut last: Option<f64> = None;
            for one in placed.iter().filter(|one| !one.is_revived) {
                let score = all.iter().find(|item| item.index == one.index).unwrap().score;
                let own = score - repeat * f64::from(one.n_repeats);
                prop_assert!(last.is_none_or(|last| own <= last + 1e-12 || repeat == 0.0));
                last = Some(own);
            }
        }
    }
}
