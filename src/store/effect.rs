//! What a surface asks the page to do.

use parvis_model::draft::{Ballot, IdeaVote, NewIdea, NewPost, NewReply, NewReport, NewReview, Vote};
use parvis_model::id::ItemId;
use parvis_model::item::Mark;
use serde::{Deserialize, Serialize};

/// One wish of a surface.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read `/v1/{site}{path}` and hand the answer back with `want`.
    Get {
        /// The path after the site, with its query.
        path: String,
        /// What the answer is for.
        want: Want,
    },
    /// Make a draft out of a form and write it.
    Submit(Submit),
    /// Write, through the outbox.
    Write(Box<Write>),
    /// Keep the fields of a form on the device, or drop them.
    KeepDraft {
        /// The form.
        form: String,
        /// Its fields; none drops them.
        fields: Option<Vec<(String, String)>>,
    },
    /// Keep the outbox on the device as it stands.
    KeepOutbox,
    /// Say something to assistive technology: a message key and a number for it.
    Announce(&'static str, Option<u32>),
    /// Move the focus to the node with this id in the element.
    Focus(String),
    /// Try the outbox now.
    Pump,
    /// Hand `resume` to the surface in a task of its own, so that no task grows long.
    Resume,
    /// Do something for the order that the device makes for its visitor: a wish ([`crate::wish::Wish`]) as text, with the
    /// value of its control.
    Own(String, String),
    /// Keep the profile on the device as it stands, or forget it.
    KeepProfile,
    /// Hand the profile over as a file.
    ExportProfile,
    /// Tell the host page: the name of an event, and its kind and value parted by a colon.
    Emit(&'static str, String),
}

/// What a read was for; a surface knows by it how to take the answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Want {
    /// The site.
    Site,
    /// The first page of the list.
    First,
    /// The next page of the list.
    Next,
    /// Compact signals.
    Candidates,
    /// Words to search in.
    Words,
    /// The posts that the device orders by itself.
    Pool,
    /// One item found by a search.
    Item(ItemId),
    /// Replies of an item.
    Thread(ItemId),
    /// The ballots of a poll that is over.
    Ballots,
    /// The first page, to put new items into the list: the visitor asked and is led to it.
    Latest,
    /// The first page, because it changed or the host page asked; nobody is led anywhere.
    Again,
}

impl Want {
    /// Whether the answer to this makes a later answer to the other worthless: both bring the same thing.
    pub fn replaces(&self, other: &Self) -> bool {
        let is_list = |want: &Self| matches!(want, Self::First | Self::Latest | Self::Again);
        self == other || (is_list(self) && is_list(other))
    }
}

/// A form to send, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submit {
    /// The name of the form.
    pub form: String,
    /// The path after the site.
    pub path: String,
    /// What the form makes.
    pub kind: Kind,
}

/// What a form makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A post.
    Post,
    /// A reply.
    Reply,
    /// A review.
    Review,
    /// An idea.
    Idea,
    /// A report.
    Report,
}

/// A write of the API.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    /// POST, PUT or DELETE.
    pub method: Method,
    /// The path after the site.
    pub path: String,
    /// What is sent.
    pub draft: Draft,
    /// How to take it back on this device when it is refused.
    pub undo: Undo,
    /// The form it came from, which closes once the outbox has it.
    pub form: Option<Kept>,
}

/// A form as it was sent, so that a refusal can open it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The name of the form.
    pub name: String,
    /// Its fields.
    pub fields: Vec<(String, String)>,
}

/// The method of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Method {
    /// Makes something new.
    Post,
    /// Sets something.
    Put,
    /// Takes something back.
    Delete,
}

/// The body of a write.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Draft {
    /// No body.
    None,
    /// A post.
    Post(NewPost),
    /// A reply.
    Reply(NewReply),
    /// A review.
    Review(NewReview),
    /// An idea.
    Idea(NewIdea),
    /// A vote.
    Vote(IdeaVote),
    /// A ballot.
    Ballot(Ballot),
    /// A report.
    Report(NewReport),
}

/// What was so before an optimistic change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Undo {
    /// Nothing to take back: the contribution is drawn from the outbox.
    Nothing,
    /// The mark was on, or off.
    Mark(ItemId, Mark, bool),
    /// The vote was this.
    Vote(ItemId, Option<Vote>),
    /// The ballot was this.
    Ballot(ItemId, Option<Ballot>),
}

impl Method {
    /// The method as HTTP writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

impl Draft {
    /// The words of a contribution, to show while it waits.
    pub fn said(&self) -> &str {
        match self {
            Self::None | Self::Vote(_) | Self::Ballot(_) => "",
            Self::Post(draft) => &draft.text,
            Self::Reply(draft) => &draft.text,
            Self::Review(draft) => &draft.text,
            Self::Idea(draft) => &draft.title,
            Self::Report(draft) => &draft.text,
        }
    }
}
