//! The ballot of each method: radios, checkboxes, grades, points, an order. Keyboard and touch first: every control is
//! a real one, and what it says does not depend on its place.

use crate::frame::{Frame, act};
use crate::pieces::button;
use crate::pieces::compose::form;
use crate::pieces::node::{group, keyed, node, said, text};
use parvis_model::poll::{Choice, Method, Rules};
use parvis_store::act::Act;
use parvis_store::poll::{FORM, PollBox};
use yew::prelude::*;

/// The usual grades, the worst first.
const USUAL: [&str; 6] = ["reject", "poor", "fair", "quite_good", "good", "very_good"];

/// The form.
pub fn ballot(frame: Frame, state: &PollBox, rules: &Rules) -> Html {
    let words = frame.words;
    let method = match rules.method {
        Method::Multiple => words.count("poll.method.multiple", rules.max_choices),
        Method::Points => {
            let most = words.n(rules.budget.most);
            words.count_with("poll.method.points", rules.budget.points, &[("most", &most)])
        }
        method => words.of("poll.method", method.as_str()),
    };
    let mut rows = vec![said("legend", "quiet", method)];
    match rules.method {
        Method::Ranking => rows.extend(ranking(frame, state, rules)),
        Method::Points => rows.extend(points(frame, state, rules)),
        Method::Grades => {
            rows.extend(each(rules).map(|(at, option)| grades(frame, state, rules, at, option)))
        }
        _ => rows.extend(each(rules).map(|(_, option)| tick(frame, state, rules, option))),
    }
    let described = state.is_faulty.then(|| "ballot-note".into());
    let (mut fault, mut cancel) = (Html::default(), Html::default());
    if state.is_faulty {
        let values = vec![Some("fault".into()), Some("ballot-note".into())];
        fault = node("p", &["class", "id"], values, vec![text(words.text("poll.missing"))]);
    }
    if state.is_changing {
        cancel = button::quiet(Act::Abandon(FORM.to_owned()), words.text("do.cancel"));
    }
    let inside = vec![
        node("fieldset", &["aria-describedby"], vec![described], rows),
        fault,
        group("div", "send", vec![button::submit(words.text("do.vote"), false), cancel]),
    ];
    form("ballot", "ballot".into(), None, Act::Cast, inside)
}

/// The word of a grade, from the worst: the brand's own, or the usual one of its place.
pub fn grade(frame: Frame, rules: &Rules, grade: usize) -> AttrValue {
    let own = rules.grades.get(grade).map_or("", |own| own.pick(frame.words.lang()));
    if own.is_empty() {
        // Of five the middle one is "fair", and "quite good" is left out.
        let skipped = usize::from(rules.grades.len() < USUAL.len() && grade > 2);
        let word = USUAL.get(grade.saturating_add(skipped)).copied().unwrap_or_default();
        return frame.words.of("poll.grade", word);
    }
    own.to_owned().into()
}

/// What an option says.
pub fn name(frame: Frame, option: &Choice) -> AttrValue {
    option.text.pick(frame.words.lang()).to_owned().into()
}

fn each(rules: &Rules) -> impl Iterator<Item = (usize, &Choice)> {
    rules.options.iter().enumerate()
}

fn change(option: &Choice, does: &str) -> Act {
    let field =
        if does.is_empty() { option.id.to_string() } else { [option.id.as_str(), ":", does].concat() };
    Act::Field(FORM.to_owned(), field, String::new())
}

fn tick(frame: Frame, state: &PollBox, rules: &Rules, option: &Choice) -> Html {
    let kind = if rules.method == Method::Single { "radio" } else { "checkbox" };
    html! {
        <label class="option" part="option">
            <input type={kind} name="ballot" value={option.id.to_string()} checked={state.fill.ticked.contains(&option.id)}
                data-act={act(change(option, ""))} aria-invalid={state.is_faulty.then_some("true")} />
            { said("span", "", name(frame, option)) }
        </label>
    }
}

