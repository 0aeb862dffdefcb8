//! The gallery as one page without scripts: each language in a shadow root, as the elements have theirs.

use super::states;
use crate::frame::{Look, base};
use crate::paint::paint;
use crate::styles::SHEET;
use crate::words::{Words, native};
use expect_test::expect_file;
use yew::prelude::*;

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Parvis: every state</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#fff, #15171a); color: light-dark(#1d1e20, #e8e6e1); }
:root:has(#light:checked) { color-scheme: light; }
:root:has(#dark:checked) { color-scheme: dark; }
:root:not(:has(#en:checked)) .en, :root:has(#en:checked) .fr { display: none; }
body { max-width: 70em; margin: 0 auto; padding: 1em; }
form { display: flex; flex-wrap: wrap; gap: 1em; }
</style>
<form aria-label="Gallery">
<label><input type="radio" name="lang" id="fr" checked> Français</label>
<label><input type="radio" name="lang" id="en"> English</label>
<label><input type="radio" name="theme" id="auto" checked> auto</label>
<label><input type="radio" name="theme" id="light"> light</label>
<label><input type="radio" name="theme" id="dark"> dark</label>
</form>
"#;

/// The gallery draws each state under its name; the names are the designer's, so they stay in English.
const NAMES: &str = ".state-name { margin-block: 4em 1.5em; padding-block-start: .5em; border-block-start: 3px solid; \
font: 600 .8em ui-monospace, monospace; }";

async fn shadow(class: &str, words: fn() -> Words) -> String {
    let drawn = paint(move || {
        let words = words();
        let frame = crate::frame::Frame {
            words: &words,
            now: super::now(),
            origin: "",
            site: "brume",
            sheets: Some(&crate::pieces::compose::SHEETS),
            panels: Some(&crate::pieces::panels::PANELS),
            own: Some(&crate::own::OWN_PANELS),
        };
        let states = states(&words).into_iter().map(|(name, html)| {
            html! { <section><h2 class="state-name" lang="en">{ name }</h2>{ base(frame, Look::default(), AttrValue::default(), html) }</section> }
        });
        states.collect::<Html>()
    });
    let drawn = drawn.await;
    format!(
        "<div class=\"{class}\"><div><template shadowrootmode=\"open\"><style>{SHEET}{NAMES}</style>{drawn}</template></div></div>\n"
    )
}

#[tokio::test]
async fn the_gallery_page_shows_every_state() {
    let (french, english) = (shadow("fr", native::french).await, shadow("en", native::english).await);
    expect_file!["../../../www/states.html"].assert_eq(&format!("{HEAD}{french}{english}"));
}

#[tokio::test]
async fn no_state_shows_a_key_instead_of_words() {
    for words in [native::french as fn() -> Words, native::english] {
        let drawn = shadow("x", words).await;
        let text = drawn.split_once("</style>").unwrap().1;
        for shown in text.split('>').filter_map(|piece| piece.split_once('<')).map(|(shown, _)| shown.trim())
        {
            let looks_like_a_key = shown.contains('.')
                && shown.split('.').all(|part| {
                    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
                });
            assert!(!looks_like_a_key, "`{shown}` is a key without a message");
        }
    }
}
