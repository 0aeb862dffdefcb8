//! The drawing: brings the nodes of the page into line with what a view says, changing only what differs.
//!
//! Views are plain trees of Yew's virtual nodes: no component, no listener, no raw markup. Yew's own renderer exists
//! for those, and weighs as much again as the rest of the main module. This one knows tags, words and
//! lists, in Yew's order: children are compared by place, or by key where each of them has one, and a subtree that
//! is the very same as before is not looked at.

#[cfg(all(test, target_arch = "wasm32"))]
mod trials;

use js_sys::Reflect;
use parvis_model::map::Map;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlInputElement, Node};
use yew::Html;
use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, VTag};

/// Where drawings of the graphics of a page live.
const SVG: &str = "http://www.w3.org/2000/svg";

/// The attribute of the choice that a menu shows.
const SELECTED: &str = "selected";

/// What is drawn inside a node of the page.
pub struct Drawing {
    pen: Pen,
    root: Node,
    drawn: Vec<Drawn>,
}

/// A virtual node and what stands for it on the page: a node, or those of its list.
struct Drawn {
    html: Html,
    node: Option<Node>,
    inside: Vec<Drawn>,
}

/// What makes nodes: the document, and whether it is graphics that are drawn.
#[derive(Clone)]
struct Pen {
    document: Document,
    is_graphic: bool,
}

impl Drawing {
    /// An empty drawing inside an empty node.
    pub fn new(document: Document, root: Node) -> Self {
        Self { pen: Pen { document, is_graphic: false }, root, drawn: Vec::new() }
    }

    /// Draws it anew.
    pub fn show(&mut self, html: Html) {
        self.pen.all(&self.root, &mut self.drawn, &[html], None);
    }
}

impl Drawn {
    /// Does something with each of its outermost nodes, in their order.
    fn each(&self, act: &dyn Fn(&Node)) {
        match &self.node {
            Some(node) => act(node),
            None => self.inside.iter().for_each(|inner| inner.each(act)),
        }
    }

    fn leave(&self, parent: &Node) {
        // A node that somebody else has moved away is gone already.
        self.each(&|node| drop(parent.remove_child(node)));
    }

    fn enter(&self, parent: &Node, next: Option<&Node>) {
        // Nobody but this drawing adds nodes here: `next` is where it was put.
        self.each(&|node| drop(parent.insert_before(node, next)));
    }
}

impl Pen {
    /// Brings a list into line; gives its first node, or the one after it.
    fn all(&self, parent: &Node, old: &mut Vec<Drawn>, new: &[Html], next: Option<Node>) -> Option<Node> {
        let is_keyed = new.iter().all(Html::has_key) && old.iter().all(|drawn| drawn.html.has_key());
        if is_keyed {
            return self.by_key(parent, old, new, next);
        }
        while old.len() > new.len() {
            if let Some(drawn) = old.pop() {
                drawn.leave(parent);
            }
        }
        let n_old = old.len();
        let mut next = next;
        let (known, added) = new.split_at(n_old.min(new.len()));
        let mut made = Vec::with_capacity(added.len());
        for html in added.iter().rev() {
            made.push(self.make(parent, html, &mut next));
        }
        for (drawn, html) in old.iter_mut().zip(known).rev() {
            self.one(parent, drawn, html, &mut next);
        }
        old.extend(made.into_iter().rev());
        next
    }

    /// The same where each child has a key: what moves is moved, not made again.
    fn by_key(&self, parent: &Node, old: &mut Vec<Drawn>, new: &[Html], next: Option<Node>) -> Option<Node> {
        let mut known: Map<Key, (usize, Drawn)> = Map::new();
        for (place, drawn) in std::mem::take(old).into_iter().enumerate() {
            if let Some(key) = drawn.html.key().cloned() {
                known.insert(key, (place, drawn));
            }
        }
        let mut kept: Vec<(usize, Option<Drawn>)> = new
            .iter()
            .map(|html| match html.key().and_then(|key| known.remove(key)) {
                Some((place, drawn)) => (place, Some(drawn)),
                None => (0, None),
            })
            .collect();
        for (_, (_, drawn)) in known.iter() {
            drawn.leave(parent);
        }
        let mut next = next;
        // Seen from the end, what stood before everything seen so far stands right already.
        let mut barrier = usize::MAX;
        for ((place, drawn), html) in kept.iter_mut().zip(new).rev() {
            match drawn {
                Some(drawn) => {
                    if *place < barrier {
                        barrier = *place;
                    } else {
                        drawn.enter(parent, next.as_ref());
                    }
                    self.one(parent, drawn, html, &mut next);
                }
                None => *drawn = Some(self.make(parent, html, &mut next)),
            }
        }
        old.extend(kept.into_iter().filter_map(|(_, drawn)| drawn));
        next
    }

    /// Makes what was not there and puts it before `next`, which then is its first node.
    fn make(&self, parent: &Node, html: &Html, next: &mut Option<Node>) -> Drawn {
        let mut drawn = Drawn { html: html.clone(), node: None, inside: Vec::new() };
        match html {
            Html::VTag(tag) => {
                let pen = self.inside(tag);
                if let Some(element) = pen.element(tag.tag()) {
                    attributes(&element, &tag.attributes, &Attributes::default());
                    pen.all(&element, &mut drawn.inside, children(tag), None);
                    control(&element, tag, None);
                    drawn.node = Some(element.into());
                }
            }
            Html::VText(text) => drawn.node = Some(self.document.create_text_node(&text.text).into()),
            Html::VList(list) => *next = self.all(parent, &mut drawn.inside, list, next.take()),
            _ => {}
        }
        if let Some(node) = &drawn.node {
            // Nobody but this drawing adds nodes here: `next` is where it was put.
            let _ = parent.insert_before(node, next.as_ref());
            *next = Some(node.clone());
        }
        drawn
    }

