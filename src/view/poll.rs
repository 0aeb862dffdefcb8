//! `<parvis-poll>`: the question, the method in a sentence, big rows, and results as far as they may show.

use crate::ballot::ballot;
use crate::frame::Frame;
use crate::pieces::answer::answer;
use crate::pieces::how::folded;
use crate::pieces::moment::day_of;
use crate::pieces::node::{group, node, said, text};
use crate::pieces::{button, notice, rich};
use parvis_model::poll::{PollPage, Results, Rules, Visibility};
use parvis_store::act::Act;
use parvis_store::load::Load;
use parvis_store::page::Page;
use parvis_store::poll::{FORM, PollBox};
use yew::prelude::*;

/// What is only drawn once a poll is counted, as plain functions: a ballot can be cast without them.
#[derive(Clone, Copy, Debug)]
pub struct CountPanels {
    /// The results, with the visitor's own ballot among them.
    pub results: fn(Frame, &PollBox, &Page, &Rules, &Results) -> Html,
    /// What the poll declares, in words.
    pub rules: fn(Frame, &Rules) -> Vec<Html>,
}

/// The whole element; `count` is there once its part of the wasm is.
pub fn poll(frame: Frame, state: &PollBox, page: &Page, count: Option<&CountPanels>) -> Html {
    match (&state.page, state.load) {
        (Some(shown), _) => here(frame, state, page, shown, count),
        (None, Load::Failed(failure)) => notice::failed(frame, failure),
        (None, _) => notice::loading(frame, 3),
    }
}

fn here(frame: Frame, state: &PollBox, page: &Page, shown: &PollPage, count: Option<&CountPanels>) -> Html {
    let PollPage { poll, answer: said_back, .. } = shown;
    let rules = &poll.rules;
    let cast = state.cast(page);
    let votes = rules.is_open(frame.now) && (cast.is_none() || state.is_changing);
    let item = &poll.item;
    let values = vec![
        Some("question".into()),
        Some("title".into()),
        Some("auto".into()),
        Some(item.lang.to_string().into()),
    ];
    let title = vec![text(item.title.clone().unwrap_or_default().into())];
    let body = vec![Some("text".into()), Some("body".into()), Some("auto".into())];
    let mut inside = vec![
        node("h3", &["class", "part", "dir", "lang"], values, title),
        node("div", &["class", "part", "dir"], body, vec![rich::rich(&item.text)]),
    ];
    inside.push(match cast {
        _ if votes => ballot(frame, state, rules),
        Some(_) => receipt(frame, rules),
        None => Html::default(),
    });
    inside.push(when(frame, rules));
    let declared = count.map(|count| (count.rules)(frame, rules)).unwrap_or_default();
    inside.push(folded("how", frame.words.text("poll.rules.title"), declared));
    inside.push(outcome(frame, state, page, rules, count));
    if count.is_some() || state.results().is_none() {
        // Nothing that is read stands below results of which only the room is there.
        inside.push(answer(frame, &item.by, said_back.as_deref(), true));
    }
    inside.push(notice::away(frame, page.online, false));
    let values = vec![Some("poll".into()), Some("card".into()), Some(frame.words.text("poll.label"))];
    node("article", &["class", "part", "aria-label"], values, inside)
}

fn receipt(frame: Frame, rules: &Rules) -> Html {
    let words = frame.words;
    let is_open = rules.is_open(frame.now) && rules.may_change;
    let key = if is_open { "poll.yours" } else { "poll.counted" };
    let mut inside = vec![said("p", "", words.text(key))];
    if is_open {
        let acts = vec![
            button::quiet(Act::Compose(FORM.to_owned()), words.text("do.change_vote")),
            button::quiet(Act::Uncast, words.text("do.unvote")),
        ];
        inside.push(group("p", "acts", acts));
    }
    group("div", "receipt-line", inside)
}

/// Results, or why there are none to see.
fn outcome(frame: Frame, state: &PollBox, page: &Page, rules: &Rules, count: Option<&CountPanels>) -> Html {
    if let Some(counts) = state.results() {
        let coming = || notice::loading(frame, rules.options.len().div_ceil(3));
        return count.map_or_else(coming, |count| (count.results)(frame, state, page, rules, counts));
    }
    let words = frame.words;
    if frame.now < rules.opens {
        return Html::default();
    }
    let closes = rules.closes.map(|closes| words.day(closes.to_day()));
    let told = match (rules.visibility, closes) {
        (Visibility::AfterClose, Some(day)) => words.with("poll.hidden.after_close", &[("day", &day)]),
        (Visibility::AfterClose, None) => words.text("poll.hidden.after_close_unknown"),
        (Visibility::AfterVote, _) if state.cast(page).is_none() => words.text("poll.hidden.after_vote"),
        _ => words.text("loading"),
    };
    let values = vec![Some("hidden-results quiet".into()), Some("results".into()), Some("-1".into())];
    node("p", &["class", "id", "tabindex"], values, vec![text(told)])
}

/// When voting opens, closes or closed.
fn when(frame: Frame, rules: &Rules) -> Html {
    let words = frame.words;
    let (key, at) = match rules.closes {
        _ if frame.now < rules.opens => ("poll.opens_on", rules.opens),
        Some(closes) if closes <= frame.now => ("poll.closed_on", closes),
        Some(closes) => ("poll.closes_on", closes),
        None => return said("p", "quiet", words.text("poll.open")),
    };
    group("p", "quiet", vec![text(words.text(key)), text(" ".into()), day_of(frame, at)])
}
