//! Reads are the same bytes for everybody, and are not sent twice to who has them.

use super::{Answer, Trial, tokens};
use axum::http::{Method, StatusCode};

/// Every public read, with ids of the trial site in place.
async fn reads(trial: &Trial) -> Vec<String> {
    let post = trial.post_id("Soirée").await;
    let site = trial.json("/v1/brume").await;
    let mut reads: Vec<String> = [
        "",
        "/ranking",
        "/feeds/main",
        "/feeds/main?order=newest",
        "/feeds/main?order=community&circle=filtre",
        "/feeds/main/candidates",
        "/feeds/main/words",
        "/feeds/main/pool",
        "/feeds/main/pool?circle=nantes",
        "/subjects/moulin",
        "/subjects/moulin/rating",
        "/subjects/moulin/reviews",
        "/subjects/moulin/reviews?order=lowest",
        "/boards/atelier",
        "/feeds/main/news.json",
        "/feeds/main/news.atom?circle=filtre",
        "/subjects/moulin/news.json",
        "/subjects/moulin/news.atom",
        "/boards/atelier/news.json",
        "/boards/atelier/news.atom",
    ]
    .map(|path| format!("/v1/brume{path}"))
    .into();
    reads.push(format!("/v1/brume/items/{post}"));
    reads.push(format!("/v1/brume/items/{post}/replies"));
    for poll in site["surfaces"]["polls"].as_array().unwrap() {
        reads.push(format!("/v1/brume/polls/{}", poll.as_str().unwrap()));
    }
    reads.push("/openapi.json".into());
    reads.push("/embed/brume/reviews/moulin".into());
    reads.push("/embed/brume/reviews/moulin?lang=en".into());
    reads
}

#[tokio::test]
async fn nothing_of_the_visitor_changes_a_byte() {
    let trial = Trial::new().await;
    let tokens = [trial.token().await, trial.token().await, tokens::signed("ed", &tokens::claims())];
    for path in reads(&trial).await {
        let plain = trial.read(&path).await;
        assert_eq!(plain.status, StatusCode::OK, "{path}: {:?}", plain.body);
        assert!(plain.headers.contains_key("etag") && !plain.headers.contains_key("set-cookie"), "{path}");
        assert_eq!(plain.header("vary"), "accept-encoding", "{path}");
        let mut others: Vec<(&str, String)> = [
            ("cookie", "session=1"),
            ("user-agent", "Mozilla/5.0 (iPhone)"),
            ("accept-language", "en;q=0.9"),
            ("accept", "text/html"),
            ("x-forwarded-for", "203.0.113.7"),
            ("x-forwarded-host", "evil.example"),
            ("x-forwarded-proto", "https"),
            ("forwarded", "for=203.0.113.7;host=evil.example"),
            ("x-original-url", "/v1/other"),
            ("x-http-method-override", "DELETE"),
            ("host", "evil.example"),
            ("origin", "https://evil.example"),
            ("referer", "https://evil.example/"),
            ("save-data", "on"),
            ("dnt", "1"),
        ]
        .map(|(name, value)| (name, value.to_owned()))
        .into();
        others.extend(tokens.iter().map(|token| ("authorization", format!("Bearer {token}"))));
        others.push(("authorization", "Bearer nonsense".into()));
        for (name, value) in others {
            let other = trial.ask(Method::GET, &path).header(name, &value).send().await;
            assert_eq!(other.body, plain.body, "{path} with {name}: {value}");
            assert_eq!(other.headers, plain.headers, "{path} with {name}: {value}");
        }
    }
}

#[tokio::test]
async fn who_has_the_bytes_is_told_so_in_every_form() {
    let trial = Trial::new().await;
    for path in reads(&trial).await {
        let mut forms = Vec::new();
        for coding in ["identity", "gzip", "br"] {
            let ask = |etag: &str| {
                let ask = trial.ask(Method::GET, &path).header("accept-encoding", coding);
                ask.header("if-none-match", etag).send()
            };
            let full = ask("\"other\"").await;
            assert_eq!(full.status, StatusCode::OK, "{path}");
            let packed = full.header("content-encoding");
            let is_small = trial.read(&path).await.body.len() < 256;
            assert_eq!(packed, if coding == "identity" || is_small { "" } else { coding }, "{path}");
            let etag = full.header("etag").to_owned();
            let again = ask(&etag).await;
            assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
            assert_eq!(again.header("etag"), etag);
            forms.push((etag, packed.to_owned(), unpack(&full, packed)));
        }
        for (etag, packed, body) in &forms {
            assert_eq!(*body, forms[0].2, "{path}");
            assert_eq!(*etag == forms[0].0, packed.is_empty(), "each form has its own tag: {path}");
        }
    }
}

#[tokio::test]
async fn a_committed_write_changes_what_it_touches_and_nothing_else() {
    let trial = Trial::new().await;
    let token = trial.token().await;
    let post = trial.post_id("Recette").await;
    let (item, other) = (format!("/v1/brume/items/{post}"), "/v1/brume/subjects/moulin");
    let (before, untouched) = (trial.read(&item).await, trial.read(other).await);
    let mark = trial.write(Method::PUT, &format!("{item}/marks/useful"), &token).send().await;
    assert_eq!(mark.json(), serde_json::json!({"useful": 1, "not_useful": 0, "save": 0}));
    let after = trial.read(&item).await;
    assert_ne!(before.header("etag"), after.header("etag"));
    assert_eq!(after.json()["post"]["item"]["marks"]["useful"], 1);
    assert_eq!(untouched.header("etag"), trial.read(other).await.header("etag"));
    let page = trial.json("/v1/brume/feeds/main").await;
    let shown = page["posts"].as_array().unwrap().iter().find(|shown| shown["item"]["id"] == *post).unwrap();
    assert_eq!(shown["item"]["marks"]["useful"], 1, "the page of the feed shows it too");
}

fn unpack(answer: &Answer, coding: &str) -> Vec<u8> {
    let mut plain = Vec::new();
    match coding {
        "br" => std::io::copy(&mut brotli::Decompressor::new(&*answer.body, 4096), &mut plain).unwrap(),
        "gzip" => std::io::copy(&mut flate2::read::GzDecoder::new(&*answer.body), &mut plain).unwrap(),
        _ => std::io::copy(&mut &*answer.body, &mut plain).unwrap(),
    };
    plain
}
