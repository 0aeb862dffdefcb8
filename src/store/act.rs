//! What a visitor does, as one closed list that travels through the `data-act` attribute.
//!
//! Views write an act as text, the page reads it back together with the value of the control. So views hold
//! no closures, draw the same natively and in the browser, and markup painted by the server already works.

use core::fmt;
use parvis_model::draft::Vote;
use parvis_model::id::ItemId;
use parvis_model::item::Mark;

/// One act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Gives a mark, or takes it back.
    Mark(ItemId, Mark),
    /// Votes on an idea; the same vote again takes it back.
    Vote(ItemId, Vote),
    /// Opens or closes something that belongs to an item.
    Toggle(Panel, ItemId),
    /// Closes whatever is open around the focus: Escape.
    Close,
    /// Changes the order of the list; the value names it.
    Order(String),
    /// Narrows the list: what by, and the value; the same again, or an empty value, widens it.
    Filter(Facet, String),
    /// Searches; the value is what was typed.
    Search(String),
    /// Takes back every filter and the search.
    Reset,
    /// Shows the next page of the list.
    Next,
    /// Shows more replies of a thread.
    NextReplies(ItemId),
    /// Puts what arrived since into the list.
    Latest,
    /// Asks again for what failed.
    Retry,
    /// Recomputes the published order on this device.
    Check,
    /// Opens a form.
    Compose(String),
    /// Changes a field of a form: form, field, value.
    Field(String, String, String),
    /// Sends a form.
    Submit(String),
    /// Throws a form's text away.
    Abandon(String),
    /// Takes a picture out of a form: form, its number.
    Unpick(String, usize),
    /// Sends the ballot.
    Cast,
    /// Takes the ballot back.
    Uncast,
    /// Sends a waiting contribution again, by its key.
    Again(String),
    /// Opens the form of a refused or waiting contribution again, by its key.
    Edit(String),
    /// Throws a refused or waiting contribution away, by its key.
    Discard(String),
    /// Changes how this device orders for its visitor: the text of a wish ([`crate::wish::Wish`]) and the control's value.
    /// Only the part of the wasm that answers knows wishes, so that no other page pays for them.
    Own(String, String),
}

/// What can be open beside an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Panel {
    /// The whole of a long text.
    Text,
    /// Why the item stands where it stands.
    Why,
    /// The replies.
    Thread,
    /// The history of an idea.
    History,
    /// The form to report it.
    Report,
    /// What can be said of it for the visitor's own order.
    Own,
    /// Its pictures, where they wait for a press.
    Pictures,
}

/// What a list can be narrowed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// Stars of a review, 1 to 5.
    Stars,
    /// With pictures.
    Media,
    /// Checked.
    Verified,
    /// The language it is written in.
    Lang,
    /// The circle.
    Circle,
    /// The status of an idea.
    Status,
    /// One idea alone, by its id; [`MOVED`], those that were voted on and have another status than when they were last
    /// seen; [`NOTED`] takes note of these.
    Only,
}

/// See [`Facet::Only`].
pub const MOVED: &str = "moved";
/// See [`Facet::Only`].
pub const NOTED: &str = "noted";

impl Panel {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Text, "text"),
        (Self::Why, "why"),
        (Self::Thread, "thread"),
        (Self::History, "history"),
        (Self::Report, "report"),
        (Self::Own, "own"),
        (Self::Pictures, "pictures"),
    ];

    /// The word used in `data-act` and in element ids.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(panel, _)| *panel == self).map_or("", |(_, word)| word)
    }
}

impl Facet {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Stars, "stars"),
        (Self::Media, "media"),
        (Self::Verified, "verified"),
        (Self::Lang, "lang"),
        (Self::Circle, "circle"),
        (Self::Status, "status"),
        (Self::Only, "only"),
    ];

    /// The word used in `data-act`.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(facet, _)| *facet == self).map_or("", |(_, word)| word)
    }
}

