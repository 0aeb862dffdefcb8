//! What the brand reads is what the code does: messages, attributes, events, tokens and parts.
//!
//! The manual, `www/README.md`, has one section for each of attributes, events, tokens and parts. In it each
//! row of a table, or each item of a list, begins with the name between backticks.

use parvis_tests::tree::{Source, files, literals, read};
use std::collections::{BTreeMap, BTreeSet};

/// Every element that a page can hold.
const ELEMENTS: [&str; 5] = ["parvis-feed", "parvis-reviews", "parvis-ideas", "parvis-poll", "parvis-rating"];

/// Ways in which code asks for a message by its whole key.
const ASKING: [&str; 5] = ["text(\"", "find(\"", "with(\"", "count(\"", "count_with(\""];

/// Groups of messages whose words come from data: languages are an open list.
const OPEN: [&str; 1] = ["lang."];

type Messages = BTreeMap<String, String>;

fn messages(lang: &str) -> Messages {
    let source = read(&format!("www/texts/{lang}.json"));
    serde_json::from_str(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path))
}

fn no_fault(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// A key without its plural category.
fn base(key: &str) -> &str {
    key.split('#').next().unwrap_or(key)
}

#[test]
fn french_and_english_say_the_same_things() {
    let (fr, en) = (messages("fr"), messages("en"));
    let bases = |messages: &Messages| -> BTreeSet<String> {
        messages.keys().map(|key| base(key).to_owned()).collect()
    };
    let differ = bases(&fr).symmetric_difference(&bases(&en)).cloned().collect::<Vec<_>>();
    no_fault(differ.into_iter().map(|key| format!("only in one language: {key}")).collect());
}

#[test]
fn a_message_has_the_same_blanks_in_both_languages() {
    let (fr, en) = (messages("fr"), messages("en"));
    let mut faults = Vec::new();
    for (key, text) in fr.iter().filter(|(key, _)| !key.contains('#') || key.ends_with("#other")) {
        let other = en.get(key).map(|text| blanks(text)).unwrap_or_default();
        if blanks(text) != other {
            faults.push(format!("{key}: {:?} in French, {other:?} in English", blanks(text)));
        }
    }
    // A form for one thing may leave the number out, and has no blank of its own.
    for messages in [&fr, &en] {
        for (key, text) in messages.iter().filter(|(key, _)| key.contains('#')) {
            let whole = messages.get(&format!("{}#other", base(key))).map(|text| blanks(text));
            match whole {
                None => faults.push(format!("{key}: without #other")),
                Some(whole) if !blanks(text).is_subset(&whole) => {
                    faults.push(format!("{key}: {:?} is more than {whole:?}", blanks(text)));
                }
                Some(_) => {}
            }
        }
    }
    no_fault(faults);
}

fn blanks(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}

#[test]
fn every_message_that_code_asks_for_exists() {
    let known: BTreeSet<String> = messages("fr").keys().map(|key| base(key).to_owned()).collect();
    let mut faults = Vec::new();
    for source in speaking() {
        for (number, line) in source.code() {
            for asking in ASKING {
                for (place, _) in line.match_indices(asking) {
                    let before = line[..place].chars().next_back();
                    let rest = &line[place + asking.len()..];
                    let key = rest.split('"').next().unwrap_or_default();
                    let is_call = before == Some('.') || before == Some('_');
                    if is_call && key.contains('.') && !known.contains(key) {
                        faults.push(format!("{}:{number}: {key}", source.path));
                    }
                }
            }
        }
    }
    no_fault(faults);
}

#[test]
fn every_message_is_asked_for() {
    let sources = speaking();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for literal in sources.iter().flat_map(Source::literals) {
        known.insert(literal.trim_matches('.'));
    }
    let fr = messages("fr");
    let is_open = |key: &str| OPEN.iter().any(|group| key.starts_with(group));
    let lost: BTreeSet<&str> =
        fr.keys().map(|key| base(key)).filter(|key| !is_open(key) && !is_made_of(key, &known)).collect();
    no_fault(lost.into_iter().map(|key| format!("nothing asks for {key}")).collect());
}

/// Whether a key is a chain of texts found in code, joined by points: `fault` and `too_long`.
fn is_made_of(key: &str, known: &BTreeSet<&str>) -> bool {
    let splits = key.match_indices('.').map(|(place, _)| (&key[..place], &key[place + 1..]));
    known.contains(key)
        || splits.into_iter().any(|(head, tail)| known.contains(head) && is_made_of(tail, known))
}

/// The rooms whose texts are keys, or words of keys.
fn speaking() -> Vec<Source> {
    let rooms = ["model", "rank", "tally", "store", "view", "widget"];
    rooms.iter().flat_map(|room| files(&format!("src/{room}"), &[".rs"])).collect()
}

#[test]
fn every_token_is_in_the_manual_and_the_reverse() {
    let mut tokens = BTreeSet::new();
    for source in files("src/view/styles", &[".css"]) {
        tokens.extend(names(&source.text, "--parvis-"));
    }
    same("token", &tokens, &manual("Tokens"));
}

#[test]
fn every_part_is_in_the_manual_and_the_reverse() {
    // The gallery draws every state of every element, so every part stands in it.
    let mut parts = BTreeSet::new();
    let views = files("src/view", &[".rs"]);
    for source in [read("www/states.html")].iter().chain(&views).chain(&scripts()) {
        for (_, line) in source.code() {
            for (place, _) in line.match_indices("part=\"") {
                let value = line[place..].split('"').nth(1).unwrap_or_default();
                parts.extend(value.split_whitespace().map(str::to_owned));
            }
        }
    }
    same("part", &parts, &manual("Parts"));
}

#[test]
fn every_event_is_in_the_manual_and_the_reverse() {
    let mut events = BTreeSet::new();
    let rooms = ["src/widget", "src/store"].into_iter().flat_map(|room| files(room, &[".rs"]));
    for source in scripts().into_iter().chain(rooms) {
        for (_, line) in source.code() {
            let is_event = |text: &&&str| {
                text.strip_prefix("parvis-")
                    .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_lowercase()))
                    && !ELEMENTS.contains(*text)
            };
            events.extend(literals(line).iter().filter(is_event).map(|text| (*text).to_owned()));
        }
    }
    same("event", &events, &manual("Events"));
}

