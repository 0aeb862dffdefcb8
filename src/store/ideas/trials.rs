//! Trials of a board: pages, votes and their roll-back, live events and narrowing.

use super::*;
use crate::act::{MOVED, NOTED};
use crate::effect::Submit;
use crate::trials::{NOW, asked, id, item, read, refuse, written};
use parvis_model::id::BoardId;
use serde_json::{Value, json};

/// A page of ideas with their status; each has 5 for, 2 passed and 1 against.
fn listed(ideas: &[(u64, &str, &str)], next: Option<&str>) -> BoardPage {
    let ideas: Vec<Value> = ideas
        .iter()
        .map(|(number, status, text)| {
            json!({"item": item(*number, text), "board": "atelier", "status": status,
                   "votes": {"agree": 5, "pass": 2, "disagree": 1},
                   "voices": {"agree": 500, "all": 800, "every_group": 4000 + number}})
        })
        .collect();
    read(json!({
        "board": {"id": "atelier", "name": {"fr": "Atelier"}, "n_ideas": 40, "n_voters": 9, "threshold": 20,
                  "n_waiting": 0},
        "ranked_at": "2026-01-01T00:00:00Z", "ideas": ideas, "next": next,
    }))
}

fn ready(numbers: &[u64], next: Option<&str>) -> (Ideas, Page) {
    let mut ideas = Ideas::new("atelier");
    ideas.start();
    let rows: Vec<_> = numbers.iter().map(|number| (*number, "open", "Un couvercle")).collect();
    ideas.page_arrived(&Want::First, listed(&rows, next));
    (ideas, Page::new("fr"))
}

fn votes(ideas: &Ideas, number: u64) -> (u32, u32, u32) {
    let votes = ideas.find(id(number)).unwrap().votes;
    (votes.agree, votes.pass, votes.disagree)
}

fn ids(ideas: &Ideas) -> Vec<u64> {
    ideas.matching().iter().map(|idea| idea.item.id.as_u64()).collect()
}

#[test]
fn a_board_starts_with_the_site_and_the_first_page() {
    let mut ideas = Ideas::new("atelier");
    assert_eq!(asked(&ideas.start()), [("", Want::Site), ("/boards/atelier", Want::First)]);
}

#[test]
fn pages_follow_each_other_without_doubles() {
    let (mut ideas, mut page) = ready(&[5, 4], Some("c2"));
    let effects = ideas.act(Act::Next, &mut page, NOW);
    assert_eq!(asked(&effects), [("/boards/atelier?cursor=c2", Want::Next)]);
    ideas.page_arrived(&Want::Next, listed(&[(4, "open", "A"), (6, "open", "B")], None));
    assert_eq!(ids(&ideas), [5, 4, 6]);
}

#[test]
fn a_vote_counts_at_once_moves_and_is_taken_back_by_itself() {
    let (mut ideas, mut page) = ready(&[5], None);
    let path = format!("/ideas/{}/vote", id(5));
    for (vote, method, said, expected, own) in [
        (Vote::Agree, "PUT", "idea.voted", (6, 2, 1), Some(Vote::Agree)),
        (Vote::Disagree, "PUT", "idea.voted", (5, 2, 2), Some(Vote::Disagree)),
        (Vote::Disagree, "DELETE", "idea.unvoted", (5, 2, 1), None),
    ] {
        let effects = ideas.act(Act::Vote(id(5), vote), &mut page, NOW);
        let write = written(&effects).remove(0);
        assert_eq!((write.method.as_str(), &write.path), (method, &path));
        assert_eq!((votes(&ideas, 5), page.mine.votes.get(&id(5)).copied()), (expected, own));
        assert!(effects.contains(&Effect::Announce(said, Some(expected.0))), "{effects:?}");
    }
}

#[test]
fn a_refused_vote_leaves_no_trace() {
    for before in [None, Some(Vote::Agree)] {
        for vote in [Vote::Agree, Vote::Pass, Vote::Disagree] {
            let (mut ideas, mut page) = ready(&[5], None);
            page.mine.set_vote(id(5), before);
            let effects = ideas.act(Act::Vote(id(5), vote), &mut page, NOW);
            assert_ne!(votes(&ideas, 5), (5, 2, 1));
            refuse(&mut ideas, &mut page, written(&effects).remove(0));
            assert_eq!(votes(&ideas, 5), (5, 2, 1), "{before:?} {vote:?}");
            assert_eq!(page.mine.votes.get(&id(5)).copied(), before);
        }
    }
}

