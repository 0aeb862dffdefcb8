//! Composers: one field first, the rest when it is needed, what is missing said beside the button.

use crate::frame::{Frame, act};
use crate::pieces::button;
use crate::pieces::field::{Sheet, fault};
use crate::pieces::node::{group, node, said, text};
use crate::words::joined;
use parvis_model::board::Idea;
use parvis_model::draft::{IDEA_MAX, POST_MAX, REASON_MAX, REPLY_MAX, REVIEW_MAX, REVIEW_MIN, ReportReason};
use parvis_model::fault::{Fault, Rule};
use parvis_model::feed::Circle;
use parvis_model::item::Disclosure;
use parvis_model::review::{Received, Scale};
use parvis_store::act::{Act, Facet};
use parvis_store::form::Form;
use parvis_store::ideas::Ideas;
use parvis_store::page::Page;
use yew::prelude::*;

/// The forms as plain functions, so that a page which is only read need not load them.
#[derive(Clone, Copy, Debug)]
pub struct Sheets {
    /// The form of a post.
    pub post: fn(Frame, &Page, &Form, &[Circle]) -> Html,
    /// The form of a reply to the item named in the form.
    pub reply: fn(Frame, &Page, &Form, &str) -> Html,
    /// The form of a review; the scales are the questions of the subject.
    pub review: fn(Frame, &Page, &Form, &[Scale]) -> Html,
    /// The form of an idea for a board.
    pub idea: fn(Frame, &Page, &Form, &Ideas) -> Html,
    /// The form of a report of the item named in the form.
    pub report: fn(Frame, &Form, &str) -> Html,
}

/// All forms.
pub const SHEETS: Sheets = Sheets { post, reply, review, idea, report };

/// The form that `draw` makes, or that it is on its way.
pub fn sheet(frame: Frame, draw: impl FnOnce(&Sheets) -> Html) -> Html {
    match frame.sheets {
        Some(sheets) => draw(sheets),
        None => node(
            "p",
            &["class", "role"],
            vec![Some("quiet".into()), Some("status".into())],
            vec![text(frame.words.text("form.coming"))],
        ),
    }
}

/// The form of a post.
fn post(frame: Frame, page: &Page, form: &Form, circles: &[Circle]) -> Html {
    let sheet = Sheet { frame, name: "post", form };
    let words = frame.words;
    let ties = Disclosure::ALL.map(|tie| (tie.as_str(), words.of("disclosure.choice", tie.as_str())));
    let fields = html! {
        <>
            { sheet.area("text", "field.post", 1, POST_MAX) }
            if has_begun(form) {
                { sheet.line("title", "field.title", "text", "off") }
                { circle(sheet, circles) }
                { sheet.pictures() }
                { sheet.choice("disclosure", "field.disclosure", "disclosure.choice.none", &ties) }
                { name(sheet, page) }
            }
        </>
    };
    sheet_of(sheet, "form.post", fields, form.to_post(page).err())
}

/// The form of a reply to the item named in the form.
fn reply(frame: Frame, page: &Page, form: &Form, form_name: &str) -> Html {
    let sheet = Sheet { frame, name: form_name, form };
    let fields = html! {
        <>
            { sheet.area("text", "field.reply", 1, REPLY_MAX) }
            if has_begun(form) { { name(sheet, page) } }
        </>
    };
    sheet_of(sheet, "form.reply", fields, form.to_reply(page).err())
}

/// The form of a review; `scales` are the questions of the subject.
fn review(frame: Frame, page: &Page, form: &Form, scales: &[Scale]) -> Html {
    let sheet = Sheet { frame, name: "review", form };
    let words = frame.words;
    let received =
        Received::ALL.map(|received| (received.as_str(), words.of("received.choice", received.as_str())));
    let yes_or_no = ["yes", "no"].map(|answer| (answer, words.of("recommends.choice", answer)));
    let fields = html! {
        <>
            { invited(sheet) }
            { sheet.stars() }
            { sheet.line("title", "field.title", "text", "off") }
            { sheet.area("text", "field.review", REVIEW_MIN, REVIEW_MAX) }
            { sheet.line("experienced", "field.experienced", "date", "off") }
            { sheet.radios("recommends", words.text("field.recommends"), &yes_or_no) }
            { scales.iter().map(|scale| self::scale(sheet, scale)).collect::<Html>() }
            { sheet.radios("received", words.text("field.received"), &received) }
            { sheet.pictures() }
            { name(sheet, page) }
        </>
    };
    sheet_of(sheet, "form.review", fields, form.to_review(page, frame.now.to_day()).err())
}

/// What an invitation brings, or why it brings nothing: then the review is sent without it.
fn invited(sheet: Sheet) -> Html {
    if sheet.form.invitation.is_some() {
        return said("p", "", sheet.frame.words.text("form.invited"));
    }
    let wrong = sheet.form.faults.iter().find(|fault| fault.field == "invitation");
    wrong.map(|wrong| said("p", "fault", fault(sheet.frame, wrong))).unwrap_or_default()
}

/// The form of an idea.
fn idea(frame: Frame, page: &Page, form: &Form, ideas: &Ideas) -> Html {
    let circles = ideas.about.as_ref().map_or(&[][..], |board| &board.circles);
    let sheet = Sheet { frame, name: "idea", form };
    let fields = html! {
        <>
            { sheet.line("title", "field.idea", "text", "off") }
            { near(frame, ideas, form.value("title")) }
            { sheet.line("need", "field.need", "text", "off") }
            { sheet.area("text", "field.idea_text", 1, IDEA_MAX) }
            { circle(sheet, circles) }
            { name(sheet, page) }
        </>
    };
    sheet_of(sheet, "form.idea", fields, form.to_idea(page).err())
}

