//! Reading a row cell by cell into the types of the model.

use super::error::{Error, Result};
use parvis_model::id::ItemId;
use parvis_model::time::Time;
use serde::de::DeserializeOwned;
use sqlx::any::AnyRow;
use sqlx::{Any, Decode, Row, Type};

/// The cells of a row, read from left to right.
pub(super) struct Cells<'row> {
    row: &'row AnyRow,
    next: usize,
}

impl<'row> Cells<'row> {
    /// Starts at the first cell.
    pub fn new(row: &'row AnyRow) -> Self {
        Self { row, next: 0 }
    }

    /// The next cell as the database has it.
    pub fn plain<T: Decode<'row, Any> + Type<Any>>(&mut self) -> Result<T> {
        let index = self.next;
        self.next += 1;
        Ok(self.row.try_get(index)?)
    }

    /// An id.
    pub fn id(&mut self) -> Result<ItemId> {
        self.plain().map(id_of)
    }

    /// An id or nothing.
    pub fn maybe_id(&mut self) -> Result<Option<ItemId>> {
        Ok(self.plain::<Option<i64>>()?.map(id_of))
    }

    /// A moment.
    pub fn time(&mut self) -> Result<Time> {
        self.plain().map(Time::from_millis)
    }

    /// A moment or nothing.
    pub fn maybe_time(&mut self) -> Result<Option<Time>> {
        Ok(self.plain::<Option<i64>>()?.map(Time::from_millis))
    }

    /// A count; what lies outside of 32 bits is brought to the nearest end.
    pub fn count(&mut self) -> Result<u32> {
        self.plain().map(count_of)
    }

    /// A truth value.
    pub fn truth(&mut self) -> Result<bool> {
        Ok(self.plain::<i64>()? != 0)
    }

    /// A truth value or nothing.
    pub fn maybe_truth(&mut self) -> Result<Option<bool>> {
        Ok(self.plain::<Option<i64>>()?.map(|value| value != 0))
    }

    /// JSON of a type of the model.
    pub fn json<T: DeserializeOwned>(&mut self) -> Result<T> {
        Ok(serde_json::from_str(&self.plain::<String>()?)?)
    }

    /// JSON of a type of the model, or nothing.
    pub fn maybe_json<T: DeserializeOwned>(&mut self) -> Result<Option<T>> {
        Ok(self.plain::<Option<String>>()?.map(|json| serde_json::from_str(&json)).transpose()?)
    }

    /// A word that `parse` knows.
    pub fn word<T>(&mut self, column: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T> {
        let word: String = self.plain()?;
        parse(&word).ok_or_else(|| Error::row(column, word))
    }

    /// A word that `parse` knows, or nothing.
    pub fn maybe_word<T>(&mut self, column: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
        let word: Option<String> = self.plain()?;
        word.map(|word| parse(&word).ok_or_else(|| Error::row(column, word))).transpose()
    }
}

/// An id as both databases keep it. The top bit of an id is 0 until the year 2039, so the order of numbers
/// stays the order of ids; an id beyond becomes negative and is simply not found.
pub(super) fn number(id: ItemId) -> i64 {
    id.as_u64() as i64
}

/// The reverse of [`number`].
pub(super) fn id_of(number: i64) -> ItemId {
    ItemId::from_u64(number as u64)
}

/// A count of the database.
pub(super) fn count_of(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

/// Ids as the inside of an SQL list: digits only, so nothing can be smuggled in; never empty.
pub(super) fn list(ids: &[ItemId]) -> String {
    let numbers: Vec<String> = ids.iter().map(|id| number(*id).to_string()).collect();
    if numbers.is_empty() { "NULL".to_owned() } else { numbers.join(",") }
}
