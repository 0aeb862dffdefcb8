//! Marks: which of many indices are meant, one bit each, so that asking for every one stays in the nearest cache.

/// A set of indices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    words: Vec<u32>,
}

impl Marks {
    /// Marks an index, however large.
    pub fn add(&mut self, index: u32) {
        let place = (index / 32) as usize;
        if place >= self.words.len() {
            self.words.resize(place + 1, 0);
        }
        if let Some(word) = self.words.get_mut(place) {
            *word |= 1 << (index % 32);
        }
    }

    /// Whether an index is marked.
    pub fn has(&self, index: u32) -> bool {
        self.words.get((index / 32) as usize).is_some_and(|word| word >> (index % 32) & 1 == 1)
    }
}

impl FromIterator<u32> for Marks {
    fn from_iter<I: IntoIterator<Item = u32>>(indices: I) -> Self {
        let mut marks = Self::default();
        indices.into_iter().for_each(|index| marks.add(index));
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_marked_is_marked_and_nothing_else() {
        let marks: Marks = [0, 31, 32, 999].into_iter().collect();
        let found: Vec<u32> = (0..2_000).filter(|index| marks.has(*index)).collect();
        assert_eq!(found, [0, 31, 32, 999]);
        assert!(!Marks::default().has(0));
    }
}
