//! What a cell says, read as people write it: notes, dates, truth; and told why it cannot be read.

use parvis_model::review::Stars;
use parvis_model::time::{Day, Time};

/// Which of two numbers is the day where both could be: `05/03/2024`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dates {
    /// 5 March.
    DayFirst,
    /// May 3.
    MonthFirst,
}

/// Stars, and whether the note lay between two: then it is the nearer one, the higher of two equally near.
pub(super) fn stars(text: &str) -> Result<(Stars, bool), String> {
    let wrong = || format!("`{}` is no note of 1 to 5", short(text));
    let number =
        text.split_once('/').map_or(text, |(number, of)| if of.trim() == "5" { number } else { text });
    let number = number.trim().replace(',', ".");
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return Err(wrong());
    }
    let value: f64 = number.parse().map_err(|_| wrong())?;
    if !(1.0..=5.0).contains(&value) {
        return Err(wrong());
    }
    let nearest = (value + 0.5).floor();
    // Within 1 to 5, so the conversion is exact.
    Stars::new(nearest as u8).map(|stars| (stars, nearest != value)).ok_or_else(wrong)
}

/// Yes or no, in the words of tables; nothing for an empty cell or a word that is neither.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "1" | "yes" | "y" | "oui" | "vrai" | "t" => Some(true),
        "false" | "0" | "no" | "n" | "non" | "faux" | "f" => Some(false),
        _ => None,
    }
}

/// A moment of the past. A day alone is its midnight, a time without a zone is in UTC.
pub(super) fn moment(text: &str, dates: Option<Dates>, now: Time) -> Result<Time, String> {
    let at = parsed(text, dates)?;
    if at > now {
        return Err(format!("`{}` is in the future", short(text)));
    }
    Ok(at)
}

fn parsed(text: &str, dates: Option<Dates>) -> Result<Time, String> {
    let told = text.trim();
    let wrong = || format!("`{}` is no date such as 2024-03-05 or 2024-03-05T10:00:00Z", short(told));
    if told.is_empty() {
        return Err("there is no date".to_owned());
    }
    let (date, clock) = match told.find(['T', 't', ' ']) {
        Some(at) => (told.get(..at).unwrap_or_default(), told.get(at + 1..).unwrap_or_default().trim()),
        None => (told, ""),
    };
    let day = day(date, dates, &wrong)?;
    if clock.is_empty() {
        return Ok(day.to_time());
    }
    Time::parse(&format!("{day}T{}", clock_of(clock).ok_or_else(wrong)?)).ok_or_else(wrong)
}

fn day(text: &str, dates: Option<Dates>, wrong: &dyn Fn() -> String) -> Result<Day, String> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let &[a, b, c] = parts.as_slice() else { return Err(wrong()) };
    let number = |part: &str| -> Option<u32> {
        let plain = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if plain { part.parse().ok() } else { None }
    };
    let (Some(first), Some(second), Some(third)) = (number(a), number(b), number(c)) else {
        return Err(wrong());
    };
    let (year, month, day) = if a.len() == 4 {
        (first, second, third)
    } else if c.len() == 4 {
        // Whoever writes points writes the day first.
        let dates = if text.contains('.') { Some(Dates::DayFirst) } else { dates };
        match (first > 12, second > 12, dates) {
            (true, _, _) => (third, second, first),
            (_, true, _) => (third, first, second),
            _ if first == second => (third, first, second),
            (_, _, Some(Dates::DayFirst)) => (third, second, first),
            (_, _, Some(Dates::MonthFirst)) => (third, first, second),
            (_, _, None) => {
                return Err(format!(
                    "`{}` can be read in two ways; --dates day-first or --dates month-first says which",
                    short(text)
                ));
            }
        }
    } else {
        return Err(wrong());
    };
    Day::parse(&format!("{year:04}-{month:02}-{day:02}")).ok_or_else(wrong)
}

