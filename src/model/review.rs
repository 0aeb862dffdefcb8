//! Reviews of a subject, and what they add up to.
//!
//! `GET /v1/{site}/subjects/{subject}/reviews?order=&cursor=` gives [`ReviewPage`]s: 20 reviews first, then
//! 250 a page; `GET /v1/{site}/subjects/{subject}/rating` gives the [`Rating`] alone.

use crate::id::{ItemId, SubjectId};
use crate::item::{Item, Mark};
use crate::lang::Local;
use crate::map::Map;
use crate::thread::Reply;
use crate::time::{Day, Time};
use serde::{Deserialize, Serialize};

/// One to five stars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Stars(u8);

/// A review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Review {
    /// What it shares with every item.
    pub item: Item,
    /// What it is about.
    pub subject: SubjectId,
    /// The note.
    pub stars: Stars,
    /// The day the author used or received it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experienced: Option<Day>,
    /// Whether the author recommends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommends: Option<bool>,
    /// How it was checked that the author bought or used it.
    pub verified: Verified,
    /// Who says it was checked, where that was not this site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_by: Option<String>,
    /// What was received in return.
    #[serde(default)]
    pub received: Received,
    /// The author's place on the scales of the subject, 1 to 5.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub scales: Map<String, u8>,
    /// What the author says of themselves: usage, age band…
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub context: Map<String, String>,
    /// What its text gives a reader, in thousandths, as the server counted it for the order; never the stars.
    #[serde(default)]
    pub detail: u32,
    /// Whether it stands among the first five of the useful ones for its stars, so that they keep the mix of all.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub for_mix: bool,
    /// The earlier review of the subject that it says the same as; it then follows after all others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<ItemId>,
    /// The newest answer of the brand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Box<Reply>>,
}

/// How it was checked that the author bought or used the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Verified {
    /// It was not.
    None,
    /// The author was invited after an order.
    Invitation,
    /// The brand's signed word that this member bought it.
    Purchase,
    /// A receipt was looked at.
    Receipt,
    /// Another system said so before an import.
    Imported,
}

/// What the author received in return for the review.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Received {
    /// Nothing.
    #[default]
    Nothing,
    /// The product itself.
    Product,
    /// A price reduction.
    Discount,
    /// Something else.
    Other,
}

/// What people write reviews about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Subject {
    /// The brand's own key.
    pub id: SubjectId,
    /// Its name.
    pub name: Local,
    /// What it is.
    #[serde(default)]
    pub about: Local,
    /// Questions with labelled ends that reviewers may answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scales: Vec<Scale>,
}

/// A question answered from 1 to 5.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Scale {
    /// Its key in [`Review::scales`].
    pub id: String,
    /// What is asked.
    pub title: Local,
    /// What 1 means.
    pub min: Local,
    /// What 5 means.
    pub max: Local,
}

/// Stars in one line: for badges that load nothing else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Rating {
    /// What it is about.
    pub subject: SubjectId,
    /// The arithmetic mean of the stars, to two decimals; none without reviews.
    pub average: Option<f64>,
    /// How many reviews are published.
    pub count: u32,
}

/// What the published reviews of a subject add up to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Summary {
    /// The mean and the count.
    pub rating: Rating,
    /// Reviews with 1, 2, 3, 4, 5 stars.
    pub histogram: [u32; 5],
    /// Of those who say, how many recommend it, and how many say.
    pub recommend: (u32, u32),
    /// Reviews checked, by any method.
    pub n_verified: u32,
    /// Reviews for which something was received.
    pub n_received: u32,
}

/// A page of reviews; pages are the same for everybody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReviewPage {
    /// What they are about.
    pub subject: Subject,
    /// What all of them add up to.
    pub summary: Summary,
    /// The moment the order was computed for.
    pub ranked_at: Time,
    /// The reviews, in order.
    pub reviews: Vec<Review>,
    /// The cursor of the next page; none at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// The order of reviews that the server pages; the others are sorted on the device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum ReviewOrder {
    /// The most useful first, by the published formula.
    #[default]
    Useful,
    /// The newest first.
    Newest,
    /// The most stars first.
    Highest,
    /// The fewest stars first.
    Lowest,
}

impl Stars {
    /// The lowest note.
    pub const MIN: Self = Self(1);

    /// A note of 1 to 5.
    pub fn new(value: u8) -> Option<Self> {
        (1..=5).contains(&value).then_some(Self(value))
    }

    /// 1 to 5.
    pub const fn as_u8(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Stars {
    type Error = &'static str;

    fn try_from(value: u8) -> Result<Self, Self::Error> {
        Self::new(value).ok_or("stars are 1 to 5")
    }
}

impl From<Stars> for u8 {
    fn from(stars: Stars) -> Self {
        stars.0
    }
}

impl Review {
    /// People who found it helpful and people who did not.
    pub fn to_votes(&self) -> (u32, u32) {
        (self.item.marks.of(Mark::Useful), self.item.marks.of(Mark::NotUseful))
    }

    /// The item's id.
    pub fn id(&self) -> ItemId {
        self.item.id
    }
}

impl Verified {
    /// Every method.
    pub const ALL: [Self; 5] = [Self::None, Self::Invitation, Self::Purchase, Self::Receipt, Self::Imported];

    /// The word used in JSON and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Invitation => "invitation",
            Self::Purchase => "purchase",
            Self::Receipt => "receipt",
            Self::Imported => "imported",
        }
    }

    /// Reads [`Verified::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == text)
    }
}

impl Received {
    /// Every answer.
    pub const ALL: [Self; 4] = [Self::Nothing, Self::Product, Self::Discount, Self::Other];

    /// The word used in JSON and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Product => "product",
            Self::Discount => "discount",
            Self::Other => "other",
        }
    }

    /// Reads [`Received::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|received| received.as_str() == text)
    }
}

impl ReviewOrder {
    /// Every order, in the order of the menu.
    pub const ALL: [Self; 4] = [Self::Useful, Self::Newest, Self::Highest, Self::Lowest];

    /// The word used in addresses and attributes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Useful => "useful",
            Self::Newest => "newest",
            Self::Highest => "highest",
            Self::Lowest => "lowest",
        }
    }

    /// Reads [`ReviewOrder::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.as_str() == text)
    }
}

#[cfg(feature = "schema")]
mod schema {
    use super::Stars;
    use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
    use utoipa::openapi::{RefOr, Schema};

    impl utoipa::PartialSchema for Stars {
        fn schema() -> RefOr<Schema> {
            ObjectBuilder::new()
                .schema_type(SchemaType::new(Type::Integer))
                .minimum(Some(1))
                .maximum(Some(5))
                .into()
        }
    }
    impl utoipa::ToSchema for Stars {}
}
