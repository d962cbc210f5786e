//! What the page says, in the order in which it stands there, cut to what a page can hold.

use serde::Serialize;

use super::super::coverage::{Chain, Table};
use super::super::prose::{Block, Inline, blocks, inline};
use super::super::{BySeverity, Report, human};
use crate::diagnostic::{FileFindings, Finding, Severity};
use crate::lint::RuleInfo;
use crate::lint::catalogue;
use crate::report::excerpt::lines::Line;
use crate::report::excerpt::{MAX_MARKS, excerpts};
use crate::report::graph::{Drawing, embedded};
use crate::report::visible::{visible_line, visible_start};
use crate::source::Source;

/// Findings that are told whole; the worst come first.
const MAX_WHOLE: usize = 1_000;
/// Findings that are told at all; further ones are counted.
const MAX_TOLD: usize = 10_000;
/// Files with a table of their own, where the report has several.
const MAX_TABLES: usize = 20;
/// Classes of data planes with a sentence.
const MAX_CONCLUSIONS: usize = 200;
/// Skipped inputs that are named.
const MAX_SKIPPED: usize = 100;
/// Hops of a walk.
const MAX_HOPS: usize = 60;
/// Notes, and ways out, of one finding.
const MAX_NOTES: usize = 40;
/// Bytes of a message, note or help.
const MAX_TEXT: usize = 2_000;
/// Bytes of a path.
const MAX_PATH: usize = 400;

/// The page.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    version: &'static str,
    home: &'static str,
    /// Releases and platforms, in words.
    target: Option<String>,
    title: &'static str,
    /// What the doctor says of each class of data planes.
    conclusions: Vec<String>,
    conclusions_left: usize,
    files_checked: usize,
    files_with_findings: usize,
    found: BySeverity,
    /// `1 suppressed`.
    others: Vec<String>,
    skipped: Vec<(String, String)>,
    skipped_left: usize,
    table: Option<Table>,
    files: Vec<File>,
    /// Findings and files that the page has no room for.
    findings_left: usize,
    files_left: usize,
    without_chain: usize,
    rules: Vec<Rule>,
}

#[derive(Debug, Serialize)]
struct File {
    /// From 1.
    number: usize,
    path: String,
    found: BySeverity,
    table: Option<Table>,
    whole: Vec<Whole>,
    brief: Vec<Brief>,
    chains: Vec<Drawn>,
}

#[derive(Debug, Serialize)]
struct Whole {
    id: String,
    severity: Severity,
    code: &'static str,
    name: &'static str,
    message: Vec<Inline>,
    excerpts: Vec<Shown>,
    rendered: Option<(usize, String)>,
    holds: String,
    notes: Vec<Vec<Inline>>,
    help: Vec<Vec<Inline>>,
    fix: Option<Vec<Inline>>,
    walk: Vec<Hop>,
}

#[derive(Debug, Serialize)]
struct Shown {
    address: String,
    lines: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Hop {
    text: String,
    line: Option<usize>,
}

#[derive(Debug, Serialize)]
struct Brief {
    severity: Severity,
    code: &'static str,
    line: usize,
    message: Vec<Inline>,
}

#[derive(Debug, Serialize)]
struct Drawn {
    title: String,
    notes: Vec<String>,
    svg: Option<String>,
}

#[derive(Debug, Serialize)]
struct Rule {
    code: &'static str,
    name: &'static str,
    summary: Vec<Inline>,
    why: Vec<Block>,
    applies: &'static str,
    uri: String,
}

impl Page {
    pub(super) fn new(report: &Report<'_>) -> Self {
        let Report { files, rules, summary, coverage, conclusions } = report;
        let sentences = conclusions.unwrap_or_default();
        let ranks = Ranks::of(files);
        let with_findings = || files.iter().enumerate().filter(|(_, file)| !file.findings.is_empty());
        let told: Vec<_> = with_findings().filter(|(index, _)| ranks.tells(*index)).collect();
        let is_alone = files.len() == 1;
        let file = |(at, (index, file)): (usize, &(usize, &FileFindings))| {
            let has_table = !is_alone && at < MAX_TABLES;
            let table = coverage.filter(|coverage| has_table && coverage.seen.len() > *index);
            let table = table.map(|coverage| coverage.table(files, *index..*index + 1));
            let chains = coverage.map(|coverage| coverage.chains.as_slice()).unwrap_or_default();
            let chains = chains.iter().filter(|chain| chain.file == *index).enumerate();
            let number = at + 1;
            let (whole, brief) = ranks.findings(*index, file, number);
            File {
                number,
                path: line(file.source.name(), MAX_PATH),
                found: count(&file.findings),
                table,
                whole,
                brief,
                chains: chains.map(|(nth, chain)| Drawn::new(chain, &format!("c{number}-{nth}-"))).collect(),
            }
        };
        let mut codes: Vec<&str> = files.iter().flat_map(|file| &file.findings).map(|finding| finding.code).collect();
        codes.sort_unstable();
        codes.dedup();
        let skipped = summary.skipped.iter().take(MAX_SKIPPED);
        Self {
            version: env!("CARGO_PKG_VERSION"),
            home: env!("CARGO_PKG_REPOSITORY"),
            target: coverage.map(super::super::Coverage::in_words),
            title: super::super::title(report),
            conclusions: sentences.iter().take(MAX_CONCLUSIONS).map(|sentence| line(sentence, MAX_TEXT)).collect(),
            conclusions_left: sentences.len().saturating_sub(MAX_CONCLUSIONS),
            files_checked: summary.files_checked,
            files_with_findings: summary.files_with_findings,
            found: summary.findings,
            others: human::others(summary),
            skipped: skipped.map(|skipped| (line(&skipped.path, MAX_PATH), line(&skipped.reason, MAX_TEXT))).collect(),
            skipped_left: summary.skipped.len().saturating_sub(MAX_SKIPPED),
            table: coverage.filter(|_| !files.is_empty()).map(|coverage| coverage.table(files, 0..files.len())),
            files: told.iter().enumerate().map(file).collect(),
            findings_left: ranks.left,
            files_left: with_findings().count() - told.len(),
            without_chain: coverage.map_or(0, |coverage| coverage.without_chain),
            rules: rules
                .iter()
                .filter(|rule| codes.binary_search(&rule.code).is_ok())
                .map(|rule| Rule::new(rule))
                .collect(),
        }
    }
}

/// How much is told of each finding.
struct Ranks {
    /// For each file and finding.
    of: Vec<Vec<Told>>,
    left: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Whole,
    Briefly,
    Not,
}

impl Ranks {
    fn of(files: &[FileFindings]) -> Self {
        let mut of: Vec<Vec<Told>> = files.iter().map(|file| vec![Told::Not; file.findings.len()]).collect();
        let (mut taken, mut left) = (0, 0);
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            for (file, told) in files.iter().zip(&mut of) {
                for (finding, told) in file.findings.iter().zip(told) {
                    if finding.severity() != severity {
                        continue;
                    }
                    *told = match taken {
                        ..MAX_WHOLE => Told::Whole,
                        MAX_WHOLE..MAX_TOLD => Told::Briefly,
                        _ => Told::Not,
                    };
                    left += usize::from(*told == Told::Not);
                    taken += 1;
                }
            }
        }
        Self { of, left }
    }

