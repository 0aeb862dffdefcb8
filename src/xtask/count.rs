//! Counting tests: what each runner says at its end, summed into one closing line.

use std::fmt;
use std::ops::AddAssign;

/// How many tests ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Did what they should.
    pub passed: u32,
    /// Did not.
    pub failed: u32,
    /// Did not run.
    pub skipped: u32,
}

impl Count {
    /// One thing that did what it should.
    pub const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    /// One thing that did not.
    pub const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };
    /// One thing that did not run.
    pub const SKIPPED: Self = Self { passed: 0, failed: 0, skipped: 1 };

    /// Reads one line of a runner's output: cargo's and the wasm runner's `test result:` or Playwright's summary.
    /// Any other line counts nothing.
    pub fn of_line(line: &str) -> Self {
        let line = line.trim();
        if let Some(result) = line.strip_prefix("test result: ") {
            let (_, counts) = result.split_once(". ").unwrap_or_default();
            return Self::sum(counts.split(';'));
        }
        // "12 passed (3.4s)", "1 failed", "2 skipped", "1 flaky", "3 did not run", each alone on its line.
        Self::sum(std::iter::once(line.split_once(" (").map_or(line, |(count, _)| count)))
    }

    fn sum<'a>(phrases: impl Iterator<Item = &'a str>) -> Self {
        let mut sum = Self::default();
        for phrase in phrases {
            let Some((number, word)) = phrase.trim().split_once(' ') else { continue };
            let Ok(number) = number.parse::<u32>() else { continue };
            match word {
                "passed" => sum.passed += number,
                // A test that fails and then passes has found something.
                "failed" | "flaky" | "interrupted" | "did not run" => sum.failed += number,
                "skipped" | "ignored" => sum.skipped += number,
                _ => {}
            }
        }
        sum
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// The closing line.
impl fmt::Display for Count {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(formatter, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_runner_is_understood() {
        let check = |line: &str, passed, failed, skipped| {
            assert_eq!(Count::of_line(line), Count { passed, failed, skipped }, "{line}");
        };
        check(
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.01s",
            12,
            0,
            1,
        );
        check("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out", 3, 2, 0);
        check("  14 passed (3.4s)", 14, 0, 0);
        check("  1 failed", 0, 1, 0);
        check("  2 skipped", 0, 0, 2);
        check("  1 flaky", 0, 1, 0);
        check("  3 did not run", 0, 3, 0);
        check("running 12 tests", 0, 0, 0);
        check("test a_vote_passed ... ok", 0, 0, 0);
        check("100 failed attempts are too many", 0, 0, 0);
    }

    #[test]
    fn the_closing_line_speaks_of_skips_only_when_there_are_some() {
        let mut count = Count { passed: 41, failed: 0, skipped: 0 };
        count += Count::PASSED;
        assert_eq!(count.to_string(), "42 passed, 0 failed");
        count += Count::SKIPPED;
        assert_eq!(count.to_string(), "42 passed, 0 failed, 1 skipped");
    }
}
