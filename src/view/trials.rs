//! Views drawn natively: key pieces as snapshots, words that must exist, texts that must stay texts.

mod hostile;
mod texts;

use crate::frame::Frame;
use crate::gallery::{now, read};
use crate::paint::paint;
use crate::pieces::{bars, labels, marks, moment, notice, person, pictures, rich, stars};
use crate::words::native;
use expect_test::{Expect, expect};
use parvis_model::item::{Disclosure, Item, Mark};
use parvis_model::rich::RichText;
use parvis_store::mine::Mine;
use yew::prelude::*;

async fn check(draw: fn(Frame) -> Html, expected: Expect) {
    let drawn = paint(move || {
        let words = native::french();
        draw(Frame {
            words: &words,
            now: now(),
            origin: "https://api.example",
            site: "brume",
            sheets: Some(&crate::pieces::compose::SHEETS),
            panels: Some(&crate::pieces::panels::PANELS),
            own: Some(&crate::own::OWN_PANELS),
        })
    });
    expected.assert_eq(&drawn.await.replace("><", ">\n<"));
}

fn item() -> Item {
    read(
        r#"{"id":"0000000000001","at":"2026-03-10T12:00:00Z","lang":"fr","text":[{"p":[{"text":"Bien."}]}],
        "by":{"id":"lea","name":"Léa","role":"brand","badges":[{"label":{"fr":"Mécano"},"reason":{"fr":"12 réparations"}}]},
        "marks":{"useful":1200,"not_useful":0,"save":0},
        "media":[{"src":"/media/a.webp","small":"/media/a-s.webp","alt":"Le \"joint\"","width":1200,"height":800},
                 {"src":"//evil.example/b.webp","alt":"ailleurs","width":1,"height":1}]}"#,
    )
}

