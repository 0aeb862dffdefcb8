//! What everything that a person writes has in common.

use crate::id::{CircleId, ItemId};
use crate::lang::Lang;
use crate::media::Media;
use crate::person::Person;
use crate::rich::RichText;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// The common part of posts, replies, reviews, ideas and polls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Item {
    /// Its id, which orders by birth.
    pub id: ItemId,
    /// When it was published.
    pub at: Time,
    /// When its author last changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited: Option<Time>,
    /// Who wrote it.
    pub by: Person,
    /// The circle it was said in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circle: Option<CircleId>,
    /// The language it is written in.
    pub lang: Lang,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it says.
    pub text: RichText,
    /// Its pictures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    /// What ties the author to the brand in this item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disclosure: Option<Disclosure>,
    /// How many people marked it, by kind.
    #[serde(default)]
    pub marks: Marks,
    /// How many replies its thread holds.
    #[serde(default)]
    pub n_replies: u32,
}

/// A tie to the brand that no theme can hide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Disclosure {
    /// The product was given.
    Gift,
    /// The author works for the brand.
    Employee,
    /// Something was given in return for writing.
    Incentive,
    /// A paid partnership.
    Collaboration,
}

/// What a visitor can say of an item with one press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Mark {
    /// It helped me.
    Useful,
    /// It did not help me.
    NotUseful,
    /// I keep it.
    Save,
}

/// How many distinct people gave each mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Marks {
    /// Useful.
    #[serde(default)]
    pub useful: u32,
    /// Not useful.
    #[serde(default)]
    pub not_useful: u32,
    /// Saved.
    #[serde(default)]
    pub save: u32,
}

impl Mark {
    /// Every mark, in the order shown.
    pub const ALL: [Self; 3] = [Self::Useful, Self::NotUseful, Self::Save];

    /// The word used in JSON, in addresses and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Useful => "useful",
            Self::NotUseful => "not_useful",
            Self::Save => "save",
        }
    }

    /// Reads [`Mark::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.as_str() == text)
    }
}

impl Disclosure {
    /// Every disclosure.
    pub const ALL: [Self; 4] = [Self::Gift, Self::Employee, Self::Incentive, Self::Collaboration];

    /// The word used in JSON and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gift => "gift",
            Self::Employee => "employee",
            Self::Incentive => "incentive",
            Self::Collaboration => "collaboration",
        }
    }

    /// Reads [`Disclosure::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|disclosure| disclosure.as_str() == text)
    }
}

impl Marks {
    /// The count of one mark.
    pub fn of(&self, mark: Mark) -> u32 {
        match mark {
            Mark::Useful => self.useful,
            Mark::NotUseful => self.not_useful,
            Mark::Save => self.save,
        }
    }

    /// The count of one mark, to change it.
    pub fn of_mut(&mut self, mark: Mark) -> &mut u32 {
        match mark {
            Mark::Useful => &mut self.useful,
            Mark::NotUseful => &mut self.not_useful,
            Mark::Save => &mut self.save,
        }
    }
}
