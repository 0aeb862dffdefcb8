//! Trials of what readers of feeds are told of a board.

use super::{load, on_each, stage};
use parvis_model::id::BoardId;

#[tokio::test]
async fn what_happened_to_an_idea_last_moves_it_up() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let lines = r#"
            {"type":"person","id":"ines","name":"Inès","role":"brand"}
            {"type":"idea","id":"a","at":"2026-01-01","by":"lea","board":"atelier","lang":"fr","title":"répondue","text":"T"}
            {"type":"idea","id":"b","at":"2026-01-02","by":"lea","board":"atelier","lang":"fr","title":"décidée","text":"T","history":[{"at":"2026-02-01","to":"considered","by":"ines","reason":"R"},{"at":"2026-02-03","to":"planned","by":"ines","reason":"R"}]}
            {"type":"idea","id":"c","at":"2026-01-03","by":"lea","board":"atelier","lang":"fr","title":"changée","text":"T","edited":"2026-02-02T00:00:00Z"}
            {"type":"idea","id":"d","at":"2026-01-04","by":"lea","board":"atelier","lang":"fr","title":"calme","text":"T"}
            {"type":"idea","id":"e","at":"2026-03-01","by":"lea","board":"atelier","lang":"fr","title":"retenue","text":"T","state":"held"}
            {"type":"reply","id":"r1","at":"2026-02-04","by":"ines","on":"a","lang":"fr","text":"R"}
            {"type":"reply","id":"r2","at":"2026-02-05","by":"lea","on":"d","lang":"fr","text":"R"}
            {"type":"reply","id":"r3","at":"2026-02-06","by":"ines","on":"d","lang":"fr","text":"R","state":"held"}"#;
        load(&db, &stage.site, lines).await;
        let board = BoardId::parse("atelier").unwrap();
        let ids = db.stirred_ideas(&stage.site, &board, 50).await.unwrap();
        assert_eq!(ids[0], stage.idea, "the idea of the stage is the newest");
        let ideas = db.ideas(&stage.site, &ids).await.unwrap();
        let titles: Vec<&str> = ideas.iter().skip(1).filter_map(|idea| idea.item.title.as_deref()).collect();
        assert_eq!(titles, ["répondue", "décidée", "changée", "calme"]);
        assert_eq!(db.stirred_ideas(&stage.site, &board, 2).await.unwrap(), ids[..2]);
    })
    .await;
}
