//! Trials of taking and giving records.

use super::{NOW, later, new_reply, on_each, person, stage};
use crate::db::record::Record;
use crate::db::{Db, Error, Invitation, State, Taken, Voter};
use parvis_model::draft::Vote;
use parvis_model::id::{ItemId, SiteId, SubjectId};
use parvis_model::item::Mark;
use parvis_model::review::{Received, Verified};

async fn lines_of(db: &Db, site: &SiteId) -> Vec<String> {
    let mut lines = Vec::new();
    db.records::<Error>(site, |record| {
        lines.push(serde_json::to_string(&record)?);
        Ok(())
    })
    .await
    .unwrap();
    lines
}

#[tokio::test]
async fn records_given_and_taken_again_are_the_same_text() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let mut write = db.write(&stage.site, later(1)).await.unwrap();
        let id = ItemId::new(later(1), 77);
        let by = person("lou");
        let reply =
            write.reply(id, &by, stage.post, &new_reply("Un \u{1F642} \"mot\""), State::Published).await;
        write.reply(id, &by, reply.unwrap(), &new_reply("tenu"), State::Held).await.unwrap();
        write.mark(stage.post, "lou", Mark::Save).await.unwrap();
        let voter = Voter { is_verified: true, ..Voter::anyone("v1") };
        write.vote(stage.idea, voter, Vote::Pass).await.unwrap();
        for (order, token) in
            [("=1+1", "moulin.AAAAAAAAAAAAAAAAAAAAAA"), ("2", "moulin.BAAAAAAAAAAAAAAAAAAAAA")]
        {
            let moulin = SubjectId::parse("moulin").unwrap();
            let invitation =
                Invitation { subject: &moulin, order, token, received: Received::Product, expires: later(9) };
            write.invite(&invitation).await.unwrap();
        }
        let mut review = super::contributions::new_review(4, None);
        review.invitation = Some("moulin.BAAAAAAAAAAAAAAAAAAAAA".to_owned());
        let about = SubjectId::parse("moulin").unwrap();
        write.review(id, &by, &about, &review, Verified::None, State::Published).await.unwrap();
        write.commit().await.unwrap();
        let first = lines_of(&db, &stage.site).await;
        let other = SiteId::parse("copie").unwrap();
        db.found(&other).await.unwrap();
        // An item keeps its id, which is unique over all sites: the copy goes where the original is not.
        let copy = Db::open(&format!("sqlite://{}", copy_path().display())).await.unwrap();
        copy.found(&stage.site).await.unwrap();
        let mut write = copy.write(&stage.site, NOW).await.unwrap();
        for line in &first {
            let record: Record = serde_json::from_str(line).unwrap();
            let taken = write.load(&record).await.unwrap();
            let derived = matches!(&record, Record::Act(act) if act.kind == "reply");
            let expected = if derived { Taken::Already } else { Taken::New };
            assert_eq!(taken, expected, "{line}");
        }
        write.commit().await.unwrap();
        assert_eq!(lines_of(&copy, &stage.site).await, first);
        assert!(copy.entry(&stage.site, stage.post).await.unwrap().is_some(), "ids survive");
        let mut write = copy.write(&stage.site, NOW).await.unwrap();
        for line in &first {
            let record: Record = serde_json::from_str(line).unwrap();
            assert_eq!(write.load(&record).await.unwrap(), Taken::Already, "{line}");
        }
        drop(write);
        copy.close().await;
    })
    .await;
}

fn copy_path() -> std::path::PathBuf {
    std::env::temp_dir().join(format!("{}.sqlite", super::unique("parvis-copy")))
}

#[tokio::test]
async fn a_record_that_cannot_be_taken_says_why_and_harms_nothing() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let mut write = db.write(&stage.site, NOW).await.unwrap();
        let post = r#""by":"lou","lang":"fr""#;
        for (line, expected) in [
            (
                format!(r#"{{"type":"post","id":"a","at":"1969-01-01T00:00:00Z",{post},"text":"x"}}"#),
                "1969-01-01T00:00:00Z is not between 1970 and 2039",
            ),
            (
                format!(r#"{{"type":"post","id":"a","at":"2026-01-01T00:00:00Z",{post},"text":"\u0000"}}"#),
                "it holds the character U+0000, which no database keeps",
            ),
            (
                r#"{"type":"vote","at":"2026-01-01","idea":"x","by":"v","vote":2}"#.to_owned(),
                "a vote is 1, 0 or -1, not 2",
            ),
            (
                r#"{"type":"act","at":"2026-01-01","item":"q1","by":"v","kind":"stare"}"#.to_owned(),
                "`stare` is no kind of act",
            ),
            (
                r#"{"type":"ballot","at":"2026-01-01","poll":"q1","by":"v","choices":["z"]}"#.to_owned(),
                "the poll has no option `z`",
            ),
        ] {
            let record: Record = serde_json::from_str(&line).unwrap();
            assert_eq!(write.load(&record).await.unwrap(), Taken::Refused(expected.to_owned()), "{line}");
        }
        let lost = r#"{"type":"mark","at":"2026-01-01","item":"p9","by":"v","kind":"save"}"#;
        let record: Record = serde_json::from_str(lost).unwrap();
        let missing = Taken::Missing("there is no item `p9`".to_owned());
        assert_eq!(write.load(&record).await.unwrap(), missing);
        let plain =
            format!(r#"{{"type":"post","id":"b","at":"2026-01-01",{post},"text":"\\u0000 is spelled"}}"#);
        let record: Record = serde_json::from_str(&plain).unwrap();
        assert_eq!(write.load(&record).await.unwrap(), Taken::New);
        write.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_older_vote_does_not_replace_a_newer_one() {
    on_each(|db| async move {
        let stage = stage(&db).await;
        let idea = stage.idea;
        let mut write = db.write(&stage.site, NOW).await.unwrap();
        for (at, vote, expected) in [
            ("2026-02-01T00:00:00Z", 1, Taken::New),
            ("2026-01-01T00:00:00Z", -1, Taken::Already),
            ("2026-03-01T00:00:00Z", -1, Taken::New),
            ("2026-03-01T00:00:00Z", 0, Taken::Already),
        ] {
            let line = format!(r#"{{"type":"vote","at":"{at}","idea":"{idea}","by":"v","vote":{vote}}}"#);
            let record: Record = serde_json::from_str(&line).unwrap();
            assert_eq!(write.load(&record).await.unwrap(), expected, "{line}");
        }
        write.commit().await.unwrap();
        let votes = db.ideas(&stage.site, &[idea]).await.unwrap()[0].votes;
        assert_eq!((votes.agree, votes.pass, votes.disagree), (0, 0, 1));
    })
    .await;
}
