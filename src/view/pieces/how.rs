//! How a list is ordered: its criteria with the weights in force, one press away.

use crate::frame::Frame;
use crate::pieces::node::{group, node, said, text};
use yew::prelude::*;

/// The message of `key` with each weight as a percentage: `{activity}` is the weight of that name.
pub fn criteria(frame: Frame, key: &str, weights: &[(&str, f64)]) -> AttrValue {
    let shares: Vec<AttrValue> = weights.iter().map(|(_, weight)| frame.words.percent(*weight)).collect();
    let values: Vec<(&str, &str)> =
        weights.iter().zip(&shares).map(|((name, _), share)| (*name, share.as_str())).collect();
    frame.words.with(key, &values)
}

/// The explanation of a whole list; `group` is that of its messages, as in `how.feed.title`.
pub fn told(frame: Frame, group: &str, weights: &[(&str, f64)], check: Html) -> Vec<Html> {
    let told = criteria(frame, &[group, ".text"].concat(), weights);
    vec![said("p", "", told), said("p", "", frame.words.text("how.arithmetic")), check, formula(frame)]
}

/// The way to the page that tells the whole formula with every constant in force.
pub fn formula(frame: Frame) -> Html {
    let address = [frame.origin, "/how/", frame.site, "?lang=", frame.words.lang()].concat();
    let values = vec![Some(address.into()), Some("_blank".into()), Some("noopener".into())];
    let link = node("a", &["href", "target", "rel"], values, vec![text(frame.words.text("how.formula"))]);
    group("p", "", vec![link])
}

/// Something under a line that opens it. What is only told once its part of the wasm is here is nothing before:
/// under a closed line that moves nothing.
pub fn folded(class: &'static str, title: AttrValue, mut inside: Vec<Html>) -> Html {
    inside.insert(0, said("summary", "", title));
    node("details", &["class", "part"], vec![Some(class.into()), Some("how".into())], inside)
}

#[cfg(test)]
mod tests {
    use crate::gallery::states;
    use crate::paint::paint;
    use crate::words::native;

    #[tokio::test]
    async fn every_list_leads_to_its_whole_formula_in_the_language_of_the_visitor() {
        for name in ["feed", "reviews", "ideas: voted, history, why"] {
            let draw = move || states(&native::french()).into_iter().find(|state| state.0 == name).unwrap().1;
            let drawn = paint(draw).await;
            let link = r#"<a href="/how/brume?lang=fr" target="_blank" rel="noopener">Toute la formule</a>"#;
            assert_eq!(drawn.matches(link).count(), 1, "{name}");
        }
    }
}
