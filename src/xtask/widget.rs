//! The widget as the browser gets it: the main wasm, the pieces that load on use, and their glue.
//!
//! compile, cut at the split points, bind, join, squeeze. All but the first depend on the compiler's output alone, so
//! what they made is kept under the hash of that output and made again only when it changes.

use crate::compile::{self, Std};
use crate::size::ELEMENTS;
use crate::{asset, tools};
use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The features every browser that runs the elements has, one by one: the tool's own "all" emits imports that
/// browsers refuse.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Bytes below which a file that parts share weighs more in its address and hash than in what it holds. Before it is
/// squeezed: names and relocations are still in it.
const SMALL: u64 = 2_000;

/// The main module, as the tool that binds it calls its file.
const MAIN: &str = "parvis_bg";

/// The part that the fewest visitors ask for.
const RAREST: &str = "own";

/// Parts that are asked for only once others are here.
const BEFORE: [(&str, &[&str]); 3] =
    [("compose", &["late"]), ("count", &["late", "poll"]), ("own", &["late", "feed"])];

/// Changes when the steps below change, so that nothing stale is taken for fresh.
const RECIPE: u32 = 13;

/// What the page loads of the widget.
#[derive(Debug)]
pub struct Widget {
    /// The script between the wasm and the browser, as an ES module.
    pub glue: String,
    /// The module every element needs.
    pub main: Vec<u8>,
    /// The files cut out of it, by name.
    pub pieces: BTreeMap<String, Vec<u8>>,
    /// How it was made.
    pub made: Made,
}

/// What is known of a build beside its bytes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Made {
    /// Part to the pieces it needs, its own last.
    pub parts: BTreeMap<String, Vec<String>>,
    /// The standard library inside.
    pub std: Std,
    /// Whether `wasm-opt` went over it.
    pub squeezed: bool,
}

/// Builds the widget, or takes the last build if nothing changed.
///
/// # Errors
/// It does not compile, or a step after the compiler refuses its output.
pub fn build() -> Result<Widget> {
    let (wasm, std) = compile::compile()?;
    let wasm = fs::read(wasm)?;
    let squeezer = tools::wasm_opt();
    let version = if squeezer.is_some() { tools::wasm_opt_version() } else { "none" };
    let key = asset::short_hash(format!("{RECIPE} {version} {}", asset::integrity(&wasm)).as_bytes());
    let shelf = tools::target().join("widget/made");
    let dir = shelf.join(key);
    if !dir.join("made.json").is_file() {
        if shelf.is_dir() {
            fs::remove_dir_all(&shelf)?;
        }
        make(&wasm, std, squeezer.as_deref(), &dir)?;
    }
    read(&dir)
}

fn make(wasm: &[u8], std: Std, squeezer: Option<&Path>, dir: &Path) -> Result<()> {
    fs::create_dir_all(dir)?;
    let cut = dir.join("main.wasm");
    let mut parts = split(wasm, dir, &cut)?;
    bind(&cut, dir)?;
    fs::remove_file(cut)?;
    if let Some(squeezer) = squeezer {
        join(&squeezer.with_file_name("wasm-merge"), dir, &mut parts)?;
        for file in wasm_files(dir)? {
            squeeze(squeezer, &file)?;
        }
    }
    let made = Made { parts, std, squeezed: squeezer.is_some() };
    // Last: its presence says that the rest is whole.
    fs::write(dir.join("made.json"), serde_json::to_vec_pretty(&made)?)?;
    Ok(())
}

/// Cuts at the split points; gives which pieces each part needs.
fn split(wasm: &[u8], dir: &Path, main: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let mut options = wasm_split_cli_support::Options::new(wasm);
    options.output_dir = dir;
    options.main_out_path = main;
    let cut = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("cannot split the wasm: {error:#}"))?;
    // The library's own loader is left aside: ours fetches with integrity and hashed names.
    fs::remove_file(dir.join("__wasm_split.js"))?;
    Ok(cut.prefetch_map.into_iter().collect())
}