#[test]
fn a_count_of_the_service_is_not_touched_by_a_refusal() {
    let (mut ideas, mut page) = ready(&[5], None);
    let effects = ideas.act(Act::Vote(id(5), Vote::Agree), &mut page, NOW);
    ideas.heard(&Live::Voted { item: id(5), votes: Votes { agree: 9, pass: 2, disagree: 1 } }, &page);
    refuse(&mut ideas, &mut page, written(&effects).remove(0));
    assert_eq!(votes(&ideas, 5), (9, 2, 1));
}

#[test]
fn a_decided_idea_takes_no_votes() {
    let (mut ideas, mut page) = ready(&[5], None);
    ideas.page_arrived(&Want::Again, listed(&[(5, "shipped", "Un couvercle")], None));
    assert_eq!(ideas.act(Act::Vote(id(5), Vote::Agree), &mut page, NOW), []);
    assert_eq!(votes(&ideas, 5), (5, 2, 1));
}

#[test]
fn live_events_replace_votes_and_announce_what_is_new() {
    let (mut ideas, mut page) = ready(&[5], None);
    ideas.heard(&Live::Voted { item: id(5), votes: Votes { agree: 9, pass: 0, disagree: 4 } }, &page);
    assert_eq!(votes(&ideas, 5), (9, 0, 4));
    let proposed = |number| Live::Proposed { item: id(number), board: BoardId::parse("atelier").unwrap() };
    assert_eq!(ideas.heard(&proposed(9), &page), [Effect::Announce("list.latest", Some(1))]);
    assert_eq!(ideas.heard(&proposed(9), &page), []);
    page.mine.written.push(id(10));
    assert_eq!(ideas.heard(&proposed(10), &page), [], "one's own");
    assert_eq!((ids(&ideas), ideas.latest.clone()), (vec![5], vec![id(9)]));
    let again = [("/boards/atelier", Want::Again)];
    assert_eq!(asked(&ideas.heard(&Live::Reset, &page)), again);
}

#[test]
fn a_status_that_changes_waits_behind_the_news() {
    let (mut ideas, mut page) = ready(&[5], None);
    let moved = |number| Live::Moved { item: id(number), status: Status::Planned };
    assert_eq!(ideas.heard(&moved(5), &page), [Effect::Announce("ideas.news", Some(1))]);
    assert_eq!(ideas.heard(&moved(5), &page), [], "told once");
    assert_eq!(ideas.heard(&moved(77), &page), [], "not of this list");
    assert_eq!(ideas.find(id(5)).unwrap().status, Status::Open);
    assert_eq!(asked(&ideas.act(Act::Latest, &mut page, NOW)), [("/boards/atelier", Want::Latest)]);
    ideas.page_arrived(&Want::Latest, listed(&[(5, "planned", "Un couvercle")], None));
    assert_eq!((ideas.moved.len(), ideas.news()), (0, "ideas.latest"));
}

#[test]
fn what_became_of_an_idea_voted_on_is_told_until_it_is_noted() {
    let (mut ideas, mut page) = ready(&[5, 4], None);
    let followed = |ideas: &Ideas, page: &Page| -> Vec<u64> {
        ideas.followed(page).iter().map(|idea| idea.item.id.as_u64()).collect()
    };
    ideas.act(Act::Vote(id(5), Vote::Agree), &mut page, NOW);
    assert_eq!(followed(&ideas, &page), [0u64; 0]);
    let next_visit = || listed(&[(5, "shipped", "Un couvercle"), (4, "planned", "Un étui")], None);
    ideas.page_arrived(&Want::First, next_visit());
    assert_eq!(followed(&ideas, &page), [5], "the other was not voted on");
    let show = |value: &str| Act::Filter(Facet::Only, value.to_owned());
    assert!(ideas.act(show(MOVED), &mut page, NOW).contains(&Effect::KeepOutbox));
    assert_eq!((ids(&ideas), followed(&ideas, &page)), (vec![5], vec![]));
    ideas.act(Act::Reset, &mut page, NOW);
    assert_eq!(ids(&ideas), [5, 4]);
    page.saw(id(5), Some(Status::InProgress));
    assert_eq!(ideas.act(show(NOTED), &mut page, NOW), [Effect::KeepOutbox]);
    assert_eq!((ids(&ideas), followed(&ideas, &page)), (vec![5, 4], vec![]));
}

#[test]
fn a_vote_taken_back_is_followed_no_more() {
    let (mut ideas, mut page) = ready(&[5], None);
    ideas.act(Act::Vote(id(5), Vote::Agree), &mut page, NOW);
    ideas.act(Act::Vote(id(5), Vote::Agree), &mut page, NOW);
    ideas.page_arrived(&Want::First, listed(&[(5, "shipped", "Un couvercle")], None));
    assert!(ideas.followed(&page).is_empty() && page.seen.is_empty());
}

