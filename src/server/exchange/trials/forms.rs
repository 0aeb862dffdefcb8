//! Trials of what others are given: schemas, what search engines may be told, and what nobody may see.

use super::{Desk, made};
use crate::exchange::format::Format;
use crate::exchange::give::Form;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

/// An element of Google's schema: what it may hold, in this order; `!` stands before what it must hold.
const SCHEMA: [(&str, &[&str]); 13] = [
    ("feed", &["!version", "aggregator", "!publisher", "reviews"]),
    ("publisher", &["!name", "favicon"]),
    ("reviews", &["review"]),
    (
        "review",
        &[
            "!review_id",
            "!reviewer",
            "is_verified_purchase",
            "is_incentivized_review",
            "!review_timestamp",
            "title",
            "!content",
            "review_language",
            "review_country",
            "pros",
            "cons",
            "!review_url",
            "reviewer_images",
            "!ratings",
            "!products",
            "is_spam",
            "collection_method",
            "transaction_id",
        ],
    ),
    ("reviewer", &["!name", "reviewer_id"]),
    ("reviewer_images", &["reviewer_image"]),
    ("reviewer_image", &["!url"]),
    ("ratings", &["!overall"]),
    ("products", &["!product"]),
    ("product", &["!product_ids", "product_name", "!product_url"]),
    ("product_ids", &["gtins", "mpns", "skus", "brands", "asins"]),
    ("gtins", &["gtin"]),
    ("skus", &["sku"]),
];

/// What of an XML text breaks the schema.
fn faults(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut faults = Vec::new();
    let mut open: Vec<(String, Vec<String>, String)> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                if let Some((_, children, _)) = open.last_mut() {
                    children.push(name.clone());
                }
                open.push((name, Vec::new(), String::new()));
            }
            Event::Text(text) => {
                if let Some((_, _, said)) = open.last_mut() {
                    *said += &text;
                }
            }
            Event::End(_) => {
                let (name, children, said) = open.pop().unwrap();
                let Some((_, allowed)) = SCHEMA.iter().find(|(own, _)| *own == name) else {
                    let is_leaf = children.is_empty() && !said.trim().is_empty();
                    if !is_leaf {
                        faults.push(format!("<{name}> is empty or holds {children:?}"));
                    }
                    continue;
                };
                let place =
                    |child: &String| allowed.iter().position(|own| own.trim_start_matches('!') == child);
                let places: Vec<Option<usize>> = children.iter().map(place).collect();
                if places.contains(&None) || !places.is_sorted() {
                    faults.push(format!("<{name}> holds {children:?}"));
                }
                for needed in allowed.iter().filter_map(|own| own.strip_prefix('!')) {
                    if !children.iter().any(|child| child == needed) {
                        faults.push(format!("<{name}> lacks <{needed}>"));
                    }
                }
            }
            Event::Eof => return faults,
            _ => {}
        }
    }
}

/// Reviews of three states, one with a picture's worth of odd letters.
const LINES: &str = r#"{"type":"site","id":"brume","name":"Brume & Cie","languages":["fr"]}
{"type":"subject","id":"moulin","name":{"fr":"Moulin <M1>"},"url":"https://brume.example/p/moulin?a=1&b=2","gtins":["3760001"]}
{"type":"person","id":"ines","name":"Inès","role":"brand"}
{"type":"person","id":"lea","name":"Léa"}
{"type":"review","id":"r1","at":"2026-01-01","by":"lea","subject":"moulin","lang":"fr","stars":4,"title":"Bien","text":"Solide & <beau>\u0008, ]]> vraiment","verified":"invitation","experienced":"2025-12-24"}
{"type":"review","id":"r2","at":"2026-01-02","by":"lea","subject":"moulin","lang":"fr","stars":1,"text":"canari retenu","state":"held"}
{"type":"review","id":"r3","at":"2026-01-03","by":"lea","subject":"moulin","lang":"fr","stars":1,"text":"canari retiré","state":"removed"}
{"type":"review","id":"r4","at":"2026-01-04","by":"ines","subject":"moulin","lang":"fr","stars":5,"text":"Nous l'aimons beaucoup."}
{"type":"review","id":"r5","at":"2026-01-05","by":"lea","subject":"neuf","lang":"fr","stars":3,"text":""}
{"type":"reply","id":"c1","at":"2026-01-06","by":"ines","on":"r1","lang":"fr","text":"Merci Léa"}
{"type":"reply","id":"c2","at":"2026-01-07","by":"ines","on":"r1","lang":"fr","text":"canari non dit","state":"held"}
"#;

async fn desk() -> Desk {
    let desk = Desk::new().await;
    let file = desk.write("site.jsonl", LINES);
    let report = desk.take(&file).await;
    assert_eq!(report.refused, []);
    desk
}

#[tokio::test]
async fn what_is_held_or_removed_is_in_no_form() {
    let desk = desk().await;
    for (word, form) in Form::ALL {
        let given = desk.give(form).await.unwrap();
        assert!(given.contains("vraiment") && !given.contains("canari"), "{word}: {given}");
    }
    desk.clear().await;
}

