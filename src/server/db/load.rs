//! Taking records of an import, each once: what is there already stays as it is.
//!
//! Nothing here meets a constraint of the schema: PostgreSQL would give up the whole batch for it. A line
//! that names an item which is not there is told so, to be tried again later.

use super::error::Result;
use super::item::{Kind, State};
use super::publish::{Base, Common, ReviewRow};
use super::record::{self, Record};
use super::row::number;
use super::storable::{picture, unstorable};
use super::vote::{Kept, Voter};
use super::write::Write;
use parvis_model::board::Status;
use parvis_model::draft::{Ballot, Picture, Vote};
use parvis_model::fault::Fault;
use parvis_model::id::{ItemId, SiteId};
use parvis_model::item::Mark;
use parvis_model::lang::Local;
use parvis_model::live::Live;
use parvis_model::poll::{GRADES, Method};
use parvis_model::time::Time;
use sha2::{Digest, Sha256};

/// What became of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is here now.
    New,
    /// It was here before, or something newer is.
    Already,
    /// It names something that is not here; says what.
    Missing(String),
    /// It cannot be taken; says why.
    Refused(String),
}

impl Write {
    /// Takes one record. Appends nothing to the live log: see [`Write::reset`].
    pub async fn load(&mut self, record: &Record) -> Result<Taken> {
        if let Some(reason) = unstorable(record)? {
            return Ok(Taken::Refused(reason));
        }
        match record {
            Record::Site(site) => self.load_site(site).await,
            Record::Circle(_) | Record::Subject(_) | Record::Board(_) | Record::Person(_) => {
                self.load_place(record).await
            }
            Record::Post(post) => self.load_post(post).await,
            Record::Reply(reply) => self.load_reply(reply).await,
            Record::Review(review) => self.load_review(review).await,
            Record::Idea(idea) => self.load_idea(idea).await,
            Record::Poll(poll) => self.load_poll(poll).await,
            Record::Mark(act) | Record::Act(act) => self.load_act(act).await,
            Record::Decision(decision) => self.load_decision(decision).await,
            Record::Vote(vote) => self.load_vote(vote).await,
            Record::Ballot(ballot) => self.load_ballot(ballot).await,
            Record::Invitation(invitation) => self.load_invitation(invitation).await,
        }
    }

    /// Tells every open page to load anew, once after an import that took anything.
    pub async fn reset(&mut self) -> Result<()> {
        self.append(Live::Reset).await
    }

    async fn load_post(&mut self, new: &record::Post) -> Result<Taken> {
        let earlier = match &new.reprise_of {
            None => None,
            Some(reference) => match self.referred(reference, None).await? {
                None => return Ok(missing("post", reference)),
                found => found,
            },
        };
        let common = common(Kind::Post, &new.item);
        let Some(id) = self.load_item(&new.item, &common).await? else { return Ok(Taken::Already) };
        if let Some(earlier) = earlier {
            self.take_up(id, earlier).await?;
        }
        Ok(Taken::New)
    }

    async fn load_reply(&mut self, new: &record::Reply) -> Result<Taken> {
        let Some(on) = self.referred(&new.on, None).await? else { return Ok(missing("item", &new.on)) };
        let common = common(Kind::Reply, &new.item);
        let Some(id) = self.load_item(&new.item, &common).await? else { return Ok(Taken::Already) };
        self.hang(id, on, &common).await?;
        Ok(Taken::New)
    }

    async fn load_review(&mut self, new: &record::Review) -> Result<Taken> {
        self.make("subjects", new.subject.as_str(), &new.item.lang).await?;
        let common = common(Kind::Review, &new.item);
        let Some(id) = self.load_item(&new.item, &common).await? else { return Ok(Taken::Already) };
        let row = ReviewRow {
            subject: new.subject.as_str(),
            stars: new.stars.as_u8(),
            experienced: new.experienced.map(|day| day.as_number()),
            recommends: new.recommends,
            verified: new.verified,
            verified_by: new.verified_by.as_deref(),
            received: new.received.as_str(),
            scales: serde_json::to_string(&new.scales)?,
            context: serde_json::to_string(&new.context)?,
        };
        self.insert_review(id, &row).await?;
        Ok(Taken::New)
    }

