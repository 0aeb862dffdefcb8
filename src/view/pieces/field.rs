//! Fields of forms: label, control, what helps, what is wrong. Each control carries the act of its change.

use crate::frame::{Frame, act};
use crate::pieces::menu::option;
use crate::pieces::node::{group, node, said, text};
use crate::pieces::stars::row;
use parvis_model::draft;
use parvis_model::fault::Fault;
use parvis_store::act::Act;
use parvis_store::form::{Form, Picked};
use yew::prelude::*;

/// A form as it is drawn.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// The surroundings.
    pub frame: Frame<'a>,
    /// Its name: `post`, `review`, `reply.ID`…
    pub name: &'a str,
    /// What was written.
    pub form: &'a Form,
}

/// Characters left from which the length is counted on screen.
const NEAR_THE_END: u32 = 200;
/// The class of radios that are drawn as stars.
const RATE: &str = "radios rate";

impl Sheet<'_> {
    fn id(&self, field: &str) -> AttrValue {
        AttrValue::from(["form-", self.name, "-", field].concat())
    }

    fn change(&self, field: &str) -> AttrValue {
        act(Act::Field(self.name.to_owned(), field.to_owned(), String::new()))
    }

    fn faults(&self, field: &str) -> impl Iterator<Item = &Fault> {
        self.form.faults.iter().filter(move |fault| fault.field == field)
    }

    fn is_faulty(&self, field: &str) -> Option<&'static str> {
        self.faults(field).next().map(|_| "true")
    }

    /// What stands under a control: its hint, or what is wrong.
    fn below(&self, field: &str, hint: &str) -> Html {
        let mut inside: Vec<Html> =
            self.faults(field).map(|wrong| said("span", "fault", fault_rule(self.frame, wrong))).collect();
        if inside.is_empty() && !hint.is_empty() {
            inside.push(said("span", "quiet", hint.to_owned().into()));
        }
        let values = vec![Some("note".into()), Some(self.described(field).into())];
        node("span", &["class", "id"], values, inside)
    }

    /// A label, its control, and what stands under it.
    fn labelled(&self, field: &str, label: &str, control: Html, hint: &str) -> Html {
        let words = vec![text(self.frame.words.text(label))];
        let label = node("label", &["for"], vec![Some(self.id(field))], words);
        group("p", "field", vec![label, control, self.below(field, hint)])
    }

    fn hint(&self, label: &str) -> AttrValue {
        self.frame.words.find(&[label, ".hint"].concat()).unwrap_or_default()
    }

    fn described(&self, field: &str) -> String {
        [self.id(field).as_str(), "-note"].concat()
    }

    /// One line of text; `kind` is the type of the input.
    pub fn line(&self, field: &str, label: &str, kind: &'static str, autocomplete: &'static str) -> Html {
        let hint = self.hint(label);
        let control = html! {
            <input class="control" part="input" type={kind} id={self.id(field)} {autocomplete}
                data-act={self.change(field)} value={self.form.value(field).to_owned()}
                aria-describedby={self.described(field)} aria-invalid={self.is_faulty(field)} />
        };
        self.labelled(field, label, control, &hint)
    }

    /// A text that grows with what is written, with its length once it matters.
    pub fn area(&self, field: &str, label: &str, min: u32, max: u32) -> Html {
        let words = self.frame.words;
        let value = self.form.value(field);
        let length = draft::length(value.trim());
        let hint = if length > 0 && length < min {
            words.count("length.short", min - length)
        } else if length > max {
            words.count("length.over", length - max)
        } else if length + NEAR_THE_END > max {
            words.count("length.left", max - length)
        } else {
            self.hint(label)
        };
        let control = html! {
            <textarea class="control" part="input" id={self.id(field)} rows="4" data-act={self.change(field)}
                value={value.to_owned()} aria-describedby={self.described(field)}
                aria-invalid={self.is_faulty(field)} />
        };
        self.labelled(field, label, control, &hint)
    }

    /// One of a few, from a menu whose first line is `none`.
    pub fn choice(&self, field: &str, label: &str, none: &str, choices: &[(&str, AttrValue)]) -> Html {
        let value = self.form.value(field);
        let mut options = vec![option("".into(), self.frame.words.text(none), value.is_empty())];
        let own = choices.iter();
        options
            .extend(own.map(|(own, words)| option((*own).to_owned().into(), words.clone(), *own == value)));
        let values = vec![
            Some("control".into()),
            Some("input".into()),
            Some(self.id(field)),
            Some(self.change(field)),
            Some(self.described(field).into()),
            self.is_faulty(field).map(Into::into),
        ];
        let keys = &["class", "part", "id", "data-act", "aria-describedby", "aria-invalid"];
        self.labelled(field, label, node("select", keys, values, options), "")
    }

    /// One of a few, all in sight; arrow keys move between them as in any group of radios.
    pub fn radios(&self, field: &str, legend: AttrValue, choices: &[(&str, AttrValue)]) -> Html {
        self.group(field, legend, "radios", choices)
    }

    /// One to five stars. The glyphs are labels of real radios, so keyboard, touch and screen reader all work.
    pub fn stars(&self) -> Html {
        let words = self.frame.words;
        let choices = ["1", "2", "3", "4", "5"].map(|value| (value, words.of("stars.choice", value)));
        self.group("stars", words.text("field.stars"), RATE, &choices)
    }

    fn group(
        &self,
        field: &str,
        legend: AttrValue,
        class: &'static str,
        choices: &[(&str, AttrValue)],
    ) -> Html {
        let value = self.form.value(field);
        let name = self.id(field);
        let radio = |(place, (own, words)): (usize, &(&str, AttrValue))| {
            // The first radio takes the focus when the field is at fault.
            let id = (place == 0).then(|| name.clone());
            let input = html! {
                <input type="radio" {id} name={name.clone()} value={own.to_string()} checked={*own == value}
                    data-act={self.change(field)} aria-invalid={self.is_faulty(field)} />
            };
            let mut inside = vec![input];
            if class == RATE {
                inside.push(row(f64::from(u32::try_from(place + 1).unwrap_or(0))));
            }
            inside.push(said("span", "", words.clone()));
            group("label", "", inside)
        };
        let inside = vec![
            said("legend", "", legend),
            group("div", class, choices.iter().enumerate().map(radio).collect()),
            self.below(field, ""),
        ];
        let values = vec![Some("field".into()), Some(self.described(field).into())];
        node("fieldset", &["class", "aria-describedby"], values, inside)
    }

    /// Pictures: those chosen, each with its description, and the control to choose more.
    pub fn pictures(&self) -> Html {
        let words = self.frame.words;
        let is_full = self.form.pictures.len() >= draft::PICTURES_MAX as usize;
        html! {
            <div class="field picks">
                { self.form.pictures.iter().enumerate().map(|(number, picked)| self.picked(number, picked))
                    .collect::<Html>() }
                if !is_full {
                    <label class="button" for={self.id("pictures")}>
                        <span aria-hidden="true">{ "+ " }</span>{ words.text("field.pictures") }
                        <input class="heard" type="file" id={self.id("pictures")} accept="image/jpeg,image/png,image/webp"
                            multiple=true data-act={self.change("pictures")} aria-describedby={self.described("pictures")} />
                    </label>
                }
                { self.below("pictures", "") }
            </div>
        }
    }

    fn picked(&self, number: usize, picked: &Picked) -> Html {
        let words = self.frame.words;
        let body = match picked {
            Picked::Uploading => html! { <p class="quiet">{ words.text("picture.uploading") }</p> },
            Picked::Refused(problem) => html! { <p class="fault">{ words.of("problem", problem) }</p> },
            Picked::Stored(_, media) => {
                let src = [self.frame.origin, media.small.as_deref().unwrap_or(&media.src)].concat();
                html! {
                    <>
                        <img {src} alt="" width={media.width.to_string()} height={media.height.to_string()} />
                        { self.line(&["alt.", &number.to_string()].concat(), "field.alt", "text", "off") }
                    </>
                }
            }
        };
        let remove =
            crate::pieces::button::quiet(Act::Unpick(self.name.to_owned(), number), words.text("do.unpick"));
        html! { <div class="pick">{ body }{ remove }</div> }
    }
}

/// A fault with the name of its field: where it stands away from the field.
pub fn fault(frame: Frame, fault: &Fault) -> AttrValue {
    let field = frame.words.of("field", fault.field.split('.').next().unwrap_or_default());
    frame.words.with("fault.of", &[("field", &field), ("fault", &fault_rule(frame, fault))])
}

fn fault_rule(frame: Frame, fault: &Fault) -> AttrValue {
    let key = ["fault.", fault.rule.as_str()].concat();
    fault.limit.map_or_else(|| frame.words.text(&key), |limit| frame.words.count(&key, limit))
}
