//! Activity of an item: distinct people, each with their strongest act, decaying.
//!
//! A(h) = Σ over distinct people of max over their acts of weight · 2^(−age / h), kept for a short and a long
//! half-life as two numbers and the moment they hold for. An act changes only the share of its person, so
//! that a change costs the same for ten people and for ten million.
//!
//! The numbers hold for the half-life they were kept with. With another one they are not decayed but counted
//! anew ([`hot_anew`]), from the acts that are all still there: that gives what would stand there had the new
//! half-life held from the beginning.

use parvis_model::time::{DAY, HOUR, Time};
use parvis_rank::activity;

/// The long half-life, in hours.
pub(super) use activity::TAIL_HOURS;
/// How far back "this week" looks, in milliseconds.
pub(super) const WEEK: i64 = 7 * DAY;
/// How far back "this month" looks, in milliseconds.
pub(super) const MONTH: i64 = 30 * DAY;

/// What one kind of act weighs. A "not useful" is a voice, not a sign of life.
pub(super) fn weight(kind: &str) -> f64 {
    activity::Act::parse(kind).map_or(0.0, activity::Act::weight)
}

/// The newest act of one kind of one person.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Act {
    pub kind: String,
    pub at: Time,
}

/// Decayed activity as of a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Activity {
    pub hot: f64,
    pub tail: f64,
    pub as_of: Time,
}

impl Activity {
    /// Activity of an item that came with counts: as if all of them had acted when it was published.
    pub fn counted(useful: u32, save: u32, replies: u32, at: Time) -> Self {
        let sum = f64::from(useful) * weight("useful")
            + f64::from(save) * weight("save")
            + f64::from(replies) * weight("reply");
        Self { hot: sum, tail: sum, as_of: at }
    }

    /// The same activity at a later moment; an earlier one changes nothing.
    pub fn decayed_to(self, now: Time, hot_hours: f64) -> Self {
        if now <= self.as_of {
            return self;
        }
        Self {
            hot: self.hot * fading(self.as_of, now, hot_hours),
            tail: self.tail * fading(self.as_of, now, TAIL_HOURS),
            as_of: now,
        }
    }

    /// The activity after one person's acts went from `before` to `after`.
    pub fn changed(self, before: &[Act], after: &[Act], hot_hours: f64) -> Self {
        let newest = after.iter().chain(before).map(|act| act.at).max().unwrap_or(self.as_of);
        let moved = self.decayed_to(newest, hot_hours);
        let share = |acts: &[Act], hours| share(acts, moved.as_of, hours);
        Self {
            hot: (moved.hot + share(after, hot_hours) - share(before, hot_hours)).max(0.0),
            tail: (moved.tail + share(after, TAIL_HOURS) - share(before, TAIL_HOURS)).max(0.0),
            as_of: moved.as_of,
        }
    }
}

/// Recent activity as of a moment with another half-life: what the item came with, and the acts of each person.
pub(super) fn hot_anew<'a>(
    counted: Activity,
    people: impl Iterator<Item = &'a [Act]>,
    as_of: Time,
    hot_hours: f64,
) -> f64 {
    counted.hot * fading(counted.as_of, as_of, hot_hours)
        + people.map(|acts| share(acts, as_of, hot_hours)).sum::<f64>()
}

/// Hundredths of a weighted person, as published.
pub(super) fn hundredths(activity: f64) -> u32 {
    // Float to integer casts saturate, and nothing here is negative.
    (activity * 100.0).round() as u32
}

/// What one person gives: the strongest of the acts.
pub(super) fn share(acts: &[Act], now: Time, hours: f64) -> f64 {
    acts.iter().map(|act| value(act, now, hours)).fold(0.0, f64::max)
}

fn value(act: &Act, now: Time, hours: f64) -> f64 {
    weight(&act.kind) * fading(act.at, now, hours)
}

fn fading(from: Time, to: Time, hours: f64) -> f64 {
    (-(to.since(from).max(0) as f64) / (hours * HOUR as f64)).exp2()
}

#[cfg(test)]
mod tests {
    use super::*;

    const H: f64 = 12.0;

    fn act(kind: &str, hours: i64) -> Act {
        Act { kind: kind.to_owned(), at: Time::from_millis(hours * HOUR) }
    }

    fn quiet() -> Activity {
        Activity::counted(0, 0, 0, Time::from_millis(0))
    }

    #[test]
    fn one_person_counts_once_with_the_strongest_act() {
        let once = quiet().changed(&[], &[act("view", 0)], H);
        let twice = once.changed(&[act("view", 0)], &[act("view", 0), act("reply", 0)], H);
        assert_eq!((once.hot, twice.hot), (1.0, 4.0));
    }

    #[test]
    fn activity_halves_every_half_life() {
        let later = quiet().changed(&[], &[act("reply", 0)], H).decayed_to(Time::from_millis(24 * HOUR), H);
        assert_eq!(later.hot, 1.0);
        assert!((later.tail - 4.0 * (-1.0f64 / 30.0).exp2()).abs() < 1e-12);
    }

    #[test]
    fn an_act_that_arrives_late_counts_as_much_as_in_time() {
        let in_time = quiet().changed(&[], &[act("useful", 1)], H).changed(&[], &[act("save", 9)], H);
        let late = quiet().changed(&[], &[act("save", 9)], H).changed(&[], &[act("useful", 1)], H);
        assert!((in_time.hot - late.hot).abs() < 1e-12 && in_time.as_of == late.as_of);
    }

    #[test]
    fn counted_anew_is_what_would_stand_there_with_that_half_life_from_the_beginning() {
        let steps: [(&[Act], &[Act]); 4] = [
            (&[], &[act("view", 2)]),
            (&[], &[act("reply", 5), act("useful", 1)]),
            (&[act("view", 2)], &[act("view", 9), act("save", 3)]),
            (&[act("reply", 5), act("useful", 1)], &[act("useful", 1)]),
        ];
        let counted = Activity::counted(7, 1, 2, Time::from_millis(HOUR / 2));
        let kept =
            |hours| steps.iter().fold(counted, |sum, (before, after)| sum.changed(before, after, hours));
        let people = [vec![act("view", 9), act("save", 3)], vec![act("useful", 1)]];
        for hours in [12.0, 24.0, 168.0] {
            let anew = hot_anew(counted, people.iter().map(Vec::as_slice), kept(12.0).as_of, hours);
            assert!((anew - kept(hours).hot).abs() < 1e-9, "{anew} and {:?}", kept(hours));
        }
    }

    #[test]
    fn taking_an_act_back_restores_what_was_published() {
        let before = quiet().changed(&[], &[act("reply", 3)], H);
        let after = before.changed(&[], &[act("useful", 5)], H).changed(&[act("useful", 5)], &[], H);
        let restored = before.decayed_to(after.as_of, H);
        assert_eq!(hundredths(restored.hot), hundredths(after.hot));
    }
}
