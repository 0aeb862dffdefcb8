//! Every state of every surface, drawn once: for designers, for the browser's tests and for the ones here.
//!
//! The states are made the way the page makes them, from answers of the API and acts of a visitor, so that
//! the gallery cannot show what cannot happen. `www/states.html` is written from it: run the tests of this
//! crate with `UPDATE_EXPECT=1` after a change of look.

mod own;
mod page;
mod polls;

use crate::frame::Frame;
use crate::words::Words;
use parvis_model::board::{BoardPage, Idea, Status};
use parvis_model::chain::Link;
use parvis_model::id::ItemId;
use parvis_model::site::Site;
use parvis_model::time::Time;
use parvis_store::act::Act;
use parvis_store::effect::{Effect, Method, Undo, Want};
use parvis_store::feed::Feed;
use parvis_store::ideas::Ideas;
use parvis_store::load::{Failure, Load};
use parvis_store::outbox::{Entry, State};
use parvis_store::page::Page;
use parvis_store::poll::PollBox;
use parvis_store::reviews::Reviews;
use parvis_store::surface::Surface;
use serde::de::DeserializeOwned;
use yew::prelude::*;

/// A state: its name and how it looks.
pub type Named = (&'static str, Html);

/// The moment of the gallery.
pub fn now() -> Time {
    Time::parse("2026-03-12T12:00:00Z").unwrap()
}

/// Every state in the language of `words`.
pub fn states(words: &Words) -> Vec<Named> {
    let frame = Frame {
        words,
        now: now(),
        origin: "",
        site: "brume",
        sheets: Some(&crate::pieces::compose::SHEETS),
        panels: Some(&crate::pieces::panels::PANELS),
        own: Some(&crate::own::OWN_PANELS),
    };
    let mut states = feeds(frame);
    states.extend(all_reviews(frame));
    states.extend(boards(frame));
    states.extend(polls::states(frame));
    states
}

/// Something of the API, read from its JSON.
pub fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap()
}

fn site() -> Site {
    read(include_str!("gallery/site.json"))
}

/// A feed with its first page.
pub fn sample_feed() -> Feed {
    let mut feed = Feed::new("main", None, false);
    feed.start();
    feed.weights_arrived(site().ranking.feed);
    feed.page_arrived(&Want::First, read(include_str!("gallery/feed.json")));
    feed
}

/// Reviews with their first page.
pub fn sample_reviews() -> Reviews {
    let mut reviews = Reviews::new("moulin-m1", parvis_model::review::ReviewOrder::Useful);
    reviews.start();
    reviews.rules_arrived(site().ranking.reviews, site().policy);
    reviews.page_arrived(&Want::First, read(include_str!("gallery/reviews.json")));
    reviews
}

/// A board with its first page.
pub fn sample_ideas() -> Ideas {
    let mut ideas = Ideas::new("idees");
    ideas.start();
    let mut board: BoardPage = read(include_str!("gallery/board.json"));
    board.ideas.iter_mut().for_each(chained);
    ideas.page_arrived(&Want::First, board);
    ideas
}

/// A poll with its results.
pub fn sample_poll() -> PollBox {
    let mut poll = PollBox::new("latest");
    poll.start();
    poll.page_arrived(read(include_str!("gallery/poll.json")));
    poll
}

/// Carries out acts written as in `data-act`, each with the value of its control.
pub fn acted(surface: &mut dyn Surface, page: &mut Page, acts: &[(&str, &str)]) {
    for (act, value) in acts {
        let act = Act::parse(act, value).unwrap_or_else(|| panic!("{act} is no act"));
        let effects = surface.act(act, page, now());
        assert!(
            !effects.iter().any(|effect| matches!(effect, Effect::Write(_))),
            "the gallery sends nothing"
        );
    }
}

