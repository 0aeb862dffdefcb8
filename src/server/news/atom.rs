//! Atom (RFC 4287).

use super::{Entry, Head, said};
use parvis_model::time::Time;
use quick_xml::escape::escape;
use std::fmt::Write;

/// What stands before the first entry.
pub(super) fn head(head: &Head, updated: Time) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         {}{}<updated>{updated}</updated>{}{}",
        head.lang,
        element("id", &head.key),
        element("title", &head.title),
        link("alternate", head.url.as_deref()),
        link("self", head.own.as_deref()),
    )
}

/// One entry.
pub(super) fn entry(entry: &Entry) -> String {
    let mut xml = format!(
        "<entry xml:lang=\"{}\">{}{}<updated>{}</updated><published>{}</published><author>{}</author>{}",
        entry.lang,
        element("id", &entry.key),
        element("title", entry.title.as_deref().unwrap_or(&entry.headline)),
        entry.updated,
        entry.at,
        element("name", &entry.author),
        link("alternate", entry.url.as_deref()),
    );
    for (term, label) in &entry.tags {
        let (term, label) = (escape(&*said(term)).into_owned(), escape(&*said(label)).into_owned());
        let _ = write!(xml, "<category term=\"{term}\" label=\"{label}\"/>");
    }
    let _ = write!(xml, "<content type=\"html\">{}</content></entry>", escape(&*said(&entry.html)));
    xml
}

fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>", escape(&*said(text)))
}

fn link(rel: &str, url: Option<&str>) -> String {
    url.map_or_else(String::new, |url| format!("<link rel=\"{rel}\" href=\"{}\"/>", escape(&*said(url))))
}
