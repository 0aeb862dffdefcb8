//! One idea: a tall vote, what it proposes, where it stands and why.

use crate::frame::Frame;
use crate::pieces::answer::answer;
use crate::pieces::card::{Around, card, foot};
use crate::pieces::moment::{day_of, moment};
use crate::pieces::node::{group, node, said, text};
use crate::pieces::person::person;
use crate::pieces::pictures::pictures;
use crate::pieces::{button, labels, notice, rich};
use crate::post;
use parvis_model::board::{Idea, Status, StatusChange};
use parvis_model::chain::verify;
use parvis_model::draft::Vote;
use parvis_store::act::{Act, Panel};
use parvis_store::ideas::Ideas;
use parvis_store::page::Page;
use yew::prelude::*;

/// An idea at a place of the list, counted from 0.
pub fn idea(frame: Frame, ideas: &Ideas, page: &Page, idea: &Idea, place: usize) -> Html {
    let (words, item) = (frame.words, &idea.item);
    let is_open = |panel| ideas.opened.has(panel, item.id);
    let mine = page.mine.votes.get(&item.id).copied();
    let why =
        |panel| frame.panels.map(|panels| (panels.why_idea)(frame, ideas, idea, panel)).unwrap_or_default();
    let answer_is_open =
        idea.answer.as_ref().is_some_and(|reply| ideas.opened.has(Panel::Text, reply.item.id));
    let by = vec![
        status(frame, idea.status),
        group("span", "quiet facts", vec![person(frame, &item.by), moment(frame, item.at)]),
        labels::disclosure(frame, item.disclosure),
    ];
    let mut main = Vec::with_capacity(8);
    main.extend(post::title(item));
    main.push(group("div", "by", by));
    if let Some(need) = &idea.need {
        main.push(group("p", "need", led(words.text("idea.need"), need)));
    }
    main.push(rich::long(frame, item.id, &item.text, is_open(Panel::Text)));
    main.push(pictures(frame, &item.media));
    main.push(decision(frame, ideas, idea));
    main.push(answer(frame, &item.by, idea.answer.as_deref(), answer_is_open));
    let does = if idea.status.is_open() { other_votes(frame, idea, mine) } else { Vec::new() };
    let Ideas { opened, threads, forms, .. } = ideas;
    let around = Around { frame, opened, threads, forms, page };
    main.push(foot(around, item, does, Some(&why), Html::default()));
    let label = item.title.clone().unwrap_or_default().into();
    card("card idea", item, place, label, vec![vote(frame, idea, mine), group("div", "main-part", main)])
}

/// Quiet words that lead to something said.
fn led(lead: AttrValue, then: &str) -> Vec<Html> {
    vec![said("span", "quiet", lead), text(" ".into()), text(then.to_owned().into())]
}

/// The vote for, as one tall target; the count alone where no votes are taken.
fn vote(frame: Frame, idea: &Idea, mine: Option<Vote>) -> Html {
    let words = frame.words;
    let n = idea.votes.agree;
    let mute = |class: Option<AttrValue>, words: AttrValue| {
        node("span", &["class", "aria-hidden"], vec![class, Some("true".into())], vec![text(words)])
    };
    let count = mute(Some("n".into()), words.n(n).into());
    let heard = words.count("vote.for", n);
    if !idea.status.is_open() {
        let values = vec![
            Some("vote closed".into()),
            Some("img".into()),
            Some(heard),
            Some(words.text("idea.closed")),
        ];
        let inside = vec![count, mute(Some("quiet".into()), words.text("vote.agree"))];
        return node("div", &["class", "role", "aria-label", "title"], values, inside);
    }
    let inside = vec![
        html! { <svg class="up" viewBox="0 0 16 10" aria-hidden="true"><path d="M2 8.5 8 2l6 6.5" /></svg> },
        count,
        mute(None, words.text("vote.agree")),
        said("span", "heard", heard),
    ];
    button::pressed("vote", Act::Vote(idea.item.id, Vote::Agree), mine == Some(Vote::Agree), inside)
}

