//! JSON Feed 1.1.

use super::{Entry, Head};
use serde_json::{Value, json};

/// What stands before the first entry, with the list of entries open.
pub(super) fn head(head: &Head) -> String {
    let mut told = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "language": head.lang,
    });
    if let Some(url) = &head.url {
        told["home_page_url"] = url.as_str().into();
    }
    if let Some(own) = &head.own {
        told["feed_url"] = own.as_str().into();
    }
    let told = told.to_string();
    format!("{},\"items\":[", told.strip_suffix('}').unwrap_or(&told))
}

/// One entry.
pub(super) fn entry(entry: &Entry) -> Value {
    let tags: Vec<&str> = entry.tags.iter().map(|(_, name)| name.as_str()).collect();
    let mut told = json!({
        "id": entry.key,
        "content_html": entry.html,
        "date_published": entry.at,
        "language": entry.lang,
        "authors": [{"name": entry.author}],
        "_parvis": entry.own,
    });
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            told[name] = value;
        }
    };
    put("title", entry.title.as_deref().map(Value::from));
    put("content_text", entry.text.as_deref().map(Value::from));
    put("url", entry.url.as_deref().map(Value::from));
    put("date_modified", (entry.updated != entry.at).then(|| json!(entry.updated)));
    put("image", entry.image.as_deref().map(Value::from));
    put("tags", (!tags.is_empty()).then(|| json!(tags)));
    told
}
