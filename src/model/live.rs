//! The live stream: what changed, for everybody alike: `GET /v1/{site}/live?after=`.
//!
//! Server-sent events; the id of each is its number in the stored log, so that `Last-Event-ID` (or `after`,
//! for a page that closed the stream itself) resumes without a gap.

use crate::board::{Status, Votes};
use crate::id::{BoardId, CircleId, ItemId, SubjectId};
use crate::item::Marks;
use crate::poll::Results;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Live {
    /// A post was published.
    Posted {
        /// The post.
        item: ItemId,
        /// Its circle.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        circle: Option<CircleId>,
    },
    /// A reply was published.
    Replied {
        /// The reply.
        item: ItemId,
        /// What it answers.
        on: ItemId,
        /// The item the thread hangs on.
        root: ItemId,
        /// Replies of the thread now.
        n_replies: u32,
    },
    /// A review was published.
    Reviewed {
        /// The review.
        item: ItemId,
        /// What it is about.
        subject: SubjectId,
    },
    /// An idea was proposed.
    Proposed {
        /// The idea.
        item: ItemId,
        /// Its board.
        board: BoardId,
    },
    /// Marks were counted anew.
    Marked {
        /// The item.
        item: ItemId,
        /// Its marks now.
        marks: Marks,
    },
    /// Votes of an idea were counted anew.
    Voted {
        /// The idea.
        item: ItemId,
        /// Its votes now.
        votes: Votes,
    },
    /// A ballot was counted; only for polls whose results everybody may see.
    Balloted {
        /// The poll.
        item: ItemId,
        /// Its results now.
        results: Results,
    },
    /// The brand opened or closed a poll.
    Scheduled {
        /// The poll.
        item: ItemId,
        /// When voting begins now.
        opens: Time,
        /// When it ends now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        closes: Option<Time>,
    },
    /// The brand moved an idea.
    Moved {
        /// The idea.
        item: ItemId,
        /// Its status now.
        status: Status,
    },
    /// The log no longer reaches back to what was asked for: load anew.
    Reset,
}
