//! The owner's hand on the orders: the constants of a site printed with what is allowed, and changed.

use crate::db::{Db, Error};
use anyhow::{anyhow, bail};
use parvis_model::id::SiteId;
use parvis_model::ranking::{Ranking, SETTINGS, Setting, Unit, Unsound, setting};
use parvis_model::time::Time;
use std::fmt::Write;

/// A constant and what it is to be.
pub type Change = (&'static Setting, f64);

/// Reads `NAME=VALUE`.
pub fn change(text: &str) -> Result<Change, String> {
    let (name, value) = text.split_once('=').ok_or("NAME=VALUE is needed")?;
    let known = setting(name).ok_or_else(|| {
        format!("there is no constant `{name}`; without NAME=VALUE all of them are printed")
    })?;
    let value = value.parse().map_err(|_| format!("`{value}` is no number"))?;
    Ok((known, value))
}

/// Makes all of the changes or none, and gives what is to be printed: what changed, or every constant where
/// nothing was to be. Pages that are open load anew, and what activity was kept follows a new half-life.
///
/// # Errors
/// There is no such site, or the constants could not be in force together; says each fault.
pub async fn tune(db: &Db, site: &SiteId, changes: &[Change], now: Time) -> anyhow::Result<String> {
    let mut write = db.write(site, now).await.map_err(|error| match error {
        Error::NotFound => anyhow!("there is no site `{site}`"),
        error => error.into(),
    })?;
    let before = write.ranking().await?;
    let mut after = before.clone();
    changes.iter().for_each(|(setting, value)| setting.put(&mut after, *value));
    if changes.is_empty() {
        return Ok(all(&before));
    }
    let faults: Vec<String> = after.check().iter().map(Unsound::to_string).collect();
    if !faults.is_empty() {
        bail!("nothing was changed:\n  {}", faults.join("\n  "));
    }
    if before == after {
        return Ok("nothing to change\n".to_owned());
    }
    write.tune(&after).await?;
    write.commit().await?;
    Ok(changed(&before, &after))
}

fn changed(before: &Ranking, after: &Ranking) -> String {
    let mut told = String::new();
    for setting in SETTINGS.iter().filter(|setting| setting.of(before) != setting.of(after)) {
        let _ = writeln!(told, "{}: {} -> {}", setting.name, setting.of(before), setting.of(after));
    }
    told
}

/// Every constant on a line of its own: what it is, what is allowed, what it is by default.
fn all(ranking: &Ranking) -> String {
    let mut told = String::new();
    for (place, setting) in SETTINGS.iter().enumerate() {
        if place > 0 && SETTINGS.get(place - 1).is_some_and(|before| before.list() != setting.list()) {
            told.push('\n');
        }
        let Setting { name, default, least, most, .. } = setting;
        let range = format!("{least} to {most}");
        let sum = if setting.unit == Unit::Share { ", part of 1" } else { "" };
        let _ = writeln!(told, "{name:<22} {:<6} {range:<12} by default {default}{sum}", setting.of(ranking));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_names_a_constant_and_a_number() {
        let read = |text: &str| change(text).map(|(setting, value)| (setting.name, value));
        assert_eq!(read("feed.half_life_hours=24"), Ok(("feed.half_life_hours", 24.0)));
        for (text, told) in [
            ("feed.half_life_hours", "NAME=VALUE is needed"),
            ("feed.half_life=24", "there is no constant `feed.half_life`"),
            ("feed.repeat=much", "`much` is no number"),
        ] {
            assert!(read(text).unwrap_err().starts_with(told), "{text}");
        }
    }

    #[test]
    fn every_constant_is_printed_with_what_is_allowed() {
        let printed = all(&Ranking::default());
        assert_eq!(printed.lines().filter(|line| !line.is_empty()).count(), SETTINGS.len());
        assert!(printed.contains("feed.half_life_hours   12     12 to 168    by default 12\n"), "{printed}");
        assert!(printed.contains("ideas.groups           0.8    0 to 1       by default 0.8, part of 1\n"));
    }
}
