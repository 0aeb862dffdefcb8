//! What the brand decides about ideas and polls, and the rules it must keep.

use super::check::Faults;
use crate::board::Status;
use crate::fault::{Fault, Rule};
use crate::id::ItemId;
use serde::{Deserialize, Serialize};

/// Characters the reason of a decision has at least.
pub const DECISION_MIN: u32 = 10;
/// Characters the reason of a decision, and what would change it, may have at most.
pub const DECISION_MAX: u32 = 2_000;

/// What the brand decides about an idea: `POST /v1/{site}/ideas/{id}/decisions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDecision {
    /// The new status.
    pub to: Status,
    /// Why, in [`DECISION_MIN`] to [`DECISION_MAX`] characters.
    pub reason: String,
    /// What would change the decision; must be there where the idea is declined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub would_change: Option<String>,
    /// The idea it lives on in; must be there where it is merged, and nowhere else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<ItemId>,
}

/// What the brand decides about a poll: `POST /v1/{site}/polls/{id}/decisions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPollDecision {
    /// What to do with it now.
    pub r#do: PollAct,
}

/// What can be done with a poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum PollAct {
    /// Takes ballots from now on.
    Open,
    /// Takes no ballots any more, for good.
    Close,
}

impl NewDecision {
    /// Every fault of a decision about `idea`, or nothing. Whether `into` is an idea that can take it in is the
    /// server's to say.
    pub fn check(&self, idea: ItemId) -> Vec<Fault> {
        let mut faults = Faults::default();
        faults.required("reason", &self.reason, DECISION_MIN, DECISION_MAX);
        match &self.would_change {
            None if self.to == Status::Declined => faults.0.push(Fault::new("would_change", Rule::Missing)),
            None => {}
            Some(text) => faults.required("would_change", text, 1, DECISION_MAX),
        }
        let is_merged = self.to == Status::Merged;
        if is_merged && self.into.is_none() {
            faults.0.push(Fault::new("into", Rule::Missing));
        } else if self.into.is_some_and(|into| !is_merged || into == idea) {
            faults.0.push(Fault::new("into", Rule::NotAllowed));
        }
        faults.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDEA: ItemId = ItemId::from_u64(7);

    fn decision(to: Status, would_change: Option<&str>, into: Option<u64>) -> NewDecision {
        NewDecision {
            to,
            reason: "Une raison à lire.".to_owned(),
            would_change: would_change.map(str::to_owned),
            into: into.map(ItemId::from_u64),
        }
    }

    #[test]
    fn a_decision_says_what_its_status_asks_for() {
        let missing = |field: &str| vec![Fault::new(field, Rule::Missing)];
        let not_allowed = vec![Fault::new("into", Rule::NotAllowed)];
        for (to, would_change, into, expected) in [
            (Status::Planned, None, None, vec![]),
            (Status::Planned, Some("Un essai raté"), None, vec![]),
            (Status::Planned, Some(" "), None, missing("would_change")),
            (Status::Declined, Some("Mille voix"), None, vec![]),
            (Status::Declined, None, None, missing("would_change")),
            (Status::Declined, Some(""), None, missing("would_change")),
            (Status::Merged, None, Some(8), vec![]),
            (Status::Merged, None, None, missing("into")),
            (Status::Merged, None, Some(7), not_allowed.clone()),
            (Status::Open, None, Some(8), not_allowed),
        ] {
            let decision = decision(to, would_change, into);
            assert_eq!(decision.check(IDEA), expected, "{decision:?}");
        }
    }

    #[test]
    fn a_reason_is_neither_missing_nor_short_nor_endless() {
        for (reason, expected) in [
            (" \n", vec![Fault::new("reason", Rule::Missing)]),
            ("Parce que", vec![Fault::with_limit("reason", Rule::TooShort, DECISION_MIN)]),
            ("Parce qu’il", vec![]),
        ] {
            let decision =
                NewDecision { reason: reason.to_owned(), ..decision(Status::Considered, None, None) };
            assert_eq!(decision.check(IDEA), expected, "{reason}");
        }
        let long = "é".repeat(DECISION_MAX as usize + 1);
        let decision = NewDecision { reason: long.clone(), ..decision(Status::Declined, Some(&long), None) };
        let too_long = |field: &str| Fault::with_limit(field, Rule::TooLong, DECISION_MAX);
        assert_eq!(decision.check(IDEA), [too_long("reason"), too_long("would_change")]);
    }

    #[test]
    fn unknown_fields_and_unknown_acts_are_refused() {
        for json in [r#"{"do":"reopen"}"#, r#"{"do":"open","visibility":"always"}"#, "{}"] {
            assert!(serde_json::from_str::<NewPollDecision>(json).is_err(), "{json}");
        }
        let json = r#"{"to":"planned","reason":"Une raison à lire.","by":"ines"}"#;
        assert!(serde_json::from_str::<NewDecision>(json).is_err());
    }
}
