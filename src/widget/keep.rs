//! What is kept on the device: only after a contribution, only with consent, at most 13 months.
//!
//! Every waiting contribution has a key of its own, so that two tabs cannot lose each other's. A browser
//! that refuses storage loses nothing but the memory of it.

use crate::reach::{call, of_window};
use parvis_model::time::{DAY, Time};
use std::cell::Cell;
use web_sys::Storage;

/// The key that says that the profile is kept too, in a database of its own.
pub const PROFILE: &str = "own";
/// Days after which everything kept is dropped.
const KEPT_DAYS: i64 = 390;

/// The keeper of one site.
pub struct Keeper {
    prefix: String,
    allowed: Cell<Option<bool>>,
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

impl Keeper {
    /// The keeper of a site; what is too old, or refused, is dropped.
    pub fn new(site: &str, allowed: Option<bool>) -> Self {
        let keeper = Self { prefix: format!("parvis:{site}:"), allowed: Cell::new(allowed) };
        let since = keeper.find("since").and_then(|since| Time::parse(&since));
        let is_old = since.is_some_and(|since| crate::element::now().since(since) > KEPT_DAYS * DAY);
        if is_old || allowed == Some(false) {
            keeper.erase();
        }
        keeper
    }

    /// Takes in what the visitor allows; a refusal erases.
    pub fn allow(&self, allowed: Option<bool>) {
        self.allowed.set(allowed);
        if allowed == Some(false) {
            self.erase();
        }
    }

    /// What is kept under a key.
    pub fn find(&self, key: &str) -> Option<String> {
        storage()?.get_item(&format!("{}{key}", self.prefix)).ok()?
    }

    /// Keeps a text, unless the visitor refused.
    pub fn keep(&self, key: &str, value: &str) {
        if self.allowed.get() == Some(false) {
            return;
        }
        if let Some(storage) = storage() {
            if self.find("since").is_none() {
                // A full store keeps what it has; the page goes on from memory.
                let _ =
                    storage.set_item(&format!("{}since", self.prefix), &crate::element::now().to_string());
            }
            let _ = storage.set_item(&format!("{}{key}", self.prefix), value);
        }
    }

    /// Drops what is kept under a key.
    pub fn drop(&self, key: &str) {
        if let Some(storage) = storage() {
            // Removing what is not there is no failure.
            let _ = storage.remove_item(&format!("{}{key}", self.prefix));
        }
    }

    /// Keys that begin so.
    pub fn keys(&self, under: &str) -> Vec<String> {
        let Some(storage) = storage() else { return Vec::new() };
        let n = storage.length().unwrap_or(0);
        let keys = (0..n).filter_map(|index| storage.key(index).ok()?);
        keys.filter_map(|key| key.strip_prefix(&self.prefix)?.starts_with(under).then_some(key.clone()))
            .filter_map(|key| key.strip_prefix(&self.prefix).map(str::to_owned))
            .collect()
    }

    /// The name of the database that the profile is kept in.
    pub fn database(&self) -> String {
        format!("{}{PROFILE}", self.prefix)
    }

    /// Drops the profile; nothing is left where nothing else was kept.
    pub fn forget_profile(&self) {
        // What is not there is dropped without a trace; where there is no storage nothing was kept.
        let _ = of_window("indexedDB")
            .and_then(|databases| call(&databases, "deleteDatabase", [self.database().into()]));
        self.drop(PROFILE);
        if self.keys("") == ["since"] {
            self.drop("since");
        }
    }

    fn erase(&self) {
        for key in self.keys("") {
            self.drop(&key);
        }
        self.forget_profile();
    }
}
