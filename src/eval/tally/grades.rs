//! Tallies of grades: majority judgment's ranks, and the numbers beside it.

use super::agreement::Check;
use super::{Case, expected, field};
use parvis_tally::grades::{Gauge, Merit, merits};
use serde_json::{Value, json};

/// How near fractions are that were written with twelve digits.
const NEARNESS: f64 = 1e-9;

pub(super) fn checked(case: &Case) -> Result<Vec<Check>, String> {
    let tallies: Vec<Vec<u32>> = field(case, "tallies_worst_to_best")?;
    if let Some(tally) = tallies.iter().find(|tally| tally.len() != tallies[0].len()) {
        return Err(format!("tallies_worst_to_best: {} grades beside {}", tally.len(), tallies[0].len()));
    }
    let merits = merits(&tallies);
    let check = |(name, value): (&str, &Value)| match name {
        "ranks" => Check::exact(name, merits.iter().map(|merit| merit.rank).collect(), value),
        "medians" => {
            let median = |merit: &Merit| merit.gauge.map(|gauge| gauge.median);
            Check::exact(name, json!(merits.iter().map(median).collect::<Vec<_>>()), value)
        }
        "fabre" => {
            let numbers = |merit: &Merit| merit.gauge.as_ref().map_or(Value::Null, fabre);
            Check::near(name, merits.iter().map(numbers).collect(), value, NEARNESS)
        }
        _ => Check::passed(name, "not known"),
    };
    Ok(expected(case, &["tallies_worst_to_best", "grades", "judges"]).map(check).collect())
}

/// The parts above and below the median, and Fabre's three rules that break ties by them.
fn fabre(gauge: &Gauge) -> Value {
    let (p, q, median) = (gauge.p(), gauge.q(), gauge.median as f64);
    let central = if p + q > 0.0 { (p - q) / (p + q) / 2.0 } else { 0.0 };
    json!({
        "median": gauge.median,
        "p": p,
        "q": q,
        "typical": median + p - q,
        "central": median + central,
        "usual": median + (p - q) / (1.0 - p - q) / 2.0,
    })
}
