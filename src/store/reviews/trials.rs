//! Trials of the reviews: filters over pages, readiness, drawing, live events and explanations.

use super::*;
use crate::act::Facet;
use crate::effect::Submit;
use crate::trials::{NOW, asked, id, item, read, refuse, run, written};
use parvis_model::id::SubjectId;
use parvis_model::item::{Mark, Marks};
use serde_json::{Value, json};

/// A page of reviews out of their numbers, stars and texts.
fn listed(reviews: &[(u64, u8, &str)], next: Option<&str>) -> ReviewPage {
    let reviews: Vec<Value> = reviews
        .iter()
        .map(|(number, stars, text)| {
            json!({"item": item(*number, text), "subject": "moulin", "stars": stars, "verified": "none",
                   "detail": text.len()})
        })
        .collect();
    read(json!({
        "subject": {"id": "moulin", "name": {"fr": "Moulin"}}, "ranked_at": "2026-01-01T00:00:00Z",
        "summary": {"rating": {"subject": "moulin", "average": 4.0, "count": 40}, "histogram": [0, 0, 0, 40, 0],
                    "recommend": [1, 2], "n_verified": 0, "n_received": 0},
        "reviews": reviews, "next": next,
    }))
}

fn ready(reviews: &[(u64, u8, &str)], next: Option<&str>) -> (Reviews, Page) {
    let mut surface = Reviews::new("moulin", ReviewOrder::Useful);
    surface.start();
    surface.rules_arrived(ReviewWeights::default(), Policy::default());
    surface.page_arrived(&Want::First, listed(reviews, next));
    (surface, Page::new("fr"))
}

fn shown(reviews: &Reviews) -> Vec<u64> {
    reviews.shown().map(|review| review.id().as_u64()).collect()
}

#[test]
fn reviews_start_with_the_site_and_the_first_page() {
    let mut reviews = Reviews::new("moulin", ReviewOrder::Useful);
    let effects = reviews.start();
    assert_eq!(asked(&effects), [("", Want::Site), ("/subjects/moulin/reviews?order=useful", Want::First)]);
}

#[test]
fn reviews_are_ready_only_when_the_rules_are_known_or_failed() {
    let started = || {
        let mut reviews = Reviews::new("moulin", ReviewOrder::Useful);
        reviews.start();
        reviews
    };
    let page = || listed(&[(1, 5, "Bien")], None);
    let mut rules_last = started();
    rules_last.page_arrived(&Want::First, page());
    assert_eq!(rules_last.load, Load::Loading);
    rules_last.rules_arrived(ReviewWeights::default(), Policy::default());
    assert_eq!(rules_last.load, Load::Ready);
    let mut rules_first = started();
    rules_first.rules_arrived(ReviewWeights::default(), Policy::default());
    assert_eq!(rules_first.load, Load::Loading);
    rules_first.page_arrived(&Want::First, page());
    assert_eq!(rules_first.load, Load::Ready);
    let mut rules_failed = started();
    rules_failed.page_arrived(&Want::First, page());
    rules_failed.failed(&Want::Site, Failure::Service);
    assert_eq!(rules_failed.load, Load::Ready);
}

#[test]
fn pages_follow_each_other_without_doubles() {
    let (mut reviews, mut page) = ready(&[(5, 4, "Un"), (4, 4, "Deux")], Some("c2"));
    let effects = reviews.act(Act::Next, &mut page, NOW);
    assert_eq!(asked(&effects), [("/subjects/moulin/reviews?order=useful&cursor=c2", Want::Next)]);
    reviews.page_arrived(&Want::Next, listed(&[(4, 4, "Deux"), (3, 4, "Trois")], None));
    assert_eq!(reviews.list.all().map(|review| review.id()).collect::<Vec<_>>(), [id(5), id(4), id(3)]);
    assert!(!reviews.has_more());
}

