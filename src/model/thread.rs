//! Threads: the replies to an item.

use crate::id::ItemId;
use crate::item::Item;
use serde::{Deserialize, Serialize};

/// A reply to an item or to another reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Reply {
    /// What it shares with every item.
    pub item: Item,
    /// What it answers.
    pub on: ItemId,
}

/// Replies of one item in order of birth, 100 a page: `GET /v1/{site}/items/{id}/replies?cursor=`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Thread {
    /// The item the thread hangs on.
    pub root: ItemId,
    /// How many replies there are in all.
    pub n_replies: u32,
    /// The replies of this page.
    pub replies: Vec<Reply>,
    /// The cursor of the next page; none at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
