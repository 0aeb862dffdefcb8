//! Google's feed of product reviews, review by review: what one element breaks costs that review only.
//!
//! The feed is cut at its `<review>` elements before anything is parsed, so that a fault inside of one is not
//! met by the others, and a feed of any length is read in little room.

use super::format::Format;
use super::row::{Cell, Place, Refusal, Row};
use anyhow::Context;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use std::io::BufRead;
use std::rc::Rc;

/// Bytes of a review at most.
const REVIEW_MAX: usize = 512 * 1024;
/// Bytes before the first review that are looked at for the name of the publisher.
const HEAD_MAX: usize = 64 * 1024;

/// A feed whose head is read.
pub(super) struct Feed {
    reader: Box<dyn BufRead>,
    /// Read and not handed out.
    bytes: Vec<u8>,
    /// Lines handed out.
    line: u64,
    row: u64,
    is_over: bool,
    /// The name of the publisher, empty where it tells none.
    pub publisher: String,
}

impl Feed {
    /// Reads what stands before the first review. Fails for XML that is no such feed.
    pub fn open(reader: Box<dyn BufRead>) -> anyhow::Result<Self> {
        let (bytes, publisher) = (Vec::new(), String::new());
        let mut feed = Self { reader, bytes, line: 1, row: 0, is_over: false, publisher };
        while feed.start(0).is_none() && feed.bytes.len() < HEAD_MAX && feed.more()? {}
        let head = feed.start(0).unwrap_or(feed.bytes.len());
        let head = feed.bytes.get(..head).unwrap_or_default();
        anyhow::ensure!(
            find(head, b"<feed", 0).is_some() && find(head, b"<reviews", 0).is_some(),
            "it is XML, but no feed of product reviews: <feed> with <reviews> is missing"
        );
        let head = String::from_utf8_lossy(head).into_owned();
        let name = head.split_once("<publisher>").and_then(|(_, rest)| rest.split_once("<name>"));
        let name = name.and_then(|(_, rest)| rest.split_once("</name>")).map_or("", |(name, _)| name);
        let name = name.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim();
        feed.publisher = quick_xml::escape::unescape(name).map(|name| name.into_owned()).unwrap_or_default();
        Ok(feed)
    }

    /// The next review, or why it cannot be had.
    pub fn next(&mut self) -> anyhow::Result<Option<Result<Row, Refusal>>> {
        loop {
            if let Some(start) = self.start(0) {
                self.drop(start);
                break;
            }
            // Half an opening tag may stand at the end.
            let kept = self.bytes.len().saturating_sub(16);
            self.drop(kept);
            if !self.more()? {
                return Ok(None);
            }
        }
        self.row += 1;
        let place = Place { row: self.row, line: self.line };
        let refused = |reason: String| Ok(Some(Err(Refusal { place, column: None, reason })));
        let mut looked = 1;
        loop {
            let end = find(&self.bytes, b"</review>", looked).map(|end| end + b"</review>".len());
            let next = self.start(looked);
            match (end, next) {
                (Some(end), next) if next.is_none_or(|next| next > end) => {
                    let review = self.bytes.get(..end).unwrap_or_default().to_vec();
                    self.drop(end);
                    return Ok(Some(read(&review, place)));
                }
                (_, Some(next)) => {
                    self.drop(next);
                    return refused("the next review begins before this one ends".to_owned());
                }
                _ if self.bytes.len() > REVIEW_MAX => {
                    self.drop(1);
                    return refused(format!("it is longer than {REVIEW_MAX} bytes"));
                }
                _ => {
                    looked = self.bytes.len().saturating_sub(16).max(1);
                    if !self.more()? {
                        let rest = self.bytes.len();
                        self.drop(rest);
                        return refused("the file ends inside of this review".to_owned());
                    }
                }
            }
        }
    }

    /// Where the next review begins, not before `from`.
    fn start(&self, from: usize) -> Option<usize> {
        let mut from = from;
        loop {
            let at = find(&self.bytes, b"<review", from)?;
            // `<reviews>`, `<reviewer>` and `<review_id>` are no review.
            match self.bytes.get(at + 7) {
                Some(b'>' | b' ' | b'\t' | b'\r' | b'\n') => return Some(at),
                _ => from = at + 7,
            }
        }
    }

    fn more(&mut self) -> anyhow::Result<bool> {
        if self.is_over {
            return Ok(false);
        }
        let told = || format!("the file breaks off after line {}", self.line);
        let read = self.reader.fill_buf().with_context(told)?;
        let n_read = read.len();
        self.bytes.extend_from_slice(read);
        self.reader.consume(n_read);
        self.is_over = n_read == 0;
        Ok(!self.is_over)
    }

    fn drop(&mut self, n_bytes: usize) {
        self.line +=
            self.bytes.drain(..n_bytes.min(self.bytes.len())).filter(|byte| *byte == b'\n').count() as u64;
    }
}

fn find(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(wanted.len()).position(|window| window == wanted).map(|at| at + from)
}