#[test]
fn reviews_are_drawn_in_slices_until_all_shown_are_drawn() {
    let many: Vec<(u64, u8, &str)> = (1..=13).rev().map(|number| (number, 4, "Bien")).collect();
    let (mut reviews, mut page) = ready(&many, None);
    assert_eq!((reviews.shown().count(), reviews.is_drawing()), (4, true));
    run(&mut reviews, &page, vec![Effect::Resume]);
    assert_eq!((reviews.shown().count(), reviews.is_drawing()), (SHOWN, false));
    let effects = reviews.act(Act::Next, &mut page, NOW);
    assert!(effects.contains(&Effect::Focus("item-10".to_owned())));
    run(&mut reviews, &page, effects);
    assert_eq!((reviews.shown().count(), reviews.has_more()), (13, false));
}

#[test]
fn a_filter_a_search_and_an_order_hold_together_over_all_pages() {
    let first = [(5, 5, "Mouture régulière"), (4, 2, "Mouture grossière")];
    let (mut reviews, mut page) = ready(&first, Some("c2"));
    let effects = reviews.act(Act::Filter(Facet::Stars, "5".to_owned()), &mut page, NOW);
    assert_eq!(asked(&effects), [("/subjects/moulin/reviews?order=useful&cursor=c2", Want::Next)]);
    assert_eq!(shown(&reviews), [5], "what is here is filtered at once");
    let effects = reviews.act(Act::Search("MOUTURE regul".to_owned()), &mut page, NOW);
    assert_eq!(asked(&effects), [], "the rest is on its way");
    let effects = reviews.page_arrived(&Want::Next, listed(&[(3, 5, "Rien"), (2, 5, "Bruyant")], Some("c3")));
    assert_eq!(asked(&effects), [("/subjects/moulin/reviews?order=useful&cursor=c3", Want::Next)]);
    assert_eq!(reviews.progress(), (4, 40));
    let last = [(7, 5, "Une mouture très régulière"), (6, 1, "Mouture irrégulière")];
    let effects = reviews.page_arrived(&Want::Next, listed(&last, None));
    assert!(effects.contains(&Effect::Announce("search.found", Some(2))), "{effects:?}");
    assert_eq!(shown(&reviews), [5, 7]);
    let effects = reviews.act(Act::Order("newest".to_owned()), &mut page, NOW);
    assert_eq!(asked(&effects), [], "everything is here");
    assert_eq!(shown(&reviews), [7, 5]);
    reviews.act(Act::Filter(Facet::Stars, "5".to_owned()), &mut page, NOW);
    assert_eq!(shown(&reviews), [7, 6, 5], "the same filter again widens");
    reviews.act(Act::Reset, &mut page, NOW);
    assert_eq!(reviews.list.n_matching(), 6);
}

#[test]
fn an_order_of_an_unfinished_list_is_asked_of_the_service() {
    let (mut reviews, mut page) = ready(&[(5, 4, "Un")], Some("c2"));
    let effects = reviews.act(Act::Order("lowest".to_owned()), &mut page, NOW);
    assert_eq!(asked(&effects), [("/subjects/moulin/reviews?order=lowest", Want::First)]);
    assert!(effects.contains(&Effect::Emit("parvis-change", "order:lowest".to_owned())));
    assert_eq!(reviews.act(Act::Order("by_luck".to_owned()), &mut page, NOW), []);
}

#[test]
fn what_was_drawn_stays_until_another_order_is_here() {
    let listed: Vec<(u64, u8, &str)> = (1..=9).map(|number| (number, 4, "Bien")).collect();
    let (mut reviews, mut page) = ready(&listed, Some("c2"));
    let mut effects = vec![Effect::Resume];
    while effects.contains(&Effect::Resume) {
        effects = reviews.resume(&page);
    }
    let drawn = shown(&reviews);
    assert_eq!(drawn.len(), 9);
    reviews.act(Act::Order("newest".to_owned()), &mut page, NOW);
    reviews.failed(&Want::First, Failure::Offline);
    assert_eq!(shown(&reviews), drawn);
}

