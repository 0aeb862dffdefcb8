//! In the browser: what is read field by field is what `serde` reads.

use super::Read;
use js_sys::JSON;
use parvis_model::board::BoardPage;
use parvis_model::draft::Ballot;
use parvis_model::feed::{Candidates, FeedPage, Words};
use parvis_model::id::ItemId;
use parvis_model::item::Mark;
use parvis_model::live::Live;
use parvis_model::locality::CircleLocality;
use parvis_model::poll::{PollBallots, PollPage};
use parvis_model::pool::Pool;
use parvis_model::problem::Problem;
use parvis_model::ranking::{FeedWeights, IdeaWeights, MineWeights, ReviewWeights};
use parvis_model::review::ReviewPage;
use parvis_model::site::Policy;
use parvis_model::thread::Thread;
use parvis_model::time::Time;
use parvis_store::effect::{Kept, Method, Undo};
use parvis_store::mine::Mine;
use parvis_store::outbox::{Entry, State};
use parvis_store::profile::Profile;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const ITEM: &str = r#"{
    "id": "65WZSB8000000", "at": "2026-03-04T08:12:00Z", "edited": "2026-03-05T08:12:00.5Z",
    "by": {"id": "lea-m", "name": "Léa M.", "role": "ambassador", "badges": [{"label": {"fr": "Équipe"}, "reason": {"en": "Tests"}}]},
    "circle": "filtre", "lang": "fr", "title": "Mouture",
    "text": [{"p": [{"text": "a"}, "break", {"em": [{"strong": [{"code": "x"}]}]},
             {"link": {"href": "https://a.example", "text": [{"text": "b"}]}}]},
             {"ul": [[{"text": "c"}]]}, {"ol": [[]]}, {"quote": [[{"text": "d"}]]}, {"h": []}, {"code": "<b>"}],
    "media": [{"src": "/media/a.webp", "small": "/media/b.webp", "alt": "Un moulin", "width": 1200, "height": 900}],
    "disclosure": "gift", "marks": {"useful": 3, "not_useful": 1, "save": 2}, "n_replies": 4
}"#;
const BARE: &str = r#"{"id": "65WZSB8000001", "at": "2026-03-04T08:12:00Z", "by": {"id": "p", "name": "P"}, "lang": "en", "text": []}"#;

fn check<T: Read + DeserializeOwned + PartialEq + Debug>(json: &str) {
    let json = json.replace("$ITEM", ITEM).replace("$BARE", BARE);
    let value = JSON::parse(&json).unwrap_or_else(|_| panic!("no JSON: {json}"));
    let expected: T = serde_wasm_bindgen::from_value(value.clone()).unwrap();
    assert!(T::read(&value) == Some(expected), "{json}");
}

