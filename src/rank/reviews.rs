//! Reviews: what readers found helpful, what the text gives, what can be seen and checked, what is young.
//!
//! The stars never enter a score: sorting by helpfulness with stars would bury criticism.
//! - `helpful`: the lower bound (Wilson, 80 %) of helpful voices among all that were or should have been
//!   heard: one prior voice on each side, and the silence that grows with age, up to four readers who could
//!   have spoken and did not. Raw counts would measure how long a review was on show;
//! - `text`: what the text gives, as the server counted it ([`text`]): the device reads an integer;
//! - `media`: half for a picture, half for a checked purchase;
//! - `freshness`: 2^(−age / half-life).
//!
//! Two things stand beside the score, each told where it decides. The first five keep the stars of all
//! ([`mix`]). What says the same as an earlier review ([`copies`]) follows after everything else.
//!
//! Filters and searches leave out and never move: what passes keeps the order of the whole list, so that the
//! mix is that of the subject and not of a choice.
//!
//! Measured with votes, stars and age hidden: `pairwise` is the part of pairs in the right order, `stars` is
//! KL(first five ‖ all) over subjects with 20 reviews, in nats, beside the least that any five reach.
//!
//! | set | pairwise | by length alone | stars | least | by score alone |
//! |---|---|---|---|---|---|
//! | clothing | .654 | .638 | .105 | .105 | .349 |
//! | headlines-fr | .641 | .606 | .165 | .165 | .295 |
//! | headlines-uk | .529 | .489 | .156 | .156 | .160 |

pub mod copies;
pub mod mix;
pub mod text;

use crate::activity::decay;
use crate::sorter::Sorter;
use crate::terms::Terms;
use crate::wilson;
use parvis_model::id::ItemId;
use parvis_model::ranking::ReviewWeights;
use parvis_model::review::Stars;
use parvis_model::time::Time;

/// The terms, in the order in which they are added.
pub const NAMES: [&str; 4] = ["helpful", "text", "media", "freshness"];

/// What the order of one review depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its id, which tells its age.
    pub id: ItemId,
    /// Its note, which decides nothing but the mix of the first five.
    pub stars: Stars,
    /// People who found it helpful.
    pub helpful: u32,
    /// People who did not.
    pub unhelpful: u32,
    /// What its text gives, in thousandths; see [`text::text`].
    pub text: u32,
    /// Whether it shows a picture.
    pub has_media: bool,
    /// Whether it was checked that the author bought or used the subject.
    pub is_verified: bool,
    /// Whether it says the same as an earlier review; see [`copies::copies`].
    pub is_copy: bool,
}

/// A review in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The caller's own index.
    pub index: u32,
    /// Whether it stands among the first five for its stars, and would not by its score.
    pub is_for_mix: bool,
}

/// The weighted terms of one review; their total is its score.
pub fn terms(facts: &Facts, weights: &ReviewWeights, now: Time) -> Terms {
    let media = (f64::from(u8::from(facts.has_media)) + f64::from(u8::from(facts.is_verified))) / 2.0;
    let freshness = decay(facts.id.born(), now, weights.fresh_days * 24.0);
    Terms::new(
        &NAMES,
        &[
            weights.helpful * helpful(facts, now),
            weights.text * f64::from(facts.text.min(text::WHOLE)) / f64::from(text::WHOLE),
            weights.media * media,
            weights.freshness * freshness,
        ],
    )
}

/// The reviews of one subject in their places: the first five with the stars of all, the best first among them,
/// then the best of the others, then copies.
pub fn order(all: &[Facts], weights: &ReviewWeights, now: Time) -> Vec<Placed> {
    let mut sorter = Sorter::with_capacity(all.len());
    let (mut n_all, mut n_open) = ([0; 5], [0; 5]);
    for (index, facts) in (0..).zip(all) {
        sorter.push(terms(facts, weights, now).total(), facts.id, index);
        add(&mut n_all, facts.stars, 1);
        add(&mut n_open, facts.stars, u32::from(!facts.is_copy));
    }
    let mut left = mix::quota(n_all, n_open);
    let (mut placed, mut others, mut copies) = (Vec::with_capacity(all.len()), Vec::new(), Vec::new());
    for index in sorter.next_page(all.len()) {
        let Some(facts) = usize::try_from(index).ok().and_then(|index| all.get(index)) else { continue };
        // So far the best by score stand in the first list or in the second.
        let is_for_mix = placed.len() + others.len() >= mix::FIRST;
        if facts.is_copy {
            copies.push(Placed { index, is_for_mix: false });
        } else if take(&mut left, facts.stars) {
            placed.push(Placed { index, is_for_mix });
        } else {
            others.push(Placed { index, is_for_mix: false });
        }
    }
    placed.append(&mut others);
    placed.append(&mut copies);
    placed
}

