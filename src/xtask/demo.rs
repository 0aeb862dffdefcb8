//! The demo: the made-up brand's page with its community, on this machine.

use crate::{asset, dist, today, tools};
use anyhow::{Result, bail};
use parvis_model::time::Time;
use std::fs;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

/// Builds what is needed, fills a fresh database once, and serves until stopped.
///
/// # Errors
/// Something does not build, the community is refused, or the server ends with a failure.
pub fn run(port: u16) -> Result<bool> {
    println!("Building the widget…");
    let dist = dist::build()?;
    println!("{}", dist::describe(&dist));

    println!("Building the server…");
    tools::succeed(tools::cargo().args(["build", "--quiet", "--package", "parvis"]))?;
    let server = tools::target().join("debug/parvis");

    let dir = tools::target().join("demo");
    let community = community()?;
    let database = format!("sqlite://{}", dir.join("brume.sqlite").display());
    let imported = dir.join("imported");
    if fs::read_to_string(&imported).is_ok_and(|known| known == community.fingerprint) {
        println!("The community is already there.");
    } else {
        println!("Importing the community…");
        // Another week or other files: the demo begins anew.
        if dir.exists() {
            fs::remove_dir_all(&dir)?;
        }
        fs::create_dir_all(dir.join("pictures"))?;
        for picture in dist::files_in(&source().join("pictures"), "webp")? {
            fs::copy(&picture, dir.join("pictures").join(picture.file_name().unwrap_or_default()))?;
        }
        let mut import = tools::command(&server);
        import.args(["import", "--database", &database, "--site", "brume"]);
        for (name, lines) in &community.files {
            fs::write(dir.join(name), lines)?;
            import.arg(dir.join(name));
        }
        tools::succeed(&mut import)?;
        fs::write(imported, community.fingerprint)?;
    }

    println!("\n  Atelier Brume: http://127.0.0.1:{port}/\n\nStop with Ctrl+C.");
    let mut serve = tools::command(&server);
    serve.args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--database", &database, "--assets"]);
    serve.arg(&dist.dir).arg("--www").arg(tools::root().join("www"));
    serve.arg("--index").arg(tools::root().join("index.html"));
    Ok(serve.status()?.success())
}

/// The demo community as it is today.
struct Community {
    /// Name and lines of each file.
    files: Vec<(String, String)>,
    /// Changes with any of the lines.
    fingerprint: String,
}

/// Where it is written down.
fn source() -> PathBuf {
    tools::root().join("www/demo")
}

fn community() -> Result<Community> {
    let dir = source();
    let paths = dist::files_in(&dir, "jsonl")?;
    if paths.is_empty() {
        bail!("no community in {}", dir.display());
    }
    let written = paths.iter().map(fs::read_to_string).collect::<std::io::Result<Vec<String>>>()?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let by = today::distance(&written, Time::from_millis(i64::try_from(now)?))?;
    let mut files = Vec::with_capacity(paths.len());
    for (path, lines) in paths.iter().zip(&written) {
        files.push((format!("{}.jsonl", dist::stem(path)), today::moved(lines, by)?));
    }
    let all: String = files.iter().map(|(_, lines)| lines.as_str()).collect();
    Ok(Community { fingerprint: asset::short_hash(all.as_bytes()), files })
}
