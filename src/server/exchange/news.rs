//! Reviews as news: the export of all of them in the forms that readers of feeds know.

use super::give::Around;
use crate::db::Shared;
use crate::news::{self, Entry, Form, Head, Press, Tie, Told};
use parvis_model::markdown;
use serde_json::json;
use std::io::Write;

/// A list of reviews being written.
pub(super) fn open<'a>(out: &'a mut dyn Write, form: Form, around: &Around) -> Press<'a> {
    let head = Head {
        key: news::list_key(&around.site, "reviews"),
        title: around.name.clone(),
        lang: around.lang.clone(),
        url: None,
        own: None,
        updated: None,
    };
    Press::new(out, form, head)
}

/// What is told of one review; a file also holds the text as it was written.
pub(super) fn entry(form: Form, around: &mut Around, shared: &Shared) -> Entry {
    let review = &shared.review;
    let item = &review.item;
    let about = around.about(&review.subject);
    let about = news::About { name: about.name, url: about.url };
    let (text, answer) = (markdown::parse(&item.text), shared.answer.as_ref());
    let answer = answer.map(|(text, at)| (markdown::parse(text), *at));
    let told = Told {
        id: shared.id,
        at: item.at,
        edited: item.edited,
        author: &shared.author,
        lang: &item.lang,
        title: item.title.as_deref(),
        text: &text,
        subject: review.subject.as_str(),
        tie: Tie {
            stars: review.stars,
            verified: review.verified,
            verified_by: review.verified_by.as_deref(),
            received: review.received,
            disclosure: item.disclosure,
            experienced: review.experienced,
        },
        answer: answer.as_ref().map(|(text, at)| (text, *at)),
    };
    let mut entry = news::review(&around.site, &told, &about);
    around.given.n_reviews += 1;
    if form == Form::Json {
        entry.image = around.pictures(shared).into_iter().next();
    } else {
        around.leave("pictures", item.media.len() as u64);
    }
    entry.text = Some(item.text.clone());
    if let Some((text, at)) = &shared.answer {
        entry.own["answer"] = json!({"text": text, "at": at});
    }
    entry
}
