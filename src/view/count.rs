//! What a poll came to: a sentence, a chart of its method with the figures behind it, how it was counted in words, what
//! one's own ballot weighed, and counting the published ballots anew. A part of its own: a ballot is cast without it.

mod chart;
mod declared;
mod told;

use crate::ballot::{grade, name};
use crate::frame::Frame;
use crate::pieces::button;
use crate::pieces::how::folded;
use crate::pieces::node::{group, node, said};
use crate::poll::CountPanels;
use crate::words::joined;
use parvis_model::draft::Ballot;
use parvis_model::poll::{Method, PollPage, Results, Rules};
use parvis_store::act::Act;
use parvis_store::load::{Failure, Load};
use parvis_store::page::Page;
use parvis_store::poll::{PollBox, recount};
use parvis_tally::outcome::{flip, weight, winners};
use parvis_tally::{Verdict, grades, verdict};
use yew::prelude::*;

/// All of it.
pub const COUNT_PANELS: CountPanels = CountPanels { results, rules: declared::declared };

fn results(frame: Frame, state: &PollBox, page: &Page, rules: &Rules, results: &Results) -> Html {
    let words = frame.words;
    let cast = state.cast(page);
    let verified = words.n(results.n_verified);
    let ballots = words.count_with("poll.ballots", results.n_ballots, &[("verified", &verified)]);
    let mut inside = vec![said("p", "verdict", sentence(frame, rules, results))];
    inside.push(chart::chart(frame, rules, results, cast));
    let whiskers = match rules.method {
        Method::Single | Method::Multiple | Method::Approval => {
            [&ballots, ". ", &words.text("poll.whiskers")].concat().into()
        }
        _ => [&ballots, "."].concat().into(),
    };
    inside.push(said("p", "quiet", whiskers));
    inside.push(folded("how", words.text("poll.table"), vec![chart::table(frame, rules, results)]));
    inside.push(folded("how", words.text("poll.told.title"), told::told(frame, rules, results)));
    let is_settled = |shown: &PollPage| {
        let path = ["/polls/", &shown.poll.item.id.to_string(), "/ballot"].concat();
        !page.outbox.entries().iter().any(|entry| entry.path == path)
    };
    if let (Some(ballot), true) = (cast, state.page.as_ref().is_some_and(is_settled)) {
        inside.push(folded("how", words.text("poll.weight.title"), weighed(frame, rules, results, ballot)));
    }
    if rules.is_over(frame.now) {
        inside.push(counted_anew(frame, state, rules, results));
    }
    let values =
        vec![Some("results".into()), Some("results".into()), Some("results".into()), Some("-1".into())];
    node("div", &["class", "part", "id", "tabindex"], values, inside)
}

/// The names of some options, each in quotation marks.
fn names(frame: Frame, rules: &Rules, places: &[usize]) -> String {
    let quoted = |place: &usize| {
        let name = rules.options.get(*place).map(|option| name(frame, option)).unwrap_or_default();
        frame.words.with("search.by", &[("query", &name)])
    };
    joined(&places.iter().map(quoted).collect::<Vec<_>>(), ", ")
}

fn sentence(frame: Frame, rules: &Rules, results: &Results) -> AttrValue {
    let words = frame.words;
    let verdict = verdict(rules, results);
    if let Verdict::TooEarly { n_missing } = verdict {
        return words.count("poll.too_early", n_missing);
    }
    let first = winners(rules, results);
    let option = names(frame, rules, &first);
    let &[place] = first.as_slice() else { return words.with("poll.tie", &[("options", &option)]) };
    match rules.method {
        Method::Grades => {
            let merits = grades::merits(&results.tally.grades);
            let gauge = merits.get(place).and_then(|merit| merit.gauge);
            let grade = gauge.map(|gauge| grade(frame, rules, gauge.median)).unwrap_or_default();
            words.with("poll.wins.grades", &[("option", &option), ("grade", &grade)])
        }
        Method::Points => {
            let n = results.tally.points.get(place).copied().unwrap_or(0);
            words.count_with("poll.wins.points", n, &[("option", &option)])
        }
        Method::Ranking => words.with("poll.wins.ranking", &[("option", &option)]),
        _ => {
            let key = if matches!(verdict, Verdict::Ahead { is_clear: true, .. }) {
                "poll.ahead_clear"
            } else {
                "poll.ahead"
            };
            words.with(key, &[("option", &option)])
        }
    }
}

/// What the visitor's ballot weighed; only this device knows.
fn weighed(frame: Frame, rules: &Rules, results: &Results, ballot: &Ballot) -> Vec<Html> {
    let words = frame.words;
    let weight = weight(rules, results, ballot);
    let without = names(frame, rules, &weight.without);
    let told = match (weight.with == weight.without, weight.without.is_empty()) {
        (true, _) => words.with("poll.weight.same", &[("options", &without)]),
        (false, true) => words.text("poll.weight.alone"),
        (false, false) => words.with("poll.weight.pivotal", &[("options", &without)]),
    };
    let mut inside = vec![said("p", "", told)];
    if let Some(flip) = flip(rules, results) {
        let option = names(frame, rules, &[flip.option]);
        inside.push(said(
            "p",
            "",
            words.count_with("poll.weight.flip", flip.n_ballots, &[("option", &option)]),
        ));
    }
    inside.push(said("p", "", words.text("poll.weight.private")));
    inside
}

/// The button that counts the published ballots on this device, and what came of it.
fn counted_anew(frame: Frame, state: &PollBox, rules: &Rules, results: &Results) -> Html {
    let words = frame.words;
    let told = match (&state.ballots, state.recount) {
        (Some(list), _) => {
            let own = recount(rules, results, list);
            if own.is_same {
                vec![said("p", "", words.count("poll.recount.same", own.n_ballots))]
            } else {
                let published = words.n(results.n_ballots);
                let differs =
                    words.count_with("poll.recount.differs", own.n_ballots, &[("published", &published)]);
                let mut told = vec![said("p", "fault", differs)];
                if !own.differing.is_empty() {
                    let options = names(frame, rules, &own.differing);
                    told.push(said("p", "", words.with("poll.recount.options", &[("options", &options)])));
                }
                if own.n_broken > 0 {
                    told.push(said("p", "", words.count("poll.recount.broken", own.n_broken)));
                }
                told
            }
        }
        (None, Load::Failed(Failure::NotFound)) => vec![said("p", "quiet", words.text("poll.recount.none"))],
        (None, Load::Failed(_)) => vec![
            said("p", "fault", words.text("poll.recount.failed")),
            button::quiet(Act::Check, words.text("do.retry")),
        ],
        (None, Load::Loading) => vec![said("p", "quiet", words.text("loading"))],
        (None, _) => vec![button::plain(Act::Check, words.text("poll.recount.do"))],
    };
    let values =
        vec![Some("recount".into()), Some("recount".into()), Some("-1".into()), Some("status".into())];
    node("div", &["class", "id", "tabindex", "role"], values, vec![group("div", "", told)])
}
