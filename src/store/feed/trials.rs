//! Trials of the feed: lists, marks, live events, search, the check and explanations.

mod checks;

use super::*;
use crate::act::Panel;
use crate::effect::Submit;
use crate::trials::{NOW, asked, id, item, read, refuse, run, thread, written};
use parvis_model::item::{Mark, Marks};
use serde_json::{Value, json};

const LATER: &str = "2026-01-01T01:00:00Z";
const RANKED: &str = "2026-01-01T00:00:00Z";

/// A page of posts; the hotter stands first, as published.
fn listed(numbers: &[u64], next: Option<&str>) -> FeedPage {
    let posts: Vec<Value> = numbers.iter().map(|number| json!({"item": item(*number, "Bonjour")})).collect();
    let signals: Vec<Value> = (0..numbers.len()).map(|place| signals(900 - 50 * place)).collect();
    read(json!({
        "feed": "main", "n_posts": 40, "ranked_at": RANKED, "posts": posts, "signals": signals, "next": next,
        "circles": [{"id": "cafe", "name": {"fr": "Café"}, "n_posts": 9, "n_month": 30}],
        "scale": {"activity": 1.5, "circle": 0.1, "typical": [0.02, 0.2, 0.1, 0.0]},
    }))
}

fn signals(hot: usize) -> Value {
    json!({"hot": hot, "tail": 40, "useful": 3, "not_useful": 1, "n_week": 2, "n_month": 2})
}

fn candidates(ranked_at: &str, rows: &[(u64, u32)], next: Option<&str>) -> parvis_model::feed::Candidates {
    let none = vec![0; rows.len()];
    let hot: Vec<u32> = rows.iter().map(|row| row.1).collect();
    read(json!({
        "ranked_at": ranked_at, "circles": [], "ids": rows.iter().map(|row| id(row.0)).collect::<Vec<_>>(),
        "circle": none, "hot": hot, "tail": none, "useful": none, "not_useful": none, "n_week": none, "n_month": none,
        "next": next,
    }))
}

fn words(ranked_at: &str, first: u64, words: &[&str], next: Option<&str>) -> parvis_model::feed::Words {
    read(json!({"ranked_at": ranked_at, "first": id(first), "words": words, "next": next}))
}

fn ready(numbers: &[u64], next: Option<&str>) -> (Feed, Page) {
    let mut feed = Feed::new("main", None, false);
    feed.start();
    feed.page_arrived(&Want::First, listed(numbers, next));
    (feed, Page::new("fr"))
}

fn ids(feed: &Feed) -> Vec<u64> {
    feed.posts.iter().map(|(post, _)| post.item.id.as_u64()).collect()
}

fn marks(feed: &mut Feed, number: u64) -> (u32, u32) {
    let marks = feed.item_mut(id(number)).unwrap().marks;
    (marks.useful, marks.not_useful)
}

#[test]
fn a_feed_starts_with_the_site_and_the_first_page() {
    let mut feed = Feed::new("main", None, false);
    let effects = feed.start();
    assert_eq!(asked(&effects), [("", Want::Site), ("/feeds/main?order=community", Want::First)]);
    assert_eq!(feed.load, Load::Loading);
    let mut narrow = Feed::new("main", CircleId::parse("cafe").ok(), true);
    assert_eq!(asked(&narrow.start())[1].0, "/feeds/main?order=newest&circle=cafe");
}

#[test]
fn pages_follow_each_other_without_doubles() {
    let (mut feed, mut page) = ready(&[5, 4], Some("c2"));
    let effects = feed.act(Act::Next, &mut page, NOW);
    assert_eq!(asked(&effects), [("/feeds/main?order=community&cursor=c2", Want::Next)]);
    assert_eq!(feed.act(Act::Next, &mut page, NOW), [], "it is on its way");
    let effects = feed.page_arrived(&Want::Next, listed(&[4, 3], None));
    assert_eq!(ids(&feed), [5, 4, 3]);
    assert!(effects.contains(&Effect::Announce("list.more", Some(1))));
    assert!(effects.contains(&Effect::Focus("item-2".to_owned())));
    assert_eq!(feed.act(Act::Next, &mut page, NOW), [], "there is no more");
}

