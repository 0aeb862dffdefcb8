//! Trials of whole files of other services: in, out, in again, and spoiled in many ways.

mod forms;
mod made;
mod spoiled;

use super::format::Format;
use super::give::{Form, Giving, give};
use super::products::Products;
use super::take::Asked;
use crate::db::Db;
use crate::lines::{self, FileReport, Import};
use made::encoded;
use parvis_model::id::SiteId;
use parvis_model::time::Time;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder with a fresh database, removed at the end.
pub struct Desk {
    folder: PathBuf,
    pub db: Db,
    pub site: SiteId,
}

impl Desk {
    pub async fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("parvis-exchange-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        let db = Db::open(&format!("sqlite://{}", folder.join("trial.sqlite").display())).await.unwrap();
        Self { folder, db, site: SiteId::parse("brume").unwrap() }
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn order(&self, file: &Path) -> Import {
        let products = Products { make: true, ..Products::default() };
        Import {
            site: self.site.clone(),
            files: vec![file.to_owned()],
            media: self.folder.join("media"),
            set: None,
            now: Time::parse("2026-10-15T12:00:00Z").unwrap(),
            asked: Asked { products, ..Asked::default() },
            rehearses: false,
        }
    }

    pub async fn take(&self, file: &Path) -> FileReport {
        lines::import(&self.db, &self.order(file)).await.unwrap().files.remove(0)
    }

    /// Everything, as lines.
    pub async fn all(&self) -> String {
        let file = self.folder.join("all.jsonl");
        lines::export(&self.db, &self.site, &self.folder.join("media"), Some(&file)).await.unwrap();
        fs::read_to_string(file).unwrap()
    }

    /// The published reviews in a form.
    pub async fn give(&self, form: Form) -> anyhow::Result<String> {
        let file = self.folder.join("given");
        let giving = Giving {
            site: self.site.clone(),
            form,
            base: Some("https://parvis.brume.example".to_owned()),
            product_url: None,
            file: Some(file.clone()),
        };
        give(&self.db, &giving).await?;
        Ok(fs::read_to_string(file).unwrap())
    }

    pub async fn clear(self) {
        self.db.close().await;
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

fn counts(report: &FileReport) -> (u64, u64, u64, usize) {
    (report.taken, report.already, report.twice, report.refused.len())
}

#[tokio::test]
async fn a_file_of_every_format_is_taken_whole_once_and_leaves_without_loss() {
    for format in Format::ALL {
        let desk = Desk::new().await;
        let file = desk.write("reviews", made::file(format, 400));
        let report = desk.take(&file).await;
        assert_eq!(report.format, Some(format.as_str()));
        assert_eq!(counts(&report), (400, 0, 0, 0), "{format}: {:?}", report.refused.first());
        let all = desk.all().await;
        assert!(!all.contains("lea@brume.example"), "{format} keeps an address");
        assert_eq!(counts(&desk.take(&file).await), (0, 400, 0, 0), "{format} again");
        assert_eq!(desk.all().await, all, "{format}: a second time changes nothing");
        let other = Desk::new().await;
        let lines = other.write("all.jsonl", &all);
        assert_eq!(other.take(&lines).await.refused, []);
        assert!(other.all().await == all, "{format}: lines bring back what they took");
        other.clear().await;
        desk.clear().await;
    }
}

#[tokio::test]
async fn ten_thousand_rows_of_every_exported_format_come_back_the_same() {
    for format in [Format::Judgeme, Format::Yotpo, Format::Loox, Format::Google] {
        let (desk, other) = (Desk::new().await, Desk::new().await);
        let file = desk.write("reviews", made::file(format, 10_000));
        assert_eq!(counts(&desk.take(&file).await), (10_000, 0, 0, 0), "{format}");
        let given = desk.give(Form::Exchange(format)).await.unwrap();
        let file = other.write("reviews", &given);
        assert_eq!(counts(&other.take(&file).await), (10_000, 0, 0, 0), "{format} again");
        assert!(desk.all().await == other.all().await, "{format} differs");
        assert!(other.give(Form::Exchange(format)).await.unwrap() == given, "{format} is written the same");
        other.clear().await;
        desk.clear().await;
    }
}

#[tokio::test]
async fn a_file_reads_the_same_in_every_encoding_and_with_every_delimiter() {
    let text = made::file(Format::Loox, 60);
    let mut first = None;
    for charset in ["utf-8", "utf-8 with mark", "utf-16le", "utf-16be", "windows-1252"] {
        for delimiter in [b',', b';', b'\t'] {
            let mut table = csv::WriterBuilder::new()
                .delimiter(delimiter)
                .terminator(csv::Terminator::CRLF)
                .from_writer(Vec::new());
            let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            rows.records().for_each(|row| table.write_record(&row.unwrap()).unwrap());
            let text = String::from_utf8(table.into_inner().unwrap()).unwrap();
            let desk = Desk::new().await;
            let file = desk.write("reviews.csv", encoded(&text, charset));
            assert_eq!(counts(&desk.take(&file).await), (60, 0, 0, 0), "{charset} {delimiter}");
            let all = desk.all().await;
            assert!(*first.get_or_insert_with(|| all.clone()) == all, "{charset} {delimiter}");
            desk.clear().await;
        }
    }
}

#[tokio::test]
async fn a_hundred_thousand_rows_are_rehearsed_and_nothing_is_written() {
    let desk = Desk::new().await;
    let file = desk.write("reviews.csv", made::file(Format::Okendo, 100_000));
    let order = Import { rehearses: true, ..desk.order(&file) };
    let report = lines::import(&desk.db, &order).await.unwrap();
    assert_eq!(counts(&report.files[0]), (100_000, 0, 0, 0));
    assert_eq!(desk.db.sites().await.unwrap(), []);
    desk.clear().await;
}

#[tokio::test]
async fn an_import_tells_by_row_and_column_what_it_took_and_what_it_did_not() {
    let desk = Desk::new().await;
    desk.db.found(&desk.site).await.unwrap();
    let header = "title,body,rating,review_date,reviewer_name,reviewer_email,product_id,product_handle,reply,\
                  picture_urls,curated,mood\n";
    let rows = concat!(
        "Bien,\"Solide,\nvraiment\",\"4,6\",2024-03-25,Marie-Anne de la Tour,m@brume.example,,moulin,Merci,https://cdn.example/a.jpg,ok,gai\n",
        "Bien,Autre texte,5,05/03/2024,Léa,,,moulin,,,,\n",
        "Bien,Autre texte,5,2031-01-01,Léa,,,moulin,,,,\n",
        "Bien,Autre texte,9,2024-03-25,Léa,,,moulin,,,,\n",
        "Bien,Autre texte,5,2024-03-25,Léa,,,le moulin,,,,\n",
        ",\"Solide,\nvraiment\",3,2024-04-01,Marie-Anne de la T.,,,moulin,,,,\n",
        ",Trop cher,1,2024-04-01,tom@brume.example,,,moulin,,http://cdn.example/b.jpg,not-yet,\n",
        ",Arnaque,1,2024-04-01,Bob,,,moulin,,,spam,\n",
    );
    let file = desk.write("reviews.csv", format!("{header}{rows}"));
    let report = lines::import(&desk.db, &desk.order(&file)).await.unwrap();
    let told = report.to_string().replace(&file.display().to_string(), "reviews.csv");
    expect_test::expect![[r#"
        reviews.csv: 3 taken, 0 already there, 1 there twice, 4 refused
          says the same as a row above, by the same author: taken once (1)
          the language cannot be told from so few words: taken as that of the site (1)
          the subject `moulin` is made (1)
          column curated: a nuisance at its source: kept as removed (1)
          column curated: not published at its source: held back (1)
          column mood: not known: not kept
          column picture_urls: left out a picture: only https addresses are taken (1)
          column picture_urls: left out a picture: there is no pictures/… beside the file (1)
          column rating: rounded to the nearest star, the higher of two equally near (1)
          column reply: it has no date: dated like its review (1)
          column reviewer_email: dropped: it belongs to a person (1)
          column reviewer_name: an address is no name: shown as anonymous (1)
          column reviewer_name: the family name is cut to its first letter (1)
          row 3 (line 4), column review_date: `05/03/2024` can be read in two ways; --dates day-first or --dates month-first says which
          row 4 (line 5), column review_date: `2031-01-01` is in the future
          row 5 (line 6), column rating: `9` is no note of 1 to 5
          row 6 (line 7), column product_handle: `le moulin` cannot be the key of a subject (1 to 64 letters, digits, - _ .): --subject-map can name one
    "#]].assert_eq(&told);
    let all = desk.all().await;
    let told: Vec<&str> = all.lines().filter(|line| !line.starts_with("{\"type\":\"site\"")).collect();
    expect_test::expect![[r#"
        {"type":"subject","id":"moulin","name":{"en":"moulin"},"about":{}}
        {"type":"person","id":"x-689618f70899bb485c4c6c77","name":"Bob"}
        {"type":"person","id":"x-7d9e9be3b28a7bb02a2b4f3b","name":"brume","role":"brand"}
        {"type":"person","id":"x-8e23ff71b58597554598de75","name":"anonymous"}
        {"type":"person","id":"x-9eb7d3bbc3785e0d757c69bd","name":"Marie-Anne de la T."}
        {"type":"review","id":"review-e3789a1cdd8e1d7064c51c80b234585b","at":"2024-03-25T00:00:00Z","by":"x-9eb7d3bbc3785e0d757c69bd","lang":"fr","title":"Bien","text":"Solide,\nvraiment","subject":"moulin","stars":5,"verified":"none","received":"nothing"}
        {"type":"review","id":"review-c93d3b8e7813bff6962f836dfd7e236d","at":"2024-04-01T00:00:00Z","by":"x-8e23ff71b58597554598de75","lang":"fr","text":"Trop cher","state":"held","subject":"moulin","stars":1,"verified":"none","received":"nothing"}
        {"type":"review","id":"review-f139f9ac71878fb173904ae2ecc16376","at":"2024-04-01T00:00:00Z","by":"x-689618f70899bb485c4c6c77","lang":"en","text":"Arnaque","state":"removed","subject":"moulin","stars":1,"verified":"none","received":"nothing"}
        {"type":"reply","id":"review-e3789a1cdd8e1d7064c51c80b234585b/reply","at":"2024-03-25T00:00:00Z","by":"x-7d9e9be3b28a7bb02a2b4f3b","lang":"fr","text":"Merci","on":"review-e3789a1cdd8e1d7064c51c80b234585b"}
        {"type":"act","at":"2024-03-25T00:00:00Z","item":"review-e3789a1cdd8e1d7064c51c80b234585b","by":"x-7d9e9be3b28a7bb02a2b4f3b","kind":"reply"}"#]].assert_eq(&told.join("\n"));
    expect_test::expect![[r#"
        url = "https://cdn.example/a.jpg"
        output = "pictures/90e24fd0886759f1aa5c244d.jpg"
    "#]]
    .assert_eq(&report.wanted());
    desk.clear().await;
}

#[tokio::test]
async fn a_subject_that_is_not_there_is_made_only_when_asked_for() {
    let desk = Desk::new().await;
    let file = desk.write("reviews.csv", made::file(Format::Shopify, 3));
    let mut order = desk.order(&file);
    order.asked.products.make = false;
    let report = lines::import(&desk.db, &order).await.unwrap();
    assert_eq!(counts(&report.files[0]), (0, 0, 0, 3));
    let refused = &report.files[0].refused[0];
    assert_eq!((refused.row, refused.column.as_deref()), (2, Some("product_handle")));
    assert!(refused.reason.contains("--create-subjects"), "{refused}");
    desk.clear().await;
}

#[tokio::test]
async fn a_picture_is_taken_from_beside_the_file_and_never_fetched() {
    let desk = Desk::new().await;
    let header = "product_handle,rating,author,body,created_at,photo_url\n";
    let row = "moulin,5,Léa,Belle photo,2024-03-25,https://cdn.example/a.png\n";
    let file = desk.write("reviews.csv", format!("{header}{row}"));
    let rehearsal = Import { rehearses: true, ..desk.order(&file) };
    let wanted = lines::import(&desk.db, &rehearsal).await.unwrap().files.remove(0).wanted;
    let (name, address) = wanted.first().unwrap();
    assert_eq!(address, "https://cdn.example/a.png");
    let mut png = Vec::new();
    image::DynamicImage::new_rgb8(3, 2)
        .write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png)
        .unwrap();
    desk.write(&format!("pictures/{name}"), png);
    assert!(desk.take(&file).await.wanted.is_empty());
    assert!(desk.all().await.contains(r#""media":[{"file":"m-"#));
    desk.clear().await;
}
