//! Menus and search: one line above a list that wraps well, and the list itself.

use crate::frame::{Frame, act};
use crate::pieces::node::{group, node, said, text};
use parvis_model::feed::Order;
use parvis_store::act::Act;
use yew::prelude::*;

/// The line of search, filters and order.
pub fn tools(frame: Frame, inside: Vec<Html>) -> Html {
    let values = vec![
        Some("tools".into()),
        Some("tools".into()),
        Some("group".into()),
        Some(frame.words.text("tools.label")),
    ];
    node("div", &["class", "part", "role", "aria-label"], values, inside)
}

/// A list of cards named `label`; what is loading anew stays readable meanwhile. None without cards: a feed
/// for assistive technology holds at least one.
pub fn list(label: Option<AttrValue>, is_stale: bool, cards: Vec<Html>) -> Html {
    if cards.is_empty() {
        return Html::default();
    }
    let values = vec![
        Some("list".into()),
        Some("list".into()),
        Some("list".into()),
        Some("-1".into()),
        label.as_ref().map(|_| "feed".into()),
        label,
        is_stale.then(|| "true".into()),
    ];
    let keys = &["class", "part", "id", "tabindex", "role", "aria-label", "aria-busy"];
    node("div", keys, values, cards)
}

/// A menu of the orders of a list.
pub fn orders(frame: Frame, orders: &[&'static str], chosen: &str) -> Html {
    let words = frame.words;
    let choices: Vec<(AttrValue, AttrValue)> =
        orders.iter().map(|order| ((*order).into(), words.of("order", order))).collect();
    menu(words.text("order.label"), Act::Order(String::new()), &choices, chosen)
}

/// The menu of a list that stands as the community ranks it or by its dates.
pub fn community_or_newest(frame: Frame, is_newest: bool) -> Html {
    let [community, newest] = [Order::Community, Order::Newest].map(Order::as_str);
    orders(frame, &[community, newest], if is_newest { newest } else { community })
}

/// A menu whose choice is the value of the act. Each choice is its value and its words.
pub fn menu(label: AttrValue, does: Act, choices: &[(AttrValue, AttrValue)], chosen: &str) -> Html {
    let options = choices
        .iter()
        .map(|(value, words)| option(value.clone(), words.clone(), value.as_str() == chosen))
        .collect();
    let select = node("select", &["part", "data-act"], vec![Some("menu".into()), Some(act(does))], options);
    group("label", "menu", vec![said("span", "quiet", label), select])
}

/// A choice of a menu.
pub fn option(value: AttrValue, words: AttrValue, is_chosen: bool) -> Html {
    let values = vec![Some(value), is_chosen.then(|| "selected".into())];
    node("option", &["value", "selected"], values, vec![text(words)])
}

/// The words of a choice with how many it leads to.
pub fn counted(words: &str, n: &str) -> AttrValue {
    [words, " (", n, ")"].concat().into()
}

/// What a selection holds, and the button that leaves it. The words may grow while the list is looked through:
/// the button stands apart, so that it stays under the finger.
pub fn selection(shown: AttrValue, leave: Html) -> Html {
    group("p", "quiet counted", vec![said("span", "", shown), text(" ".into()), leave])
}

/// A search field over the list; `id` must be unique in the element.
pub fn search(frame: Frame, id: &'static str, label: &str, query: &str) -> Html {
    let label = frame.words.text(label);
    html! {
        <input class="search" part="search" type="search" {id} autocomplete="off" enterkeyhint="search"
            aria-label={label.clone()} placeholder={label} value={query.to_owned()}
            data-act={act(Act::Search(String::new()))} />
    }
}
