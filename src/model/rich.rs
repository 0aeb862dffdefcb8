//! Rich text as a typed tree: what a person wrote, never markup.
//!
//! The server parses Markdown into this tree, JSON carries it and the page draws it node by node, so that
//! no string of HTML exists in the page.

use serde::{Deserialize, Serialize};

/// A text as its blocks in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RichText(pub Vec<Block>);

/// One block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Block {
    /// A paragraph.
    P(Vec<Inline>),
    /// A heading inside a story.
    H(Vec<Inline>),
    /// A list with bullets.
    Ul(Vec<Vec<Inline>>),
    /// A list with numbers.
    Ol(Vec<Vec<Inline>>),
    /// A quotation, as its paragraphs.
    Quote(Vec<Vec<Inline>>),
    /// Preformatted text.
    Code(String),
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(no_recursion))]
pub enum Inline {
    /// Plain words.
    Text(String),
    /// Emphasis.
    Em(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// A word of code.
    Code(String),
    /// A link.
    Link(Link),
    /// A line break the author asked for.
    Break,
}

/// A link whose address passed [`safe_href`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(no_recursion))]
pub struct Link {
    /// Where it leads: http, https or mailto.
    pub href: String,
    /// What it says.
    pub text: Vec<Inline>,
}

impl RichText {
    /// One paragraph of plain words.
    pub fn plain(text: &str) -> Self {
        Self(vec![Block::P(vec![Inline::Text(text.to_owned())])])
    }

    /// The words without structure; blocks are parted by a line feed.
    pub fn to_plain(&self) -> String {
        let mut plain = String::new();
        for block in &self.0 {
            if !plain.is_empty() {
                plain.push('\n');
            }
            match block {
                Block::P(line) | Block::H(line) => push_line(&mut plain, line),
                Block::Ul(lines) | Block::Ol(lines) | Block::Quote(lines) => {
                    for (index, line) in lines.iter().enumerate() {
                        if index > 0 {
                            plain.push('\n');
                        }
                        push_line(&mut plain, line);
                    }
                }
                Block::Code(code) => plain.push_str(code),
            }
        }
        plain
    }
}

fn push_line(plain: &mut String, line: &[Inline]) {
    for piece in line {
        match piece {
            Inline::Text(text) | Inline::Code(text) => plain.push_str(text),
            Inline::Em(inner) | Inline::Strong(inner) => push_line(plain, inner),
            Inline::Link(link) => push_line(plain, &link.text),
            Inline::Break => plain.push('\n'),
        }
    }
}

/// The address as it may be followed, or nothing: http, https and mailto only, judged after blanks and
/// control characters are taken out, because browsers skip them too.
pub fn safe_href(href: &str) -> Option<String> {
    let clean: String =
        href.chars().filter(|letter| !letter.is_control() && !letter.is_whitespace()).collect();
    let (scheme, rest) = clean.split_once(':')?;
    let allowed = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => {
            rest.strip_prefix("//").is_some_and(|host| !host.is_empty() && !host.starts_with('/'))
        }
        "mailto" => rest.contains('@'),
        _ => false,
    };
    (allowed && clean.len() <= 2_000).then_some(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_web_and_mail_addresses_are_followed() {
        fn check(href: &str, expected: Option<&str>) {
            assert_eq!(safe_href(href).as_deref(), expected, "{href:?}");
        }
        check("https://brume.example/a?b=c#d", Some("https://brume.example/a?b=c#d"));
        check("HTTP://brume.example", Some("HTTP://brume.example"));
        check("mailto:a@b.example", Some("mailto:a@b.example"));
        check("java\u{0}script:alert(1)", None);
        check(" jAvAsCrIpT\n:alert(1)", None);
        check("data:text/html,<script>", None);
        check("vbscript:x", None);
        check("//brume.example", None);
        check("/path", None);
        check("https:evil", None);
        check("https:///evil", None);
        check("ht\ttps://brume.example", Some("https://brume.example"));
        check("\u{1}javascript://https://a.example", None);
    }
}
