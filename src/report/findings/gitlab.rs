//! GitLab's code quality report, which shows findings in merge requests: the part of Code Climate's format that GitLab
//! reads. GitLab shows a description on one line, so that reasons and ways out are left out; there is no room for the
//! summary and for what was skipped either.

use serde::Serialize;

use super::{Report, message_with_holds};
use crate::diagnostic::Severity;
use crate::diagnostic::fingerprint::{fingerprints, with_path};

/// One finding.
#[derive(Debug, Serialize)]
pub(super) struct Issue<'a> {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Debug, Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: usize,
}

pub(super) fn issues<'a>(report: &Report<'a>) -> Vec<Issue<'a>> {
    let mut issues = Vec::new();
    for file in report.files {
        let path = file.source.name();
        for (finding, fingerprint) in file.findings.iter().zip(fingerprints(file)) {
            issues.push(Issue {
                description: message_with_holds(finding),
                check_name: format!("{} {}", finding.code, finding.name),
                fingerprint: format!("{:016x}", with_path(path, fingerprint)),
                severity: severity(finding.severity()),
                location: Location {
                    path: path.strip_prefix("./").unwrap_or(path),
                    lines: Lines { begin: file.source.position(finding.span().start).line },
                },
            });
        }
    }
    issues
}

// An error keeps the data plane from starting or names from resolving. `blocker` is left to the user's own judgement.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "minor",
        Severity::Info => "info",
    }
}