fn waiting(path: &str, state: State) -> Page {
    let mut page = Page::new("fr");
    page.online = !matches!(state, State::Waiting(_));
    page.outbox.push(Entry {
        key: "k1".to_owned(),
        at: now(),
        method: Method::Post,
        path: path.to_owned(),
        body: "{}".to_owned(),
        said: "Le joint tient depuis un an.\nJe recommence demain.".to_owned(),
        undo: Undo::Nothing,
        tries: 2,
        state,
        form: None,
    });
    page
}

fn refused() -> State {
    let faults =
        vec![parvis_model::fault::Fault::with_limit("title", parvis_model::fault::Rule::TooLong, 120)];
    State::Refused { problem: "invalid".to_owned(), faults }
}

fn feeds(frame: Frame) -> Vec<Named> {
    let draw = |name, feed: &Feed, page: &Page| (name, crate::feed::feed(frame, feed, page));
    let first = |feed: &Feed| feed.posts[0].0.item.id;
    let page = || Page::new(frame.words.lang());
    let mut states = vec![draw("feed", &sample_feed(), &page())];

    let mut loading = Feed::new("main", None, false);
    loading.start();
    states.push(draw("feed: loading", &loading, &page()));
    for (name, failure) in [
        ("feed: no network", Failure::Offline),
        ("feed: nothing there", Failure::NotFound),
        ("feed: the service fails", Failure::Service),
    ] {
        loading.failed(&Want::First, failure);
        states.push(draw(name, &loading, &page()));
    }

    let mut empty = sample_feed();
    empty.posts.clear();
    empty.next = None;
    states.push(draw("feed: empty", &empty, &page()));

    let (mut feed, mut shared) = (sample_feed(), page());
    let id = first(&feed);
    acted(&mut feed, &mut shared, &[(&format!("toggle:why:{id}"), ""), (&format!("toggle:thread:{id}"), "")]);
    feed.threads.arrived(read(include_str!("gallery/thread.json")));
    shared.mine.set_mark(id, parvis_model::item::Mark::Useful, true);
    feed.latest = vec![ItemId::from_u64(1), ItemId::from_u64(2)];
    feed.next = None;
    states.push(draw("feed: why, thread, marked, 2 new, the end", &feed, &shared));

    let (mut feed, mut shared) = (sample_feed(), page());
    acted(
        &mut feed,
        &mut shared,
        &[("compose:post", ""), ("field:post:text", "Un an de M1, "), ("compose:idea", "")],
    );
    feed.forms
        .refuse("post", vec![parvis_model::fault::Fault::new("name", parvis_model::fault::Rule::Personal)]);
    states.push(draw("feed: writing a post", &feed, &shared));

    let (mut feed, mut shared) = (sample_feed(), page());
    let report = format!("toggle:report:{}", first(&feed));
    acted(&mut feed, &mut shared, &[(&report, ""), ("search", "joint")]);
    feed.search.is_done = true;
    states.push(draw("feed: nothing found", &feed, &shared));

    states.push(draw(
        "feed: offline, waiting to send",
        &sample_feed(),
        &waiting("/posts", State::Waiting(now())),
    ));
    states.push(draw("feed: refused", &sample_feed(), &waiting("/posts", refused())));
    let mut kept = sample_feed();
    kept.failed(&Want::First, Failure::Offline);
    states.push(draw("feed: another order could not be loaded", &kept, &page()));
    states.extend(own::states(frame));
    states
}

