//! How a poll was counted, step by step, in words: what is added up, why the first stands before the second, and whom
//! other methods would elect.

use super::{chart, names};
use crate::ballot::grade;
use crate::frame::Frame;
use crate::pieces::node::{group, said};
use core::cmp::Ordering;
use parvis_model::poll::{Method, Results, Rules};
use parvis_tally::grades::{Decider, Gauge, explain};
use parvis_tally::outcome::{pairwise, places};
use parvis_tally::ranked::schulze;
use yew::prelude::*;

/// Everything, as a list of steps.
pub fn told(frame: Frame, rules: &Rules, results: &Results) -> Vec<Html> {
    let words = frame.words;
    let mut steps = vec![match rules.method {
        Method::Single | Method::Multiple | Method::Approval => words.text("poll.told.count"),
        Method::Grades => {
            let missing = grade(frame, rules, usize::from(rules.default_grade));
            words.with("poll.told.grades", &[("grade", &missing)])
        }
        Method::Points => words.text("poll.told.points"),
        Method::Ranking => words.text("poll.told.ranking"),
    }];
    if results.n_ballots > 0 {
        match rules.method {
            Method::Grades => steps.extend(by_grades(frame, rules, results)),
            Method::Ranking => steps.extend(by_duels(frame, rules, results)),
            _ => {}
        }
    }
    let steps = steps.into_iter().map(|step| said("li", "", step)).collect();
    let mut inside = vec![group("ol", "steps-told", steps)];
    let others = chart::others(frame, rules, results);
    if results.n_ballots > 0 && !others.is_empty() {
        inside.push(said("p", "", words.text("poll.others.title")));
        inside.push(group("dl", "", others));
    }
    inside
}

/// The first two by rank.
fn leaders(rules: &Rules, results: &Results) -> Option<(usize, usize)> {
    let ranks = places(rules, results);
    let mut order: Vec<usize> = (0..ranks.len()).collect();
    order.sort_by_key(|place| (ranks.get(*place).copied(), *place));
    match *order {
        [first, second, ..] => Some((first, second)),
        _ => None,
    }
}

fn by_grades(frame: Frame, rules: &Rules, results: &Results) -> Vec<AttrValue> {
    let words = frame.words;
    let Some((first, second)) = leaders(rules, results) else { return Vec::new() };
    let tally = |place: usize| results.tally.grades.get(place).map_or(&[][..], Vec::as_slice);
    let [a, b] = [first, second].map(|place| names(frame, rules, &[place]));
    let gauge = |option: &str, gauge: &Gauge| {
        let values = [grade(frame, rules, gauge.median), words.percent(gauge.p()), words.percent(gauge.q())];
        let [grade, above, below] = values.each_ref().map(|value| value.as_str());
        let values = [("option", option), ("grade", grade), ("above", above), ("below", below)];
        words.with("poll.told.middle", &values)
    };
    let pair = [("a", a.as_str()), ("b", b.as_str())];
    let duel = explain(tally(first), tally(second));
    let mut steps = Vec::new();
    for step in &duel.steps {
        steps.push([&*gauge(&a, &step.a), " ", &gauge(&b, &step.b)].concat().into());
        steps.push(match step.decided_by {
            Some(Decider::Median) => words.with("poll.told.by_median", &pair),
            Some(Decider::Outer) => words.with("poll.told.by_outer", &pair),
            None => words.text("poll.told.next"),
        });
    }
    if duel.order == Ordering::Equal {
        steps.pop();
        steps.push(words.with("poll.told.equal", &pair));
    }
    steps
}

fn by_duels(frame: Frame, rules: &Rules, results: &Results) -> Vec<AttrValue> {
    let words = frame.words;
    let Some((first, second)) = leaders(rules, results) else { return Vec::new() };
    let pairwise = pairwise(results);
    let a = names(frame, rules, &[first]);
    let others = (0..rules.options.len()).filter(|other| *other != first);
    let duel = |other: usize| {
        let b = names(frame, rules, &[other]);
        let [own, theirs] =
            [pairwise.of_pair(first, other), pairwise.of_pair(other, first)].map(|n| words.n(n));
        words.with("poll.told.duel", &[("a", &a), ("b", &b), ("own", &own), ("theirs", &theirs)])
    };
    let mut steps: Vec<AttrValue> = others.map(duel).collect();
    if pairwise.condorcet_winner() == Some(first) {
        steps.push(words.with("poll.told.condorcet", &[("option", &a)]));
        return steps;
    }
    let strengths = schulze(&pairwise).strengths;
    let strength = |from: usize, to: usize| {
        words.n(strengths.get(from).and_then(|row| row.get(to)).copied().unwrap_or(0))
    };
    let b = names(frame, rules, &[second]);
    let (own, theirs) = (strength(first, second), strength(second, first));
    steps.push(words.with("poll.told.chains", &[("a", &a), ("b", &b), ("own", &own), ("theirs", &theirs)]));
    steps
}
