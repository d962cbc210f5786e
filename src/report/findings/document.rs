//! The findings as data: what `-o json` writes and what templates of `--output-template` get. The shape is a promise
//! (`docs/findings.schema.json`): within a version nothing is renamed or removed. All fields are always there.

use serde::Serialize;

use super::{Report, Summary, all, ends};
use crate::diagnostic::{Finding, Holds, Severity};
use crate::source::{Position, Source, Span};

/// The version of the shape.
pub const VERSION: u32 = 1;

/// The report.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document<'a> {
    /// [`VERSION`].
    pub version: u32,
    /// The findings, in the order of the files and of the places in them.
    pub findings: Vec<FindingEntry<'a>>,
    /// The figures of the run.
    pub summary: SummaryEntry<'a>,
}

/// A finding.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FindingEntry<'a> {
    /// The file: a path with forward slashes, or `<stdin>`.
    pub path: &'a str,
    /// The rule's code.
    pub code: &'a str,
    /// The rule's name.
    pub name: &'a str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: &'a str,
    /// The place; the file's start for a finding about the whole file.
    pub range: RangeEntry,
    /// The places that the finding is about, the main one first.
    pub labels: Vec<LabelEntry<'a>>,
    /// Why it matters.
    pub notes: &'a [String],
    /// What to do.
    pub help: &'a [String],
    /// The rendered line at the place, where it differs from the template's.
    pub rendered: Option<RenderedEntry<'a>>,
    /// Where it holds.
    pub holds: HoldsEntry<'a>,
    /// The mechanical mend.
    pub fix: Option<FixEntry<'a>>,
    /// The walk of a query that shows it, the query first; empty where it is about no query.
    pub walk: Vec<HopEntry<'a>>,
}

/// A hop of a query.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HopEntry<'a> {
    /// What happens.
    pub text: &'a str,
    /// The words that are responsible, if any are.
    pub range: Option<RangeEntry>,
}

/// A range of a file, without the character at `end`.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RangeEntry {
    /// The first character.
    pub start: PositionEntry,
    /// Behind the last character.
    pub end: PositionEntry,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PositionEntry {
    /// Line, from 1.
    pub line: usize,
    /// Character of the line, from 1.
    pub column: usize,
    /// Bytes of the file before it.
    pub offset: u32,
}

/// What is said at a place.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LabelEntry<'a> {
    /// The place.
    pub range: RangeEntry,
    /// May be empty.
    pub text: &'a str,
}

/// A line of the rendered Corefile.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RenderedEntry<'a> {
    /// Its number, from 1.
    pub line: usize,
    /// Its text.
    pub text: &'a str,
}

/// Where a finding holds; empty lists and an empty text say: wherever the file was looked at.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HoldsEntry<'a> {
    /// Runs of releases.
    pub releases: &'a [String],
    /// Platforms.
    pub platforms: &'a [String],
    /// Values that decide.
    pub branches: &'a [String],
    /// The same in words.
    pub text: String,
}

/// A mechanical mend.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FixEntry<'a> {
    /// What it does.
    pub title: &'a str,
    /// Replacements that are made together; all ranges are about the file as it is.
    pub edits: Vec<EditEntry<'a>>,
}

/// A replacement.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EditEntry<'a> {
    /// What goes; an empty range inserts.
    pub range: RangeEntry,
    /// What comes.
    pub text: &'a str,
}

/// The figures of a run.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SummaryEntry<'a> {
    /// Files that were looked at.
    pub files_checked: usize,
    /// Files with findings.
    pub files_with_findings: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are worth knowing.
    pub infos: usize,
    /// Findings that a comment allows; not among `findings`.
    pub suppressed: usize,
    /// Findings that the baseline lists; not among `findings`.
    pub known: usize,
    /// Findings that `--show` leaves out.
    pub hidden: usize,
    /// Findings that `--fix` mended; not among `findings`.
    pub fixed: usize,
    /// Inputs that were not looked at.
    pub skipped: Vec<SkippedEntry<'a>>,
}

/// An input that was not looked at.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SkippedEntry<'a> {
    /// Its path.
    pub path: &'a str,
    /// Why.
    pub reason: &'a str,
}

impl<'a> Document<'a> {
    /// The report as data.
    #[must_use]
    pub fn new(report: &'a Report<'_>) -> Self {
        let findings = all(report).map(|(source, finding)| FindingEntry::new(source, finding)).collect();
        Self { version: VERSION, findings, summary: SummaryEntry::new(&report.summary) }
    }
}

impl<'a> FindingEntry<'a> {
    fn new(source: &'a Source, finding: &'a Finding) -> Self {
        let diagnostic = &finding.diagnostic;
        let range = |span| RangeEntry::new(source, span);
        Self {
            path: source.name(),
            code: finding.code,
            name: finding.name,
            severity: finding.severity(),
            message: &diagnostic.message,
            range: range(finding.span()),
            labels: diagnostic
                .labels
                .iter()
                .map(|label| LabelEntry { range: range(label.span), text: &label.text })
                .collect(),
            notes: &diagnostic.notes,
            help: &diagnostic.help,
            rendered: finding.rendered.as_ref().map(|line| RenderedEntry { line: line.number, text: &line.text }),
            holds: HoldsEntry::new(&finding.holds),
            walk: finding.walk.iter().map(|hop| HopEntry { text: &hop.text, range: hop.span.map(range) }).collect(),
            fix: finding.fix.as_ref().map(|fix| FixEntry {
                title: &fix.title,
                edits: fix.edits.iter().map(|edit| EditEntry { range: range(edit.span), text: &edit.text }).collect(),
            }),
        }
    }
}

impl<'a> HoldsEntry<'a> {
    pub(super) fn new(holds: &'a Holds) -> Self {
        Self { releases: &holds.releases, platforms: &holds.platforms, branches: &holds.branches, text: holds.text() }
    }
}

impl RangeEntry {
    fn new(source: &Source, span: Span) -> Self {
        let len = u32::try_from(source.text().len()).unwrap_or(u32::MAX);
        let (start, end) = ends(source, span);
        let entry =
            |at: Position, offset: u32| PositionEntry { line: at.line, column: at.column, offset: offset.min(len) };
        Self { start: entry(start, span.start), end: entry(end, span.end.max(span.start)) }
    }
}

impl<'a> SummaryEntry<'a> {
    fn new(summary: &'a Summary) -> Self {
        let skipped = summary.skipped.iter();
        Self {
            files_checked: summary.files_checked,
            files_with_findings: summary.files_with_findings,
            errors: summary.findings.error,
            warnings: summary.findings.warning,
            infos: summary.findings.info,
            suppressed: summary.suppressed,
            known: summary.known,
            hidden: summary.hidden,
            fixed: summary.fixed,
            skipped: skipped.map(|skipped| SkippedEntry { path: &skipped.path, reason: &skipped.reason }).collect(),
        }
    }
}
