//! Votes on ideas and ballots of polls: one for each voter, replaced or taken back.

use super::error::{Error, Result};
use super::idea;
use super::item::Kind;
use super::poll::results_of;
use super::row::{Cells, number};
use super::write::Write;
use parvis_model::board::{Status, Votes};
use parvis_model::draft::{Ballot, Vote};
use parvis_model::fault::{Fault, Rule};
use parvis_model::id::{ItemId, OptionId};
use parvis_model::live::Live;
use parvis_model::poll::{Method, Results, Visibility};
use parvis_model::time::Time;
use sqlx::any::AnyRow;

/// Who votes.
#[derive(Clone, Copy, Debug)]
pub struct Voter<'a> {
    /// A key that is the same for all votes of this voter on this poll or board, and says nothing of who it is.
    pub key: &'a str,
    /// Whether the brand checked that the voter is a customer.
    pub is_verified: bool,
}

/// A ballot as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub choices: Vec<OptionId>,
    pub is_verified: bool,
    pub at: Time,
}

impl Write {
    /// Votes on a published idea; an earlier vote of the same voter is replaced. Gives the votes as counted
    /// now. [`Error::Closed`] when the status of the idea takes no votes.
    pub async fn vote(&mut self, idea: ItemId, voter: Voter<'_>, vote: Vote) -> Result<Votes> {
        self.open_idea(idea).await?;
        let (votes, changed) = self.set_vote(idea, voter, Some(vote), self.now).await?;
        self.tell_votes(idea, votes, changed).await
    }

    /// Takes the vote of a voter back; what is not there stays so.
    pub async fn unvote(&mut self, idea: ItemId, voter: &str) -> Result<Votes> {
        self.open_idea(idea).await?;
        let voter = Voter { key: voter, is_verified: false };
        let (votes, changed) = self.set_vote(idea, voter, None, self.now).await?;
        self.tell_votes(idea, votes, changed).await
    }

    /// Puts a ballot into a published poll; an earlier one of the same voter is replaced. Gives the results as
    /// counted now, whoever may see them. [`Error::Closed`] outside of the poll's time; [`Error::Invalid`]
    /// for options it has not or too many of them.
    pub async fn ballot(&mut self, poll: ItemId, voter: Voter<'_>, ballot: &Ballot) -> Result<Results> {
        let (most, visibility) = self.open_poll(poll).await?;
        if ballot.choices.is_empty() {
            return Err(Error::Invalid(vec![Fault::new("choices", Rule::Missing)]));
        }
        if ballot.choices.len() > most as usize {
            return Err(Error::Invalid(vec![Fault::with_limit("choices", Rule::TooMany, most)]));
        }
        let repeated = ballot.choices.iter().enumerate().any(|(at, id)| ballot.choices[..at].contains(id));
        if repeated {
            return Err(Error::Invalid(vec![Fault::new("choices", Rule::NotAllowed)]));
        }
        let kept = Kept { choices: ballot.choices.clone(), is_verified: voter.is_verified, at: self.now };
        let changed = self.set_ballot(poll, voter.key, Some(&kept)).await?;
        self.tell_results(poll, visibility, changed).await
    }

    /// Takes the ballot of a voter back; what is not there stays so.
    pub async fn unballot(&mut self, poll: ItemId, voter: &str) -> Result<Results> {
        let (_, visibility) = self.open_poll(poll).await?;
        let changed = self.set_ballot(poll, voter, None).await?;
        self.tell_results(poll, visibility, changed).await
    }

    /// Sets or removes one vote; gives the votes as counted now and whether anything changed.
    pub(super) async fn set_vote(
        &mut self,
        idea: ItemId,
        voter: Voter<'_>,
        vote: Option<Vote>,
        at: Time,
    ) -> Result<(Votes, bool)> {
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
             RETURNING agree + base_agree, pass + base_pass, disagree + base_disagree",
        )
        .bind(number(idea))
        .bind(step(Vote::Agree))
        .bind(step(Vote::Pass))
        .bind(step(Vote::Disagree))
        .fetch_one(self.connection())
        .await?;
        Ok((idea::votes(&mut Cells::new(&row))?, before != vote))
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

