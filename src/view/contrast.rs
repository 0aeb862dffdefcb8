//! Contrast of the shipped themes by the formula of WCAG 2.2: 4.5 for text, 3 for marks, light and dark.

use crate::styles::SHEET;
use std::collections::BTreeMap;

const THEMES: [(&str, &str); 4] = [
    ("plain", include_str!("../../www/themes/plain.css")),
    ("ink", include_str!("../../www/themes/ink.css")),
    ("soft", include_str!("../../www/themes/soft.css")),
    ("mono", include_str!("../../www/themes/mono.css")),
];

type Colour = [f64; 3];

/// The colours of a theme by token: light, dark.
fn colours(sheet: &str) -> BTreeMap<&str, [Colour; 2]> {
    let declarations =
        sheet.lines().filter_map(|line| line.trim().strip_prefix("--parvis-")?.split_once(':'));
    declarations
        .filter_map(|(name, value)| {
            let (light, dark) =
                value.trim().strip_prefix("light-dark(")?.strip_suffix(");")?.split_once(", ")?;
            Some((name, [hex(light), hex(dark)]))
        })
        .collect()
}

/// `#rrggbb` as shares of sRGB.
fn hex(text: &str) -> Colour {
    let channel = |at: usize| f64::from(u8::from_str_radix(&text[at..at + 2], 16).unwrap()) / 255.0;
    assert_eq!(text.len(), 7, "{text} is not #rrggbb");
    [channel(1), channel(3), channel(5)]
}

/// `share` of `above` over `below`, as `color-mix(in srgb, …, transparent)` is painted.
fn over(above: Colour, share: f64, below: Colour) -> Colour {
    core::array::from_fn(|channel| above[channel] * share + below[channel] * (1.0 - share))
}

fn luminance(colour: Colour) -> f64 {
    let linear =
        |share: f64| if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) };
    0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}

fn contrast(a: Colour, b: Colour) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn text_and_marks_can_be_read_in_every_theme() {
    let mut wrong = Vec::new();
    for (theme, sheet) in THEMES {
        let colours = colours(sheet);
        for (mode, word) in ["light", "dark"].into_iter().enumerate() {
            let of = |name: &str| colours.get(name).unwrap_or_else(|| panic!("{theme} has no {name}"))[mode];
            let mut check = |what: &str, above: Colour, below: Colour, least: f64| {
                let found = contrast(above, below);
                if found < least {
                    wrong.push(format!("{theme} {word}: {what} {found:.2}, at least {least}"));
                }
            };
            let (surface, raised, text, accent) = (of("surface"), of("raised"), of("text"), of("accent"));
            // What 00-tokens.css derives: a tint of 8 % under what is chosen, an edge of 55 % of the text.
            let tint = over(accent, 0.08, surface);
            for (below, place) in [(surface, "surface"), (raised, "raised"), (tint, "tint")] {
                for name in ["text", "muted", "good", "bad", "accent"] {
                    check(&format!("{name} on {place}"), of(name), below, 4.5);
                }
                for name in ["star", "focus", "warn"] {
                    check(&format!("{name} on {place}"), of(name), below, 3.0);
                }
                check(&format!("edge on {place}"), over(text, 0.55, below), below, 3.0);
            }
            check("on-accent on accent", of("on-accent"), accent, 4.5);
            check("on-accent on accent, hovered", of("on-accent"), over(accent, 0.88, of("on-accent")), 4.5);
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_default_theme_is_the_default() {
    let plain = THEMES[0].1;
    for name in ["accent", "on-accent", "star", "good", "bad", "warn"] {
        let value = plain.split_once(&format!("--parvis-{name}: ")).unwrap().1.split_once(';').unwrap().0;
        assert!(SHEET.contains(&format!("var(--parvis-{name}, {value})")), "{name}: {value}");
    }
}

#[test]
fn muted_text_is_readable_as_a_share_of_the_pages_own_text() {
    // Without tokens muted is 76 % of the page's text: enough for any text of 9:1 on white or near black.
    for (text, page) in [("#1d1e20", "#ffffff"), ("#444444", "#ffffff"), ("#e8e6e1", "#15171a")] {
        let (text, page) = (hex(text), hex(page));
        assert!(contrast(over(text, 0.76, page), page) >= 4.5);
    }
}

#[test]
fn themes_set_known_tokens_and_nothing_else() {
    for (theme, sheet) in THEMES {
        for line in sheet.lines().map(str::trim).filter(|line| line.ends_with(';')) {
            let name = line.split_once(':').unwrap().0;
            assert!(SHEET.contains(&format!("var({name}")), "{theme} sets {name}, which nothing reads");
        }
    }
}

#[test]
fn the_sheet_keeps_the_rules_of_a_guest() {
    assert!(
        !SHEET.contains("rem;") && !SHEET.contains("rem)") && !SHEET.contains("rem "),
        "rem belongs to the page"
    );
    assert!(!SHEET.contains("url("), "a style may not load anything");
    for physical in [
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        " left:",
        " right:",
        "text-align: left",
    ] {
        assert!(!SHEET.contains(physical), "{physical} is wrong from right to left");
    }
}
