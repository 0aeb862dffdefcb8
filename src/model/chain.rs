//! The chain of an idea's decisions: each has a hash over itself and the one before it, so that no history can be
//! rewritten in silence.
//!
//! The hash is SHA-256, as 64 lower-case hex digits, of seven lines in UTF-8, with a line feed between them and none
//! after the last:
//!
//! 1. the hash of the decision before; for the first, the id of the idea
//! 2. when it was decided, as in JSON
//! 3. the new status
//! 4. the id of who decided
//! 5. the reason
//! 6. what would change the decision, or nothing
//! 7. the id of the idea it was merged into, or nothing
//!
//! In lines 5 and 6 a backslash is written `\\` and a line feed `\n`, so that each stays one line. Names, roles and
//! badges are not in it: they follow the newest word of the brand.
//!
//! The chain shows that what is read now continues what somebody kept before. Who can write to the database can write
//! a whole new chain; it does not fit the one that others kept.

use crate::board::{Status, StatusChange};
use crate::id::{ItemId, PersonId};
use crate::time::Time;
use sha2::{Digest, Sha256};

/// One decision, as far as its hash goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<'a> {
    /// When.
    pub at: Time,
    /// The new status.
    pub to: Status,
    /// Who decided.
    pub by: &'a PersonId,
    /// Why.
    pub reason: &'a str,
    /// What would change the decision.
    pub would_change: Option<&'a str>,
    /// The idea it was merged into.
    pub into: Option<ItemId>,
}

impl Link<'_> {
    /// The hash of the decision that follows the one with the hash `before`; none for the first of `idea`.
    pub fn hash(&self, idea: ItemId, before: Option<&str>) -> String {
        let id = |id: ItemId| id.to_string();
        let lines = [
            before.map_or_else(|| id(idea), str::to_owned),
            self.at.to_string(),
            self.to.as_str().to_owned(),
            self.by.to_string(),
            one_line(self.reason),
            one_line(self.would_change.unwrap_or_default()),
            self.into.map(id).unwrap_or_default(),
        ];
        hex(&lines.join("\n"))
    }
}

impl<'a> From<&'a StatusChange> for Link<'a> {
    fn from(change: &'a StatusChange) -> Self {
        let StatusChange { at, to, by, reason, would_change, into, .. } = change;
        Self { at: *at, to: *to, by: &by.id, reason, would_change: would_change.as_deref(), into: *into }
    }
}

/// Whether every decision of a whole history, the oldest first, has the hash it must have; else the index of the
/// first that does not fit.
pub fn verify(idea: ItemId, history: &[StatusChange]) -> Result<(), usize> {
    let mut before = None;
    for (index, change) in history.iter().enumerate() {
        if Link::from(change).hash(idea, before) != change.hash {
            return Err(index);
        }
        before = Some(change.hash.as_str());
    }
    Ok(())
}

/// The head of a board's chains: the hash, made alike, of the newest hash of each idea that has one, a line each, in the
/// order of their ids. Nothing where nothing was decided.
pub fn head<'a>(newest: impl Iterator<Item = &'a str>) -> Option<String> {
    let lines: Vec<&str> = newest.collect();
    (!lines.is_empty()).then(|| hex(&lines.join("\n")))
}

fn hex(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn one_line(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Person;

    const IDEA: ItemId = ItemId::from_u64(7);

    fn history() -> Vec<StatusChange> {
        let person = |id: &str| Person {
            id: PersonId::parse(id).unwrap(),
            name: "Inès".to_owned(),
            role: None,
            badges: Vec::new(),
        };
        let step = |n: i64, to, would_change: Option<&str>, into| StatusChange {
            at: Time::from_millis(n * 86_400_000 + 5),
            to,
            by: person("ines"),
            reason: format!("raison {n}\nà lire"),
            would_change: would_change.map(str::to_owned),
            into,
            hash: String::new(),
        };
        let mut history = vec![
            step(1, Status::Considered, None, None),
            step(2, Status::Merged, None, Some(ItemId::from_u64(9))),
            step(3, Status::Declined, Some("Un joint \\ plus fin"), None),
        ];
        let mut before = None;
        for change in &mut history {
            change.hash = Link::from(&*change).hash(IDEA, before.as_deref());
            before = Some(change.hash.clone());
        }
        history
    }

    #[test]
    fn the_hash_is_the_one_of_the_seven_lines_of_the_manual() {
        let history = history();
        let text = "0000000000007\n1970-01-02T00:00:00.005Z\nconsidered\nines\nraison 1\\nà lire\n\n";
        assert_eq!(history[0].hash, hex(text));
        let text = format!(
            "{}\n1970-01-04T00:00:00.005Z\ndeclined\nines\nraison 3\\nà lire\nUn joint \\\\ plus fin\n",
            history[1].hash
        );
        assert_eq!(history[2].hash, hex(&text));
    }

    #[test]
    fn the_hash_is_sha_256_in_hex_and_a_head_follows_every_newest_hash() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hex("abc"), abc);
        assert_eq!(head(["abc"].into_iter()).as_deref(), Some(abc));
        assert_eq!(head(["ab", "c"].into_iter()), Some(hex("ab\nc")));
        assert_eq!(head([].into_iter()), None);
    }

    #[test]
    fn a_whole_history_fits_and_every_change_of_it_is_found_where_it_is() {
        let whole = history();
        assert_eq!(verify(IDEA, &whole), Ok(()));
        assert_eq!(verify(IDEA, &[]), Ok(()));
        assert_eq!(verify(IDEA, &whole[..2]), Ok(()), "a beginning is a history too");
        assert_eq!(verify(ItemId::from_u64(8), &whole), Err(0), "another idea's");
        type Change = fn(&mut StatusChange);
        let changes: [(usize, Change); 7] = [
            (0, |change| change.at = change.at.plus(1)),
            (1, |change| change.to = Status::Shipped),
            (1, |change| change.by.id = PersonId::parse("other").unwrap()),
            (2, |change| change.reason.push('.')),
            (2, |change| change.would_change = None),
            (1, |change| change.into = None),
            (0, |change| change.hash = change.hash.replace('0', "1")),
        ];
        for (index, change) in changes {
            let mut changed = whole.clone();
            change(&mut changed[index]);
            assert_eq!(verify(IDEA, &changed), Err(index));
        }
        let mut renamed = whole.clone();
        renamed[0].by.name = "Inès B.".to_owned();
        assert_eq!(verify(IDEA, &renamed), Ok(()), "names follow the brand");
        let mut cut = whole.clone();
        cut.remove(0);
        assert_eq!(verify(IDEA, &cut), Err(0));
        cut = whole.clone();
        cut.swap(0, 1);
        assert_eq!(verify(IDEA, &cut), Err(0));
    }

    #[test]
    fn no_text_can_pass_for_two_lines() {
        let mut change = history().remove(0);
        change.reason = "a\nb".to_owned();
        let split = Link::from(&change).hash(IDEA, None);
        change.reason = "a".to_owned();
        change.would_change = Some("b".to_owned());
        assert_ne!(Link::from(&change).hash(IDEA, None), split);
        change.reason = "a\\nb".to_owned();
        change.would_change = None;
        assert_ne!(Link::from(&change).hash(IDEA, None), split);
    }
}
