//! The project's own files, as the repository rules see them.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the project.
pub struct Source {
    /// Its path from the root, with `/` between folders.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// The root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file that must be there.
///
/// # Panics
/// When it cannot be read; names it.
pub fn read(path: &str) -> Source {
    let text = fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    Source { path: path.to_owned(), text }
}

/// Every file under a folder whose name ends in one of `endings`, in order of path; without what is built
/// or installed.
///
/// # Panics
/// When the folder or a file of it cannot be read.
pub fn files(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    walk(folder, endings, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Folders that hold nothing written here.
const FOREIGN: [&str; 6] = ["target", "node_modules", "dist", ".git", "proptest-regressions", "test-results"];

fn walk(folder: &str, endings: &[&str], found: &mut Vec<Source>) {
    let entries = fs::read_dir(root().join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    for entry in entries {
        let entry = entry.unwrap_or_else(|error| panic!("{folder}: {error}"));
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if entry.path().is_dir() {
            if !FOREIGN.contains(&name.as_str()) {
                walk(&path, endings, found);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(read(&path));
        }
    }
}

impl Source {
    /// The room or folder of the file: `rank` for `src/rank/feed.rs`.
    pub fn room(&self) -> &str {
        self.path.strip_prefix("src/").and_then(|rest| rest.split('/').next()).unwrap_or_default()
    }

    /// Whether the whole file serves tests only.
    pub fn is_trial(&self) -> bool {
        let names = ["trial", "trials", "test", "tests"];
        self.path.trim_end_matches(".rs").split('/').any(|name| names.contains(&name))
    }

    /// The lines that are compiled outside tests, numbered from 1, without comments.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let whole = if self.is_trial() { 0 } else { self.text.len() };
        let tests = self.text.find("#[cfg(test)]\nmod tests {").unwrap_or(whole).min(whole);
        let lines = self.text[..tests].lines().enumerate();
        lines.map(|(index, line)| (index + 1, without_comment(line)))
    }

    /// The lines outside tests where one of `words` stands by itself, as `path:line: word`.
    pub fn naming(&self, words: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        for (number, line) in self.code() {
            for word in words.iter().filter(|word| stands(line, word)) {
                found.push(format!("{}:{number}: {word}", self.path));
            }
        }
        found
    }

    /// The texts between double quotes on the lines outside tests.
    pub fn literals(&self) -> Vec<&str> {
        self.code().flat_map(|(_, line)| literals(line)).collect()
    }
}

/// Whether `word` stands in a line without a letter, figure or underscore beside it.
fn stands(line: &str, word: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(place, _)| {
        let before = line[..place].chars().next_back().is_some_and(is_part);
        let after = line[place + word.len()..].chars().next().is_some_and(is_part);
        let (first, last) = (word.chars().next(), word.chars().next_back());
        !(before && first.is_some_and(is_part) || after && last.is_some_and(is_part))
    })
}

/// The line up to `//`, unless that is the middle of an address.
fn without_comment(line: &str) -> &str {
    let comment = line.match_indices("//").find(|(place, _)| !line[..*place].ends_with(':'));
    comment.map_or(line, |(place, _)| &line[..place])
}

/// The texts between double quotes of one line; escaped quotes are skipped over.
pub fn literals(line: &str) -> Vec<&str> {
    let bytes = line.as_bytes();
    let is_quote = |place: &usize| bytes[*place] == b'"' && (*place == 0 || bytes[*place - 1] != b'\\');
    let quotes: Vec<usize> = (0..bytes.len()).filter(is_quote).collect();
    quotes.chunks_exact(2).map(|pair| &line[pair[0] + 1..pair[1]]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_where_it_stands_by_itself() {
        for (line, word, expected) in [
            ("use web_sys::Element;", "web_sys", true),
            ("use my_web_sys;", "web_sys", false),
            ("wasm_bindgen_cli_support::x", "wasm_bindgen", false),
            ("std::time::Instant", "Instant", true),
            ("x.ln()", ".ln(", true),
            ("x.ln_1p()", ".ln(", false),
        ] {
            assert_eq!(stands(line, word), expected, "{line}");
        }
    }

    #[test]
    fn comments_and_tests_are_not_code() {
        let text = "let a = \"https://x\"; // HashMap\n#[cfg(test)]\nmod tests {\n HashMap\n}\n".to_owned();
        let source = Source { path: "src/rank/x.rs".to_owned(), text };
        assert_eq!(source.naming(&["HashMap"]), [] as [String; 0]);
        assert_eq!(source.literals(), ["https://x"]);
        assert_eq!(source.room(), "rank");
    }
}
