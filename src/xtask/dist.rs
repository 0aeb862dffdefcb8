//! `target/dist`: everything a brand deploys, hashed, signed for integrity and precompressed.

use crate::asset::{Asset, Weight};
use crate::bundle::{self, File, Files};
use crate::{minify, texts, tools, widget};
use anyhow::{Context, Result, bail};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A finished folder.
#[derive(Debug)]
pub struct Dist {
    /// Where it is.
    pub dir: PathBuf,
    /// What is in it.
    pub manifest: Manifest,
    /// Weight of each file.
    pub weights: BTreeMap<String, Weight>,
}

/// `manifest.json`: what the server reads to know the folder.
#[derive(Debug, Serialize)]
pub struct Manifest {
    /// Of the package.
    pub version: &'static str,
    /// How the wasm was made.
    pub made: widget::Made,
    /// The address brands write down.
    pub script: &'static str,
    /// The main wasm.
    pub main: String,
    /// Part to the files it needs, its own last.
    pub parts: BTreeMap<String, Vec<String>>,
    /// The style sheet of every shadow root.
    pub styles: String,
    /// The one that comes with the parts that answer and contribute.
    pub late_styles: String,
    /// Words of a first view, by language.
    pub texts: BTreeMap<String, String>,
    /// Words that come with the parts that answer and contribute, by language.
    pub late_texts: BTreeMap<String, String>,
    /// Ready-made looks.
    pub themes: Vec<String>,
    /// Every file that can be asked for.
    pub files: BTreeMap<String, Entry>,
}

/// One file of the manifest.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// `sha256-…`.
    pub integrity: String,
    /// Media type, with its character set.
    #[serde(rename = "type")]
    pub media_type: &'static str,
    /// Its name changes with its content.
    pub immutable: bool,
}

/// Builds the folder and says what is in it.
///
/// # Errors
/// See [`build`].
pub fn run(json: bool) -> Result<bool> {
    let dist = build()?;
    if json {
        println!("{}", serde_json::to_string_pretty(&dist.manifest)?);
        return Ok(true);
    }
    for (name, weight) in &dist.weights {
        println!("{name:<44} {:>8} bytes, {:>7} with brotli", weight.raw, weight.brotli);
    }
    println!("{}", describe(&dist));
    Ok(true)
}

/// One line on how the folder was made.
pub fn describe(dist: &Dist) -> String {
    let made = &dist.manifest.made;
    let squeezed = if made.squeezed { "went through wasm-opt" } else { "no Node: not through wasm-opt" };
    format!("{}: {}; {squeezed}", dist.dir.display(), made.std.describe())
}

/// Builds the widget and everything beside it.
///
/// # Errors
/// The widget does not build, or a source of the script, the styles or the texts is absent or malformed.
pub fn build() -> Result<Dist> {
    let www = tools::root().join("www");
    let widget = widget::build()?;
    let mut assets = Vec::new();
    let mut add = |asset: Asset| {
        let file = File(asset.name.clone(), asset.integrity());
        assets.push(asset);
        file
    };

    let main = add(Asset::hashed("parvis_bg", "wasm", widget.main));
    let mut pieces = BTreeMap::new();
    for (piece, bytes) in widget.pieces {
        pieces.insert(piece.clone(), add(Asset::hashed(&piece_stem(&piece), "wasm", bytes)));
    }
    let Styles { first, late } = styles()?;
    let styles = add(Asset::hashed("parvis", "css", first));
    let late_styles = add(Asset::hashed("parvis-late", "css", late));
    let mut texts = BTreeMap::new();
    let mut late_texts = BTreeMap::new();
    for (language, words) in texts::read(&www)? {
        let first = add(Asset::hashed(&format!("texts/{language}"), "json", words.first));
        let late = add(Asset::hashed(&format!("texts/{language}-late"), "json", words.late));
        texts.insert(language.clone(), first);
        late_texts.insert(language, late);
    }
    let mut themes = Vec::new();
    for path in files_in(&www.join("themes"), "css")? {
        let sheet =
            minify::styles(&fs::read_to_string(&path)?).with_context(|| format!("in {}", path.display()))?;
        themes.push(add(Asset::fixed(format!("themes/{}.css", stem(&path)), sheet)).0);
    }
    for name in ["parvis.d.ts", "custom-elements.json"] {
        let path = www.join(name);
        add(Asset::fixed(name, fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?));
    }
    let parts = widget.made.parts.clone();
    let version = env!("CARGO_PKG_VERSION");
    let files = Files { version, main, pieces, parts, styles, late_styles, texts, late_texts };
    let script = add(Asset::fixed("parvis.js", bundle::bundle(&www, &widget.glue, &files)?));
    debug_assert_eq!(script.0, "parvis.js");

    let manifest = manifest(files, widget.made, themes, &assets);
    write(manifest, assets)
}

