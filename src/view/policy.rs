//! What the law wants near reviews: whether and how they are checked, what is given in return, what became
//! of all that were received, and how the list is ordered.

use crate::frame::Frame;
use crate::pieces::how::{criteria, folded, formula};
use crate::pieces::node::{group, node, said, text};
use parvis_model::ranking::ReviewWeights;
use parvis_model::site::Policy;
use yew::prelude::*;

/// The line that stands beside the summary: whether reviews are checked, and how.
pub fn nearby(frame: Frame, policy: &Policy) -> Html {
    let values = vec![Some("quiet checked".into()), Some("checked".into()), Some("checked".into())];
    let how = policy.how.pick(frame.words.lang());
    let inside = vec![text([&frame.words.text(checked(policy)), " ", how].concat().into())];
    node("p", &["class", "part", "data-law"], values, inside)
}

/// Everything, one press away.
pub fn full(frame: Frame, policy: &Policy, own: &ReviewWeights) -> Html {
    let told = frame.panels.map(|panels| (panels.policy)(frame, policy, own));
    folded("how", frame.words.text("policy.title"), told.unwrap_or_default())
}

/// Everything. Each row carries its name in `data-law`.
pub fn everything(frame: Frame, policy: &Policy, own: &ReviewWeights) -> Vec<Html> {
    let words = frame.words;
    let local = |text: &parvis_model::lang::Local| AttrValue::from(text.pick(words.lang()).to_owned());
    let counts = [policy.counts.received, policy.counts.published, policy.counts.refused].map(|n| words.n(n));
    let [received, published, refused] = counts.each_ref().map(String::as_str);
    let weights =
        [("helpful", own.helpful), ("text", own.text), ("media", own.media), ("freshness", own.freshness)];
    let rows = [
        ("how", "policy.checked", local(&policy.how)),
        ("incentive", "policy.incentive", local(&policy.incentive)),
        ("delay", "policy.delay", words.count("policy.delay.text", policy.delay_days)),
        ("retention", "policy.retention", local(&policy.retention)),
        ("can-edit", "policy.can_edit", local(&policy.can_edit)),
        ("contact", "policy.contact", local(&policy.contact)),
        ("refusal", "policy.refusal", local(&policy.refusal)),
        ("doubt", "policy.doubt", words.text("policy.doubt.text")),
        (
            "counts",
            "policy.counts",
            words.with(
                "policy.counts.text",
                &[("received", received), ("published", published), ("refused", refused)],
            ),
        ),
        ("ranking", "policy.ranking", criteria(frame, "how.reviews.text", &weights)),
        ("arithmetic", "policy.arithmetic", words.text("how.arithmetic")),
    ];
    let row = |(law, key, told): (&'static str, &str, AttrValue)| {
        let inside = vec![said("dt", "", words.text(key)), said("dd", "", told)];
        node("div", &["data-law"], vec![Some(law.into())], inside)
    };
    let rows = rows.into_iter().filter(|(.., told)| !told.is_empty()).map(row).collect();
    vec![said("p", "", words.text(checked(policy))), group("dl", "", rows), formula(frame)]
}

fn checked(policy: &Policy) -> &'static str {
    if policy.checked { "policy.checked.yes" } else { "policy.checked.no" }
}
