//! In the browser: what is drawn over something else is what would be drawn afresh, and what stays is left alone.

use super::Drawing;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, HtmlSelectElement, Node};
use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, VList, VTag, VText};

/// Chance that is the same in each run.
struct Chance(u64);

impl Chance {
    /// A number below `n`, by splitmix64.
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as usize % n
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn html(&mut self, depth: usize) -> Html {
        match self.below(if depth == 0 { 4 } else { 9 }) {
            0 => VText::new(self.pick(&["", "a", "b", "<b>c</b>"])).into(),
            1 => Html::default(),
            2 => self.input(),
            3 => self.tag("p", 0),
            4 => {
                let inside = (0..self.below(3)).map(|_| self.tag("path", 0)).collect();
                let mut graphic = VTag::new(self.pick(&["svg", "svg", "div"]));
                graphic.add_child(inside);
                graphic.into()
            }
            5 => self.list(depth - 1),
            6 => self.keyed(depth - 1),
            _ => {
                let tag = self.pick(&["div", "section"]);
                self.tag(tag, depth - 1)
            }
        }
    }

    fn list(&mut self, depth: usize) -> Html {
        (0..self.below(5)).map(|_| self.html(depth)).collect()
    }

    /// A list whose children all have keys, in any order; some children are lists themselves.
    fn keyed(&mut self, depth: usize) -> Html {
        let mut keys: Vec<usize> = (0..8).collect();
        let mut children: Vec<Html> = Vec::new();
        for _ in 0..self.below(7) {
            let key = keys.remove(self.below(keys.len()));
            children.push(if self.below(4) == 0 {
                let inner = (0..self.below(3)).map(|_| self.html(depth)).collect();
                VList::with_children(inner, Some(key.into())).into()
            } else {
                let mut tag = VTag::new("li");
                tag.key = Some(key.into());
                tag.attributes = self.attributes();
                tag.add_child(self.html(depth));
                tag.into()
            });
        }
        children.into_iter().collect()
    }

    fn tag(&mut self, name: &'static str, depth: usize) -> Html {
        let mut tag = VTag::new(name);
        tag.attributes = self.attributes();
        if depth > 0 {
            tag.add_children((0..self.below(4)).map(|_| self.html(depth)).collect::<Vec<_>>());
        }
        tag.into()
    }

    fn input(&mut self) -> Html {
        let mut tag = VTag::new("input");
        tag.attributes = self.attributes();
        if self.below(2) == 0 {
            tag.add_attribute("type", "checkbox");
            tag.set_checked(self.below(2) == 0);
        } else {
            tag.set_value(Some(self.pick(&["", "x", "y"])));
        }
        tag.into()
    }

    /// Attributes in each of the forms that Yew knows.
    fn attributes(&mut self) -> Attributes {
        const FEW: &[(&str, AttributeOrProperty)] = &[("class", AttributeOrProperty::Static("few"))];
        const MORE: &[(&str, AttributeOrProperty)] =
            &[("title", AttributeOrProperty::Static("t")), ("lang", AttributeOrProperty::Static("fr"))];
        const KEYS: &[&str] = &["class", "lang", "title", "data-a"];
        match self.below(5) {
            0 => Attributes::Static(FEW),
            1 => Attributes::Static(MORE),
            2 => Attributes::default(),
            3 => {
                let mut tag = VTag::new("p");
                for name in KEYS {
                    if self.below(2) == 0 {
                        tag.add_attribute(name, self.pick(&["few", "fr", ""]));
                    }
                }
                tag.attributes
            }
            _ => {
                let mut value = || match self.below(3) {
                    0 => None,
                    n => Some(AttributeOrProperty::Attribute(["few", "fr"][n - 1].into())),
                };
                Attributes::Dynamic { keys: KEYS, values: KEYS.iter().map(|_| value()).collect() }
            }
        }
    }
}

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// An empty drawing and its root, which is on the page.
fn sheet() -> (Drawing, Element) {
    let root = document().create_element("div").unwrap();
    document().body().unwrap().append_child(&root).unwrap();
    (Drawing::new(document(), root.clone().into()), root)
}

/// What fields hold and which boxes are ticked, which no comparison of nodes looks at.
fn controls(node: &Node) -> Vec<(String, bool)> {
    let mut all = Vec::new();
    if let Some(input) = node.dyn_ref::<HtmlInputElement>() {
        all.push((input.value(), input.checked()));
    }
    let mut child = node.first_child();
    while let Some(node) = child {
        all.extend(controls(&node));
        child = node.next_sibling();
    }
    all
}

fn assert_drawn(root: &Element, html: &Html, what: &str) {
    let (mut fresh, afresh) = sheet();
    fresh.show(html.clone());
    let is_same = root.is_equal_node(Some(&afresh)) && controls(root) == controls(&afresh);
    assert!(is_same, "{what}: drawn {}, afresh {}", root.inner_html(), afresh.inner_html());
    afresh.remove();
}

#[wasm_bindgen_test]
fn what_is_drawn_over_anything_is_what_is_drawn_afresh() {
    for seed in 0..600 {
        let mut chance = Chance(seed);
        let (mut drawing, root) = sheet();
        let mut before = Html::default();
        for step in 0..6 {
            let mut html = chance.html(4);
            if chance.below(3) == 0 {
                // The very subtree of the drawing before, at the same place or at another.
                html = vec![html, before.clone()].into_iter().collect();
            }
            drawing.show(html.clone());
            assert_drawn(&root, &html, &format!("seed {seed}, step {step}"));
            before = html;
        }
        root.remove();
    }
}

