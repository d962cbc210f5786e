//! Workflow commands of GitHub Actions, which show findings beside the changed lines. GitHub shows ten annotations of a
//! level in a step, so the worst come first. Escapes as in actions/toolkit, `packages/core/src/command.ts`.

use super::{Report, all, ends, whole_text};
use crate::diagnostic::Severity;
use crate::report::visible::visible;

pub(super) fn render(report: &Report<'_>) -> String {
    let mut findings: Vec<_> = all(report).collect();
    findings.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity()));
    let mut text = String::new();
    for (source, finding) in findings {
        let level = match finding.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let (start, end) = ends(source, finding.span());
        let mut place = format!("file={},line={},endLine={}", property(source.name()), start.line, end.line);
        // GitHub takes columns only of a place within one line.
        if start.line == end.line {
            let last = end.column.saturating_sub(1).max(start.column);
            place += &format!(",col={},endColumn={last}", start.column);
        }
        let title = property(&format!("{} {}", finding.code, finding.name));
        text += &format!("::{level} {place},title={title}::{}\n", data(&whole_text(finding)));
    }
    for skipped in &report.summary.skipped {
        text += &format!("::warning file={},title=Not checked::{}\n", property(&skipped.path), data(&skipped.reason));
    }
    text
}

fn data(text: &str) -> String {
    visible(text.as_bytes()).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command_or_a_property() {
        assert_eq!(data("100%\n::error::x, y"), "100%25%0A::error::x, y");
        assert_eq!(property("a:b,c%\nd"), "a%3Ab%2Cc%25%0Ad");
        assert_eq!(data("\r\u{1b}"), "\u{240d}\u{241b}");
    }
}
