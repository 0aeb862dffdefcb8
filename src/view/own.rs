//! The visitor's own order: what it would remember, what it remembers, and how to change it. A part of its own:
//! a page on which nobody asks for it never loads it.

use crate::frame::{Frame, act};
use crate::pieces::node::{group, node, said, text};
use crate::pieces::person::name;
use crate::pieces::{button, menu};
use parvis_model::feed::Post;
use parvis_model::item::Item;
use parvis_model::locality::{CircleLocality, Locality};
use parvis_store::act::{Act, Panel};
use parvis_store::feed::Feed;
use parvis_store::feed::own::home::{Finding, Lost};
use parvis_store::page::Page;
use parvis_store::profile::{Home, Learnt, Profile, Slider, Trait};
use parvis_store::wish::Wish;
use yew::prelude::*;

/// What the visitor's own order draws.
#[derive(Clone, Copy, Debug)]
pub struct OwnPanels {
    /// Above the list: the question before it is granted, then the profile in words.
    pub panel: fn(Frame, &Feed, &Page) -> Html,
    /// Under a post: more and less like this; its author and its circle, to follow or to keep out of sight.
    pub acts: fn(Frame, &Feed, &Page, &Post) -> Html,
    /// Instead of the pictures of a post: what asks for them.
    pub pictures: fn(Frame, &Item) -> Html,
}

/// All of it.
pub const OWN_PANELS: OwnPanels = OwnPanels { panel, acts, pictures };

/// Posts of the profile that are listed, the newest first.
const LISTED: usize = 30;
/// The choice that is a place of no circle: no key of any.
const ELSEWHERE: &str = "?";

fn panel(frame: Frame, feed: &Feed, page: &Page) -> Html {
    match &page.profile {
        Some(profile) if feed.own.is_on => section(frame, granted(frame, feed, page, profile)),
        _ if feed.own.is_asked => section(frame, asked(frame)),
        _ => Html::default(),
    }
}

fn section(frame: Frame, inside: Vec<Html>) -> Html {
    let values = vec![
        Some("own".into()),
        Some("own".into()),
        Some("own".into()),
        Some("-1".into()),
        Some(frame.words.text("own.label")),
    ];
    node("section", &["class", "part", "id", "tabindex", "aria-label"], values, inside)
}

/// The act that says a wish.
fn own(wish: Wish) -> Act {
    Act::Own(wish.to_string(), String::new())
}

fn wish(wish: Wish, label: AttrValue) -> Html {
    button::plain(own(wish), label)
}

fn quiet(wish: Wish, label: AttrValue) -> Html {
    button::quiet(own(wish), label)
}

/// What would be remembered, before anything is.
fn asked(frame: Frame) -> Vec<Html> {
    let words = frame.words;
    let kept = ["own.ask.acts", "own.ask.words", "own.ask.people", "own.ask.home"];
    let kept = kept.into_iter().map(|key| said("li", "", words.text(key))).collect();
    vec![
        said("p", "name", words.text("own.ask.title")),
        said("p", "", words.text("own.ask.text")),
        group("ul", "", kept),
        said("p", "", words.text("own.ask.stays")),
        group(
            "div",
            "acts",
            vec![
                button::main(own(Wish::Grant), words.text("own.ask.yes")),
                button::quiet(own(Wish::Decline), words.text("own.ask.no")),
            ],
        ),
    ]
}

fn granted(frame: Frame, feed: &Feed, page: &Page, profile: &Profile) -> Vec<Html> {
    let words = frame.words;
    let told = &feed.own.told;
    let mut facts = vec![text(if profile.is_empty() {
        words.text("own.knows_nothing")
    } else if told.n_others == 0 {
        words.text("own.same")
    } else {
        words.count("own.others", told.n_others)
    })];
    for (key, n) in [("own.known", told.n_known), ("own.hidden", told.n_hidden)] {
        if n > 0 {
            facts.extend([text(" ".into()), text(words.count(key, n))]);
        }
    }
    let has_places = !feed.own.localities.is_empty() || profile.home.is_some();
    let sliders = Slider::ALL.into_iter().filter(|slider| *slider != Slider::Near || has_places);
    let sliders = sliders.map(|slider| self::slider(frame, profile, slider)).collect();
    vec![
        group("p", "", facts),
        group("div", "sliders", sliders),
        if has_places { home(frame, feed, profile) } else { Html::default() },
        remembered(frame, feed, page, profile),
    ]
}

