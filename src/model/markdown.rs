//! The small Markdown people write in: paragraphs, headings, lists, quotes, code, emphasis, strong, links.
//!
//! A deliberate subset with no HTML, no images and no nesting of blocks, so that any input is some text and
//! parsing cannot fail. Recursion is bounded, and every marker without its partner stays as written.

use crate::rich::{Block, Inline, Link, RichText, safe_href};

const DEPTH: usize = 4;

/// Reads Markdown; never fails, and loses no word.
pub fn parse(source: &str) -> RichText {
    let clean: String = source
        .chars()
        .filter(|letter| *letter == '\n' || *letter == '\t' || !is_invisible(*letter))
        .collect();
    let mut blocks = Vec::new();
    let mut lines = clean.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        if line.trim_start().starts_with("```") {
            let code: Vec<&str> =
                lines.by_ref().take_while(|line| !line.trim_start().starts_with("```")).collect();
            blocks.push(Block::Code(code.join("\n")));
            continue;
        }
        let kind = Kind::of(line);
        let mut group = vec![kind.strip(line).to_owned()];
        while let Some(next) = lines.peek() {
            if next.trim().is_empty() || next.trim_start().starts_with("```") {
                break;
            }
            let next_kind = Kind::of(next);
            if next_kind == kind && kind != Kind::Heading {
                let text = kind.strip(next).to_owned();
                match (kind, group.last_mut()) {
                    (Kind::Plain | Kind::Quote, Some(last)) if !text.is_empty() => {
                        last.push('\n');
                        last.push_str(&text);
                    }
                    _ => group.push(text),
                }
            } else if next_kind == Kind::Plain && matches!(kind, Kind::Bullet | Kind::Number) {
                if let Some(last) = group.last_mut() {
                    last.push('\n');
                    last.push_str(next.trim());
                }
            } else {
                break;
            }
            lines.next();
        }
        group.retain(|text| !text.trim().is_empty());
        let mut inlines: Vec<Vec<Inline>> = group.iter().map(|text| inline(text.trim(), DEPTH)).collect();
        match kind {
            Kind::Bullet => blocks.push(Block::Ul(inlines)),
            Kind::Number => blocks.push(Block::Ol(inlines)),
            Kind::Quote => blocks.push(Block::Quote(inlines)),
            Kind::Heading => blocks.extend(inlines.pop().map(Block::H)),
            Kind::Plain => blocks.extend(inlines.pop().map(Block::P)),
        }
    }
    RichText(blocks)
}

/// Letters that change how others read without being seen: controls and the overrides of direction.
fn is_invisible(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Plain,
    Heading,
    Bullet,
    Number,
    Quote,
}

impl Kind {
    fn of(line: &str) -> Self {
        let line = line.trim_start();
        if line.starts_with("- ") || line.starts_with("* ") {
            Self::Bullet
        } else if line.starts_with('>') {
            Self::Quote
        } else if after_number(line).is_some() {
            Self::Number
        } else if after_hashes(line).is_some() {
            Self::Heading
        } else {
            Self::Plain
        }
    }

    fn strip(self, line: &str) -> &str {
        let line = line.trim_start();
        match self {
            Self::Plain => line,
            Self::Bullet => line.get(2..).unwrap_or_default(),
            Self::Quote => line.strip_prefix('>').unwrap_or(line).trim_start(),
            Self::Number => after_number(line).unwrap_or(line),
            Self::Heading => after_hashes(line).unwrap_or(line),
        }
    }
}

fn after_number(line: &str) -> Option<&str> {
    let length = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&length) { line.get(length..)?.strip_prefix(". ") } else { None }
}

fn after_hashes(line: &str) -> Option<&str> {
    let length = line.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=4).contains(&length) { line.get(length..)?.strip_prefix(' ') } else { None }
}

fn inline(text: &str, depth: usize) -> Vec<Inline> {
    let mut pieces = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let found = if depth == 0 { None } else { marked(rest, letter, depth) };
        if let Some((piece, after)) = found {
            flush(&mut pieces, &mut words);
            pieces.push(piece);
            rest = after;
            continue;
        }
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
        match (letter, rest.chars().next()) {
            ('\\', Some(next)) if next.is_ascii_punctuation() => {
                words.push(next);
                rest = rest.get(1..).unwrap_or_default();
            }
            ('\n', _) => {
                flush(&mut pieces, &mut words);
                pieces.push(Inline::Break);
            }
            _ => words.push(letter),
        }
    }
    flush(&mut pieces, &mut words);
    pieces
}

fn flush(pieces: &mut Vec<Inline>, words: &mut String) {
    if !words.is_empty() {
        pieces.push(Inline::Text(core::mem::take(words)));
    }
}

