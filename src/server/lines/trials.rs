//! Trials of whole files in and out: the demo community, made-up rows, and real data where it is there.

use super::{Import, Report, export, import};
use crate::db::Db;
use crate::exchange::Asked;
use parvis_model::id::SiteId;
use parvis_model::time::Time;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder with a fresh database, removed at the end.
struct Desk {
    folder: PathBuf,
    db: Db,
    site: SiteId,
}

impl Desk {
    async fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("parvis-lines-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        let db = Db::open(&format!("sqlite://{}", folder.join("trial.sqlite").display())).await.unwrap();
        Self { folder, db, site: SiteId::parse("brume").unwrap() }
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.join(name);
        fs::write(&path, text).unwrap();
        path
    }

    async fn import(&self, files: &[PathBuf]) -> Report {
        let order = Import {
            site: self.site.clone(),
            files: files.to_vec(),
            media: self.folder.join("media"),
            set: None,
            now: Time::from_millis(1_793_520_000_000),
            asked: Asked::default(),
            rehearses: false,
        };
        import(&self.db, &order).await.unwrap()
    }

    async fn export(&self) -> PathBuf {
        let file = self.folder.join("export.jsonl");
        export(&self.db, &self.site, &self.folder.join("media"), Some(&file)).await.unwrap();
        file
    }