/// A list of these keys, each a tag that shows its key and `round`; of every third one, two tags.
fn rows(keys: &[usize], round: usize) -> Html {
    let row = |key: &usize| {
        let tag = |name: &str| {
            html! { <p id={format!("{name}{key}")} data-round={round.to_string()}>{ *key }</p> }
        };
        if key.is_multiple_of(3) {
            VList::with_children(vec![tag("r"), tag("s")], Some((*key).into())).into()
        } else {
            html! { <p key={*key} id={format!("r{key}")} data-round={round.to_string()}>{ *key }</p> }
        }
    };
    html! { <div>{ keys.iter().map(row).collect::<Html>() }</div> }
}

#[wasm_bindgen_test]
fn what_has_the_same_key_is_the_same_node_wherever_it_moves() {
    let mut chance = Chance(7);
    let (mut drawing, root) = sheet();
    let find = |key: usize| root.query_selector(&format!("#r{key}")).unwrap();
    for round in 0..200 {
        let mut keys: Vec<usize> = (0..12).collect();
        let n_shown = chance.below(13);
        let keys: Vec<usize> = (0..n_shown).map(|_| keys.remove(chance.below(keys.len()))).collect();
        let before: Vec<Option<Element>> = (0..12).map(find).collect();
        let html = rows(&keys, round);
        drawing.show(html.clone());
        assert_drawn(&root, &html, &format!("round {round}: {keys:?}"));
        for key in keys {
            if let Some(before) = &before[key] {
                assert!(find(key).as_ref() == Some(before), "round {round}: {key} was made again");
            }
        }
    }
    root.remove();
}

fn field(root: &Element) -> HtmlInputElement {
    root.query_selector("input").unwrap().unwrap().unchecked_into()
}

fn form(n_above: usize, n_below: usize, value: &str) -> Html {
    let line = |n: usize| html! { <p>{ n }</p> };
    html! {
        <form>
            { (0..n_above).map(line).collect::<Html>() }
            if n_above > 1 { <b>{ "b" }</b> }
            <input value={value.to_owned()} />
            { (0..n_below).map(line).collect::<Html>() }
        </form>
    }
}

#[wasm_bindgen_test]
fn a_field_keeps_focus_and_selection_while_its_neighbours_come_and_go() {
    let (mut drawing, root) = sheet();
    drawing.show(form(0, 0, "some words"));
    let own = field(&root);
    own.focus().unwrap();
    own.set_selection_range(2, 5).unwrap();
    for (n_above, n_below) in [(1, 0), (3, 2), (0, 4), (2, 0), (0, 0)] {
        drawing.show(form(n_above, n_below, "some words"));
        assert!(field(&root) == own);
        assert!(document().active_element().as_ref() == Some(own.unchecked_ref()));
        assert_eq!((own.selection_start(), own.selection_end()), (Ok(Some(2)), Ok(Some(5))));
    }
    root.remove();
}

#[wasm_bindgen_test]
fn what_was_typed_stays_until_the_view_says_something_else() {
    let (mut drawing, root) = sheet();
    drawing.show(form(0, 0, ""));
    let own = field(&root);
    // Typed, and not yet told to anybody: what answers may still be on its way.
    own.set_value("typ");
    drawing.show(form(1, 0, ""));
    assert_eq!(own.value(), "typ");
    // Told, and said back.
    own.set_selection_range(1, 1).unwrap();
    drawing.show(form(1, 0, "typ"));
    assert_eq!((own.value(), own.selection_start()), ("typ".to_owned(), Ok(Some(1))));
    drawing.show(form(1, 0, "TYP"));
    assert_eq!(own.value(), "TYP");
    own.set_value("typed");
    drawing.show(form(1, 0, ""));
    assert_eq!(own.value(), "");
    root.remove();
}

#[wasm_bindgen_test]
fn a_box_is_ticked_as_the_view_says_even_after_a_press() {
    let (mut drawing, root) = sheet();
    let view = |is_ticked: bool| html! { <input type="checkbox" checked={is_ticked} /> };
    drawing.show(view(false));
    field(&root).unchecked_ref::<HtmlElement>().click();
    assert!(field(&root).checked());
    drawing.show(view(false));
    assert!(!field(&root).checked());
    drawing.show(view(true));
    assert!(field(&root).checked());
    root.remove();
}

#[wasm_bindgen_test]
fn a_menu_shows_what_the_view_chose_even_after_the_visitor_chose() {
    let (mut drawing, root) = sheet();
    let view = |chosen: usize| {
        let option = |n: usize| {
            let mut option = VTag::new("option");
            option.attributes = Attributes::Dynamic {
                keys: &["value", "selected"],
                values: [Some(n.to_string()), (n == chosen).then(String::new)]
                    .map(|value| value.map(|value| AttributeOrProperty::Attribute(value.into())))
                    .into(),
            };
            Html::from(option)
        };
        html! { <select>{ (0..4).map(option).collect::<Html>() }</select> }
    };
    drawing.show(view(0));
    let menu: HtmlSelectElement = root.query_selector("select").unwrap().unwrap().unchecked_into();
    for (by_hand, chosen) in [(2, 0), (1, 3), (3, 1), (2, 0)] {
        menu.set_selected_index(by_hand);
        drawing.show(view(by_hand as usize));
        assert_eq!(menu.selected_index(), by_hand);
        drawing.show(view(chosen));
        assert_eq!(menu.selected_index(), chosen as i32, "{by_hand} by hand, then {chosen}");
    }
    root.remove();
}
