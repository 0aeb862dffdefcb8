//! A review as a row of the tables that Judge.me, Yotpo and Loox load, guarded against formulas.

use super::format::{Format, Means};
use super::give::Around;
use super::sheet::guarded;
use crate::db::Shared;
use parvis_model::review::{Received, Verified};
use parvis_model::time::Time;

/// The cells of a review, in the order of the columns.
pub(super) fn row(
    format: Format,
    columns: &[(&str, Means)],
    around: &mut Around,
    shared: &Shared,
) -> Vec<String> {
    let review = &shared.review;
    let about = around.about(&review.subject);
    let has = |means: Means| columns.iter().any(|(_, own)| *own == means);
    let pictures = if has(Means::Pictures) { around.pictures(shared).join(",") } else { String::new() };
    let lost: [(&'static str, bool); 6] = [
        ("title", review.item.title.is_some() && !has(Means::Title)),
        ("whether it was checked", review.verified != Verified::None && !has(Means::Verified)),
        ("whether something was received", review.received != Received::Nothing && !has(Means::Incentive)),
        ("whether it is recommended", review.recommends.is_some() && !has(Means::Recommends)),
        ("day of experience", review.experienced.is_some() && !has(Means::Experienced)),
        ("scales", !review.scales.is_empty()),
    ];
    lost.into_iter().for_each(|(what, is_lost)| around.leave(what, u64::from(is_lost)));
    around.given.n_reviews += 1;
    let yes = |truth: bool| if truth { "true" } else { "false" }.to_owned();
    let answer = shared.answer.as_ref();
    let cell = |means: Means| match means {
        Means::Title => review.item.title.clone().unwrap_or_default(),
        Means::Body => review.item.text.clone(),
        Means::Stars => review.stars.as_u8().to_string(),
        Means::At => moment(format, review.item.at),
        Means::Author => shared.author.clone(),
        Means::Product | Means::ProductId => review.subject.to_string(),
        Means::ProductUrl => about.url.clone().unwrap_or_default(),
        Means::ProductName => about.name.clone(),
        Means::Pictures => pictures.clone(),
        Means::Reply => answer.map_or_else(String::new, |(text, _)| text.clone()),
        Means::RepliedAt => answer.map_or_else(String::new, |(_, at)| moment(format, *at)),
        Means::ReplyIsPublic => answer.map_or_else(String::new, |_| yes(true)),
        Means::State => yes(true),
        Means::Verified if format == Format::Yotpo => {
            if review.verified == Verified::None { "" } else { "verified_buyer" }.to_owned()
        }
        Means::Verified => yes(review.verified != Verified::None),
        Means::Incentive => yes(review.received != Received::Nothing),
        Means::Recommends => review.recommends.map_or_else(String::new, yes),
        Means::Context(word) => review.context.get(word).cloned().unwrap_or_default(),
        _ => String::new(),
    };
    columns.iter().map(|(_, means)| guarded(&cell(*means)).into_owned()).collect()
}

/// A moment as the format's own files have it.
fn moment(format: Format, at: Time) -> String {
    if format != Format::Judgeme {
        return at.to_string();
    }
    let told = at.to_string().replace('T', " ");
    format!("{} UTC", told.split(['.', 'Z']).next().unwrap_or_default())
}