fn add(counts: &mut [u32; 5], stars: Stars, n: u32) {
    if let Some(count) = counts.get_mut(usize::from(stars.as_u8() - 1)) {
        *count += n;
    }
}

/// Takes one of what is left for these stars, if anything is.
fn take(left: &mut [u32; 5], stars: Stars) -> bool {
    let Some(left) = left.get_mut(usize::from(stars.as_u8() - 1)).filter(|left| **left > 0) else {
        return false;
    };
    *left -= 1;
    true
}

/// Readers who could have spoken and did not, after the longest time.
pub const SILENCE: f64 = 4.0;
/// Days after which half of them have passed by.
pub const SILENCE_DAYS: f64 = 365.0;

fn helpful(facts: &Facts, now: Time) -> f64 {
    let (helpful, unhelpful) = (f64::from(facts.helpful), f64::from(facts.unhelpful));
    let days = now.since(facts.id.born()).max(0) as f64 / parvis_model::time::DAY as f64;
    let silence = SILENCE * days / (days + SILENCE_DAYS);
    wilson::lower(helpful + 1.0, helpful + unhelpful + silence + 2.0, wilson::Z80)
}

#[cfg(test)]
mod tests {
    use super::*;
    use parvis_model::time::DAY;
    use proptest::prelude::*;

    const NOW: Time = Time::from_millis(1_700_000_000_000);

    fn review(days: i64, helpful: u32, unhelpful: u32, text: u32) -> Facts {
        Facts {
            id: ItemId::new(NOW.plus(-days * DAY), 0),
            stars: Stars::MIN,
            helpful,
            unhelpful,
            text,
            has_media: false,
            is_verified: false,
            is_copy: false,
        }
    }

    fn starred(stars: u8, text: u32) -> Facts {
        Facts { stars: Stars::new(stars).unwrap(), ..review(9, 0, 0, text) }
    }

    fn orders(all: &[Facts]) -> Vec<u32> {
        order(all, &ReviewWeights::default(), NOW).into_iter().map(|placed| placed.index).collect()
    }

    #[test]
    fn weights_add_up_to_one() {
        let weights = ReviewWeights::default();
        let sum = weights.helpful + weights.text + weights.media + weights.freshness;
        assert!((sum - 1.0).abs() < 1e-12, "{sum}");
    }

    #[test]
    fn a_story_comes_before_a_cry() {
        let told = |n: usize| text::text("", &"Le moulin tourne bien ".repeat(n));
        assert_eq!(
            orders(&[review(9, 0, 0, told(1)), review(9, 0, 0, told(30)), review(9, 0, 0, told(8))]),
            [1, 2, 0]
        );
    }

    #[test]
    fn what_helped_comes_first_and_what_misled_last() {
        assert_eq!(orders(&[review(9, 0, 12, 60), review(9, 0, 0, 60), review(9, 12, 0, 60)]), [2, 1, 0]);
    }

    #[test]
    fn the_same_votes_prove_less_after_a_longer_time_on_show() {
        assert!(helpful(&review(1, 3, 0, 0), NOW) > helpful(&review(900, 3, 0, 0), NOW));
    }

    #[test]
    fn a_picture_and_a_checked_purchase_count_the_same() {
        let (mut seen, mut checked) = (review(9, 0, 0, 60), review(9, 0, 0, 60));
        seen.has_media = true;
        checked.is_verified = true;
        let media = |facts: &Facts| terms(facts, &ReviewWeights::default(), NOW).of("media");
        assert_eq!(media(&seen), ReviewWeights::default().media / 2.0);
        assert_eq!(media(&seen), media(&checked));
    }

