//! Votes on ideas and ballots of polls: one for each voter, replaced or taken back.

use super::error::{Error, Result};
use super::item::Kind;
use super::merge::{self, Own};
use super::poll::{results_of, rules_of};
use super::row::{Cells, number};
use super::write::Write;
use parvis_model::board::{Status, Votes};
use parvis_model::draft::{Ballot, Vote};
use parvis_model::id::ItemId;
use parvis_model::live::Live;
use parvis_model::poll::{Identity, Results, Rules, Tally, Visibility};
use parvis_model::time::Time;
use parvis_tally::ballots;
use std::collections::BTreeMap;

/// Why another ballot is refused where the first is final.
const FINAL: &str = "a ballot of this poll is final";

/// Who votes.
#[derive(Clone, Copy, Debug)]
pub struct Voter<'a> {
    /// A key that is the same for all votes of this voter on this poll or board, and says nothing of who it is.
    pub key: &'a str,
    /// Whether the brand signed the voter in.
    pub is_member: bool,
    /// Whether the brand checked that the voter is a customer.
    pub is_verified: bool,
}

impl<'a> Voter<'a> {
    /// Somebody nobody knows.
    pub fn anyone(key: &'a str) -> Self {
        Self { key, is_member: false, is_verified: false }
    }

    fn may_vote(self, identity: Identity) -> bool {
        match identity {
            Identity::Anyone => true,
            Identity::Member => self.is_member,
            Identity::Customer => self.is_member && self.is_verified,
        }
    }
}

/// A ballot as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// In the form in which it is counted.
    pub ballot: Ballot,
    pub is_verified: bool,
    pub at: Time,
}

impl Write {
    /// Votes on a published idea; an earlier vote of the same voter is replaced. Gives the votes as published
    /// now. [`Error::Closed`] when the status of the idea takes no votes.
    pub async fn vote(&mut self, idea: ItemId, voter: Voter<'_>, vote: Vote) -> Result<Votes> {
        self.open_idea(idea).await?;
        let (own, changed) = self.set_vote(idea, voter, Some(vote), self.now).await?;
        self.tell_votes(idea, own, changed).await
    }

    /// Takes the vote of a voter back; what is not there stays so.
    pub async fn unvote(&mut self, idea: ItemId, voter: &str) -> Result<Votes> {
        self.open_idea(idea).await?;
        let voter = Voter::anyone(voter);
        let (own, changed) = self.set_vote(idea, voter, None, self.now).await?;
        self.tell_votes(idea, own, changed).await
    }

    /// Puts a ballot into a published poll; an earlier one of the same voter is replaced. Gives the results as
    /// counted now, whoever may see them. [`Error::Closed`] outside of the poll's time; [`Error::Forbidden`] for a
    /// voter it is not open to, and for another ballot where the first is final; [`Error::Invalid`] for a ballot
    /// that breaks its rules.
    pub async fn ballot(&mut self, poll: ItemId, voter: Voter<'_>, ballot: &Ballot) -> Result<Results> {
        let rules = self.open_poll(poll).await?;
        if !voter.may_vote(rules.identity) {
            return Err(Error::Forbidden("this poll is not open to every visitor"));
        }
        let faults = ballot.check(&rules);
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let ballot = ballot.to_counted(&rules);
        let kept = Kept { ballot, is_verified: voter.is_verified, at: self.now };
        let before = self.ballot_of(poll, voter.key).await?;
        if !rules.may_change && before.is_some_and(|before| before.ballot != kept.ballot) {
            return Err(Error::Forbidden(FINAL));
        }
        let changed = self.set_ballot(poll, &rules, voter.key, Some(&kept)).await?;
        self.tell_results(poll, &rules, changed).await
    }

    /// Takes the ballot of a voter back; what is not there stays so. [`Error::Forbidden`] where ballots are final.
    pub async fn unballot(&mut self, poll: ItemId, voter: &str) -> Result<Results> {
        let rules = self.open_poll(poll).await?;
        if !rules.may_change && self.ballot_of(poll, voter).await?.is_some() {
            return Err(Error::Forbidden(FINAL));
        }
        let changed = self.set_ballot(poll, &rules, voter, None).await?;
        self.tell_results(poll, &rules, changed).await
    }

