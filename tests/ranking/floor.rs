//! A floor: what a figure must reach.

use parvis_eval::{Figures, Scope, Task};
use parvis_tests::data;

/// The figures of our order on one set, or nothing where the data are absent.
///
/// # Panics
/// When the set is broken.
pub fn ours(task: Task, name: &str) -> Option<Figures> {
    let set = data::set(name)?;
    let outcome = task.measured(&set, Scope::Ours).unwrap_or_else(|fault| panic!("{fault}"));
    Some(outcome.ours)
}

/// Fails unless each figure is there and reaches its floor; says both.
pub fn hold(name: &str, figures: &Figures, floors: &[(&str, f64)]) {
    for (measure, floor) in floors {
        let figure = figures.of(measure).unwrap_or_else(|| panic!("{name} has no figure {measure}"));
        at_least(&format!("{name}, {measure}"), figure, *floor);
    }
}

/// Fails unless the figure reaches its floor; says both.
pub fn at_least(name: &str, figure: f64, floor: f64) {
    println!("{name}: {figure:.4}, floor {floor:.3}");
    assert!(figure >= floor, "{name} is {figure:.4}, below its floor {floor:.3}");
}

/// Fails unless the figure stays below its ceiling; says both.
pub fn at_most(name: &str, figure: f64, ceiling: f64) {
    println!("{name}: {figure:.4}, ceiling {ceiling:.3}");
    assert!(figure <= ceiling, "{name} is {figure:.4}, above its ceiling {ceiling:.3}");
}
