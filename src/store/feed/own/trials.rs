//! Trials of the visitor's own order: consent, learning, what moves and what does not, and that it explains itself.

mod home;

use super::*;
use crate::act::Act;
use crate::feed::MINE;
use crate::load::Failure;
use crate::profile::{Slider, Trait};
use crate::surface::Surface;
use crate::trials::{NOW, asked, id, read, refuse, written};
use crate::wish::Wish;
use parvis_lexis::sparse;
use parvis_model::item::Mark;
use parvis_model::locality::Point;
use parvis_model::pool::Print;
use parvis_model::ranking::FeedWeights;
use serde_json::{Value, json};

const RANKED: &str = "2026-01-01T00:00:00Z";
const TEXTS: [&str; 4] = [
    "Le moulin et la mouture du matin",
    "Une théière en fonte pour le thé vert",
    "Mon filtre V60 et ses papiers",
    "La torréfaction du dimanche au four",
];

/// A post of the pool: its text, its author, its circle, who answered.
#[derive(Clone, Copy)]
struct Row {
    number: u64,
    text: usize,
    by: &'static str,
    circle: &'static str,
    answered: &'static [&'static str],
    hot: u32,
}

fn row(number: u64) -> Row {
    let text = (number % 4) as usize;
    let circle = if text == 1 { "the" } else { "cafe" };
    Row { number, text, by: "zoe", circle, answered: &[], hot: 2_000 - 20 * number as u32 }
}

fn rows(n: u64) -> Vec<Row> {
    (1..=n).map(row).collect()
}

fn pool(ranked_at: &str, rows: &[Row], next: Option<&str>) -> Pool {
    let posts: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({"item": {
                "id": id(row.number), "at": "2025-12-01T00:00:00Z", "by": {"id": row.by, "name": row.by},
                "lang": "fr", "circle": row.circle, "text": [{"p": [{"text": TEXTS[row.text]}]}],
            }})
        })
        .collect();
    let signals: Vec<Value> = rows
        .iter()
        .map(|row| json!({"hot": row.hot, "tail": row.hot, "useful": 3, "not_useful": 0, "n_week": 0, "n_month": 0}))
        .collect();
    let prints: Vec<Value> =
        rows.iter().map(|row| json!(Print(sparse("", TEXTS[row.text], Some("fr"), 24)))).collect();
    let mut people: Vec<&str> = Vec::new();
    let mut place = |name: &'static str| {
        let known = people.iter().position(|person| *person == name);
        known.unwrap_or_else(|| {
            people.push(name);
            people.len() - 1
        })
    };
    let took_part: Vec<Vec<usize>> = rows
        .iter()
        .map(|row| [row.by].iter().chain(row.answered).flat_map(|name| [place(name), 20_400]).collect())
        .collect();
    let near: Vec<Vec<u32>> = rows.iter().map(|_| Vec::new()).collect();
    let circle = |id: &str| json!({"id": id, "name": {"fr": id}, "n_posts": 9, "n_month": 30});
    read(json!({
        "ranked_at": ranked_at, "scale": {"activity": 3.0, "circle": 0.5, "typical": [0.02, 0.1, 0.05, 0.0]},
        "circles": [circle("cafe"), circle("the")], "posts": posts, "signals": signals, "prints": prints,
        "near": near, "took_part": took_part, "people": people, "next": next,
    }))
}

/// A feed ordered for somebody who has just allowed it.
fn granted(rows: &[Row]) -> (Feed, Page) {
    let mut feed = Feed::new("main", None, false);
    feed.weights_arrived(FeedWeights::default());
    let mut page = Page::new("fr");
    feed.own(Wish::Grant, &mut page, NOW);
    feed.pool_arrived(pool(RANKED, rows, None), &page, NOW);
    (feed, page)
}

/// The places of the two circles: Lyon and Nantes.
fn localities() -> Vec<CircleLocality> {
    let at = |circle: &str, name: &str, (latitude, longitude): (f64, f64)| {
        json!({"circle": circle, "locality": {
            "name": {"fr": name}, "at": {"latitude": latitude, "longitude": longitude},
        }})
    };
    read(json!([at("cafe", "Lyon", (45.8, 4.8)), at("the", "Nantes", (47.2, -1.6))]))
}

fn numbers(feed: &Feed) -> Vec<u64> {
    feed.posts.iter().map(|(post, _)| post.item.id.as_u64()).collect()
}

fn again(feed: &mut Feed, page: &mut Page) -> Vec<u64> {
    feed.own(Wish::Again, page, NOW);
    numbers(feed)
}