#[tokio::test]
async fn stars_are_cut_to_the_tenth_and_say_their_number() {
    check(|frame| html! { <>{ stars::stars(frame, 4.5) }{ stars::stars(frame, 0.0) }</> }, expect![[r#"
        <span class="stars" part="stars" role="img" aria-label="4,5 sur 5">
        <svg class="row" viewBox="0 0 120 24" aria-hidden="true">
        <path class="off" d="m12 2 3 6.6 7.2.8-5.3 4.9 1.4 7.1L12 17.8l-6.3 3.6 1.4-7.1L1.8 9.4 9 8.6zm24 0 3 6.6 7.2.8-5.3 4.9 1.4 7.1-6.3-3.6-6.3 3.6 1.4-7.1-5.3-4.9 7.2-.8zm24 0 3 6.6 7.2.8-5.3 4.9 1.4 7.1-6.3-3.6-6.3 3.6 1.4-7.1-5.3-4.9 7.2-.8zm24 0 3 6.6 7.2.8-5.3 4.9 1.4 7.1-6.3-3.6-6.3 3.6 1.4-7.1-5.3-4.9 7.2-.8zm24 0 3 6.6 7.2.8-5.3 4.9 1.4 7.1-6.3-3.6-6.3 3.6 1.4-7.1-5.3-4.9 7.2-.8z">
        </path>
        <svg width="108" height="24">
        <path class="on" d="m12 2 3 6.6 7.2.8-5.3 4.9 1.4 7.1L12 17.8l-6.3 3.6 1.4-7.1L1.8 9.4 9 8.6zm24 0 3 6.6 7.2.8-5.3 4.9 1.4 7.1-6.3-3.6-6.3 3.6 1.4-7.1-5.3-4.9 7.2-.8zm24 0 3 6.6 7.2.8-5.3 4.9 1.4 7.1-6.3-3.6-6.3 3.6 1.4-7.1-5.3-4.9 7.2-.8zm24 0 3 6.6 7.2.8-5.3 4.9 1.4 7.1-6.3-3.6-6.3 3.6 1.4-7.1-5.3-4.9 7.2-.8zm24 0 3 6.6 7.2.8-5.3 4.9 1.4 7.1-6.3-3.6-6.3 3.6 1.4-7.1-5.3-4.9 7.2-.8z">
        </path>
        </svg>
        </svg>
        </span>
        <span class="stars" part="stars" role="img" aria-label="0 sur 5">
        <svg class="row" viewBox="0 0 120 24" aria-hidden="true">
        <path class="off" d="m12 2 3 6.6 7.2.8-5.3 4.9 1.4 7.1L12 17.8l-6.3 3.6 1.4-7.1L1.8 9.4 9 8.6zm24 0 3 6.6 7.2.8-5.3 4.9 1.4 7.1-6.3-3.6-6.3 3.6 1.4-7.1-5.3-4.9 7.2-.8zm24 0 3 6.6 7.2.8-5.3 4.9 1.4 7.1-6.3-3.6-6.3 3.6 1.4-7.1-5.3-4.9 7.2-.8zm24 0 3 6.6 7.2.8-5.3 4.9 1.4 7.1-6.3-3.6-6.3 3.6 1.4-7.1-5.3-4.9 7.2-.8zm24 0 3 6.6 7.2.8-5.3 4.9 1.4 7.1-6.3-3.6-6.3 3.6 1.4-7.1-5.3-4.9 7.2-.8z">
        </path>
        </svg>
        </span>"#]]).await;
}

#[tokio::test]
async fn a_mark_says_its_word_its_count_and_whether_it_is_pressed() {
    let draw = |frame: Frame| {
        let (item, mut mine) = (item(), Mine::default());
        mine.set_mark(item.id, Mark::Useful, true);
        marks::marks(frame, &item, &mine, &[Mark::Useful, Mark::Save])
    };
    check(draw, expect![[r#"
        <button type="button" class="mark" part="mark" aria-pressed="true" data-act="mark:0000000000001:useful">Utile, merci<span class="n">1 200</span>
        </button>
        <button type="button" class="mark" part="mark" aria-pressed="false" data-act="mark:0000000000001:save">Garder</button>"#]]).await;
}

#[tokio::test]
async fn a_person_shows_role_and_badges_with_their_reason() {
    check(
        |frame| person::person(frame, &item().by),
        expect![[r#"
            <span class="person" part="person">
            <bdi class="name">Léa</bdi>
            <span class="role brand">La marque</span>
            <details class="badge">
            <summary>Mécano</summary>
            <span class="reason">12 réparations</span>
            </details>
            </span>"#]],
    )
    .await;
}

#[tokio::test]
async fn a_moment_is_relative_to_read_and_absolute_to_know() {
    check(
        |frame| moment::moment(frame, item().at),
        expect![[
            r#"<time datetime="2026-03-10T12:00:00Z" title="10 mars 2026 à 12:00">il y a 2 jours</time>"#
        ]],
    )
    .await;
}

#[tokio::test]
async fn pictures_reserve_their_room_and_never_come_from_elsewhere() {
    check(|frame| pictures::pictures(frame, &item().media), expect![[r#"
        <div class="pictures" part="pictures">
        <a class="picture" href="https://api.example/media/a.webp" target="_blank" rel="noopener" aria-label="Le &quot;joint&quot; : ouvrir l’image">
        <img src="https://api.example/media/a-s.webp" alt="Le &quot;joint&quot;" width="1200" height="800" loading="lazy" decoding="async">
        </a>
        </div>"#]]).await;
}

#[tokio::test]
async fn a_tie_is_no_part_that_a_theme_could_hide() {
    check(
        |frame| labels::disclosure(frame, Some(Disclosure::Gift)),
        expect![[r#"<strong class="tie">Produit offert</strong>"#]],
    )
    .await;
}

#[tokio::test]
async fn rich_text_is_drawn_node_by_node_and_a_bad_link_stays_words() {
    let draw = |_: Frame| {
        let text: RichText = read(
            r#"[{"p":[{"strong":[{"text":"<b>"}]},"break",{"link":{"href":"javascript:alert(1)","text":[{"text":"ici"}]}},
            {"link":{"href":"https://a.example/?a=1&b=\"","text":[{"em":[{"text":"là"}]}]}}]},{"ol":[[{"text":"un"}]]},
            {"quote":[[{"text":"dit"}]]},{"h":[{"text":"T"}]},{"code":"</code>"}]"#,
        );
        rich::rich(&text)
    };
    check(
        draw,
        expect![[r#"
        <p>
        <strong>&lt;b&gt;</strong>
        <br>ici<a href="https://a.example/?a=1&amp;b=&quot;" rel="ugc nofollow noopener">
        <em>là</em>
        </a>
        </p>
        <ol>
        <li>un</li>
        </ol>
        <blockquote>
        <p>dit</p>
        </blockquote>
        <h4>T</h4>
        <pre tabindex="0">
        <code>&lt;/code&gt;</code>
        </pre>"#]],
    )
    .await;
}

#[tokio::test]
async fn a_long_text_is_all_there_and_opens_in_place() {
    let draw = |frame: Frame| {
        let text = RichText::plain(&"long ".repeat(300));
        let id = item().id;
        html! { <>{ rich::long(frame, id, &text, true) }{ rich::long(frame, id, &RichText::plain("court"), false) }</> }
    };
    let drawn = paint(move || {
        let words = native::english();
        draw(Frame {
            words: &words,
            now: now(),
            origin: "",
            site: "brume",
            sheets: Some(&crate::pieces::compose::SHEETS),
            panels: Some(&crate::pieces::panels::PANELS),
            own: Some(&crate::own::OWN_PANELS),
        })
    });
    let drawn = drawn.await;
    assert!(drawn.contains(&"long ".repeat(300)) && drawn.contains(r#"aria-expanded="true""#));
    assert_eq!(drawn.matches("<button").count(), 1, "a short text needs no button");
}

#[tokio::test]
async fn bars_are_widths_in_attributes() {
    check(
        |_| bars::bar_with_interval(0.452, (0.4, 0.5)),
        expect![[r#"
            <svg class="bar" aria-hidden="true">
            <rect class="track" width="100%" height="100%">
            </rect>
            <rect class="part" width="45.2%" height="100%">
            </rect>
            <line class="whisker" x1="40.0%" x2="50.0%" y1="50%" y2="50%">
            </line>
            <line class="whisker" x1="40.0%" x2="40.0%" y1="22%" y2="78%">
            </line>
            <line class="whisker" x1="50.0%" x2="50.0%" y1="22%" y2="78%">
            </line>
            </svg>"#]],
    )
    .await;
}

#[tokio::test]
async fn an_empty_list_says_what_to_do_first_and_leaves_the_word_to_the_host() {
    check(|frame| notice::empty(frame, "feed.empty", Html::default()), expect![[r#"
        <slot name="empty">
        <div class="notice" part="notice">
        <p class="lead">Personne n’a encore pris la parole ici</p>
        <p>Posez une question, racontez un usage, montrez une réparation : le premier message donne le ton.</p>
        </div>
        </slot>"#]]).await;
}

#[tokio::test]
async fn a_history_that_was_changed_afterwards_is_told_from_the_step_it_begins_with() {
    let told = |change: fn(&mut parvis_model::board::Idea)| {
        paint(move || {
            let words = native::french();
            let ideas = crate::gallery::sample_ideas();
            let mut idea = ideas.matching()[0].clone();
            change(&mut idea);
            let frame = Frame {
                words: &words,
                now: now(),
                origin: "",
                site: "brume",
                sheets: None,
                panels: None,
                own: None,
            };
            crate::idea::chain(frame, &idea)
        })
    };
    assert!(told(|_| ()).await.contains("chaque étape a toujours l’empreinte"));
    let tampered = told(|idea| idea.history[1].reason = "Abandonné.".to_owned()).await;
    assert!(tampered.contains("à partir de l’étape 2"), "{tampered}");
    let cut = told(|idea| drop(idea.history.remove(0))).await;
    assert!(cut.contains("à partir de l’étape 1"), "{cut}");
}