impl Act {
    /// Reads an act from its text and the value of the control; unknown texts are nothing.
    ///
    /// A filter whose text ends in an empty value takes the control's.
    pub fn parse(text: &str, value: &str) -> Option<Self> {
        let (verb, rest) = text.split_once(':').unwrap_or((text, ""));
        let (first, second) = rest.split_once(':').unwrap_or((rest, ""));
        let id = || ItemId::parse(first).ok();
        Some(match verb {
            "mark" => Self::Mark(id()?, Mark::parse(second)?),
            "vote" => Self::Vote(id()?, Vote::parse(second.parse().ok()?)?),
            "toggle" => {
                let (panel, _) = Panel::ALL.into_iter().find(|(_, word)| *word == first)?;
                Self::Toggle(panel, ItemId::parse(second).ok()?)
            }
            "close" => Self::Close,
            "order" => Self::Order(value.to_owned()),
            "filter" => {
                let (facet, _) = Facet::ALL.into_iter().find(|(_, word)| *word == first)?;
                Self::Filter(facet, if second.is_empty() { value } else { second }.to_owned())
            }
            "search" => Self::Search(value.to_owned()),
            "reset" => Self::Reset,
            "next" => Self::Next,
            "next-replies" => Self::NextReplies(id()?),
            "latest" => Self::Latest,
            "retry" => Self::Retry,
            "check" => Self::Check,
            "compose" => Self::Compose(first.to_owned()),
            "field" => Self::Field(first.to_owned(), second.to_owned(), value.to_owned()),
            "submit" => Self::Submit(first.to_owned()),
            "abandon" => Self::Abandon(first.to_owned()),
            "unpick" => Self::Unpick(first.to_owned(), second.parse().ok()?),
            "cast" => Self::Cast,
            "uncast" => Self::Uncast,
            "again" => Self::Again(first.to_owned()),
            "edit" => Self::Edit(first.to_owned()),
            "discard" => Self::Discard(first.to_owned()),
            "own" => Self::Own(rest.to_owned(), value.to_owned()),
            _ => return None,
        })
    }
}

impl fmt::Display for Act {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mark(id, mark) => write!(formatter, "mark:{id}:{}", mark.as_str()),
            Self::Vote(id, vote) => write!(formatter, "vote:{id}:{}", vote.as_number()),
            Self::Toggle(panel, id) => write!(formatter, "toggle:{}:{id}", panel.as_str()),
            Self::Close => formatter.write_str("close"),
            Self::Order(_) => formatter.write_str("order"),
            Self::Filter(facet, value) => write!(formatter, "filter:{}:{value}", facet.as_str()),
            Self::Search(_) => formatter.write_str("search"),
            Self::Reset => formatter.write_str("reset"),
            Self::Next => formatter.write_str("next"),
            Self::NextReplies(id) => write!(formatter, "next-replies:{id}"),
            Self::Latest => formatter.write_str("latest"),
            Self::Retry => formatter.write_str("retry"),
            Self::Check => formatter.write_str("check"),
            Self::Compose(form) => write!(formatter, "compose:{form}"),
            Self::Field(form, field, _) => write!(formatter, "field:{form}:{field}"),
            Self::Submit(form) => write!(formatter, "submit:{form}"),
            Self::Abandon(form) => write!(formatter, "abandon:{form}"),
            Self::Unpick(form, number) => write!(formatter, "unpick:{form}:{number}"),
            Self::Cast => formatter.write_str("cast"),
            Self::Uncast => formatter.write_str("uncast"),
            Self::Again(key) => write!(formatter, "again:{key}"),
            Self::Edit(key) => write!(formatter, "edit:{key}"),
            Self::Discard(key) => write!(formatter, "discard:{key}"),
            Self::Own(wish, _) => write!(formatter, "own:{wish}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_reads_back() {
        let id = ItemId::from_u64(42);
        for (act, value) in [
            (Act::Mark(id, Mark::NotUseful), ""),
            (Act::Vote(id, Vote::Disagree), ""),
            (Act::Toggle(Panel::Why, id), ""),
            (Act::Order("newest".into()), "newest"),
            (Act::Filter(Facet::Stars, "4".into()), ""),
            (Act::Filter(Facet::Lang, "fr".into()), "ignored"),
            (Act::Search("grès".into()), "grès"),
            (Act::NextReplies(id), ""),
            (Act::Field("review".into(), "title".into(), "a:b".into()), "a:b"),
            (Act::Unpick("review".into(), 2), ""),
            (Act::Discard("k1".into()), ""),
            (Act::Own("slide:fresh".into(), "150".into()), "150"),
        ] {
            assert_eq!(Act::parse(&act.to_string(), value), Some(act));
        }
    }

    #[test]
    fn a_text_that_is_no_act_is_nothing() {
        for text in ["", "mark", "mark:x:useful", "toggle:why", "vote:0000000000001:7", "<script>"] {
            assert_eq!(Act::parse(text, ""), None, "{text}");
        }
    }
}
