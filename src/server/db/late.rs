//! Decisions that come late: lines of their own, for those that name an idea which an export gives later.
//!
//! Two ideas may name each other, where one was merged into the other and it was the other way round afterwards. No
//! order of their lines would do: a line is taken once what it names is here. So an export ends the history of an idea
//! before the first decision that names a later one, and gives the rest after all items.

use super::Taken;
use super::error::Result;
use super::idea::histories;
use super::item::Kind;
use super::load::missing;
use super::record::{Record, Step};
use super::write::Write;
use parvis_model::chain::Link;
use parvis_model::lang::Lang;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// A decision about an idea, apart from its line. It comes after all those that are there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// The idea.
    pub idea: String,
    /// What was decided.
    #[serde(flatten)]
    pub step: Step,
}

/// What an export holds back until every idea is given.
#[derive(Debug, Default)]
pub(super) struct Late {
    given: HashSet<String>,
    held: Vec<Record>,
}

impl Late {
    /// Ends the history of an idea about to be given where it names one that is not given yet.
    pub fn hold(&mut self, record: &mut Record) {
        let Record::Idea(idea) = record else { return };
        let is_late = |step: &Step| step.into.as_ref().is_some_and(|into| !self.given.contains(into));
        if let Some(first) = idea.history.iter().position(is_late) {
            let late = idea.history.split_off(first).into_iter();
            let record = |step| Record::Decision(Box::new(Decision { idea: idea.item.id.clone(), step }));
            self.held.extend(late.map(record));
        }
        self.given.insert(idea.item.id.clone());
    }

    /// What was held back.
    pub fn held(self) -> Vec<Record> {
        self.held
    }
}

impl Write {
    pub(super) async fn load_decision(&mut self, new: &Decision) -> Result<Taken> {
        let Decision { idea: reference, step } = new;
        let Some(idea) = self.referred(reference, Some(Kind::Idea)).await? else {
            return Ok(missing("idea", reference));
        };
        let into = match &step.into {
            None => None,
            Some(reference) => match self.referred(reference, Some(Kind::Idea)).await? {
                None => return Ok(missing("idea", reference)),
                found => found,
            },
        };
        self.lock_idea(idea).await?;
        let link = step.link(into);
        let history = histories(self.connection(), &[idea]).await?.remove(&idea).unwrap_or_default();
        if history.iter().any(|there| Link::from(there) == link) {
            return Ok(Taken::Already);
        }
        let last = history.last();
        if last.is_some_and(|last| last.at > step.at) {
            return Ok(Taken::Refused("a decision never comes before those that are there".to_owned()));
        }
        self.make("persons", step.by.as_str(), &Lang::default()).await?;
        self.chain(idea, history.len(), &link, last.map(|last| last.hash.as_str())).await?;
        self.stand(idea, step.to, into).await?;
        Ok(Taken::New)
    }
}
