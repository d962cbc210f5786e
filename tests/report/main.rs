//! The formats of findings: what they print for one hard report (golden files; `UPDATE_GENERATED=1 cargo test --test report`
//! writes them anew), what readers of the formats make of it, and that no file's text gets out of its place.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what is wrong by panicking")]

mod documents;
mod fixture;
mod formats;
mod golden;
mod markdown;
mod page;
mod safety;
mod sarif;

use corefilectl::report::findings::{FindingFormat, Report, Style, render, render_template};

const FORMATS: [(FindingFormat, &str); 9] = [
    (FindingFormat::Human, "human.txt"),
    (FindingFormat::Concise, "concise.txt"),
    (FindingFormat::Json, "findings.json"),
    (FindingFormat::Sarif, "findings.sarif"),
    (FindingFormat::Github, "github.txt"),
    (FindingFormat::Gitlab, "gitlab.json"),
    (FindingFormat::Junit, "junit.xml"),
    (FindingFormat::Html, "page.html"),
    (FindingFormat::Markdown, "summary.md"),
];

const TEMPLATES: [(&str, &str); 2] = [
    (include_str!("../../examples/findings-markdown.j2"), "findings.md"),
    (include_str!("../../examples/findings-csv.j2"), "findings.csv"),
];

fn text(format: FindingFormat, report: &Report<'_>) -> String {
    String::from_utf8(render(format, report, Style::default()).unwrap()).unwrap()
}

fn templated(template: &str, report: &Report<'_>) -> String {
    String::from_utf8(render_template("example.j2", template, report).unwrap()).unwrap()
}

/// The fixture in every format, with the names of the golden files.
fn everything() -> Vec<(&'static str, String)> {
    let files = fixture::files();
    let report = fixture::report(&files);
    let formats = FORMATS.map(|(format, name)| (name, text(format, &report)));
    let templates = TEMPLATES.map(|(template, name)| (name, templated(template, &report)));
    formats.into_iter().chain(templates).collect()
}