#[test]
fn a_mark_counts_at_once_and_is_taken_back_when_refused() {
    let (mut reviews, mut page) = ready(&[(5, 4, "Un")], None);
    let useful = |reviews: &Reviews| reviews.list.find(id(5)).unwrap().item.marks.useful;
    let effects = reviews.act(Act::Mark(id(5), Mark::Useful), &mut page, NOW);
    assert_eq!(useful(&reviews), 4);
    refuse(&mut reviews, &mut page, written(&effects).remove(0));
    assert_eq!((useful(&reviews), page.mine.has(id(5), Mark::Useful)), (3, false));
}

#[test]
fn live_events_replace_counts_and_announce_what_is_new() {
    let (mut reviews, mut page) = ready(&[(5, 4, "Un")], None);
    let marks = Marks { useful: 8, not_useful: 1, save: 0 };
    reviews.heard(&Live::Marked { item: id(5), marks }, &page);
    assert_eq!(reviews.list.find(id(5)).unwrap().to_votes(), (8, 1));
    let reviewed =
        |number, subject| Live::Reviewed { item: id(number), subject: SubjectId::parse(subject).unwrap() };
    assert_eq!(reviews.heard(&reviewed(9, "tasse"), &page), [], "another subject");
    assert_eq!(reviews.heard(&reviewed(9, "moulin"), &page), [Effect::Announce("list.latest", Some(1))]);
    assert_eq!(reviews.heard(&reviewed(9, "moulin"), &page), []);
    page.mine.written.push(id(10));
    assert_eq!(reviews.heard(&reviewed(10, "moulin"), &page), [], "one's own");
    assert_eq!((reviews.list.len(), reviews.latest.clone()), (1, vec![id(9)]));
    let effects = reviews.heard(&Live::Reset, &page);
    assert_eq!(asked(&effects), [("/subjects/moulin/reviews?order=useful", Want::Again)]);
}

#[test]
fn the_terms_of_an_explanation_add_up_to_the_score_the_largest_lead_first() {
    let (reviews, _) = ready(&[(5, 4, "Un moulin solide, 12 réglages."), (4, 1, "Non")], None);
    for review in reviews.list.all() {
        let why = reviews.why(review);
        let value = |name: &str| why.terms.iter().find(|lead| lead.name == name).unwrap().value;
        let sum = parvis_rank::reviews::NAMES.iter().fold(0.0, |sum, name| sum + value(name));
        let facts = list::facts(review);
        let score = parvis_rank::reviews::terms(&facts, reviews.weights(), reviews.ranked_at).total();
        assert_eq!(sum.to_bits(), score.to_bits());
        assert!(why.terms.is_sorted_by(|a, b| a.lead() >= b.lead()), "{why:?}");
    }
}

#[test]
fn forms_go_where_they_belong() {
    let (mut reviews, mut page) = ready(&[(5, 4, "Un")], None);
    for (form, path, kind) in [
        ("review".to_owned(), "/subjects/moulin/reviews".to_owned(), Kind::Review),
        (format!("reply.{}", id(5)), format!("/items/{}/replies", id(5)), Kind::Reply),
        (format!("report.{}", id(5)), format!("/items/{}/reports", id(5)), Kind::Report),
    ] {
        let effects = reviews.act(Act::Submit(form.clone()), &mut page, NOW);
        assert_eq!(effects, [Effect::Submit(Submit { form, path, kind })]);
    }
}

#[test]
fn an_order_that_cannot_be_loaded_leaves_the_list_and_is_asked_for_again() {
    let (mut reviews, mut page) = ready(&[(5, 4, "Un"), (4, 4, "Deux")], None);
    reviews.act(Act::Order("newest".to_owned()), &mut page, NOW);
    reviews.failed(&Want::First, Failure::Offline);
    assert_eq!((reviews.load, shown(&reviews)), (Load::Failed(Failure::Offline), vec![5, 4]));
    let effects = reviews.act(Act::Retry, &mut page, NOW);
    assert_eq!(asked(&effects)[1], ("/subjects/moulin/reviews?order=newest", Want::First));
}
