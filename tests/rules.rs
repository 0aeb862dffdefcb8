//! The rules of the repository: rooms, arrows, bans and the shape of files, read from the sources.

use parvis_tests::tree::{Source, files, read};
use std::collections::BTreeSet;

/// What each room may name: rooms and libraries. A room that is not listed may name anything.
const MAY_NAME: [(&str, &[&str]); 8] = [
    ("model", &["serde", "sha2", "utoipa"]),
    ("lexis", &["parvis-model", "frostem", "libm"]),
    ("rank", &["parvis-model", "parvis-lexis", "libm"]),
    ("tally", &["parvis-model", "libm"]),
    ("store", &["parvis-model", "parvis-rank", "parvis-tally", "parvis-lexis", "serde", "serde_json"]),
    ("view", &["parvis-model", "parvis-rank", "parvis-tally", "parvis-store", "serde_json", "yew"]),
    ("bench", &["parvis-model", "parvis-lexis", "parvis-rank", "wasm-bindgen"]),
    (
        "widget",
        &[
            "parvis-model",
            "parvis-rank",
            "parvis-tally",
            "parvis-lexis",
            "parvis-store",
            "parvis-view",
            "serde",
            "serde_json",
            "serde-wasm-bindgen",
            "sha2",
            "yew",
            "gloo",
            "js-sys",
            "web-sys",
            "wasm-bindgen",
            "wasm-bindgen-futures",
            "wasm_split_helpers",
        ],
    ),
];

/// Files of more than 400 lines, each with its reason.
const LONG: [(&str, &str); 0] = [];

const PURE: [&str; 5] = ["model", "lexis", "rank", "tally", "store"];
const NO_PANIC: [&str; 6] = ["lexis", "rank", "tally", "store", "view", "widget"];

