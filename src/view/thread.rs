//! Threads opened in place: a rule at the side, depth by indentation up to three, then by words.

use crate::frame::Frame;
use crate::pieces::card::Around;
use crate::pieces::moment::moment;
use crate::pieces::node::{group, keyed, node, said, text};
use crate::pieces::person::{name, person};
use crate::pieces::{button, compose, labels, marks, notice, rich};
use parvis_model::item::{Item, Mark};
use parvis_model::thread::Reply;
use parvis_store::act::{Act, Panel};
use parvis_store::form::{Forms, reply_form, report_form};
use parvis_store::load::Load;
use parvis_store::thread::Talk;
use yew::prelude::*;

/// Depth from which words say what a reply answers.
const DEEPEST: u32 = 3;

/// The button that opens the thread of an item, or the form of its first reply.
pub fn opener(frame: Frame, item: &Item, is_open: bool) -> Html {
    if item.n_replies == 0 && !is_open {
        return button::quiet(Act::Compose(reply_form(item.id)), frame.words.text("do.reply"));
    }
    let label = frame.words.count("count.replies", item.n_replies);
    button::opener(
        None,
        Act::Toggle(Panel::Thread, item.id),
        label,
        ["thread-", &item.id.to_string()].concat().into(),
        is_open,
    )
}

/// The button that opens the form to report an item.
pub fn report_opener(frame: Frame, item: &Item, is_open: bool) -> Html {
    let panel = ["form-", &report_form(item.id)].concat();
    button::opener(
        None,
        Act::Toggle(Panel::Report, item.id),
        frame.words.text("do.report"),
        panel.into(),
        is_open,
    )
}

/// The form to report an item, if it is open.
pub fn report(frame: Frame, item: &Item, forms: &Forms) -> Html {
    let name = report_form(item.id);
    forms.find(&name).map_or_else(Html::default, |form| {
        compose::sheet(frame, |sheets| (sheets.report)(frame, form, &name))
    })
}

/// The thread of an item, if it is open, and what this visitor writes under the item.
pub fn thread(around: Around, item: &Item) -> Html {
    let Around { frame, opened, threads, .. } = around;
    if !opened.has(Panel::Thread, item.id) {
        return composer(around, item);
    }
    let form = reply_form(item.id);
    let more = match around.forms.find(&form) {
        Some(_) => Html::default(),
        None => button::plain(Act::Compose(form), frame.words.text("thread.compose")),
    };
    let talk = threads.find(item.id).map(|talk| replies(around, talk, item));
    let inside = vec![talk.unwrap_or_default(), composer(around, item), more];
    let values = vec![
        Some("thread".into()),
        Some("thread".into()),
        Some(["thread-", &item.id.to_string()].concat().into()),
        Some("group".into()),
        Some(frame.words.text("thread.label")),
    ];
    node("div", &["class", "part", "id", "role", "aria-label"], values, inside)
}

fn replies(around: Around, talk: &Talk, item: &Item) -> Html {
    let words = around.frame.words;
    let more = |key| button::plain(Act::NextReplies(item.id), words.text(key));
    let rest = match talk.load {
        Load::Loading => notice::loading(around.frame, if talk.replies.is_empty() { 2 } else { 1 }),
        Load::Failed(failure) => {
            let is_offline = failure == parvis_store::load::Failure::Offline;
            let key = if is_offline { "failed.offline.title" } else { "failed.service.title" };
            notice::line(vec![text(words.text(key)), text(" ".into()), more("do.retry")])
        }
        _ if talk.next.is_some() => more("thread.more"),
        _ => Html::default(),
    };
    let ordered = talk.in_order(item.id);
    let replies = ordered.iter().map(|(reply, depth)| self::reply(around, talk, reply, *depth)).collect();
    [replies, rest].into_iter().collect()
}

fn reply(around: Around, talk: &Talk, reply: &Reply, depth: u32) -> Html {
    let Around { frame, opened, page, .. } = around;
    let item = &reply.item;
    let class = match depth {
        0 => "reply",
        1 => "reply d1",
        2 => "reply d2",
        _ => "reply d3",
    };
    let mut facts = Vec::with_capacity(2);
    if depth >= DEEPEST
        && let Some(other) = talk.replies.iter().find(|other| other.item.id == reply.on)
    {
        let name = name(frame, &other.item.by);
        facts.push(said("span", "", frame.words.with("thread.answers", &[("name", &name)])));
    }
    facts.push(moment(frame, item.at));
    let by = vec![
        person(frame, &item.by),
        group("span", "quiet facts", facts),
        labels::disclosure(frame, item.disclosure),
    ];
    let acts = vec![
        marks::marks(frame, item, &page.mine, &[Mark::Useful]),
        button::quiet(Act::Compose(reply_form(item.id)), frame.words.text("do.reply")),
        group("span", "aside", vec![report_opener(frame, item, opened.has(Panel::Report, item.id))]),
    ];
    let inside = vec![
        group("header", "by", by),
        rich::reply(frame, item.id, &item.text, opened.has(Panel::Text, item.id)),
        group("div", "acts", acts),
        report(frame, item, around.forms),
        composer(around, item),
    ];
    let values = vec![
        Some(class.into()),
        Some("reply".into()),
        Some(item.lang.to_string().into()),
        Some(frame.words.with("post.by", &[("name", &name(frame, &item.by))])),
    ];
    keyed(Some(item.id.to_string()), "article", &["class", "part", "lang", "aria-label"], values, inside)
}

/// What waits to be said under an item, and the form to say more.
fn composer(around: Around, item: &Item) -> Html {
    let Around { frame, forms, page, .. } = around;
    let path = ["/items/", &item.id.to_string(), "/replies"].concat();
    let name = reply_form(item.id);
    let draw = |form| compose::sheet(frame, |sheets| (sheets.reply)(frame, page, form, &name));
    let waiting = notice::pending(frame, page.outbox.under(&path), page.online);
    [waiting, forms.find(&name).map(draw).unwrap_or_default()].into_iter().collect()
}
