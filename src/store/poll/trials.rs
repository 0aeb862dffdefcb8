//! Trials of a poll: ticks, ballots, their roll-back, and who sees results when.

use super::*;
use crate::trials::{NOW, asked, id, item, read, refuse, run, written};
use parvis_model::id::OptionId;
use serde_json::{Value, json};

/// A poll over three options; at most two may be ticked where several may.
fn document(method: &str, visibility: &str, results: Option<[u32; 3]>) -> PollPage {
    let option = |name: &str| json!({"id": name, "text": {"fr": name}});
    let results: Option<Value> =
        results.map(|counts| json!({"n_ballots": 10, "n_verified": 0, "counts": counts}));
    read(json!({
        "poll": {"item": item(5, "Quel moulin ?"), "method": method, "max_choices": 2, "visibility": visibility,
                 "options": [option("bois"), option("acier"), option("liege")], "min_n": 5,
                 "opens": "2025-12-01T00:00:00Z", "closes": "2026-02-01T00:00:00Z"},
        "results": results,
    }))
}

fn ready(method: &str, visibility: &str, results: Option<[u32; 3]>) -> (PollBox, Page) {
    let mut poll = PollBox::new("moulins");
    poll.start();
    poll.page_arrived(document(method, visibility, results));
    (poll, Page::new("fr"))
}

fn tick(poll: &mut PollBox, page: &mut Page, options: &[&str]) {
    for option in options {
        let act = Act::Field(FORM.to_owned(), (*option).to_owned(), "on".to_owned());
        assert_eq!(poll.act(act, page, NOW), []);
    }
}

fn named(option: &str) -> Ballot {
    Ballot { choices: vec![OptionId::parse(option).unwrap()], ..Ballot::default() }
}

fn ticked(poll: &PollBox) -> Vec<&str> {
    poll.fill.ticked.iter().map(OptionId::as_str).collect()
}

fn counts(poll: &PollBox) -> (u32, &[u32]) {
    poll.results().map_or((0, &[][..]), |results| (results.n_ballots, results.counts.as_slice()))
}

#[test]
fn a_poll_starts_with_itself() {
    let mut poll = PollBox::new("moulins");
    assert_eq!(asked(&poll.start()), [("/polls/moulins", Want::First)]);
    assert_eq!(poll.load, Load::Loading);
}

#[test]
fn a_single_choice_moves_and_several_add_up_to_the_limit() {
    let (mut poll, mut page) = ready("single", "always", None);
    tick(&mut poll, &mut page, &["bois", "acier", "acier", "nowhere"]);
    assert_eq!(ticked(&poll), ["acier"]);
    let (mut poll, mut page) = ready("multiple", "always", None);
    tick(&mut poll, &mut page, &["bois", "acier", "liege"]);
    assert_eq!(ticked(&poll), ["bois", "acier"]);
    tick(&mut poll, &mut page, &["bois", "liege"]);
    assert_eq!(ticked(&poll), ["acier", "liege"]);
}

#[test]
fn an_empty_ballot_is_a_fault_that_a_tick_repairs() {
    let (mut poll, mut page) = ready("single", "always", None);
    let effects = poll.act(Act::Cast, &mut page, NOW);
    assert_eq!(effects, [Effect::Announce("poll.missing", None), Effect::Focus("ballot".to_owned())]);
    assert!(poll.is_faulty && page.mine.ballots.is_empty());
    tick(&mut poll, &mut page, &["bois"]);
    assert!(!poll.is_faulty);
}

#[test]
fn a_poll_takes_ballots_only_while_it_is_open() {
    for moment in ["2025-11-30T23:59:59Z", "2026-02-01T00:00:00Z"] {
        let (mut poll, mut page) = ready("single", "always", Some([4, 3, 3]));
        tick(&mut poll, &mut page, &["bois"]);
        let effects = poll.act(Act::Cast, &mut page, Time::parse(moment).unwrap());
        assert_eq!(effects, [Effect::Announce("poll.closed", None)], "{moment}");
        assert!(page.mine.ballots.is_empty());
        assert_eq!(counts(&poll), (10, &[4, 3, 3][..]));
    }
}

#[test]
fn a_ballot_counts_at_once_and_a_changed_one_moves() {
    let (mut poll, mut page) = ready("single", "always", Some([4, 3, 3]));
    tick(&mut poll, &mut page, &["bois"]);
    let write = written(&poll.act(Act::Cast, &mut page, NOW)).remove(0);
    assert_eq!((write.method, write.path), (Method::Put, format!("/polls/{}/ballot", id(5))));
    assert_eq!(counts(&poll), (11, &[5, 3, 3][..]));
    poll.act(Act::Compose(FORM.to_owned()), &mut page, NOW);
    assert_eq!((poll.is_changing, ticked(&poll)), (true, vec!["bois"]));
    tick(&mut poll, &mut page, &["liege"]);
    poll.act(Act::Cast, &mut page, NOW);
    assert_eq!((poll.is_changing, counts(&poll)), (false, (11, &[4, 3, 4][..])));
    let write = written(&poll.act(Act::Uncast, &mut page, NOW)).remove(0);
    assert_eq!(write.method, Method::Delete);
    assert_eq!((counts(&poll), poll.cast(&page)), ((10, &[4, 3, 3][..]), None));
}

#[test]
fn a_refused_ballot_leaves_no_trace() {
    for (before, after) in [(None, Some("bois")), (Some("bois"), Some("acier")), (Some("bois"), None)] {
        let (mut poll, mut page) = ready("single", "always", Some([4, 3, 3]));
        let before = before.map(named);
        page.mine.set_ballot(id(5), before.clone());
        tick(&mut poll, &mut page, after.as_slice());
        let act = if after.is_some() { Act::Cast } else { Act::Uncast };
        let effects = poll.act(act, &mut page, NOW);
        assert_ne!(counts(&poll), (10, &[4, 3, 3][..]));
        refuse(&mut poll, &mut page, written(&effects).remove(0));
        assert_eq!(counts(&poll), (10, &[4, 3, 3][..]), "{before:?} {after:?}");
        assert_eq!(page.mine.ballots.get(&id(5)), before.as_ref());
    }
}

