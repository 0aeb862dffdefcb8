//! A row of a file: cells with what their columns mean, and a row that could not be had.

use super::format::Means;
use std::rc::Rc;

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub place: Place,
    pub cells: Vec<Cell>,
}

/// Where a row stands in its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The number of the row as a spreadsheet shows it: the header is 1.
    pub row: u64,
    /// The number of its first line as an editor shows it, from 1.
    pub line: u64,
}

/// A cell that says something.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    pub column: Rc<str>,
    pub means: Means,
    pub text: String,
}

/// Why a row is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub place: Place,
    pub column: Option<String>,
    pub reason: String,
}

impl Row {
    /// The first cell that means this.
    pub fn cell(&self, means: Means) -> Option<&Cell> {
        self.all(means).next()
    }

    /// The text of [`Row::cell`], empty without one.
    pub fn text(&self, means: Means) -> &str {
        self.cell(means).map_or("", |cell| &cell.text)
    }

    /// Every cell that means this.
    pub fn all(&self, means: Means) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(move |cell| cell.means == means)
    }

    /// That this row is not taken because of a column.
    pub fn refused(&self, column: &str, reason: impl Into<String>) -> Refusal {
        Refusal { place: self.place, column: Some(column.to_owned()), reason: reason.into() }
    }
}
