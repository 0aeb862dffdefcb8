//! `<parvis-reviews>`: what reviews add up to, how they are checked, and each of them.

use crate::feed;
use crate::frame::Frame;
use crate::pieces::node::group;
use crate::pieces::{button, compose, menu, notice};
use crate::words::joined;
use crate::{policy, review, summary};
use parvis_model::review::ReviewOrder;
use parvis_store::act::{Act, Facet};
use parvis_store::load::Load;
use parvis_store::page::Page;
use parvis_store::reviews::Reviews;
use yew::prelude::*;

/// The whole element.
pub fn reviews(frame: Frame, reviews: &Reviews, page: &Page) -> Html {
    let body = match reviews.load {
        Load::Idle | Load::Loading if reviews.list.is_empty() || !reviews.is_known() => {
            notice::loading(frame, 4)
        }
        Load::Failed(failure) if reviews.list.is_empty() => notice::failed(frame, failure),
        _ => list(frame, reviews, page),
    };
    let path = ["/subjects/", &reviews.subject, "/reviews"].concat();
    // What is not there yet leaves its place: ghosts that turned into something else would seem to jump.
    let (mut above, mut write) = (Html::default(), Html::default());
    if let Some(summary) = reviews.summary.as_ref().filter(|_| reviews.is_known()) {
        let told = summary::summary(frame, summary, &reviews.narrow.stars);
        above = [told, policy::nearby(frame, &reviews.policy)].into_iter().collect();
    }
    if reviews.load == Load::Ready || !reviews.list.is_empty() && reviews.is_known() {
        write = composer(frame, reviews, page);
    }
    let pending = notice::pending(frame, page.outbox.under(&path), page.online);
    let is_kept = !reviews.list.is_empty() && matches!(reviews.load, Load::Failed(_));
    group("div", "reviews", vec![above, write, pending, body, notice::away(frame, page.online, is_kept)])
}

fn composer(frame: Frame, reviews: &Reviews, page: &Page) -> Html {
    let form = reviews.forms.find("review").map(|form| {
        let scales = reviews.about.as_ref().map_or(&[][..], |subject| &subject.scales);
        compose::sheet(frame, |sheets| (sheets.review)(frame, page, form, scales))
    });
    compose::opener(frame, "review", "reviews.compose", form)
}

fn list(frame: Frame, reviews: &Reviews, page: &Page) -> Html {
    let policy = policy::full(frame, &reviews.policy, reviews.weights());
    if reviews.list.is_empty() {
        return [notice::empty(frame, "reviews.empty", Html::default()), policy].into_iter().collect();
    }
    let words = frame.words;
    let n_latest = u32::try_from(reviews.latest.len()).unwrap_or(u32::MAX);
    let mut none = Html::default();
    if reviews.list.n_matching() == 0 && reviews.next.is_none() {
        none = notice::none(frame, "reviews.none", button::plain(Act::Reset, words.text("do.reset")));
    }
    let cards = reviews.shown().enumerate();
    let cards = cards.map(|(place, review)| review::review(frame, reviews, page, review, place));
    let parts = [
        tools(frame, reviews),
        counted(frame, reviews),
        notice::latest(frame, "reviews.latest", n_latest),
        none,
        menu::list(Some(words.text("reviews.label")), reviews.load.is_loading(), cards.collect()),
        if reviews.is_drawing() { feed::rest() } else { end(frame, reviews) },
        if reviews.is_drawing() { Html::default() } else { policy },
    ];
    parts.into_iter().collect()
}

fn end(frame: Frame, reviews: &Reviews) -> Html {
    match reviews.more {
        Load::Failed(failure) => notice::failed(frame, failure),
        more => {
            let is_waiting = more.is_loading() && reviews.list.n_matching() < reviews.n_shown;
            notice::end(frame, reviews.has_more(), is_waiting, reviews.list.n_matching())
        }
    }
}

fn tools(frame: Frame, reviews: &Reviews) -> Html {
    let words = frame.words;
    let narrow = &reviews.narrow;
    let chip = |facet, key, is_on| button::chip(Act::Filter(facet, "yes".to_owned()), words.text(key), is_on);
    let inside = vec![
        menu::search(frame, "search", "reviews.search", &narrow.query),
        chip(Facet::Verified, "filter.verified", narrow.verified),
        chip(Facet::Media, "filter.media", narrow.media),
        languages(frame, reviews),
        menu::orders(frame, &ReviewOrder::ALL.map(ReviewOrder::as_str), reviews.order.as_str()),
    ];
    menu::tools(frame, inside)
}

/// The menu of languages, where there are several.
fn languages(frame: Frame, reviews: &Reviews) -> Html {
    let mut langs: Vec<&str> = Vec::new();
    for review in reviews.list.all() {
        let lang = review.item.lang.as_primary();
        if let Err(place) = langs.binary_search(&lang) {
            langs.insert(place, lang);
        }
    }
    if langs.len() < 2 {
        return Html::default();
    }
    let mut choices: Vec<(AttrValue, AttrValue)> = vec![("".into(), frame.words.text("filter.lang.all"))];
    choices.extend(langs.into_iter().map(|lang| (lang.to_owned().into(), language(frame, lang))));
    let chosen = reviews.narrow.lang.as_deref().unwrap_or_default();
    menu::menu(frame.words.text("filter.lang"), Act::Filter(Facet::Lang, String::new()), &choices, chosen)
}

fn language(frame: Frame, lang: &str) -> AttrValue {
    frame.words.find(&["lang.", lang].concat()).unwrap_or_else(|| lang.to_owned().into())
}

/// A selection says of how many it is one, and what it was made by: nothing is left out in silence.
fn counted(frame: Frame, reviews: &Reviews) -> Html {
    let (words, narrow) = (frame.words, &reviews.narrow);
    if !narrow.is_on() {
        return Html::default();
    }
    let mut by: Vec<AttrValue> =
        narrow.stars.iter().map(|stars| words.count("stars.count", u32::from(*stars))).collect();
    by.extend(narrow.verified.then(|| words.text("filter.verified")));
    by.extend(narrow.media.then(|| words.text("filter.media")));
    by.extend(narrow.lang.as_ref().map(|lang| language(frame, lang)));
    let query = narrow.query.trim();
    by.extend((!query.is_empty()).then(|| words.with("search.by", &[("query", query)])));
    let (n_here, n_all) = reviews.progress();
    let all = words.number(n_all as f64, 0);
    let n_matching = u32::try_from(reviews.list.n_matching()).unwrap_or(u32::MAX);
    let shown = words.count_with("reviews.shown", n_matching, &[("all", &all), ("by", &joined(&by, ", "))]);
    let n_here = u32::try_from(n_here).unwrap_or(u32::MAX);
    let shown = match reviews.next {
        Some(_) => {
            [&*shown, " ", &*words.count_with("reviews.loaded", n_here, &[("all", &all)])].concat().into()
        }
        None => shown,
    };
    menu::selection(shown, button::quiet(Act::Reset, words.text("do.reset")))
}