#[test]
fn nothing_is_asked_for_or_remembered_before_it_is_granted() {
    let (mut feed, mut page) = (Feed::new("main", None, false), Page::new("fr"));
    let effects = feed.act(Act::Order(MINE.to_owned()), &mut page, NOW);
    assert_eq!(effects, [Effect::Own(Wish::Show.to_string(), String::new())]);
    let effects = feed.own(Wish::Show, &mut page, NOW);
    assert_eq!(effects, [Effect::Focus("own".to_owned())]);
    assert!(feed.own.is_asked && !feed.own.is_on && page.profile.is_none());
    feed.own(Wish::Decline, &mut page, NOW);
    assert!(!feed.own.is_asked && page.profile.is_none());
    let effects = feed.own(Wish::Grant, &mut page, NOW);
    assert_eq!(asked(&effects), [("/feeds/main/pool", Want::Pool)]);
    assert!(effects.contains(&Effect::KeepProfile) && page.profile.is_some());
}

#[test]
fn a_profile_that_knows_nothing_leaves_the_order_of_the_community() {
    let (mut feed, mut page) = granted(&rows(45));
    assert_eq!(numbers(&feed), (1..=20).collect::<Vec<_>>());
    assert_eq!((feed.own.told.n_others, feed.own.has_more()), (0, true));
    feed.act(Act::Next, &mut page, NOW);
    feed.own(Wish::Next, &mut page, NOW);
    feed.own(Wish::Next, &mut page, NOW);
    assert_eq!(numbers(&feed), (1..=45).collect::<Vec<_>>());
    assert!(!feed.own.has_more());
}

#[test]
fn pages_of_a_pool_are_joined_and_those_of_two_orders_are_not() {
    let (mut feed, mut page) = (Feed::new("main", None, false), Page::new("fr"));
    feed.own(Wish::Grant, &mut page, NOW);
    let rows = rows(8);
    let effects = feed.pool_arrived(pool(RANKED, &rows[..4], Some("p2")), &page, NOW);
    assert_eq!(asked(&effects), [("/feeds/main/pool?cursor=p2", Want::Pool)]);
    let effects = feed.pool_arrived(pool("2026-01-01T01:00:00Z", &rows[4..], None), &page, NOW);
    assert_eq!(asked(&effects), [("/feeds/main/pool", Want::Pool)]);
    feed.pool_arrived(pool(RANKED, &rows[..4], Some("p2")), &page, NOW);
    feed.pool_arrived(pool(RANKED, &rows[4..], None), &page, NOW);
    assert_eq!(numbers(&feed).len(), 8);
}

#[test]
fn what_was_liked_lifts_what_is_like_it_once_the_list_is_ordered_anew() {
    let (mut feed, mut page) = granted(&rows(20));
    let before = numbers(&feed);
    feed.own(Wish::More(id(3)), &mut page, NOW);
    assert_eq!(numbers(&feed), before, "nothing moves for what is learnt");
    let after = again(&mut feed, &mut page);
    let same: Vec<u64> = (1..=20).filter(|number| number % 4 == 3).collect();
    let place = |order: &[u64]| order.iter().position(|number| *number == 19).unwrap();
    assert!(place(&after) < place(&before), "{after:?}");
    let told = feed.own.place(id(19)).unwrap();
    assert_eq!(told.reason(), Some("taste"));
    assert_eq!(told.words, ["four", "dimanche", "torréfaction"].map(str::to_owned));
    assert_eq!(feed.own.told.topics[0].0.as_str(), "cafe");
    assert!(same.iter().all(|number| feed.own.place(id(*number)).unwrap().why.top().is_some()));
}

#[test]
fn what_a_followed_person_took_part_in_is_lifted_and_the_slider_says_how_far() {
    let mut rows = rows(20);
    rows[17].answered = &["ana"];
    rows[4].by = "ana";
    let (mut feed, mut page) = granted(&rows);
    feed.own(Wish::Follow(id(5)), &mut page, NOW);
    again(&mut feed, &mut page);
    assert_eq!(numbers(&feed)[..2], [5, 18]);
    assert_eq!(feed.own.place(id(18)).map(|place| (place.n_close, place.reason())), Some((1, Some("ties"))));
    let effects = feed.own(Wish::Slide(Slider::Ties, 0), &mut page, NOW);
    assert!(effects.contains(&Effect::KeepProfile));
    assert_eq!(numbers(&feed), (1..=20).collect::<Vec<_>>());
}

