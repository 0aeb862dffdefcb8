//! How long a million ballots take.

use crate::chance::Chance;
use parvis_tally::grades::{merits, tallies};
use parvis_tally::points::{Budget, points};
use parvis_tally::ranked::{Pairwise, Ranking, first_choices, run_off, schulze};
use parvis_tally::star::star;
use parvis_tally::{greatest, lot, pairs, ranks};
use serde_json::{Map, Value, json};
use std::hint::black_box;
use std::time::{Duration, Instant};

const N_BALLOTS: usize = 1_000_000;
const N_OPTIONS: usize = 10;
/// Of which the quickest counts: what else the machine does is no part of it.
const N_RUNS: usize = 3;

/// The time one method took.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Which.
    pub method: &'static str,
    /// From ballots in memory to the winner.
    pub took: Duration,
}

/// Every method over 1,000,000 made-up ballots of 10 options, the same in every run.
pub fn paces() -> Vec<Pace> {
    let mut chance = Chance::new(1);
    let mut numbers = |most: usize| -> Vec<u8> {
        (0..N_BALLOTS * N_OPTIONS).map(|_| chance.under(most + 1) as u8).collect()
    };
    let (grades, choices) = (numbers(6), numbers(1));
    let rows =
        |numbers: &'_ [u8]| -> Vec<Vec<u8>> { numbers.chunks(N_OPTIONS).map(<[u8]>::to_vec).collect() };
    let (grades, choices) = (rows(&grades), rows(&choices));
    let graded: Vec<&[u8]> = grades.iter().map(Vec::as_slice).collect();
    let orders: Vec<Ranking> = (0..N_BALLOTS).map(|_| order(&mut chance)).collect();
    let mut wins = vec![vec![0; N_OPTIONS]; N_OPTIONS];
    let shown: Vec<(usize, usize)> =
        (0..N_BALLOTS).map(|_| (chance.under(N_OPTIONS), chance.under(N_OPTIONS))).collect();
    let budget = Budget { total: u32::MAX, most: u32::MAX };
    let mut all = Vec::new();
    let mut time = |method, tally: &mut dyn FnMut()| {
        let once = |_| {
            let start = Instant::now();
            tally();
            start.elapsed()
        };
        all.push(Pace { method, took: (0..N_RUNS).map(once).min().unwrap_or_default() });
    };
    time("approval", &mut || {
        let mut counts = [0u32; N_OPTIONS];
        for ballot in &choices {
            for (count, choice) in counts.iter_mut().zip(ballot) {
                *count += u32::from(*choice);
            }
        }
        black_box(ranks(&counts));
    });
    time("majority judgment", &mut || {
        black_box(merits(&tallies(N_OPTIONS, 7, graded.iter().copied())));
    });
    time("points", &mut || {
        black_box(points(N_OPTIONS, budget, graded.iter().copied()));
    });
    time("Schulze", &mut || {
        black_box(schulze(&Pairwise::of(N_OPTIONS, &orders)));
    });
    time("instant run-off", &mut || {
        black_box(run_off(N_OPTIONS, &orders));
    });
    time("Borda", &mut || {
        black_box(greatest(&Pairwise::of(N_OPTIONS, &orders).borda()));
    });
    time("first choices", &mut || {
        black_box(first_choices(N_OPTIONS, &orders));
    });
    time("STAR", &mut || {
        black_box(star(N_OPTIONS, 6, &graded));
    });
    time("pairs", &mut || {
        for (a, b) in &shown {
            wins[*a][*b] += 1;
        }
        black_box(pairs::strengths(&wins));
    });
    time("lot", &mut || {
        black_box(lot::seed(&graded));
    });
    all
}

/// One object, for one line.
pub fn paces_to_json(paces: &[Pace]) -> Value {
    let seconds: Map<String, Value> =
        paces.iter().map(|pace| (pace.method.to_owned(), json!(pace.took.as_secs_f64()))).collect();
    json!({"task": "tally", "ballots": N_BALLOTS, "options": N_OPTIONS, "seconds": seconds})
}

/// A ballot that ranks all options.
fn order(chance: &mut Chance) -> Ranking {
    let mut options: Vec<usize> = (0..N_OPTIONS).collect();
    for place in (1..N_OPTIONS).rev() {
        options.swap(place, chance.under(place + 1));
    }
    Ranking::best_first(N_OPTIONS, options)
}