    /// Brings one place of a list into line.
    fn one(&self, parent: &Node, drawn: &mut Drawn, html: &Html, next: &mut Option<Node>) {
        match (&drawn.html, html) {
            (Html::VTag(old), Html::VTag(new)) if Rc::ptr_eq(old, new) => {}
            (Html::VTag(old), Html::VTag(new)) if is_same(old, new) => {
                if let Some(element) = drawn.node.as_ref().and_then(|node| node.dyn_ref::<Element>()) {
                    attributes(element, &new.attributes, &old.attributes);
                    self.inside(new).all(element, &mut drawn.inside, children(new), None);
                    control(element, new, Some(old));
                }
            }
            (Html::VText(old), Html::VText(new)) => {
                if let Some(node) = drawn.node.as_ref().filter(|_| old.text != new.text) {
                    node.set_node_value(Some(&new.text));
                }
            }
            (Html::VList(_), Html::VList(new)) => {
                *next = self.all(parent, &mut drawn.inside, new, next.take());
                drawn.html = html.clone();
                return;
            }
            _ => {
                drawn.leave(parent);
                *drawn = self.make(parent, html, next);
                return;
            }
        }
        drawn.html = html.clone();
        if let Some(node) = &drawn.node {
            *next = Some(node.clone());
        }
    }

    /// What draws a tag and all inside it.
    fn inside(&self, tag: &VTag) -> Self {
        Self { document: self.document.clone(), is_graphic: self.is_graphic || tag.tag() == "svg" }
    }

    fn element(&self, tag: &str) -> Option<Element> {
        let made = if self.is_graphic {
            self.document.create_element_ns(Some(SVG), tag)
        } else {
            self.document.create_element(tag)
        };
        made.ok()
    }
}

/// Whether one element can stand for both: an input of another type keeps what belongs to its old one.
fn is_same(old: &VTag, new: &VTag) -> bool {
    let is_kind = || find(&old.attributes, "type") == find(&new.attributes, "type");
    old.tag() == new.tag() && old.key == new.key && (new.tag() != "input" || is_kind())
}

fn children(tag: &VTag) -> &[Html] {
    match tag.children() {
        Some(Html::VList(list)) => list,
        Some(child) => std::slice::from_ref(child),
        None => &[],
    }
}

/// Brings the attributes of an element into line.
fn attributes(element: &Element, new: &Attributes, old: &Attributes) {
    for (name, value) in (0..).map_while(|place| at(new, place)) {
        let before = find(old, name);
        if value == before {
            continue;
        }
        // A name or a value that the browser refuses leaves the element as it is.
        match value {
            Some(AttributeOrProperty::Attribute(text)) => drop(element.set_attribute(name, text)),
            Some(AttributeOrProperty::Static(text)) => drop(element.set_attribute(name, text)),
            Some(AttributeOrProperty::Property(value)) => drop(Reflect::set(element, &name.into(), value)),
            None => remove(element, name, before),
        }
    }
    for (name, before) in (0..).map_while(|place| at(old, place)) {
        if before.is_some() && !(0..).map_while(|place| at(new, place)).any(|(own, _)| own == name) {
            remove(element, name, before);
        }
    }
}

fn remove(element: &Element, name: &str, before: Option<&AttributeOrProperty>) {
    match before {
        Some(AttributeOrProperty::Property(_)) => {
            drop(Reflect::set(element, &name.into(), &JsValue::UNDEFINED));
        }
        _ => drop(element.remove_attribute(name)),
    }
}

/// The name at a place and its value, none where it is left out; nothing after the last.
fn at(attributes: &Attributes, place: usize) -> Option<(&str, Option<&AttributeOrProperty>)> {
    match attributes {
        Attributes::Static(pairs) => pairs.get(place).map(|(name, value)| (*name, Some(value))),
        Attributes::Dynamic { keys, values } => {
            Some((*keys.get(place)?, values.get(place).and_then(Option::as_ref)))
        }
        Attributes::IndexMap(map) => map.get_index(place).map(|(name, value)| (name.as_str(), Some(value))),
    }
}

fn find<'a>(attributes: &'a Attributes, name: &str) -> Option<&'a AttributeOrProperty> {
    (0..).map_while(|place| at(attributes, place)).find(|(own, _)| *own == name)?.1
}

/// What a visitor may have changed since it was drawn: whether a box is ticked, what a field holds, what a menu shows.
fn control(element: &Element, new: &VTag, old: Option<&Rc<VTag>>) {
    let control: &HtmlInputElement = element.unchecked_ref();
    if let Some(checked) = new.checked() {
        control.set_checked(checked);
    }
    let before = old.and_then(|old| old.value());
    match new.value() {
        // What was typed may be on its way to the view: until that says something else, the visitor has the word.
        // Setting what is there already would move the cursor.
        Some(value) if before != Some(value) && control.value() != *value.as_str() => {
            control.set_value(value)
        }
        None if before.is_some() => control.set_value(""),
        _ => {}
    }
    if new.tag() == "option" {
        // A menu whose visitor has chosen no longer looks at the attribute.
        let [is_chosen, was_chosen] = [Some(new), old.map(|old| &**old)]
            .map(|tag| tag.is_some_and(|tag| find(&tag.attributes, SELECTED).is_some()));
        if is_chosen != was_chosen {
            drop(Reflect::set(element, &SELECTED.into(), &is_chosen.into()));
        }
    }
}
