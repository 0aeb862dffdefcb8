//! The chart of each method, and the table of figures behind it.

use super::names;
use crate::ballot::{grade, name};
use crate::frame::Frame;
use crate::pieces::bars::{bar, bar_with_interval, percent, table_head};
use crate::pieces::node::{group, node, said, text};
use parvis_model::draft::Ballot;
use parvis_model::poll::{Choice, Method, Results, Rules};
use parvis_tally::grades::{Gauge, Outer};
use parvis_tally::outcome::{pairwise, places};
use parvis_tally::{Standing, share, standings};
use yew::prelude::*;

/// One row an option: as given by the brand where ballots name options, in the order of merit elsewhere.
pub fn chart(frame: Frame, rules: &Rules, results: &Results, cast: Option<&Ballot>) -> Html {
    let is_plain = matches!(rules.method, Method::Single | Method::Multiple | Method::Approval);
    let ranks = places(rules, results);
    let mut order: Vec<usize> = (0..rules.options.len()).collect();
    if !is_plain {
        order.sort_by_key(|place| (ranks.get(*place).copied(), *place));
    }
    let standings = standings(results);
    let row = |place: &usize| {
        let option = rules.options.get(*place)?;
        let said_by_me = mine(frame, rules, *place, option, cast);
        let mut what = Vec::with_capacity(4);
        if !is_plain {
            what.push(said("span", "n", frame.words.n(ranks.get(*place).copied().unwrap_or(0)).into()));
        }
        what.push(said("span", "", name(frame, option)));
        let is_mine = said_by_me.is_some();
        what.extend(said_by_me.map(|words| said("span", "receipt", words)));
        let (figure, drawn) = match rules.method {
            Method::Grades => {
                merit(frame, rules, results.tally.grades.get(*place).map_or(&[], Vec::as_slice))
            }
            Method::Points => points(frame, results, *place),
            Method::Ranking => duels(frame, results, *place),
            _ => standings.get(*place).map(|standing| named(frame, standing)).unwrap_or_default(),
        };
        what.push(said("span", "n figure", figure));
        let class = if is_mine { "result mine" } else { "result" };
        let inside = vec![group("p", "what", what), drawn];
        Some(node("div", &["class", "part"], vec![Some(class.into()), Some("result".into())], inside))
    };
    let mut rows: Vec<Html> = order.iter().filter_map(row).collect();
    if rules.method == Method::Grades {
        rows.push(key(frame, rules));
    }
    rows.into_iter().collect()
}

/// What the visitor gave an option, if anything.
fn mine(
    frame: Frame,
    rules: &Rules,
    place: usize,
    option: &Choice,
    cast: Option<&Ballot>,
) -> Option<AttrValue> {
    let (words, cast) = (frame.words, cast?);
    let value = cast.values.get(place).copied();
    match rules.method {
        Method::Grades => {
            let grade = grade(frame, rules, usize::from(value?));
            Some(words.with("poll.mine.grades", &[("grade", &grade)]))
        }
        Method::Points => {
            value.filter(|points| *points > 0).map(|points| words.count("poll.mine.points", points.into()))
        }
        Method::Ranking => {
            let at = cast.choices.iter().position(|id| *id == option.id)?;
            Some(words.count("poll.mine.ranking", u32::try_from(at).ok()?.saturating_add(1)))
        }
        _ => cast.choices.contains(&option.id).then(|| words.text("poll.mine")),
    }
}

fn named(frame: Frame, standing: &Standing) -> (AttrValue, Html) {
    let share = &standing.share;
    (frame.words.percent(share.share), bar_with_interval(share.share, (share.low, share.high)))
}

fn points(frame: Frame, results: &Results, place: usize) -> (AttrValue, Html) {
    let of = |place: usize| results.tally.points.get(place).copied().unwrap_or(0);
    let all: u32 = results.tally.points.iter().fold(0, |sum, points| sum.saturating_add(*points));
    let part = f64::from(of(place)) / f64::from(all.max(1));
    (frame.words.count("poll.points", of(place)), bar(part))
}

fn duels(frame: Frame, results: &Results, place: usize) -> (AttrValue, Html) {
    let pairwise = pairwise(results);
    let n_options = pairwise.rows().len();
    let others = (0..n_options).filter(|other| *other != place);
    let won =
        others.filter(|other| pairwise.of_pair(place, *other) > pairwise.of_pair(*other, place)).count();
    let n_duels = u32::try_from(n_options.saturating_sub(1)).unwrap_or(u32::MAX);
    let n_won = u32::try_from(won).unwrap_or(u32::MAX);
    let figure = frame.words.count_with("poll.duels", n_won, &[("all", &frame.words.n(n_duels))]);
    (figure, bar(f64::from(n_won) / f64::from(n_duels.max(1))))
}

