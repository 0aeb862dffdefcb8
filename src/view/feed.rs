//! `<parvis-feed>`: posts, their threads, and the line above them.

use crate::frame::Frame;
use crate::pieces::node::{group, said};
use crate::pieces::{button, compose, how, menu, notice};
use crate::post;
use parvis_model::feed::Order;
use parvis_store::act::{Act, Facet};
use parvis_store::feed::check::Check;
use parvis_store::feed::{Feed, MINE};
use parvis_store::load::Load;
use parvis_store::page::Page;
use yew::prelude::*;

/// The whole element.
pub fn feed(frame: Frame, feed: &Feed, page: &Page) -> Html {
    let list = match feed.load {
        Load::Idle | Load::Loading if feed.posts.is_empty() => notice::loading(frame, 4),
        Load::Failed(failure) if feed.posts.is_empty() => notice::failed(frame, failure),
        _ if is_making_room(frame, feed) => [notice::loading(frame, 4), rest()].into_iter().collect(),
        _ if feed.search.is_on() => found(frame, feed, page),
        _ => posts(frame, feed, page),
    };
    let inside = vec![
        composer(frame, feed, page),
        tools(frame, feed),
        frame.own.map(|own| (own.panel)(frame, feed, page)).unwrap_or_default(),
        notice::pending(frame, page.outbox.under("/posts"), page.online),
        list,
        notice::away(frame, page.online, feed.is_kept()),
    ];
    group("div", "feed", inside)
}

/// Whether something is to stand above the list that is still on its way: the panel of the visitor's own order, or what
/// it says of the order being made. The list gives way at the press, so that it does not under the reader's eyes.
fn is_making_room(frame: Frame, feed: &Feed) -> bool {
    match frame.own {
        None => feed.own.is_asked && !feed.is_kept(),
        Some(_) => feed.own.is_on && feed.load.is_loading(),
    }
}

fn composer(frame: Frame, feed: &Feed, page: &Page) -> Html {
    let form = feed.forms.find("post").map(|form| {
        let circles = if feed.circle.is_some() { &[][..] } else { &feed.circles };
        compose::sheet(frame, |sheets| (sheets.post)(frame, page, form, circles))
    });
    compose::opener(frame, "post", "feed.compose", form)
}

fn tools(frame: Frame, feed: &Feed) -> Html {
    let inside = vec![
        menu::search(frame, "search", "feed.search", &feed.search.query),
        circles(frame, feed),
        orders(frame, feed),
    ];
    menu::tools(frame, inside)
}

fn orders(frame: Frame, feed: &Feed) -> Html {
    let [community, newest] = [Order::Community, Order::Newest].map(Order::as_str);
    let chosen = match &feed.own {
        own if own.is_on || own.is_asked => MINE,
        _ if feed.newest => newest,
        _ => community,
    };
    menu::orders(frame, &[community, MINE, newest], chosen)
}

fn circles(frame: Frame, feed: &Feed) -> Html {
    if feed.fixed.is_some() || feed.circles.len() < 2 {
        return Html::default();
    }
    let mut choices: Vec<(AttrValue, AttrValue)> = vec![("".into(), frame.words.text("circle.all"))];
    choices.extend(feed.circles.iter().map(|circle| {
        let name = circle.name.pick(frame.words.lang());
        (circle.id.as_str().to_owned().into(), menu::counted(name, &frame.words.n(circle.n_posts)))
    }));
    let chosen = feed.circle.as_ref().map_or("", |circle| circle.as_str());
    menu::menu(frame.words.text("circle.label"), Act::Filter(Facet::Circle, String::new()), &choices, chosen)
}

