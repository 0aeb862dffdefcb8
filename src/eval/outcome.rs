//! What one run found: figures of our order and of every other, as a table or as one line of JSON.

use crate::chance;
use crate::measure::mean;
use serde_json::{Map, Value, json};
use std::fmt;

/// A figure, with its 95 % interval where it is a mean over several cases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// What was measured.
    pub value: f64,
    /// Lower and upper end.
    pub interval: Option<(f64, f64)>,
}

/// Figures by the names of their measures, in the order of the protocol.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures(Vec<(&'static str, Figure)>);

/// All figures of one set.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// feed, reviews, ideas or groups.
    pub task: &'static str,
    /// The name of the folder.
    pub set: String,
    /// Of our order.
    pub ours: Figures,
    /// Of the others, by name.
    pub baselines: Vec<(&'static str, Figures)>,
}

/// Our figures, and those of the others by name.
pub type Measured = (Figures, Vec<(&'static str, Figures)>);

impl Figures {
    /// Adds a figure without an interval.
    pub fn put(&mut self, name: &'static str, value: f64) {
        self.0.push((name, Figure { value, interval: None }));
    }

    /// Adds a figure with an interval.
    pub fn put_with(&mut self, name: &'static str, value: f64, interval: Option<(f64, f64)>) {
        self.0.push((name, Figure { value, interval }));
    }

    /// Adds the mean over cases, unless there are none.
    pub fn put_mean(&mut self, name: &'static str, values: &[f64]) {
        if !values.is_empty() {
            self.put_with(name, mean(values), chance::interval(values));
        }
    }

    /// Adds all figures of another.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The figure with this name.
    pub fn of(&self, name: &str) -> Option<f64> {
        self.iter().find(|(own, _)| *own == name).map(|(_, figure)| figure.value)
    }

    /// Names and figures.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Figure)> {
        self.0.iter().copied()
    }

    fn to_json(&self) -> Value {
        self.iter()
            .map(|(name, figure)| (name.to_owned(), json!(rounded(figure.value))))
            .collect::<Map<_, _>>()
            .into()
    }
}

impl Outcome {
    /// One object, for one line.
    pub fn to_json(&self) -> Value {
        let ends = |(name, figure): (&str, Figure)| {
            figure.interval.map(|(low, high)| (name.to_owned(), json!([rounded(low), rounded(high)])))
        };
        let intervals: Map<String, Value> = self.ours.iter().filter_map(ends).collect();
        let baselines: Map<String, Value> =
            self.baselines.iter().map(|(name, figures)| ((*name).to_owned(), figures.to_json())).collect();
        json!({
            "task": self.task,
            "set": self.set,
            "ours": self.ours.to_json(),
            "ours_ci": intervals,
            "baselines": baselines,
        })
    }

    /// The mean of several sets, figure by figure, over the sets that have it.
    pub fn mean(all: &[Self]) -> Option<Self> {
        let first = all.first()?;
        let ours: Vec<&Figures> = all.iter().map(|one| &one.ours).collect();
        let of = |name: &str| -> Vec<&Figures> {
            all.iter()
                .flat_map(|one| &one.baselines)
                .filter(|(own, _)| *own == name)
                .map(|(_, own)| own)
                .collect()
        };
        let mut names: Vec<&'static str> = Vec::new();
        for (name, _) in all.iter().flat_map(|one| &one.baselines) {
            if !names.contains(name) {
                names.push(name);
            }
        }
        let baselines = names.into_iter().map(|name| (name, means(&of(name)))).collect();
        Some(Self { task: first.task, set: format!("mean of {}", all.len()), ours: means(&ours), baselines })
    }
}

fn means(all: &[&Figures]) -> Figures {
    let mut means = Figures::default();
    for (name, _) in all.iter().flat_map(|one| one.iter()) {
        if means.of(name).is_none() {
            let values: Vec<f64> = all.iter().filter_map(|one| one.of(name)).collect();
            means.put_mean(name, &values);
        }
    }
    means
}

/// Six digits are more than any set can tell.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

impl fmt::Display for Outcome {
    /// A table: a line an order, a column a measure.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<(&str, &Figures)> = std::iter::once(("ours", &self.ours))
            .chain(self.baselines.iter().map(|(name, figures)| (*name, figures)))
            .collect();
        let mut columns: Vec<&str> = Vec::new();
        for (name, _) in rows.iter().flat_map(|(_, figures)| figures.iter()) {
            if !columns.contains(&name) {
                columns.push(name);
            }
        }
        write!(formatter, "{:<28}", format!("{} {}", self.task, self.set))?;
        for column in &columns {
            write!(formatter, " {column:>22}")?;
        }
        for (name, figures) in rows {
            write!(formatter, "\n{name:<28}")?;
            for column in &columns {
                let figure = figures.iter().find(|(own, _)| own == column).map(|(_, figure)| figure);
                write!(formatter, " {:>22}", figure.map_or_else(String::new, |figure| figure.to_string()))?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.interval {
            None if self.value >= 2.0 && self.value.fract() == 0.0 => write!(formatter, "{}", self.value),
            None => write!(formatter, "{:.3}", self.value),
            Some((low, high)) => write!(formatter, "{:.3} [{low:.3}, {high:.3}]", self.value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(values: &[f64]) -> Outcome {
        let (mut ours, mut newest) = (Figures::default(), Figures::default());
        ours.put_mean("ndcg@20", values);
        ours.put_mean("revived@50", &[]);
        newest.put("ndcg@20", 0.25);
        Outcome { task: "feed", set: "weeks".to_owned(), ours, baselines: vec![("newest", newest)] }
    }

    #[test]
    fn json_has_the_same_names_for_everybody() {
        let expected = r#"{"baselines":{"newest":{"ndcg@20":0.25}},"ours":{"ndcg@20":0.5},"ours_ci":{"ndcg@20":[0.5,0.5]},"set":"weeks","task":"feed"}"#;
        assert_eq!(outcome(&[0.5, 0.5]).to_json().to_string(), expected);
    }

    #[test]
    fn the_mean_of_sets_is_taken_figure_by_figure() {
        let mean = Outcome::mean(&[outcome(&[0.5]), outcome(&[0.75])]).unwrap();
        assert_eq!((mean.ours.of("ndcg@20"), mean.baselines[0].1.of("ndcg@20")), (Some(0.625), Some(0.25)));
        assert_eq!(Outcome::mean(&[]), None);
    }

    #[test]
    fn a_table_has_a_line_an_order() {
        let table = outcome(&[0.5]).to_string();
        assert_eq!(table.lines().count(), 3);
        assert!(table.lines().nth(2).unwrap().starts_with("newest") && table.ends_with("0.250"), "{table}");
    }
}
