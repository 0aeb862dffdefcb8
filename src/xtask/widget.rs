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

/// Changes when the steps below change, so that nothing stale is taken for fresh.
const RECIPE: u32 = 4;

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
/// module. Small files travel badly: each begins with an empty dictionary and needs a hash of its own.
fn join(merger: &Path, dir: &Path, parts: &mut BTreeMap<String, Vec<String>>) -> Result<()> {
    let mut users: BTreeMap<String, usize> = BTreeMap::new();
    for (_, needed) in parts.iter().filter(|(part, _)| ELEMENTS.contains(&part.as_str())) {
        for piece in needed {
            *users.entry(piece.clone()).or_default() += 1;
        }
    }
    let common: Vec<String> = users.into_iter().filter(|(_, n)| *n > 1).map(|(piece, _)| piece).collect();
    merge(merger, dir, &common)?;
    parts.values_mut().for_each(|needed| needed.retain(|piece| !common.contains(piece)));
    Ok(())
}

/// Puts pieces into the main module.
fn merge(merger: &Path, dir: &Path, pieces: &[String]) -> Result<()> {
    let file = |stem: &str| dir.join(stem).with_extension("wasm");
    let main = file("parvis_bg");
    let mut command = tools::command(merger);
    // The pieces import the memory and the table of the main module by this name.
    command.args(FEATURES).arg(&main).arg("__wasm_split");
    for piece in pieces {
        command.arg(file(piece)).arg(piece);
    }
    tools::output(command.arg("-o").arg(&main))?;
    pieces.iter().try_for_each(|piece| Ok(fs::remove_file(file(piece))?))
}

/// Makes a file smaller as far as `wasm-opt` can.
///
/// # Errors
/// The tool refuses the file.
pub fn squeeze(squeezer: &Path, file: &Path) -> Result<()> {
    let mut command = tools::command(squeezer);
    command.args(FEATURES).args(["-Oz", "--converge", "--strip-debug", "--strip-producers"]);
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