    async fn load_idea(&mut self, new: &record::Idea) -> Result<Taken> {
        let mut targets = Vec::new();
        for step in &new.history {
            targets.push(match &step.into {
                None => None,
                Some(reference) => match self.referred(reference, Some(Kind::Idea)).await? {
                    None => return Ok(missing("idea", reference)),
                    found => found,
                },
            });
        }
        self.make("boards", new.board.as_str(), &new.item.lang).await?;
        let common = common(Kind::Idea, &new.item);
        let Some(id) = self.load_item(&new.item, &common).await? else { return Ok(Taken::Already) };
        let status = new.status.or(new.history.last().map(|step| step.to));
        let status = status.unwrap_or(Status::Open);
        let base = [new.agree, new.pass, new.disagree];
        self.insert_idea(id, new.board.as_str(), new.need.as_deref(), status.as_str(), base).await?;
        let mut before = None;
        for (place, (step, into)) in new.history.iter().zip(&targets).enumerate() {
            self.make("persons", step.by.as_str(), &new.item.lang).await?;
            before = Some(self.chain(id, place, &step.link(*into), before.as_deref()).await?);
        }
        if status == Status::Merged {
            self.stand(id, status, targets.last().copied().flatten()).await?;
        }
        Ok(Taken::New)
    }

