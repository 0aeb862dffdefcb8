//! Pages for people about the API: plain HTML without scripts, made from the document and the list of problems.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use parvis_model::problem::ProblemKind;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write;

const STYLE: &str = "body{font:1em/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;\
color-scheme:light dark}code{font-size:.95em}h2{margin-top:2em}article{border-top:1px solid;padding:.5em 0}\
table{border-collapse:collapse}td,th{text-align:start;padding:.1em 1em .1em 0;vertical-align:top}";

/// The policy these pages need: their own style and nothing else.
pub fn policy() -> String {
    policy_of(STYLE)
}

/// The policy of a page with this style and nothing else; it may stand in no frame.
pub fn policy_of(style: &str) -> String {
    let hash = STANDARD.encode(Sha256::digest(style));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// Every operation and every type of an OpenAPI document.
pub fn api(document: &Value) -> String {
    let mut body = String::new();
    let about = document["info"]["description"].as_str().unwrap_or_default();
    let _ = write!(body, "<p>{}</p><p><a href=\"/openapi.json\">openapi.json</a></p>", escape(about));
    body.push_str("<h2 id=\"operations\">Operations</h2>");
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let method = method.to_uppercase();
            let _ = write!(body, "<article><h3><code>{method} {}</code></h3>", escape(path));
            let summary = operation["summary"].as_str().unwrap_or_default();
            let _ = write!(body, "<p>{}</p><table>", escape(summary));
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = parameter["name"].as_str().unwrap_or_default();
                let place = parameter["in"].as_str().unwrap_or_default();
                let about = parameter["description"].as_str().unwrap_or_default();
                let (name, about) = (escape(name), escape(about));
                let _ = write!(body, "<tr><td>{place}<td><code>{name}</code><td>{about}");
            }
            for content in operation["requestBody"]["content"].as_object().into_iter().flatten() {
                let _ = write!(
                    body,
                    "<tr><td>body<td>{}<td>{}",
                    escape(content.0),
                    to_type(&content.1["schema"])
                );
            }
            for (status, response) in operation["responses"].as_object().into_iter().flatten() {
                for content in response["content"].as_object().into_iter().flatten() {
                    let words = to_type(&content.1["schema"]);
                    let _ = write!(body, "<tr><td>{}<td>{}<td>{words}", escape(status), escape(content.0));
                }
            }
            body.push_str("</table></article>");
        }
    }
    body.push_str("<h2 id=\"types\">Types</h2>");
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        let about = schema["description"].as_str().unwrap_or_default();
        let name = escape(name);
        let _ = write!(body, "<article id=\"{name}\"><h3><code>{name}</code></h3><p>{}</p>", escape(about));
        match schema["properties"].as_object() {
            Some(properties) => {
                body.push_str("<table>");
                for (field, schema) in properties {
                    let about = schema["description"].as_str().unwrap_or_default();
                    let (field, about) = (escape(field), escape(about));
                    let _ = write!(body, "<tr><td><code>{field}</code><td>{}<td>{about}", to_type(schema));
                }
                body.push_str("</table></article>");
            }
            None => {
                let _ = write!(body, "<p>{}</p></article>", to_type(schema));
            }
        }
    }
    whole("Parvis API", &body)
}

/// What a problem means and what to do about it.
pub fn problem(kind: ProblemKind) -> String {
    let passing = if kind.is_passing() {
        "The same request may succeed later without a change."
    } else {
        "The same request will fail again until something changes."
    };
    let body = format!(
        "<p>Status {}. {}</p><p><code>/problems/{}</code> is one of a closed list: \
         <a href=\"/api#Problem\">how problems are written</a>.</p>",
        kind.status(),
        passing,
        kind.as_str()
    );
    whole(kind.title(), &body)
}

/// The type of a value in words, with links to named types.
fn to_type(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = escape(reference.rsplit('/').next().unwrap_or_default());
        return format!("<a href=\"#{name}\">{name}</a>");
    }
    for (word, joint) in [("oneOf", " or "), ("anyOf", " or "), ("allOf", " and ")] {
        if let Some(parts) = schema[word].as_array() {
            return parts.iter().map(to_type).collect::<Vec<_>>().join(joint);
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        let words =
            values.iter().filter_map(Value::as_str).map(|word| format!("<code>{}</code>", escape(word)));
        return words.collect::<Vec<_>>().join(" or ");
    }
    let kind = match &schema["type"] {
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        _ => String::new(),
    };
    match schema["properties"].as_object() {
        Some(properties) => {
            let field = |(name, schema): (&String, &Value)| format!("{}: {}", escape(name), to_type(schema));
            format!("{{{}}}", properties.iter().map(field).collect::<Vec<_>>().join(", "))
        }
        None if schema["items"].is_object() => format!("list of {}", to_type(&schema["items"])),
        None => escape(&kind),
    }
}

fn whole(title: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style>\
         <main><h1>{title}</h1>{body}</main></html>"
    )
}

/// A text as it may stand in HTML, inside or outside of an attribute.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn no_word_of_the_document_becomes_markup() {
        let document = json!({"paths": {"/<b>": {"get": {"summary": "<script>"}}}});
        let page = api(&document);
        assert!(page.contains("/&lt;b&gt;") && page.contains("&lt;script&gt;") && !page.contains("<script"));
    }

    #[test]
    fn types_are_told_in_words() {
        for (schema, expected) in [
            (json!({"$ref": "#/components/schemas/Post"}), "<a href=\"#Post\">Post</a>"),
            (json!({"type": "array", "items": {"type": "string"}}), "list of string"),
            (json!({"type": ["string", "null"]}), "string or null"),
            (json!({"type": "string", "enum": ["a", "b"]}), "<code>a</code> or <code>b</code>"),
        ] {
            assert_eq!(to_type(&schema), expected);
        }
    }
}
