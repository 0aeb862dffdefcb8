//! The compiler's part of the widget: one relocatable wasm, as small as this toolchain can make it.
//!
//! The standard library that comes with the compiler is built for speed and keeps its panic messages. With its
//! sources there (`rust-src`) it is built again for size, which takes a quarter off the page; without them the
//! plain one is used and said.

use crate::tools;
use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Which standard library is inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Std {
    /// Built again, for size.
    Small,
    /// The one that comes with the compiler.
    Plain,
}

impl Std {
    /// For people.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Small => "small (standard library built for size)",
            Self::Plain => "plain (no rust-src component: about 15 kB heavier)",
        }
    }
}

/// Compiles the widget; gives the wasm file and the standard library in it.
///
/// # Errors
/// It does not compile.
pub fn compile() -> Result<(PathBuf, Std)> {
    room("parvis-widget", &["--features", "split"])
}

/// Compiles a room as the widget is compiled; gives the wasm file and the standard library in it.
///
/// # Errors
/// It does not compile.
pub fn room(package: &str, features: &[&str]) -> Result<(PathBuf, Std)> {
    tools::wasm_target()?;
    let std = if tools::rust_src()? { Std::Small } else { Std::Plain };
    let dir = tools::target().join("widget");

    let mut cargo = tools::cargo();
    cargo.args(["build", "--quiet", "--lib", "--package", package]).args(features);
    cargo.args(["--profile", "wasm", "--target", "wasm32-unknown-unknown", "--target-dir"]).arg(&dir);
    cargo.env("RUSTFLAGS", flags(std)).env_remove("CARGO_ENCODED_RUSTFLAGS");
    if std == Std::Small {
        cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
        cargo.env("RUSTC_BOOTSTRAP", "1");
    }
    tools::succeed(&mut cargo)?;

    let wasm = dir.join("wasm32-unknown-unknown/wasm").join(package.replace('-', "_")).with_extension("wasm");
    if !wasm.is_file() {
        bail!("the compiler made no {}", wasm.display());
    }
    Ok((wasm, std))
}

/// The splitter reads the relocations; the rest leaves out what only a person at a debugger would read.
fn flags(std: Std) -> &'static str {
    match std {
        Std::Small => {
            "-Clink-args=--emit-relocs -Zunstable-options -Cpanic=immediate-abort -Zfmt-debug=none -Zlocation-detail=none"
        }
        Std::Plain => "-Clink-args=--emit-relocs",
    }
}
