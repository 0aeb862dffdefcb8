//! The demo community, moved to today: every date by the same number of weeks, so that it is never a ruin.

use anyhow::{Context, Result};
use parvis_model::time::{DAY, Day, Time};
use serde_json::Value;

/// What all dates move by: weeks keep the days of the week, and markets stay on Sundays.
const WEEK: i64 = 7 * DAY;

/// Names under which the lines of an import hold times or days.
const DATES: [&str; 6] = ["at", "since", "edited", "opens", "closes", "experienced"];

/// Milliseconds by which the files move, so that the newest act lies within the last seven days.
///
/// # Errors
/// A line is not JSON.
pub fn distance(files: &[String], now: Time) -> Result<i64> {
    let mut newest = i64::MIN;
    for line in lines(files) {
        let line: Value = serde_json::from_str(line).with_context(|| format!("in {line}"))?;
        if let Some(at) = line["at"].as_str().and_then(Time::parse) {
            newest = newest.max(at.as_millis());
        }
    }
    let since = now.as_millis().saturating_sub(newest);
    Ok(if newest == i64::MIN { 0 } else { since.max(0) / WEEK * WEEK })
}

/// The lines of a file with every date moved.
///
/// # Errors
/// A line is not JSON.
pub fn moved(file: &str, by: i64) -> Result<String> {
    let mut moved = String::with_capacity(file.len());
    for line in lines(std::slice::from_ref(&file.to_owned())) {
        let mut line: Value = serde_json::from_str(line).with_context(|| format!("in {line}"))?;
        shift(&mut line, by);
        moved.push_str(&line.to_string());
        moved.push('\n');
    }
    Ok(moved)
}

fn lines(files: &[String]) -> impl Iterator<Item = &str> {
    files.iter().flat_map(|file| file.lines()).filter(|line| !line.trim().is_empty())
}

fn shift(value: &mut Value, by: i64) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let date = member.as_str().filter(|_| DATES.contains(&name.as_str())).and_then(|text| {
                    let time = Time::parse(text).map(|time| time.plus(by).to_string());
                    time.or_else(|| Some(Day::parse(text)?.to_time().plus(by).to_day().to_string()))
                });
                match date {
                    Some(date) => *member = Value::String(date),
                    None => shift(member, by),
                }
            }
        }
        Value::Array(members) => members.iter_mut().for_each(|member| shift(member, by)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = r#"{"type":"review","at":"2026-01-05T10:00:00Z","experienced":"2026-01-03","text":"le 2026-01-03"}

{"type":"idea","at":"2026-01-07T10:00:00Z","history":[{"at":"2026-01-08T10:00:00Z"}]}
"#;

    #[test]
    fn the_newest_act_comes_into_the_last_week() {
        let at = |text| distance(&[LINES.to_owned()], Time::parse(text).unwrap()).unwrap() / DAY;
        assert_eq!(at("2026-01-14T09:59:59Z"), 0);
        assert_eq!(at("2026-01-14T10:00:00Z"), 7);
        assert_eq!(at("2026-02-27T00:00:00Z"), 49);
        assert_eq!(at("2025-01-01T00:00:00Z"), 0, "never into the past");
    }

    #[test]
    fn every_date_moves_and_no_text_does() {
        let moved = moved(LINES, 2 * WEEK).unwrap();
        let lines: Vec<Value> = moved.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(
            (&lines[0]["at"], &lines[0]["experienced"]),
            (&"2026-01-19T10:00:00Z".into(), &"2026-01-17".into())
        );
        assert_eq!(lines[0]["text"], "le 2026-01-03");
        assert_eq!(lines[1]["history"][0]["at"], "2026-01-22T10:00:00Z");
    }

    #[test]
    fn a_line_that_is_no_json_is_named() {
        assert!(moved("{", 0).unwrap_err().to_string().contains("in {"));
    }
}