    #[test]
    fn the_first_five_keep_the_stars_of_all_and_the_best_of_each() {
        // Six with five stars, the longest; four with one star.
        let mut all: Vec<Facts> = (0..6).map(|nth| starred(5, 900 - nth)).collect();
        all.extend((0..4).map(|nth| starred(1, 400 - nth)));
        let placed = order(&all, &ReviewWeights::default(), NOW);
        assert_eq!(orders(&all), [0, 1, 2, 6, 7, 3, 4, 5, 8, 9]);
        let for_mix: Vec<u32> =
            placed.iter().filter(|placed| placed.is_for_mix).map(|placed| placed.index).collect();
        assert_eq!(for_mix, [6, 7]);
    }

    #[test]
    fn five_reviews_or_fewer_stand_by_score_alone() {
        let all = [starred(5, 10), starred(1, 30), starred(5, 20), starred(5, 50), starred(5, 40)];
        let placed = order(&all, &ReviewWeights::default(), NOW);
        assert_eq!(orders(&all), [3, 4, 1, 2, 0]);
        assert!(placed.iter().all(|placed| !placed.is_for_mix));
    }

    #[test]
    fn a_copy_follows_everything_else_and_takes_no_place_of_the_mix() {
        let mut all: Vec<Facts> = (0..6).map(|nth| starred(5, 100 - nth)).collect();
        all.push(Facts { is_copy: true, ..starred(1, 900) });
        all.push(Facts { is_copy: true, ..starred(5, 990) });
        assert_eq!(orders(&all), [0, 1, 2, 3, 4, 5, 7, 6]);
    }

    proptest! {
        #[test]
        fn a_helpful_vote_never_lowers_and_an_unhelpful_one_never_raises(
            days in 0..2_000i64, yes in 0..500u32, no in 0..500u32,
        ) {
            let of = |yes, no| helpful(&review(days, yes, no, 0), NOW);
            prop_assert!(of(yes + 1, no) >= of(yes, no));
            prop_assert!(of(yes, no + 1) <= of(yes, no));
        }

        #[test]
        fn the_score_is_the_sum_of_terms_within_their_weights_whatever_the_stars(
            days in -9..2_000i64, yes: u16, no: u16, text: u32, stars in 1..=5u8,
        ) {
            let weights = ReviewWeights::default();
            let plain = Facts { has_media: yes > no, ..review(days, yes.into(), no.into(), text) };
            let facts = Facts { stars: Stars::new(stars).unwrap(), is_copy: no > yes, ..plain };
            let terms = terms(&facts, &weights, NOW);
            prop_assert_eq!(terms, super::terms(&plain, &weights, NOW));
            let bounds = [weights.helpful, weights.text, weights.media, weights.freshness];
            for ((name, value), bound) in terms.iter().zip(bounds) {
                prop_assert!((0.0..=bound + 1e-12).contains(&value), "{} {}", name, value);
            }
            prop_assert_eq!(terms.total(), terms.values().iter().fold(0.0, |sum, value| sum + value));
        }

        #[test]
        fn everything_stands_once_and_only_the_first_five_leave_the_order_of_scores(
            rows in proptest::collection::vec((1..=5u8, 0..1_000u32, 0..8u8), 0..60),
        ) {
            let all: Vec<Facts> = rows.iter()
                .map(|(stars, text, copy)| Facts { is_copy: *copy == 0, ..starred(*stars, *text) })
                .collect();
            let placed = order(&all, &ReviewWeights::default(), NOW);
            let mut seen: Vec<u32> = placed.iter().map(|placed| placed.index).collect();
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..rows.len() as u32).collect::<Vec<_>>());
            let at = |placed: &Placed| &all[placed.index as usize];
            let n_first = placed.len().min(mix::FIRST);
            prop_assert!(placed[n_first..].is_sorted_by_key(|placed| (at(placed).is_copy, u32::MAX - at(placed).text)));
            let first = || placed[..n_first].iter();
            prop_assert!(first().is_sorted_by_key(|placed| (at(placed).is_copy, u32::MAX - at(placed).text)));
            prop_assert!(placed[n_first..].iter().all(|placed| !placed.is_for_mix));
            // Labelled: what the five best by score do not hold.
            let mut scores: Vec<u32> = all.iter().filter(|facts| !facts.is_copy).map(|facts| facts.text).collect();
            scores.sort_unstable_by(|a, b| b.cmp(a));
            if let Some(fifth) = scores.get(mix::FIRST - 1) {
                prop_assert!(first().filter(|placed| placed.is_for_mix).all(|placed| at(placed).text <= *fifth));
                prop_assert!(first().filter(|placed| at(placed).text < *fifth).all(|placed| placed.is_for_mix));
            }
        }
    }
}
