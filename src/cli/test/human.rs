//! Results of tests for people: what fails, with the walk that shows it, and the figures.

use std::fmt::Write as _;

use super::{Results, counts};
use crate::expect::{Case, Prepared};
use crate::report::trace::{Setting, Trace, text};
use crate::report::visible::visible_line;

const RED: &str = "\u{1b}[1;31m";
const GREEN: &str = "\u{1b}[32m";
const RESET: &str = "\u{1b}[0m";

/// Lays the results out; with `verbose` also those of tests that pass.
pub fn render(results: &[Results<'_>], verbose: bool, color: bool) -> String {
    let mut text = String::new();
    for file in results {
        for case in &file.cases {
            let is_passed = case.mismatches.is_empty();
            if is_passed && !verbose {
                continue;
            }
            let (word, start) = if is_passed { ("ok", GREEN) } else { ("FAILED", RED) };
            let (start, end) = if color { (start, RESET) } else { ("", "") };
            let path = visible_line(file.source.name().as_bytes());
            let _ = writeln!(text, "{start}{word}{end} {path}:{}: {}", file.line(case), title(case));
            if !is_passed {
                text += &failure(case);
            }
        }
    }
    let (passed, failed) = counts(results);
    let files = if results.len() == 1 { "file" } else { "files" };
    let _ = writeln!(text, "{} {files}: {passed} passed, {failed} failed", results.len());
    text
}

/// `mesh names: backend.mesh. IN A over UDP, on 2.7.29, universal`.
pub fn title(case: &Case<'_>) -> String {
    let query = case.query.as_ref().map(ToString::to_string);
    let what = case.name.map(str::to_owned).into_iter().chain(query).collect::<Vec<_>>().join(": ");
    let what = if what.is_empty() { "starts".to_owned() } else { what };
    visible_line(format!("{what}, on {}", case.prepared.target).as_bytes()).into_owned()
}

fn failure(case: &Case<'_>) -> String {
    let mut text = String::new();
    for mismatch in &case.mismatches {
        let line = format!("{}: expected {}, got {}", mismatch.what, mismatch.expected, mismatch.got);
        let _ = writeln!(text, "  {}", visible_line(line.as_bytes()));
    }
    if let Some(walk) = walk(case) {
        for line in walk.lines() {
            let _ = writeln!(text, "  {line}");
        }
    }
    text.push('\n');
    text
}

/// The walk of a case, drawn.
pub fn walk(case: &Case<'_>) -> Option<String> {
    let prepared: &Prepared = case.prepared;
    let answering = prepared.answering();
    let reason = answering.and_then(|answering| answering.not_in_force()).map(ToString::to_string);
    let side_car = answering.and_then(|answering| answering.side_car());
    let scene = Setting {
        target: &prepared.target,
        side_car,
        no_corefile: reason.as_deref(),
        world: case.world,
        assumptions: &[],
    };
    let walk = case.walk.as_ref()?;
    Some(text::drawing(&Trace { walk, scene }, false))
}
