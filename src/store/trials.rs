//! Documents and steps that the trials of all surfaces share.

use crate::effect::{Effect, Want, Write};
use crate::outbox::{Entry, Outcome, State};
use crate::page::Page;
use crate::surface::Surface;
use parvis_model::id::ItemId;
use parvis_model::thread::Thread;
use parvis_model::time::Time;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// The moment at which the trials play: 2026-01-01.
pub const NOW: Time = Time::from_millis(1_767_225_600_000);

/// An id by its number.
pub fn id(number: u64) -> ItemId {
    ItemId::from_u64(number)
}

/// A document out of its JSON.
pub fn read<T: DeserializeOwned>(document: Value) -> T {
    serde_json::from_value(document).unwrap()
}

/// An item as JSON, with three useful marks.
pub fn item(number: u64, text: &str) -> Value {
    json!({
        "id": id(number), "at": "2025-12-01T00:00:00Z", "by": {"id": "lea", "name": "Léa"}, "lang": "fr",
        "text": [{"p": [{"text": text}]}], "marks": {"useful": 3},
    })
}

/// A page of replies, each with what it answers.
pub fn thread(root: u64, replies: &[(u64, u64)], next: Option<&str>) -> Thread {
    let replies: Vec<Value> =
        replies.iter().map(|(number, on)| json!({"item": item(*number, "Oui"), "on": id(*on)})).collect();
    read(json!({"root": id(root), "n_replies": replies.len(), "replies": replies, "next": next}))
}

/// What is asked of the service, in order.
pub fn asked(effects: &[Effect]) -> Vec<(&str, Want)> {
    let asked = effects.iter().filter_map(|effect| match effect {
        Effect::Get { path, want } => Some((path.as_str(), want.clone())),
        _ => None,
    });
    asked.collect()
}

/// What is written, in order.
pub fn written(effects: &[Effect]) -> Vec<Write> {
    let written = effects.iter().filter_map(|effect| match effect {
        Effect::Write(write) => Some(Write::clone(write)),
        _ => None,
    });
    written.collect()
}

/// Sends a write through the outbox, where the service refuses it; gives what the surface wishes then.
pub fn refuse(surface: &mut dyn Surface, page: &mut Page, write: Write) -> Vec<Effect> {
    page.outbox.push(Entry {
        key: "key".to_owned(),
        at: NOW,
        method: write.method,
        path: write.path,
        body: String::new(),
        said: String::new(),
        undo: write.undo,
        form: None,
        tries: 0,
        state: State::Waiting(NOW),
    });
    page.outbox.start(NOW).unwrap();
    let refused = Outcome::Refused { problem: "not_allowed".to_owned(), faults: Vec::new() };
    let entry = page.settle("key", &refused, NOW, 0.0).unwrap();
    surface.take_back(&entry.undo, page)
}

/// Resumes until nothing is left to do; gives everything else that was wished meanwhile.
pub fn run(surface: &mut dyn Surface, page: &Page, effects: Vec<Effect>) -> Vec<Effect> {
    let mut all = Vec::new();
    let mut left = effects;
    for _ in 0..100 {
        let resumes = left.contains(&Effect::Resume);
        all.extend(left.into_iter().filter(|effect| *effect != Effect::Resume));
        if !resumes {
            return all;
        }
        left = surface.resume(page);
    }
    panic!("the surface resumes for ever");
}