/// Where the visitor is, as they say it: a place of the list, or where the device is.
fn home(frame: Frame, feed: &Feed, profile: &Profile) -> Html {
    let words = frame.words;
    let name = |locality: &Locality| locality.name.pick(words.lang()).to_owned();
    let is_home = |home: &Home, locality: &Locality| {
        let is_called_so = locality.name.0.iter().any(|(_, name)| name.starts_with(&home.name));
        locality.at == home.at && is_called_so && !home.name.is_empty()
    };
    let mut choices: Vec<(AttrValue, AttrValue)> = vec![("".into(), words.text("own.home.none"))];
    let mut chosen = "";
    let mut listed: Vec<&Locality> = Vec::new();
    for CircleLocality { circle, locality } in &feed.own.localities {
        if listed.contains(&locality) {
            continue;
        }
        listed.push(locality);
        choices.push((circle.as_str().to_owned().into(), name(locality).into()));
        if profile.home.as_ref().is_some_and(|home| is_home(home, locality)) {
            chosen = circle.as_str();
        }
    }
    if let Some(home) = profile.home.as_ref().filter(|_| chosen.is_empty()) {
        chosen = ELSEWHERE;
        choices.push((chosen.into(), home_name(frame, home)));
    }
    let key = match feed.own.finding {
        Finding::Idle => "own.home.hint",
        Finding::Asking => "own.home.asking",
        Finding::Lost(Lost::Refused) => "own.home.refused",
        Finding::Lost(Lost::Late) => "own.home.late",
        Finding::Lost(Lost::Absent) => "own.home.absent",
    };
    let inside = vec![
        menu::menu(words.text("own.home"), own(Wish::Home(None)), &choices, chosen),
        quiet(Wish::Locate, words.text("own.home.locate")),
        said("p", "quiet", words.text(key)),
    ];
    group("div", "home", inside)
}

/// What a place of the visitor's is called.
fn home_name(frame: Frame, home: &Home) -> AttrValue {
    if home.name.is_empty() { frame.words.text("own.home.here") } else { home.name.clone().into() }
}

fn slider(frame: Frame, profile: &Profile, slider: Slider) -> Html {
    let percent = profile.sliders.of(slider);
    let label = frame.words.of("own.slider", slider.as_str());
    let shown = frame.words.percent(f64::from(percent) / 100.0);
    let values = vec![
        Some("range".into()),
        Some("slider".into()),
        Some("0".into()),
        Some(Slider::MOST.to_string().into()),
        Some("25".into()),
        Some(percent.to_string().into()),
        Some(shown.clone()),
        Some(act(own(Wish::Slide(slider, percent)))),
        // It waits where it will act: one that came with the place would move the list.
        (slider == Slider::Near && profile.home.is_none()).then(|| "disabled".into()),
    ];
    let keys = &["type", "part", "min", "max", "step", "value", "aria-valuetext", "data-act", "disabled"];
    let value = node(
        "span",
        &["class", "aria-hidden"],
        vec![Some("n".into()), Some("true".into())],
        vec![text(shown)],
    );
    group("label", "slider", vec![said("span", "", label), value, node("input", keys, values, Vec::new())])
}