fn bind(main: &Path, dir: &Path) -> Result<()> {
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(main).out_name("parvis").web(true)?.typescript(false).omit_default_module_path(true);
    // The pieces import the table and the memory by the linker's names.
    bindgen.keep_lld_exports(true).remove_name_section(true).remove_producers_section(true);
    let mut output = bindgen.generate_output().context("wasm-bindgen refused the widget")?;
    let names = shorten(&mut output);
    output.emit(dir)?;
    if dir.join("snippets").exists() {
        bail!("a crate of the widget brings its own JavaScript, which the one script cannot carry");
    }
    let path = dir.join("parvis.js");
    let mut glue = fs::read_to_string(&path)?;
    for (long, short) in names {
        let (before, after) = (format!("{long}: "), format!("{short}: "));
        if glue.matches(&before).count() != 1 {
            bail!("the glue does not define {long} once");
        }
        glue = glue.replace(&before, &after);
    }
    Ok(fs::write(path, glue)?)
}

/// Gives the functions that the wasm imports from the glue short names; gives long and short. The long ones end in a
/// hash each, which no compressor can do anything about.
fn shorten(output: &mut wasm_bindgen_cli_support::Output) -> Vec<(String, String)> {
    let mut names = Vec::new();
    for import in output.wasm_mut().imports.iter_mut() {
        if import.module == "./parvis_bg.js" {
            let short = format!("${}", names.len());
            names.push((std::mem::replace(&mut import.name, short.clone()), short));
        }
    }
    names
}

/// Joins what the splitter has shared out into many small files: what two elements have in common goes to the main
/// module, and so does what is too small for a file; what parts share that come one after the other goes into the
/// file of the first. Small files travel badly: each begins with an empty dictionary and needs an address and a hash
/// of its own.
fn join(merger: &Path, dir: &Path, parts: &mut BTreeMap<String, Vec<String>>) -> Result<()> {
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (part, needed) in parts.iter() {
        needed.iter().for_each(|piece| users.entry(piece).or_default().push(part));
    }
    let mut shared: BTreeMap<Vec<&str>, Vec<&str>> = BTreeMap::new();
    for (piece, users) in users {
        shared.entry(first_of(&users)).or_default().push(piece);
    }
    let mut common = Vec::new();
    let mut joined: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (users, pieces) in &shared {
        let sizes = pieces.iter().map(|piece| Ok(fs::metadata(file(dir, piece))?.len()));
        let size = sizes.sum::<Result<u64>>()?;
        let n_elements = users.iter().filter(|user| ELEMENTS.contains(user)).count();
        let owned = |pieces: &[&str]| pieces.iter().map(|piece| (*piece).to_owned()).collect::<Vec<_>>();
        match (users.as_slice(), pieces.as_slice()) {
            ([part], pieces) => {
                let own = own_piece(parts, part)?;
                let others: Vec<&str> = pieces.iter().copied().filter(|piece| *piece != own).collect();
                joined.insert(own.to_owned(), owned(&others));
            }
            (_, pieces) if n_elements > 1 || size < SMALL => common.extend(owned(pieces)),
            (_, [host, others @ ..]) => drop(joined.insert((*host).to_owned(), owned(others))),
            _ => {}
        }
    }
    merge(merger, dir, MAIN, &common)?;
    for (host, others) in joined.iter().filter(|(_, others)| !others.is_empty()) {
        merge(merger, dir, host, others)?;
        unify(merger, &file(dir, host))?;
    }
    let host_of =
        |piece: &String| joined.iter().find(|(_, others)| others.contains(piece)).map(|(host, _)| host);
    let own: BTreeMap<String, String> =
        parts.iter().filter_map(|(part, needed)| Some((part.clone(), needed.last()?.clone()))).collect();
    for (part, needed) in parts.iter_mut() {
        let (last, mut kept) = (own.get(part), Vec::new());
        // What is in the file of a part that is here already need not be asked for.
        let earlier: Vec<&String> = before(part).iter().filter_map(|part| own.get(*part)).collect();
        for piece in needed.iter().filter(|piece| !common.contains(piece)) {
            let piece = host_of(piece).unwrap_or(piece);
            if !kept.contains(piece) && !earlier.contains(&piece) && Some(piece) != last {
                kept.push(piece.clone());
            }
        }
        kept.extend(last.cloned());
        *needed = kept;
    }
    Ok(())
}

/// The parts that are here before this one is asked for.
fn before(part: &str) -> &'static [&'static str] {
    BEFORE.iter().find(|(later, _)| *later == part).map_or(&[], |(_, before)| before)
}

