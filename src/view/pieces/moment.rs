//! Moments: relative to read, absolute on hover and for assistive technology.

use crate::frame::Frame;
use crate::pieces::node::{node, text};
use parvis_model::time::{Day, Time};
use yew::prelude::*;

/// How long ago something was.
pub fn moment(frame: Frame, at: Time) -> Html {
    time(at.to_string(), Some(frame.words.date(at).into()), frame.words.ago(at, frame.now))
}

/// A moment as its day: where the law wants a date, not an age.
pub fn day_of(frame: Frame, at: Time) -> Html {
    time(at.to_string(), Some(frame.words.date(at).into()), frame.words.day(at.to_day()).into())
}

/// A day.
pub fn day(frame: Frame, day: Day) -> Html {
    time(day.to_string(), None, frame.words.day(day).into())
}

fn time(datetime: String, title: Option<AttrValue>, words: AttrValue) -> Html {
    node("time", &["datetime", "title"], vec![Some(datetime.into()), title], vec![text(words)])
}
