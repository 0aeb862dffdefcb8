//! Scripts and styles without what only people read.

use anyhow::{Result, bail};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};
use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions};
use oxc_minifier::{Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;

/// An ES module, minified. The exported names stay.
///
/// # Errors
/// The text is not a module, or declares a name twice.
pub fn script(source: &str) -> Result<String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
    let mut faults: Vec<String> = parsed.diagnostics.iter().map(ToString::to_string).collect();
    let mut program = parsed.program;
    let checked = SemanticBuilder::new().with_check_syntax_error(true).build(&program);
    faults.extend(checked.diagnostics.iter().map(ToString::to_string));
    if !faults.is_empty() {
        bail!("the script is not a module: {}", faults.join("; "));
    }
    let minified = Minifier::new(MinifierOptions::default()).minify(&allocator, &mut program);
    let printed = Codegen::new()
        .with_options(CodegenOptions {
            minify: true,
            comments: CommentOptions::disabled(),
            ..CodegenOptions::default()
        })
        .with_scoping(minified.scoping)
        .with_private_member_mappings(minified.class_private_mappings)
        .build(&program);
    Ok(printed.code)
}

/// A style sheet, minified.
///
/// # Errors
/// The text is not CSS; the message names the place.
pub fn styles(source: &str) -> Result<String> {
    let fault = |error: &dyn std::fmt::Display| anyhow::anyhow!("the styles cannot be read: {error}");
    let mut sheet = StyleSheet::parse(source, ParserOptions::default()).map_err(|error| fault(&error))?;
    sheet.minify(MinifyOptions::default()).map_err(|error| fault(&error))?;
    let printed = sheet
        .to_css(PrinterOptions { minify: true, ..PrinterOptions::default() })
        .map_err(|error| fault(&error))?;
    Ok(printed.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_keeps_what_it_exports_and_loses_what_nobody_uses() {
        let short =
            script("/* note */ const unused = 1;\nexport function shown(value) { return value + 1; }")
                .unwrap();
        assert!(short.contains("shown"), "{short}");
        assert!(!short.contains("unused") && !short.contains("note"), "{short}");
    }

    #[test]
    fn a_name_declared_twice_is_refused() {
        assert!(script("const name = 1;\nconst name = 2;").is_err());
    }

    #[test]
    fn styles_keep_nesting_host_rules_and_custom_properties() {
        let short =
            styles(":host { --parvis-gap: 1em; } /* note */ .a { & .b { color: var(--parvis-text); } }")
                .unwrap();
        assert_eq!(short, ":host{--parvis-gap:1em}.a{& .b{color:var(--parvis-text)}}");
    }
}
