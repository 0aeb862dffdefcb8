//! What a record must be to be stored at all, told before any database is asked.

use super::error::Result;
use super::item::State;
use super::record::{Record, Shown};
use super::row::id_of;
use parvis_model::draft::Picture;
use parvis_model::id::MediaId;

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
    Ok(nul(record)?.then(|| NUL.to_owned()))
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