/// The grade of an option with its sign, and its merit profile: the best grades first, and where the middle lies.
fn merit(frame: Frame, rules: &Rules, tally: &[u32]) -> (AttrValue, Html) {
    let gauge = Gauge::of(tally);
    let sign = |gauge: &Gauge| if matches!(gauge.outer(), Outer::Above(_)) { " +" } else { " −" };
    let figure = gauge.map(|gauge| [&*grade(frame, rules, gauge.median), sign(&gauge)].concat());
    let all = gauge.map_or(1, |gauge| gauge.n.max(1));
    let mut inside = vec![rect("track", 0.0, 1.0)];
    let mut from = 0u32;
    for (place, n) in tally.iter().enumerate().rev().filter(|(_, n)| **n > 0) {
        inside.push(rect(
            shade(place, tally.len()),
            f64::from(from) / f64::from(all),
            f64::from(*n) / f64::from(all),
        ));
        from = from.saturating_add(*n);
    }
    let middle = vec![Some("middle".into()), Some("50%".into()), Some("50%".into()), Some("100%".into())];
    inside.push(node("line", &["class", "x1", "x2", "y2"], middle, Vec::new()));
    let bar = node("svg", &["class", "aria-hidden"], vec![Some("bar".into()), Some("true".into())], inside);
    (figure.unwrap_or_default().into(), bar)
}

fn rect(class: &'static str, from: f64, part: f64) -> Html {
    let values =
        vec![Some(class.into()), Some(percent(from).into()), Some(percent(part).into()), Some("100%".into())];
    node("rect", &["class", "x", "width", "height"], values, Vec::new())
}

/// The class of a grade: from `g0`, the worst, to `g5`, the best, whether there are five or six.
fn shade(place: usize, n_grades: usize) -> &'static str {
    const SHADES: [&str; 6] = ["g0", "g1", "g2", "g3", "g4", "g5"];
    let step = if n_grades < SHADES.len() && place > 1 { place.saturating_add(1) } else { place };
    SHADES.get(step).copied().unwrap_or("g5")
}

/// Which shade is which grade.
fn key(frame: Frame, rules: &Rules) -> Html {
    let one = |place: usize| {
        let values = vec![Some("swatch".into()), Some("true".into())];
        let swatch = node(
            "svg",
            &["class", "aria-hidden"],
            values,
            vec![rect(shade(place, rules.grades.len()), 0.0, 1.0)],
        );
        group("li", "", vec![swatch, text(grade(frame, rules, place))])
    };
    group("ul", "grade-key quiet", (0..rules.grades.len()).rev().map(one).collect())
}

/// The figures.
pub fn table(frame: Frame, rules: &Rules, results: &Results) -> Html {
    let words = frame.words;
    let heads: Vec<AttrValue> = match rules.method {
        Method::Grades => (0..rules.grades.len()).rev().map(|place| grade(frame, rules, place)).collect(),
        Method::Points => {
            ["points", "givers", "interval"].map(|column| words.of("poll.table", column)).into()
        }
        Method::Ranking => rules.options.iter().map(|option| name(frame, option)).collect(),
        _ => ["count", "share", "interval"].map(|column| words.of("poll.table", column)).into(),
    };
    let first = words.of("poll.table", if rules.method == Method::Ranking { "preferred" } else { "option" });
    let heads = core::iter::once(first).chain(heads).map(|head| table_head("col", head)).collect();
    let standings = standings(results);
    let line = |(place, option): (usize, &Choice)| {
        let cells: Vec<AttrValue> = match rules.method {
            Method::Grades => {
                let tally = results.tally.grades.get(place).map_or(&[][..], Vec::as_slice);
                tally.iter().rev().map(|n| words.n(*n).into()).collect()
            }
            Method::Points => {
                let points = results.tally.points.get(place).copied().unwrap_or(0);
                let n_givers = results.counts.get(place).copied().unwrap_or(0);
                let share = share(n_givers, results.n_ballots);
                vec![words.n(points).into(), words.n(n_givers).into(), interval(frame, share.low, share.high)]
            }
            Method::Ranking => {
                let row = results.tally.pairs.get(place).map_or(&[][..], Vec::as_slice);
                let cell = |(other, n): (usize, &u32)| {
                    if other == place { "–".into() } else { words.n(*n).into() }
                };
                row.iter().enumerate().map(cell).collect()
            }
            _ => standings.get(place).map_or_else(Vec::new, |Standing { count, share, .. }| {
                let interval = interval(frame, share.low, share.high);
                vec![words.n(*count).into(), words.percent(share.share), interval]
            }),
        };
        let mut inside = vec![table_head("row", name(frame, option))];
        inside.extend(cells.into_iter().map(|cell| said("td", "", cell)));
        group("tr", "", inside)
    };
    let lines = rules.options.iter().enumerate().map(line).collect();
    let inside = vec![group("thead", "", vec![group("tr", "", heads)]), group("tbody", "", lines)];
    // Wide tables scroll by themselves, by keyboard too.
    let values =
        vec![Some("wide".into()), Some("0".into()), Some("region".into()), Some(words.text("poll.table"))];
    node("div", &["class", "tabindex", "role", "aria-label"], values, vec![group("table", "figures", inside)])
}

fn interval(frame: Frame, low: f64, high: f64) -> AttrValue {
    let [low, high] = [low, high].map(|share| frame.words.number(share * 100.0, 0));
    frame.words.with("poll.interval", &[("low", &low), ("high", &high)])
}

/// Whom other methods would elect.
pub fn others(frame: Frame, rules: &Rules, results: &Results) -> Vec<Html> {
    let row = |(method, winners): (&'static str, Vec<usize>)| {
        let who = names(frame, rules, &winners);
        let who = if who.is_empty() { frame.words.text("poll.others.nobody") } else { who.into() };
        group("div", "", vec![said("dt", "", frame.words.of("poll.others", method)), said("dd", "", who)])
    };
    parvis_tally::outcome::others(rules, results).into_iter().map(row).collect()
}