fn posts(frame: Frame, feed: &Feed, page: &Page) -> Html {
    if feed.posts.is_empty() {
        return notice::empty(frame, "feed.empty", Html::default());
    }
    let n_latest = u32::try_from(feed.latest.len()).unwrap_or(u32::MAX);
    let cards = feed.drawn().enumerate();
    let cards =
        cards.map(|(place, (post, signals))| post::post(frame, feed, page, post, Some(signals), place));
    let parts = [
        notice::latest(frame, "feed.latest", n_latest),
        menu::list(Some(frame.words.text("feed.label")), feed.load.is_loading(), cards.collect()),
        if feed.is_drawing() { rest() } else { end(frame, feed) },
        if feed.is_drawing() { Html::default() } else { how(frame, feed) },
    ];
    parts.into_iter().collect()
}

/// Room for what is still to be drawn: what stands below comes into sight when the list is whole.
pub(crate) fn rest() -> Html {
    group("div", "rest", Vec::new())
}

fn end(frame: Frame, feed: &Feed) -> Html {
    match feed.more {
        Load::Failed(failure) => notice::failed(frame, failure),
        more => notice::end(
            frame,
            feed.next.is_some() || feed.own.has_more(),
            more.is_loading(),
            feed.posts.len(),
        ),
    }
}

/// What a search found, and how much of the feed it has looked through.
fn found(frame: Frame, feed: &Feed, page: &Page) -> Html {
    let words = frame.words;
    let search = &feed.search;
    let n_hits = u32::try_from(search.hits.len()).unwrap_or(u32::MAX);
    let n_read = words.number(search.n_read as f64, 0);
    let so_far = words.count_with(
        if search.is_done { "search.done" } else { "search.so_far" },
        n_hits,
        &[("read", &n_read)],
    );
    let clear = button::quiet(Act::Search(String::new()), words.text("search.clear"));
    let failed = match feed.corpus.texts {
        Load::Failed(failure) => notice::failed(frame, failure),
        _ if search.is_done && n_hits == 0 => notice::none(frame, "search.none", Html::default()),
        _ => Html::default(),
    };
    let cards = search.shown().enumerate();
    let cards: Vec<Html> =
        cards.map(|(place, post)| post::post(frame, feed, page, post, None, place)).collect();
    // Ghosts stand for the first results only: once there are some, what comes next must not push anything.
    let below = match (search.is_coming(), cards.is_empty()) {
        (true, true) => notice::loading(frame, 2),
        (true, false) => rest(),
        _ if search.hits.len() > search.n_shown => notice::next(frame),
        _ => Html::default(),
    };
    let parts = [menu::selection(so_far, clear), failed, menu::list(None, false, cards), below];
    parts.into_iter().collect()
}

fn how(frame: Frame, feed: &Feed) -> Html {
    let told = frame.panels.map(|panels| (panels.how_feed)(frame, feed));
    how::folded("how", frame.words.text("how.feed.title"), told.unwrap_or_default())
}

/// The parameters of the order in words, and the check of it on this device.
pub fn ordered(frame: Frame, feed: &Feed) -> Vec<Html> {
    let words = frame.words;
    if feed.own.is_on {
        return mine(frame, feed);
    }
    let check = match feed.check {
        _ if feed.newest => Html::default(),
        Check::Idle => button::plain(Act::Check, words.text("check.do")),
        Check::Running(n) => said("p", "quiet", words.count("check.running", n)),
        Check::Same(n) => said("p", "", words.count("check.same", n)),
        Check::Differs(place) => said("p", "", words.count("check.differs", place)),
        Check::Failed => said("p", "", words.text("check.failed")),
    };
    let own = feed.weights();
    let weights = [
        ("activity", own.activity),
        ("circle", own.circle),
        ("quality", own.quality),
        ("freshness", own.freshness),
    ];
    how::told(frame, "how.feed", &weights, check)
}

/// The parameters of the order that the device makes for its visitor.
fn mine(frame: Frame, feed: &Feed) -> Vec<Html> {
    let own = &feed.own.weights;
    let weights = [
        ("community", own.community),
        ("ties", own.ties),
        ("neighbours", own.neighbours),
        ("taste", own.taste),
        ("near", own.near),
    ];
    vec![
        said("p", "", how::criteria(frame, "how.mine.text", &weights)),
        said("p", "", frame.words.text("why.own")),
        how::formula(frame),
    ]
}
