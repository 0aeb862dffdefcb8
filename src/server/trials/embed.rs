//! Fragments that a brand's server puts into its pages: drawn like the widget, told to search engines by their rules.

use super::{Answer, Trial, trial_time};
use axum::http::{Method, StatusCode};
use parvis_model::review::ReviewPage;
use parvis_model::site::Site;
use parvis_view::paint;
use serde_json::{Value, json};

const PATH: &str = "/embed/brume/reviews/moulin";

fn text(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
    std::str::from_utf8(&answer.body).unwrap()
}

/// What stands between two texts.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(inside, _)| inside)
}

/// What search engines are told.
fn linked(fragment: &str) -> Option<Value> {
    let json = between(fragment, "<script type=\"application/ld+json\">", "</script>")?;
    Some(serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}")))
}

#[tokio::test]
async fn a_fragment_holds_what_the_widget_draws_from_the_same_answers() {
    let trial = Trial::with(|config| config.base = Some("https://community.brume.example".to_owned())).await;
    let line = |n: u32| {
        format!(
            r#"{{"type":"review","id":"r{n} x","at":"2026-09-{:02}","by":"lea","subject":"moulin","lang":"fr","stars":3,"text":"Avis {n}"}}"#,
            n % 28 + 1
        )
    };
    let lines: Vec<String> = (0..30).map(line).collect();
    trial.load(lines.iter().map(String::as_str)).await;
    let site: Site = trial.read("/v1/brume").await.read();
    let page: ReviewPage = trial.read("/v1/brume/subjects/moulin/reviews?order=useful").await.read();
    for (path, lang) in [(PATH.to_owned(), "fr"), (format!("{PATH}?lang=en"), "en")] {
        let answer = trial.read(&path).await;
        let fragment = text(&answer);
        let origin = "https://community.brume.example".to_owned();
        let subject = page.subject.id.clone();
        let drawn = paint::reviews(site.clone(), origin, lang, trial_time(), subject, page.clone()).await;
        let opening = format!(
            "<parvis-reviews site=\"brume\" subject=\"moulin\" lang=\"{lang}\"><template shadowrootmode=\"open\">"
        );
        assert_eq!(between(fragment, &opening, "</template></parvis-reviews>"), Some(&*drawn), "{lang}");
        assert_eq!(drawn.matches("class=\"card review\"").count(), 10, "as many as a first view shows");
        assert!(!fragment.contains(" style=") && !fragment.contains("<style"), "no inline style");
        let told = linked(fragment).unwrap();
        let shown = page.reviews.iter().take(10).filter(|review| !review.item.by.is_brand());
        let texts: Vec<String> = shown.map(|review| review.item.text.to_plain()).collect();
        let told: Vec<&str> =
            told["review"].as_array().unwrap().iter().filter_map(|one| one["reviewBody"].as_str()).collect();
        assert_eq!(told, texts, "what is shown is told, and nothing else");
    }
}

#[tokio::test]
async fn search_engines_are_told_what_their_rules_ask_for() {
    let trial = Trial::new().await;
    trial
        .load([
            r#"{"type":"subject","id":"moulin","name":{"fr":"Moulin M1"},"url":"https://brume.example/p?a=1&b=2","gtins":["3760001"]}"#,
        ])
        .await;
    let fragment = trial.read(PATH).await;
    let told = linked(text(&fragment)).unwrap();
    let summary = trial.json("/v1/brume/subjects/moulin").await["summary"].clone();
    assert_eq!((&told["@context"], &told["@type"]), (&json!("https://schema.org"), &json!("Product")));
    assert_eq!(
        (&told["name"], &told["url"]),
        (&json!("Moulin M1"), &json!("https://brume.example/p?a=1&b=2"))
    );
    assert_eq!(told["gtin"], "3760001");
    let aggregate = &told["aggregateRating"];
    assert_eq!(aggregate["@type"], "AggregateRating");
    assert_eq!(aggregate["ratingValue"], summary["rating"]["average"]);
    assert_eq!(aggregate["reviewCount"], summary["rating"]["count"]);
    assert_eq!((&aggregate["bestRating"], &aggregate["worstRating"]), (&json!(5), &json!(1)));
    let reviews = told["review"].as_array().unwrap();
    assert_eq!(reviews.len(), 1, "the review of the brand by itself is not told");
    assert_eq!(reviews[0]["author"], json!({"@type": "Person", "name": "Léa"}));
    assert_eq!(reviews[0]["reviewRating"]["ratingValue"], 5);
    assert_eq!(reviews[0]["datePublished"], "2026-09-01");
    assert_eq!(reviews[0]["reviewBody"], "Solide et simple, rien à redire.");
    assert!(!text(&fragment).contains("Organization"));
}

