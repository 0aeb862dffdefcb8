//! The words of each language, in two files: what a first view says, and what is said once somebody acts.

use crate::dist::{files_in, stem};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Messages that only the parts `late` and `compose` say, or a view once somebody has acted: each with all whose key
/// goes on after it.
const LATE: [&str; 68] = [
    "check",
    "circle.none",
    "disclosure.choice",
    "do.abandon",
    "do.cancel",
    "do.discard",
    "do.edit",
    "do.reset",
    "do.send_again",
    "do.send_now",
    "do.unpick",
    "failed.kept",
    "fault",
    "feed.latest",
    "field",
    "form",
    "how",
    "idea.chain",
    "ideas.followed",
    "ideas.latest",
    "ideas.near",
    "ideas.news",
    "lacking",
    "length",
    "list.latest",
    "list.more",
    "offline",
    "own",
    "pending",
    "picture.uploading",
    "policy",
    "poll.ahead",
    "poll.ahead_clear",
    "poll.ballots",
    "poll.cast",
    "poll.duels",
    "poll.interval",
    "poll.mine",
    "poll.missing",
    "poll.others",
    "poll.placed",
    "poll.points",
    "poll.recount",
    "poll.rules",
    "poll.table",
    "poll.tie",
    "poll.told",
    "poll.too_early",
    "poll.uncast",
    "poll.unranked",
    "poll.weight",
    "poll.whiskers",
    "poll.wins",
    "post.slot",
    "problem",
    "received.choice",
    "recommends.choice",
    "report",
    "reviews.latest",
    "reviews.loaded",
    "reviews.none",
    "reviews.shown",
    "search",
    "stars.choice",
    "summary.formula",
    "text.less",
    "thread",
    "why",
];

/// What a first view says all the same: above all the words that open the rest.
const AT_ONCE: [&str; 9] = [
    "how.feed.title",
    "how.ideas.title",
    "policy.checked.no",
    "policy.checked.yes",
    "policy.title",
    "poll.rules.title",
    "search.by",
    "summary.formula.title",
    "why.open",
];

/// The words of one language, as compact JSON.
pub struct Texts {
    /// What a first view says.
    pub first: String,
    /// What comes with the parts that answer and contribute.
    pub late: String,
}

/// The words of every language, by its tag.
///
/// # Errors
/// There is no language, or one of them is not made of words.
pub fn read(www: &Path) -> Result<BTreeMap<String, Texts>> {
    let paths = files_in(&www.join("texts"), "json")?;
    if paths.is_empty() {
        bail!("no language in {}", www.join("texts").display());
    }
    let mut texts = BTreeMap::new();
    for path in paths {
        let words: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(&path)?)
            .with_context(|| format!("in {}", path.display()))?;
        texts.insert(stem(&path), split(words)?);
    }
    Ok(texts)
}

fn split(words: BTreeMap<String, String>) -> Result<Texts> {
    let (late, first): (BTreeMap<_, _>, BTreeMap<_, _>) =
        words.into_iter().partition(|(key, _)| is_late(key));
    Ok(Texts { first: serde_json::to_string(&first)?, late: serde_json::to_string(&late)? })
}

fn is_late(key: &str) -> bool {
    let goes_on = |start: &str| {
        key.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '#']))
    };
    LATE.iter().any(|start| goes_on(start)) && !AT_ONCE.contains(&key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_message_is_in_one_of_the_two_files() {
        let texts = ["why.open", "why.label", "fault.of#one", "form", "formula"];
        let words = texts.map(|key| (key.to_owned(), key.to_owned())).into_iter().collect();
        let Texts { first, late } = split(words).unwrap();
        assert_eq!(first, r#"{"formula":"formula","why.open":"why.open"}"#);
        assert_eq!(late, r#"{"fault.of#one":"fault.of#one","form":"form","why.label":"why.label"}"#);
    }
}
