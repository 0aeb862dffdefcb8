//! The programs the workshop leans on: found, or installed under `target/tools`, or named as absent.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version of `wasm-bindgen` everywhere; the root table locks the crates to the same one.
const WASM_BINDGEN: &str = "0.2.130";

/// The npm package that brings `wasm-opt`.
const BINARYEN: &str = "binaryen@132.0.0";

/// The root of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new("."))
}

/// The folder for everything built, as cargo sees it.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A command that runs in the root of the workspace.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs to the end, its output on ours.
///
/// # Errors
/// The program is not there, or ends with a failure.
pub fn succeed(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", shown(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", shown(command));
    }
    Ok(())
}

/// What the program prints on its standard output.
///
/// # Errors
/// The program is not there, or ends with a failure; its words are in the error.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot start {}", shown(command)))?;
    if !output.status.success() {
        bail!(
            "{} ended with {}\n{}",
            shown(command),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The program's path if `PATH` knows it.
pub fn found(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|candidate| candidate.is_file())
}

/// Adds the wasm target to the toolchain unless it has it.
///
/// # Errors
/// It is absent and `rustup` is not there or refuses.
pub fn wasm_target() -> Result<()> {
    let installed = sysroot()?.join("lib/rustlib/wasm32-unknown-unknown");
    if installed.is_dir() {
        return Ok(());
    }
    succeed(command("rustup").args(["target", "add", "wasm32-unknown-unknown"]))
        .context("the wasm target is needed: rustup target add wasm32-unknown-unknown")
}

/// Whether the sources of the standard library are there, after trying once to add them.
pub fn rust_src() -> Result<bool> {
    let lock = sysroot()?.join("lib/rustlib/src/rust/library/Cargo.lock");
    if !lock.is_file() {
        // Asked politely: without it there is a larger build, not a failure.
        let _ = command("rustup").args(["component", "add", "rust-src"]).output();
    }
    Ok(lock.is_file())
}

fn sysroot() -> Result<PathBuf> {
    output(command("rustc").args(["--print", "sysroot"])).map(PathBuf::from)
}

/// `wasm-opt`, installed by npm; none without Node.
pub fn wasm_opt() -> Option<PathBuf> {
    let dir = target().join("tools/binaryen");
    let program = dir.join("node_modules/.bin/wasm-opt");
    found("node")?;
    if !program.is_file() {
        let npm = found("npm")?;
        std::fs::create_dir_all(&dir).ok()?;
        let mut install = command(npm);
        install.args(["install", "--silent", "--no-audit", "--no-fund", "--no-save", "--prefix"]);
        succeed(install.arg(&dir).arg(BINARYEN)).ok()?;
    }
    program.is_file().then_some(program)
}

/// Names the version of `wasm-opt` in the key of what it made.
pub fn wasm_opt_version() -> &'static str {
    BINARYEN
}

/// The runner of wasm tests, installed by cargo under `target/tools` if absent.
///
/// # Errors
/// It cannot be built.
pub fn wasm_test_runner() -> Result<PathBuf> {
    let dir = target().join("tools");
    let runner = dir.join("bin/wasm-bindgen-test-runner");
    if !runner.is_file() {
        let install = |lock: &[&str]| {
            let mut install = cargo();
            install.args(["install", "wasm-bindgen-cli", "--quiet", "--version", WASM_BINDGEN]).args(lock);
            succeed(install.arg("--root").arg(&dir))
        };
        // Its own lock file may name versions that are no longer offered.
        install(&["--locked"]).or_else(|_| install(&[]))?;
    }
    Ok(runner)
}

/// A Chromium: the one on `PATH`, or Debian's, installed when we may.
pub fn chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let look = || names.iter().find_map(|name| found(name));
    look().or_else(|| {
        apt_install("chromium").ok()?;
        look()
    })
}

/// The driver the wasm test runner talks to; Debian ships it beside Chromium.
pub fn chromedriver() -> Option<PathBuf> {
    let look = || found("chromedriver");
    look().or_else(|| {
        apt_install("chromium-driver").ok()?;
        look()
    })
}

/// A PostgreSQL server to start: the one on `PATH`, or Debian's, which keeps off it.
pub fn postgres() -> Option<PathBuf> {
    found("postgres").or_else(|| {
        let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
        let mut servers: Vec<PathBuf> =
            versions.flatten().map(|entry| entry.path().join("bin/postgres")).collect();
        servers.sort();
        servers.pop().filter(|server| server.is_file())
    })
}

fn apt_install(package: &str) -> Result<()> {
    let is_root = output(command("id").arg("-u")).is_ok_and(|id| id == "0");
    if !is_root || found("apt-get").is_none() {
        bail!("cannot install {package} here");
    }
    // The lists may be years old or absent: a failed refresh is only worth a failed install.
    let _ = command("apt-get").args(["update", "-qq"]).output();
    output(command("apt-get").args(["install", "-y", "-qq", package])).map(drop)
}

fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(|word| word.to_string_lossy()));
    words.join(" ")
}