    /// Sets or removes one vote; gives the votes on this idea alone and whether anything changed.
    pub(super) async fn set_vote(
        &mut self,
        idea: ItemId,
        voter: Voter<'_>,
        vote: Option<Vote>,
        at: Time,
    ) -> Result<(Own, bool)> {
        let before = self.vote_of(idea, voter.key).await?.map(|(vote, _)| vote);
        if before != vote {
            match vote {
                None => sqlx::query("DELETE FROM votes WHERE idea = $1 AND voter = $2")
                    .bind(number(idea))
                    .bind(voter.key),
                Some(vote) => sqlx::query(
                    "INSERT INTO votes (idea, voter, vote, is_verified, at) VALUES ($1, $2, $3, $4, $5) \
                     ON CONFLICT (idea, voter) DO UPDATE SET vote = excluded.vote, \
                     is_verified = excluded.is_verified, at = excluded.at",
                )
                .bind(number(idea))
                .bind(voter.key)
                .bind(i64::from(vote.as_number()))
                .bind(i64::from(voter.is_verified))
                .bind(at.as_millis()),
            }
            .execute(self.connection())
            .await?;
        }
        let step = |way: Vote| i64::from(vote == Some(way)) - i64::from(before == Some(way));
        let row = sqlx::query(
            "UPDATE ideas SET agree = agree + $2, pass = pass + $3, disagree = disagree + $4 WHERE item = $1 \
             RETURNING agree, pass, disagree, base_agree, base_pass, base_disagree",
        )
        .bind(number(idea))
        .bind(step(Vote::Agree))
        .bind(step(Vote::Pass))
        .bind(step(Vote::Disagree))
        .fetch_one(self.connection())
        .await?;
        Ok((Own::read(&mut Cells::new(&row))?, before != vote))
    }

    /// The vote of a voter and when it was given. The idea must be locked.
    pub(super) async fn vote_of(&mut self, idea: ItemId, voter: &str) -> Result<Option<(Vote, Time)>> {
        let row = sqlx::query("SELECT vote, at FROM votes WHERE idea = $1 AND voter = $2")
            .bind(number(idea))
            .bind(voter)
            .fetch_optional(self.connection())
            .await?;
        row.map(|row| {
            let mut cells = Cells::new(&row);
            let vote: i64 = cells.plain()?;
            Ok((Vote::parse(vote).ok_or_else(|| Error::row("vote", vote))?, cells.time()?))
        })
        .transpose()
    }

    /// Locks an idea and says where it stands.
    pub(super) async fn lock_idea(&mut self, idea: ItemId) -> Result<Status> {
        let row = sqlx::query("UPDATE ideas SET agree = agree WHERE item = $1 RETURNING status")
            .bind(number(idea))
            .fetch_one(self.connection())
            .await?;
        Cells::new(&row).word("status", Status::parse)
    }

