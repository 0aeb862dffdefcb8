//! What the visitor has opened beside items.

use crate::act::Panel;
use crate::effect::Effect;
use crate::form::{Forms, report_form};
use crate::page::Page;
use crate::thread::Threads;
use parvis_model::id::ItemId;

/// Open panels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened(Vec<(Panel, ItemId)>);

impl Opened {
    /// Whether this panel of this item is open.
    pub fn has(&self, panel: Panel, id: ItemId) -> bool {
        self.0.contains(&(panel, id))
    }

    /// Opens or closes it; says whether it is open now. One explanation is open at a time.
    pub fn toggle(&mut self, panel: Panel, id: ItemId) -> bool {
        if self.has(panel, id) {
            self.close(panel, id);
            return false;
        }
        if panel == Panel::Why {
            self.close_why();
        }
        self.0.push((panel, id));
        true
    }

    /// Opens or closes a panel and asks for what it shows: replies, the form of a report.
    pub fn press(
        &mut self,
        panel: Panel,
        id: ItemId,
        threads: &mut Threads,
        forms: &mut Forms,
        page: &Page,
    ) -> Vec<Effect> {
        let open = self.toggle(panel, id);
        match panel {
            Panel::Thread if open => threads.ask(id),
            Panel::Report if open => forms.open(&report_form(id), page),
            Panel::Report => forms.close(&report_form(id)),
            Panel::Why if open => vec![Effect::Emit("parvis-open", format!("why:{id}"))],
            _ => Vec::new(),
        }
    }

    /// Closes the open explanation; gives the item it belonged to.
    pub fn close_why(&mut self) -> Option<ItemId> {
        let open = self.0.iter().find(|(panel, _)| *panel == Panel::Why).copied()?;
        self.close(open.0, open.1);
        Some(open.1)
    }

    /// Closes one panel.
    pub fn close(&mut self, panel: Panel, id: ItemId) {
        self.0.retain(|open| *open != (panel, id));
    }
}
