//! Reviews as news: JSON Feed 1.1 and Atom, the newest first.

use super::give::Around;
use super::google::said;
use crate::db::Shared;
use anyhow::Context;
use parvis_model::time::Time;
use quick_xml::escape::escape;
use serde_json::{Value, json};
use std::io::Write;

/// A JSON Feed being written.
pub(super) struct JsonFeed<'a> {
    out: &'a mut dyn Write,
    is_first: bool,
}

impl<'a> JsonFeed<'a> {
    /// Writes what stands before the first review.
    pub fn open(out: &'a mut dyn Write, around: &Around) -> anyhow::Result<Self> {
        let head = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": around.name,
            "language": around.lang,
        });
        let head = head.to_string();
        write!(out, "{},\"items\":[", head.strip_suffix('}').unwrap_or(&head))?;
        Ok(Self { out, is_first: true })
    }

    /// Writes one review.
    pub fn entry(&mut self, around: &mut Around, shared: &Shared) -> anyhow::Result<()> {
        let review = &shared.review;
        let about = around.about(&review.subject);
        let pictures = around.pictures(shared);
        around.given.n_reviews += 1;
        let mut item = json!({
            "id": shared.id,
            "content_text": review.item.text,
            "date_published": review.item.at,
            "language": review.item.lang,
            "authors": [{"name": shared.author}],
            "tags": [review.subject],
            "_parvis": {
                "about": "https://schema.org/Review",
                "stars": review.stars,
                "subject": review.subject,
                "subject_name": about.name,
                "verified": review.verified,
                "verified_by": review.verified_by,
                "received": review.received,
                "answer": shared.answer.as_ref().map(|(text, at)| json!({"text": text, "at": at})),
            },
        });
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                item[name] = value;
            }
        };
        put("title", review.item.title.as_deref().map(Value::from));
        put("url", about.url.as_deref().map(Value::from));
        put("date_modified", review.item.edited.map(|edited| json!(edited)));
        put("image", pictures.first().map(|url| url.as_str().into()));
        if !core::mem::replace(&mut self.is_first, false) {
            self.out.write_all(b",")?;
        }
        write!(self.out, "\n{item}")?;
        Ok(())
    }

    /// Writes what stands behind the last review.
    pub fn close(self) -> anyhow::Result<()> {
        self.out.write_all(b"]}\n")?;
        Ok(())
    }
}

/// An Atom feed being written.
pub(super) struct Atom<'a> {
    out: &'a mut dyn Write,
    base: String,
    is_open: bool,
}

impl<'a> Atom<'a> {
    /// Fails where the service has no address: the keys of a feed are made of it.
    pub fn new(out: &'a mut dyn Write, around: &Around) -> anyhow::Result<Self> {
        let base = around.base.clone().context("an Atom feed needs --base, the address of this service")?;
        Ok(Self { out, base: format!("{base}/v1/{}", around.site), is_open: false })
    }

    /// Writes one review.
    pub fn entry(&mut self, around: &mut Around, shared: &Shared) -> anyhow::Result<()> {
        let review = &shared.review;
        let item = &review.item;
        let updated = item.edited.unwrap_or(item.at);
        self.head(around, updated)?;
        let about = around.about(&review.subject);
        around.leave("pictures", item.media.len() as u64);
        around.given.n_reviews += 1;
        let name = if about.name.is_empty() { review.subject.as_str() } else { &about.name };
        let stars = format!("{}/5", review.stars.as_u8());
        let title = item.title.as_deref().map_or_else(|| format!("{name}, {stars}"), str::to_owned);
        writeln!(
            self.out,
            "<entry xml:lang=\"{}\"><id>{}/items/{}</id><title>{}</title><updated>{updated}</updated>\
             <published>{}</published><author><name>{}</name></author>{}\
             <category term=\"{}\" label=\"{}\"/><summary>{stars}</summary><content type=\"text\">{}</content></entry>",
            item.lang,
            escape(&*self.base),
            shared.id,
            escape(&*said(&title)),
            item.at,
            escape(&*said(&shared.author)),
            about.url.map_or_else(String::new, |url| format!("<link href=\"{}\"/>", escape(&*said(&url)))),
            review.subject,
            escape(&*said(name)),
            escape(&*said(&item.text)),
        )?;
        Ok(())
    }

    /// Writes what stands behind the last review.
    pub fn close(mut self, around: &Around) -> anyhow::Result<()> {
        self.head(around, Time::default())?;
        self.out.write_all(b"</feed>\n")?;
        Ok(())
    }

    /// Writes the head once; the first review is the newest, and dates the feed.
    fn head(&mut self, around: &Around, updated: Time) -> anyhow::Result<()> {
        if core::mem::replace(&mut self.is_open, true) {
            return Ok(());
        }
        writeln!(
            self.out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
             <id>{}/reviews</id><title>{}</title><updated>{updated}</updated>",
            around.lang,
            escape(&*self.base),
            escape(&*said(&around.name)),
        )?;
        Ok(())
    }
}