/// A time of day as RFC 3339 has it: seconds and zone are filled in.
fn clock_of(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let (text, half) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(rest), _) => (rest.trim(), Some(0)),
        (_, Some(rest)) => (rest.trim(), Some(12)),
        _ => (lower.trim(), None),
    };
    let text = text.trim_end_matches("utc").trim_end_matches("gmt").trim();
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != ':' && letter != '.');
    let (clock, zone) = text.split_at(end.unwrap_or(text.len()));
    let mut parts = clock.splitn(3, ':');
    let mut hour: u32 = parts.next()?.parse().ok()?;
    if let Some(half) = half {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + half;
    }
    let (minute, second) = (parts.next()?, parts.next().unwrap_or("00"));
    let zone = match zone.trim() {
        "" | "z" => "Z".to_owned(),
        zone if zone.len() == 5 && !zone.contains(':') => {
            let (hours, minutes) = zone.split_at_checked(3)?;
            format!("{hours}:{minutes}")
        }
        zone => zone.to_owned(),
    };
    Some(format!("{hour:02}:{minute}:{second}{zone}"))
}

/// As much of a cell as a message can hold.
pub(super) fn short(text: &str) -> String {
    let told: String =
        text.chars().take(40).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if told.len() < text.len() { format!("{told}…") } else { told }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_rounded_to_the_nearest_star() {
        fn check(text: &str, expected: Result<(u8, bool), &str>) {
            let read = stars(text).map(|(stars, rounded)| (stars.as_u8(), rounded));
            assert_eq!(
                read.as_ref().map_err(String::as_str),
                expected.as_ref().map_err(|reason| *reason),
                "{text}"
            );
        }
        check("5", Ok((5, false)));
        check("4,6", Ok((5, true)));
        check("4.4", Ok((4, true)));
        check("2.5", Ok((3, true)));
        check("4.0", Ok((4, false)));
        check("3/5", Ok((3, false)));
        check("6", Err("`6` is no note of 1 to 5"));
        check("0", Err("`0` is no note of 1 to 5"));
        check("-1", Err("`-1` is no note of 1 to 5"));
        check("", Err("`` is no note of 1 to 5"));
        check("NaN", Err("`NaN` is no note of 1 to 5"));
        check("4,6,1", Err("`4,6,1` is no note of 1 to 5"));
    }

    #[test]
    fn a_date_is_read_when_it_can_mean_one_day_only() {
        fn check(text: &str, dates: Option<Dates>, expected: &str) {
            let now = Time::parse("2026-10-15T12:00:00Z").unwrap();
            let read = moment(text, dates, now);
            assert_eq!(read.map_or_else(|reason| reason, |at| at.to_string()), expected, "{text}");
        }
        check("2024-03-05", None, "2024-03-05T00:00:00Z");
        check("2024/3/5", None, "2024-03-05T00:00:00Z");
        check("2024-03-05 10:00:00 UTC", None, "2024-03-05T10:00:00Z");
        check("2024-03-05 10:00", None, "2024-03-05T10:00:00Z");
        check("2024-03-05T10:00:00.250+01:30", None, "2024-03-05T08:30:00.250Z");
        check("2024-03-05 10:00:00 -0500", None, "2024-03-05T15:00:00Z");
        check("25/03/2024", None, "2024-03-25T00:00:00Z");
        check("03/25/2024 1:05 PM", None, "2024-03-25T13:05:00Z");
        check("5.3.2024", None, "2024-03-05T00:00:00Z");
        check("04/04/2024", None, "2024-04-04T00:00:00Z");
        check("05/03/2024", Some(Dates::DayFirst), "2024-03-05T00:00:00Z");
        check("05/03/2024", Some(Dates::MonthFirst), "2024-05-03T00:00:00Z");
        let two = "`05/03/2024` can be read in two ways; --dates day-first or --dates month-first says which";
        check("05/03/2024", None, two);
        check("2026-10-16", None, "`2026-10-16` is in the future");
        check("2026-10-15T12:00:01Z", None, "`2026-10-15T12:00:01Z` is in the future");
        check("", None, "there is no date");
        for text in ["yesterday", "2024-02-30", "5/3/24", "0000-00-00", "2024-03-05 25:00", "2024-03-05 é"] {
            check(text, None, &format!("`{text}` is no date such as 2024-03-05 or 2024-03-05T10:00:00Z"));
        }
    }
}