    async fn load_poll(&mut self, new: &record::Poll) -> Result<Taken> {
        let common = common(Kind::Poll, &new.item);
        let Some(id) = self.load_item(&new.item, &common).await? else { return self.tighten(new).await };
        let most = if new.method == Method::Single { 1 } else { new.options.len() as u32 };
        let usual = || vec![Local::default(); *GRADES.end()];
        let grades = match new.method {
            Method::Grades if new.grades.is_empty() => usual(),
            _ => new.grades.clone(),
        };
        sqlx::query(
            "INSERT INTO polls (item, method, max_choices, visibility, min_n, opens, closes, ballots, \
             verified, base_ballots, base_verified, tie_rule, grades, default_grade, budget_points, \
             budget_most, may_change, identity) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        )
        .bind(number(id))
        .bind(new.method.as_str())
        .bind(i64::from(new.max_choices.unwrap_or(most)))
        .bind(new.visibility.as_str())
        .bind(i64::from(new.min_n))
        .bind(new.opens.as_millis())
        .bind(new.closes.map(Time::as_millis))
        .bind(i64::from(new.ballots))
        .bind(i64::from(new.verified))
        .bind(new.method.tie_rule().as_str())
        .bind(serde_json::to_string(&grades)?)
        .bind(i64::from(new.default_grade))
        .bind(i64::from(new.budget.points))
        .bind(i64::from(new.budget.most))
        .bind(i64::from(new.may_change))
        .bind(new.identity.as_str())
        .execute(self.connection())
        .await?;
        for (place, option) in new.options.iter().enumerate() {
            sqlx::query(
                "INSERT INTO options (poll, place, id, text, ballots, base_ballots) \
                 VALUES ($1, $2, $3, $4, 0, $5)",
            )
            .bind(number(id))
            .bind(place as i64)
            .bind(option.id.as_str())
            .bind(serde_json::to_string(&option.text)?)
            .bind(i64::from(option.ballots))
            .execute(self.connection())
            .await?;
        }
        Ok(Taken::New)
    }

    /// Takes over from a poll that is there already when its results show: only later than before, never sooner.
    /// Nothing else of a poll changes once people may have voted on it.
    async fn tighten(&mut self, new: &record::Poll) -> Result<Taken> {
        let Some(id) = self.referred(&new.item.id, Some(Kind::Poll)).await? else {
            return Ok(Taken::Already);
        };
        if self.lock_poll(id).await?.visibility >= new.visibility {
            return Ok(Taken::Already);
        }
        sqlx::query("UPDATE polls SET visibility = $2 WHERE item = $1")
            .bind(number(id))
            .bind(new.visibility.as_str())
            .execute(self.connection())
            .await?;
        Ok(Taken::New)
    }

    async fn load_act(&mut self, new: &record::Act) -> Result<Taken> {
        let known = matches!(new.kind.as_str(), "view" | "follow" | "reply");
        if !known && Mark::parse(&new.kind).is_none() {
            return Ok(Taken::Refused(format!("`{}` is no kind of act", new.kind)));
        }
        let Some(item) = self.referred(&new.item, None).await? else {
            return Ok(missing("item", &new.item));
        };
        self.act(item, &new.by, &new.kind, new.at).await.map(taken)
    }

    async fn load_vote(&mut self, new: &record::Vote) -> Result<Taken> {
        let Some(vote) = Vote::parse(i64::from(new.vote)) else {
            return Ok(Taken::Refused(format!("a vote is 1, 0 or -1, not {}", new.vote)));
        };
        let Some(idea) = self.referred(&new.idea, Some(Kind::Idea)).await? else {
            return Ok(missing("idea", &new.idea));
        };
        self.lock_idea(idea).await?;
        if self.vote_of(idea, &new.by).await?.is_some_and(|(_, at)| at >= new.at) {
            return Ok(Taken::Already);
        }
        let voter = Voter { is_verified: new.verified, ..Voter::anyone(&new.by) };
        let (_, changed) = self.set_vote(idea, voter, Some(vote), new.at).await?;
        Ok(taken(changed))
    }

    async fn load_ballot(&mut self, new: &record::Ballot) -> Result<Taken> {
        let Some(poll) = self.referred(&new.poll, Some(Kind::Poll)).await? else {
            return Ok(missing("poll", &new.poll));
        };
        let rules = self.lock_poll(poll).await?;
        if let Some(choice) = new.choices.iter().find(|choice| rules.place(choice).is_none()) {
            return Ok(Taken::Refused(format!("the poll has no option `{choice}`")));
        }
        let ballot = Ballot { choices: new.choices.clone(), values: new.values.clone() };
        if let Some(Fault { field, rule, .. }) = ballot.check(&rules).first() {
            let method = rules.method.as_str();
            return Ok(Taken::Refused(format!("no ballot of method {method}: {field} {}", rule.as_str())));
        }
        if self.ballot_of(poll, &new.by).await?.is_some_and(|kept| kept.at >= new.at) {
            return Ok(Taken::Already);
        }
        let ballot = ballot.to_counted(&rules);
        let kept = Kept { ballot, is_verified: new.verified, at: new.at };
        self.set_ballot(poll, &rules, &new.by, Some(&kept)).await.map(taken)
    }

    /// Writes the common part with all it needs; nothing when its key is there already.
    async fn load_item(&mut self, new: &record::Common, common: &Common<'_>) -> Result<Option<ItemId>> {
        self.make("persons", new.by.as_str(), &new.lang).await?;
        if let Some(circle) = &new.circle {
            self.make("circles", circle.as_str(), &new.lang).await?;
        }
        let id = born_as(&self.site, &new.id, new.at);
        let Some(id) = self.insert(id, common).await? else { return Ok(None) };
        let pictures: Vec<Picture> = new.media.iter().filter_map(picture).collect();
        self.show(id, &pictures).await?;
        Ok(Some(id))
    }

    /// The item a line refers to by its key, or by its id.
    pub(super) async fn referred(&mut self, reference: &str, kind: Option<Kind>) -> Result<Option<ItemId>> {
        let mut found = self.keyed(reference).await?;
        if found.is_none()
            && let Ok(id) = ItemId::parse(reference)
        {
            found = self.keyed(&id.to_string()).await?;
        }
        Ok(found.filter(|(_, own)| kind.is_none_or(|kind| kind == *own)).map(|(id, _)| id))
    }
}

/// The id of an imported item: its own where the key is one born at that moment, else the moment and a hash.
fn born_as(site: &SiteId, key: &str, at: Time) -> ItemId {
    if let Ok(id) = ItemId::parse(key)
        && id.born() == at
        && id.to_string() == key
    {
        return id;
    }
    let hash = Sha256::new().chain_update(site.as_str()).chain_update([0]).chain_update(key).finalize();
    let chance = hash.iter().take(4).fold(0u32, |chance, byte| chance << 8 | u32::from(*byte));
    ItemId::new(at, chance)
}

fn common(kind: Kind, new: &record::Common) -> Common<'_> {
    Common {
        kind,
        state: new.state.as_deref().and_then(State::parse).unwrap_or(State::Published),
        at: new.at,
        edited: new.edited,
        author: new.by.as_str(),
        circle: new.circle.as_ref().map(|circle| circle.as_str()),
        lang: new.lang.as_str(),
        disclosure: new.disclosure,
        key: Some(&new.id),
        title: new.title.as_deref().filter(|title| !title.is_empty()),
        text: &new.text,
        base: Base { useful: new.useful, not_useful: new.not_useful, save: new.save, replies: new.replies },
    }
}

pub(super) fn missing(kind: &str, reference: &str) -> Taken {
    Taken::Missing(format!("there is no {kind} `{reference}`"))
}

pub(super) fn taken(changed: bool) -> Taken {
    if changed { Taken::New } else { Taken::Already }
}
