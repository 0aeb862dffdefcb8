//! Ideas: what half of the voters, or forty of them, say about what every group supports, and what a brigade
//! cannot say.

use crate::floor::{at_least, ours};
use parvis_eval::{Figures, Task};
use std::sync::OnceLock;

const CONVERSATIONS: [&str; 8] = [
    "ideas-15-per-hour-seattle",
    "ideas-affordable-housing",
    "ideas-bg2050-volunteers",
    "ideas-canadian-electoral-reform",
    "ideas-football-concussions",
    "ideas-freshwater",
    "ideas-ssis",
    "ideas-taxes",
];

/// The number of people for it reaches .748 and .755; Wilson's lower bound .826 and .811.
#[test]
fn ideas_that_every_group_supports_come_first() {
    for (measure, floor) in [("half", 0.863), ("forty", 0.814)] {
        let Some(figures) = figures(measure) else { return };
        at_least(&format!("ideas, {measure}"), figures.iter().sum::<f64>() / figures.len() as f64, floor);
    }
}

/// A fifth more accounts that agree with one idea and nothing else lift it by 65 places where agreement is
/// counted, by 57 where Wilson's lower bound decides: mean over conversations of the most that any climbs.
#[test]
fn a_brigade_lifts_no_idea_by_more_than_three_places() {
    let Some(most) = figures("brigade") else { return };
    assert!(most.iter().all(|places| *places <= 3.0), "{most:?}");
}

/// This figure of each conversation; nothing where the data are absent.
fn figures(measure: &str) -> Option<Vec<f64>> {
    static MEASURED: OnceLock<Option<Vec<Figures>>> = OnceLock::new();
    let measured = || CONVERSATIONS.iter().map(|name| ours(Task::Ideas, name)).collect();
    let all = MEASURED.get_or_init(measured).as_ref()?;
    let figures: Vec<f64> = all.iter().filter_map(|figures| figures.of(measure)).collect();
    assert!(!figures.is_empty(), "no conversation has a figure {measure}");
    Some(figures)
}