#[test]
fn posts_are_drawn_in_slices_until_all_are_drawn() {
    let numbers: Vec<u64> = (1..=12).rev().collect();
    let (mut feed, page) = ready(&numbers, None);
    assert_eq!(feed.drawn().count(), 5);
    assert_eq!(feed.resume(&page), [Effect::Resume]);
    assert_eq!(feed.drawn().count(), 10);
    run(&mut feed, &page, vec![Effect::Resume]);
    assert_eq!(feed.drawn().count(), 12);
}

#[test]
fn a_mark_counts_at_once_and_is_taken_back_when_refused() {
    let (mut feed, mut page) = ready(&[5, 4], None);
    let effects = feed.act(Act::Mark(id(5), Mark::Useful), &mut page, NOW);
    let [write] = <[_; 1]>::try_from(written(&effects)).unwrap();
    assert_eq!((write.method.as_str(), write.path), ("PUT", format!("/items/{}/marks/useful", id(5))));
    assert_eq!((marks(&mut feed, 5), page.mine.has(id(5), Mark::Useful)), ((4, 0), true));
    refuse(&mut feed, &mut page, written(&effects).remove(0));
    assert_eq!((marks(&mut feed, 5), page.mine.has(id(5), Mark::Useful)), ((3, 0), false));
}

#[test]
fn the_same_mark_twice_takes_it_back() {
    let (mut feed, mut page) = ready(&[5], None);
    feed.act(Act::Mark(id(5), Mark::Useful), &mut page, NOW);
    let effects = feed.act(Act::Mark(id(5), Mark::Useful), &mut page, NOW);
    assert_eq!(written(&effects)[0].method.as_str(), "DELETE");
    assert_eq!((marks(&mut feed, 5), page.mine.has(id(5), Mark::Useful)), ((3, 0), false));
}

#[test]
fn useful_and_not_useful_exclude_each_other_and_saving_does_not_matter() {
    let (mut feed, mut page) = ready(&[5], None);
    feed.act(Act::Mark(id(5), Mark::Save), &mut page, NOW);
    feed.act(Act::Mark(id(5), Mark::Useful), &mut page, NOW);
    let effects = feed.act(Act::Mark(id(5), Mark::NotUseful), &mut page, NOW);
    let sent: Vec<&str> = written(&effects).iter().map(|write| write.method.as_str()).collect();
    assert_eq!(sent, ["DELETE", "PUT"]);
    assert_eq!(marks(&mut feed, 5), (3, 1));
    assert_eq!(page.mine.marks.get(&id(5)), Some(&vec![Mark::Save, Mark::NotUseful]));
}

#[test]
fn live_counts_replace_those_on_screen() {
    let (mut feed, page) = ready(&[5], None);
    let counted = Marks { useful: 9, not_useful: 2, save: 1 };
    feed.heard(&Live::Marked { item: id(5), marks: counted }, &page);
    assert_eq!(feed.posts[0].0.item.marks, counted);
    let replied = Live::Replied { item: id(8), on: id(5), root: id(5), n_replies: 4 };
    assert_eq!(feed.heard(&replied, &page), [], "the thread is closed");
    assert_eq!(feed.posts[0].0.item.n_replies, 4);
}

#[test]
fn a_new_post_is_announced_once_and_waits_outside_the_list() {
    let (mut feed, mut page) = ready(&[5], None);
    let posted = Live::Posted { item: id(9), circle: None };
    assert_eq!(feed.heard(&posted, &page), [Effect::Announce("list.latest", Some(1))]);
    assert_eq!(feed.heard(&posted, &page), []);
    assert_eq!((ids(&feed), feed.latest.clone()), (vec![5], vec![id(9)]));
    let effects = feed.act(Act::Latest, &mut page, NOW);
    assert_eq!(asked(&effects), [("/feeds/main?order=community", Want::Latest)]);
    let effects = feed.page_arrived(&Want::Latest, listed(&[9, 5], None));
    assert!(effects.contains(&Effect::Focus("list".to_owned())));
    assert_eq!((ids(&feed), feed.latest.len()), (vec![9, 5], 0));
}

