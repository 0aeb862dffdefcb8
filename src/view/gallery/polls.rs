//! The states of polls: every method before and after the vote, and what can be said of a result.

use super::{Named, acted, now, read, sample_poll};
use crate::count::COUNT_PANELS;
use crate::frame::Frame;
use parvis_model::draft::Ballot;
use parvis_model::poll::{EqualBallots, Method, PollBallots, PollPage, Rules, Visibility};
use parvis_store::page::Page;
use parvis_store::poll::PollBox;
use parvis_tally::ballots;
use serde_json::{Value, json};

/// The sample poll asked by another method, with the results of these ballots: choices by their letters, values by
/// their digits, and how many of each.
fn asked(method: Method, given: &[(&str, u32)]) -> PollPage {
    let mut page: PollPage = read(include_str!("poll.json"));
    let rules = &mut page.poll.rules;
    (rules.method, rules.tie_rule, rules.visibility) = (method, method.tie_rule(), Visibility::Always);
    rules.grades = if method == Method::Grades { vec![Default::default(); 6] } else { Vec::new() };
    let list = list(rules, given);
    let n_verified = page.results.map_or(0, |results| results.n_verified);
    page.results = Some(ballots::results(rules, &list.ballots));
    if let Some(results) = &mut page.results {
        results.n_verified = n_verified.min(results.n_ballots);
    }
    page
}

fn ballot(rules: &Rules, given: &str) -> Ballot {
    if rules.method.has_values() {
        let values = given.bytes().map(|digit| digit - b'0').collect();
        return Ballot { values, ..Ballot::default() };
    }
    let option = |letter: u8| rules.options[usize::from(letter - b'a')].id.clone();
    Ballot { choices: given.bytes().map(option).collect(), ..Ballot::default() }
}

fn list(rules: &Rules, given: &[(&str, u32)]) -> PollBallots {
    let mut ballots: Vec<EqualBallots> = given
        .iter()
        .map(|(given, n)| {
            let Ballot { choices, values } = ballot(rules, given).to_counted(rules);
            EqualBallots { choices, values, n: *n }
        })
        .collect();
    ballots.sort();
    PollBallots { ballots }
}

fn shown(page: PollPage) -> PollBox {
    let mut poll = PollBox::new("latest");
    poll.page_arrived(page);
    poll
}

/// Shows no results before the vote.
fn hide(poll: &mut PollBox) {
    let page = poll.page.as_mut().unwrap();
    (page.results, page.poll.rules.visibility) = (None, Visibility::AfterVote);
}

const GRADED: [(&str, u32); 5] = [("5430", 96), ("3540", 84), ("4452", 61), ("1155", 40), ("2510", 31)];
const RANKED: [(&str, u32); 5] = [("abc", 58), ("bcda", 51), ("cab", 44), ("d", 9), ("bac", 37)];
const POINTS: [(&str, u32); 4] = [("3331", 70), ("0333", 41), ("3003", 22), ("1300", 66)];

/// All of them.
pub fn states(frame: Frame) -> Vec<Named> {
    let draw =
        |name, poll: &PollBox, page: &Page| (name, crate::poll::poll(frame, poll, page, Some(&COUNT_PANELS)));
    let page = || Page::new(frame.words.lang());
    let changed = |change: &dyn Fn(&mut PollPage)| {
        let mut poll = sample_poll();
        let mut page = poll.page.take().unwrap();
        change(&mut page);
        poll.page = Some(page);
        poll
    };
    let open = changed(&|page| page.results = None);
    let mut states = vec![draw("poll: open, results after the vote", &open, &page())];
    states.push(("poll: results on their way", crate::poll::poll(frame, &sample_poll(), &page(), None)));

    let mut faulty = changed(&|page| {
        page.results = None;
        let rules = &mut page.poll.rules;
        (rules.method, rules.max_choices, rules.visibility) = (Method::Multiple, 2, Visibility::AfterClose);
    });
    faulty.is_faulty = true;
    states.push(draw("poll: several choices, none ticked, results after the close", &faulty, &page()));

    let voted = |mut page: PollPage, given: &str, rest: &dyn Fn(&mut PollPage)| {
        let mut shared = Page::new(frame.words.lang());
        rest(&mut page);
        let ballot = ballot(&page.poll.rules, given);
        shared.mine.set_ballot(page.poll.item.id, Some(ballot));
        (shown(page), shared)
    };
    let sample = || sample_poll().page.unwrap();
    let (poll, shared) = voted(sample(), "b", &|_| ());
    states.push(draw("poll: voted", &poll, &shared));
    let (poll, shared) = voted(sample(), "b", &|page| page.results.as_mut().unwrap().n_ballots = 12);
    states.push(draw("poll: too early", &poll, &shared));
    let closed = changed(&|page| {
        page.poll.rules.closes = Some(now().plus(-1));
        page.results.as_mut().unwrap().counts = vec![140, 140, 20, 12];
    });
    states.push(draw("poll: closed, a tie", &closed, &page()));

    for (name, method, acts) in [
        ("poll: approval, two ticked", Method::Approval, &["gris", "vert"][..]),
        ("poll: points, some given", Method::Points, &["gris:up", "gris:up", "gris:up", "vert:up"]),
        ("poll: ranking, two ranked", Method::Ranking, &["ocre:add", "gris:add"]),
    ] {
        let mut poll = shown(asked(method, &[]));
        hide(&mut poll);
        let acts: Vec<String> = acts.iter().map(|field| format!("field:ballot:{field}")).collect();
        let acts: Vec<(&str, &str)> = acts.iter().map(|act| (act.as_str(), "")).collect();
        acted(&mut poll, &mut page(), &acts);
        states.push(draw(name, &poll, &page()));
    }
    let mut graded = shown(asked(Method::Grades, &[]));
    hide(&mut graded);
    acted(&mut graded, &mut page(), &[("field:ballot:gris", "5"), ("field:ballot:vert", "0")]);
    states.push(draw("poll: grades, two given", &graded, &page()));

    let (poll, shared) = voted(asked(Method::Grades, &GRADED), "3540", &|_| ());
    states.push(draw("poll: grades, voted", &poll, &shared));
    let (poll, shared) = voted(asked(Method::Points, &POINTS), "0333", &|_| ());
    states.push(draw("poll: points, voted", &poll, &shared));
    let over = |page: &mut PollPage| page.poll.rules.closes = Some(now().plus(-1));
    let (mut poll, shared) = voted(asked(Method::Ranking, &RANKED), "cab", &over);
    let rules = poll.page.as_ref().unwrap().poll.rules.clone();
    poll.ballots_arrived(list(&rules, &RANKED));
    states.push(draw("poll: ranking, closed, counted again", &poll, &shared));
    let mut tampered = RANKED;
    (tampered[0].1, tampered[1].1) = (51, 58);
    poll.ballots_arrived(list(&rules, &tampered));
    states.push(draw("poll: ranking, closed, another count on this device", &poll, &shared));

    let own_words: Value =
        json!(["Non", "Bof", "Oui", "Grand oui", "Absolument"].map(|word| json!({"fr": word, "en": word})));
    let mut own = asked(Method::Grades, &[]);
    own.results = None;
    own.poll.rules.grades = serde_json::from_value(own_words).unwrap();
    (own.poll.rules.may_change, own.poll.rules.visibility) = (false, Visibility::AfterClose);
    states.push(draw("poll: grades in the brand's own words, final", &shown(own), &page()));
    states
}