/// The marked piece at the start of `text` and what follows it.
fn marked(text: &str, letter: char, depth: usize) -> Option<(Inline, &str)> {
    match letter {
        '`' => {
            let (code, after) = text.get(1..)?.split_once('`')?;
            (!code.is_empty()).then(|| (Inline::Code(code.to_owned()), after))
        }
        '*' | '_' => {
            if let Some((inner, after)) = between(text, if letter == '*' { "**" } else { "__" }) {
                return Some((Inline::Strong(inline(inner, depth - 1)), after));
            }
            let (inner, after) = between(text, if letter == '*' { "*" } else { "_" })?;
            Some((Inline::Em(inline(inner, depth - 1)), after))
        }
        '[' => {
            let (label, after) = text.get(1..)?.split_once("](")?;
            let (href, after) = after.split_once(')')?;
            if label.is_empty() || label.contains(['[', '\n']) {
                return None;
            }
            let href = safe_href(href)?;
            Some((Inline::Link(Link { href, text: inline(label, 0) }), after))
        }
        'h' if text.starts_with("https://") || text.starts_with("http://") => {
            let end = text
                .find(|letter: char| letter.is_whitespace() || "<>\"'`)]".contains(letter))
                .unwrap_or(text.len());
            let address = text.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?']);
            let href = safe_href(address)?;
            let link = Link { href, text: vec![Inline::Text(address.to_owned())] };
            Some((Inline::Link(link), text.get(address.len()..)?))
        }
        _ => None,
    }
}

/// What stands between the mark at the start of `text` and the next one. Opening marks hug the word
/// after them, closing marks the word before; an underscore inside a word is a letter.
fn between<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let inner = text.strip_prefix(mark)?;
    if inner.starts_with(char::is_whitespace) {
        return None;
    }
    let mut from = 0;
    while let Some(found) = inner.get(from..)?.find(mark) {
        let end = from + found;
        let (before, after) = (inner.get(..end)?, inner.get(end + mark.len()..)?);
        let doubled = mark.len() == 1 && after.starts_with(mark);
        let inside = mark.starts_with('_') && after.starts_with(char::is_alphanumeric);
        if !before.is_empty() && !before.ends_with(char::is_whitespace) && !doubled && !inside {
            return Some((before, after));
        }
        from = end + if doubled { 2 } else { mark.len() };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn check(source: &str, expected: Expect) {
        expected.assert_eq(&serde_json::to_string(&parse(source)).unwrap());
    }

    #[test]
    fn blocks_and_marks_become_a_tree() {
        check(
            "Bonjour *à tous*,\nvoilà.",
            expect![[
                r#"[{"p":[{"text":"Bonjour "},{"em":[{"text":"à tous"}]},{"text":","},"break",{"text":"voilà."}]}]"#
            ]],
        );
        check(
            "- un\n- **deux**\n\n1. trois",
            expect![[
                r#"[{"ul":[[{"text":"un"}],[{"strong":[{"text":"deux"}]}]]},{"ol":[[{"text":"trois"}]]}]"#
            ]],
        );
        check(
            "> dit-il\n\n## Titre",
            expect![[r#"[{"quote":[[{"text":"dit-il"}]]},{"h":[{"text":"Titre"}]}]"#]],
        );
        check("```\n<b>\n```", expect![[r#"[{"code":"<b>"}]"#]]);
        check(
            "[ici](https://a.example) et `x`",
            expect![[
                r#"[{"p":[{"link":{"href":"https://a.example","text":[{"text":"ici"}]}},{"text":" et "},{"code":"x"}]}]"#
            ]],
        );
    }

    #[test]
    fn what_is_not_markdown_stays_as_written() {
        check("2 * 3 * 4 et snake_case_x", expect![[r#"[{"p":[{"text":"2 * 3 * 4 et snake_case_x"}]}]"#]]);
        check("[x](javascript:alert(1))", expect![[r#"[{"p":[{"text":"[x](javascript:alert(1))"}]}]"#]]);
        check(
            "<img src=x onerror=alert(1)>",
            expect![[r#"[{"p":[{"text":"<img src=x onerror=alert(1)>"}]}]"#]],
        );
        check("a\u{202E}b", expect![[r#"[{"p":[{"text":"ab"}]}]"#]]);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fail(source: String) {
            parse(&source);
        }

        #[test]
        fn plain_words_are_kept(source in "[a-zà-ü ]{0,80}") {
            prop_assert_eq!(parse(&source).to_plain(), source.trim());
        }

        #[test]
        fn marks_alone_never_take_forever(source in "[*_`\\[\\]()> \n-]{0,400}") {
            parse(&source);
        }
    }
}