#[tokio::test]
async fn the_feed_for_google_keeps_its_schema() {
    let desk = desk().await;
    let given = desk.give(Form::Exchange(Format::Google)).await.unwrap();
    assert_eq!(faults(&given), Vec::<String>::new(), "{given}");
    expect_test::expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <feed xmlns:vc="http://www.w3.org/2007/XMLSchema-versioning" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://www.google.com/shopping/reviews/schema/product/2.4/product_reviews.xsd">
        <version>2.4</version>
        <publisher><name>Brume &amp; Cie</name></publisher>
        <reviews>
        <review><review_id>6DQDPN803GKKX</review_id><reviewer><name>Léa</name><reviewer_id>lea</reviewer_id></reviewer><is_verified_purchase>true</is_verified_purchase><review_timestamp>2026-01-01T00:00:00Z</review_timestamp><title>Bien</title><content>Solide &amp; &lt;beau&gt;, ]]&gt; vraiment</content><review_language>fr</review_language><review_url type="group">https://brume.example/p/moulin?a=1&amp;b=2</review_url><ratings><overall min="1" max="5">4</overall></ratings><products><product><product_ids><gtins><gtin>3760001</gtin></gtins><skus><sku>moulin</sku></skus></product_ids><product_name>Moulin &lt;M1&gt;</product_name><product_url>https://brume.example/p/moulin?a=1&amp;b=2</product_url></product></products><collection_method>after_fulfillment</collection_method></review>
        </reviews>
        </feed>
    "#]].assert_eq(&given);
    desk.clear().await;
    let desk = Desk::new().await;
    let file = desk.write("reviews.xml", made::file(Format::Google, 300));
    desk.take(&file).await;
    let given = desk.give(Form::Exchange(Format::Google)).await.unwrap();
    assert_eq!(faults(&given), Vec::<String>::new());
    assert_eq!(given.matches("<review>").count(), 300);
    assert_ne!(
        faults(&given.replace("<version>2.4</version>", "")),
        Vec::<String>::new(),
        "the check can fail"
    );
    desk.clear().await;
}

#[tokio::test]
async fn search_engines_are_told_what_visitors_see_and_nothing_of_the_brand() {
    let desk = desk().await;
    let given = desk.give(Form::Linked).await.unwrap();
    let document: Value = serde_json::from_str(&given).unwrap();
    let products = document["@graph"].as_array().unwrap();
    assert_eq!(products.len(), 2);
    for product in products {
        assert_eq!(product["@type"], "Product");
        let count = product["aggregateRating"]["reviewCount"].as_u64().unwrap();
        assert!(count > 0 && !product["review"].as_array().unwrap().is_empty());
    }
    assert_eq!(products[0]["aggregateRating"]["ratingValue"], 4.0, "the brand's own review does not count");
    assert!(!given.contains("Organization") && !given.contains("LocalBusiness"));
    desk.clear().await;
    let empty = Desk::new().await;
    empty.db.found(&empty.site).await.unwrap();
    let told = format!("{:#}", empty.give(Form::Linked).await.unwrap_err());
    assert!(told.contains("no review is published"), "{told}");
    empty.clear().await;
}

#[tokio::test]
async fn news_are_whole_and_the_newest_come_first() {
    let desk = desk().await;
    let feed: Value = serde_json::from_str(&desk.give(Form::JsonFeed).await.unwrap()).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    let items = feed["items"].as_array().unwrap();
    let days: Vec<&str> = items.iter().map(|item| &item["date_published"].as_str().unwrap()[..10]).collect();
    assert_eq!(days, ["2026-01-05", "2026-01-04", "2026-01-01"]);
    assert_eq!(items[2]["_parvis"]["answer"]["text"], "Merci Léa");
    let atom = desk.give(Form::Atom).await.unwrap();
    let mut reader = Reader::from_str(&atom);
    let mut n_entries = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => n_entries += usize::from(tag.name().as_ref() == "entry"),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(n_entries, 3);
    assert!(atom.contains("<updated>2026-01-05T00:00:00Z</updated>"), "{atom}");
    desk.clear().await;
}

#[tokio::test]
async fn no_cell_of_a_table_can_be_computed() {
    let desk = Desk::new().await;
    let file = desk.write("reviews.csv", made::file(Format::Yotpo, 300));
    desk.take(&file).await;
    for format in [Format::Judgeme, Format::Yotpo, Format::Loox] {
        let given = desk.give(Form::Exchange(format)).await.unwrap();
        let mut table = csv::ReaderBuilder::new().has_headers(false).from_reader(given.as_bytes());
        let mut n_guarded = 0;
        for row in table.records() {
            for cell in row.unwrap().iter() {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{format}: {cell}");
                n_guarded += usize::from(cell.starts_with('\''));
            }
        }
        assert!(n_guarded > 50, "{format}");
        let header: Vec<&str> = made::columns(format).iter().map(|(name, _)| *name).collect();
        assert_eq!(given.lines().next(), Some(header.join(",").as_str()), "the exact header of {format}");
    }
    desk.clear().await;
}
