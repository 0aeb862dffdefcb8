//! The visitor's place: picked from those of the site's circles, or found by the device once the visitor asks for it.

use super::{Feed, Own};
use crate::effect::Effect;
use crate::page::Page;
use crate::profile::{Home, Profile};
use parvis_model::feed::Post;
use parvis_model::id::CircleId;
use parvis_model::locality::{Locality, Point};
use parvis_model::time::Time;
use parvis_rank::distance::{kilometres, nearness};

/// How far finding the visitor's place is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Finding {
    /// Nobody asked for it, or it was found.
    #[default]
    Idle,
    /// The device is looking.
    Asking,
    /// It did not find it.
    Lost(Lost),
}

/// Why the device did not find its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The visitor, or the page they are on, does not allow it.
    Refused,
    /// It took too long.
    Late,
    /// It cannot tell.
    Absent,
}

impl Lost {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Refused, Self::Late, Self::Absent];

    /// The word used in wishes and message keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Late => "late",
            Self::Absent => "absent",
        }
    }
}

impl Own {
    /// The place of a circle, if it has one.
    pub fn locality(&self, circle: &CircleId) -> Option<&Locality> {
        self.localities.iter().find(|known| known.circle == *circle).map(|known| &known.locality)
    }

    fn locality_of(&self, post: &Post) -> Option<&Locality> {
        self.locality(post.item.circle.as_ref()?)
    }

    /// How near each post held is to the visitor's place, in [0, 1]; nothing where no place is known.
    pub(super) fn nearness(&self, profile: &Profile) -> Vec<f64> {
        let Some(home) = &profile.home else { return Vec::new() };
        let near = |post: &Post| {
            let locality = self.locality_of(post);
            locality.map_or(0.0, |locality| nearness(kilometres(home.at, locality.at)))
        };
        self.held.iter().map(|(post, _)| near(post)).collect()
    }

    /// What the place of a post is called.
    pub(super) fn name_of_place(&self, post: &Post, lang: &str) -> String {
        self.locality_of(post).map(|locality| locality.name.pick(lang).to_owned()).unwrap_or_default()
    }
}

impl Feed {
    /// Takes the place of a circle for the visitor's own; without a circle, or for one without a place, none.
    pub(super) fn live_at(&mut self, circle: Option<&CircleId>, page: &mut Page, now: Time) -> Vec<Effect> {
        self.own.finding = Finding::Idle;
        let locality = circle.and_then(|circle| self.own.locality(circle));
        let name = locality.map(|locality| locality.name.pick(&page.lang));
        let Some(profile) = page.profile.as_mut() else { return Vec::new() };
        match locality.zip(name) {
            Some((locality, name)) => profile.home = Some(Home::new(name, locality.at, now)),
            None => profile.leave_home(),
        }
        self.changed(page, now)
    }

    /// The device is asked for its place.
    pub(super) fn find_home(&mut self, page: &Page) -> Vec<Effect> {
        if page.profile.is_some() {
            self.own.finding = Finding::Asking;
        }
        Vec::new()
    }

    /// The device has found its place. An answer to a question that is no longer asked changes nothing.
    pub(super) fn found_home(&mut self, at: Point, page: &mut Page, now: Time) -> Vec<Effect> {
        let (Finding::Asking, Some(profile)) = (self.own.finding, page.profile.as_mut()) else {
            return Vec::new();
        };
        self.own.finding = Finding::Idle;
        profile.home = Some(Home::new("", at, now));
        self.changed(page, now)
    }

    /// The device has not found its place; what was known of it before stays.
    pub(super) fn lost_home(&mut self, lost: Lost) -> Vec<Effect> {
        if self.own.finding != Finding::Asking {
            return Vec::new();
        }
        self.own.finding = Finding::Lost(lost);
        let key = match lost {
            Lost::Refused => "own.home.refused",
            Lost::Late => "own.home.late",
            Lost::Absent => "own.home.absent",
        };
        vec![Effect::Announce(key, None)]
    }
}
