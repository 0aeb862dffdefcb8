//! What a poll declares, in words: it can be read before voting and holds afterwards.

use crate::ballot::grade;
use crate::frame::Frame;
use crate::pieces::node::{group, said};
use parvis_model::poll::{Method, Rules};
use yew::prelude::*;

/// Each rule with its name.
pub fn declared(frame: Frame, rules: &Rules) -> Vec<Html> {
    let words = frame.words;
    let mut rows = vec![
        ("method", words.of("poll.rules.method", rules.method.as_str())),
        ("ties", words.of("poll.rules.ties", rules.tie_rule.as_str())),
    ];
    if rules.method == Method::Grades {
        let missing = grade(frame, rules, usize::from(rules.default_grade));
        rows.push(("missing", words.with("poll.rules.missing.grade", &[("grade", &missing)])));
    }
    let closes = rules.closes.map_or_else(
        || words.text("poll.rules.open"),
        |closes| {
            let (opens, closes) = (words.date(rules.opens), words.date(closes));
            words.with("poll.rules.dates", &[("opens", &opens), ("closes", &closes)])
        },
    );
    rows.extend([
        ("visibility", words.of("poll.rules.visibility", rules.visibility.as_str())),
        ("least", words.count("poll.rules.least.text", rules.min_n)),
        ("time", closes),
        ("change", words.of("poll.rules.change", if rules.may_change { "yes" } else { "no" })),
        ("anonymity", words.text("poll.rules.anonymity.text")),
        ("identity", words.of("poll.rules.identity", rules.identity.as_str())),
    ]);
    let row = |(name, told): (&'static str, AttrValue)| {
        group("div", "", vec![said("dt", "", words.of("poll.rules", name)), said("dd", "", told)])
    };
    vec![group("dl", "", rows.into_iter().map(row).collect())]
}
