//! Wins of pairs: strengths with and without a prior, and mean chances.

use super::agreement::Check;
use super::{Case, expected, field};
use parvis_tally::pairs::{ALPHA, chances, log_strengths};
use serde_json::{Value, json};

/// How near strengths and chances must be: they are written with five or six digits.
const NEARNESS: f64 = 1e-4;

pub(super) fn checked(case: &Case) -> Result<Vec<Check>, String> {
    let wins: Vec<Vec<u32>> = field(case, "wins_matrix")?;
    if let Some(row) = wins.iter().find(|row| row.len() != wins.len()) {
        return Err(format!("wins_matrix: a row of {} in a matrix of {}", row.len(), wins.len()));
    }
    let check = |(name, value): (&str, &Value)| match name {
        "bt_map_alpha_0_1" => Check::near(name, json!(log_strengths(&wins, ALPHA)), value, NEARNESS),
        "bt_mle" => Check::near(name, json!(log_strengths(&wins, 0.0)), value, NEARNESS),
        // Theirs are of strengths without a prior; a poll shows those with one.
        "bt_avg_win_prob" => Check::near(name, json!(chances(&log_strengths(&wins, 0.0))), value, NEARNESS),
        "aoi_score" => Check::near(name, json!(scores(&wins)), value, NEARNESS),
        _ => Check::passed(name, "not known"),
    };
    Ok(expected(case, &["wins_matrix", "n"]).map(check).collect())
}

/// All Our Ideas' plain score: 100 · (wins + 1) / (wins + losses + 2).
fn scores(wins: &[Vec<u32>]) -> Vec<f64> {
    let of = |option: usize| {
        let won: u32 = wins[option].iter().sum();
        let lost: u32 = wins.iter().map(|row| row[option]).sum();
        100.0 * f64::from(won + 1) / f64::from(won + lost + 2)
    };
    (0..wins.len()).map(of).collect()
}