#[test]
fn what_one_wrote_or_what_another_circle_wrote_is_not_announced() {
    let (mut feed, mut page) = ready(&[5], None);
    page.mine.written.push(id(9));
    assert_eq!(feed.heard(&Live::Posted { item: id(9), circle: None }, &page), []);
    feed.circle = CircleId::parse("cafe").ok();
    assert_eq!(feed.heard(&Live::Posted { item: id(10), circle: CircleId::parse("the").ok() }, &page), []);
    assert_eq!(feed.latest, []);
}

#[test]
fn a_reset_of_the_stream_asks_again_and_moves_nobody() {
    let (mut feed, page) = ready(&[5], None);
    let effects = feed.heard(&Live::Reset, &page);
    assert_eq!(asked(&effects), [("/feeds/main?order=community", Want::Again)]);
    assert_eq!(feed.load, Load::Ready, "what is shown stays");
    let effects = feed.page_arrived(&Want::Again, listed(&[9, 5], None));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Focus(_))));
}

#[test]
fn a_search_looks_through_all_pages_with_folded_words() {
    let (mut feed, mut page) = ready(&[5, 4], Some("c2"));
    let effects = feed.act(Act::Search("GRÈS  moulin".to_owned()), &mut page, NOW);
    assert_eq!(
        asked(&effects),
        [("/feeds/main/candidates", Want::Candidates), ("/feeds/main/words", Want::Words)]
    );
    let effects = feed.candidates_arrived(candidates(RANKED, &[(5, 9), (4, 8)], Some("p2")));
    assert_eq!(asked(&effects), [("/feeds/main/candidates?cursor=p2", Want::Candidates)]);
    let texts = ["un moulin en gres", "une tasse bleue"];
    let mut effects = feed.words_arrived(words(RANKED, 5, &texts, Some("p2")));
    effects.extend(feed.candidates_arrived(candidates(RANKED, &[(3, 7), (2, 6)], None)));
    effects.extend(feed.words_arrived(words(RANKED, 3, &["gres, moulin, cafe", "moulin"], None)));
    let effects = run(&mut feed, &page, effects);
    assert_eq!(feed.search.hits, [id(5), id(3)]);
    assert_eq!((feed.search.n_read, feed.search.is_done), (4, true));
    let wanted = format!("/items/{}", id(3));
    assert!(asked(&effects).contains(&(wanted.as_str(), Want::Item(id(3)))), "{effects:?}");
    assert!(effects.contains(&Effect::Announce("search.found", Some(2))));
    assert!(feed.search.is_coming());
    feed.item_arrived(read(json!({"item": item(3, "Grès, moulin, café")})));
    let shown: Vec<u64> = feed.search.shown().map(|post| post.item.id.as_u64()).collect();
    assert_eq!((shown, feed.search.is_coming()), (vec![5, 3], false));
}

#[test]
fn results_show_from_the_top_and_one_that_cannot_be_had_is_left_out() {
    let (mut feed, mut page) = ready(&[9], None);
    let mut effects = feed.act(Act::Search("moulin".to_owned()), &mut page, NOW);
    effects.extend(feed.candidates_arrived(candidates(RANKED, &[(5, 9), (4, 8), (3, 7)], None)));
    effects.extend(feed.words_arrived(words(RANKED, 5, &["moulin", "moulin", "moulin"], None)));
    run(&mut feed, &page, effects);
    let shown = |feed: &Feed| feed.search.shown().map(|post| post.item.id.as_u64()).collect::<Vec<_>>();
    feed.item_arrived(read(json!({"item": item(3, "Moulin")})));
    assert_eq!(shown(&feed), [0_u64; 0], "a later result waits for those above it");
    feed.item_arrived(read(json!({"item": item(5, "Moulin")})));
    assert_eq!((shown(&feed), feed.search.is_coming()), (vec![5], true));
    feed.failed(&Want::Item(id(4)), Failure::NotFound);
    assert_eq!((shown(&feed), feed.search.is_coming()), (vec![5, 3], false));
}

