//! Results of tests as JUnit's XML: a suite for each file, a case for each query on each target.

use std::fmt::Write as _;

use super::human::{title, walk};
use super::{Results, counts};
use crate::report::xml::{attribute, content};

/// Lays the results out.
pub fn render(results: &[Results<'_>]) -> String {
    let (passed, failed) = counts(results);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"corefilectl test\" tests=\"{}\" \
         failures=\"{failed}\" errors=\"0\">\n",
        passed + failed
    );
    for file in results {
        let path = attribute(file.source.name());
        let (passed, failed) = counts(std::slice::from_ref(file));
        let tests = passed + failed;
        let _ = writeln!(text, "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failed}\" errors=\"0\">");
        for case in &file.cases {
            let (name, line) = (attribute(&title(case)), file.line(case));
            let _ = write!(text, "    <testcase name=\"{name}\" classname=\"{path}\" file=\"{path}\" line=\"{line}\"");
            if case.mismatches.is_empty() {
                text += "/>\n";
                continue;
            }
            let lines = case.mismatches.iter();
            let lines = lines.map(|one| format!("{}: expected {}, got {}", one.what, one.expected, one.got));
            let lines: Vec<_> = lines.collect();
            let body = lines.iter().cloned().chain(walk(case)).collect::<Vec<_>>().join("\n");
            let message = attribute(&lines.join("; "));
            let _ = writeln!(
                text,
                ">\n      <failure type=\"expectation\" message=\"{message}\">{}</failure>\n    </testcase>",
                content(&body)
            );
        }
        text += "  </testsuite>\n";
    }
    text + "</testsuites>\n"
}