/// Of these users those that decide where what they share goes: those that need it first, and not the rarest part
/// where two others need it too.
fn first_of<'a>(users: &[&'a str]) -> Vec<&'a str> {
    let is_first = |user: &&str| !before(user).iter().any(|part| users.contains(part));
    let mut first: Vec<&str> = users.iter().copied().filter(is_first).collect();
    if first.len() > 2 {
        first.retain(|user| *user != RAREST);
    }
    first
}

/// The piece that is a part's own: its last.
fn own_piece<'a>(parts: &'a BTreeMap<String, Vec<String>>, part: &str) -> Result<&'a str> {
    let own = parts.get(part).and_then(|needed| needed.last());
    own.map(String::as_str).with_context(|| format!("part {part} has no piece of its own"))
}

fn file(dir: &Path, stem: &str) -> PathBuf {
    dir.join(stem).with_extension("wasm")
}

/// Puts pieces into another file.
fn merge(merger: &Path, dir: &Path, host: &str, pieces: &[String]) -> Result<()> {
    let into = file(dir, host);
    let mut command = tools::command(merger);
    // The pieces import the memory and the table of the main module by this name.
    let name = if host == MAIN { "__wasm_split" } else { host };
    command.args(FEATURES).arg("--enable-multimemory").arg(&into).arg(name);
    for piece in pieces {
        command.arg(file(dir, piece)).arg(piece);
    }
    tools::output(command.arg("-o").arg(&into))?;
    pieces.iter().try_for_each(|piece| Ok(fs::remove_file(file(dir, piece))?))
}

/// Makes one of the memories, tables and globals that each of the joined files has imported for itself: in the text
/// of the module the names of those imported again become the first one's.
fn unify(merger: &Path, wasm: &Path) -> Result<()> {
    let tool = |name: &str| {
        let mut command = tools::command(merger.with_file_name(name));
        command.args(FEATURES).arg("--enable-multimemory").arg(wasm);
        command
    };
    let text = tools::output(tool("wasm-dis").arg("-o").arg("-"))?;
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let mut again: BTreeMap<&str, &str> = BTreeMap::new();
    let mut kept = String::with_capacity(text.len());
    for line in text.lines() {
        // (import "__wasm_split" "memory" (memory $mimport$1 17))
        let import = line.strip_prefix(" (import ").and_then(|import| import.split_once(" ("));
        let own = import.and_then(|(what, how)| {
            let (kind, how) = how.split_once(' ')?;
            let name = how.split([' ', ')']).next()?;
            ["memory", "table", "global"].contains(&kind).then_some((what, name))
        });
        match own {
            Some((what, name)) => match first.get(what) {
                Some(known) => drop(again.insert(name, known)),
                None => {
                    first.insert(what, name);
                    kept.push_str(line);
                    kept.push('\n');
                }
            },
            None => {
                kept.push_str(line);
                kept.push('\n');
            }
        }
    }
    for (name, known) in again {
        for end in [' ', ')'] {
            kept = kept.replace(&format!("{name}{end}"), &format!("{known}{end}"));
        }
        kept = kept.replace(&format!("{name}\n"), &format!("{known}\n"));
    }
    let source = wasm.with_extension("wat");
    fs::write(&source, kept)?;
    let mut assemble = tools::command(merger.with_file_name("wasm-as"));
    tools::output(assemble.args(FEATURES).arg(&source).arg("-o").arg(wasm))?;
    Ok(fs::remove_file(source)?)
}

/// Makes a file smaller as far as `wasm-opt` can.
///
/// # Errors
/// The tool refuses the file.
pub fn squeeze(squeezer: &Path, file: &Path) -> Result<()> {
    let mut command = tools::command(squeezer);
    // Flattened and looped anew, what the compiler left gets one percent smaller, and a little more the second time.
    let again = ["--flatten", "--rereloop", "-Oz"];
    command.args(FEATURES).args(again).args(again).args(["--converge", "--strip-debug", "--strip-producers"]);
    tools::output(command.arg(file).arg("-o").arg(file)).map(drop)
}

fn read(dir: &Path) -> Result<Widget> {
    let made: Made = serde_json::from_slice(&fs::read(dir.join("made.json"))?)?;
    let mut pieces = BTreeMap::new();
    for file in wasm_files(dir)? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        pieces.insert(name, fs::read(&file)?);
    }
    let main = pieces.remove("parvis_bg").context("wasm-bindgen left no main module")?;
    Ok(Widget { glue: fs::read_to_string(dir.join("parvis.js"))?, main, pieces, made })
}

fn wasm_files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
