//! `<parvis-poll>`: the question, the method in a sentence, big rows, and results as far as they may show.

use crate::frame::{Frame, act};
use crate::pieces::answer::answer;
use crate::pieces::compose::form;
use crate::pieces::moment::day_of;
use crate::pieces::node::{group, node, said, text};
use crate::pieces::{button, notice, rich};
use crate::results::results;
use parvis_model::poll::{Choice, Method, Poll, PollPage, Visibility};
use parvis_store::act::Act;
use parvis_store::load::Load;
use parvis_store::page::Page;
use parvis_store::poll::{FORM, PollBox};
use yew::prelude::*;

/// The whole element.
pub fn poll(frame: Frame, state: &PollBox, page: &Page) -> Html {
    match (&state.page, state.load) {
        (Some(shown), _) => here(frame, state, page, shown),
        (None, Load::Failed(failure)) => notice::failed(frame, failure),
        (None, _) => notice::loading(frame, 3),
    }
}

fn here(frame: Frame, state: &PollBox, page: &Page, shown: &PollPage) -> Html {
    let PollPage { poll, answer: said_back, .. } = shown;
    let cast = state.cast(page);
    let votes = poll.is_open(frame.now) && (cast.is_none() || state.is_changing);
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
        _ if votes => ballot(frame, state, poll),
        Some(_) => receipt(frame, poll),
        None => Html::default(),
    });
    inside.push(outcome(frame, state, page, poll));
    inside.push(when(frame, poll));
    inside.push(answer(frame, &item.by, said_back.as_deref(), true));
    inside.push(notice::offline(frame, page.online));
    let values = vec![Some("poll".into()), Some("card".into()), Some(frame.words.text("poll.label"))];
    node("article", &["class", "part", "aria-label"], values, inside)
}

/// The ballot: real radios or checkboxes in rows that are easy to hit.
fn ballot(frame: Frame, state: &PollBox, poll: &Poll) -> Html {
    let words = frame.words;
    let method = match poll.method {
        Method::Single => words.text("poll.method.single"),
        Method::Multiple => words.count("poll.method.multiple", poll.max_choices),
    };
    let mut rows = vec![said("legend", "quiet", method)];
    rows.extend(poll.options.iter().map(|option| row(frame, state, poll, option)));
    let described = state.is_faulty.then(|| "ballot-note".into());
    let (mut fault, mut cancel) = (Html::default(), Html::default());
    if state.is_faulty {
        let values = vec![Some("fault".into()), Some("ballot-note".into())];
        fault = node("p", &["class", "id"], values, vec![text(words.text("poll.missing"))]);
    }
    if state.is_changing {
        cancel = button::quiet(Act::Abandon(FORM.to_owned()), words.text("do.cancel"));
    }
    let inside = vec![
        node("fieldset", &["aria-describedby"], vec![described], rows),
        fault,
        group("div", "send", vec![button::submit(words.text("do.vote"), false), cancel]),
    ];
    form("ballot", "ballot".into(), None, Act::Cast, inside)
}

fn row(frame: Frame, state: &PollBox, poll: &Poll, option: &Choice) -> Html {
    let kind = if poll.method == Method::Single { "radio" } else { "checkbox" };
    let change = act(Act::Field(FORM.to_owned(), option.id.to_string(), String::new()));
    html! {
        <label class="option" part="option">
            <input type={kind} name="ballot" value={option.id.to_string()} checked={state.ticked.contains(&option.id)}
                data-act={change} aria-invalid={state.is_faulty.then_some("true")} />
            { said("span", "", option.text.pick(frame.words.lang()).to_owned().into()) }
        </label>
    }
}

fn receipt(frame: Frame, poll: &Poll) -> Html {
    let words = frame.words;
    let is_open = poll.is_open(frame.now);
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
fn outcome(frame: Frame, state: &PollBox, page: &Page, poll: &Poll) -> Html {
    if let Some(counts) = state.results() {
        return results(frame, poll, counts, state.cast(page));
    }
    let words = frame.words;
    if frame.now < poll.opens {
        return Html::default();
    }
    let closes = poll.closes.map(|closes| words.day(closes.to_day()));
    let told = match (poll.visibility, closes) {
        (Visibility::AfterClose, Some(day)) => words.with("poll.hidden.after_close", &[("day", &day)]),
        (Visibility::AfterClose, None) => words.text("poll.hidden.after_close_unknown"),
        (Visibility::AfterVote, _) if state.cast(page).is_none() => words.text("poll.hidden.after_vote"),
        _ => words.text("loading"),
    };
    let values = vec![Some("hidden-results quiet".into()), Some("results".into()), Some("-1".into())];
    node("p", &["class", "id", "tabindex"], values, vec![text(told)])
}

/// When voting opens, closes or closed.
fn when(frame: Frame, poll: &Poll) -> Html {
    let words = frame.words;
    let (key, at) = match poll.closes {
        _ if frame.now < poll.opens => ("poll.opens_on", poll.opens),
        Some(closes) if closes <= frame.now => ("poll.closed_on", closes),
        Some(closes) => ("poll.closes_on", closes),
        None => return said("p", "quiet", words.text("poll.open")),
    };
    group("p", "quiet", vec![text(words.text(key)), text(" ".into()), day_of(frame, at)])
}
