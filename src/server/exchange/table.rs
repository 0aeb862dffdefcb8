//! A table of rows and columns, record by record: the delimiter found out, quotes kept, bad rows told.
//!
//! Whether quotes close is looked at line by line, because one that does not would swallow all that follows. A
//! line whose quote closes nowhere sensible is refused alone, and reading goes on with the next one.

use super::format::{Format, Means};
use super::row::{Cell, Place, Refusal, Row};
use super::sheet::unguarded;
use anyhow::{Context, bail};
use std::collections::VecDeque;
use std::io::BufRead;
use std::rc::Rc;

/// Bytes of a record at most: the longest review in the widest letters, and as much again.
const RECORD_MAX: usize = 256 * 1024;
const DELIMITERS: [u8; 3] = *b",;\t";

/// A table whose header is known.
pub(super) struct Table {
    lines: Queue,
    delimiter: u8,
    /// For each column: its name, and what it means where the format knows it.
    columns: Vec<(Rc<str>, Option<Means>)>,
    /// The format.
    pub format: Format,
    row: u64,
}

/// Lines of a file, some of which were read before and put back.
struct Queue {
    reader: Box<dyn BufRead>,
    ahead: VecDeque<Vec<u8>>,
    /// Lines handed out.
    line: u64,
}

/// The bytes of a record, its line, and what is wrong with it.
type Raw = (Vec<u8>, u64, Option<&'static str>);

impl Table {
    /// Reads the header. Fails when it is that of no known format, or of another than `wanted`.
    pub fn open(reader: Box<dyn BufRead>, wanted: Option<Format>) -> anyhow::Result<Self> {
        let mut lines = Queue { reader, ahead: VecDeque::new(), line: 0 };
        let mut header = lines.next()?.context("the file is empty")?;
        if header.to_ascii_lowercase().starts_with(b"sep=") {
            header = lines.next()?.context("the file has no header")?;
        }
        let read = |delimiter| {
            let names = split(&header, delimiter);
            let names = names.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned());
            names.collect::<Vec<String>>()
        };
        let formats: Vec<Format> = wanted.map_or_else(|| Format::ALL.to_vec(), |format| vec![format]);
        let known = |names: &[String]| {
            let known = |format: &Format| names.iter().filter(|name| format.means(name).is_some()).count();
            formats.iter().map(known).max().unwrap_or(0)
        };
        let found = DELIMITERS.map(|delimiter| (delimiter, read(delimiter)));
        let Some((delimiter, names)) = found.into_iter().rev().max_by_key(|(_, names)| known(names)) else {
            bail!("the file has no header");
        };
        let Some(format) = wanted.or_else(|| Format::of_header(names.iter().map(String::as_str))) else {
            let formats: Vec<&str> = Format::ALL.iter().map(|format| format.as_str()).collect();
            bail!(
                "no known format has the columns {}; --format can say which it is: {}",
                names.join(", "),
                formats.join(", ")
            );
        };
        for (at, name) in names.iter().enumerate() {
            if !name.is_empty() && names.iter().take(at).any(|before| before.eq_ignore_ascii_case(name)) {
                bail!("the column `{name}` is there twice");
            }
        }
        let columns: Vec<(Rc<str>, Option<Means>)> =
            names.iter().map(|name| (name.as_str().into(), format.means(name))).collect();
        for (needed, name) in [(Means::Stars, "a rating"), (Means::At, "a date")] {
            if !columns.iter().any(|(_, means)| *means == Some(needed)) {
                let own = format.columns().iter().find(|(_, means)| *means == needed);
                let own = own.map_or("", |(own, _)| own);
                bail!("there is no column with {name}: {} calls it `{own}`", format.name());
            }
        }
        Ok(Self { lines, delimiter, columns, format, row: 1 })
    }

    /// Columns that the format does not know.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        self.columns
            .iter()
            .filter(|(name, means)| means.is_none() && !name.is_empty())
            .map(|(name, _)| &**name)
    }

    /// The next row, or why it cannot be had; an error of the disk or of the packing ends the file.
    pub fn next(&mut self) -> anyhow::Result<Option<Result<Row, Refusal>>> {
        let Some((record, line, problem)) = self.record()? else { return Ok(None) };
        self.row += 1;
        let place = Place { row: self.row, line };
        Ok(Some(match problem {
            Some(reason) => Err(Refusal { place, column: None, reason: reason.to_owned() }),
            None => self.row(&record, place),
        }))
    }

    fn row(&mut self, record: &[u8], place: Place) -> Result<Row, Refusal> {
        let refused = |column: Option<&str>, reason: String| {
            let column = column.map(str::to_owned);
            Err(Refusal { place, column, reason })
        };
        let fields = split(record, self.delimiter);
        let width = self.columns.len();
        if !fits(&fields, width) {
            return refused(None, format!("it has {} columns where the header has {width}", fields.len()));
        }
        let mut cells = Vec::new();
        for ((column, means), field) in self.columns.iter().zip(fields) {
            let Ok(text) = String::from_utf8(field) else {
                return refused(Some(column), "it is not UTF-8".to_owned());
            };
            let text = unguarded(text.replace("\r\n", "\n").trim()).trim().to_owned();
            if let Some(means) = *means
                && !text.is_empty()
            {
                let means = if means == Means::Context("") { Means::Unkept } else { means };
                cells.push(Cell { column: column.clone(), means, text });
            }
        }
        Ok(Row { place, cells })
    }

    /// The next record with the number of its first line, and what is wrong with its quotes.
    fn record(&mut self) -> anyhow::Result<Option<Raw>> {
        let Some(first) = self.lines.next_said()? else { return Ok(None) };
        let line = self.lines.line;
        let mut quotes = Quotes::default();
        quotes.read(&first, self.delimiter);
        if !quotes.is_open {
            // Quotes inside of one line harm nobody else: what can be made of them is.
            return Ok(Some((first, line, None)));
        }
        let mut more: Vec<Vec<u8>> = Vec::new();
        let mut length = first.len();
        while quotes.is_open && !quotes.is_odd && length <= RECORD_MAX {
            let Some(next) = self.lines.next()? else { break };
            quotes.read(&next, self.delimiter);
            length += next.len();
            more.push(next);
        }
        let mut record = first.clone();
        more.iter().for_each(|next| record.extend_from_slice(next));
        let is_whole = !quotes.is_open && !quotes.is_odd && length <= RECORD_MAX;
        if is_whole && fits(&split(&record, self.delimiter), self.columns.len()) {
            return Ok(Some((record, line, None)));
        }
        for line in more.into_iter().rev() {
            self.lines.put_back(line);
        }
        Ok(Some((first, line, Some("a quote is opened in this line and not closed as it should be"))))
    }
}

