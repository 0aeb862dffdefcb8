//! Rows spoiled at random: the others are read as if nothing had happened.

use super::made;
use crate::exchange::feed::Feed;
use crate::exchange::format::Format;
use crate::exchange::row::{Refusal, Row};
use crate::exchange::table::Table;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::io::Cursor;

const ROWS: u64 = 12;

/// What takes the place of a cell.
const SPOILS: [&[u8]; 9] = [b"\"", b"\"\"\"", b"a\"b", b"\xff\xfe", b"\n", b",,,,", b"<b>", b"&;", b"\"x\"y"];

fn read(format: Format, bytes: Vec<u8>) -> Vec<Result<Row, Refusal>> {
    let reader = Box::new(Cursor::new(bytes));
    let mut rows = Vec::new();
    if format == Format::Google {
        let mut feed = Feed::open(reader).unwrap();
        while let Some(row) = feed.next().unwrap() {
            rows.push(row);
        }
    } else {
        let mut table = Table::open(reader, None).unwrap();
        while let Some(row) = table.next().unwrap() {
            rows.push(row);
        }
    }
    rows
}

/// Every cell of every row that could be read, without its place.
fn said(rows: &[Result<Row, Refusal>]) -> BTreeSet<String> {
    rows.iter().flatten().map(|row| format!("{:?}", row.cells)).collect()
}

/// The table with one cell replaced by raw bytes.
fn spoiled(format: Format, at: u64, column: usize, spoil: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let line = |cells: &[String]| {
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(cells).unwrap();
        table.into_inner().unwrap()
    };
    let header: Vec<String> = made::columns(format).iter().map(|(name, _)| (*name).to_owned()).collect();
    bytes.extend(line(&header));
    for number in 0..ROWS {
        let mut cells = made::row(format, number);
        if number != at {
            bytes.extend(line(&cells));
            continue;
        }
        let column = column % cells.len();
        let rest = cells.split_off(column + 1);
        cells.truncate(column);
        let side = |cells: &[String]| if cells.is_empty() { Vec::new() } else { line(cells) };
        let before = side(&cells);
        bytes.extend(before.strip_suffix(b"\n").unwrap_or_default());
        if !cells.is_empty() {
            bytes.push(b',');
        }
        bytes.extend(spoil);
        if rest.is_empty() {
            bytes.push(b'\n');
        } else {
            bytes.push(b',');
            bytes.extend(side(&rest));
        }
    }
    bytes
}

proptest! {
    #[test]
    fn a_spoiled_cell_costs_its_own_row_at_most(
        format in 0..8usize, at in 0..ROWS, column in 0..40usize, spoil in 0..SPOILS.len(),
    ) {
        let format = Format::ALL[format];
        let whole = said(&read(format, made::file(format, ROWS).into_bytes()));
        let rows = read(format, spoiled(format, at, column, SPOILS[spoil]));
        let lost = whole.difference(&said(&rows)).count();
        prop_assert!(lost <= 1, "{lost} rows of {format} are lost: {rows:?}");
    }

    #[test]
    fn spoiled_bytes_of_a_feed_cost_the_reviews_they_touch(at in 120..6_000usize, spoil in 0..SPOILS.len()) {
        let file = made::file(Format::Google, ROWS);
        let whole = said(&read(Format::Google, file.clone().into_bytes()));
        let mut bytes = file.into_bytes();
        let at = at.min(bytes.len() - 12);
        // The head tells what the file is.
        prop_assume!(at > 200);
        bytes.splice(at..at + 4, SPOILS[spoil].iter().copied());
        let rows = read(Format::Google, bytes);
        prop_assert!(whole.difference(&said(&rows)).count() <= 2, "{rows:?}");
    }

    #[test]
    fn no_bytes_make_reading_fail(bytes in proptest::collection::vec(any::<u8>(), 0..400), format in 0..9usize) {
        let format = Format::ALL[format];
        let mut file = made::file(format, 1).into_bytes();
        file.extend(bytes);
        read(format, file);
    }
}