/// The profile in words, each entry with what takes it out.
fn remembered(frame: Frame, feed: &Feed, page: &Page, profile: &Profile) -> Html {
    let words = frame.words;
    // Known only after the browser was asked: under a closed line it moves nothing.
    let stays = if page.keeps_profile { "own.stays" } else { "own.unkept" };
    let told = &feed.own.told;
    let topics = told.topics.iter().map(|(id, share)| {
        let name = circle_name(frame, feed, id.as_str());
        let label = [name, " ", &*words.percent(*share)].concat();
        forget(frame, Trait::Circle(id.clone()), label.into())
    });
    let named = told.words.iter().filter(|(bucket, _)| !profile.left_out.contains(bucket));
    let named = named.map(|(bucket, word)| forget(frame, Trait::Word(*bucket), word.clone().into()));
    let people = |is_followed: bool| {
        let people = profile.people.iter().filter(move |known| known.is_followed == is_followed);
        people.map(move |known| forget(frame, Trait::Person(known.id.clone()), known.name.clone().into()))
    };
    let circles = |is_followed: bool| {
        let circles = profile.circles.iter().filter(move |known| known.is_followed == is_followed);
        circles.map(move |known| forget(frame, Trait::Stance(known.id.clone()), known.name.clone().into()))
    };
    let home = profile.home.iter().map(|home| forget(frame, Trait::Home, home_name(frame, home)));
    let acts = profile.entries.iter().rev().take(LISTED).map(|entry| {
        let what = words.of("own.act", entry.act.as_str());
        let label = words.with("own.entry", &[("act", &what), ("title", &entry.title)]);
        forget(frame, Trait::Item(entry.item), label)
    });
    let lists = [
        row(frame, "own.topics", topics.collect()),
        row(frame, "own.words", named.collect()),
        row(frame, "own.followed", people(true).collect()),
        row(frame, "own.followed_circles", circles(true).collect()),
        row(frame, "own.out_of_sight", people(false).chain(circles(false)).collect()),
        row(frame, "own.home", home.collect()),
        row(frame, "own.acts", acts.collect()),
    ];
    let leave = vec![
        wish(Wish::Again, words.text("own.again")),
        wish(Wish::Export, words.text("own.export")),
        wish(Wish::Erase, words.text("own.erase")),
    ];
    let mut inside =
        vec![said("summary", "", words.text("own.remembered")), said("p", "quiet", words.text(stays))];
    if profile.is_empty() {
        inside.push(said("p", "", words.text("own.nothing")));
    }
    inside.push(group("dl", "", lists.into()));
    inside.push(group("div", "acts", leave));
    group("details", "how", inside)
}

fn row(frame: Frame, key: &str, chips: Vec<Html>) -> Html {
    if chips.is_empty() {
        return Html::default();
    }
    group("div", "", vec![said("dt", "", frame.words.text(key)), group("dd", "chips", chips)])
}

/// Something remembered, on a button that takes it out.
fn forget(frame: Frame, part: Trait, label: AttrValue) -> Html {
    let values = vec![
        Some("button".into()),
        Some("chip".into()),
        Some("chip".into()),
        Some(frame.words.with("own.forget", &[("what", &label)])),
        Some(act(own(Wish::Forget(part)))),
    ];
    let cross = node("span", &["aria-hidden"], vec![Some("true".into())], vec![text("×".into())]);
    let keys = &["type", "class", "part", "aria-label", "data-act"];
    node("button", keys, values, vec![text(label), cross])
}

fn circle_name<'a>(frame: Frame, feed: &'a Feed, id: &'a str) -> &'a str {
    let known = feed.circles.iter().find(|circle| circle.id.as_str() == id);
    known.map_or(id, |circle| circle.name.pick(frame.words.lang()))
}

/// Pictures wait for a press: in what order they are asked for would tell the server what the list shows.
fn pictures(frame: Frame, item: &Item) -> Html {
    let n_pictures = u32::try_from(item.media.len()).unwrap_or(u32::MAX);
    if n_pictures == 0 {
        return Html::default();
    }
    let label = frame.words.count("own.pictures", n_pictures);
    group("p", "", vec![button::plain(Act::Toggle(Panel::Pictures, item.id), label)])
}

/// What can be said of one post for this order alone.
fn acts(frame: Frame, feed: &Feed, page: &Page, post: &Post) -> Html {
    let Some(profile) = &page.profile else { return Html::default() };
    let (words, item) = (frame.words, &post.item);
    let id = item.id;
    let name = name(frame, &item.by);
    let pressed = |wish: Wish, is_pressed: bool, label: AttrValue| {
        button::pressed("mark", own(wish), is_pressed, vec![text(label)])
    };
    let mut inside = vec![
        pressed(Wish::More(id), profile.has(id, Learnt::More), words.text("own.more")),
        quiet(Wish::Less(id), words.text("own.less")),
    ];
    if !page.mine.written.contains(&id) {
        let is_followed = profile.person(&item.by.id) == Some(true);
        inside.push(pressed(Wish::Follow(id), is_followed, words.with("own.follow", &[("name", &name)])));
        inside.push(quiet(Wish::Mute(id), words.with("own.mute", &[("name", &name)])));
    }
    if let Some(circle) = &item.circle {
        let name = circle_name(frame, feed, circle.as_str());
        let is_followed = profile.circle(circle) == Some(true);
        let follow = words.with("own.follow_circle", &[("name", name)]);
        inside.push(pressed(Wish::FollowCircle(id), is_followed, follow));
        inside.push(quiet(Wish::MuteCircle(id), words.with("own.mute_circle", &[("name", name)])));
    }
    group("div", "acts own-acts", inside)
}
