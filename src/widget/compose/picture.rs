//! Pictures: uploaded as soon as they are chosen, so that the form can show what will be published.

use super::session;
use crate::element::Element;
use crate::hub::Hub;
use crate::net;
use crate::read::{Read, field};
use parvis_model::draft::PICTURES_MAX;
use parvis_model::problem::{Problem, ProblemKind};
use parvis_store::act::Act;
use parvis_store::form::Picked;
use parvis_store::load::Failure;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, FileList};

/// Uploads the pictures a visitor chose for the form of a field's act, one after the other.
pub fn upload(element: &Rc<Element>, act: &str, files: &FileList) {
    let Some(Act::Field(form, ..)) = Act::parse(act, "") else { return };
    for index in 0..files.length() {
        let Some(file) = files.get(index) else { continue };
        let Some(place) = add_picture(element, &form) else { return };
        let (element, form) = (Rc::clone(element), form.clone());
        spawn_local(async move {
            let picked = send_picture(&element.hub, &file).await;
            element.with_surface(|surface, _| {
                let form = surface.forms_mut().find_mut(&form);
                if let Some(slot) = form.and_then(|form| form.pictures.get_mut(place)) {
                    *slot = picked;
                }
                Vec::new()
            });
        });
    }
}

fn add_picture(element: &Rc<Element>, form: &str) -> Option<usize> {
    let mut place = None;
    element.with_surface(|surface, _| {
        if let Some(form) = surface.forms_mut().find_mut(form)
            && form.pictures.len() < PICTURES_MAX as usize
        {
            place = Some(form.pictures.len());
            form.pictures.push(Picked::Uploading);
        }
        Vec::new()
    });
    place
}

async fn send_picture(hub: &Rc<Hub>, file: &File) -> Picked {
    let refused = |kind: ProblemKind| Picked::Refused(kind.as_str().to_owned());
    let Ok(token) = session::token(hub).await else { return refused(ProblemKind::Unavailable) };
    let options = net::options("POST");
    let Ok(headers) = web_sys::Headers::new() else { return refused(ProblemKind::Unavailable) };
    for (name, value) in [
        ("authorization", format!("Bearer {token}")),
        ("idempotency-key", session::chance()),
        ("content-type", file.type_()),
    ] {
        // A type that is no header value is refused by the service.
        let _ = headers.set(name, &value);
    }
    options.set_headers(&headers);
    options.set_body(file);
    let sent = net::send(&format!("{}/v1/{}/pictures", hub.api, hub.site), &options).await;
    let answer = match &sent {
        Ok(response) => net::json(response).await,
        Err(failure) => Err(*failure),
    };
    match (sent, answer) {
        (Ok(response), Ok(answer)) if response.ok() => {
            match (field(&answer, "id"), field(&answer, "media")) {
                (Some(id), Some(media)) => Picked::Stored(id, media),
                _ => refused(ProblemKind::Internal),
            }
        }
        (Ok(_), Ok(answer)) => {
            let kind = Problem::read(&answer).and_then(|problem| ProblemKind::parse(&problem.r#type));
            refused(kind.unwrap_or(ProblemKind::Internal))
        }
        (_, Err(Failure::Offline)) => refused(ProblemKind::Timeout),
        _ => refused(ProblemKind::Internal),
    }
}
