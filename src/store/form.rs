//! Forms: what is being written, what is still missing, and the draft it becomes.
//!
//! A form is its fields as text, so that one shape serves every composer, is kept on the device as it
//! stands, and turns into a typed draft only when it is sent.

use crate::act::Act;
use crate::effect::{Draft, Effect, Kept, Kind, Method, Submit, Undo, Write};
use crate::outbox::State;
use crate::page::Page;
use parvis_model::draft::{NewIdea, NewPost, NewReply, NewReport, NewReview, Picture, ReportReason};
use parvis_model::fault::{Fault, Rule};
use parvis_model::id::{CircleId, ItemId, MediaId};
use parvis_model::item::Disclosure;
use parvis_model::lang::Lang;
use parvis_model::map::Map;
use parvis_model::media::Media;
use parvis_model::review::{Received, Stars};
use parvis_model::time::Day;

/// The forms that are open in an element, by name: `post`, `review`, `idea`, `reply.ID`, `report.ID`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forms(Map<String, Form>);

/// One form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    fields: Map<String, String>,
    /// What was wrong when it was last sent; empty before.
    pub faults: Vec<Fault>,
    /// Pictures chosen, each uploaded or on its way.
    pub pictures: Vec<Picked>,
    /// The invitation that the address of the page brought, for a review of the subject it is for. It is no field: a
    /// draft that is kept holds none.
    pub invitation: Option<String>,
}

/// A picture of a form.
#[derive(Clone, Debug, PartialEq)]
pub enum Picked {
    /// On its way.
    Uploading,
    /// Stored; its description is the field `alt.N`.
    Stored(MediaId, Media),
    /// Refused, by the word of the problem.
    Refused(String),
}

/// The name of the form that answers an item.
pub fn reply_form(id: ItemId) -> String {
    format!("reply.{id}")
}

/// The name of the form that reports an item.
pub fn report_form(id: ItemId) -> String {
    format!("report.{id}")
}

/// The item a form belongs to.
pub fn item_of(form: &str) -> Option<ItemId> {
    form.split_once('.').and_then(|(_, id)| ItemId::parse(id).ok())
}

/// Sends a form: one about an item goes to its replies or reports, any other to `path` as a `kind`.
pub fn submit(form: String, path: String, kind: Kind) -> Vec<Effect> {
    let (path, kind) = match item_of(&form) {
        None => (path, kind),
        Some(id) if form == report_form(id) => (format!("/items/{id}/reports"), Kind::Report),
        Some(id) => (format!("/items/{id}/replies"), Kind::Reply),
    };
    vec![Effect::Submit(Submit { form, path, kind })]
}

impl Forms {
    /// The form, if it is open.
    pub fn find(&self, name: &str) -> Option<&Form> {
        self.0.get(name)
    }

    /// The form, to change it.
    pub fn find_mut(&mut self, name: &str) -> Option<&mut Form> {
        self.0.get_mut(name)
    }

    /// Opens a form with what was kept of it, and moves the focus into it.
    pub fn open(&mut self, name: &str, page: &Page) -> Vec<Effect> {
        if !self.0.contains_key(name) {
            let mut form = Form::default();
            form.fields.extend(page.drafts.get(name).into_iter().flatten().cloned());
            if let Some(known) = &page.mine.name
                && !form.fields.contains_key("name")
            {
                form.fields.insert("name".to_owned(), known.clone());
            }
            self.0.insert(name.to_owned(), form);
        }
        vec![Effect::Focus(format!("form-{name}"))]
    }

    /// Carries out the acts that are the same for every form; others are none of its business.
    pub fn act(&mut self, act: &Act, page: &mut Page) -> Option<Vec<Effect>> {
        Some(match act {
            Act::Compose(name) => self.open(name, page),
            Act::Field(name, field, value) => self.set(name, field, value),
            Act::Abandon(name) => self.drop(name),
            Act::Unpick(name, number) => {
                if let Some(form) = self.find_mut(name)
                    && *number < form.pictures.len()
                {
                    form.pictures.remove(*number);
                }
                Vec::new()
            }
            Act::Edit(key) => {
                let entry = page.outbox.find(key)?;
                let form = entry.form.clone()?;
                let faults = match &entry.state {
                    State::Refused { faults, .. } => faults.clone(),
                    _ => Vec::new(),
                };
                page.outbox.discard(key)?;
                let fields = form.fields.into_iter().collect();
                self.0.insert(form.name.clone(), Form { fields, faults, ..Form::default() });
                vec![Effect::KeepOutbox, Effect::Focus(format!("form-{}", form.name))]
            }
            _ => return None,
        })
    }