/// Against, no opinion, and the receipt of one's own vote.
fn other_votes(frame: Frame, idea: &Idea, mine: Option<Vote>) -> Vec<Html> {
    let words = frame.words;
    let one = |vote: Vote, key: &str, n: u32| {
        let mut inside = vec![text(words.text(key))];
        if n > 0 {
            inside.push(said("span", "n", words.n(n).into()));
        }
        button::pressed("mark", Act::Vote(idea.item.id, vote), mine == Some(vote), inside)
    };
    let receipt = mine.map(|_| said("span", "receipt", words.text("vote.agreed")));
    vec![
        one(Vote::Disagree, "vote.disagree", idea.votes.disagree),
        one(Vote::Pass, "vote.pass", idea.votes.pass),
        receipt.unwrap_or_default(),
    ]
}

/// A status by shape and word.
fn status(frame: Frame, status: Status) -> Html {
    let (class, shape) = match status {
        Status::Open => ("status", "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z"),
        Status::Considered => ("status", "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5v3.4l2.2 1.4"),
        Status::Planned => ("status good", "M3 4h10v9H3zM3 7h10M6 2.5V5m4-2.5V5"),
        Status::InProgress => ("status good", "M3 12V9m5 3V6m5 6V3"),
        Status::Shipped => ("status good", "m3 8.5 3.2 3.2L13 4.8"),
        Status::Declined => ("status bad", "m4 4 8 8m0-8-8 8"),
        Status::Merged => ("status", "M4 3v3c0 3 8 2 8 7m0-10v3c0 1-1 2-2 2.5M12 13l-2-2m2 2 2-2"),
    };
    let values = vec![Some(class.into()), Some("status".into())];
    let glyph = html! { <svg class="glyph" viewBox="0 0 16 16" aria-hidden="true"><path d={shape} /></svg> };
    let inside = vec![glyph, text(frame.words.of("status", status.as_str()))];
    node("span", &["class", "part"], values, inside)
}

/// The last decision with its reason, and the way there.
fn decision(frame: Frame, ideas: &Ideas, idea: &Idea) -> Html {
    let Some((last, before)) = idea.history.split_last() else { return Html::default() };
    let mut inside = step(frame, ideas, last);
    if !before.is_empty() {
        let is_open = ideas.opened.has(Panel::History, idea.item.id);
        let panel: AttrValue = ["history-", &idea.item.id.to_string()].concat().into();
        let act = Act::Toggle(Panel::History, idea.item.id);
        inside.push(button::opener(None, act, frame.words.text("idea.history"), panel.clone(), is_open));
        let steps = before.iter().rev().map(|change| group("li", "", step(frame, ideas, change)));
        let values = vec![Some("history".into()), Some(panel)];
        if is_open {
            inside.push(node("ol", &["class", "id"], values, steps.collect()));
            inside.push(frame.panels.map(|panels| (panels.chain)(frame, idea)).unwrap_or_default());
        }
    }
    group("div", "decision", inside)
}

fn step(frame: Frame, ideas: &Ideas, change: &StatusChange) -> Vec<Html> {
    let words = frame.words;
    let into = change.into.and_then(|id| ideas.find(id)).and_then(|idea| idea.item.title.as_deref());
    let facts = vec![
        said("span", "", words.of("status", change.to.as_str())),
        day_of(frame, change.at),
        person(frame, &change.by),
    ];
    let mut lines = vec![group("div", "quiet facts", facts)];
    if !change.reason.is_empty() {
        lines.push(said("p", "", change.reason.clone().into()));
    }
    lines.extend(into.map(|into| said("p", "", words.with("idea.into", &[("idea", into)]))));
    let turn = change.would_change.as_deref();
    lines.extend(turn.map(|turn| group("p", "", led(words.text("idea.would_change"), turn))));
    lines
}

/// Whether the history still has the hashes it was published with, computed here.
pub fn chain(frame: Frame, idea: &Idea) -> Html {
    let words = frame.words;
    match verify(idea.item.id, &idea.history) {
        Ok(()) => said("p", "quiet", words.text("idea.chain.whole")),
        Err(place) => {
            let step = u32::try_from(place + 1).unwrap_or(u32::MAX);
            notice::line(vec![text(words.with("idea.chain.broken", &[("step", &words.n(step))]))])
        }
    }
}