fn no_fault(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn arrows_between_rooms_point_inwards() {
    let mut faults = Vec::new();
    for (room, allowed) in MAY_NAME {
        for name in dependencies(&read(&format!("src/{room}/Cargo.toml"))) {
            if !allowed.contains(&name.as_str()) {
                faults.push(format!("src/{room} names {name}; it may name {}", allowed.join(", ")));
            }
        }
    }
    for manifest in files("src", &["Cargo.toml"]) {
        for name in dependencies(&manifest) {
            let is_widget_of_server = manifest.room() == "server" && name == "parvis-widget";
            if name == "xtask" || is_widget_of_server || name == "parvis-tests" {
                faults.push(format!("{} names {name}", manifest.path));
            }
        }
    }
    no_fault(faults);
}

/// The names under `[dependencies]`: what tests and build scripts need is theirs alone.
fn dependencies(manifest: &Source) -> Vec<String> {
    let section = manifest.text.split("\n[dependencies]\n").nth(1).unwrap_or_default();
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    let name = |line: &str| line.split_once('=').map(|(name, _)| name.trim().trim_matches('"').to_owned());
    lines.filter(|line| !line.starts_with('#')).filter_map(name).collect()
}

#[test]
fn versions_stand_in_the_root_table_only() {
    let mut faults = Vec::new();
    for manifest in files("src", &["Cargo.toml"]).into_iter().chain([read("tests/Cargo.toml")]) {
        let mut in_dependencies = false;
        for (index, line) in manifest.text.lines().enumerate() {
            if line.starts_with('[') {
                in_dependencies = line.ends_with("dependencies]");
            } else if in_dependencies
                && line.contains('=')
                && !line.starts_with('#')
                && !["workspace = true", "path = \".\""].iter().any(|form| line.contains(form))
            {
                faults.push(format!("{}:{}: {line}", manifest.path, index + 1));
            }
        }
    }
    no_fault(faults);
}

#[test]
fn only_the_widget_names_the_browser() {
    let rust = files("src", &[".rs"]);
    // The stand that is measured in a browser never ships; the workshop builds both.
    let others = rust.iter().filter(|source| !["widget", "bench", "xtask"].contains(&source.room()));
    no_fault(
        others.flat_map(|source| source.naming(&["web_sys", "js_sys", "gloo", "wasm_bindgen"])).collect(),
    );
}

#[test]
fn the_inner_rooms_reach_nothing_and_leave_nothing_to_chance() {
    let banned = [
        "SystemTime",
        "Instant",
        "std::time",
        "std::fs",
        "std::net",
        "std::io",
        "std::env",
        "std::thread",
        "std::process",
        "HashMap",
        "HashSet",
        "RandomState",
        "async",
        "await",
        "println!",
        "eprintln!",
    ];
    let rust = files("src", &[".rs"]);
    let inner = rust.iter().filter(|source| PURE.contains(&source.room()));
    no_fault(inner.flat_map(|source| source.naming(&banned)).collect());
}

#[test]
fn an_order_is_the_same_on_every_platform() {
    // Square roots and the four operations are exact everywhere; these are not.
    let banned = [
        ".ln(",
        ".ln_1p(",
        ".log(",
        ".log2(",
        ".log10(",
        ".exp(",
        ".exp2(",
        ".exp_m1(",
        ".powf(",
        ".powi(",
        ".cbrt(",
        ".sin(",
        ".cos(",
        ".tan(",
        ".tanh(",
        ".atan2(",
        ".hypot(",
        ".partial_cmp(",
    ];
    no_fault(files("src/rank", &[".rs"]).iter().flat_map(|source| source.naming(&banned)).collect());
}

#[test]
fn sql_is_spoken_in_one_place() {
    let rust = files("src", &[".rs"]);
    let outside = rust.iter().filter(|source| !source.path.starts_with("src/server/db/"));
    let banned = ["sqlx::", "SELECT", "INSERT INTO", "DELETE FROM"];
    no_fault(outside.flat_map(|source| source.naming(&banned)).collect());
}

#[test]
fn what_runs_in_the_page_cannot_panic() {
    let lints = ["clippy::unwrap_used", "clippy::expect_used", "clippy::panic", "clippy::indexing_slicing"];
    let mut faults = Vec::new();
    for room in NO_PANIC {
        let source = read(&format!("src/{room}/lib.rs"));
        let denied: String =
            source.text.split("deny(").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        let lacking = lints.iter().filter(|lint| !denied.contains(**lint));
        faults.extend(lacking.map(|lint| format!("{} does not deny {lint}", source.path)));
    }
    no_fault(faults);
}

#[test]
fn text_is_never_markup() {
    let banned = [
        "from_html_unchecked",
        "set_inner_html",
        "set_outer_html",
        "insert_adjacent_html",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
    ];
    let sources = files("src", &[".rs", ".js"]).into_iter().chain(files("www", &[".js", ".mjs", ".ts"]));
    // The workshop may look for these in what it builds.
    let sources = sources.filter(|source| source.room() != "xtask");
    no_fault(sources.flat_map(|source| source.naming(&banned)).collect());
}

#[test]
fn every_file_opens_by_saying_what_lives_in_it() {
    let silent = |source: &Source| !source.text.starts_with("//! ");
    no_fault(rust().into_iter().filter(silent).map(|source| source.path).collect());
}

#[test]
fn files_stay_short() {
    let mut faults = Vec::new();
    for source in rust() {
        let n_lines = source.text.lines().count();
        let listed = LONG.iter().any(|(path, _)| *path == source.path);
        if n_lines > 400 && !listed {
            faults.push(format!("{}: {n_lines} lines", source.path));
        }
        if n_lines <= 400 && listed {
            faults.push(format!("{}: {n_lines} lines, no longer long", source.path));
        }
    }
    no_fault(faults);
}

#[test]
fn no_file_is_a_drawer_for_everything() {
    let drawers = ["util", "utils", "common", "helper", "helpers", "manager", "misc"];
    let mut faults = Vec::new();
    for source in rust() {
        let names: BTreeSet<&str> = source.path.trim_end_matches(".rs").split('/').collect();
        if drawers.iter().any(|drawer| names.contains(drawer)) {
            faults.push(source.path);
        }
    }
    no_fault(faults);
}

#[test]
fn no_test_is_switched_off_and_no_lint_is_silenced_without_a_reason() {
    // In two parts, so that this file does not accuse itself.
    let banned = [
        concat!("#[", "ignore"),
        concat!("#[", "allow("),
        concat!("#![", "allow("),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("thread::", "sleep"),
    ];
    let mut faults = Vec::new();
    for source in rust() {
        for (index, line) in source.text.lines().enumerate() {
            if banned.iter().any(|form| line.contains(form)) {
                faults.push(format!("{}:{}: {}", source.path, index + 1, line.trim()));
            }
        }
    }
    no_fault(faults);
}

#[test]
fn no_path_of_a_machine_is_written_down() {
    let banned =
        [concat!("/wor", "k/"), concat!("/roo", "t/"), concat!("/hom", "e/"), concat!("/User", "s/")];
    let endings = [".rs", ".toml", ".md", ".js", ".mjs", ".ts", ".css", ".html", ".json", ".sql", ".sh"];
    let mut faults = Vec::new();
    for source in files("", &endings) {
        for (index, line) in source.text.lines().enumerate() {
            if banned.iter().any(|form| line.contains(form)) {
                faults.push(format!("{}:{}: {}", source.path, index + 1, line.trim()));
            }
        }
    }
    no_fault(faults);
}

fn rust() -> Vec<Source> {
    let mut all = files("src", &[".rs"]);
    all.extend(files("tests", &[".rs"]));
    all
}
