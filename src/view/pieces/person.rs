//! People: a name, what the brand made them, and what it gave them with the reason.

use crate::frame::Frame;
use crate::pieces::node::{group, node, said};
use parvis_model::person::{Badge, Person, Role};
use yew::prelude::*;

/// A person's name with role and badges.
pub fn person(frame: Frame, by: &Person) -> Html {
    let mut inside = vec![said("bdi", "name", name(frame, by))];
    inside.extend(by.role.map(|role| self::role(frame, role)));
    inside.extend(by.badges.iter().map(|badge| self::badge(frame, badge)));
    node("span", &["class", "part"], vec![Some("person".into()), Some("person".into())], inside)
}

/// A person's name; those who gave none have one too.
pub fn name(frame: Frame, by: &Person) -> AttrValue {
    if by.name.is_empty() { frame.words.text("person.anonymous") } else { by.name.clone().into() }
}

fn role(frame: Frame, role: Role) -> Html {
    let (class, key) = match role {
        Role::Brand => ("role brand", "role.brand"),
        Role::Ambassador => ("role", "role.ambassador"),
        Role::Leader => ("role", "role.leader"),
    };
    said("span", class, frame.words.text(key))
}

/// A badge opens to its reason: a tooltip would keep it from touch and keyboard.
fn badge(frame: Frame, badge: &Badge) -> Html {
    let lang = frame.words.lang();
    let inside = vec![
        said("summary", "", badge.label.pick(lang).to_owned().into()),
        said("span", "reason", badge.reason.pick(lang).to_owned().into()),
    ];
    group("details", "badge", inside)
}