#[test]
fn a_mark_shows_in_the_search_and_in_the_list() {
    let (mut feed, mut page) = ready(&[5], None);
    let mut effects = feed.act(Act::Search("moulin".to_owned()), &mut page, NOW);
    effects.extend(feed.candidates_arrived(candidates(RANKED, &[(5, 9)], None)));
    effects.extend(feed.words_arrived(words(RANKED, 5, &["moulin"], None)));
    run(&mut feed, &page, effects);
    let counts = |feed: &Feed| {
        (feed.search.shown().next().unwrap().item.marks.useful, feed.posts[0].0.item.marks.useful)
    };
    let effects = feed.act(Act::Mark(id(5), Mark::Useful), &mut page, NOW);
    assert_eq!(counts(&feed), (4, 4));
    refuse(&mut feed, &mut page, written(&effects).remove(0));
    assert_eq!(counts(&feed), (3, 3));
    feed.heard(&Live::Marked { item: id(5), marks: Marks { useful: 7, not_useful: 0, save: 0 } }, &page);
    assert_eq!(counts(&feed), (7, 7));
}

#[test]
fn a_search_over_two_orders_starts_again() {
    let (mut feed, mut page) = ready(&[5], None);
    let mut effects = feed.act(Act::Search("moulin".to_owned()), &mut page, NOW);
    effects.extend(feed.candidates_arrived(candidates(RANKED, &[(5, 9)], None)));
    effects.extend(feed.words_arrived(words(LATER, 6, &["moulin"], None)));
    let effects = run(&mut feed, &page, effects);
    let again = [("/feeds/main/candidates", Want::Candidates), ("/feeds/main/words", Want::Words)];
    assert!(asked(&effects).ends_with(&again), "{effects:?}");
    assert_eq!((feed.corpus.n_loaded(), feed.search.hits.len()), (0, 0));
    let mut effects = feed.candidates_arrived(candidates(LATER, &[(6, 9)], None));
    effects.extend(feed.words_arrived(words(LATER, 6, &["moulin"], None)));
    run(&mut feed, &page, effects);
    assert_eq!(feed.search.hits, [id(6)]);
}

#[test]
fn a_page_of_signals_from_another_order_starts_the_signals_again() {
    let (mut feed, mut page) = ready(&[5], None);
    feed.act(Act::Check, &mut page, NOW);
    feed.candidates_arrived(candidates(RANKED, &[(5, 9)], Some("p2")));
    let effects = feed.candidates_arrived(candidates(LATER, &[(4, 8)], None));
    assert_eq!(asked(&effects), [("/feeds/main/candidates", Want::Candidates)]);
    assert_eq!(feed.corpus.n_loaded(), 0);
}

#[test]
fn columns_of_a_list_that_was_left_are_dropped() {
    let (mut feed, mut page) = ready(&[5], None);
    feed.act(Act::Search("moulin".to_owned()), &mut page, NOW);
    feed.act(Act::Reset, &mut page, NOW);
    assert!(feed.candidates_arrived(candidates(RANKED, &[(4, 8)], Some("p3"))).is_empty());
    assert!(feed.words_arrived(words(RANKED, 4, &["moulin"], Some("p3"))).is_empty());
    assert_eq!((feed.corpus.n_loaded(), feed.corpus.words.len()), (0, 0));
}

#[test]
fn the_terms_of_an_explanation_add_up_to_the_score_the_largest_lead_first() {
    let (feed, _) = ready(&[5, 4], None);
    for (post, signals) in &feed.posts {
        let why = feed.why(post, signals);
        let value = |name: &str| why.terms.iter().find(|lead| lead.name == name).unwrap().value;
        let sum = parvis_rank::feed::NAMES.iter().fold(0.0, |sum, name| sum + value(name));
        let candidate = feed.candidate(post.item.id, None, *signals);
        let terms = parvis_rank::feed::terms(&candidate, &feed.weights, &feed.scale, feed.ranked_at);
        assert_eq!(sum.to_bits(), terms.total().to_bits());
        assert!(why.terms.is_sorted_by(|a, b| a.lead() >= b.lead()), "{why:?}");
    }
    assert!(feed.why(&feed.posts[0].0, &feed.posts[0].1).top().is_some());
}