#[test]
fn a_voter_asks_for_hidden_results_once() {
    let (mut poll, mut page) = ready("single", "after_vote", None);
    assert_eq!(poll.resume(&page), [], "who did not vote asks for nothing");
    page.mine.set_ballot(id(5), Some(named("bois")));
    let asks = written(&run(&mut poll, &page, vec![Effect::Resume])).remove(0);
    assert_eq!((asks.method, &asks.path), (Method::Post, &format!("/polls/{}/results", id(5))));
    assert_eq!(poll.resume(&page), []);
    poll.page_arrived(document("single", "after_vote", Some([4, 3, 3])));
    poll.page_arrived(document("single", "after_vote", None));
    assert_eq!(counts(&poll), (10, &[4, 3, 3][..]), "the page for everybody hides them from no voter");
}

#[test]
fn a_refused_question_for_results_changes_nothing() {
    let (mut poll, mut page) = ready("single", "after_vote", None);
    let ballot = named("bois");
    page.mine.set_ballot(id(5), Some(ballot.clone()));
    let asks = written(&poll.resume(&page)).remove(0);
    let results = Results { n_ballots: 10, counts: vec![4, 3, 3], ..Results::default() };
    poll.heard(&Live::Balloted { item: id(5), results }, &page);
    refuse(&mut poll, &mut page, asks);
    assert_eq!(counts(&poll), (10, &[4, 3, 3][..]));
    assert_eq!(page.mine.ballots.get(&id(5)), Some(&ballot));
}

#[test]
fn hidden_results_vanish_with_the_ballot_and_return_when_that_is_refused() {
    let (mut poll, mut page) = ready("single", "after_vote", Some([4, 3, 3]));
    page.mine.set_ballot(id(5), Some(named("bois")));
    let effects = poll.act(Act::Uncast, &mut page, NOW);
    assert_eq!(poll.results(), None);
    assert_eq!(poll.act(Act::Uncast, &mut page, NOW), [], "there is no ballot any more");
    refuse(&mut poll, &mut page, written(&effects).remove(0));
    assert_eq!(counts(&poll), (10, &[4, 3, 3][..]));
}

#[test]
fn live_results_replace_those_on_screen_and_a_reset_asks_again() {
    let (mut poll, page) = ready("single", "always", Some([4, 3, 3]));
    let results = Results { n_ballots: 12, n_verified: 1, counts: vec![5, 4, 3], ..Results::default() };
    poll.heard(&Live::Balloted { item: id(6), results: results.clone() }, &page);
    assert_eq!(counts(&poll), (10, &[4, 3, 3][..]), "another poll");
    poll.heard(&Live::Balloted { item: id(5), results }, &page);
    assert_eq!(counts(&poll), (12, &[5, 4, 3][..]));
    assert_eq!(asked(&poll.heard(&Live::Reset, &page)), [("/polls/moulins", Want::First)]);
    assert_eq!(poll.load, Load::Ready, "what is shown stays");
}

#[test]
fn a_ranking_says_aloud_where_an_option_stands_and_keeps_the_focus_there() {
    let (mut poll, mut page) = ready("ranking", "always", None);
    let mut press =
        |field: &str| poll.act(Act::Field(FORM.to_owned(), field.to_owned(), String::new()), &mut page, NOW);
    press("bois:add");
    let placed =
        |n, focus: &str| vec![Effect::Announce("poll.placed", Some(n)), Effect::Focus(focus.to_owned())];
    assert_eq!(press("liege:add"), placed(2, "rank-add-acier"));
    assert_eq!(press("liege:up"), placed(1, "rank-up-liege"));
    let out = vec![Effect::Announce("poll.unranked", None), Effect::Focus("rank-add-bois".to_owned())];
    assert_eq!(press("bois:out"), out);
    assert_eq!(ticked(&poll), ["liege"]);
}

#[test]
fn points_say_aloud_how_many_are_left_and_count_at_once() {
    let (mut poll, mut page) = ready("points", "always", Some([4, 3, 3]));
    for left in [9, 8, 7, 7] {
        let act = Act::Field(FORM.to_owned(), "acier:up".to_owned(), String::new());
        assert_eq!(poll.act(act, &mut page, NOW), [Effect::Announce("poll.left", Some(left))]);
    }
    poll.act(Act::Cast, &mut page, NOW);
    assert_eq!(counts(&poll), (11, &[4, 4, 3][..]));
    assert_eq!(poll.results().unwrap().tally.points, [0, 3, 0]);
    poll.act(Act::Uncast, &mut page, NOW);
    assert_eq!(poll.results().unwrap().tally.points, [0, 0, 0]);
}

#[test]
fn the_ballots_are_asked_for_when_the_visitor_wants_to_count() {
    let (mut poll, mut page) = ready("single", "always", Some([4, 3, 3]));
    let path = format!("/polls/{}/ballots", id(5));
    assert_eq!(asked(&poll.act(Act::Check, &mut page, NOW)), [(path.as_str(), Want::Ballots)]);
    poll.failed(&Want::Ballots, Failure::Offline);
    assert_eq!((poll.recount, poll.load), (Load::Failed(Failure::Offline), Load::Ready));
    poll.ballots_arrived(PollBallots { ballots: Vec::new() });
    assert_eq!(poll.recount, Load::Ready);
}