    /// Sets or removes one ballot and says whether anything changed. The poll must be locked; `rules` are its own, and
    /// the ballot keeps them.
    pub(super) async fn set_ballot(
        &mut self,
        poll: ItemId,
        rules: &Rules,
        voter: &str,
        ballot: Option<&Kept>,
    ) -> Result<bool> {
        let before = self.ballot_of(poll, voter).await?;
        let same = |kept: &Kept| {
            before.as_ref().is_some_and(|b| b.ballot == kept.ballot && b.is_verified == kept.is_verified)
        };
        if ballot.map_or(before.is_none(), same) {
            return Ok(false);
        }
        match ballot {
            None => sqlx::query("DELETE FROM ballots WHERE poll = $1 AND voter = $2")
                .bind(number(poll))
                .bind(voter),
            Some(kept) => sqlx::query(
                "INSERT INTO ballots (poll, voter, choices, \"values\", is_verified, at) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (poll, voter) DO UPDATE SET \
                 choices = excluded.choices, \"values\" = excluded.\"values\", \
                 is_verified = excluded.is_verified, at = excluded.at",
            )
            .bind(number(poll))
            .bind(voter)
            .bind(serde_json::to_string(&kept.ballot.choices)?)
            .bind(serde_json::to_string(&kept.ballot.values)?)
            .bind(i64::from(kept.is_verified))
            .bind(kept.at.as_millis()),
        }
        .execute(self.connection())
        .await?;
        for (kept, step) in [(before.as_ref(), -1), (ballot, 1)] {
            for place in kept.map_or_else(Vec::new, |kept| ballots::named(rules, &kept.ballot)) {
                self.count_option(poll, place, step).await?;
            }
        }
        let row = sqlx::query("SELECT tally FROM polls WHERE item = $1")
            .bind(number(poll))
            .fetch_one(self.connection())
            .await?;
        let mut tally: Tally = Cells::new(&row).json()?;
        if let Some(before) = &before {
            ballots::remove(&mut tally, rules, &before.ballot);
        }
        if let Some(kept) = ballot {
            ballots::add(&mut tally, rules, &kept.ballot);
        }
        let n = |kept: Option<&Kept>| i64::from(kept.is_some());
        let verified = |kept: Option<&Kept>| i64::from(kept.is_some_and(|kept| kept.is_verified));
        sqlx::query(
            "UPDATE polls SET ballots = ballots + $2, verified = verified + $3, tally = $4 WHERE item = $1",
        )
        .bind(number(poll))
        .bind(n(ballot) - n(before.as_ref()))
        .bind(verified(ballot) - verified(before.as_ref()))
        .bind(serde_json::to_string(&tally)?)
        .execute(self.connection())
        .await?;
        Ok(true)
    }

    /// The ballot of a voter. The poll must be locked.
    pub(super) async fn ballot_of(&mut self, poll: ItemId, voter: &str) -> Result<Option<Kept>> {
        let row = sqlx::query(
            "SELECT choices, \"values\", is_verified, at FROM ballots WHERE poll = $1 AND voter = $2",
        )
        .bind(number(poll))
        .bind(voter)
        .fetch_optional(self.connection())
        .await?;
        row.map(|row| {
            let mut cells = Cells::new(&row);
            let ballot = Ballot { choices: cells.json()?, values: cells.json()? };
            Ok(Kept { ballot, is_verified: cells.truth()?, at: cells.time()? })
        })
        .transpose()
    }

    /// Locks a poll and gives its rules.
    pub(super) async fn lock_poll(&mut self, poll: ItemId) -> Result<Rules> {
        sqlx::query("UPDATE polls SET ballots = ballots WHERE item = $1")
            .bind(number(poll))
            .execute(self.connection())
            .await?;
        rules_of(self.connection(), poll).await
    }

    async fn open_idea(&mut self, idea: ItemId) -> Result<()> {
        self.published(idea, Some(Kind::Idea)).await?;
        if self.lock_idea(idea).await?.is_open() { Ok(()) } else { Err(Error::Closed) }
    }

    /// Locks a poll that takes ballots now; gives its rules.
    async fn open_poll(&mut self, poll: ItemId) -> Result<Rules> {
        self.published(poll, Some(Kind::Poll)).await?;
        let rules = self.lock_poll(poll).await?;
        if rules.is_open(self.now) { Ok(rules) } else { Err(Error::Closed) }
    }

    async fn count_option(&mut self, poll: ItemId, place: usize, step: i64) -> Result<()> {
        sqlx::query("UPDATE options SET ballots = ballots + $3 WHERE poll = $1 AND place = $2")
            .bind(number(poll))
            .bind(place as i64)
            .bind(step)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    async fn tell_votes(&mut self, item: ItemId, own: Own, changed: bool) -> Result<Votes> {
        let all = merge::published(self.connection(), &BTreeMap::from([(item, own)])).await?;
        let votes = all.get(&item).copied().unwrap_or_default();
        if changed {
            self.append(Live::Voted { item, votes }).await?;
        }
        Ok(votes)
    }

    pub(super) async fn tell_results(
        &mut self,
        item: ItemId,
        rules: &Rules,
        changed: bool,
    ) -> Result<Results> {
        let results = results_of(self.connection(), item, rules).await?;
        if changed && rules.visibility == Visibility::Always {
            self.append(Live::Balloted { item, results: results.clone() }).await?;
        }
        Ok(results)
    }
}
