//! The rules of what visitors send: every fault at once, the same on both sides.

use super::{
    ALT_MAX, IDEA_MAX, NAME_MAX, NEED_MAX, NewIdea, NewPost, NewReply, NewReport, NewReview, PICTURES_MAX,
    POST_MAX, Picture, REASON_MAX, REPLY_MAX, REVIEW_MAX, REVIEW_MIN, TITLE_MAX,
};
use crate::fault::{Fault, Rule};
use crate::invitation;
use crate::time::Day;

impl NewPost {
    /// Every fault, or nothing.
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = Faults::default();
        faults.name(self.name.as_deref());
        faults.optional("title", self.title.as_deref(), TITLE_MAX);
        faults.required("text", &self.text, 1, POST_MAX);
        faults.pictures(&self.pictures);
        faults.0
    }
}

impl NewReply {
    /// Every fault, or nothing.
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = Faults::default();
        faults.name(self.name.as_deref());
        faults.required("text", &self.text, 1, REPLY_MAX);
        faults.0
    }
}

impl NewReview {
    /// Every fault, or nothing; `today` is the day of publication.
    pub fn check(&self, today: Day) -> Vec<Fault> {
        let mut faults = Faults::default();
        faults.name(self.name.as_deref());
        faults.optional("title", self.title.as_deref(), TITLE_MAX);
        faults.required("text", &self.text, REVIEW_MIN, REVIEW_MAX);
        // A visitor east of Greenwich may already live in tomorrow.
        if self.experienced.as_number() > today.as_number() + 1 {
            faults.0.push(Fault::new("experienced", Rule::InFuture));
        }
        if self.scales.len() > 20 || self.scales.values().any(|place| !(1..=5).contains(place)) {
            faults.0.push(Fault::new("scales", Rule::NotAllowed));
        }
        if self.invitation.as_deref().is_some_and(|token| invitation::subject_of(token).is_none()) {
            faults.0.push(Fault::new("invitation", Rule::Unknown));
        }
        faults.pictures(&self.pictures);
        faults.0
    }
}

impl NewIdea {
    /// Every fault, or nothing.
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = Faults::default();
        faults.name(self.name.as_deref());
        faults.required("title", &self.title, 1, TITLE_MAX);
        faults.required("text", &self.text, 1, IDEA_MAX);
        faults.optional("need", self.need.as_deref(), NEED_MAX);
        faults.0
    }
}

impl NewReport {
    /// Every fault, or nothing.
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = Faults::default();
        faults.required("text", &self.text, 1, REASON_MAX);
        faults.0
    }
}

#[derive(Default)]
pub(super) struct Faults(pub(super) Vec<Fault>);

impl Faults {
    fn name(&mut self, name: Option<&str>) {
        self.optional("name", name, NAME_MAX);
        if name.is_some_and(|name| name.contains('@')) {
            self.0.push(Fault::new("name", Rule::Personal));
        }
    }

    fn optional(&mut self, field: &str, text: Option<&str>, max: u32) {
        if text.is_some_and(|text| length(text) > max) {
            self.0.push(Fault::with_limit(field, Rule::TooLong, max));
        }
    }

    pub(super) fn required(&mut self, field: &str, text: &str, min: u32, max: u32) {
        let length = length(text.trim());
        if length == 0 {
            self.0.push(Fault::new(field, Rule::Missing));
        } else if length < min {
            self.0.push(Fault::with_limit(field, Rule::TooShort, min));
        }
        self.optional(field, Some(text), max);
    }

    fn pictures(&mut self, pictures: &[Picture]) {
        if pictures.len() > PICTURES_MAX as usize {
            self.0.push(Fault::with_limit("pictures", Rule::TooMany, PICTURES_MAX));
        }
        for picture in pictures {
            self.required("alt", &picture.alt, 1, ALT_MAX);
        }
    }
}

/// Characters of a text, as people count them closely enough: Unicode scalar values.
pub fn length(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::IdeaVote;
    use crate::lang::Lang;
    use crate::map::Map;
    use crate::review::{Received, Stars};

    fn review(text: &str) -> NewReview {
        NewReview {
            name: None,
            lang: Lang::parse("fr").unwrap(),
            stars: Stars::new(4).unwrap(),
            title: None,
            text: text.to_owned(),
            experienced: Day::from_number(20_000),
            recommends: None,
            received: Received::Nothing,
            invitation: None,
            scales: Map::new(),
            pictures: Vec::new(),
        }
    }

    #[test]
    fn a_review_is_told_everything_that_is_wrong_at_once() {
        let today = Day::from_number(20_000);
        assert_eq!(review("Très bon moulin.").check(today), []);
        let mut wrong = review("Bof");
        wrong.name = Some("lea@brume.example".to_owned());
        wrong.experienced = Day::from_number(20_002);
        wrong.scales.insert("bruit".to_owned(), 6);
        wrong.invitation = Some("moulin.<script>".to_owned());
        assert_eq!(
            wrong.check(today),
            [
                Fault::new("name", Rule::Personal),
                Fault::with_limit("text", Rule::TooShort, REVIEW_MIN),
                Fault::new("experienced", Rule::InFuture),
                Fault::new("scales", Rule::NotAllowed),
                Fault::new("invitation", Rule::Unknown),
            ]
        );
    }

    #[test]
    fn blanks_are_no_text_and_length_is_in_characters() {
        assert_eq!(review(" \n ").check(Day::from_number(20_000)), [Fault::new("text", Rule::Missing)]);
        assert_eq!(review(&"é".repeat(REVIEW_MAX as usize)).check(Day::from_number(20_000)), []);
    }

    #[test]
    fn unknown_fields_are_refused() {
        let error = serde_json::from_str::<IdeaVote>(r#"{"vote":"agree","weight":100}"#).unwrap_err();
        assert!(error.to_string().contains("unknown field `weight`"), "{error}");
    }
}
