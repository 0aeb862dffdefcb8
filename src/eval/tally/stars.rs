//! Ballots with scores: STAR's sums, its winner, and ties that nothing breaks.

use super::agreement::Check;
use super::{Case, expected, field};
use parvis_tally::star::star;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The highest score where a case does not say.
const BEST: u8 = 5;

pub(super) fn checked(case: &Case) -> Result<Vec<Check>, String> {
    let ballots: Vec<BTreeMap<String, u8>> = field(case, "ballots")?;
    let best: u8 = if case.contains_key("max_score") { field(case, "max_score")? } else { BEST };
    let names: BTreeSet<&String> = ballots.iter().flat_map(BTreeMap::keys).collect();
    let names: Vec<&String> = names.into_iter().collect();
    for (place, ballot) in ballots.iter().enumerate() {
        if let Some((name, score)) = ballot.iter().find(|(_, score)| **score > best) {
            return Err(format!("ballot {place}: {score} for {name}, the highest score is {best}"));
        }
    }
    // What a ballot does not score has 0.
    let row = |ballot: &BTreeMap<String, u8>| -> Vec<u8> {
        names.iter().map(|name| ballot.get(*name).copied().unwrap_or(0)).collect()
    };
    let rows: Vec<Vec<u8>> = ballots.iter().map(row).collect();
    let star = star(names.len(), best, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let check = |(name, value): (&str, &Value)| match name {
        "scores" => {
            let sums = names.iter().zip(&star.scores).map(|(name, sum)| ((*name).clone(), json!(sum)));
            Check::exact(name, sums.collect::<Map<_, _>>().into(), value)
        }
        "winner" => Check::exact(name, json!(star.winner.map(|option| names[option])), value),
        "unbreakable_tie" => {
            let tied: Vec<&String> = star.tied.iter().map(|option| names[*option]).collect();
            Check::set(name, if tied.is_empty() { Value::Null } else { json!(tied) }, value)
        }
        _ => Check::passed(name, "not known"),
    };
    Ok(expected(case, &["ballots", "n_options", "max_score"]).map(check).collect())
}
