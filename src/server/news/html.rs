//! Rich text as HTML for readers of feeds: the few elements of the tree, every text escaped.
//!
//! The page never sees it: there the tree is drawn node by node.

use crate::page::escape;
use parvis_model::media::Media;
use parvis_model::rich::{Block, Inline, RichText, safe_href};

/// A whole text.
pub(super) fn rich(text: &RichText) -> String {
    text.0.iter().map(block).collect()
}

/// A paragraph of plain words; nothing where there are none.
pub(super) fn paragraph(words: &str) -> String {
    if words.trim().is_empty() { String::new() } else { format!("<p>{}</p>", escape(words)) }
}

/// A paragraph of short facts, the first of them in strong words.
pub(super) fn facts(strong: &[String], plain: &[String]) -> String {
    let strong = strong.iter().map(|fact| format!("<strong>{}</strong>", escape(fact)));
    let all: Vec<String> = strong.chain(plain.iter().map(|fact| escape(fact))).collect();
    if all.is_empty() { String::new() } else { format!("<p>{}</p>", all.join(" · ")) }
}

/// Pictures of a service with this address.
pub(super) fn pictures(base: &str, media: &[Media]) -> String {
    let picture = |one: &Media| {
        let (src, alt) = (escape(&format!("{base}{}", one.src)), escape(&one.alt));
        format!("<p><img src=\"{src}\" alt=\"{alt}\" width=\"{}\" height=\"{}\"></p>", one.width, one.height)
    };
    media.iter().map(picture).collect()
}

fn block(block: &Block) -> String {
    let each = |tag: &str, lines: &[Vec<Inline>], inner: &str| {
        let lines: String = lines.iter().map(|line| format!("<{inner}>{}</{inner}>", inline(line))).collect();
        format!("<{tag}>{lines}</{tag}>")
    };
    match block {
        Block::P(line) => format!("<p>{}</p>", inline(line)),
        Block::H(line) => format!("<h4>{}</h4>", inline(line)),
        Block::Ul(lines) => each("ul", lines, "li"),
        Block::Ol(lines) => each("ol", lines, "li"),
        Block::Quote(lines) => each("blockquote", lines, "p"),
        Block::Code(code) => format!("<pre><code>{}</code></pre>", escape(code)),
    }
}

fn inline(line: &[Inline]) -> String {
    line.iter().map(piece).collect()
}

fn piece(piece: &Inline) -> String {
    match piece {
        Inline::Text(text) => escape(text),
        Inline::Em(inner) => format!("<em>{}</em>", inline(inner)),
        Inline::Strong(inner) => format!("<strong>{}</strong>", inline(inner)),
        Inline::Code(code) => format!("<code>{}</code>", escape(code)),
        Inline::Break => "<br>".to_owned(),
        Inline::Link(link) => match safe_href(&link.href) {
            Some(href) => format!(
                "<a href=\"{}\" rel=\"ugc nofollow noopener\">{}</a>",
                escape(&href),
                inline(&link.text)
            ),
            None => inline(&link.text),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parvis_model::markdown;

    #[test]
    fn every_text_is_escaped_and_every_address_judged() {
        for (written, expected) in [
            ("Bon *café* & **fort**", "<p>Bon <em>café</em> &amp; <strong>fort</strong></p>"),
            ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
            (
                "[ici](https://brume.example/a?b=1&c=\"x\")",
                "<p><a href=\"https://brume.example/a?b=1&amp;c=&quot;x&quot;\" rel=\"ugc nofollow noopener\">ici</a></p>",
            ),
            ("- un\n- deux", "<ul><li>un</li><li>deux</li></ul>"),
            ("> \"oui\"", "<blockquote><p>&quot;oui&quot;</p></blockquote>"),
        ] {
            assert_eq!(rich(&markdown::parse(written)), expected, "{written}");
        }
        let link = parvis_model::rich::Link {
            href: "java\nscript:alert(1)".to_owned(),
            text: vec![Inline::Text("ici".to_owned())],
        };
        let hostile = RichText(vec![Block::P(vec![Inline::Link(link)])]);
        assert_eq!(rich(&hostile), "<p>ici</p>", "an address the rules refuse stays words");
        assert_eq!(facts(&["a<".to_owned()], &["b".to_owned()]), "<p><strong>a&lt;</strong> · b</p>");
        assert_eq!((facts(&[], &[]), paragraph(" ")), (String::new(), String::new()));
    }
}