    /// Changes a field; from the first one on the form is kept on the device.
    pub fn set(&mut self, name: &str, field: &str, value: &str) -> Vec<Effect> {
        let Some(form) = self.0.get_mut(name) else { return Vec::new() };
        form.fields.insert(field.to_owned(), value.to_owned());
        form.faults.retain(|fault| fault.field != field);
        let fields = form.fields.iter().map(|(field, value)| (field.clone(), value.clone())).collect();
        vec![Effect::KeepDraft { form: name.to_owned(), fields: Some(fields) }]
    }

    /// Closes a form; its text stays on the device until it is sent or thrown away.
    pub fn close(&mut self, name: &str) -> Vec<Effect> {
        self.0.remove(name);
        Vec::new()
    }

    /// Closes a form and drops its text.
    pub fn drop(&mut self, name: &str) -> Vec<Effect> {
        self.0.remove(name);
        vec![Effect::KeepDraft { form: name.to_owned(), fields: None }]
    }

    /// Whether nothing is open.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Shows what is wrong with a form and moves the focus to the first of it.
    pub fn refuse(&mut self, name: &str, faults: Vec<Fault>) -> Vec<Effect> {
        let field = faults.first().map(|fault| fault.field.clone()).unwrap_or_default();
        if let Some(form) = self.0.get_mut(name) {
            form.faults = faults;
        }
        vec![Effect::Announce("form.faulty", None), Effect::Focus(format!("form-{name}-{field}"))]
    }
}

impl Form {
    /// The write this form makes, or everything that is wrong. `circle` is the one the list shows, for a post
    /// that names none.
    pub fn to_write(
        &self,
        submit: &Submit,
        circle: Option<CircleId>,
        page: &Page,
        today: Day,
    ) -> Result<Write, Vec<Fault>> {
        let draft = match submit.kind {
            Kind::Post => {
                let mut draft = self.to_post(page)?;
                draft.circle = draft.circle.or(circle);
                Draft::Post(draft)
            }
            Kind::Reply => Draft::Reply(self.to_reply(page)?),
            Kind::Review => Draft::Review(self.to_review(page, today)?),
            Kind::Idea => Draft::Idea(self.to_idea(page)?),
            Kind::Report => Draft::Report(self.to_report()?),
        };
        let fields = self.fields.clone().into_iter().collect();
        let form = Some(Kept { name: submit.form.clone(), fields });
        Ok(Write { method: Method::Post, path: submit.path.clone(), draft, undo: Undo::Nothing, form })
    }

    /// The text of a field; empty when nothing was given.
    pub fn value(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }

    fn given(&self, field: &str) -> Option<String> {
        let value = self.value(field).trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    fn lang(&self, page: &Page) -> Lang {
        let detected = parvis_lexis::detect(self.value("text"));
        let tag = detected.unwrap_or(&page.lang);
        Lang::parse(tag).unwrap_or_default()
    }

    fn pictures(&self) -> Vec<Picture> {
        let stored = self.pictures.iter().enumerate().filter_map(|(number, picked)| match picked {
            Picked::Stored(id, _) => Some((number, id)),
            Picked::Uploading | Picked::Refused(_) => None,
        });
        stored
            .map(|(number, id)| Picture {
                id: id.clone(),
                alt: self.value(&format!("alt.{number}")).to_owned(),
            })
            .collect()
    }

    fn circle(&self) -> Option<CircleId> {
        CircleId::parse(self.value("circle")).ok()
    }

    /// The post it makes, or everything that is wrong.
    pub fn to_post(&self, page: &Page) -> Result<NewPost, Vec<Fault>> {
        let draft = NewPost {
            name: self.given("name"),
            circle: self.circle(),
            lang: self.lang(page),
            title: self.given("title"),
            text: self.value("text").trim().to_owned(),
            pictures: self.pictures(),
            disclosure: Disclosure::parse(self.value("disclosure")),
            reprise_of: ItemId::parse(self.value("reprise_of")).ok(),
        };
        checked(draft.check(), draft)
    }

    /// The reply it makes, or everything that is wrong.
    pub fn to_reply(&self, page: &Page) -> Result<NewReply, Vec<Fault>> {
        let draft = NewReply {
            name: self.given("name"),
            lang: self.lang(page),
            text: self.value("text").trim().to_owned(),
        };
        checked(draft.check(), draft)
    }

    /// The idea it makes, or everything that is wrong.
    pub fn to_idea(&self, page: &Page) -> Result<NewIdea, Vec<Fault>> {
        let draft = NewIdea {
            name: self.given("name"),
            lang: self.lang(page),
            title: self.value("title").trim().to_owned(),
            text: self.value("text").trim().to_owned(),
            need: self.given("need"),
            circle: self.circle(),
        };
        checked(draft.check(), draft)
    }

    /// The review it makes, or everything that is wrong.
    pub fn to_review(&self, page: &Page, today: Day) -> Result<NewReview, Vec<Fault>> {
        let stars = self.value("stars").parse().ok().and_then(Stars::new);
        let experienced = Day::parse(self.value("experienced"));
        let received = Received::parse(self.value("received"));
        let missing = |field: &str| Fault::new(field, Rule::Missing);
        let mut faults = Vec::new();
        faults.extend(stars.is_none().then(|| missing("stars")));
        let scales = self.fields.iter().filter_map(|(field, value)| {
            Some((field.strip_prefix("scale.")?.to_owned(), value.parse().ok()?))
        });
        let draft = NewReview {
            name: self.given("name"),
            lang: self.lang(page),
            stars: stars.unwrap_or(Stars::MIN),
            title: self.given("title"),
            text: self.value("text").trim().to_owned(),
            experienced: experienced.unwrap_or(today),
            recommends: match self.value("recommends") {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            received: received.unwrap_or_default(),
            invitation: self.invitation.clone(),
            scales: scales.collect(),
            pictures: self.pictures(),
        };
        faults.extend(draft.check(today));
        faults.extend(experienced.is_none().then(|| missing("experienced")));
        faults.extend(received.is_none().then(|| missing("received")));
        checked(faults, draft)
    }

    /// The report it makes, or everything that is wrong.
    pub fn to_report(&self) -> Result<NewReport, Vec<Fault>> {
        let reason = ReportReason::ALL.into_iter().find(|reason| reason.as_str() == self.value("reason"));
        let Some(reason) = reason else { return Err(vec![Fault::new("reason", Rule::Missing)]) };
        let draft = NewReport { reason, text: self.value("text").trim().to_owned() };
        checked(draft.check(), draft)
    }
}

fn checked<T>(faults: Vec<Fault>, draft: T) -> Result<T, Vec<Fault>> {
    if faults.is_empty() { Ok(draft) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_keeps_its_text_and_says_what_is_missing() {
        let page = Page::new("fr");
        let mut forms = Forms::default();
        forms.open("review", &page);
        forms.set("review", "text", "Un très bon moulin, solide et facile à démonter.");
        let form = forms.find("review").unwrap();
        let faults = form.to_review(&page, Day::from_number(20_000)).unwrap_err();
        let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["stars", "experienced", "received"]);
        for (field, value) in [("stars", "4"), ("experienced", "2024-10-01"), ("received", "nothing")] {
            forms.set("review", field, value);
        }
        let draft = forms.find("review").unwrap().to_review(&page, Day::from_number(20_400)).unwrap();
        assert_eq!((draft.stars.as_u8(), draft.lang.as_str()), (4, "fr"));
    }

    #[test]
    fn an_invitation_goes_with_the_review_and_into_no_draft() {
        let mut page = Page::new("fr");
        let mut forms = Forms::default();
        forms.open("review", &page);
        let token = "moulin.AAAAAAAAAAAAAAAAAAAAAA";
        forms.find_mut("review").unwrap().invitation = Some(token.to_owned());
        let given = [("stars", "4"), ("text", "Un très bon moulin."), ("experienced", "2024-10-01")];
        let mut effects = Vec::new();
        for (field, value) in given.into_iter().chain([("received", "nothing")]) {
            effects = forms.set("review", field, value);
        }
        assert!(!format!("{effects:?}").contains(token), "what is kept of a form is its fields");
        let form = forms.find("review").unwrap();
        let draft = form.to_review(&page, Day::from_number(20_400)).unwrap();
        assert_eq!(draft.invitation.as_deref(), Some(token));
        // Refused, because it was used before: the text comes back without it and says so.
        let submit = Submit { form: "review".into(), path: String::new(), kind: Kind::Review };
        let kept = form.to_write(&submit, None, &page, Day::from_number(20_400)).unwrap().form;
        let faults = vec![Fault::new("invitation", Rule::Used)];
        let state = State::Refused { problem: "invalid".to_owned(), faults: faults.clone() };
        page.outbox.push(crate::outbox::Entry {
            key: "k".to_owned(),
            at: parvis_model::time::Time::default(),
            method: Method::Post,
            path: String::new(),
            body: String::new(),
            said: String::new(),
            undo: Undo::Nothing,
            form: kept,
            tries: 1,
            state,
        });
        forms.drop("review");
        forms.act(&Act::Edit("k".to_owned()), &mut page).unwrap();
        let form = forms.find("review").unwrap();
        assert_eq!((form.value("text"), &form.faults), ("Un très bon moulin.", &faults));
        assert_eq!(form.to_review(&page, Day::from_number(20_400)).unwrap().invitation, None);
    }

    #[test]
    fn a_kept_draft_comes_back() {
        let mut page = Page::new("fr");
        page.drafts.insert("post".into(), vec![("text".into(), "À suivre".into())]);
        let mut forms = Forms::default();
        forms.open("post", &page);
        assert_eq!(forms.find("post").unwrap().value("text"), "À suivre");
    }
}
