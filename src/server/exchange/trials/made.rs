//! Files as other services write them, made up row by row: the same for the same numbers.

use crate::exchange::format::{Format, JUDGEME_IN, Means};
use encoding_rs::WINDOWS_1252;
use quick_xml::escape::escape;

/// Numbers that look like chance.
pub struct Chance(pub u64);

impl Chance {
    pub fn roll(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn one_of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.roll(list.len() as u64) as usize]
    }
}

const FIRST: [&str; 8] = ["Léa", "Tom", "Marie-Anne", "Zoé", "Karim", "Ingrid", "Paolo", "Aïcha"];
const LAST: [&str; 8] = ["de la Tour", "Martin", "", "O’Neill", "Kowalski", "Lefèvre", "Ba", "Müller"];
const TITLES: [&str; 7] =
    ["Très bien", "", "Solide", "=2+3", "\"Rien à dire\"", "Bruyant; mais efficace", "-10 % de café"];
const TEXTS: [&str; 8] = [
    "La mouture est régulière, et la poignée tient bien dans la main.",
    "Deux mois d’usage quotidien.\nRien n’a bougé, sauf le joint, \"un peu\" sec.",
    "=HYPERLINK(\"https://brume.example\",\"offre\")",
    "@tous : le réglage glisse, mais le service répond.",
    "-1 étoile pour le bruit, le reste est parfait.",
    "+ léger\n+ joli\n- cher",
    "The lid fits, the burrs are sharp; I would buy it again.",
    "'=pas une formule, mais presque",
];
const PRODUCTS: [&str; 4] = ["moulin-m1", "bouilloire", "filtre-04", "balance"];

/// The columns of a file that can be loaded.
pub fn columns(format: Format) -> &'static [(&'static str, Means)] {
    let columns = format.columns();
    if format == Format::Judgeme { &columns[..JUDGEME_IN] } else { columns }
}

/// A file with this many rows, each of which can be taken.
pub fn file(format: Format, n_rows: u64) -> String {
    let rows = (0..n_rows).map(|number| row(format, number));
    if format == Format::Google {
        let reviews: String = rows.map(|cells| review(&cells)).collect();
        return format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed>\n<version>2.4</version>\n\
             <publisher><name>brume</name></publisher>\n<reviews>\n{reviews}</reviews>\n</feed>\n"
        );
    }
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(columns(format).iter().map(|(name, _)| name)).unwrap();
    rows.for_each(|cells| table.write_record(cells).unwrap());
    String::from_utf8(table.into_inner().unwrap()).unwrap()
}

/// The cells of one row.
pub fn row(format: Format, number: u64) -> Vec<String> {
    let mut chance = Chance(number * 7_919 + format.as_str().len() as u64);
    let product = chance.one_of(&PRODUCTS).to_owned();
    let (first, last) = (chance.one_of(&FIRST), chance.one_of(&LAST));
    let day = format!("20{:02}-{:02}-{:02}", 19 + chance.roll(6), 1 + chance.roll(12), 1 + chance.roll(28));
    let clock = format!("{:02}:{:02}:{:02}", chance.roll(24), chance.roll(60), chance.roll(60));
    let has_reply = chance.roll(4) == 0;
    let answered = |text: String| if has_reply { text } else { String::new() };
    let text = format!("{} ({number})", chance.one_of(&TEXTS));
    let stars = (1 + chance.roll(5)).to_string();
    let yes = chance.one_of(&["true", "false"]).to_owned();
    let mut cell = |means: Means| match means {
        Means::Title => chance.one_of(&TITLES).to_owned(),
        Means::Body => text.clone(),
        Means::Stars => stars.clone(),
        Means::At | Means::AtUtc if format == Format::Google => format!("{day}T{clock}Z"),
        Means::At | Means::AtUtc => format!("{day} {clock} UTC"),
        Means::Author => format!("{first} {last}").trim().to_owned(),
        Means::Private => "lea@brume.example".to_owned(),
        Means::Product | Means::ProductId => product.clone(),
        Means::ProductUrl => format!("https://brume.example/p/{product}"),
        Means::ProductName => format!("Le {product}"),
        Means::Reply => answered(format!("Merci, et bon café. ({number})")),
        Means::RepliedAt => answered("2026-02-03 08:00:00 UTC".to_owned()),
        Means::ReplyIsPublic => answered("true".to_owned()),
        Means::State if format == Format::Shopify => "published".to_owned(),
        Means::State => "true".to_owned(),
        Means::Verified if format == Format::Yotpo => {
            chance.one_of(&["verified_buyer", "verified_reviewer", ""]).to_owned()
        }
        Means::Verified | Means::Incentive | Means::Recommends => yes.clone(),
        Means::Experienced => "2019-01-02".to_owned(),
        Means::Lang => "fr".to_owned(),
        Means::Context(_) => chance.one_of(&["FR", "BE", ""]).to_owned(),
        Means::Trade("gtins") => format!("37600{}", product.len()),
        _ => String::new(),
    };
    columns(format).iter().map(|(_, means)| cell(*means)).collect()
}

/// The cells of a row as an element of Google's feed.
fn review(cells: &[String]) -> String {
    let mut open: Vec<&str> = Vec::new();
    let mut xml = "<review>".to_owned();
    for ((path, _), cell) in columns(Format::Google).iter().zip(cells) {
        if cell.is_empty() || path.contains('@') {
            continue;
        }
        let mut parts: Vec<&str> = path.split('/').collect();
        let leaf = parts.pop().unwrap();
        while !parts.starts_with(&open) {
            xml += &format!("</{}>", open.pop().unwrap());
        }
        for part in &parts[open.len()..] {
            xml += &format!("<{part}>");
            open.push(part);
        }
        xml += &format!("<{leaf}>{}</{leaf}>", escape(cell.as_str()));
    }
    while let Some(part) = open.pop() {
        xml += &format!("</{part}>");
    }
    xml + "</review>\n"
}

/// The text in this encoding; what Windows-1252 has no letter for is left out.
pub fn encoded(text: &str, charset: &str) -> Vec<u8> {
    match charset {
        "utf-8" => text.as_bytes().to_vec(),
        "utf-8 with mark" => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        "utf-16le" => [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
        "utf-16be" => [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        _ => WINDOWS_1252.encode(text).0.into_owned(),
    }
}
