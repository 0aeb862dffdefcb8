//! Notices: what is empty, loading, broken, waiting or finished, in words that say what to do next.

use crate::frame::Frame;
use crate::pieces::button;
use crate::pieces::node::{group, keyed, node, said, text};
use parvis_store::act::Act;
use parvis_store::load::Failure;
use parvis_store::outbox::{Entry, State};
use yew::prelude::*;

/// Nothing yet: the first thing to do, or the words the host put into the slot `empty`.
pub fn empty(frame: Frame, key: &str, todo: Html) -> Html {
    html! {
        <slot name="empty">{ none(frame, key, todo) }</slot>
    }
}

/// Nothing that matches: how to find more.
pub fn none(frame: Frame, key: &str, todo: Html) -> Html {
    said_of(frame, key, None, todo)
}

/// What happened, what is safe, what to do.
pub fn failed(frame: Frame, failure: Failure) -> Html {
    let key = match failure {
        Failure::Offline => "failed.offline",
        Failure::NotFound => "failed.not_found",
        Failure::Service => "failed.service",
    };
    said_of(frame, key, Some("alert".into()), button::plain(Act::Retry, frame.words.text("do.retry")))
}

fn said_of(frame: Frame, key: &str, role: Option<AttrValue>, todo: Html) -> Html {
    let inside = vec![
        said("p", "lead", frame.words.of(key, "title")),
        said("p", "", frame.words.of(key, "text")),
        todo,
    ];
    let values = vec![Some("notice".into()), Some("notice".into()), role];
    node("div", &["class", "part", "role"], values, inside)
}

/// One line over a list that stays readable: the network is gone, or what was asked for could not be loaded
/// (`is_kept`), so that the list is still the one from before. It stands last and floats at the edge of the window: it
/// comes without being asked for, and nothing that is read may move for it.
pub fn away(frame: Frame, is_online: bool, is_kept: bool) -> Html {
    // Before what answers the visitor is here, nothing can be written and a failed list says why.
    frame.panels.map(|panels| (panels.away)(frame, is_online, is_kept)).unwrap_or_default()
}

/// The same, once its part is here.
pub fn floating(frame: Frame, is_online: bool, is_kept: bool) -> Html {
    let words = frame.words;
    let inside = match (is_online, is_kept) {
        (true, false) => return Html::default(),
        (false, false) => vec![text(words.text("offline"))],
        (_, true) => {
            let again = button::quiet(Act::Retry, words.text("do.retry"));
            vec![text(words.text("failed.kept")), text(" ".into()), again]
        }
    };
    float(inside)
}

/// One line that floats at the edge of the window.
pub fn float(inside: Vec<Html>) -> Html {
    group("div", "away", vec![line(inside)])
}

/// One line that stands out.
pub fn line(inside: Vec<Html>) -> Html {
    node("p", &["class", "part"], vec![Some("line".into()), Some("notice".into())], inside)
}

/// Rows of the size of what comes, so that nothing moves when it is there.
pub fn loading(frame: Frame, n_rows: usize) -> Html {
    html! {
        <div class="loading" role="status" aria-label={frame.words.text("loading")}>
            { (0..n_rows).map(|_| html! { <div class="ghost"><i /><i /><i /><i /></div> }).collect::<Html>() }
        </div>
    }
}

/// The button that puts new things into the list, when there are any.
pub fn latest(frame: Frame, key: &str, n_new: u32) -> Html {
    if n_new == 0 {
        return Html::default();
    }
    group("div", "latest", vec![button::plain(Act::Latest, frame.words.count(key, n_new))])
}

/// The end of a list, or the button to its next page.
pub fn end(frame: Frame, has_next: bool, is_loading: bool, n_shown: usize) -> Html {
    match (has_next, is_loading) {
        (_, true) => loading(frame, 2),
        (true, false) => next(frame),
        (false, false) if n_shown > 0 => said("p", "end quiet", frame.words.text("list.end")),
        (false, false) => Html::default(),
    }
}

/// The button to the next page.
pub fn next(frame: Frame) -> Html {
    group("div", "end", vec![button::plain(Act::Next, frame.words.text("do.next"))])
}

/// Contributions of this visitor that are not published yet, with where each stands.
pub fn pending<'a>(frame: Frame, entries: impl Iterator<Item = &'a Entry>, is_online: bool) -> Html {
    let Some(panels) = frame.panels else { return Html::default() };
    entries.map(|entry| (panels.waiting)(frame, entry, is_online)).collect()
}

/// One contribution of this visitor that is not published yet.
pub fn waiting(frame: Frame, entry: &Entry, is_online: bool) -> Html {
    let words = frame.words;
    let key = || entry.key.clone();
    let again = |label| button::plain(Act::Again(key()), words.text(label));
    let discard = || button::quiet(Act::Discard(key()), words.text("do.discard"));
    let mut rest = Vec::new();
    let mut reason = AttrValue::default();
    let head = match &entry.state {
        State::Sending => "pending.sending",
        State::Waiting(_) if entry.tries == 0 && is_online => "pending.sending",
        State::Waiting(_) => {
            rest.push(group("p", "acts", vec![again("do.send_now"), discard()]));
            if is_online { "pending.later" } else { "pending.offline" }
        }
        State::Refused { problem, faults } => {
            reason = words.of("problem", problem);
            let faults = faults.iter().map(|fault| said("li", "", super::field::fault(frame, fault)));
            let faults: Vec<Html> = faults.collect();
            if !faults.is_empty() {
                rest.push(group("ul", "", faults));
            }
            let edit = entry.form.is_some().then(|| button::plain(Act::Edit(key()), words.text("do.edit")));
            let acts = edit.into_iter().chain([again("do.send_again"), discard()]);
            rest.push(group("p", "acts", acts.collect()));
            "pending.refused"
        }
        State::Published { held: true, .. } => "pending.held",
        State::Published { held: false, .. } => "pending.published",
    };
    let class = if matches!(entry.state, State::Refused { .. }) { "pending refused" } else { "pending" };
    let head = words.text(head);
    let written = node(
        "div",
        &["class", "dir"],
        vec![Some("text said-text".into()), Some("auto".into())],
        vec![text(entry.said.clone().into())],
    );
    // The reason stands on the line of the state: a refusal that comes late moves nothing.
    let state = vec![text(head.clone()), text(" ".into()), text(reason)];
    let mut inside = vec![group("p", "state", state), written];
    if rest.is_empty() {
        // The row of acts keeps its room: a change of state moves nothing.
        rest.push(group("p", "acts", Vec::new()));
    }
    inside.append(&mut rest);
    let values = vec![Some(class.into()), Some("card".into()), Some(head)];
    keyed(Some(key()), "article", &["class", "part", "aria-label"], values, inside)
}