#[tokio::test]
async fn where_no_customer_wrote_search_engines_are_told_nothing() {
    let trial = Trial::new().await;
    trial
        .load([
            r#"{"type":"subject","id":"neuf","name":{"fr":"Neuf"}}"#,
            r#"{"type":"subject","id":"soi","name":{"fr":"Soi"}}"#,
            r#"{"type":"review","id":"s1","at":"2026-09-02","by":"ines","subject":"soi","lang":"fr","stars":5,"text":"Nous l'aimons."}"#,
            r#"{"type":"review","id":"s2","at":"2026-09-02","by":"lea","subject":"soi","lang":"fr","stars":1,"text":"canari","state":"held"}"#,
        ])
        .await;
    for subject in ["neuf", "soi"] {
        let answer = trial.read(&format!("/embed/brume/reviews/{subject}")).await;
        let fragment = text(&answer);
        assert_eq!(linked(fragment), None, "{fragment}");
        assert!(fragment.contains("part=\"base\"") && !fragment.contains("canari"), "{fragment}");
    }
}

#[tokio::test]
async fn hostile_texts_end_neither_the_fragment_nor_its_data() {
    let trial = Trial::new().await;
    let nasty = "</template></parvis-reviews></script><script>alert(1)</script><!--";
    let lines = [
        json!({"type": "subject", "id": "mal", "name": {"fr": nasty}, "url": "javascript:alert(1)//http"}),
        json!({"type": "person", "id": "mal", "name": nasty}),
        json!({"type": "review", "id": "n1", "at": "2026-10-05", "by": "mal", "subject": "mal", "lang": "fr", "stars": 1,
               "title": nasty, "text": nasty, "verified": "imported", "verified_by": nasty}),
    ];
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    trial.load(lines.iter().map(String::as_str)).await;
    let answer = trial.read("/embed/brume/reviews/mal").await;
    let fragment = text(&answer);
    assert_eq!(fragment.matches("<script").count(), 1, "{fragment}");
    assert_eq!(fragment.matches("</template>").count(), 1);
    assert!(!fragment.contains("<!--") && !fragment.contains("javascript:"));
    let told = linked(fragment).unwrap();
    assert_eq!((&told["name"], &told["review"][0]["author"]["name"]), (&json!(nasty), &json!(nasty)));
    assert_eq!(told.get("url"), None);
}

#[tokio::test]
async fn the_sheet_is_that_of_the_widget_and_is_linked() {
    let folder = std::env::temp_dir().join(super::fresh_key());
    std::fs::create_dir_all(&folder).unwrap();
    let files = json!({"parvis-0a1b2c3d.css": {"integrity": "sha256-abc"}});
    let manifest = json!({"styles": "parvis-0a1b2c3d.css", "files": files});
    std::fs::write(folder.join("manifest.json"), manifest.to_string()).unwrap();
    for (base, href) in [
        (None, "/parvis-0a1b2c3d.css"),
        (Some("https://c.example/a".to_owned()), "https://c.example/a/parvis-0a1b2c3d.css"),
    ] {
        let assets = Some(folder.clone());
        let trial = Trial::with(|config| (config.assets, config.base) = (assets, base)).await;
        let answer = trial.read(PATH).await;
        let link = format!(
            "<template shadowrootmode=\"open\"><link rel=\"stylesheet\" href=\"{href}\" integrity=\"sha256-abc\" crossorigin>"
        );
        assert!(text(&answer).contains(&link), "{:?}", answer.body);
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_fragment_is_kept_like_other_reads_until_something_changes() {
    let trial = Trial::new().await;
    let first = trial.read(PATH).await;
    assert_eq!(first.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(first.header("cache-control"), trial.read("/v1/brume").await.header("cache-control"));
    assert_eq!(first.header("x-content-type-options"), "nosniff");
    assert!(first.header("content-security-policy").starts_with("default-src 'none'"));
    let again = trial.ask(Method::GET, PATH).header("if-none-match", first.header("etag")).send().await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let draft = json!({"lang": "fr", "stars": 4, "text": "Arrivé ce matin.", "name": "Zoé", "experienced": "2026-10-01", "received": "nothing"});
    let posted = trial.post("/v1/brume/subjects/moulin/reviews", &trial.token().await, draft).await;
    assert_eq!(posted.status, StatusCode::CREATED, "{:?}", posted.body);
    assert!(text(&trial.read(PATH).await).contains("Arrivé ce matin."));
}

#[tokio::test]
async fn what_is_not_there_has_no_fragment() {
    let trial = Trial::new().await;
    for path in ["/embed/brume/reviews/nothing", "/embed/nobody/reviews/moulin", "/embed/brume/polls/x"] {
        let answer = trial.read(path).await;
        assert_eq!((answer.status, &*answer.problem()), (StatusCode::NOT_FOUND, "not-found"), "{path}");
    }
    let odd = trial.read(&format!("{PATH}?theme=dark")).await;
    assert_eq!((odd.status, &*odd.problem()), (StatusCode::BAD_REQUEST, "malformed"));
}
