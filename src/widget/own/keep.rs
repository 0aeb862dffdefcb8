//! The profile on the device: one record of one database, opened once the visitor has granted it and not before.
//!
//! A mark in the keeper's storage says that it is there, so that a page knows without opening anything. The mark comes
//! before the record and goes with it: no record stands there unknown. Where the browser or the visitor refuses, the
//! profile lasts as long as the page.

use crate::element::now;
use crate::hub::Hub;
use crate::hub::wishes::Keeping;
use crate::keep::PROFILE;
use crate::reach::{call, of, of_window};
use crate::read::read_text;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::Promise;
use parvis_store::profile::Profile;
use serde::Serialize;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The one store of the database.
const STORE: &str = "profiles";
/// The key of the one record in it.
const KEY: &str = "own";
/// Milliseconds that storage gets: some browsers never answer, and a wish must not wait for that.
const PATIENCE: u32 = 3_000;

/// A profile as JSON, with this many spaces a level.
pub fn text_of(profile: &Profile, n_spaces: u32) -> Option<String> {
    let value = profile.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).ok()?;
    let text = call(&of_window("JSON").ok()?, "stringify", [value, JsValue::NULL, n_spaces.into()]);
    text.ok()?.as_string()
}

/// Takes back in what the device kept, if it is known to have kept anything.
pub async fn restore(hub: &Rc<Hub>) {
    if hub.keeper.find(PROFILE).is_none() {
        return;
    }
    // Storage that does not answer may answer the next page.
    let Ok(kept) = read(hub).await else { return };
    // The visitor may have refused meanwhile.
    if hub.keeper.find(PROFILE).is_none() {
        return;
    }
    if let Some(mut profile) = kept.as_string().and_then(|text| read_text::<Profile>(&text)) {
        profile.tidy(now());
        hub.page.borrow_mut().profile.get_or_insert(profile);
    }
    // What is too old, or cannot be read, goes from the device too.
    keep(hub);
}

/// Keeps the profile as it stands, or forgets it. What comes while one is being kept is kept after it, once.
pub fn keep(hub: &Rc<Hub>) {
    if hub.wishes.keeping.replace(Keeping::Due) != Keeping::Idle {
        return;
    }
    let hub = Rc::clone(hub);
    spawn_local(async move {
        while hub.wishes.keeping.replace(Keeping::Running) == Keeping::Due {
            let text = hub.page.borrow().profile.as_ref().and_then(|profile| text_of(profile, 0));
            let is_kept = match text {
                Some(text) => write(&hub, &text).await,
                None => false,
            };
            if !is_kept {
                hub.keeper.forget_profile();
            }
            let was_kept = {
                let mut page = hub.page.borrow_mut();
                let is_fine = is_kept || page.profile.is_none();
                std::mem::replace(&mut page.keeps_profile, is_fine) == is_fine
            };
            if !was_kept {
                hub.draw_all();
            }
        }
        hub.wishes.keeping.set(Keeping::Idle);
    });
}

async fn read(hub: &Hub) -> Result<JsValue, JsValue> {
    let database = open(hub).await?;
    let found = async {
        let transaction = call(&database, "transaction", [STORE.into()])?;
        let request = call(&call(&transaction, "objectStore", [STORE.into()])?, "get", [KEY.into()])?;
        over(&request, "success", "error").await?;
        of(&request, "result")
    };
    let found = found.await;
    // It is closed already where this fails.
    let _ = call(&database, "close", []);
    found
}

/// Whether it is kept now.
async fn write(hub: &Hub, text: &str) -> bool {
    hub.keeper.keep(PROFILE, "1");
    if hub.keeper.find(PROFILE).is_none() {
        return false;
    }
    let Ok(database) = open(hub).await else { return false };
    let written = async {
        let transaction = call(&database, "transaction", [STORE.into(), "readwrite".into()])?;
        let store = call(&transaction, "objectStore", [STORE.into()])?;
        call(&store, "put", [text.into(), KEY.into()])?;
        // A full disk shows at the end.
        over(&transaction, "complete", "abort").await
    };
    let is_written = written.await.is_ok();
    let _ = call(&database, "close", []);
    is_written
}

async fn open(hub: &Hub) -> Result<JsValue, JsValue> {
    let databases = of_window("indexedDB")?;
    let request = call(&databases, "open", [hub.keeper.database().into(), 1.into()])?;
    let making = request.clone();
    // A database that is new has no store yet.
    let _listener = EventListener::once(request.unchecked_ref(), "upgradeneeded", move |_| {
        if let Ok(database) = of(&making, "result") {
            // Without it the next step fails, which is noticed there.
            let _ = call(&database, "createObjectStore", [STORE.into()]);
        }
    });
    over(&request, "success", "error").await?;
    of(&request, "result")
}

/// Waits for the good event; the bad one, or none in time, is an error.
async fn over(target: &JsValue, good: &str, bad: &str) -> Result<(), JsValue> {
    let mut timer = None;
    let promise = Promise::new(&mut |resolve, reject| {
        // Listening to a target of the browser's own cannot fail.
        let _ = call(target, "addEventListener", [good.into(), resolve.into()]);
        let _ = call(target, "addEventListener", [bad.into(), reject.clone().into()]);
        timer = Some(Timeout::new(PATIENCE, move || drop(reject.call0(&JsValue::NULL))));
    });
    JsFuture::from(promise).await.map(drop)
}
