//! Columns from the page, read into what the ranking takes.

use parvis_model::feed::FeedSignals;
use parvis_model::id::ItemId;
use parvis_model::time::Time;
use parvis_rank::feed::Candidate;
use parvis_rank::neighbours::Near;
use parvis_rank::rows::Rows;
use parvis_rank::visit::Tie;

/// Numbers a candidate has in its column: chance, circle, the circle's month, and the six counts.
const WIDTH: usize = 9;

/// Candidates from their times of birth in milliseconds and a table of [`WIDTH`] numbers each.
pub fn candidates(born: &[f64], table: &[u32]) -> Vec<Candidate> {
    let candidate = |(born, row): (&f64, &[u32])| {
        let [chance, circle, month, hot, tail, useful, not_useful, n_week, n_month] = *row else {
            return None;
        };
        Some(Candidate {
            id: ItemId::new(Time::from_millis(*born as i64), chance),
            circle,
            n_month: month,
            signals: FeedSignals { hot, tail, useful, not_useful, n_week, n_month },
        })
    };
    born.iter().zip(table.chunks_exact(WIDTH)).filter_map(candidate).collect()
}

/// Rows of the same width, `n` in each; two numbers make one entry.
pub fn rows<T: Copy>(table: &[u32], n: usize, entry: fn(u32, u32) -> T) -> Rows<T> {
    let pairs: Vec<T> = table.chunks_exact(2).map(|pair| entry(pair[0], pair[1])).collect();
    pairs.chunks_exact(n).collect()
}

/// A stem: bucket and weight.
pub fn stem(bucket: u32, weight: u32) -> (u16, u8) {
    (bucket as u16, weight as u8)
}

/// A neighbour: which candidate, and how near in thousandths.
pub fn near(index: u32, weight: u32) -> Near {
    Near { index, weight }
}

/// A topic with its share in thousandths.
pub fn topic(topic: u32, share: u32) -> (u16, f64) {
    (topic as u16, f64::from(share) / 1_000.0)
}

/// Acts of close people: three numbers each, candidate, closeness and milliseconds.
pub fn ties(table: &[f64]) -> Vec<Tie> {
    let tie = |row: &[f64]| Tie { index: row[0] as u32, close: row[1], at: Time::from_millis(row[2] as i64) };
    table.chunks_exact(3).map(tie).collect()
}