#[test]
fn ideas_near_the_one_being_written_are_found_on_the_device() {
    let (mut ideas, mut page) = ready(&[], None);
    let texts = [
        "Un couvercle en liège",
        "Une notice en néerlandais",
        "Un étui",
        "Des joints en lettre",
        "Une bague",
        "Un sifflet",
    ];
    let rows: Vec<(u64, &str, &str)> =
        (10..).zip(texts).map(|(number, text)| (number, "open", text)).collect();
    ideas.page_arrived(&Want::First, listed(&rows, Some("c2")));
    let composing = ideas.act(Act::Compose("idea".to_owned()), &mut page, NOW);
    assert!(
        asked(&composing).contains(&("/boards/atelier?cursor=c2", Want::Next)),
        "all ideas are looked through"
    );
    let near = |ideas: &Ideas, title: &str| -> Vec<u64> {
        ideas.near(title).iter().map(|idea| idea.item.id.as_u64()).collect()
    };
    assert_eq!(near(&ideas, "Des couvercles de liege"), [10]);
    ideas.page_arrived(&Want::Next, listed(&[(6, "open", "Un couvercle de liège pour le voyage")], None));
    assert_eq!(near(&ideas, "Des couvercles de liège"), [10, 6]);
    assert_eq!(near(&ideas, "Une housse"), [0u64; 0]);
    ideas.act(Act::Search("sifflet".to_owned()), &mut page, NOW);
    ideas.act(Act::Filter(Facet::Only, id(6).to_string()), &mut page, NOW);
    assert_eq!(ids(&ideas), [6], "whatever was searched before");
    ideas.act(Act::Search("sifflet".to_owned()), &mut page, NOW);
    assert_eq!(ids(&ideas), [15], "in the whole list again");
    assert!(ideas.forms.find("idea").is_some(), "what was written stays");
}

#[test]
fn a_status_and_a_search_narrow_together_and_load_the_rest() {
    let (mut ideas, mut page) = ready(&[], None);
    let first = [(5, "open", "Un couvercle en liège"), (4, "planned", "Un couvercle en grès")];
    ideas.page_arrived(&Want::Again, listed(&first, Some("c2")));
    let effects = ideas.act(Act::Filter(Facet::Status, "planned".to_owned()), &mut page, NOW);
    assert_eq!(asked(&effects), [("/boards/atelier?cursor=c2", Want::Next)]);
    ideas.act(Act::Search("COUVERCLE gres".to_owned()), &mut page, NOW);
    ideas.page_arrived(
        &Want::Next,
        listed(&[(6, "planned", "Grès : le couvercle"), (3, "planned", "Non")], None),
    );
    assert_eq!(ids(&ideas), [4, 6]);
    ideas.act(Act::Order("newest".to_owned()), &mut page, NOW);
    assert_eq!(ids(&ideas), [6, 4]);
    ideas.act(Act::Filter(Facet::Status, "planned".to_owned()), &mut page, NOW);
    assert_eq!(ideas.status, None, "the same filter again widens");
}

#[test]
fn the_terms_of_an_explanation_add_up_to_the_score_the_largest_lead_first() {
    let (ideas, _) = ready(&[5, 4], None);
    for idea in ideas.matching() {
        let why = ideas.why(idea);
        let value = |name: &str| why.terms.iter().find(|lead| lead.name == name).unwrap().value;
        let score = parvis_rank::ideas::terms(&idea.voices, ideas.weights()).total();
        assert_eq!((value("approval") + value("groups")).to_bits(), score.to_bits());
        assert!(why.terms.is_sorted_by(|a, b| a.lead() >= b.lead()), "{why:?}");
    }
}

#[test]
fn a_vote_that_comes_later_does_not_rewrite_why_an_idea_stands_where_it_stands() {
    let (mut ideas, mut page) = ready(&[5, 4], None);
    let why = |ideas: &Ideas| ideas.why(ideas.find(id(4)).unwrap());
    let before = why(&ideas);
    ideas.counted(id(4), Votes { agree: 60, pass: 1, disagree: 0 });
    ideas.act(Act::Vote(id(4), Vote::Disagree), &mut page, NOW);
    assert_eq!((why(&ideas), votes(&ideas, 4)), (before, (60, 1, 1)));
}

#[test]
fn forms_go_where_they_belong() {
    let (mut ideas, mut page) = ready(&[5], None);
    for (form, path, kind) in [
        ("idea".to_owned(), "/boards/atelier/ideas".to_owned(), Kind::Idea),
        (format!("reply.{}", id(5)), format!("/items/{}/replies", id(5)), Kind::Reply),
        (format!("report.{}", id(5)), format!("/items/{}/reports", id(5)), Kind::Report),
    ] {
        let effects = ideas.act(Act::Submit(form.clone()), &mut page, NOW);
        assert_eq!(effects, [Effect::Submit(Submit { form, path, kind })]);
    }
}
