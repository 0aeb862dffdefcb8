//! Opinion groups: shown where they would be found again, and nowhere else.

use crate::floor::{at_least, ours};
use parvis_eval::Task;

/// Votes dealt anew among those who voted reach .74 at most, which the gate does not let through.
#[test]
fn groups_are_shown_only_in_conversations_where_they_are_found_again() {
    fn check(name: &str, is_shown: f64, floor: f64) {
        let Some(figures) = ours(Task::Groups, name) else { return };
        assert_eq!(figures.of("shown"), Some(is_shown), "{name}: {figures:?}");
        at_least(
            &format!("{name}, agreement with the recorded groups"),
            figures.of("recorded").unwrap_or(0.0),
            floor,
        );
    }
    check("ideas-15-per-hour-seattle", 0.0, 0.57);
    check("ideas-affordable-housing", 0.0, 0.08);
    check("ideas-bg2050-volunteers", 0.0, 0.34);
    check("ideas-canadian-electoral-reform", 1.0, 0.83);
    check("ideas-football-concussions", 1.0, 0.16);
    check("ideas-freshwater", 0.0, 0.12);
    check("ideas-ssis", 1.0, 0.47);
    check("ideas-taxes", 1.0, 0.86);
}
