//! The one script: loader, wasm-bindgen's glue and the table of files in a single ES module.
//!
//! One file because one `integrity` attribute then covers all of it: an imported second file would have none. The
//! loader is written as small modules that import each other by one-line imports; bundling drops those lines and
//! sets the texts one after the other. The glue becomes a function, so that its names stay its own.

use crate::minify;
use anyhow::{Context, Result, bail};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The loader's modules, each after those it imports; `built.js` is what this file makes. The last one's exports are the script's.
const SOURCES: [&str; 8] =
    ["page.js", "files.js", "engine.js", "language.js", "theme.js", "life.js", "badge.js", "loader.js"];

/// What the loader must know of the files beside it.
#[derive(Debug, Serialize)]
pub struct Files {
    /// Of the whole build, for the curious.
    pub version: &'static str,
    /// The main wasm.
    pub main: File,
    /// Every piece cut out of it.
    pub pieces: BTreeMap<String, File>,
    /// Part to the pieces it needs.
    pub parts: BTreeMap<String, Vec<String>>,
    /// The style sheet of every shadow root.
    pub styles: File,
    /// The one that comes with the parts that answer and contribute.
    #[serde(rename = "lateStyles")]
    pub late_styles: File,
    /// Words of a first view, by language.
    pub texts: BTreeMap<String, File>,
    /// Words that come with the parts that answer and contribute, by language.
    #[serde(rename = "lateTexts")]
    pub late_texts: BTreeMap<String, File>,
}

/// Where a file is, from the script, and what it must be: name, integrity.
#[derive(Debug, Clone, Serialize)]
pub struct File(pub String, pub String);

/// Makes the script from the loader's modules in `www`, the glue and the table.
///
/// # Errors
/// A module is absent or is not written as the bundler expects; the glue has changed its shape.
pub fn bundle(www: &Path, glue: &str, files: &Files) -> Result<String> {
    let mut script =
        format!("const FILES = {};\n{}\n", serde_json::to_string(files)?, shield(&glue_function(glue)?));
    for (place, name) in SOURCES.iter().enumerate() {
        let path = www.join(name);
        let source =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let is_last = place + 1 == SOURCES.len();
        script.push_str(&body(&source, is_last).with_context(|| format!("cannot bundle {name}"))?);
    }
    minify::script(&script)
}

/// The module's text without its imports and, unless they are the script's own, without its `export`s.
fn body(source: &str, keep_exports: bool) -> Result<String> {
    let mut body = String::new();
    for line in source.lines() {
        if line.starts_with("import ") {
            if !(line.contains(" from \"./") && line.ends_with("\";")) {
                bail!("an import must be one line, from a neighbour: {line}");
            }
            continue;
        }
        let line = if keep_exports { line } else { line.strip_prefix("export ").unwrap_or(line) };
        body.push_str(line);
        body.push('\n');
    }
    Ok(body)
}

/// The glue with the document's methods taken from their prototypes: a form called `createElement` hides the
/// document's own, and every element of the page would stay empty.
fn shield(glue: &str) -> String {
    const METHODS: [(&str, &str); 5] = [
        ("createElement", "Document"),
        ("createElementNS", "Document"),
        ("createTextNode", "Document"),
        ("addEventListener", "EventTarget"),
        ("removeEventListener", "EventTarget"),
    ];
    METHODS.iter().fold(glue.to_owned(), |glue, (method, owner)| {
        glue.replace(&format!("arg0.{method}("), &format!("{owner}.prototype.{method}.call(arg0, "))
    })
}

/// The glue as `bindGlue(splits)`: gives its exports once told what loads the pieces.
fn glue_function(glue: &str) -> Result<String> {
    let mut body = String::new();
    for line in glue.lines() {
        let line = if let Some(import) = line.strip_prefix("import * as ") {
            let name =
                import.strip_suffix(" from \"./__wasm_split.js\"").map(|name| name.trim_end_matches(';'));
            let name = name.with_context(|| format!("the glue imports something unknown: {line}"))?;
            format!("const {name} = splits;")
        } else if line.starts_with("export {") {
            continue;
        } else {
            line.strip_prefix("export ").unwrap_or(line).to_owned()
        };
        if line.starts_with("import ") {
            bail!("the glue imports something unknown: {line}");
        }
        body.push_str(&line);
        body.push('\n');
    }
    for name in ["mount", "setConsent", "__wbg_get_imports", "__wbg_finalize_init"] {
        let name = format!("function {name}(");
        if !body.contains(&name) {
            bail!("the glue lacks `{name}…)`, which the loader calls");
        }
    }
    Ok(format!(
        "const bindGlue = (splits) => {{\n{body}\nreturn {{ imports: __wbg_get_imports, finish: __wbg_finalize_init, mount, setConsent, exports: () => wasm }};\n}};"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn neighbours_are_set_one_after_the_other() {
        let source = "import { a } from \"./a.js\";\nexport const b = a;\n";
        expect![[r#"
            const b = a;
        "#]]
        .assert_eq(&body(source, false).unwrap());
        expect![[r#"
            export const b = a;
        "#]]
        .assert_eq(&body(source, true).unwrap());
    }

    #[test]
    fn an_import_from_elsewhere_is_refused() {
        assert!(body("import x from \"https://cdn.example/x.js\";", false).is_err());
        assert!(body("import {", false).is_err());
    }

    #[test]
    fn a_form_that_hides_a_method_of_the_document_hides_nothing_from_the_glue() {
        let glue = "arg0.createElement(a); arg0.createElementNS(b, c); arg0.addEventListener(d, e);";
        expect![[r#"Document.prototype.createElement.call(arg0, a); Document.prototype.createElementNS.call(arg0, b, c); EventTarget.prototype.addEventListener.call(arg0, d, e);"#]]
            .assert_eq(&shield(glue));
    }

    #[test]
    fn the_glue_gets_its_pieces_from_the_loader() {
        let glue = "import * as import1 from \"./__wasm_split.js\"\nexport function mount(a) {}\n\
                    export function setConsent(a) {}\nlet wasm;\nfunction __wbg_get_imports() {}\n\
                    function __wbg_finalize_init(a, b) {}\nexport { initSync, __wbg_init as default };\n";
        expect![[r#"
            const bindGlue = (splits) => {
            const import1 = splits;
            function mount(a) {}
            function setConsent(a) {}
            let wasm;
            function __wbg_get_imports() {}
            function __wbg_finalize_init(a, b) {}

            return { imports: __wbg_get_imports, finish: __wbg_finalize_init, mount, setConsent, exports: () => wasm };
            };"#]]
        .assert_eq(&glue_function(glue).unwrap());
    }

    #[test]
    fn a_widget_without_what_the_loader_calls_is_refused() {
        assert!(glue_function("function __wbg_get_imports() {}\nexport function mount(a) {}\n").is_err());
        assert!(glue_function("import * as env from \"env\"\n").is_err());
    }
}
