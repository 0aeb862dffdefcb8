//! A symmetric positive matrix taken apart once, to solve with it many times.

/// Cholesky's lower triangle L, with L·Lᵀ the matrix: row i has i + 1 numbers.
pub struct Factor(Vec<Vec<f64>>);

impl Factor {
    /// None where the matrix is empty or not positive.
    pub fn of(matrix: Vec<Vec<f64>>) -> Option<Self> {
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
        for (index, given) in matrix.iter().enumerate() {
            let mut row: Vec<f64> = Vec::with_capacity(index + 1);
            for (value, above) in given.iter().zip(&rows) {
                row.push((value - dot(&row, above)) / above.last()?);
            }
            let rest = given.get(index)? - dot(&row, &row);
            row.push((rest > 0.0).then(|| rest.sqrt())?);
            rows.push(row);
        }
        (!rows.is_empty()).then_some(Self(rows))
    }

    /// The vector that the matrix turns into this one.
    pub fn solve(&self, vector: &[f64]) -> Vec<f64> {
        let mut found = self.forward(vector);
        for (index, row) in self.0.iter().enumerate().rev() {
            let Some((last, before)) = row.split_last() else { continue };
            let Some(value) = found.get_mut(index) else { continue };
            *value /= last;
            let value = *value;
            for (other, part) in found.iter_mut().zip(before) {
                *other -= value * part;
            }
        }
        found
    }

    /// The variance of a weighted sum of variables whose covariance is the inverse of the matrix.
    pub fn variance(&self, weights: &[f64]) -> f64 {
        let half = self.forward(weights);
        dot(&half, &half)
    }

    fn forward(&self, vector: &[f64]) -> Vec<f64> {
        let mut found: Vec<f64> = Vec::with_capacity(self.0.len());
        for (row, value) in self.0.iter().zip(vector) {
            let last = row.last().copied().unwrap_or(1.0);
            found.push((value - dot(&found, row)) / last);
        }
        found
    }
}

/// Over as many as the shorter has.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_solved_gives_the_vector_again() {
        let matrix = vec![vec![4.0, 1.0, -1.0], vec![1.0, 3.0, 0.5], vec![-1.0, 0.5, 2.0]];
        let factor = Factor::of(matrix.clone()).unwrap();
        let found = factor.solve(&[1.0, -2.0, 3.0]);
        let again: Vec<f64> = matrix.iter().map(|row| dot(row, &found)).collect();
        for (value, expected) in again.iter().zip([1.0, -2.0, 3.0]) {
            assert!((value - expected).abs() < 1e-12, "{again:?}");
        }
        let variance: f64 = found.iter().zip([1.0, -2.0, 3.0]).map(|(a, b)| a * b).sum();
        assert!((factor.variance(&[1.0, -2.0, 3.0]) - variance).abs() < 1e-12);
    }

    #[test]
    fn what_is_not_positive_is_not_taken_apart() {
        assert!(Factor::of(vec![]).is_none());
        assert!(Factor::of(vec![vec![0.0]]).is_none());
        assert!(Factor::of(vec![vec![1.0, 2.0], vec![2.0, 1.0]]).is_none());
    }
}