#[wasm_bindgen_test]
fn every_answer_reads_as_serde_reads_it() {
    let feed = r#"{"feed": "main", "n_posts": 2, "ranked_at": "2026-03-04T08:12:00Z", "next": "abc",
        "circles": [{"id": "filtre", "name": {"fr": "Filtre", "en": "Pour-over"}, "about": {}, "n_posts": 2, "n_month": 9}],
        "scale": {"activity": 1.5, "circle": 0.25, "typical": [0.1, 0.2, 0.3, 0.4]},
        "posts": [{"item": $ITEM, "reprise_of": "65WZSB8000001"}, {"item": $BARE}],
        "signals": [{"hot": 1, "tail": 2, "useful": 3, "not_useful": 4, "n_week": 5, "n_month": 6}, {"hot": 0, "tail": 0, "useful": 0, "not_useful": 0, "n_week": 0, "n_month": 0}], "revived": ["65WZSB8000001"]}"#;
    check::<FeedPage>(feed);
    check::<Pool>(
        r#"{"ranked_at": "2026-03-04T08:12:00Z", "scale": {"activity": 1.5, "circle": 0.25, "typical": [0.1, 0.2, 0.3, 0.4]},
        "circles": [{"id": "filtre", "name": {"fr": "Filtre"}, "n_posts": 2, "n_month": 9}],
        "posts": [{"item": $ITEM}, {"item": $BARE}],
        "signals": [{"hot": 1, "tail": 2, "useful": 3, "not_useful": 4, "n_week": 5, "n_month": 6}, {"hot": 0, "tail": 0, "useful": 0, "not_useful": 0, "n_week": 0, "n_month": 0}],
        "prints": ["AAABP___", ""], "near": [[1, 250], []], "took_part": [[0, 20500, 1, 20501], [1, 20502]],
        "people": ["lea-m", "p"], "next": "abc"}"#,
    );
    check::<Candidates>(
        r#"{"ranked_at": "2026-03-04T08:12:00Z", "circles": ["a"], "ids": ["65WZSB8000001"], "circle": [1],
        "hot": [4294967295], "tail": [0], "useful": [1], "not_useful": [2], "n_week": [3], "n_month": [4]}"#,
    );
    check::<Words>(
        r#"{"ranked_at": "2026-03-04T08:12:00Z", "first": "65WZSB8000001", "words": ["a", ""], "next": "x"}"#,
    );
    check::<Thread>(
        r#"{"root": "65WZSB8000000", "n_replies": 1, "replies": [{"item": $BARE, "on": "65WZSB8000000"}]}"#,
    );
    let review = r#"{"item": $ITEM, "subject": "m1", "stars": 4, "experienced": "2026-01-10", "recommends": true,
        "verified": "imported", "verified_by": "X", "received": "product", "scales": {"bruit": 3}, "context": {"usage": "filtre"},
        "detail": 431, "for_mix": true, "copy_of": "65WZSB8000001",
        "answer": {"item": $BARE, "on": "65WZSB8000000"}}"#;
    let page = r#"{"subject": {"id": "m1", "name": {"fr": "M1"}, "scales": [{"id": "bruit", "title": {}, "min": {}, "max": {}}]},
        "summary": {"rating": {"subject": "m1", "average": 4.25, "count": 4}, "histogram": [0, 1, 0, 0, 3], "recommend": [3, 4],
        "n_verified": 2, "n_received": 1}, "ranked_at": "2026-03-04T08:12:00Z", "reviews": [$REVIEW,
        {"item": $BARE, "subject": "m1", "stars": 1, "verified": "none"}]}"#;
    check::<ReviewPage>(&page.replace("$REVIEW", review));
    check::<BoardPage>(
        r#"{"board": {"id": "b", "name": {}, "n_ideas": 1, "n_voters": 2, "threshold": 20, "n_waiting": 0, "chain": "0f", "answered_in_days": 4}, "ranked_at": "2026-03-04T08:12:00Z",
        "ideas": [{"item": $BARE, "board": "b", "need": "x", "votes": {"agree": 1, "pass": 0, "disagree": 2},
        "voices": {"agree": 100, "all": 300, "every_group": 4000}, "status": "in_progress",
        "history": [{"at": "2026-03-04T08:12:00Z", "to": "merged", "by": {"id": "p", "name": "P", "role": "brand"}, "reason": "r",
        "would_change": "w", "into": "65WZSB8000000", "hash": "0f"}]}]}"#,
    );
    check::<FeedWeights>(
        r#"{"activity": 0.25, "circle": 0.4, "quality": 0.2, "freshness": 0.15, "half_life_hours": 12, "fresh_hours": 60, "repeat": 0.03}"#,
    );
    check::<MineWeights>(
        r#"{"community": 0.1, "ties": 0.43, "neighbours": 0.37, "taste": 0.1, "near": 0.15, "balance": 1.6}"#,
    );
    check::<ReviewWeights>(
        r#"{"helpful": 0.4, "text": 0.35, "media": 0.1, "freshness": 0.15, "fresh_days": 365}"#,
    );
    check::<IdeaWeights>(r#"{"approval": 0.2, "groups": 0.8, "prior": 3}"#);
    check::<Policy>(
        r#"{"checked": true, "how": {"fr": "a"}, "delay_days": 3, "counts": {"received": 3, "published": 2, "refused": 1}}"#,
    );
    check::<PollPage>(
        r#"{"poll": {"item": $BARE, "method": "multiple", "options": [{"id": "a", "text": {"fr": "A"}}], "max_choices": 2,
        "visibility": "after_vote", "min_n": 10, "opens": "2026-03-04T08:12:00Z", "closes": "2027-03-04T08:12:00Z"},
        "results": {"n_ballots": 3, "n_verified": 1, "counts": [2]}}"#,
    );
    check::<PollPage>(
        r#"{"poll": {"item": $BARE, "method": "grades", "options": [{"id": "a", "text": {"fr": "A"}}], "max_choices": 1,
        "grades": [{"fr": "Non"}, {}, {}, {}, {}], "default_grade": 1, "tie_rule": "median", "budget": {"points": 5, "most": 2},
        "visibility": "always", "min_n": 10, "opens": "2026-03-04T08:12:00Z", "may_change": false, "anonymous": true, "identity": "customer"},
        "results": {"n_ballots": 3, "n_verified": 1, "counts": [0], "tally": {"grades": [[0, 1, 2, 0, 0]], "points": [4], "firsts": [1], "pairs": [[0]]}}}"#,
    );
    check::<PollBallots>(r#"{"ballots": [{"choices": ["a", "b"], "n": 2}, {"values": [0, 5], "n": 1}]}"#);
}

