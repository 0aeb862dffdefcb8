//! Wishes: what a visitor wants of the order that their device makes for them alone, as one closed list that travels as
//! text, like acts ([`crate::act`]).

use crate::feed::own::home::Lost;
use crate::profile::{Slider, Trait};
use core::fmt;
use parvis_model::id::{CircleId, ItemId, PersonId};
use parvis_model::item::Mark;
use parvis_model::locality::Point;

/// One wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Shows it; where nothing was granted, says first what it would remember.
    Show,
    /// Allows the device to remember, and shows it.
    Grant,
    /// Leaves everything as it is.
    Decline,
    /// Forgets everything and goes back to the community's order.
    Erase,
    /// Hands the profile over as a file.
    Export,
    /// More like this post.
    More(ItemId),
    /// Less like this post.
    Less(ItemId),
    /// Follows the author of a post, or no longer.
    Follow(ItemId),
    /// Keeps the author of a post out of sight.
    Mute(ItemId),
    /// Follows the circle of a post, or no longer.
    FollowCircle(ItemId),
    /// Keeps the circle of a post out of sight.
    MuteCircle(ItemId),
    /// Takes a part of the profile out.
    Forget(Trait),
    /// Sets a slider; the value is percent.
    Slide(Slider, u16),
    /// Orders anew with what was learnt since.
    Again,
    /// The next posts.
    Next,
    /// Learns from a mark that was given or taken back.
    Marked(ItemId, Mark),
    /// The place of a circle is the visitor's; without one, no place is. The value is the circle.
    Home(Option<CircleId>),
    /// The device is to find where it is.
    Locate,
    /// The device has found it.
    Located(Point),
    /// The device has not found it.
    Unlocated(Lost),
}

impl Wish {
    /// Reads [`Wish`] as it is written, with the value of the control; unknown texts are nothing.
    pub fn parse(text: &str, value: &str) -> Option<Self> {
        let (verb, about) = text.split_once(':').unwrap_or((text, ""));
        let id = || ItemId::parse(about).ok();
        Some(match verb {
            "show" => Self::Show,
            "grant" => Self::Grant,
            "decline" => Self::Decline,
            "erase" => Self::Erase,
            "export" => Self::Export,
            "more" => Self::More(id()?),
            "less" => Self::Less(id()?),
            "follow" => Self::Follow(id()?),
            "mute" => Self::Mute(id()?),
            "follow-circle" => Self::FollowCircle(id()?),
            "mute-circle" => Self::MuteCircle(id()?),
            "forget" => {
                let (kind, key) = about.split_once('=').unwrap_or((about, ""));
                Self::Forget(match kind {
                    "item" => Trait::Item(ItemId::parse(key).ok()?),
                    "circle" => Trait::Circle(CircleId::parse(key).ok()?),
                    "stance" => Trait::Stance(CircleId::parse(key).ok()?),
                    "home" if key.is_empty() => Trait::Home,
                    "person" => Trait::Person(PersonId::parse(key).ok()?),
                    "word" => Trait::Word(key.parse().ok()?),
                    _ => return None,
                })
            }
            "slide" => {
                let slider = Slider::ALL.into_iter().find(|slider| slider.as_str() == about)?;
                Self::Slide(slider, value.parse().ok()?)
            }
            "again" => Self::Again,
            "next" => Self::Next,
            "marked" => {
                let (id, mark) = about.split_once('=')?;
                Self::Marked(ItemId::parse(id).ok()?, Mark::parse(mark)?)
            }
            "home" if value.is_empty() => Self::Home(None),
            "home" => Self::Home(Some(CircleId::parse(value).ok()?)),
            "locate" => Self::Locate,
            "located" => Self::Located(Point::parse(about)?),
            "unlocated" => Self::Unlocated(Lost::ALL.into_iter().find(|lost| lost.as_str() == about)?),
            _ => return None,
        })
    }
}

impl fmt::Display for Wish {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Show => formatter.write_str("show"),
            Self::Grant => formatter.write_str("grant"),
            Self::Decline => formatter.write_str("decline"),
            Self::Erase => formatter.write_str("erase"),
            Self::Export => formatter.write_str("export"),
            Self::More(id) => write!(formatter, "more:{id}"),
            Self::Less(id) => write!(formatter, "less:{id}"),
            Self::Follow(id) => write!(formatter, "follow:{id}"),
            Self::Mute(id) => write!(formatter, "mute:{id}"),
            Self::FollowCircle(id) => write!(formatter, "follow-circle:{id}"),
            Self::MuteCircle(id) => write!(formatter, "mute-circle:{id}"),
            Self::Forget(Trait::Item(id)) => write!(formatter, "forget:item={id}"),
            Self::Forget(Trait::Circle(id)) => write!(formatter, "forget:circle={id}"),
            Self::Forget(Trait::Stance(id)) => write!(formatter, "forget:stance={id}"),
            Self::Forget(Trait::Home) => formatter.write_str("forget:home"),
            Self::Forget(Trait::Person(id)) => write!(formatter, "forget:person={id}"),
            Self::Forget(Trait::Word(bucket)) => write!(formatter, "forget:word={bucket}"),
            Self::Slide(slider, _) => write!(formatter, "slide:{}", slider.as_str()),
            Self::Again => formatter.write_str("again"),
            Self::Next => formatter.write_str("next"),
            Self::Marked(id, mark) => write!(formatter, "marked:{id}={}", mark.as_str()),
            Self::Home(_) => formatter.write_str("home"),
            Self::Locate => formatter.write_str("locate"),
            Self::Located(at) => write!(formatter, "located:{}", at.to_text()),
            Self::Unlocated(lost) => write!(formatter, "unlocated:{}", lost.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wish_reads_back() {
        let id = ItemId::from_u64(42);
        let lea = PersonId::parse("lea.b").unwrap();
        for (wish, value) in [
            (Wish::Show, ""),
            (Wish::Grant, ""),
            (Wish::More(id), ""),
            (Wish::MuteCircle(id), ""),
            (Wish::Slide(Slider::Fresh, 150), "150"),
            (Wish::Forget(Trait::Word(70)), ""),
            (Wish::Forget(Trait::Item(id)), ""),
            (Wish::Forget(Trait::Person(lea)), ""),
            (Wish::Forget(Trait::Stance(CircleId::parse("lyon").unwrap())), ""),
            (Wish::Forget(Trait::Home), ""),
            (Wish::Marked(id, Mark::Save), ""),
            (Wish::FollowCircle(id), ""),
            (Wish::Home(None), ""),
            (Wish::Home(Some(CircleId::parse("lyon").unwrap())), "lyon"),
            (Wish::Locate, ""),
            (Wish::Located(Point::parse("-472,16").unwrap()), ""),
            (Wish::Unlocated(Lost::Late), ""),
        ] {
            assert_eq!(Wish::parse(&wish.to_string(), value), Some(wish));
        }
    }

    #[test]
    fn a_text_that_is_no_wish_is_nothing() {
        for text in [
            "",
            "slide:far",
            "slide:ties",
            "more",
            "forget:word",
            "forget:word=x",
            "forget:home=x",
            "marked:1=useful",
            "located:45.8",
            "unlocated:gone",
        ] {
            assert_eq!(Wish::parse(text, "x"), None, "{text}");
        }
    }
}
