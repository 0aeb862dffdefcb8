//! Results of a poll: a sentence, bars with their intervals, and the figures behind them.

use crate::frame::Frame;
use crate::pieces::bars::{bar_with_interval, table_head};
use crate::pieces::how::folded;
use crate::pieces::node::{group, node, said};
use crate::words::joined;
use parvis_model::id::OptionId;
use parvis_model::poll::{Choice, Poll, Results};
use parvis_tally::{Standing, Verdict, standings, verdict};
use yew::prelude::*;

/// The results; `cast` is the visitor's own ballot.
pub fn results(frame: Frame, poll: &Poll, counts: &Results, cast: Option<&[OptionId]>) -> Html {
    let words = frame.words;
    let standings = standings(counts);
    let rows = || poll.options.iter().zip(&standings);
    let verified = words.n(counts.n_verified);
    let ballots = words.count_with("poll.ballots", counts.n_ballots, &[("verified", &verified)]);
    let heads = ["option", "count", "share", "interval"]
        .map(|column| table_head("col", words.of("poll.table", column)));
    let lines = rows().map(|(option, standing)| figures(frame, option, standing)).collect();
    let table = vec![group("thead", "", vec![group("tr", "", heads.into())]), group("tbody", "", lines)];
    let mut inside = vec![said("p", "verdict", sentence(frame, poll, counts))];
    inside.extend(rows().map(|(option, standing)| {
        result(frame, option, standing, cast.is_some_and(|cast| cast.contains(&option.id)))
    }));
    let whiskers = [&ballots, ". ", &words.text("poll.whiskers")].concat();
    inside.push(said("p", "quiet", whiskers.into()));
    inside.push(folded("how", words.text("poll.table"), vec![group("table", "figures", table)]));
    let values =
        vec![Some("results".into()), Some("results".into()), Some("results".into()), Some("-1".into())];
    node("div", &["class", "part", "id", "tabindex"], values, inside)
}

fn sentence(frame: Frame, poll: &Poll, counts: &Results) -> AttrValue {
    let words = frame.words;
    let name = |index: usize| poll.options.get(index).map_or("", |option| option.text.pick(words.lang()));
    match verdict(poll, counts) {
        Verdict::TooEarly { n_missing } => words.count("poll.too_early", n_missing),
        Verdict::Tie(indices) => {
            let names: Vec<AttrValue> =
                indices.iter().map(|index| words.with("search.by", &[("query", name(*index))])).collect();
            words.with("poll.tie", &[("options", &joined(&names, ", "))])
        }
        Verdict::Ahead { index, is_clear: true } => {
            words.with("poll.ahead_clear", &[("option", name(index))])
        }
        Verdict::Ahead { index, is_clear: false } => words.with("poll.ahead", &[("option", name(index))]),
    }
}

fn result(frame: Frame, option: &Choice, standing: &Standing, is_mine: bool) -> Html {
    let words = frame.words;
    let share = &standing.share;
    let mut what = vec![said("span", "", option.text.pick(words.lang()).to_owned().into())];
    if is_mine {
        what.push(said("span", "receipt", words.text("poll.mine")));
    }
    what.push(said("span", "n", words.percent(share.share)));
    let inside = vec![group("p", "what", what), bar_with_interval(share.share, (share.low, share.high))];
    let class = if is_mine { "result mine" } else { "result" };
    node("div", &["class", "part"], vec![Some(class.into()), Some("result".into())], inside)
}

fn figures(frame: Frame, option: &Choice, standing: &Standing) -> Html {
    let words = frame.words;
    let bound = |share: f64| words.number(share * 100.0, 0);
    let share = &standing.share;
    let interval = [("low", bound(share.low)), ("high", bound(share.high))];
    let interval = interval.each_ref().map(|(name, bound)| (*name, bound.as_str()));
    let inside = vec![
        table_head("row", option.text.pick(words.lang()).to_owned().into()),
        said("td", "", words.n(standing.count).into()),
        said("td", "", words.percent(share.share)),
        said("td", "", words.with("poll.interval", &interval)),
    ];
    group("tr", "", inside)
}
