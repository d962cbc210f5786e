//! A line on a terminal that says how far the work is, once it takes longer than a second. Nothing of it is left at the end.

use std::io::Write;
use std::time::Duration;

/// Work that ends sooner is not spoken about.
const FIRST: Duration = Duration::from_secs(1);

/// The line is not written more often.
pub const STEP: Duration = Duration::from_millis(100);

const CLEAR: &str = "\r\x1b[2K";

/// The line. Whoever works calls [`Progress::report`] as often as it likes; that costs a look at the clock.
pub struct Progress<'a> {
    out: &'a mut dyn Write,
    /// The time since the work began.
    clock: &'a dyn Fn() -> Duration,
    is_terminal: bool,
    doing: &'static str,
    written: Option<Duration>,
}

impl<'a> Progress<'a> {
    /// Writes to `out`, if that is a terminal. `clock` gives the time since the work began, and `doing` says what it is.
    pub fn new(
        out: &'a mut dyn Write,
        is_terminal: bool,
        clock: &'a dyn Fn() -> Duration,
        doing: &'static str,
    ) -> Self {
        Self { out, clock, is_terminal, doing, written: None }
    }

    /// Says that `done` of `total` files are done.
    pub fn report(&mut self, done: usize, total: usize) {
        if !self.is_terminal {
            return;
        }
        let now = (self.clock)();
        let due = self.written.map_or(FIRST, |written| written + STEP);
        if now >= due {
            // A terminal that went away is no reason to stop.
            let _ = write!(self.out, "{CLEAR}{}: {done} of {total} files", self.doing).and_then(|()| self.out.flush());
            self.written = Some(now);
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if self.written.is_some() {
            let _ = write!(self.out, "{CLEAR}").and_then(|()| self.out.flush());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// What is written when reports come at these times, in milliseconds.
    fn written(times: &[u64], is_terminal: bool) -> String {
        let now = Cell::new(Duration::ZERO);
        let clock = || now.get();
        let mut out = Vec::new();
        let mut progress = Progress::new(&mut out, is_terminal, &clock, "linting");
        for (done, time) in times.iter().enumerate() {
            now.set(Duration::from_millis(*time));
            progress.report(done, times.len());
        }
        drop(progress);
        String::from_utf8(out).unwrap().replace(CLEAR, "|")
    }

    #[test]
    fn short_work_and_files_see_nothing() {
        assert_eq!(written(&[0, 500, 999], true), "");
        assert_eq!(written(&[0, 5_000, 9_999], false), "");
    }

    #[test]
    fn the_line_is_rewritten_ten_times_a_second_and_removed() {
        assert_eq!(written(&[0, 1_000, 1_050, 1_099, 1_100], true), "|linting: 1 of 5 files|linting: 4 of 5 files|");
        let busy: Vec<_> = (0..3_000).collect();
        assert_eq!(written(&busy, true).matches("linting").count(), 20);
    }
}