    /// Sets or removes one ballot and says whether anything changed. The poll must be locked.
    pub(super) async fn set_ballot(
        &mut self,
        poll: ItemId,
        voter: &str,
        ballot: Option<&Kept>,
    ) -> Result<bool> {
        let before = self.ballot_of(poll, voter).await?;
        let same = |kept: &Kept| {
            before.as_ref().is_some_and(|b| b.choices == kept.choices && b.is_verified == kept.is_verified)
        };
        if ballot.map_or(before.is_none(), same) {
            return Ok(false);
        }
        match ballot {
            None => sqlx::query("DELETE FROM ballots WHERE poll = $1 AND voter = $2")
                .bind(number(poll))
                .bind(voter),
            Some(kept) => sqlx::query(
                "INSERT INTO ballots (poll, voter, choices, is_verified, at) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (poll, voter) DO UPDATE SET choices = excluded.choices, \
                 is_verified = excluded.is_verified, at = excluded.at",
            )
            .bind(number(poll))
            .bind(voter)
            .bind(serde_json::to_string(&kept.choices)?)
            .bind(i64::from(kept.is_verified))
            .bind(kept.at.as_millis()),
        }
        .execute(self.connection())
        .await?;
        for (kept, step) in [(before.as_ref(), -1), (ballot, 1)] {
            for choice in kept.into_iter().flat_map(|kept| &kept.choices) {
                self.count_choice(poll, choice, step).await?;
            }
        }
        let n = |kept: Option<&Kept>| i64::from(kept.is_some());
        let verified = |kept: Option<&Kept>| i64::from(kept.is_some_and(|kept| kept.is_verified));
        sqlx::query("UPDATE polls SET ballots = ballots + $2, verified = verified + $3 WHERE item = $1")
            .bind(number(poll))
            .bind(n(ballot) - n(before.as_ref()))
            .bind(verified(ballot) - verified(before.as_ref()))
            .execute(self.connection())
            .await?;
        Ok(true)
    }

    /// The ballot of a voter. The poll must be locked.
    pub(super) async fn ballot_of(&mut self, poll: ItemId, voter: &str) -> Result<Option<Kept>> {
        let row = sqlx::query("SELECT choices, is_verified, at FROM ballots WHERE poll = $1 AND voter = $2")
            .bind(number(poll))
            .bind(voter)
            .fetch_optional(self.connection())
            .await?;
        row.map(|row| {
            let mut cells = Cells::new(&row);
            Ok(Kept { choices: cells.json()?, is_verified: cells.truth()?, at: cells.time()? })
        })
        .transpose()
    }

    /// Locks a poll and gives its columns `method, max_choices, visibility, opens, closes`.
    pub(super) async fn lock_poll(&mut self, poll: ItemId) -> Result<AnyRow> {
        let row = sqlx::query(
            "UPDATE polls SET ballots = ballots WHERE item = $1 \
             RETURNING method, max_choices, visibility, opens, closes",
        )
        .bind(number(poll))
        .fetch_one(self.connection())
        .await?;
        Ok(row)
    }

    async fn open_idea(&mut self, idea: ItemId) -> Result<()> {
        self.published(idea, Some(Kind::Idea)).await?;
        if self.lock_idea(idea).await?.is_open() { Ok(()) } else { Err(Error::Closed) }
    }

    /// Locks a poll that takes ballots now; gives how many options one may name, and when results show.
    async fn open_poll(&mut self, poll: ItemId) -> Result<(u32, Visibility)> {
        self.published(poll, Some(Kind::Poll)).await?;
        let row = self.lock_poll(poll).await?;
        let mut cells = Cells::new(&row);
        let method = cells.word("method", Method::parse)?;
        let max_choices = cells.count()?;
        let visibility = cells.word("visibility", Visibility::parse)?;
        let (opens, closes) = (cells.time()?, cells.maybe_time()?);
        if self.now < opens || closes.is_some_and(|closes| closes <= self.now) {
            return Err(Error::Closed);
        }
        Ok((if method == Method::Single { 1 } else { max_choices }, visibility))
    }

    async fn count_choice(&mut self, poll: ItemId, choice: &OptionId, step: i64) -> Result<()> {
        let counted = sqlx::query("UPDATE options SET ballots = ballots + $3 WHERE poll = $1 AND id = $2")
            .bind(number(poll))
            .bind(choice.as_str())
            .bind(step)
            .execute(self.connection())
            .await?;
        match counted.rows_affected() {
            0 => Err(Error::Invalid(vec![Fault::new("choices", Rule::NotAllowed)])),
            _ => Ok(()),
        }
    }

    async fn tell_votes(&mut self, item: ItemId, votes: Votes, changed: bool) -> Result<Votes> {
        if changed {
            self.append(Live::Voted { item, votes }).await?;
        }
        Ok(votes)
    }

    async fn tell_results(&mut self, item: ItemId, visibility: Visibility, changed: bool) -> Result<Results> {
        let results = results_of(self.connection(), item).await?;
        if changed && visibility == Visibility::Always {
            self.append(Live::Balloted { item, results: results.clone() }).await?;
        }
        Ok(results)
    }
}
