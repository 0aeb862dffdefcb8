//! One review: stars, title, text, what must be said about it, and the answer of the brand.

use crate::frame::Frame;
use crate::pieces::answer::answer;
use crate::pieces::card::{Around, card, foot};
use crate::pieces::moment::{day, day_of};
use crate::pieces::node::{group, node, said, text};
use crate::pieces::person::{name, person};
use crate::pieces::pictures::pictures;
use crate::pieces::{labels, marks, rich};
use crate::{post, summary};
use parvis_model::item::Mark;
use parvis_model::lang::Local;
use parvis_model::review::{Review, Scale};
use parvis_store::act::Panel;
use parvis_store::page::Page;
use parvis_store::reviews::Reviews;
use yew::prelude::*;

/// A review at a place of the list, counted from 0.
pub fn review(frame: Frame, reviews: &Reviews, page: &Page, review: &Review, place: usize) -> Html {
    let item = &review.item;
    let is_open = |panel| reviews.opened.has(panel, item.id);
    let why = |panel| {
        frame.panels.map(|panels| (panels.why_review)(frame, reviews, review, panel)).unwrap_or_default()
    };
    let answer_is_open =
        review.answer.as_ref().is_some_and(|reply| reviews.opened.has(Panel::Text, reply.item.id));
    let note = vec![
        summary::note(frame, review.stars.as_u8()),
        labels::received(frame, review.received),
        labels::disclosure(frame, item.disclosure),
    ];
    let mut main = vec![group("header", "note-line", note)];
    main.extend(post::title(item));
    if review.copy_of.is_some() {
        main.push(said("p", "quiet", frame.words.text("review.copy")));
    }
    main.push(rich::long(frame, item.id, &item.text, is_open(Panel::Text)));
    main.push(scales(frame, reviews, review));
    main.push(pictures(frame, &item.media));
    let Reviews { opened, threads, forms, .. } = reviews;
    let around = Around { frame, opened, threads, forms, page };
    let does = vec![marks::marks(frame, item, &page.mine, &[Mark::Useful, Mark::NotUseful])];
    let answer = answer(frame, &item.by, review.answer.as_deref(), answer_is_open);
    let inside = vec![
        group("div", "main-part", main),
        side(frame, review),
        group("div", "foot", vec![foot(around, item, does, Some(&why), answer)]),
    ];
    let label = frame.words.with("review.by", &[("name", &name(frame, &item.by))]);
    card("card review", item, place, label, inside)
}

/// Who says it, how that was checked, and both dates.
fn side(frame: Frame, review: &Review) -> Html {
    let (words, item) = (frame.words, &review.item);
    let dated = |key, date| line(vec![text(words.text(key)), text(" ".into()), date]);
    let mut facts = vec![line(vec![labels::verified(frame, review)])];
    if let Some(yes) = review.recommends {
        let key = if yes { "review.recommends.yes" } else { "review.recommends.no" };
        facts.push(said("span", LINE, words.text(key)));
    }
    facts.push(match review.experienced {
        Some(experienced) => dated("review.experienced", day(frame, experienced)),
        None => said("span", LINE, words.text("review.experienced.unknown")),
    });
    facts.push(dated("review.published", day_of(frame, item.at)));
    facts.extend(item.edited.map(|edited| dated("review.edited", day_of(frame, edited))));
    let context = review.context.iter();
    facts.extend(context.map(|(what, told)| said("span", LINE, [what, "\u{a0}: ", told].concat().into())));
    let values = vec![Some("quiet facts-of".into()), Some("facts".into())];
    let inside = vec![person(frame, &item.by), node("div", &["class", "part"], values, facts)];
    group("div", "side", inside)
}

const LINE: &str = "line-of";

fn line(inside: Vec<Html>) -> Html {
    group("span", LINE, inside)
}

/// Where the author stands on each scale of the subject.
fn scales(frame: Frame, reviews: &Reviews, review: &Review) -> Html {
    let Some(subject) = reviews.about.as_ref().filter(|_| !review.scales.is_empty()) else {
        return Html::default();
    };
    let placed = subject.scales.iter().filter_map(|scale| Some((scale, *review.scales.get(&scale.id)?)));
    group("div", "scales", placed.map(|(scale, place)| self::scale(frame, scale, place)).collect())
}

fn scale(frame: Frame, scale: &Scale, place: u8) -> Html {
    let end = |class, words: &Local| said("span", class, words.pick(frame.words.lang()).to_owned().into());
    let x = [&(4 + (place.clamp(1, 5) - 1) * 23).to_string(), "%"].concat();
    let value = frame.words.n(u32::from(place));
    let track = vec![Some("track".into()), Some("40%".into()), Some("100%".into()), Some("20%".into())];
    let dot = vec![Some(x.into()), Some("50%".into()), Some("4".into())];
    let drawn = vec![
        node("rect", &["class", "y", "width", "height"], track, Vec::new()),
        node("circle", &["cx", "cy", "r"], dot, Vec::new()),
    ];
    let label = frame.words.with("stars.label", &[("value", &value)]);
    let values = vec![Some("bar dot".into()), Some("img".into()), Some(label)];
    let inside = vec![
        end("", &scale.title),
        node("svg", &["class", "role", "aria-label"], values, drawn),
        end("quiet", &scale.min),
        end("quiet far", &scale.max),
    ];
    group("p", "scale", inside)
}