/// A row of radios, the best grade first: beside each other where there is room, else below each other.
fn grades(frame: Frame, state: &PollBox, rules: &Rules, at: usize, option: &Choice) -> Html {
    let radio = |value: usize| {
        let given = state.fill.value(at).map(usize::from);
        html! {
            <label class="grade">
                <input type="radio" name={["grade-", option.id.as_str()].concat()} value={value.to_string()}
                    checked={given == Some(value)} data-act={act(change(option, ""))}
                    aria-invalid={state.is_faulty.then_some("true")} />
                { said("span", "", grade(frame, rules, value)) }
            </label>
        }
    };
    let inside = vec![
        said("legend", "", name(frame, option)),
        group("div", "grades", (0..rules.grades.len()).rev().map(radio).collect()),
    ];
    node("fieldset", &["class", "part"], vec![Some("judged".into()), Some("option".into())], inside)
}

/// Steppers, and how many points are left.
fn points(frame: Frame, state: &PollBox, rules: &Rules) -> Vec<Html> {
    let left = state.fill.left(rules);
    let row = |(at, option): (usize, &Choice)| {
        let given = u32::from(state.fill.value(at).unwrap_or(0));
        let is_most = left == 0 || given >= rules.budget.most;
        let inside = vec![
            said("span", "", name(frame, option)),
            group(
                "span",
                "steps",
                vec![
                    step(frame, option, "down", "−", "poll.less", given == 0),
                    said("output", "n", frame.words.n(given).into()),
                    step(frame, option, "up", "+", "poll.more", is_most),
                ],
            ),
        ];
        node("div", &["class", "part"], vec![Some("option".into()), Some("option".into())], inside)
    };
    let mut rows: Vec<Html> = each(rules).map(row).collect();
    rows.push(said("p", "left", frame.words.count("poll.left", left)));
    rows
}

/// A small button that changes one option; one that can do nothing now keeps its place and the focus.
fn step(
    frame: Frame,
    option: &Choice,
    does: &'static str,
    sign: &'static str,
    key: &str,
    is_idle: bool,
) -> Html {
    let label = frame.words.with(key, &[("option", &name(frame, option))]);
    let values = vec![
        Some("button".into()),
        Some("step".into()),
        Some(["rank-", does, "-", option.id.as_str()].concat().into()),
        Some(act(change(option, does))),
        Some(label),
        is_idle.then(|| "true".into()),
    ];
    let keys = &["type", "class", "id", "data-act", "aria-label", "aria-disabled"];
    node("button", keys, values, vec![text(sign.into())])
}

/// The options ranked so far with what moves them, then those that are not, each a button that ranks it next.
fn ranking(frame: Frame, state: &PollBox, rules: &Rules) -> Vec<Html> {
    let ranked = &state.fill.ticked;
    let row = |(at, id): (usize, &parvis_model::id::OptionId)| {
        let Some(option) = rules.options.iter().find(|option| option.id == *id) else {
            return Html::default();
        };
        let number = frame.words.n(u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1));
        let inside = vec![
            said("span", "n", number.into()),
            said("span", "", name(frame, option)),
            group(
                "span",
                "steps",
                vec![
                    step(frame, option, "up", "↑", "poll.up", at == 0),
                    step(frame, option, "down", "↓", "poll.down", at.saturating_add(1) >= ranked.len()),
                    step(frame, option, "out", "×", "poll.out", false),
                ],
            ),
        ];
        let values = vec![Some("option".into()), Some("option".into())];
        keyed(Some(id.to_string()), "li", &["class", "part"], values, inside)
    };
    let add = |option: &Choice| {
        let values = vec![
            Some("button".into()),
            Some("option".into()),
            Some("option".into()),
            Some(["rank-add-", option.id.as_str()].concat().into()),
            Some(act(change(option, "add"))),
        ];
        let sign = node(
            "span",
            &["class", "aria-hidden"],
            vec![Some("n".into()), Some("true".into())],
            vec![text("+".into())],
        );
        let keys = &["type", "class", "part", "id", "data-act"];
        let inside = vec![sign, said("span", "", name(frame, option))];
        let button = node("button", keys, values, inside);
        keyed(Some(option.id.to_string()), "li", &[], Vec::new(), vec![button])
    };
    let left = rules.options.iter().filter(|option| !ranked.contains(&option.id));
    let list = |tag: &'static str, rows: Vec<Html>| {
        if rows.is_empty() { Html::default() } else { group(tag, "ranks", rows) }
    };
    vec![list("ol", ranked.iter().enumerate().map(row).collect()), list("ul", left.map(add).collect())]
}
