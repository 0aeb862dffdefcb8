//! Pictures: their room is reserved before they load, and their words stand in for them.

use crate::frame::Frame;
use crate::pieces::node::node;
use parvis_model::media::Media;
use yew::prelude::*;

/// The pictures of an item, in one row that wraps.
pub fn pictures(frame: Frame, media: &[Media]) -> Html {
    if media.is_empty() {
        return Html::default();
    }
    let class = if media.len() == 1 { "pictures one" } else { "pictures" };
    let values = vec![Some(class.into()), Some("pictures".into())];
    node("div", &["class", "part"], values, media.iter().map(|media| picture(frame, media)).collect())
}

fn picture(frame: Frame, media: &Media) -> Html {
    // Only paths of the API's own origin: a picture elsewhere would tell that server who reads here.
    let own = |path: &str| {
        (path.starts_with('/') && !path.starts_with("//")).then(|| [frame.origin, path].concat())
    };
    let Some(full) = own(&media.src) else { return Html::default() };
    let small = media.small.as_deref().and_then(own).unwrap_or_else(|| full.clone());
    let label = frame.words.with("picture.open", &[("alt", &media.alt)]);
    let class = if media.height > media.width { "picture tall" } else { "picture" };
    let shown = vec![
        Some(small.into()),
        Some(media.alt.clone().into()),
        Some(media.width.to_string().into()),
        Some(media.height.to_string().into()),
        Some("lazy".into()),
        Some("async".into()),
    ];
    let shown = node("img", &["src", "alt", "width", "height", "loading", "decoding"], shown, Vec::new());
    let values = vec![
        Some(class.into()),
        Some(full.into()),
        Some("_blank".into()),
        Some("noopener".into()),
        Some(label),
    ];
    node("a", &["class", "href", "target", "rel", "aria-label"], values, vec![shown])
}