/// Ideas that come close to the one being written; said aloud as they come.
fn near(frame: Frame, ideas: &Ideas, title: &str) -> Html {
    let words = frame.words;
    let line = |idea: &Idea| {
        let name = idea.item.title.clone().unwrap_or_default().into();
        let only = Act::Filter(Facet::Only, idea.item.id.to_string());
        let facts = [words.of("status", idea.status.as_str()), words.count("vote.for", idea.votes.agree)];
        let facts = facts.into_iter().map(|fact| said("span", "", fact)).collect();
        group("li", "", vec![button::quiet(only, name), group("span", "quiet facts", facts)])
    };
    let found: Vec<Html> = ideas.near(title).into_iter().map(line).collect();
    let inside = if found.is_empty() {
        Vec::new()
    } else {
        vec![said("p", "quiet", words.text("ideas.near")), group("ul", "", found)]
    };
    node("div", &["class", "role"], vec![Some("near".into()), Some("status".into())], inside)
}

/// The form to report an item.
fn report(frame: Frame, form: &Form, form_name: &str) -> Html {
    let sheet = Sheet { frame, name: form_name, form };
    let reasons =
        ReportReason::ALL.map(|reason| (reason.as_str(), frame.words.of("report.reason", reason.as_str())));
    let fields = html! {
        <>
            { sheet.choice("reason", "field.reason", "field.choose", &reasons) }
            { sheet.area("text", "field.report", 1, REASON_MAX) }
        </>
    };
    sheet_of(sheet, "form.report", fields, form.to_report().err())
}

fn sheet_of(sheet: Sheet, key: &str, fields: Html, missing: Option<Vec<Fault>>) -> Html {
    let words = sheet.frame.words;
    let id = ["form-", sheet.name].concat();
    let name = sheet.name.to_owned();
    let send = vec![
        button::submit(words.of(key, "send"), false),
        button::quiet(Act::Abandon(name.clone()), words.text("do.abandon")),
        lacking(sheet, missing.unwrap_or_default()),
    ];
    let inside = vec![fields, group("div", "send", send), said("p", "quiet", words.of(key, "note"))];
    form("compose", id.into(), Some(words.of(key, "label")), Act::Submit(name), inside)
}

/// A form whose faults Parvis itself puts into words.
pub fn form(
    class: &'static str,
    id: AttrValue,
    label: Option<AttrValue>,
    does: Act,
    inside: Vec<Html>,
) -> Html {
    let values = vec![
        Some(class.into()),
        Some("form".into()),
        Some(id),
        Some("-1".into()),
        Some("novalidate".into()),
        label,
        Some(act(does)),
    ];
    let keys = &["class", "part", "id", "tabindex", "novalidate", "aria-label", "data-act"];
    node("form", keys, values, inside)
}

/// What is still missing, once something was written: a list of fields, never a scolding.
fn lacking(sheet: Sheet, faults: Vec<Fault>) -> Html {
    if faults.is_empty() || !has_begun(sheet.form) {
        return Html::default();
    }
    let words = sheet.frame.words;
    let (missing, wrong): (Vec<&Fault>, Vec<&Fault>) =
        faults.iter().partition(|fault| fault.rule == Rule::Missing);
    let fields: Vec<AttrValue> = missing.iter().map(|fault| words.of("lacking", &fault.field)).collect();
    let mut inside = Vec::with_capacity(faults.len());
    if !fields.is_empty() {
        inside.push(text(words.with("form.lacking", &[("fields", &joined(&fields, ", "))])));
    }
    let wrong = wrong.iter().map(|wrong| [" ", &fault(sheet.frame, wrong)].concat());
    inside.extend(wrong.map(|wrong| said("span", "", wrong.into())));
    group("p", "lacking quiet", inside)
}

fn has_begun(form: &Form) -> bool {
    !form.pictures.is_empty()
        || ["text", "title", "stars", "need"].iter().any(|field| !form.value(field).is_empty())
}

/// Who signs: asked of those nobody signed in.
fn name(sheet: Sheet, page: &Page) -> Html {
    if page.anonymous { sheet.line("name", "field.name", "text", "nickname") } else { Html::default() }
}

fn circle(sheet: Sheet, circles: &[Circle]) -> Html {
    if circles.is_empty() {
        return Html::default();
    }
    let lang = sheet.frame.words.lang();
    let choices: Vec<(&str, AttrValue)> =
        circles.iter().map(|circle| (circle.id.as_str(), circle.name.pick(lang).to_owned().into())).collect();
    sheet.choice("circle", "field.circle", "circle.none", &choices)
}

fn scale(sheet: Sheet, scale: &Scale) -> Html {
    let lang = sheet.frame.words.lang();
    let field = ["scale.", &scale.id].concat();
    let end = |place: &'static str, words: &str| (place, AttrValue::from(words.to_owned()));
    let choices = [
        end("1", scale.min.pick(lang)),
        end("2", "2"),
        end("3", "3"),
        end("4", "4"),
        end("5", scale.max.pick(lang)),
    ];
    sheet.radios(&field, scale.title.pick(lang).to_owned().into(), &choices)
}

/// A button that opens a form, or the form once it is open.
pub fn opener(frame: Frame, form_name: &str, key: &str, form: Option<Html>) -> Html {
    let inside =
        form.unwrap_or_else(|| button::main(Act::Compose(form_name.to_owned()), frame.words.text(key)));
    group("div", "composer", vec![inside])
}
