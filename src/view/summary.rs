//! What the reviews of a subject add up to: the mean with its formula, and bars that filter.

use crate::frame::{Frame, act};
use crate::pieces::bars::bar;
use crate::pieces::button::truth;
use crate::pieces::how::folded;
use crate::pieces::node::{group, node, said, text};
use crate::pieces::stars::{one, stars};
use crate::words::joined;
use parvis_model::review::{Rating, Summary};
use parvis_store::act::{Act, Facet};
use yew::prelude::*;

/// Reviews under which bars say nothing that the list does not.
const FEW: u32 = 6;

/// The summary; `chosen` are the stars that the list is narrowed to.
pub fn summary(frame: Frame, summary: &Summary, chosen: &[u8]) -> Html {
    let words = frame.words;
    let Some(average) = summary.rating.average else { return Html::default() };
    let count = summary.rating.count;
    let (n_yes, n_said) = summary.recommend;
    let percent = words.number(f64::from(n_yes) * 100.0 / f64::from(n_said.max(1)), 0);
    let recommend = [("percent", percent.as_str()), ("yes", &words.n(n_yes)), ("n", &words.n(n_said))];
    let number = vec![Some("number".into()), Some("average".into()), Some("true".into())];
    let number =
        node("p", &["class", "part", "aria-hidden"], number, vec![text(words.number(average, 1).into())]);
    let under =
        vec![stars(frame, tenth(average)), said("span", "quiet", words.count("count.reviews", count))];
    let mut inside = vec![group("div", "mean", vec![number, group("p", "under", under)])];
    if count >= FEW {
        inside.push(bars(frame, summary, chosen));
    }
    let mut told = Vec::with_capacity(4);
    if n_said > 0 {
        told.push(said("p", "", words.with("summary.recommend", &recommend)));
    }
    told.push(said("p", "", words.count("summary.verified", summary.n_verified)));
    if summary.n_received > 0 {
        told.push(said("p", "", words.count("summary.received", summary.n_received)));
    }
    told.push(formula(frame, summary, average));
    inside.push(group("div", "said-of quiet", told));
    named("summary", words.text("summary.label"), inside)
}

/// A named group whose class is also its part.
fn named(class: &'static str, label: AttrValue, inside: Vec<Html>) -> Html {
    let values = vec![Some(class.into()), Some(class.into()), Some("group".into()), Some(label)];
    node("div", &["class", "part", "role", "aria-label"], values, inside)
}

/// Stars and count in one line, for badges.
pub fn rating(frame: Frame, rating: &Rating) -> Html {
    let Some(average) = rating.average else {
        return html! { <span class="rating quiet" part="rating">{ frame.words.text("rating.none") }</span> };
    };
    html! {
        <span class="rating" part="rating">
            { stars(frame, tenth(average)) }
            <span aria-hidden="true">{ frame.words.number(average, 1) }</span>
            <span class="quiet">{ frame.words.count("count.reviews", rating.count) }</span>
        </span>
    }
}

fn bars(frame: Frame, summary: &Summary, chosen: &[u8]) -> Html {
    let rows = (1u8..=5).rev().zip(summary.histogram.iter().rev());
    let rows = rows
        .map(|(stars, n)| one_bar(frame, stars, *n, summary.rating.count, chosen.contains(&stars)))
        .collect();
    named("histogram", frame.words.text("summary.bars"), rows)
}

fn one_bar(frame: Frame, stars: u8, n: u32, count: u32, is_chosen: bool) -> Html {
    let words = frame.words;
    let named = words.count("stars.count", u32::from(stars));
    let label = words.count_with("summary.bar", n, &[("stars", &named)]);
    let inside = vec![
        said("span", "n", words.n(u32::from(stars)).into()),
        one(),
        bar(f64::from(n) / f64::from(count.max(1))),
        said("span", "n", words.n(n).into()),
    ];
    let values = vec![
        Some("button".into()),
        Some("histo".into()),
        Some("bar".into()),
        Some(act(Act::Filter(Facet::Stars, stars.to_string()))),
        Some(truth(is_chosen).into()),
        Some(label),
    ];
    node("button", &["type", "class", "part", "data-act", "aria-pressed", "aria-label"], values, inside)
}

fn formula(frame: Frame, summary: &Summary, average: f64) -> Html {
    let told = frame.panels.map(|panels| (panels.formula)(frame, summary, average));
    folded("formula", frame.words.text("summary.formula.title"), told.unwrap_or_default())
}

/// The arithmetic of the mean, written out.
pub fn arithmetic(frame: Frame, summary: &Summary, average: f64) -> Vec<Html> {
    let words = frame.words;
    let terms = (1u32..=5).rev().zip(summary.histogram.iter().rev());
    let sum: Vec<AttrValue> =
        terms.map(|(stars, n)| [&words.n(stars), "\u{a0}×\u{a0}", &words.n(*n)].concat().into()).collect();
    let values = [
        ("sum", joined(&sum, " + ")),
        ("n", words.n(summary.rating.count)),
        ("average", words.number(average, 2)),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    vec![said("p", "", words.with("summary.formula", &values))]
}

/// The stars as they are said: to one decimal.
fn tenth(average: f64) -> f64 {
    (average * 10.0).round() / 10.0
}

/// A row of the note of one review.
pub fn note(frame: Frame, value: u8) -> Html {
    stars(frame, f64::from(value))
}