fn all_reviews(frame: Frame) -> Vec<Named> {
    let draw = |name, reviews: &Reviews, page: &Page| (name, crate::reviews::reviews(frame, reviews, page));
    let page = || Page::new(frame.words.lang());
    let mut states = vec![draw("reviews", &sample_reviews(), &page())];

    let mut empty = Reviews::new("moulin-m1", parvis_model::review::ReviewOrder::Useful);
    empty.start();
    states.push(draw("reviews: loading", &empty, &page()));
    empty.rules_arrived(site().ranking.reviews, site().policy);
    (empty.load, empty.next) = (Load::Ready, None);
    states.push(draw("reviews: empty", &empty, &page()));

    let (mut reviews, mut shared) = (sample_reviews(), page());
    acted(&mut reviews, &mut shared, &[("filter:stars:2", ""), ("search", "hinge")]);
    (reviews.next, reviews.more) = (None, Load::Ready);
    states.push(draw("reviews: filtered", &reviews, &shared));
    acted(&mut reviews, &mut shared, &[("search", "introuvable")]);
    states.push(draw("reviews: nothing found", &reviews, &shared));

    let (mut reviews, mut shared) = (sample_reviews(), page());
    let id = reviews.list.all().next().unwrap().id();
    acted(
        &mut reviews,
        &mut shared,
        &[
            (&format!("toggle:why:{id}"), ""),
            ("compose:review", ""),
            ("field:review:stars", "4"),
            ("field:review:text", "Bon"),
            ("submit:review", ""),
        ],
    );
    let faults = reviews.forms.find("review").unwrap().to_review(&shared, now().to_day()).unwrap_err();
    reviews.forms.refuse("review", faults);
    states.push(draw("reviews: writing, with faults, and why", &reviews, &shared));

    for (name, invitation) in [
        ("reviews: writing with an invitation", Some("moulin-m1.AAAAAAAAAAAAAAAAAAAAAA".to_owned())),
        ("reviews: an invitation was used before", None),
    ] {
        let (mut reviews, mut shared) = (sample_reviews(), page());
        acted(
            &mut reviews,
            &mut shared,
            &[("compose:review", ""), ("field:review:text", "Il tient depuis un an.")],
        );
        let form = reviews.forms.find_mut("review").unwrap();
        let used = parvis_model::fault::Fault::new("invitation", parvis_model::fault::Rule::Used);
        form.faults.extend(invitation.is_none().then_some(used));
        form.invitation = invitation;
        states.push(draw(name, &reviews, &shared));
    }

    let path = "/subjects/moulin-m1/reviews";
    let held = State::Published { id: ItemId::from_u64(7), held: true };
    states.push(draw("reviews: held", &sample_reviews(), &waiting(path, held)));
    let mut kept = sample_reviews();
    kept.failed(&Want::First, Failure::Service);
    states.push(draw("reviews: another order could not be loaded", &kept, &page()));
    states
}

/// Gives the history of an idea the hashes it is published with.
fn chained(idea: &mut Idea) {
    let mut before: Option<String> = None;
    for change in &mut idea.history {
        change.hash = Link::from(&*change).hash(idea.item.id, before.as_deref());
        before = Some(change.hash.clone());
    }
}

fn boards(frame: Frame) -> Vec<Named> {
    let draw = |name, ideas: &Ideas, page: &Page| (name, crate::ideas::ideas(frame, ideas, page));
    let (mut ideas, mut shared) = (sample_ideas(), Page::new(frame.words.lang()));
    let id = ideas.matching()[0].item.id;
    shared.mine.set_vote(id, Some(parvis_model::draft::Vote::Agree));
    acted(
        &mut ideas,
        &mut shared,
        &[(&format!("toggle:history:{id}"), ""), (&format!("toggle:why:{id}"), "")],
    );
    let mut states = vec![draw("ideas: voted, history, why", &ideas, &shared)];
    acted(
        &mut ideas,
        &mut shared,
        &[("compose:idea", ""), ("field:idea:title", "Des joints à recharger au comptoir")],
    );
    acted(&mut ideas, &mut shared, &[("filter:status:shipped", "")]);
    states.push(draw("ideas: proposing what is there, filtered", &ideas, &shared));
    let (later, mut back) = (sample_ideas(), Page::new(frame.words.lang()));
    back.mine.set_vote(id, Some(parvis_model::draft::Vote::Agree));
    back.saw(id, Some(Status::Open));
    states.push(draw("ideas: one voted on has moved", &later, &back));
    let mut empty = Ideas::new("idees");
    empty.page_arrived(&Want::First, {
        let mut board: BoardPage = read(include_str!("gallery/board.json"));
        board.ideas.clear();
        board
    });
    states.push(draw("ideas: empty", &empty, &Page::new(frame.words.lang())));
    states
}
