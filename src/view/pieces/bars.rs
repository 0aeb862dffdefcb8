//! Bars: shares drawn with widths as attributes, so that they need no inline style and no script.

use crate::frame::Frame;
use crate::pieces::node::{group, node, said};
use parvis_rank::why::{Lead, Why};
use yew::prelude::*;

/// A bar of `share` in [0, 1]; words beside it say the number.
pub fn bar(share: f64) -> Html {
    drawn(vec![rect("track", "100%".into()), part(share)])
}

/// A bar with the interval that holds the true share: a line from `low` to `high` with feet.
pub fn bar_with_interval(share: f64, (low, high): (f64, f64)) -> Html {
    drawn(vec![
        rect("track", "100%".into()),
        part(share),
        whisker(low, high, "50%", "50%"),
        whisker(low, low, "22%", "78%"),
        whisker(high, high, "22%", "78%"),
    ])
}

fn drawn(inside: Vec<Html>) -> Html {
    node("svg", &["class", "aria-hidden"], vec![Some("bar".into()), Some("true".into())], inside)
}

fn whisker(from: f64, to: f64, top: &'static str, bottom: &'static str) -> Html {
    let values = vec![
        Some("whisker".into()),
        Some(percent(from).into()),
        Some(percent(to).into()),
        Some(top.into()),
        Some(bottom.into()),
    ];
    node("line", &["class", "x1", "x2", "y1", "y2"], values, Vec::new())
}

fn part(share: f64) -> Html {
    rect("part", percent(share).into())
}

fn rect(class: &'static str, width: AttrValue) -> Html {
    let values = vec![Some(class.into()), Some(width), Some("100%".into())];
    node("rect", &["class", "width", "height"], values, Vec::new())
}

/// Why an item stands where it stands: one sentence, then each term beside that of a typical item, and that all of
/// it is a sum. `surface` names the terms, as in `why.feed.activity`; `sum` is the message on the sum.
/// `slot` says what else than the score put the item there, if anything did.
pub fn why(
    frame: Frame,
    (surface, sum): (&str, &str),
    why: &Why,
    slot: Option<AttrValue>,
    id: AttrValue,
) -> Html {
    let words = frame.words;
    let most = why.terms.iter().map(|lead| lead.value.max(lead.typical)).fold(0.001, f64::max);
    let total: f64 = why.terms.iter().map(|lead| lead.value).sum();
    let typical: f64 = why.terms.iter().map(|lead| lead.typical).sum();
    let terms = ["why.", surface].concat();
    let sentence = match (slot, why.top()) {
        (Some(slot), _) => slot,
        (None, Some(top)) if top.lead() > 0.0 => {
            words.with("why.sentence", &[("reason", &words.of(&terms, &[top.name, ".because"].concat()))])
        }
        _ => words.text("why.ordinary"),
    };
    let score = [("score", words.number(total * 100.0, 1)), ("typical", words.number(typical * 100.0, 1))];
    let score = score.each_ref().map(|(name, value)| (*name, value.as_str()));
    let heads = ["why.term", "why.here", "why.typical"].map(|key| table_head("col", words.text(key))).into();
    html! {
        <div class="why" part="why" {id} tabindex="-1" role="group" aria-label={words.text("why.label")}>
            { said("p", "", sentence) }
            <table>
                <caption class="quiet">{ words.with("why.score", &score) }</caption>
                { group("thead", "heard", vec![group("tr", "", heads)]) }
                <tbody>{ why.terms.iter().map(|lead| term(frame, &terms, lead, most)).collect::<Html>() }</tbody>
            </table>
            { said("p", "quiet", words.text(sum)) }
        </div>
    }
}

fn term(frame: Frame, group: &str, lead: &Lead, most: f64) -> Html {
    let number = |value: f64| frame.words.number(value * 100.0, 1);
    html! {
        <tr>
            { table_head("row", frame.words.of(group, lead.name)) }
            <td>
                { drawn(vec![rect("track", "100%".into()), part(lead.value / most), typical(lead.typical / most)]) }
                { said("span", "n", number(lead.value).into()) }
            </td>
            { said("td", "heard", number(lead.typical).into()) }
        </tr>
    }
}

fn typical(share: f64) -> Html {
    let at: AttrValue = percent(share).into();
    let values = vec![Some("typical".into()), Some(at.clone()), Some(at), Some("100%".into())];
    node("line", &["class", "x1", "x2", "y2"], values, Vec::new())
}

/// A head of a column (`col`) or a line (`row`).
pub fn table_head(scope: &'static str, words: AttrValue) -> Html {
    node("th", &["scope"], vec![Some(scope.into())], vec![crate::pieces::node::text(words)])
}

/// A share as SVG writes it, to a tenth of a percent.
pub fn percent(share: f64) -> String {
    let tenths = (share.clamp(0.0, 1.0) * 1_000.0).round() as u32;
    [(tenths / 10).to_string().as_str(), ".", &(tenths % 10).to_string(), "%"].concat()
}