#[test]
fn every_attribute_is_in_the_manual_and_the_reverse() {
    let mut attributes = BTreeSet::new();
    for script in scripts().iter().map(|script| &script.text) {
        for list in ["observedAttributes = [", "COMMON = ["] {
            for (_, rest) in
                script.match_indices(list).map(|(place, list)| script.split_at(place + list.len()))
            {
                attributes.extend(quoted(rest.split(']').next().unwrap_or_default()));
            }
        }
        // Rows of the table of elements: `"parvis-feed": ["feed", ["feed", "circle"]],`.
        for line in script
            .lines()
            .filter(|line| ELEMENTS.iter().any(|tag| line.trim_start().starts_with(&format!("\"{tag}\": ["))))
        {
            attributes.extend(quoted(line.rsplit('[').next().unwrap_or_default()));
        }
    }
    // And what is read without being watched, but for what every element has.
    for script in scripts().iter().map(|script| &script.text) {
        for (place, _) in script.match_indices("Attribute(\"") {
            let name = script[place..].split('"').nth(1).unwrap_or_default();
            if name != "style" && !["data-", "aria-"].iter().any(|kind| name.starts_with(kind)) {
                attributes.insert(name.to_owned());
            }
        }
    }
    same("attribute", &attributes, &manual("Attributes"));
}

#[test]
fn the_list_for_editors_says_the_same_as_the_manual() {
    let list: serde_json::Value = serde_json::from_str(&read("www/custom-elements.json").text)
        .expect("www/custom-elements.json is JSON");
    let declarations = || {
        list["modules"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|module| module["declarations"].as_array())
            .flatten()
    };
    let tags: BTreeSet<&str> = declarations().filter_map(|one| one["tagName"].as_str()).collect();
    assert_eq!(tags, ELEMENTS.into_iter().collect());
    for (kind, heading) in [
        ("attributes", "Attributes"),
        ("events", "Events"),
        ("cssProperties", "Tokens"),
        ("cssParts", "Parts"),
    ] {
        let all = declarations().flat_map(|one| one[kind].as_array()).flatten();
        let names: BTreeSet<String> = all.filter_map(|one| one["name"].as_str()).map(str::to_owned).collect();
        same(kind, &names, &manual(heading));
    }
}

/// The scripts that the widget is made of, with one kind of quotes; those of the demo stand deeper.
fn scripts() -> Vec<Source> {
    let is_ours = |script: &Source| script.path.matches('/').count() == 1;
    let plain = |script: Source| Source { text: script.text.replace(['\'', '`'], "\""), ..script };
    files("www", &[".js"]).into_iter().filter(is_ours).map(plain).collect()
}

fn quoted(text: &str) -> Vec<String> {
    text.lines().flat_map(literals).map(str::to_owned).collect()
}

#[test]
fn every_element_is_defined_and_in_the_manual() {
    let (loader, manual) = (read("www/loader.js"), read("www/README.md"));
    let lacks = |source: &Source, tag: &&&str| !source.text.contains(**tag);
    let lacking = |source: &Source| -> Vec<String> {
        let tags = ELEMENTS.iter().filter(|tag| lacks(source, tag));
        tags.map(|tag| format!("{}: {tag}", source.path)).collect()
    };
    no_fault([lacking(&loader), lacking(&manual)].concat());
}

/// Every name in a text that begins with `prefix`.
fn names(text: &str, prefix: &str) -> BTreeSet<String> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let name = |(place, _): (usize, &str)| text[place..].split(|letter| !is_part(letter)).next();
    text.match_indices(prefix).filter_map(name).map(str::to_owned).collect()
}

/// The names that begin the rows and items of the sections whose heading holds `heading`.
fn manual(heading: &str) -> BTreeSet<String> {
    let manual = read("www/README.md");
    let mut is_inside = false;
    let mut found = BTreeSet::new();
    for line in manual.text.lines() {
        if line.starts_with('#') {
            is_inside = line.contains(heading);
        } else if is_inside {
            let cell = line.strip_prefix("| ").or_else(|| line.strip_prefix("- ")).unwrap_or_default();
            let cell = cell.split(['|', ':']).next().unwrap_or_default();
            if cell.starts_with('`') {
                found.extend(cell.split('`').skip(1).step_by(2).map(str::to_owned));
            }
        }
    }
    assert!(!found.is_empty(), "www/README.md has no names under a heading with `{heading}`");
    found
}

fn same(what: &str, code: &BTreeSet<String>, manual: &BTreeSet<String>) {
    let unsaid = code.difference(manual).map(|name| format!("{what} `{name}` is not in www/README.md"));
    let unmade = manual.difference(code).map(|name| format!("{what} `{name}` is in www/README.md only"));
    no_fault(unsaid.chain(unmade).collect());
}
