//! `cargo xtask bench`: what an order costs in a real browser, with and without a throttled processor, beside a
//! search library and the same pipeline by hand in JavaScript; the page that measures stands in `bench/`.

use crate::{compile, tools, widget};
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What is measured.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Bench {
    /// Ranking for one visitor: scored, sorted, diversified, explained.
    Rank,
}

/// What a throttled browser may take, in milliseconds: candidates and limit.
const LIMITS: [(u32, f64); 2] = [(10_000, 10.0), (100_000, 60.0)];
/// The throttle that they hold at.
const THROTTLE: f64 = 4.0;
/// The peer that follows the same pipeline, and so must find the same order.
const SAME: &str = "typed arrays";

/// One measurement, as the page tells it.
#[derive(Debug, Deserialize)]
struct Line {
    n: u32,
    throttle: f64,
    ours_ms: f64,
    peers: BTreeMap<String, f64>,
    same: BTreeMap<String, bool>,
    slices: BTreeMap<String, f64>,
    tokens: Tokens,
}

/// What making prints of texts took.
#[derive(Debug, Deserialize)]
struct Tokens {
    texts: u32,
    characters: u32,
    ms: f64,
}

/// Measures; false when a limit does not hold, a peer is faster, or the orders differ.
///
/// # Errors
/// There is no Chromium or Node, or the page fails.
pub fn run(what: Bench, json: bool) -> Result<bool> {
    let Bench::Rank = what;
    let (Some(chromium), Some(node), Some(npm)) =
        (tools::chromium(), tools::found("node"), tools::found("npm"))
    else {
        bail!("the bench needs Chromium, Node and npm");
    };
    let stand = build()?;
    let page = tools::root().join("src/xtask/bench");
    let mut install = tools::command(npm);
    install.args(["ci", "--silent", "--no-audit", "--no-fund"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    tools::succeed(install.current_dir(&page))?;
    let mut run = tools::command(node);
    run.arg("run.js").current_dir(&page).env("PARVIS_CHROMIUM", chromium).env("PARVIS_STAND", stand);
    let told = tools::output(&mut run)?;
    let lines: Vec<Line> =
        told.lines().map(serde_json::from_str).collect::<Result<_, _>>().context("the page told no JSON")?;
    if json {
        println!("{told}");
    } else {
        lines.iter().for_each(show);
    }
    let faults: Vec<String> = lines.iter().flat_map(faults).collect();
    faults.iter().for_each(|fault| eprintln!("{fault}"));
    Ok(faults.is_empty())
}

/// The module that is measured, made as the widget is made; gives its folder.
fn build() -> Result<PathBuf> {
    let (wasm, _) = compile::room("parvis-bench", &[])?;
    let dir = tools::target().join("bench");
    fs::create_dir_all(&dir)?;
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(wasm).out_name("stand").web(true)?.typescript(false);
    bindgen.remove_name_section(true).remove_producers_section(true);
    let mut output = bindgen.generate_output().context("wasm-bindgen refused the stand")?;
    // What the splitter of the widget reads and takes out.
    for section in ["linking", "reloc.CODE", "reloc.DATA"] {
        output.wasm_mut().customs.remove_raw(section);
    }
    output.emit(&dir)?;
    squeeze(&dir.join("stand_bg.wasm"))?;
    Ok(dir)
}

fn squeeze(file: &Path) -> Result<()> {
    match tools::wasm_opt() {
        Some(squeezer) => widget::squeeze(&squeezer, file),
        None => Ok(()),
    }
}

fn show(line: &Line) {
    let Line { n, throttle, ours_ms, peers, same, slices, tokens } = line;
    println!("{n} candidates, processor at 1/{throttle}: milliseconds, median");
    println!("  {:<16}{ours_ms:>9.2}", "ours");
    for (name, ms) in peers {
        let order = if same.get(name).is_some_and(|same| *same) { "same order" } else { "another order" };
        println!("  {name:<16}{ms:>9.2}  {:>5.1} times  {order}", ms / ours_ms);
    }
    let slice = |name: &str| slices.get(name).copied().unwrap_or(f64::NAN);
    println!(
        "  longest slice   {:>9.2}  begin {:.2}, 4,096 candidates {:.2}, places {:.2}, reasons {:.2}",
        slice("longest"),
        slice("begin"),
        slice("step"),
        slice("place"),
        slice("why"),
    );
    let Tokens { texts, characters, ms } = tokens;
    println!("  {texts} prints      {ms:>9.2}  of {characters} characters\n");
}

/// What does not hold.
fn faults(line: &Line) -> Vec<String> {
    let Line { n, throttle, ours_ms, peers, same, .. } = line;
    let mut faults = Vec::new();
    for (_, limit) in LIMITS.iter().filter(|(of, _)| of == n && *throttle == THROTTLE) {
        if ours_ms >= limit {
            faults.push(format!("{n} candidates take {ours_ms:.2} ms at 1/{throttle}, not under {limit}"));
        }
    }
    for (name, ms) in peers.iter().filter(|(_, ms)| *ms <= ours_ms) {
        faults.push(format!("{name} takes {ms:.2} ms for {n} candidates at 1/{throttle}, ours {ours_ms:.2}"));
    }
    if same.get(SAME) != Some(&true) {
        faults.push(format!("{SAME} put the first of {n} candidates in another order"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(ours: f64, peer: f64, is_same: bool) -> Line {
        let told = format!(
            r#"{{"n": 10000, "throttle": 4, "ours_ms": {ours}, "peers": {{"typed arrays": {peer}}},
            "same": {{"typed arrays": {is_same}}}, "slices": {{}},
            "tokens": {{"texts": 1, "characters": 2, "ms": 3}}}}"#
        );
        serde_json::from_str(&told).unwrap()
    }

    #[test]
    fn a_limit_a_faster_peer_and_another_order_are_faults() {
        assert_eq!(faults(&line(9.9, 12.0, true)), [] as [String; 0]);
        assert_eq!(faults(&line(10.0, 12.0, true)).len(), 1);
        assert_eq!(faults(&line(9.0, 8.0, true)).len(), 1);
        assert_eq!(faults(&line(9.0, 12.0, false)).len(), 1);
    }
}