#[test]
fn what_is_not_wanted_goes_at_once_and_nothing_else_moves() {
    let mut rows = rows(20);
    rows[9].by = "bob";
    let (mut feed, mut page) = granted(&rows);
    feed.own(Wish::Less(id(2)), &mut page, NOW);
    let effects = feed.own(Wish::Mute(id(10)), &mut page, NOW);
    assert!(effects.contains(&Effect::Focus("item-8".to_owned())), "{effects:?}");
    let left: Vec<u64> = (1..=20).filter(|number| ![2, 10].contains(number)).collect();
    assert_eq!(numbers(&feed), left);
    assert_eq!(feed.own.told.n_hidden, 2);
    feed.own(Wish::MuteCircle(id(1)), &mut page, NOW);
    assert_eq!(numbers(&feed), [3, 4, 6, 7, 8, 11, 12, 14, 15, 16, 18, 19, 20]);
    feed.own(Wish::Forget(Trait::Circle(CircleId::parse("the").unwrap())), &mut page, NOW);
    assert!(numbers(&feed).contains(&5));
}

#[test]
fn what_was_marked_already_stands_at_the_end_once_the_list_is_ordered_anew() {
    let (mut feed, mut page) = granted(&rows(6));
    let effects = feed.act(Act::Mark(id(2), Mark::Useful), &mut page, NOW);
    let wish = Wish::Marked(id(2), Mark::Useful).to_string();
    assert!(effects.contains(&Effect::Own(wish, String::new())));
    feed.own(Wish::Marked(id(2), Mark::Useful), &mut page, NOW);
    assert_eq!(numbers(&feed), [1, 2, 3, 4, 5, 6]);
    let after = again(&mut feed, &mut page);
    assert_eq!((after[5], feed.own.told.n_known), (2, 1));
    assert_eq!(feed.posts[5].0.item.marks.useful, 1, "the count on screen is kept");
    feed.act(Act::Mark(id(2), Mark::Useful), &mut page, NOW);
    feed.own(Wish::Marked(id(2), Mark::Useful), &mut page, NOW);
    assert!(page.profile.as_ref().unwrap().is_empty());
}

#[test]
fn marks_teach_nothing_without_a_profile() {
    let (mut feed, mut page) = granted(&rows(4));
    page.profile = None;
    feed.act(Act::Mark(id(2), Mark::Save), &mut page, NOW);
    feed.own(Wish::Marked(id(2), Mark::Save), &mut page, NOW);
    feed.own(Wish::More(id(3)), &mut page, NOW);
    assert_eq!(page.profile, None);
}

#[test]
fn a_mark_that_is_refused_takes_what_was_learnt_from_it_with_it() {
    let (mut feed, mut page) = granted(&rows(4));
    let act = |feed: &mut Feed, page: &mut Page| {
        let effects = feed.act(Act::Mark(id(2), Mark::Useful), page, NOW);
        feed.own(Wish::Marked(id(2), Mark::Useful), page, NOW);
        written(&effects).remove(0)
    };
    let carry_out = |feed: &mut Feed, page: &mut Page, effects: Vec<Effect>| {
        let [Effect::Own(wish, value)] = effects.as_slice() else { panic!("{effects:?}") };
        feed.own(Wish::parse(wish, value).unwrap(), page, NOW)
    };
    let write = act(&mut feed, &mut page);
    assert!(page.profile.as_ref().unwrap().has(id(2), Learnt::Useful));
    let effects = refuse(&mut feed, &mut page, write);
    let effects = carry_out(&mut feed, &mut page, effects);
    assert_eq!(effects, [Effect::KeepProfile]);
    assert_eq!(page.profile, Some(Profile::new(NOW)));
    // Taking a mark back, where that is refused: it stands, and is learnt from, again.
    act(&mut feed, &mut page);
    let write = act(&mut feed, &mut page);
    assert!(!page.profile.as_ref().unwrap().has(id(2), Learnt::Useful));
    let effects = refuse(&mut feed, &mut page, write);
    carry_out(&mut feed, &mut page, effects);
    assert!(page.profile.as_ref().unwrap().has(id(2), Learnt::Useful));
}

#[test]
fn what_was_learnt_from_a_refused_mark_goes_though_its_post_has_left_the_list() {
    let (mut feed, mut page) = granted(&rows(4));
    let effects = feed.act(Act::Mark(id(2), Mark::Save), &mut page, NOW);
    feed.own(Wish::Marked(id(2), Mark::Save), &mut page, NOW);
    feed.posts.clear();
    for effect in refuse(&mut feed, &mut page, written(&effects).remove(0)) {
        let Effect::Own(wish, value) = effect else { panic!("{effect:?}") };
        feed.own(Wish::parse(&wish, &value).unwrap(), &mut page, NOW);
    }
    assert_eq!(page.profile, Some(Profile::new(NOW)));
}

