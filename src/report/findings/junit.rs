//! JUnit's XML as Jenkins, GitLab and most other CI systems read it: a suite for each file, a case for each finding. Errors
//! and warnings are failures. What is only worth knowing is a skipped case: it is listed with its text and turns nothing
//! red. A file without findings has one case that passes.

use super::{Report, Skipped, message_with_holds, whole_text};
use crate::diagnostic::{FileFindings, Finding, Severity};
use crate::report::xml::{attribute, content};

pub(super) fn render(report: &Report<'_>) -> String {
    let mut suites = String::new();
    let mut total = Counts::default();
    for file in report.files {
        let (suite, counts) = suite(file);
        suites += &suite;
        total.add(counts);
    }
    for skipped in &report.summary.skipped {
        suites += &skipped_suite(skipped);
        total.add(Counts { tests: 1, failures: 0, skipped: 1 });
    }
    let counts = total.attributes();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"corefilectl\"{counts}>\n{suites}</testsuites>\n"
    )
}

#[derive(Clone, Copy, Default)]
struct Counts {
    tests: usize,
    failures: usize,
    skipped: usize,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.tests += other.tests;
        self.failures += other.failures;
        self.skipped += other.skipped;
    }

    fn attributes(self) -> String {
        format!(" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"", self.tests, self.failures, self.skipped)
    }
}

fn suite(file: &FileFindings) -> (String, Counts) {
    let path = attribute(file.source.name());
    let mut cases = String::new();
    let mut counts = Counts::default();
    for finding in &file.findings {
        counts.tests += 1;
        match finding.severity() {
            Severity::Info => counts.skipped += 1,
            Severity::Warning | Severity::Error => counts.failures += 1,
        }
        cases += &case(file, finding, &path);
    }
    if file.findings.is_empty() {
        counts.tests = 1;
        cases = format!("    <testcase name=\"no findings\" classname=\"{path}\" file=\"{path}\"/>\n");
    }
    let attributes = counts.attributes();
    (format!("  <testsuite name=\"{path}\"{attributes}>\n{cases}  </testsuite>\n"), counts)
}

fn case(file: &FileFindings, finding: &Finding, path: &str) -> String {
    let at = file.source.position(finding.span().start);
    let name = attribute(&format!("{} {} at {}:{}", finding.code, finding.name, at.line, at.column));
    let message = attribute(&message_with_holds(finding));
    let body = content(&format!("{}:{}:{}\n{}", file.source.name(), at.line, at.column, whole_text(finding)));
    let outcome = match finding.severity() {
        Severity::Info => format!("<skipped message=\"{message}\">{body}</skipped>"),
        severity => format!("<failure type=\"{severity}\" message=\"{message}\">{body}</failure>"),
    };
    let place = format!("classname=\"{path}\" file=\"{path}\" line=\"{}\"", at.line);
    format!("    <testcase name=\"{name}\" {place}>\n      {outcome}\n    </testcase>\n")
}

fn skipped_suite(skipped: &Skipped) -> String {
    let (path, reason) = (attribute(&skipped.path), attribute(&skipped.reason));
    let attributes = Counts { tests: 1, failures: 0, skipped: 1 }.attributes();
    let case = format!("    <testcase name=\"not checked\" classname=\"{path}\" file=\"{path}\">\n");
    let outcome = format!("      <skipped message=\"{reason}\"/>\n    </testcase>\n");
    format!("  <testsuite name=\"{path}\"{attributes}>\n{case}{outcome}  </testsuite>\n")
}
