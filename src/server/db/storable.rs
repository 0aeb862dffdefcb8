//! What a record must be to be stored at all, told before any database is asked.

use super::error::Result;
use super::item::State;
use super::record::{self, Record, Shown};
use super::row::id_of;
use parvis_model::draft::Picture;
use parvis_model::id::MediaId;
use parvis_model::poll::{GRADES, Method, OPTIONS_MAX, RANKED_MAX};

/// Why a record cannot be stored at all.
pub(super) fn unstorable(record: &Record) -> Result<Option<String>> {
    let item = match record {
        Record::Post(post) => &post.item,
        Record::Reply(reply) => &reply.item,
        Record::Review(review) => &review.item,
        Record::Idea(idea) => &idea.item,
        Record::Poll(poll) => &poll.item,
        _ => return Ok(nul(record)?.then(|| NUL.to_owned())),
    };
    if item.id.is_empty() || item.id.len() > 200 {
        return Ok(Some("an id has 1 to 200 bytes".to_owned()));
    }
    // Ids hold their moment of birth, and fit both databases from 1970 to 2039.
    if item.at.as_millis() < 0 || id_of(i64::MAX).born() < item.at {
        return Ok(Some(format!("{} is not between 1970 and 2039", item.at)));
    }
    if let Some(state) = &item.state
        && State::parse(state).is_none()
    {
        return Ok(Some(format!("`{state}` is no state")));
    }
    if let Some(shown) = item.media.iter().find(|shown| picture(shown).is_none()) {
        return Ok(Some(format!("`{}` is not the name of a kept picture", shown.file)));
    }
    if let Record::Poll(poll) = record
        && let Some(reason) = no_poll(poll)
    {
        return Ok(Some(reason));
    }
    Ok(nul(record)?.then(|| NUL.to_owned()))
}

/// Why these are no rules of a poll.
fn no_poll(new: &record::Poll) -> Option<String> {
    let (method, n_options) = (new.method.as_str(), new.options.len());
    let mut options = new.options.iter().enumerate();
    if let Some((_, option)) =
        options.find(|(at, option)| new.options[..*at].iter().any(|o| o.id == option.id))
    {
        return Some(format!("option `{}` is there twice", option.id));
    }
    let most = if new.method == Method::Ranking { RANKED_MAX } else { OPTIONS_MAX };
    let n_grades = if new.grades.is_empty() { *GRADES.end() } else { new.grades.len() };
    let counts_more = matches!(new.method, Method::Grades | Method::Points | Method::Ranking);
    Some(match () {
        () if n_options == 0 => "a poll without options".to_owned(),
        () if n_options > most => format!("a poll of method {method} has {most} options at most"),
        () if !new.anonymous => "ballots here are anonymous, and stay so".to_owned(),
        () if new.tie_rule.is_some_and(|rule| rule != new.method.tie_rule()) => {
            format!("the tie rule of method {method} is `{}`", new.method.tie_rule().as_str())
        }
        () if !new.grades.is_empty() && new.method != Method::Grades => {
            format!("method {method} has no grades")
        }
        () if !GRADES.contains(&n_grades) => "a poll has 5 or 6 grades".to_owned(),
        () if usize::from(new.default_grade) >= n_grades => {
            "the default grade is none of the grades".to_owned()
        }
        () if !(1..=100).contains(&new.budget.points) || !(1..=100).contains(&new.budget.most) => {
            "a budget is 1 to 100 points".to_owned()
        }
        () if counts_more && (new.ballots > 0 || new.options.iter().any(|option| option.ballots > 0)) => {
            format!("ballots of method {method} are counted from lines of their own")
        }
        () => return None,
    })
}

const NUL: &str = "it holds the character U+0000, which no database keeps";

/// Whether any text of the record holds U+0000, which its JSON writes as an escape.
fn nul(record: &Record) -> Result<bool> {
    let json = serde_json::to_string(record)?;
    let mut bytes = json.as_bytes();
    while let Some(at) = bytes.iter().position(|byte| *byte == b'\\') {
        if bytes[at..].starts_with(b"\\u0000") {
            return Ok(true);
        }
        bytes = bytes.get(at + 2..).unwrap_or_default();
    }
    Ok(false)
}

/// A kept picture: its id is the name of its file without the ending.
pub(super) fn picture(shown: &Shown) -> Option<Picture> {
    let (stem, _) = shown.file.rsplit_once('.')?;
    Some(Picture { id: MediaId::parse(stem).ok()?, alt: shown.alt.clone() })
}