#[test]
fn erasing_forgets_everything_and_asks_for_the_order_of_the_community() {
    let (mut feed, mut page) = granted(&rows(4));
    feed.own(Wish::More(id(3)), &mut page, NOW);
    let effects = feed.own(Wish::Erase, &mut page, NOW);
    assert!(effects.contains(&Effect::KeepProfile));
    assert_eq!(asked(&effects), [("/feeds/main?order=community", Want::First)]);
    assert!(page.profile.is_none() && !feed.own.is_on && feed.own.place(id(3)).is_none());
}

#[test]
fn another_order_leaves_it_and_coming_back_asks_no_more() {
    let (mut feed, mut page) = granted(&rows(4));
    let effects = feed.act(Act::Order("newest".to_owned()), &mut page, NOW);
    assert_eq!(asked(&effects), [("/feeds/main?order=newest", Want::First)]);
    assert!(feed.pool_arrived(pool(RANKED, &rows(4), None), &page, NOW).is_empty());
    let effects = feed.own(Wish::Show, &mut page, NOW);
    assert_eq!(asked(&effects), [("/feeds/main/pool", Want::Pool)]);
}

#[test]
fn a_pool_that_cannot_be_loaded_leaves_the_list_and_is_asked_for_again() {
    let (mut feed, mut page) = granted(&rows(6));
    feed.act(Act::Order("newest".to_owned()), &mut page, NOW);
    feed.own(Wish::Show, &mut page, NOW);
    feed.failed(&Want::Pool, Failure::Offline);
    assert_eq!((feed.load, numbers(&feed)), (Load::Failed(Failure::Offline), vec![1, 2, 3, 4, 5, 6]));
    let effects = feed.act(Act::Retry, &mut page, NOW);
    assert_eq!(asked(&effects), [("", Want::Site), ("/feeds/main/pool", Want::Pool)]);
    feed.pool_arrived(pool(RANKED, &rows(5), None), &page, NOW);
    assert_eq!((feed.load, numbers(&feed)), (Load::Ready, vec![1, 2, 3, 4, 5]));
}

#[test]
fn the_explanations_of_a_thousand_lists_recompute_their_order() {
    const NAMES: [&str; 5] = ["ana", "bob", "cleo", "dan", "eve"];
    const ANSWERED: [&[&str]; 4] = [&[], &["ana"], &["bob", "ana"], &["eve"]];
    let mut seed = 7u64;
    let mut draw = move |n: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % n
    };
    let mut n_near = 0;
    for list in 0..1_000 {
        let circles = [["cafe", "cafe"], ["cafe", "the"]][draw(2) as usize];
        let rows: Vec<Row> = (1..=30)
            .map(|number| Row {
                number,
                text: draw(4) as usize,
                by: NAMES[draw(5) as usize],
                circle: circles[draw(2) as usize],
                answered: ANSWERED[draw(4) as usize],
                hot: draw(2_000) as u32,
            })
            .collect();
        let (mut feed, mut page) = granted(&rows);
        // No exchange balances circles, so that the score alone decides.
        feed.own.weights.balance = 0.0;
        if draw(2) == 0 {
            let at = |tenths: u64, from: f64| from + tenths as f64 / 10.0;
            feed.own.localities = localities();
            feed.own(Wish::Locate, &mut page, NOW);
            let here = Point::of(at(draw(30), 45.0), at(draw(70), -2.0)).unwrap();
            feed.own(Wish::Located(here), &mut page, NOW);
        }
        for _ in 0..draw(4) {
            feed.own(Wish::Follow(id(1 + draw(20))), &mut page, NOW);
            feed.own(Wish::More(id(1 + draw(20))), &mut page, NOW);
        }
        page.profile.as_mut().unwrap().sliders.set(Slider::Discovery, 0);
        page.profile.as_mut().unwrap().sliders.set(Slider::Ties, draw(200) as u16);
        page.profile.as_mut().unwrap().sliders.set(Slider::Fresh, draw(200) as u16);
        again(&mut feed, &mut page);
        feed.own(Wish::Next, &mut page, NOW);
        let score = |number: &u64| {
            let place = feed.own.place(id(*number)).unwrap();
            place.why.terms.iter().map(|lead| lead.value).sum::<f64>()
        };
        let shown = numbers(&feed);
        assert_eq!(shown.len(), 30);
        let near = |number: &u64| {
            let terms = &feed.own.place(id(*number)).unwrap().why.terms;
            terms.iter().any(|lead| lead.name == "near" && lead.value > 0.0)
        };
        n_near += usize::from(shown.iter().any(near));
        for pair in shown.windows(2) {
            assert!(score(&pair[0]) >= score(&pair[1]) - 1e-12, "list {list}: {pair:?} of {shown:?}");
        }
    }
    assert!(n_near > 400, "the place counts in {n_near} lists");
}
