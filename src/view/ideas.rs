//! `<parvis-ideas>`: one board, its promise, and its ideas.

use crate::frame::Frame;
use crate::idea;
use crate::pieces::node::{group, node, said, text};
use crate::pieces::{button, compose, how, menu, notice};
use parvis_model::board::{Board, Status};
use parvis_store::act::{Act, Facet, MOVED, NOTED};
use parvis_store::ideas::Ideas;
use parvis_store::load::Load;
use parvis_store::page::Page;
use yew::prelude::*;

/// The whole element.
pub fn ideas(frame: Frame, ideas: &Ideas, page: &Page) -> Html {
    let is_here = ideas.about.is_some();
    let body = match ideas.load {
        Load::Failed(failure) if !is_here => notice::failed(frame, failure),
        _ if !is_here => notice::loading(frame, 4),
        _ => list(frame, ideas, page),
    };
    let path = ["/boards/", &ideas.board, "/ideas"].concat();
    let board = ideas.about.as_ref();
    let inside = vec![
        board.map(|board| about(frame, board)).unwrap_or_default(),
        board.map(|_| composer(frame, ideas, page)).unwrap_or_default(),
        notice::pending(frame, page.outbox.under(&path), page.online),
        body,
        frame.panels.map(|panels| (panels.followed)(frame, ideas, page)).unwrap_or_default(),
    ];
    group("div", "ideas", inside)
}

fn about(frame: Frame, board: &Board) -> Html {
    let words = frame.words;
    let facts = vec![
        said("span", "", words.count("count.ideas", board.n_ideas)),
        said("span", "", words.count("count.voters", board.n_voters)),
    ];
    let mut promise = vec![text(words.count("ideas.promise", board.threshold))];
    if board.n_waiting > 0 {
        promise.push(text(" ".into()));
        promise.push(text(words.count("ideas.waiting", board.n_waiting)));
    }
    let inside = vec![
        said("p", "", board.about.pick(words.lang()).to_owned().into()),
        group("p", "quiet facts", facts),
        group("p", "quiet", promise),
    ];
    node("header", &["class", "part"], vec![Some("board".into()), Some("board".into())], inside)
}

fn composer(frame: Frame, ideas: &Ideas, page: &Page) -> Html {
    let form = ideas.forms.find("idea");
    let form = form.map(|form| compose::sheet(frame, |sheets| (sheets.idea)(frame, page, form, ideas)));
    compose::opener(frame, "idea", "ideas.compose", form)
}

fn list(frame: Frame, ideas: &Ideas, page: &Page) -> Html {
    let matching = ideas.matching();
    if matching.is_empty() && !ideas.is_narrowed() {
        return notice::empty(frame, "ideas.empty", Html::default());
    }
    let words = frame.words;
    let n_news = u32::try_from(ideas.latest.len() + ideas.moved.len()).unwrap_or(u32::MAX);
    let is_waiting = ideas.more.is_loading() && matching.len() < ideas.n_shown;
    let has_next = matching.len() > ideas.n_shown || ideas.next.is_some();
    let mut counted = Html::default();
    if ideas.is_narrowed() {
        let found = words.count("search.found", u32::try_from(matching.len()).unwrap_or(u32::MAX));
        let reset = button::quiet(Act::Reset, words.text("do.reset"));
        counted = menu::selection(found, reset);
    }
    let cards = matching.iter().take(ideas.n_shown).enumerate();
    let cards = cards.map(|(place, idea)| idea::idea(frame, ideas, page, idea, place));
    let end = match ideas.more {
        Load::Failed(failure) => notice::failed(frame, failure),
        _ => notice::end(frame, has_next, is_waiting, matching.len()),
    };
    let ordered = frame.panels.map(|panels| (panels.how_ideas)(frame, ideas));
    let parts = [
        tools(frame, ideas),
        notice::latest(frame, ideas.news(), n_news),
        counted,
        menu::list(Some(words.text("ideas.label")), ideas.load.is_loading(), cards.collect()),
        end,
        how::folded("how", words.text("how.ideas.title"), ordered.unwrap_or_default()),
    ];
    parts.into_iter().collect()
}

/// What floats over the list: the network is gone, or ideas voted on have another status.
pub fn followed(frame: Frame, ideas: &Ideas, page: &Page) -> Html {
    let words = frame.words;
    let moved = ideas.followed(page);
    let told = match moved.as_slice() {
        _ if !page.online => return notice::floating(frame, false, false),
        [] => return Html::default(),
        [one] => {
            let title = one.item.title.as_deref().unwrap_or_default();
            let status = words.of("status", one.status.as_str());
            words.with("ideas.followed.one", &[("idea", title), ("status", &status)])
        }
        more => words.count("ideas.followed", u32::try_from(more.len()).unwrap_or(u32::MAX)),
    };
    let act = |value: &str| Act::Filter(Facet::Only, value.to_owned());
    let show = button::quiet(act(MOVED), words.text("ideas.followed.show"));
    let close = button::quiet(act(NOTED), words.text("ideas.followed.close"));
    notice::float(vec![text(told), text(" ".into()), show, text(" ".into()), close])
}

/// The parameters of the order in words.
pub fn ordered(frame: Frame, ideas: &Ideas) -> Vec<Html> {
    let own = ideas.weights();
    let weights = [("approval", own.approval), ("groups", own.groups)];
    how::told(frame, "how.ideas", &weights, Html::default())
}

fn tools(frame: Frame, ideas: &Ideas) -> Html {
    let words = frame.words;
    let mut statuses: Vec<(AttrValue, AttrValue)> = vec![("".into(), words.text("filter.status.all"))];
    for status in Status::ALL {
        let n = ideas.n_of(status);
        if n > 0 {
            let name = words.of("status", status.as_str());
            statuses.push((status.as_str().into(), menu::counted(&name, &words.number(n as f64, 0))));
        }
    }
    let chosen = ideas.status.map_or("", Status::as_str);
    let act = Act::Filter(Facet::Status, String::new());
    let inside = vec![
        menu::search(frame, "search", "ideas.search", &ideas.query),
        menu::menu(words.text("filter.status"), act, &statuses, chosen),
        menu::community_or_newest(frame, ideas.newest),
    ];
    menu::tools(frame, inside)
}
