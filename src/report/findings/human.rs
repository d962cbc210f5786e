//! Findings for people: each with its excerpt, what it looks like rendered, where it holds, reasons and ways out; then the
//! figures of the run on one line.

use annotate_snippets::{Group, Level};

use super::{Report, Summary, all, rendered_note};
use crate::diagnostic::Finding;
use crate::report::excerpt::{MAX_MARKS, excerpts};
use crate::report::human::{lay_out, level, renderer};
use crate::report::visible::{visible_line, visible_start};
use crate::source::Source;

// Bytes of a message, note or help that are shown.
const MAX_TEXT: usize = 2_000;

// Skipped inputs that the last line names.
const MAX_SKIPPED: usize = 5;

pub(super) fn render(report: &Report<'_>, color: bool) -> String {
    let mut text = String::new();
    for (source, finding) in all(report) {
        text += &one(source, finding, color);
        text += "\n\n";
    }
    text += &figures(&report.summary);
    text.push('\n');
    text
}

/// One finding with its excerpt.
#[must_use]
pub fn one(source: &Source, finding: &Finding, color: bool) -> String {
    let diagnostic = &finding.diagnostic;
    let message = line(&diagnostic.message);
    let title = level(diagnostic.severity).primary_title(message.as_str());
    let title = if finding.code.is_empty() { title } else { title.id(finding.code) };
    let below = below(finding);
    let excerpts = excerpts(source, &diagnostic.labels);
    if excerpts.is_empty() {
        // A finding about the whole file: without an excerpt there is no margin to line up with.
        let title = renderer(color).render(&[Group::with_title(title)]);
        let mut text = format!("{title}\n --> {}:1:1", visible_line(source.name().as_bytes()));
        text.extend(below.iter().map(|(word, said)| format!("\n  = {word}: {}", said.replace('\n', "\n    "))));
        return text;
    }
    let below = below.iter().map(|(word, said)| match *word {
        "note" => Level::NOTE.message(said.as_str()),
        word => Level::HELP.with_name(word).message(said.as_str()),
    });
    lay_out(title, &excerpts, below, color)
}

// What is said below the excerpt, each with the word that it stands under.
fn below(finding: &Finding) -> Vec<(&'static str, String)> {
    let diagnostic = &finding.diagnostic;
    // Reasons and ways out may show several lines that are to be written.
    let lines = |text: &String| visible_start(text.as_bytes(), MAX_TEXT).into_owned();
    let holds = Some(finding.holds.text()).filter(|holds| !holds.is_empty());
    let more = diagnostic.labels.len().saturating_sub(MAX_MARKS);
    let more = (more > 0).then(|| format!("{} in this file: not shown", count(more, "more place")));
    let notes = rendered_note(finding).into_iter().chain(holds.map(|holds| line(&holds))).chain(more);
    let notes = notes.chain(diagnostic.notes.iter().map(lines)).map(|note| ("note", note));
    let help = diagnostic.help.iter().map(|help| ("help", lines(help)));
    let fix = finding.fix.iter().map(|fix| ("fix", format!("--fix does this: {}", line(&fix.title))));
    notes.chain(help).chain(fix).collect()
}

fn line(text: &str) -> String {
    visible_line(visible_start(text.as_bytes(), MAX_TEXT).as_bytes()).into_owned()
}

// `12 files checked, 3 findings (1 error, 2 warnings); 1 suppressed, 2 known from the baseline; skipped: x (binary)`
fn figures(summary: &Summary) -> String {
    let mut text = found(summary);
    let others = others(summary);
    if !others.is_empty() {
        text += &format!("; {}", others.join(", "));
    }
    if let Some(skipped) = skipped(summary) {
        text += &format!("; {skipped}");
    }
    text
}

/// `12 files checked, 3 findings (1 error, 2 warnings)`
pub(super) fn found(summary: &Summary) -> String {
    let mut text = format!("{} checked, ", count(summary.files_checked, "file"));
    match summary.findings.total() {
        0 => text += "no findings",
        total => {
            let found = summary.findings;
            let kinds = [(found.error, "error"), (found.warning, "warning")].map(|(n, word)| (n, count(n, word)));
            let kinds = kinds.into_iter().chain([(found.info, format!("{} info", found.info))]);
            let kinds: Vec<_> = kinds.filter(|(number, _)| *number > 0).map(|(_, words)| words).collect();
            text += &format!("{} ({})", count(total, "finding"), kinds.join(", "));
        }
    }
    text
}

/// `1 suppressed`, `2 known from the baseline`: findings that are not shown.
pub(super) fn others(summary: &Summary) -> Vec<String> {
    let others = [
        (summary.suppressed, "suppressed"),
        (summary.known, "known from the baseline"),
        (summary.hidden, "hidden by --show"),
        (summary.fixed, "fixed"),
    ];
    others.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect()
}

/// `skipped: x (binary), y (a symbolic link) and 3 more`; none where nothing was.
pub fn skipped(summary: &Summary) -> Option<String> {
    (!summary.skipped.is_empty()).then(|| {
        let named = summary.skipped.iter().take(MAX_SKIPPED).map(|skipped| {
            let (path, reason) = (visible_line(skipped.path.as_bytes()), visible_line(skipped.reason.as_bytes()));
            format!("{path} ({reason})")
        });
        let named = named.collect::<Vec<_>>().join(", ");
        match summary.skipped.len().saturating_sub(MAX_SKIPPED) {
            0 => format!("skipped: {named}"),
            more => format!("skipped: {named} and {more} more"),
        }
    })
}

fn count(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::findings::{BySeverity, Skipped};

    #[test]
    fn the_figures_in_words() {
        let mut summary = Summary { files_checked: 1, ..Summary::default() };
        assert_eq!(figures(&summary), "1 file checked, no findings");
        summary.findings = BySeverity { error: 1, warning: 2, info: 3 };
        (summary.suppressed, summary.known, summary.fixed) = (1, 2, 4);
        assert_eq!(
            figures(&summary),
            "1 file checked, 6 findings (1 error, 2 warnings, 3 info); 1 suppressed, 2 known from the baseline, 4 fixed"
        );
        let skipped = Skipped { path: "x\n".to_owned(), reason: "binary".to_owned() };
        let summary = Summary { skipped: vec![skipped; 7], ..Summary::default() };
        let one = "x\u{240a} (binary)";
        let five = [one; 5].join(", ");
        assert_eq!(figures(&summary), format!("0 files checked, no findings; skipped: {five} and 2 more"));
    }
}