/// Reads one review as cells that are named by the path of their element.
fn read(bytes: &[u8], place: Place) -> Result<Row, Refusal> {
    let refused = |reason: String| Refusal { place, column: None, reason };
    let text = core::str::from_utf8(bytes).map_err(|_| refused("it is not UTF-8".to_owned()))?;
    let mut reader = Reader::from_str(text);
    let mut cells: Vec<Cell> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut said = String::new();
    let mut scale = (1.0, 5.0);
    loop {
        let event =
            reader.read_event().map_err(|error| refused(format!("it is not well formed: {error}")))?;
        match event {
            Event::Start(tag) | Event::Empty(tag) if path.is_empty() && tag.name().as_ref() != "review" => {
                return Err(refused("it is no review".to_owned()));
            }
            Event::Start(tag) => {
                path.push(tag.name().as_ref().to_owned());
                said.clear();
                for attribute in tag.attributes() {
                    let attribute = attribute.map_err(|error| refused(format!("an attribute: {error}")))?;
                    let name: &str = attribute.key.as_ref();
                    let value = quick_xml::escape::unescape(&attribute.value)
                        .map_err(|error| refused(format!("an attribute: {error}")))?;
                    match (&*column(&path), name) {
                        ("ratings/overall", "min") => scale.0 = value.parse().unwrap_or(1.0),
                        ("ratings/overall", "max") => scale.1 = value.parse().unwrap_or(5.0),
                        (column, name) => push(&mut cells, &format!("{column}@{name}"), &value),
                    }
                }
            }
            Event::End(_) => {
                let column = column(&path);
                if column == "ratings/overall" && scale != (1.0, 5.0) {
                    said = on_five(&said, scale);
                }
                push(&mut cells, &column, &said);
                said.clear();
                path.pop();
            }
            Event::Text(words) => said += &words.xml10_content(),
            Event::CData(words) => said += &words.xml10_content(),
            Event::GeneralRef(reference) => {
                let unknown = || refused(format!("`&{};` is no letter that XML knows", &*reference));
                match reference.resolve_char_ref().map_err(|_| unknown())? {
                    Some(letter) => said.push(letter),
                    None => said += resolve_predefined_entity(&reference).ok_or_else(unknown)?,
                }
            }
            Event::Eof => {
                return if path.is_empty() {
                    Ok(Row { place, cells })
                } else {
                    Err(refused("it does not end".to_owned()))
                };
            }
            _ => {}
        }
    }
}

/// The path of an element inside of its review.
fn column(path: &[String]) -> String {
    path.get(1..).unwrap_or_default().join("/")
}

fn push(cells: &mut Vec<Cell>, column: &str, text: &str) {
    let text = text.trim();
    if let (Some(means), false) = (Format::Google.means(column), text.is_empty()) {
        cells.push(Cell { column: Rc::from(column), means, text: text.replace("\r\n", "\n") });
    }
}

/// A note on a scale of its own as the note it would be on 1 to 5; what is no number is left for the reader.
fn on_five(text: &str, (min, max): (f64, f64)) -> String {
    match text.trim().replace(',', ".").parse::<f64>() {
        Ok(value) if max > min => (1.0 + (value - min) * 4.0 / (max - min)).to_string(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_gives_its_reviews_and_tells_the_broken_ones() {
        let feed = r#"<?xml version="1.0" encoding="UTF-8"?>
<feed><version>2.4</version><publisher><name>Brume &amp; Cie</name></publisher><reviews>
<review><review_id>1</review_id><reviewer><name is_anonymous="true">x</name></reviewer><content>Bien &amp; <![CDATA[<beau>]]> &#233;t&#xe9;</content><ratings><overall min="0" max="10">8</overall></ratings></review>
<review><content>sans fin</content>
<review><content>&nbsp;</content></review>
<review><content>mal <b>fermé</content></review>
<review><title>Dernier</title></review>
<review><title>Coupé"#;
        let mut feed = Feed::open(Box::new(std::io::Cursor::new(feed.as_bytes().to_vec()))).unwrap();
        assert_eq!(feed.publisher, "Brume & Cie");
        let mut told = String::new();
        while let Some(row) = feed.next().unwrap() {
            told += &match row {
                Ok(Row { place, cells }) => {
                    let cells: Vec<String> =
                        cells.iter().map(|cell| format!("{}={}", cell.column, cell.text)).collect();
                    format!("{}/{} {}\n", place.row, place.line, cells.join(" | "))
                }
                Err(Refusal { place, reason, .. }) => {
                    format!(
                        "{}/{} ! {}\n",
                        place.row,
                        place.line,
                        reason.split(':').next().unwrap_or_default()
                    )
                }
            };
        }
        expect_test::expect![[r#"
            1/3 review_id=1 | reviewer/name@is_anonymous=true | reviewer/name=x | content=Bien & <beau> été | ratings/overall=4.2
            2/4 ! the next review begins before this one ends
            3/5 ! `&nbsp;` is no letter that XML knows
            4/6 ! it is not well formed
            5/7 title=Dernier
            6/8 ! the file ends inside of this review
        "#]]
        .assert_eq(&told);
        let other = Feed::open(Box::new(std::io::Cursor::new(b"<rss/>".to_vec())));
        assert!(other.is_err_and(|error| error.to_string().starts_with("it is XML, but no feed")));
    }
}
