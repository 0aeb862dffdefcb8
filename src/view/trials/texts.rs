//! Every message that code asks for exists in both languages, and no message is left that nothing asks for.

use parvis_model::board::Status;
use parvis_model::draft::ReportReason;
use parvis_model::fault::Rule;
use parvis_model::item::{Disclosure, Mark};
use parvis_model::problem::ProblemKind;
use parvis_model::review::{Received, ReviewOrder, Verified};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

type Messages = BTreeMap<String, String>;

fn messages() -> [(&'static str, Messages); 2] {
    [
        ("fr", serde_json::from_str(include_str!("../../../www/texts/fr.json")).unwrap()),
        ("en", serde_json::from_str(include_str!("../../../www/texts/en.json")).unwrap()),
    ]
}

fn has(messages: &Messages, key: &str) -> bool {
    messages.contains_key(key) || messages.contains_key(&format!("{key}#other"))
}

/// Texts in double quotes of all Rust files under a folder, leaving out tests.
fn literals(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && name != "trials" && name != "gallery" {
            literals(&path, found);
        } else if name.ends_with(".rs") && !["trials.rs", "gallery.rs", "contrast.rs"].contains(&name) {
            let source = fs::read_to_string(&path).unwrap();
            let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
            found.extend(code.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
}

fn is_key(text: &str) -> bool {
    text.contains('.')
        && text.split('.').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b"_-".contains(&b))
        })
}

#[test]
fn every_key_in_the_code_has_words_in_both_languages() {
    let room = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    literals(room, &mut found);
    literals(&room.join("../store"), &mut found);
    let keys: Vec<&String> = found.iter().filter(|text| is_key(text)).collect();
    assert!(keys.len() > 100, "the search for keys is broken");
    for (lang, messages) in messages() {
        let starts = |key: &str| messages.keys().any(|own| own.starts_with(&format!("{key}.")));
        let missing: Vec<_> = keys.iter().filter(|key| !has(&messages, key) && !starts(key)).collect();
        assert!(missing.is_empty(), "{lang} lacks {missing:?}");
    }
}

#[test]
fn no_message_is_left_that_nothing_asks_for() {
    let room = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    literals(room, &mut found);
    literals(&room.join("../store"), &mut found);
    let asked = |key: &str| {
        let key = key.split('#').next().unwrap();
        // A key is asked for as itself, or by a group and a word: `status` and `open`.
        let mut group = key;
        let mut is_asked = found.contains(key);
        while let Some((parent, _)) = group.rsplit_once('.') {
            is_asked |= found.contains(parent);
            group = parent;
        }
        is_asked || key.ends_with(".hint") || key.starts_with("lang.") || key.starts_with("why.")
    };
    for (lang, messages) in messages() {
        let idle: Vec<_> = messages.keys().filter(|key| !asked(key)).collect();
        assert!(idle.is_empty(), "{lang}: nothing asks for {idle:?}");
    }
}

#[test]
fn every_word_of_the_model_can_be_said() {
    let mut keys: Vec<String> = Vec::new();
    let mut all =
        |group: &str, words: &[&str]| keys.extend(words.iter().map(|word| format!("{group}.{word}")));
    all("problem", &ProblemKind::ALL.map(ProblemKind::as_str));
    all("disclosure", &Disclosure::ALL.map(Disclosure::as_str));
    all("disclosure.choice", &Disclosure::ALL.map(Disclosure::as_str));
    all("received.choice", &Received::ALL.map(Received::as_str));
    all("received", &["product", "discount", "other"]);
    all("verified", &Verified::ALL.map(Verified::as_str));
    all("status", &Status::ALL.map(Status::as_str));
    all("order", &ReviewOrder::ALL.map(ReviewOrder::as_str));
    all("mark", &Mark::ALL.map(Mark::as_str));
    all("marked", &Mark::ALL.map(Mark::as_str));
    all("report.reason", &ReportReason::ALL.map(ReportReason::as_str));
    all("fault", &Rule::ALL.map(Rule::as_str));
    all("lacking", &["text", "title", "stars", "experienced", "received", "alt", "reason"]);
    for (group, names) in [
        ("feed", &parvis_rank::feed::NAMES[..]),
        ("reviews", &parvis_rank::reviews::NAMES[..]),
        ("ideas", &parvis_rank::ideas::NAMES[..]),
    ] {
        all(&format!("why.{group}"), names);
        all(
            &format!("why.{group}"),
            &names
                .iter()
                .map(|name| format!("{name}.because"))
                .collect::<Vec<_>>()
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>(),
        );
    }
    for (lang, messages) in messages() {
        let missing: Vec<_> = keys.iter().filter(|key| !has(&messages, key)).collect();
        assert!(missing.is_empty(), "{lang} lacks {missing:?}");
    }
}

#[test]
fn french_is_set_as_french_is_printed() {
    let [(_, french), _] = messages();
    for (key, text) in &french {
        for wrong in [" :", " ;", " !", " ?", "« ", " »", " %", "'", "\"", "..."] {
            assert!(!text.contains(wrong), "{key}: `{wrong}` in `{text}`");
        }
    }
}