#[test]
fn what_repeats_its_circle_or_was_brought_back_says_so() {
    let mut list = listed(&[9, 8, 7, 6], None);
    for post in &mut list.posts {
        post.item.circle = CircleId::parse("cafe").ok();
    }
    list.revived = vec![id(8)];
    let (mut feed, _) = ready(&[5], None);
    feed.page_arrived(&Want::Again, list);
    let repeats = |place: usize| {
        let (post, signals) = &feed.posts[place];
        feed.why(post, signals).terms.iter().find(|lead| lead.name == "repeats").unwrap().value
    };
    let price = feed.weights.repeat;
    assert_eq!([0, 1, 2, 3].map(repeats), [0.0, 0.0, -price, -price * 2.0]);
    assert!(feed.is_revived(id(8)) && !feed.is_revived(id(9)));
}

#[test]
fn replies_stand_under_what_they_answer() {
    let (mut feed, mut page) = ready(&[5], None);
    let path = format!("/items/{}/replies", id(5));
    let effects = feed.act(Act::Toggle(Panel::Thread, id(5)), &mut page, NOW);
    assert_eq!(asked(&effects), [(path.as_str(), Want::Thread(id(5)))]);
    // 22 answers a reply of the page before it, 30 one that is nowhere.
    feed.threads.arrived(thread(5, &[(20, 5), (21, 5), (23, 21)], Some("r2")));
    let effects = feed.act(Act::NextReplies(id(5)), &mut page, NOW);
    assert_eq!(asked(&effects), [(format!("{path}?cursor=r2").as_str(), Want::Thread(id(5)))]);
    feed.threads.arrived(thread(5, &[(22, 20), (24, 23), (30, 29)], None));
    let talk = feed.threads.find(id(5)).unwrap();
    let order: Vec<(u64, u32)> =
        talk.in_order(id(5)).iter().map(|(reply, depth)| (reply.item.id.as_u64(), *depth)).collect();
    assert_eq!(order, [(20, 0), (22, 1), (21, 0), (23, 1), (24, 2), (30, 0)]);
    assert_eq!(feed.threads.root_of(id(24)), id(5));
}

#[test]
fn a_reply_that_arrives_again_replaces_the_one_that_is_here() {
    let (mut feed, mut page) = ready(&[5], None);
    feed.act(Act::Toggle(Panel::Thread, id(5)), &mut page, NOW);
    feed.threads.arrived(thread(5, &[(20, 5)], None));
    let replied = Live::Replied { item: id(21), on: id(5), root: id(5), n_replies: 2 };
    let effects = feed.heard(&replied, &page);
    assert_eq!(asked(&effects).len(), 1, "an open thread asks for its end");
    feed.threads.arrived(thread(5, &[(20, 5), (21, 5)], None));
    assert_eq!(feed.threads.find(id(5)).unwrap().replies.len(), 2);
    page.mine.written.push(id(22));
    let own = Live::Replied { item: id(22), on: id(5), root: id(5), n_replies: 3 };
    assert_eq!(feed.heard(&own, &page), [], "one's own reply is drawn already");
}

#[test]
fn forms_go_where_they_belong() {
    let (mut feed, mut page) = ready(&[5], None);
    for (form, path, kind) in [
        ("post".to_owned(), "/posts".to_owned(), Kind::Post),
        (format!("reply.{}", id(5)), format!("/items/{}/replies", id(5)), Kind::Reply),
        (format!("report.{}", id(5)), format!("/items/{}/reports", id(5)), Kind::Report),
    ] {
        let effects = feed.act(Act::Submit(form.clone()), &mut page, NOW);
        assert_eq!(effects, [Effect::Submit(Submit { form, path, kind })]);
    }
}

#[test]
fn an_order_that_cannot_be_loaded_leaves_the_list_and_is_asked_for_again() {
    let (mut feed, mut page) = ready(&[5, 4], None);
    feed.act(Act::Order("newest".to_owned()), &mut page, NOW);
    let effects = feed.failed(&Want::First, Failure::Offline);
    assert_eq!(effects, [Effect::Announce("error.announce", None)]);
    assert_eq!((feed.load, feed.posts.len()), (Load::Failed(Failure::Offline), 2));
    let effects = feed.act(Act::Retry, &mut page, NOW);
    assert_eq!(asked(&effects), [("", Want::Site), ("/feeds/main?order=newest", Want::First)]);
}
