//! Orders out of a table: the columns `order` and `subject`, everything else left unread.
//!
//! Each line is a row of its own, because no name of an order goes on in the next line: a quote that does not close
//! spoils its own row and no other.

use crate::exchange::{Charset, open, unguarded};
use anyhow::{Context, bail};
use indicatif::ProgressBar;
use parvis_model::id::SubjectId;
use std::io::BufRead;
use std::path::Path;

/// Letters that the name of an order may have.
const ORDER_MAX: usize = 200;
const DELIMITERS: [u8; 3] = *b",;\t";

/// What somebody bought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The line it stands in, as an editor counts.
    pub line: u64,
    /// What the shop calls the order.
    pub order: String,
    /// What was bought.
    pub subject: SubjectId,
}

/// A table as it was read.
#[derive(Debug, Default)]
pub struct Orders {
    /// The rows that can be had, as they came.
    pub rows: Vec<Order>,
    /// The others: each with its line and column.
    pub refused: Vec<String>,
    /// Columns that are not read.
    pub unread: Vec<String>,
}

/// Where the two columns are.
struct Header {
    delimiter: u8,
    names: Vec<String>,
    order: usize,
    subject: usize,
}

/// Reads a file, plain or gzipped, in UTF-8, UTF-16 or Windows-1252.
pub fn read(path: &Path) -> anyhow::Result<Orders> {
    let told = || format!("cannot read {}", path.display());
    let reader = open(path, Charset::of(path)?, &ProgressBar::hidden()).with_context(told)?;
    parse(reader).with_context(told)
}

fn parse(reader: impl BufRead) -> anyhow::Result<Orders> {
    let mut orders = Orders::default();
    let mut header = None;
    for (line, bytes) in (1..).zip(reader.split(b'\n')) {
        let bytes = bytes?;
        if bytes.trim_ascii().is_empty()
            || header.is_none() && bytes.to_ascii_lowercase().starts_with(b"sep=")
        {
            continue;
        }
        let text = String::from_utf8(bytes);
        let Some(known) = &header else {
            let found = Header::of(&text.context("its header is not UTF-8")?)?;
            let is_read = |place: &usize| *place == found.order || *place == found.subject;
            let unread = found.names.iter().enumerate().filter(|(place, _)| !is_read(place));
            orders.unread = unread.map(|(_, name)| name.clone()).filter(|name| !name.is_empty()).collect();
            header = Some(found);
            continue;
        };
        let row = text.map_err(|_| "it is not UTF-8".to_owned()).and_then(|text| known.row(line, &text));
        match row {
            Ok(order) => orders.rows.push(order),
            Err(reason) => orders.refused.push(format!("line {line}, {reason}")),
        }
    }
    if header.is_none() {
        bail!("it is empty: it needs a header with the columns order and subject");
    }
    Ok(orders)
}

impl Header {
    fn of(line: &str) -> anyhow::Result<Self> {
        let mut named = String::new();
        for delimiter in DELIMITERS {
            let names = split(line, delimiter).unwrap_or_default();
            let place = |wanted: &str| names.iter().position(|name| name.eq_ignore_ascii_case(wanted));
            if let (Some(order), Some(subject)) = (place("order"), place("subject")) {
                return Ok(Self { delimiter, order, subject, names });
            }
            if names.len() > 1 || named.is_empty() {
                named = names.join(", ");
            }
        }
        bail!("it needs the columns order and subject, not {named}")
    }

    /// The order in a line, or its column and what is wrong with it.
    fn row(&self, line: u64, text: &str) -> Result<Order, String> {
        let unclosed = || "a quote is opened and not closed".to_owned();
        let cells = split(text, self.delimiter).ok_or_else(unclosed)?;
        let n_said = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        let width = self.names.len();
        if cells.len() < width || n_said > width {
            return Err(format!("it has {} columns where the header has {width}", cells.len()));
        }
        let cell = |place: usize| cells.get(place).map_or("", String::as_str);
        let order = cell(self.order);
        if let Some(reason) = no_order(order) {
            return Err(format!("column order: {reason}"));
        }
        let subject = SubjectId::parse(cell(self.subject)).map_err(|_| {
            let shown: String = cell(self.subject).chars().take(40).collect();
            format!("column subject: `{shown}` is no subject (1 to 64 letters, digits, - _ .)")
        })?;
        Ok(Order { line, order: order.to_owned(), subject })
    }
}

/// Why an order cannot be called this.
fn no_order(text: &str) -> Option<&'static str> {
    match () {
        () if text.is_empty() => Some("it is empty"),
        () if text.chars().count() > ORDER_MAX => Some("it is longer than 200 letters"),
        () if text.chars().any(char::is_control) => Some("it holds a control character"),
        () if text.contains('@') => Some("it looks like an e-mail address, and none is kept"),
        () => None,
    }
}

/// The cells of one line; none when a quote in it does not close.
fn split(line: &str, delimiter: u8) -> Option<Vec<String>> {
    if line.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
        return None;
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(line.trim_end_matches(['\r', '\n']).as_bytes());
    let record = reader.records().next()?.ok()?;
    Some(record.iter().map(|cell| unguarded(cell.trim()).trim().to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn told(text: &str) -> String {
        match parse(text.as_bytes()) {
            Ok(orders) => {
                let rows =
                    orders.rows.iter().map(|row| format!("{} {} {}\n", row.line, row.order, row.subject));
                let refused = orders.refused.iter().map(|refused| format!("{refused}\n"));
                rows.chain(refused).chain([format!("unread: {}", orders.unread.join(", "))]).collect()
            }
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_broken_row_is_told_by_line_and_column_and_stops_nothing() {
        let long = "9".repeat(201);
        let rows = format!(
            "Order;Subject;Name;e-mail\r\n\
             1001;moulin;Léa;lea@brume.example\r\n\
             \r\n\
             ;moulin;x;\r\n\
             1003;pas un sujet;x;\r\n\
             \"1004;moulin;x;\r\n\
             1005;moulin\r\n\
             1006;moulin;x;y;z\r\n\
             lea@brume.example;moulin;x;\r\n\
             {long};moulin;x;\r\n\
             '=1+1;moulin;x;;;\r\n\
             \"10\"\"07\";\"moulin\";\"x\";"
        );
        expect![[r#"
            2 1001 moulin
            11 =1+1 moulin
            12 10"07 moulin
            line 4, column order: it is empty
            line 5, column subject: `pas un sujet` is no subject (1 to 64 letters, digits, - _ .)
            line 6, a quote is opened and not closed
            line 7, it has 2 columns where the header has 4
            line 8, it has 5 columns where the header has 4
            line 9, column order: it looks like an e-mail address, and none is kept
            line 10, column order: it is longer than 200 letters
            unread: Name, e-mail"#]]
        .assert_eq(&told(&rows));
    }

    #[test]
    fn a_table_needs_its_two_columns() {
        expect!["it is empty: it needs a header with the columns order and subject"].assert_eq(&told("\n"));
        expect!["it needs the columns order and subject, not number, product"]
            .assert_eq(&told("number,product\n1,moulin"));
        expect!["2 A moulin\nunread: "].assert_eq(&told("subject\torder\nmoulin\tA"));
    }
}
