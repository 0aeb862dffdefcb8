//! In the browser: the profile is kept where it was granted, reads back, and leaves nothing once it is erased.

use super::keep::{keep, restore};
use crate::element::now;
use crate::env::Env;
use crate::hub::Hub;
use crate::hub::wishes::Keeping;
use crate::reach::{call, of_window};
use gloo::timers::future::TimeoutFuture;
use js_sys::{Array, Object, Promise, Reflect};
use parvis_model::id::{ItemId, PersonId};
use parvis_model::pool::Print;
use parvis_store::profile::{Entry, Learnt, Profile};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

/// A page of a site; another `api` is another page of it.
fn page_of(site: &str, api: &str) -> Rc<Hub> {
    let env = Object::new();
    for (key, value) in [("site", site), ("api", api), ("lang", "en")] {
        Reflect::set(&env, &key.into(), &value.into()).unwrap();
    }
    Hub::of(&Env::new(env))
}

fn learnt() -> Profile {
    let mut profile = Profile::new(now());
    let item = ItemId::from_u64(7);
    let print = Print(vec![(3, 200), (16_000, 9)]);
    let title = "Le moulin « M1 »".to_owned();
    let entry = Entry { item, act: Learnt::Save, at: now(), title, circle: None, print };
    profile.learn(entry, [(3, "moulin".to_owned())]);
    profile.mind_person(PersonId::parse("lea").unwrap(), "Léa", false, now());
    profile.sliders.ties = 25;
    profile
}

/// Waits until nothing of a site is left: a browser deletes a database in its own time.
async fn gone(site: &str) {
    for _ in 0..2_000 {
        if traces(site).await.is_empty() {
            return;
        }
        TimeoutFuture::new(1).await;
    }
    assert_eq!(traces(site).await, [""; 0]);
}

async fn settled(hub: &Hub) {
    while hub.wishes.keeping.get() != Keeping::Idle {
        TimeoutFuture::new(1).await;
    }
}

/// The databases and the keys of a site.
async fn traces(site: &str) -> Vec<String> {
    let window = web_sys::window().unwrap();
    let promise: Promise =
        call(&of_window("indexedDB").unwrap(), "databases", []).unwrap().dyn_into().unwrap();
    let storage = window.local_storage().unwrap().unwrap();
    let keys = (0..storage.length().unwrap()).map(|index| storage.key(index).unwrap().unwrap());
    let databases = Array::from(&JsFuture::from(promise).await.unwrap());
    let names = databases.iter().map(|database| {
        format!("database {}", Reflect::get(&database, &"name".into()).unwrap().as_string().unwrap())
    });
    let mut traces: Vec<String> =
        names.chain(keys).filter(|name| name.contains(&format!(":{site}:"))).collect();
    traces.sort();
    traces
}

#[wasm_bindgen_test]
async fn what_is_kept_reads_back_on_the_next_page_and_goes_when_it_is_erased() {
    let first = page_of("kept", "");
    assert!(traces("kept").await.is_empty());
    restore(&first).await;
    assert!(traces("kept").await.is_empty(), "reading opens nothing where nothing was granted");

    first.page.borrow_mut().profile = Some(Profile::new(now()));
    keep(&first);
    // What changes while it is being kept is kept too.
    first.page.borrow_mut().profile = Some(learnt());
    keep(&first);
    settled(&first).await;
    assert_eq!(traces("kept").await, ["database parvis:kept:own", "parvis:kept:own", "parvis:kept:since"]);
    assert!(first.page.borrow().keeps_profile);

    let next = page_of("kept", "https://next.example");
    restore(&next).await;
    settled(&next).await;
    assert_eq!(next.page.borrow().profile, first.page.borrow().profile);

    next.page.borrow_mut().profile = None;
    keep(&next);
    settled(&next).await;
    gone("kept").await;
}

#[wasm_bindgen_test]
async fn a_refusal_erases_and_the_profile_lasts_as_long_as_the_page() {
    let hub = page_of("refused", "");
    hub.page.borrow_mut().profile = Some(learnt());
    keep(&hub);
    settled(&hub).await;
    hub.set_consent(Some(false));
    gone("refused").await;
    keep(&hub);
    settled(&hub).await;
    assert_eq!(traces("refused").await, [""; 0]);
    assert!(hub.page.borrow().profile.is_some() && !hub.page.borrow().keeps_profile);
}

#[wasm_bindgen_test]
async fn a_record_that_cannot_be_read_is_dropped() {
    let hub = page_of("broken", "");
    hub.page.borrow_mut().profile = Some(learnt());
    keep(&hub);
    settled(&hub).await;
    let next = page_of("broken", "https://next.example");
    // The mark without the record, as when a visitor has cleared a part of what a site keeps.
    next.keeper.forget_profile();
    next.keeper.keep("own", "1");
    restore(&next).await;
    settled(&next).await;
    assert_eq!(next.page.borrow().profile, None);
    gone("broken").await;
}