/// `split_feed` is the feed's own piece; `chunk_3` is shared by some of the parts.
fn piece_stem(piece: &str) -> String {
    match piece.strip_prefix("split_") {
        Some(part) => format!("parvis-{part}"),
        None => format!("parvis-{}", piece.replace('_', "")),
    }
}

fn manifest(files: Files, made: widget::Made, themes: Vec<String>, assets: &[Asset]) -> Manifest {
    let of_piece = |piece: &String| files.pieces.get(piece).map(|file| file.0.clone());
    let parts =
        files.parts.iter().map(|(part, pieces)| (part.clone(), pieces.iter().filter_map(of_piece).collect()));
    let entries = assets.iter().map(|asset| {
        let entry = Entry {
            integrity: asset.integrity(),
            media_type: media_type(&asset.name),
            immutable: !["parvis.js", "parvis.d.ts", "custom-elements.json"].contains(&asset.name.as_str())
                && !asset.name.starts_with("themes/"),
        };
        (asset.name.clone(), entry)
    });
    Manifest {
        version: files.version,
        made,
        script: "parvis.js",
        parts: parts.collect(),
        main: files.main.0,
        styles: files.styles.0,
        late_styles: files.late_styles.0,
        texts: files.texts.into_iter().map(|(language, file)| (language, file.0)).collect(),
        late_texts: files.late_texts.into_iter().map(|(language, file)| (language, file.0)).collect(),
        themes,
        files: entries.collect(),
    }
}

/// Writes the folder beside the old one and puts it in its place, so that a server never reads half of it.
fn write(manifest: Manifest, mut assets: Vec<Asset>) -> Result<Dist> {
    let dir = tools::target().join("dist");
    let fresh = tools::target().join("dist.new");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    let integrity: BTreeMap<&str, String> =
        assets.iter().map(|asset| (asset.name.as_str(), asset.integrity())).collect();
    let integrity = serde_json::to_vec_pretty(&integrity)?;
    assets.push(Asset::fixed("integrity.json", integrity));
    assets.push(Asset::fixed("manifest.json", serde_json::to_vec_pretty(&manifest)?));

    let mut weights = BTreeMap::new();
    for asset in &assets {
        weights.insert(asset.name.clone(), asset.write(&fresh)?);
    }
    if dir.exists() {
        fs::remove_dir_all(&dir)?;
    }
    fs::rename(&fresh, &dir)?;
    Ok(Dist { dir, manifest, weights })
}

/// The views' style sheets.
struct Styles {
    /// What a first view needs.
    first: String,
    /// What is drawn once somebody acts.
    late: String,
}

/// The views' style sheets in the order of their names, as two: those from `40` to `49` are late.
fn styles() -> Result<Styles> {
    let dir = tools::root().join("src/view/styles");
    let paths = files_in(&dir, "css")?;
    if paths.is_empty() {
        bail!("no style sheet in {}", dir.display());
    }
    let (mut first, mut late) = (String::new(), String::new());
    for path in paths {
        let sheet = if stem(&path).starts_with('4') { &mut late } else { &mut first };
        sheet.push_str(&fs::read_to_string(path)?);
        sheet.push('\n');
    }
    Ok(Styles { first: minify::styles(&first)?, late: minify::styles(&late)? })
}

/// The files of a folder with this extension, by name; none if there is no folder.
pub fn files_in(dir: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if dir.is_dir() {
        for entry in fs::read_dir(dir)? {
            files.push(entry?.path());
        }
    }
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    files.sort();
    Ok(files)
}

pub fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("js") => "text/javascript; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_named_after_its_part() {
        assert_eq!(piece_stem("split_feed"), "parvis-feed");
        assert_eq!(piece_stem("chunk_3"), "parvis-chunk3");
    }

    #[test]
    fn every_kind_of_file_has_a_media_type() {
        let check = |name, expected| assert_eq!(media_type(name), expected);
        check("parvis_bg-00.wasm", "application/wasm");
        check("parvis-00.css", "text/css; charset=utf-8");
        check("texts/fr-00.json", "application/json");
        check("parvis.js", "text/javascript; charset=utf-8");
        check("parvis.d.ts", "text/plain; charset=utf-8");
    }
}