    fn tells(&self, file: usize) -> bool {
        self.of.get(file).is_some_and(|told| told.iter().any(|told| *told != Told::Not))
    }

    fn findings(&self, index: usize, file: &FileFindings, number: usize) -> (Vec<Whole>, Vec<Brief>) {
        let (mut whole, mut brief) = (Vec::new(), Vec::new());
        let told = self.of.get(index).map(Vec::as_slice).unwrap_or_default();
        for (at, (finding, told)) in file.findings.iter().zip(told).enumerate() {
            match told {
                Told::Whole => whole.push(Whole::new(&file.source, finding, format!("f{number}-{}", at + 1))),
                Told::Briefly => brief.push(Brief::new(&file.source, finding)),
                Told::Not => {}
            }
        }
        (whole, brief)
    }
}

impl Whole {
    fn new(source: &Source, finding: &Finding, id: String) -> Self {
        let diagnostic = &finding.diagnostic;
        let mut notes: Vec<_> = diagnostic.notes.iter().take(MAX_NOTES).map(|note| lines(note)).collect();
        let more = diagnostic.labels.len().saturating_sub(MAX_MARKS);
        if more > 0 {
            notes.push(inline(&format!("{more} more places in this file are not shown")));
        }
        let excerpts = excerpts(source, &diagnostic.labels);
        let shown = excerpts.iter().map(|excerpt| Shown { address: excerpt.address(), lines: excerpt.lines() });
        let mut shown: Vec<Shown> = shown.collect();
        if shown.is_empty() {
            shown.push(Shown { address: format!("{}:1:1", line(source.name(), MAX_PATH)), lines: Vec::new() });
        }
        let hop = |hop: &crate::diagnostic::Hop| Hop {
            text: line(&hop.text, MAX_TEXT),
            line: hop.span.map(|span| source.position(span.start).line),
        };
        Self {
            id,
            severity: finding.severity(),
            code: finding.code,
            name: finding.name,
            message: inline(&line(&diagnostic.message, MAX_TEXT)),
            excerpts: shown,
            rendered: finding.rendered.as_ref().map(|rendered| (rendered.number, line(rendered.text.trim(), 200))),
            holds: line(&finding.holds.text(), MAX_TEXT),
            notes,
            help: diagnostic.help.iter().take(MAX_NOTES).map(|help| lines(help)).collect(),
            fix: finding.fix.as_ref().map(|fix| inline(&line(&fix.title, MAX_TEXT))),
            walk: finding.walk.iter().take(MAX_HOPS).map(hop).collect(),
        }
    }
}

impl Brief {
    fn new(source: &Source, finding: &Finding) -> Self {
        Self {
            severity: finding.severity(),
            code: finding.code,
            line: source.position(finding.span().start).line,
            message: inline(&line(&finding.diagnostic.message, 300)),
        }
    }
}

impl Drawn {
    fn new(chain: &Chain, id: &str) -> Self {
        let title = line(&chain.title, MAX_TEXT);
        let drawing = |picture| Drawing { picture, title: &title, notes: &chain.notes, color: false };
        let svg = chain.picture.as_ref().map(|picture| embedded(&drawing(picture), id));
        Self { svg, title: title.clone(), notes: chain.notes.clone() }
    }
}

impl Rule {
    fn new(rule: &RuleInfo) -> Self {
        Self {
            code: rule.code,
            name: rule.name,
            summary: inline(rule.summary),
            why: blocks(rule.why),
            applies: rule.applies,
            uri: catalogue::address(rule),
        }
    }
}

fn count(findings: &[Finding]) -> BySeverity {
    let mut found = BySeverity::default();
    findings.iter().for_each(|finding| found.add(finding.severity()));
    found
}

fn line(text: &str, limit: usize) -> String {
    visible_line(visible_start(text.as_bytes(), limit).as_bytes()).into_owned()
}

/// Reasons and ways out may show several lines that are to be written.
fn lines(text: &str) -> Vec<Inline> {
    inline(&visible_start(text.as_bytes(), MAX_TEXT))
}