impl Queue {
    fn next(&mut self) -> anyhow::Result<Option<Vec<u8>>> {
        if let Some(line) = self.ahead.pop_front() {
            self.line += 1;
            return Ok(Some(line));
        }
        let mut line = Vec::new();
        let told = || format!("the file breaks off after line {}", self.line);
        let n_bytes = self.reader.read_until(b'\n', &mut line).with_context(told)?;
        if n_bytes == 0 {
            return Ok(None);
        }
        self.line += 1;
        Ok(Some(line))
    }

    /// The next line that is not blank.
    fn next_said(&mut self) -> anyhow::Result<Option<Vec<u8>>> {
        while let Some(line) = self.next()? {
            if !line.trim_ascii().is_empty() {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    fn put_back(&mut self, line: Vec<u8>) {
        self.line -= 1;
        self.ahead.push_front(line);
    }
}

/// Whether the quotes of a record close, read line by line.
#[derive(Default)]
struct Quotes {
    /// Inside of a quoted cell.
    is_open: bool,
    /// A quote closed and a letter followed it.
    is_odd: bool,
}

impl Quotes {
    fn read(&mut self, line: &[u8], delimiter: u8) {
        let mut is_start = !self.is_open;
        let mut closes = false;
        for &byte in line {
            match byte {
                b'"' if closes => closes = false,
                b'"' if self.is_open => closes = true,
                b'"' if is_start => {
                    self.is_open = true;
                    is_start = false;
                }
                _ if closes => {
                    (closes, self.is_open) = (false, false);
                    is_start = byte == delimiter;
                    self.is_odd |= !is_start && byte != b'\r' && byte != b'\n';
                }
                _ if self.is_open => {}
                _ => is_start = byte == delimiter,
            }
        }
        self.is_open &= !closes;
    }
}

/// Whether a record has a cell for each column, and nothing beyond.
fn fits(fields: &[Vec<u8>], width: usize) -> bool {
    fields.len() >= width && fields.iter().skip(width).all(Vec::is_empty)
}

/// The fields of one record.
fn split(record: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(record.len().clamp(16, RECORD_MAX))
        .from_reader(record);
    let mut fields = csv::ByteRecord::new();
    // Reading from memory cannot fail, and what has no end of line ends with its last byte.
    match reader.read_byte_record(&mut fields) {
        Ok(true) => fields.iter().map(<[u8]>::to_vec).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "product_handle;rating;author;body;created_at;photo_url";

    fn read(text: &str) -> String {
        let reader = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
        let mut table = match Table::open(reader, None) {
            Ok(table) => table,
            Err(error) => return format!("{error:#}\n"),
        };
        let mut told = String::new();
        while let Some(row) = table.next().unwrap() {
            told += &match row {
                Ok(row) => format!("{}/{} {}\n", row.place.row, row.place.line, row.text(Means::Body)),
                Err(refusal) => {
                    format!("{}/{} ! {}\n", refusal.place.row, refusal.place.line, refusal.reason)
                }
            };
        }
        told
    }

    #[test]
    fn rows_keep_their_quotes_their_lines_and_their_numbers() {
        let rows = format!(
            "{HEADER}\r\nm;5;Léa;\"Une ligne\r\nune \"\"autre\"\"; et la fin\";2024-03-05;\r\n\n\
             m;4;Tom;Sans rien;2024-03-05;\nm;4;Tom;Dit \"bien\" ainsi;2024-03-05;"
        );
        expect_test::expect![[r#"
            2/2 Une ligne
            une "autre"; et la fin
            3/5 Sans rien
            4/6 Dit "bien" ainsi
        "#]]
        .assert_eq(&read(&rows));
    }

    #[test]
    fn a_quote_that_never_closes_costs_its_own_line_only() {
        let rows = format!(
            "{HEADER}\nm;5;Léa;\"Jamais fermé;2024-03-05;\nm;4;Tom;\"Bien\";2024-03-05;\n\
             m;3;Zoé;\"Encore;2024-03-05;\nm;2;Ali;Rien;2024-03-05;"
        );
        expect_test::expect![[r#"
            2/2 ! a quote is opened in this line and not closed as it should be
            3/3 Bien
            4/4 ! a quote is opened in this line and not closed as it should be
            5/5 Rien
        "#]]
        .assert_eq(&read(&rows));
    }

    #[test]
    fn a_row_of_another_width_is_refused_and_a_header_nobody_knows_is_told() {
        expect_test::expect![[r#"
            2/2 ! it has 2 columns where the header has 6
            3/3 ! it has 7 columns where the header has 6
            4/4 Bien
        "#]]
        .assert_eq(&read(&format!("{HEADER}\nm;5\nm;5;a;b;2024-01-01;;x\nm;5;a;Bien;2024-01-01;;;")));
        assert!(
            read("stars,words\n5,Bien").starts_with("no known format has the columns stars, words; --format")
        );
        assert_eq!(read(""), "the file is empty\n");
        assert_eq!(read(&format!("{HEADER};Rating\n")), "the column `Rating` is there twice\n");
        assert_eq!(read(&format!("sep=;\n{HEADER}\nm;5;a;Bien;2024-01-01;")), "2/3 Bien\n");
    }
}
