//! Trials of what an exchange with other services reads.

use super::{load, on_each, stage};
use crate::db::{Error, Shared};

const LINES: &str = r#"
    {"type":"person","id":"ines","name":"Inès","role":"brand"}
    {"type":"review","id":"r1","at":"2026-01-01","by":"lea","subject":"moulin","lang":"fr","stars":4,"text":"Solide"}
    {"type":"review","id":"r2","at":"2026-01-02","by":"lea","subject":"moulin","lang":"fr","stars":1,"text":"Retenu","state":"held"}
    {"type":"review","id":"r3","at":"2026-01-03","by":"ines","subject":"neuf","lang":"fr","stars":5,"text":"Beau"}
    {"type":"reply","id":"c1","at":"2026-01-04","by":"ines","on":"r1","lang":"fr","text":"Merci"}
    {"type":"reply","id":"c2","at":"2026-01-05","by":"ines","on":"r1","lang":"fr","text":"Merci encore"}
    {"type":"reply","id":"c3","at":"2026-01-06","by":"lea","on":"r1","lang":"fr","text":"De rien"}
    {"type":"reply","id":"c4","at":"2026-01-07","by":"ines","on":"r1","lang":"fr","text":"Tenu","state":"held"}"#;

#[tokio::test]
async fn others_get_what_is_published_and_an_import_knows_all_that_was_said() {
    on_each(|db| async move {
        let site = stage(&db).await.site;
        // Inès is there by the poll of the stage, and is told here whom she speaks for.
        load(&db, &site, LINES).await;
        let mut shared = Vec::new();
        let give = |Shared { author, by_brand, review, answer, .. }: Shared| {
            let answer = answer.map_or_else(String::new, |(text, at)| format!(" / {text} {at}"));
            shared.push(format!("{author} {by_brand} {}{answer}", review.item.text));
            Ok::<(), Error>(())
        };
        db.shared_reviews(&site, give).await.unwrap();
        assert_eq!(shared, ["Inès true Beau", "lea false Solide / Merci encore 2026-01-05T00:00:00Z"]);
        let mut known = Vec::new();
        db.review_words(&site, |review| {
            known.push(format!("{} {} {}", review.subject, review.author, review.text))
        })
        .await
        .unwrap();
        assert_eq!(known, ["moulin lea Solide", "moulin lea Retenu", "neuf Inès Beau"]);
        let subjects = db.subject_ids(&site).await.unwrap();
        assert_eq!(subjects.iter().map(ToString::to_string).collect::<Vec<_>>(), ["moulin", "neuf"]);
        assert_eq!(db.subject_records(&site).await.unwrap()[&subjects[0]].name.pick("fr"), "Moulin");
    })
    .await;
}
