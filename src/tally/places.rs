//! Places: ranks that never break a tie.

/// The rank of each value, 1 for the greatest; equal values have equal ranks, and the next rank is skipped:
/// 1, 1, 3.
pub fn ranks<T: Ord>(values: &[T]) -> Vec<u32> {
    let mut sorted: Vec<&T> = values.iter().collect();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    let rank = |value: &T| {
        let n_above = sorted.partition_point(|other| *other > value);
        u32::try_from(n_above).unwrap_or(u32::MAX).saturating_add(1)
    };
    values.iter().map(rank).collect()
}

/// The indices of the greatest values, all that are equal; none of none.
pub fn greatest<T: Ord>(values: &[T]) -> Vec<usize> {
    let most = values.iter().max();
    values.iter().enumerate().filter_map(|(index, value)| (Some(value) == most).then_some(index)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_equal_ranks_and_the_next_is_skipped() {
        fn check(values: &[u32], expected: &[u32], first: &[usize]) {
            assert_eq!((ranks(values), greatest(values)), (expected.to_vec(), first.to_vec()), "{values:?}");
        }
        check(&[], &[], &[]);
        check(&[4], &[1], &[0]);
        check(&[7, 9, 7, 1], &[2, 1, 2, 4], &[1]);
        check(&[3, 3, 3], &[1, 1, 1], &[0, 1, 2]);
        check(&[0, 5, 5], &[3, 1, 1], &[1, 2]);
    }
}
