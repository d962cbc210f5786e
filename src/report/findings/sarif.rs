//! SARIF 2.1.0 (OASIS standard, errata 01), for GitHub's code scanning and other collectors: the part of it that a linter
//! has something to say in. Columns count characters, which `columnKind` declares. The walk of a query that shows a finding
//! is its code flow.

use serde::Serialize;

use super::document::HoldsEntry;
use super::{Report, Skipped, ends, uri, whole_text};
use crate::diagnostic::fingerprint::fingerprints;
use crate::diagnostic::{FileFindings, Finding, Severity};
use crate::lint::RuleInfo;
use crate::lint::catalogue;
use crate::lint::input::UNREADABLE;
use crate::source::{Source, Span};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

// The name and version of the recipe of `fingerprint`.
const FINGERPRINT: &str = "corefilectlLine/v1";

/// A log with one run.
#[derive(Debug, Serialize)]
pub(super) struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'static str,
    invocations: [Invocation; 1],
    results: Vec<ResultEntry<'a>>,
}

#[derive(Debug, Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Rule<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    name: &'a str,
    short_description: Message,
    full_description: Message,
    help: Help,
    help_uri: String,
    default_configuration: Configuration,
}

#[derive(Debug, Serialize)]
struct Message {
    text: String,
}

#[derive(Debug, Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Debug, Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Debug, Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
    locations: [NotificationLocation; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct NotificationLocation {
    physical_location: WholeFile,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct WholeFile {
    artifact_location: Artifact,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultEntry<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: std::collections::BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code_flows: Vec<CodeFlow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixEntry<'a>>,
    properties: Properties<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CodeFlow {
    message: Message,
    thread_flows: [ThreadFlow; 1],
}

#[derive(Debug, Serialize)]
struct ThreadFlow {
    locations: Vec<ThreadFlowLocation>,
}

#[derive(Debug, Serialize)]
struct ThreadFlowLocation {
    location: Location,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Clone, Debug, Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    byte_offset: u32,
    byte_length: u32,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct FixEntry<'a> {
    description: Message,
    artifact_changes: [ArtifactChange<'a>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: Artifact,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Content<'a>,
}

#[derive(Debug, Serialize)]
struct Content<'a> {
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct Properties<'a> {
    holds: HoldsEntry<'a>,
}

impl<'a> Log<'a> {
    pub(super) fn new(report: &Report<'a>) -> Self {
        let mut results = Vec::new();
        for file in report.files {
            results.extend(results_of(file, report.rules));
        }
        let skipped = &report.summary.skipped;
        let run = Run {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    information_uri: env!("CARGO_PKG_REPOSITORY"),
                    rules: report.rules.iter().map(|rule| Rule::new(rule)).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            invocations: [Invocation {
                // What could not be looked at may hold anything.
                execution_successful: !super::all(report).any(|(_, finding)| finding.code == UNREADABLE),
                tool_execution_notifications: skipped.iter().map(Notification::new).collect(),
            }],
            results,
        };
        Self { schema: SCHEMA, version: "2.1.0", runs: [run] }
    }
}

impl<'a> Rule<'a> {
    fn new(rule: &'a RuleInfo) -> Self {
        let details = [rule.why.trim(), &format!("Applies to: {}", rule.applies), &format!("Source: {}", rule.source)];
        let text = details.join("\n\n");
        Self {
            id: rule.code,
            name: rule.name,
            short_description: Message { text: sentence(rule.summary) },
            full_description: Message { text: rule.why.trim().to_owned() },
            help: Help { markdown: format!("{text}{}", examples(rule)), text },
            help_uri: catalogue::address(rule),
            default_configuration: Configuration { level: level(rule.severity) },
        }
    }
}

fn sentence(summary: &str) -> String {
    let mut characters = summary.chars();
    let first: String = characters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", characters.as_str())
}

fn examples(rule: &RuleInfo) -> String {
    let example = |example: &crate::lint::Example| {
        let mark = if example.fires { "Fires" } else { "Does not fire" };
        // A fence that is longer than any run of backticks in the template.
        let fence = "`".repeat(3 + example.template.bytes().filter(|byte| *byte == b'`').count());
        format!("\n\n{mark}: {}\n\n{fence}text\n{}\n{fence}", example.title, example.template.trim_end())
    };
    rule.examples.iter().map(example).collect()
}

impl Notification {
    fn new(skipped: &Skipped) -> Self {
        let artifact_location = Artifact { uri: uri::from_path(&skipped.path) };
        Self {
            level: "warning",
            message: Message { text: format!("Not checked: {}", skipped.reason) },
            locations: [NotificationLocation { physical_location: WholeFile { artifact_location } }],
        }
    }
}

fn results_of<'a>(file: &'a FileFindings, rules: &[&'static RuleInfo]) -> Vec<ResultEntry<'a>> {
    let artifact = Artifact { uri: uri::from_path(file.source.name()) };
    let fingerprints = fingerprints(file);
    let results = file.findings.iter().zip(fingerprints).map(|(finding, fingerprint)| {
        let location = |span| PhysicalLocation::new(&file.source, &artifact, span);
        let related = finding.diagnostic.labels.iter().enumerate().skip(1).map(|(id, label)| Location {
            id: Some(id),
            physical_location: location(label.span),
            message: Some(Message { text: label.text.clone() }).filter(|message| !message.text.is_empty()),
        });
        let here = Location { id: None, physical_location: location(finding.span()), message: label_text(finding) };
        ResultEntry {
            rule_id: finding.code,
            rule_index: rules.iter().position(|rule| rule.code == finding.code),
            level: level(finding.severity()),
            message: Message { text: whole_text(finding) },
            locations: [here],
            related_locations: related.collect(),
            partial_fingerprints: [(FINGERPRINT, format!("{fingerprint:016x}"))].into(),
            code_flows: code_flow(file, finding, &artifact).into_iter().collect(),
            fixes: fix(file, finding, &artifact).into_iter().collect(),
            properties: Properties { holds: HoldsEntry::new(&finding.holds) },
        }
    });
    results.collect()
}

/// The walk. A hop that no word of the file is responsible for stands where the one before it does, because viewers skip
/// hops without a place.
fn code_flow(file: &FileFindings, finding: &Finding, artifact: &Artifact) -> Option<CodeFlow> {
    let (query, hops) = finding.walk.split_first()?;
    let first = hops.iter().find_map(|hop| hop.span);
    let mut at = first.unwrap_or(finding.span());
    let locations = hops.iter().map(|hop| {
        at = hop.span.unwrap_or(at);
        let physical_location = PhysicalLocation::new(&file.source, artifact, at);
        let message = Some(Message { text: hop.text.clone() });
        ThreadFlowLocation { location: Location { id: None, physical_location, message } }
    });
    let locations: Vec<_> = locations.collect();
    let message = Message { text: format!("The walk of {}", query.text) };
    (!locations.is_empty()).then_some(CodeFlow { message, thread_flows: [ThreadFlow { locations }] })
}

fn label_text(finding: &Finding) -> Option<Message> {
    let text = &finding.diagnostic.labels.first()?.text;
    (!text.is_empty()).then(|| Message { text: text.clone() })
}

fn fix<'a>(file: &FileFindings, finding: &'a Finding, artifact: &Artifact) -> Option<FixEntry<'a>> {
    let fix = finding.fix.as_ref()?;
    let replacements = fix.edits.iter().map(|edit| Replacement {
        deleted_region: Region::new(&file.source, edit.span),
        inserted_content: Content { text: &edit.text },
    });
    let replacements: Vec<_> = replacements.collect();
    // The schema wants at least one.
    (!replacements.is_empty()).then(|| FixEntry {
        description: Message { text: fix.title.clone() },
        artifact_changes: [ArtifactChange { artifact_location: artifact.clone(), replacements }],
    })
}

impl PhysicalLocation {
    fn new(source: &Source, artifact: &Artifact, span: Span) -> Self {
        Self { artifact_location: artifact.clone(), region: Region::new(source, span) }
    }
}

impl Region {
    fn new(source: &Source, span: Span) -> Self {
        let len = u32::try_from(source.text().len()).unwrap_or(u32::MAX);
        let (start, end) = ends(source, span);
        let byte_offset = span.start.min(len);
        Self {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
            byte_offset,
            byte_length: span.end.min(len).saturating_sub(byte_offset),
        }
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}
