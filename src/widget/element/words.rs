//! The words of an element: those of the first view, those for those who act, and what is said aloud.

use super::Element;
use crate::env::Env;
use crate::intl;
use parvis_model::map::Map;
use parvis_view::words::Words;
use std::rc::Rc;

impl Element {
    /// Takes in the words for those who act; false when they cannot be loaded.
    pub async fn learn(&self) -> bool {
        let Some(texts) = self.env().late_texts().await else { return false };
        self.take(texts);
        true
    }

    fn take(&self, late: Map<String, String>) {
        self.words.borrow_mut().add(late);
        self.knows_late.set(true);
    }

    /// Whether it has the words for those who act.
    pub fn knows_late(&self) -> bool {
        self.knows_late.get()
    }

    pub(super) async fn reword(self: Rc<Self>, words: Words) {
        let late = self.env().late_texts().await;
        *self.words.borrow_mut() = words;
        if let Some(late) = late {
            self.take(late);
        }
        self.draw();
    }

    /// Says something to assistive technology.
    pub fn announce(&self, key: &str, n: Option<u32>) {
        let words = self.words.borrow();
        *self.said.borrow_mut() = match n {
            Some(n) => words.count(key, n),
            None => words.text(key),
        };
    }
}

/// The words of the first view.
pub(super) fn words(env: &Env) -> Words {
    Words::new(&env.text("lang"), env.texts(), intl::Locale::of(&env.text("locale")))
}
