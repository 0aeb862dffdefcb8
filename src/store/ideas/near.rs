//! Ideas that come close to the one being written, so that it is not proposed twice: found on the device.

use super::Ideas;
use parvis_lexis::Nearby;
use parvis_model::board::Idea;

/// Ideas named at most.
const MOST: usize = 3;

impl Ideas {
    /// The ideas of this list that come closest to a title.
    pub fn near(&self, title: &str) -> Vec<&Idea> {
        if title.trim().is_empty() {
            return Vec::new();
        }
        let nearby = self.nearby.get_or_init(|| {
            let texts: Vec<String> = self.ideas.iter().map(text).collect();
            Nearby::new(texts.iter().map(String::as_str))
        });
        nearby.find(title, MOST).into_iter().filter_map(|place| self.ideas.get(place)).collect()
    }
}

fn text(idea: &Idea) -> String {
    let title = idea.item.title.as_deref().unwrap_or_default();
    [title, idea.need.as_deref().unwrap_or_default(), &idea.item.text.to_plain()].join("\n")
}
