//! What a lint run found, in every format that it can be printed in: one file a format. Nothing is filtered or sorted out
//! here; only findings that are to be shown arrive. The bytes depend on the report alone: no clock, no machine, no order
//! of a hash table.

mod concise;
pub mod coverage;
pub mod document;
mod github;
mod gitlab;
mod html;
mod human;
mod junit;
mod markdown;
mod prose;
mod sarif;
mod template;
mod uri;

pub use coverage::{Chain, Coverage};
pub use human::{one, skipped};
pub use template::render_template;

use serde::Serialize;

use super::safe_json;
use super::visible::{visible_line, visible_start};
use crate::diagnostic::{FileFindings, Finding, Severity};
use crate::lint::RuleInfo;
use crate::source::{Position, Source, Span};

/// What a lint run found.
#[derive(Debug)]
pub struct Report<'a> {
    /// The files in the order in which they are shown; files without findings may be among them.
    pub files: &'a [FileFindings],
    /// The rules that can have fired.
    pub rules: &'a [&'static RuleInfo],
    /// The figures of the run.
    pub summary: Summary,
    /// The data planes that the files were looked at for, where that is known; only pages show them.
    pub coverage: Option<&'a Coverage<'a>>,
    /// The doctor's sentences, one for each class of data planes; only pages show them.
    pub conclusions: Option<&'a [String]>,
}

/// The figures of a lint run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were looked at.
    pub files_checked: usize,
    /// Files with at least one finding that is shown.
    pub files_with_findings: usize,
    /// Findings that are shown.
    pub findings: BySeverity,
    /// Findings that a comment allows.
    pub suppressed: usize,
    /// Findings that the baseline lists.
    pub known: usize,
    /// Findings that are less severe than what is shown.
    pub hidden: usize,
    /// Findings that `--fix` mended.
    pub fixed: usize,
    /// Inputs that were not looked at.
    pub skipped: Vec<Skipped>,
}

/// Findings, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BySeverity {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// What is worth knowing.
    pub info: usize,
}

/// An input that was not looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its path, with forward slashes.
    pub path: String,
    /// Why, in a few words: `not UTF-8`.
    pub reason: String,
}

/// The formats of findings; `docs/output-formats.md` describes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FindingFormat {
    /// Excerpts with marks, for people.
    Human,
    /// A line for each finding.
    Concise,
    /// All that is known, for programs; [`document`].
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit's XML, for CI systems that know nothing else.
    Junit,
    /// A page that stands alone, for browsers.
    Html,
    /// Markdown as GitHub and GitLab read it, for summaries and comments.
    Markdown,
}

/// How a format looks; only [`FindingFormat::Human`] has a choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// With colours.
    pub color: bool,
}

/// Why a report could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The JSON writer gave up.
    #[error("the report cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A page's own template is wrong.
    #[error("the page cannot be laid out: {0}")]
    Page(#[from] minijinja::Error),
    /// The user's template does not parse, names something that is not there, or does not come to an end.
    #[error("{name}:{line}: {message}")]
    Template {
        /// The template's name.
        name: String,
        /// The line of the template, from 1.
        line: usize,
        /// What is wrong, on one line.
        message: String,
    },
}

impl BySeverity {
    /// Counts one more.
    pub fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.error += 1,
            Severity::Warning => self.warning += 1,
            Severity::Info => self.info += 1,
        }
    }

    /// All of them.
    #[must_use]
    pub fn total(self) -> usize {
        self.error + self.warning + self.info
    }
}

impl Summary {
    /// The figures that `files` tell: how many they are, and what was found in them.
    #[must_use]
    pub fn of(files: &[FileFindings]) -> Self {
        let mut summary = Self { files_checked: files.len(), ..Self::default() };
        for file in files {
            summary.files_with_findings += usize::from(!file.findings.is_empty());
            file.findings.iter().for_each(|finding| summary.findings.add(finding.severity()));
        }
        summary
    }
}

/// The report in a format; every format ends with a newline unless it is empty.
///
/// # Errors
/// [`ReportError::Json`] if a JSON format cannot be written, [`ReportError::Page`] if a page cannot be laid out.
pub fn render(format: FindingFormat, report: &Report<'_>, style: Style) -> Result<Vec<u8>, ReportError> {
    Ok(match format {
        FindingFormat::Human => human::render(report, style.color).into_bytes(),
        FindingFormat::Concise => concise::render(report).into_bytes(),
        FindingFormat::Json => safe_json::write(&document::Document::new(report))?,
        FindingFormat::Sarif => safe_json::write(&sarif::Log::new(report))?,
        FindingFormat::Github => github::render(report).into_bytes(),
        FindingFormat::Gitlab => safe_json::write(&gitlab::issues(report))?,
        FindingFormat::Junit => junit::render(report).into_bytes(),
        FindingFormat::Html => html::render(report)?.into_bytes(),
        FindingFormat::Markdown => markdown::render(report).into_bytes(),
    })
}

// What a page is about.
fn title(report: &Report<'_>) -> &'static str {
    if report.conclusions.is_some() { "DNS of data planes" } else { "CoreDNS templates" }
}

// All findings with their files, in the order of the report.
fn all<'a>(report: &Report<'a>) -> impl Iterator<Item = (&'a Source, &'a Finding)> + use<'a> {
    report.files.iter().flat_map(|file| file.findings.iter().map(|finding| (&file.source, finding)))
}

// Where a span starts and ends; it never ends before it starts.
fn ends(source: &Source, span: Span) -> (Position, Position) {
    (source.position(span.start), source.position(span.end.max(span.start)))
}

// The message with where it holds.
fn message_with_holds(finding: &Finding) -> String {
    match finding.holds.text() {
        holds if holds.is_empty() => finding.diagnostic.message.clone(),
        holds => format!("{} ({holds})", finding.diagnostic.message),
    }
}

// All that is said about a finding, a line for each: for formats that have one field for it.
fn whole_text(finding: &Finding) -> String {
    let fix = finding.fix.as_ref().map(|fix| format!("fix: --fix does this: {}", fix.title));
    std::iter::once(text(finding)).chain(fix).collect::<Vec<_>>().join("\n")
}

/// The same without a word about mends: for whoever offers them in another way.
#[must_use]
pub fn text(finding: &Finding) -> String {
    let mut lines = vec![message_with_holds(finding)];
    lines.extend(rendered_note(finding));
    lines.extend(finding.diagnostic.notes.iter().cloned());
    lines.extend(finding.diagnostic.help.iter().map(|help| format!("help: {help}")));
    lines.join("\n")
}

// Bytes of a rendered line that are shown; it is an aside.
const MAX_RENDERED: usize = 200;

fn rendered_note(finding: &Finding) -> Option<String> {
    let line = finding.rendered.as_ref()?;
    let text = visible_start(line.text.trim().as_bytes(), MAX_RENDERED);
    Some(format!("rendered as line {}: {}", line.number, visible_line(text.as_bytes())))
}