    async fn clear(self) {
        self.db.close().await;
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

/// Exports, imports that into a fresh database, exports again: both files must be the same bytes.
async fn check_round(desk: &Desk) -> u64 {
    let first = desk.export().await;
    let other = Desk::new().await;
    let report = other.import(std::slice::from_ref(&first)).await;
    assert_eq!(report.refused(), 0, "{report}");
    let (bytes, again) = (fs::read(&first).unwrap(), fs::read(other.export().await).unwrap());
    assert!(bytes == again, "{} differs from its copy", first.display());
    other.clear().await;
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

fn workspace() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

#[tokio::test]
async fn the_demo_community_is_taken_whole_once_and_given_back() {
    let mut files: Vec<PathBuf> = fs::read_dir(workspace().join("www/demo"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let desk = Desk::new().await;
    let report = desk.import(&files).await;
    assert_eq!(report.refused(), 0, "{report}");
    let n_notes: usize = report.files.iter().map(|file| file.notes.len()).sum();
    assert_eq!(n_notes, 0, "nothing is left out: {report}");
    assert_eq!(desk.import(&files).await.taken(), 0);
    assert!(check_round(&desk).await > 1_000);
    desk.clear().await;
}

#[tokio::test]
async fn a_bad_row_is_told_with_its_line_and_stops_nothing() {
    let desk = Desk::new().await;
    let rows = concat!(
        "{\"type\":\"reply\",\"id\":\"r\",\"at\":\"2026-01-02\",\"by\":\"lou\",\"lang\":\"fr\",\"on\":\"p\",\"text\":\"b\"}\n",
        "\n",
        "{\"type\":\"post\",\"id\":\"p\",\"at\":\"2026-01-01\",\"by\":\"lou\",\"lang\":\"fr\",\"text\":\"a\",\"mood\":3}\n",
        "not json\n",
        "{\"type\":\"poem\"}\n",
        "{\"type\":\"post\",\"id\":\"q\",\"at\":\"yesterday\",\"by\":\"lou\",\"lang\":\"fr\",\"text\":\"a\"}\n",
        "{\"type\":\"mark\",\"at\":\"2026-01-01\",\"item\":\"nowhere\",\"by\":\"x\",\"kind\":\"save\"}\n",
        "{\"type\":\"mark\",\"at\":\"2026-01-01\",\"item\":\"p\",\"by\":\"x\",\"kind\":\"save\"}",
    );
    let file = desk.write("rows.jsonl", rows);
    let report = desk.import(core::slice::from_ref(&file)).await;
    let told = report.files[0].refused.iter().map(|refused| format!("{}: {}", refused.line, refused.reason));
    let told: Vec<String> = told.map(|text| text.split(" at line").next().unwrap().to_owned()).collect();
    expect_test::expect![[r#"
        4: expected ident
        5: unknown variant `poem`, expected one of `site`, `circle`, `subject`, `board`, `person`, `post`, `review`, `idea`, `poll`, `reply`, `decision`, `mark`, `act`, `vote`, `ballot`, `invitation`
        6: `yesterday` is neither a time of RFC 3339 nor a day as YYYY-MM-DD
        7: there is no item `nowhere`"#]]
    .assert_eq(&told.join("\n"));
    assert_eq!((report.files[0].taken, report.files[0].already), (3, 0));
    let notes: Vec<String> = report.files[0].notes.keys().map(ToString::to_string).collect();
    assert_eq!(notes, ["column mood: not kept"]);
    let again = desk.import(&[file]).await;
    assert_eq!((again.files[0].taken, again.files[0].already), (0, 3));
    desk.clear().await;
}

#[tokio::test]
async fn an_import_tells_open_pages_once_and_only_when_something_came() {
    let desk = Desk::new().await;
    let file = desk.write("rows.jsonl", "{\"type\":\"person\",\"id\":\"lou\",\"name\":\"Lou\"}\n");
    desk.import(core::slice::from_ref(&file)).await;
    desk.import(&[file]).await;
    assert_eq!(desk.db.last_event(&desk.site).await.unwrap(), 1);
    desk.clear().await;
}

#[tokio::test]
async fn made_up_rows_of_every_kind_come_back_byte_for_byte() {
    let desk = Desk::new().await;
    let mut rows = String::new();
    let mut chance = 7u64;
    let mut roll = |n: u64| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) % n
    };
    let texts =
        ["Été, \u{1F375} et « guillemets »", "a\\b\"c\"\n\nd", "\u{202E}rtl", "*x*", " ", "日本語 テキスト"];
    for n in 0..400 {
        let (at, text) = (1_700_000_000_000 + roll(90_000_000) as i64, texts[roll(6) as usize]);
        let (at, text) = (Time::from_millis(at), serde_json::to_string(text).unwrap());
        let by = format!("p{}", roll(20));
        let item = format!(r#""id":"k {n}","at":"{at}","by":"{by}","lang":"fr","text":{text}"#);
        let earlier = format!("k {}", roll(n + 1));
        rows += &match roll(8) {
            0 => format!(r#"{{"type":"post",{item},"circle":"c{}","useful":{}}}"#, roll(3), roll(9)),
            1 => format!(r#"{{"type":"post",{item},"reprise_of":"{earlier}","state":"held"}}"#),
            2 => format!(r#"{{"type":"reply",{item},"on":"{earlier}"}}"#),
            3 => format!(
                r#"{{"type":"review",{item},"subject":"s","stars":{},"received":"discount"}}"#,
                1 + roll(5)
            ),
            4 => format!(r#"{{"type":"idea",{item},"board":"b","agree":{}}}"#, roll(2)),
            5 => format!(r#"{{"type":"mark","at":"{at}","item":"{earlier}","by":"{by}","kind":"useful"}}"#),
            6 => {
                format!(r#"{{"type":"mark","at":"{at}","item":"{earlier}","by":"{by}","kind":"not_useful"}}"#)
            }
            _ => format!(r#"{{"type":"act","at":"{at}","item":"{earlier}","by":"{by}","kind":"view"}}"#),
        };
        rows.push('\n');
    }
    let file = desk.write("rows.jsonl", &rows);
    let report = desk.import(&[file]).await;
    assert!(report.taken() > 150, "{report}");
    assert!(check_round(&desk).await > 150);
    desk.clear().await;
}

#[tokio::test]
async fn a_gzipped_file_is_read_by_its_content_and_a_broken_one_keeps_what_came_before() {
    let desk = Desk::new().await;
    let rows: String = (0..3_000).map(|n| format!("{{\"id\":\"i{n}\",\"at\":{n}}}\n")).collect();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(rows.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let broken = desk.folder.join("items.jsonl");
    fs::write(&broken, &packed[..packed.len() / 2]).unwrap();
    let order = Import {
        site: desk.site.clone(),
        files: vec![broken.clone()],
        media: desk.folder.join("media"),
        set: Some("a".to_owned()),
        now: Time::from_millis(0),
        asked: Asked::default(),
        rehearses: false,
    };
    import(&desk.db, &order).await.unwrap_err();
    fs::write(&broken, &packed).unwrap();
    let report = import(&desk.db, &order).await.unwrap();
    let file = &report.files[0];
    assert_eq!((file.taken + file.already, file.refused.len()), (3_000, 0));
    assert!(file.already >= 1_000, "batches before the break stayed: {report}");
    desk.clear().await;
}

#[tokio::test]
async fn real_sets_load_whole() {
    let home =
        std::env::var_os("PARVIS_DATA").map_or_else(|| workspace().join("../shared/data"), PathBuf::from);
    if !home.join("ideas-ssis").is_dir() {
        println!("absent: data");
        assert!(!std::env::var("PARVIS_REQUIRE").unwrap_or_default().contains("data"), "data is required");
        return;
    }
    let desk = Desk::new().await;
    let files: Vec<PathBuf> =
        ["ideas-ssis/voters", "ideas-ssis/votes", "ideas-ssis/ideas", "feed-weeks/items"]
            .iter()
            .map(|name| home.join(format!("{name}.jsonl.gz")))
            .collect();
    let report = desk.import(&files).await;
    assert_eq!(report.refused(), 0, "{report}");
    let all: Vec<u64> = report.files.iter().map(|file| file.taken + file.already).collect();
    assert_eq!(all, [355, 33_463, 297, 2_584]);
    assert_eq!(desk.import(&files).await.taken(), 0);
    check_round(&desk).await;
    desk.clear().await;
}
