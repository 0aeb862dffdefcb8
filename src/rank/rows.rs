//! Rows of different lengths kept in one piece: thousands of small lists without thousands of allocations.

/// Rows that are added once, in order, and read by their index.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows<T> {
    ends: Vec<u32>,
    all: Vec<T>,
}

impl<T: Copy> Rows<T> {
    /// Adds a row below the others.
    pub fn push(&mut self, row: &[T]) {
        self.all.extend_from_slice(row);
        self.ends.push(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
    }

    /// The row at `index`; nothing beyond the last.
    pub fn row(&self, index: usize) -> &[T] {
        let end = |index: usize| self.ends.get(index).map(|end| *end as usize);
        let start = index.checked_sub(1).and_then(end).unwrap_or(0);
        end(index).and_then(|end| self.all.get(start..end)).unwrap_or_default()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

impl<T: Copy, R: AsRef<[T]>> FromIterator<R> for Rows<T> {
    fn from_iter<I: IntoIterator<Item = R>>(rows: I) -> Self {
        let mut all = Self { ends: Vec::new(), all: Vec::new() };
        rows.into_iter().for_each(|row| all.push(row.as_ref()));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_they_were_added() {
        let rows: Rows<u8> = [&[1, 2][..], &[], &[3]].into_iter().collect();
        assert_eq!([rows.row(0), rows.row(1), rows.row(2), rows.row(3)], [&[1, 2][..], &[], &[3], &[]]);
        assert_eq!((rows.len(), rows.is_empty(), Rows::<u8>::default().is_empty()), (3, false, true));
    }
}
