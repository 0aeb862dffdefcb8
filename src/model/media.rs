//! References to pictures: where they are and how much room they take.

use serde::{Deserialize, Serialize};

/// A picture of an item. Its size is known before it loads, so that nothing moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Media {
    /// The path of the picture under the origin of the API; never another site's.
    pub src: String,
    /// A smaller rendition of at most 480 px, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub small: Option<String>,
    /// What it shows, in the words of its author.
    pub alt: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}
