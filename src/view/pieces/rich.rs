//! Rich text: the tree of a contribution drawn node by node.

use crate::frame::{Frame, act};
use crate::pieces::button;
use crate::pieces::node::{group, node, text as words};
use parvis_model::id::ItemId;
use parvis_model::rich::{Block, Inline, RichText, safe_href};
use parvis_store::act::{Act, Panel};
use yew::prelude::*;

/// Characters above which a text is first shown in part.
const LONG: usize = 900;
/// The same for a list where things stand close or answer each other.
const LONG_REPLY: usize = 500;

/// A whole text.
pub fn rich(text: &RichText) -> Html {
    text.0.iter().map(block).collect()
}

/// A text that is cut by the eye, never by the knife: all of it is in the page, and "read more" lifts the
/// limit of its height, so that nothing above moves and a search of the browser still finds the end.
pub fn long(frame: Frame, id: ItemId, text: &RichText, is_open: bool) -> Html {
    folded(frame, id, text, is_open, LONG)
}

/// The same for replies.
pub fn reply(frame: Frame, id: ItemId, text: &RichText, is_open: bool) -> Html {
    folded(frame, id, text, is_open, LONG_REPLY)
}

fn folded(frame: Frame, id: ItemId, text: &RichText, is_open: bool, limit: usize) -> Html {
    let is_long = size(text) > limit;
    let class = if is_long && !is_open { "text cut" } else { "text" };
    let panel: AttrValue = ["text-", &id.to_string()].concat().into();
    let values =
        vec![Some(class.into()), Some("body".into()), Some("auto".into()), is_long.then(|| panel.clone())];
    let blocks = text.0.iter().map(block).collect();
    let body = node("div", &["class", "part", "dir", "id"], values, blocks);
    if !is_long {
        return body;
    }
    let label = frame.words.text(if is_open { "text.less" } else { "text.more" });
    let values = vec![
        Some("button".into()),
        Some("button bare more".into()),
        Some("button".into()),
        Some(button::truth(is_open).into()),
        Some(panel),
        Some(act(Act::Toggle(Panel::Text, id))),
    ];
    let keys = &["type", "class", "part", "aria-expanded", "aria-controls", "data-act"];
    [body, node("button", keys, values, vec![words(label)])].into_iter().collect()
}

fn block(block: &Block) -> Html {
    let each = |tag, lines: &[Vec<Inline>], inner| {
        group(tag, "", lines.iter().map(|line| group(inner, "", inline(line))).collect())
    };
    match block {
        Block::P(line) => group("p", "", inline(line)),
        Block::H(line) => group("h4", "", inline(line)),
        Block::Ul(lines) => each("ul", lines, "li"),
        Block::Ol(lines) => each("ol", lines, "li"),
        Block::Quote(lines) => each("blockquote", lines, "p"),
        Block::Code(code) => {
            let inside = vec![group("code", "", vec![words(code.clone().into())])];
            node("pre", &["tabindex"], vec![Some("0".into())], inside)
        }
    }
}

fn inline(line: &[Inline]) -> Vec<Html> {
    line.iter().map(piece).collect()
}

fn piece(piece: &Inline) -> Html {
    match piece {
        Inline::Text(text) => words(text.clone().into()),
        Inline::Em(inner) => group("em", "", inline(inner)),
        Inline::Strong(inner) => group("strong", "", inline(inner)),
        Inline::Code(code) => group("code", "", vec![words(code.clone().into())]),
        Inline::Break => group("br", "", Vec::new()),
        Inline::Link(link) => match safe_href(&link.href) {
            Some(href) => {
                let values = vec![Some(href.into()), Some("ugc nofollow noopener".into())];
                node("a", &["href", "rel"], values, inline(&link.text))
            }
            // The tree comes over the network: an address the rules refuse stays words.
            None => inline(&link.text).into_iter().collect(),
        },
    }
}

fn size(text: &RichText) -> usize {
    let line = |line: &Vec<Inline>| line.iter().map(width).sum::<usize>() + 40;
    text.0
        .iter()
        .map(|block| match block {
            Block::P(own) | Block::H(own) => line(own),
            Block::Ul(lines) | Block::Ol(lines) | Block::Quote(lines) => lines.iter().map(line).sum(),
            Block::Code(code) => code.len(),
        })
        .sum()
}

fn width(piece: &Inline) -> usize {
    match piece {
        Inline::Text(text) | Inline::Code(text) => text.len(),
        Inline::Em(inner) | Inline::Strong(inner) => inner.iter().map(width).sum(),
        Inline::Link(link) => link.text.iter().map(width).sum(),
        Inline::Break => 60,
    }
}
