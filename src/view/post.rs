//! One post of the feed with its marks, its explanation and its thread.

use crate::frame::Frame;
use crate::pieces::card::{Around, card, foot};
use crate::pieces::moment::moment;
use crate::pieces::node::{group, node, said, text};
use crate::pieces::person::{name, person};
use crate::pieces::pictures::pictures;
use crate::pieces::{button, labels, marks, rich};
use parvis_model::feed::{FeedSignals, Post};
use parvis_model::item::{Item, Mark};
use parvis_rank::mine::Slot;
use parvis_store::act::{Act, Panel};
use parvis_store::feed::Feed;
use parvis_store::page::Page;
use yew::prelude::*;

/// A post at a place of the list, counted from 0. Without signals, as in a search, there is no explanation.
pub fn post(
    frame: Frame,
    feed: &Feed,
    page: &Page,
    post: &Post,
    signals: Option<&FeedSignals>,
    place: usize,
) -> Html {
    let Feed { opened, threads, forms, .. } = feed;
    let item = &post.item;
    let why = signals.map(|signals| {
        move |panel| {
            frame
                .panels
                .map(|panels| (panels.why_post)(frame, feed, post, signals, panel))
                .unwrap_or_default()
        }
    });
    let mut does = vec![marks::marks(frame, item, &page.mine, &[Mark::Useful, Mark::Save])];
    let mut own = Html::default();
    if let Some(panels) = frame.own.filter(|_| feed.own.is_on) {
        let panel: AttrValue = ["panel-own-", &item.id.to_string()].concat().into();
        let is_open = opened.has(Panel::Own, item.id);
        let label = frame.words.text("own.open");
        does.push(button::opener(None, Act::Toggle(Panel::Own, item.id), label, panel.clone(), is_open));
        if is_open {
            own = node("div", &["id"], vec![Some(panel)], vec![(panels.acts)(frame, feed, page, post)]);
        }
    }
    let around = Around { frame, opened, threads, forms, page };
    let mut inside = vec![head(frame, feed, item)];
    inside.extend(title(item));
    let n_back = signals.map_or(0, |signals| feed.n_back(post, signals));
    if n_back > 0 {
        inside.push(said("p", "quiet revived", frame.words.count("post.revived", n_back)));
    }
    if let Some(slot) = feed.own.place(item.id).and_then(|place| slot(place.slot)) {
        inside.push(said("p", "quiet slot", frame.words.of("post.slot", slot)));
    }
    if post.reprise_of.is_some() {
        inside.push(said("p", "quiet", frame.words.text("post.reprise")));
    }
    inside.push(rich::long(frame, item.id, &item.text, opened.has(Panel::Text, item.id)));
    inside.push(match frame.own {
        Some(own) if feed.own.is_on && !opened.has(Panel::Pictures, item.id) => (own.pictures)(frame, item),
        _ => pictures(frame, &item.media),
    });
    let why = why.as_ref().map(|why| why as &dyn Fn(AttrValue) -> Html);
    inside.push(foot(around, item, does, why, own));
    card("card post", item, place, label(frame, item), inside)
}

/// The word of a place that the score alone did not give.
const fn slot(slot: Slot) -> Option<&'static str> {
    match slot {
        Slot::Score => None,
        Slot::Balance => Some("balance"),
        Slot::Discovery => Some("discovery"),
    }
}

/// The title of an item, if it has one.
pub fn title(item: &Item) -> Option<Html> {
    let title = item.title.clone()?;
    let values = vec![Some("title".into()), Some("title".into()), Some("auto".into())];
    Some(node("h3", &["class", "part", "dir"], values, vec![text(title.into())]))
}

fn label(frame: Frame, item: &Item) -> AttrValue {
    match &item.title {
        Some(title) => title.clone().into(),
        None => frame.words.with("post.by", &[("name", &name(frame, &item.by))]),
    }
}

fn head(frame: Frame, feed: &Feed, item: &Item) -> Html {
    let mut facts = Vec::with_capacity(3);
    if let (Some(id), None) = (&item.circle, &feed.circle) {
        let known = feed.circles.iter().find(|circle| circle.id == *id);
        let name = known.map_or(id.as_str(), |circle| circle.name.pick(frame.words.lang()));
        facts.push(said("span", "circle", name.to_owned().into()));
    }
    facts.push(moment(frame, item.at));
    if let Some(edited) = item.edited {
        let words = frame.words.text("item.edited");
        facts.push(group("span", "", vec![text(words), text(" ".into()), moment(frame, edited)]));
    }
    let inside = vec![
        person(frame, &item.by),
        group("span", "quiet facts", facts),
        labels::disclosure(frame, item.disclosure),
    ];
    group("header", "by", inside)
}