#[wasm_bindgen_test]
fn every_live_event_reads_as_serde_reads_it() {
    for json in [
        r#"{"posted": {"item": "65WZSB8000000", "circle": "filtre"}}"#,
        r#"{"posted": {"item": "65WZSB8000000"}}"#,
        r#"{"replied": {"item": "65WZSB8000001", "on": "65WZSB8000000", "root": "65WZSB8000000", "n_replies": 2}}"#,
        r#"{"reviewed": {"item": "65WZSB8000000", "subject": "m1"}}"#,
        r#"{"proposed": {"item": "65WZSB8000000", "board": "b"}}"#,
        r#"{"marked": {"item": "65WZSB8000000", "marks": {"useful": 1, "not_useful": 0, "save": 0}}}"#,
        r#"{"voted": {"item": "65WZSB8000000", "votes": {"agree": 1, "pass": 0, "disagree": 0}}}"#,
        r#"{"balloted": {"item": "65WZSB8000000", "results": {"n_ballots": 1, "n_verified": 0, "counts": [1]}}}"#,
        r#"{"scheduled": {"item": "65WZSB8000000", "opens": "2026-03-04T08:12:00Z", "closes": "2026-03-05T08:12:00Z"}}"#,
        r#"{"scheduled": {"item": "65WZSB8000000", "opens": "2026-03-04T08:12:00Z"}}"#,
        r#"{"moved": {"item": "65WZSB8000000", "status": "shipped"}}"#,
        r#""reset""#,
    ] {
        check::<Live>(json);
    }
}

#[wasm_bindgen_test]
fn ballots_kept_as_choices_alone_still_read_and_cost_nothing_else_that_was_kept() {
    let kept = r#"{"marks": {"65WZSB8000000": ["useful"]}, "ballots": {"65WZSB8000001": ["b", "a"]}}"#;
    let mine: Mine = super::read_text(kept).unwrap();
    let new = kept.replace(r#"["b", "a"]"#, r#"{"choices": ["b", "a"]}"#);
    let expected: Mine = super::read_text(&new).unwrap();
    assert!(mine == expected, "{mine:?}");
}

#[wasm_bindgen_test]
fn what_the_device_keeps_reads_as_serde_wrote_it() {
    check::<Mine>(
        r#"{"marks": {"65WZSB8000000": ["useful", "save"]}, "votes": {"65WZSB8000000": "disagree"},
        "ballots": {"65WZSB8000000": {"choices": ["a", "b"]}, "65WZSB8000001": {"values": [3, 0]}}, "written": ["65WZSB8000001"], "name": "Léa"}"#,
    );
    check::<Problem>(
        r#"{"type": "/problems/invalid", "title": "x", "status": 422, "faults": [{"field": "text", "rule": "too_short", "limit": 10}]}"#,
    );
    check::<Profile>(r#"{"since": "2026-03-04T08:12:00Z"}"#);
    check::<Profile>(
        r#"{"since": "2026-03-04T08:12:00Z", "entries": [
        {"item": "65WZSB8000000", "act": "useful", "at": "2026-03-04T08:12:00Z", "title": "Mouture", "circle": "filtre", "print": "AAABP___"},
        {"item": "65WZSB8000001", "act": "less", "at": "2026-03-04T08:12:00Z", "title": "", "print": ""}],
        "people": [{"id": "lea-m", "name": "Léa M.", "is_followed": true, "at": "2026-03-04T08:12:00Z"}],
        "circles": [{"id": "filtre", "name": "Filtre", "is_followed": false, "at": "2026-03-04T08:12:00Z"}],
        "home": {"name": "Lyon", "at": {"latitude": 45.8, "longitude": -4.8}, "since": "2026-03-04T08:12:00Z"},
        "words": [[0, "moulin"], [16383, "grès"]], "left_out": [7], "sliders": {"ties": 0, "fresh": 100, "near": 25, "discovery": 200}}"#,
    );
    check::<CircleLocality>(
        r#"{"circle": "lyon", "locality": {"name": {"fr": "Lyon"}, "at": {"latitude": 45.76, "longitude": 4.84}}}"#,
    );
    let states = [
        State::Waiting(Time::from_millis(5)),
        State::Sending,
        State::Refused { problem: "closed".into(), faults: Vec::new() },
        State::Published { id: ItemId::from_u64(7), held: true },
    ];
    let undos = [
        Undo::Nothing,
        Undo::Mark(ItemId::from_u64(7), Mark::Save, true),
        Undo::Vote(ItemId::from_u64(7), None),
        Undo::Ballot(ItemId::from_u64(7), Some(Ballot { values: vec![2], ..Ballot::default() })),
    ];
    for (state, undo) in states.into_iter().zip(undos) {
        let form = Some(Kept { name: "post".into(), fields: vec![("text".into(), "a".into())] });
        let entry = Entry {
            key: "k".into(),
            at: Time::from_millis(1),
            method: Method::Put,
            path: "/p".into(),
            body: "{}".into(),
            said: "a".into(),
            undo,
            form,
            tries: 3,
            state,
        };
        let kept = entry.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap();
        assert!(Entry::read(&kept).as_ref() == Some(&entry), "{entry:?}");
    }
}

#[wasm_bindgen_test]
fn what_is_not_promised_is_nothing() {
    for json in ["null", "[]", "{}", r#"{"feed": 1}"#, r#""text""#] {
        let value = JSON::parse(json).unwrap_or(JsValue::NULL);
        assert!(FeedPage::read(&value).is_none(), "{json}");
        assert!(Live::read(&value).is_none(), "{json}");
    }
}
