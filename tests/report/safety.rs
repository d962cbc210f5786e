//! What holds for every format: no control characters, no lines that a file's text begins, no time and no order but the
//! report's, and a cost in proportion to the findings.

use std::time::{Duration, Instant};

use corefilectl::diagnostic::{Diagnostic, FileFindings, Finding, Holds};
use corefilectl::report::findings::{FindingFormat, Report, Style, Summary, render, render_template};
use corefilectl::source::{Source, Span};

use super::{FORMATS, TEMPLATES, everything, fixture, text};

fn is_forbidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn no_format_prints_control_characters() {
    for (name, text) in everything() {
        let found = text.char_indices().find(|(_, c)| is_forbidden(*c));
        assert_eq!(found, None, "{name}: {:?}", found.map(|(at, _)| &text[at.saturating_sub(40)..at]));
        assert!(text.contains("owned"), "{name} left the hostile file out");
    }
}

#[test]
fn colours_are_the_only_escape_sequences() {
    let files = fixture::files();
    let bytes = render(FindingFormat::Human, &fixture::report(&files), Style { color: true }).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let sequences: Vec<_> = text.split('\u{1b}').skip(1).collect();
    assert!(sequences.len() > 20);
    let mut plain = text.split('\u{1b}').next().unwrap().to_owned();
    for sequence in sequences {
        let (style, rest) = sequence.strip_prefix('[').and_then(|rest| rest.split_once('m')).unwrap();
        assert!(style.chars().all(|c| c.is_ascii_digit() || c == ';'), "{style:?}");
        plain += rest;
    }
    assert_eq!(plain, super::text(FindingFormat::Human, &fixture::report(&files)));
}

#[test]
fn the_same_report_makes_the_same_bytes() {
    assert!(everything() == everything());
}

#[test]
fn a_report_without_findings_is_whole() {
    let report = Report { files: &[], rules: &[], summary: Summary::default() };
    assert_eq!(text(FindingFormat::Human, &report), "0 files checked, no findings\n");
    assert_eq!(text(FindingFormat::Concise, &report) + &text(FindingFormat::Github, &report), "");
    assert_eq!(text(FindingFormat::Gitlab, &report), "[]\n");
}

/// Many findings on one line of a megabyte, and many on lines of their own.
fn many(count: u32) -> Vec<FileFindings> {
    let finding = |at: u32| {
        let diagnostic = Diagnostic::warning("many").at(Span::new(at, at + 1), "here");
        Finding {
            code: "CF009",
            name: "formatting-noise",
            diagnostic,
            rendered: None,
            holds: Holds::default(),
            fix: None,
        }
    };
    let findings = || (0..count / 2).map(|index| finding(index * (1_000_000 / count))).collect();
    let long = FileFindings { source: Source::new("long", "é".repeat(500_000)), findings: findings() };
    let lines = FileFindings { source: Source::new("lines", "a\n".repeat(500_000)), findings: findings() };
    vec![long, lines]
}

#[test]
fn the_cost_grows_with_the_findings() {
    let patience = Duration::from_secs(60);
    let files = many(100_000);
    let report = Report { files: &files, rules: &fixture::RULES, summary: Summary::of(&files) };
    for (format, name) in FORMATS {
        // An excerpt is laid out for each finding; a tenth shows the growth as well.
        let few = many(10_000);
        let few = Report { files: &few, rules: &fixture::RULES, summary: Summary::of(&few) };
        let report = if format == FindingFormat::Human { &few } else { &report };
        let start = Instant::now();
        assert!(!render(format, report, Style::default()).unwrap().is_empty());
        assert!(start.elapsed() < patience, "{name}: {:?}", start.elapsed());
        eprintln!("{name}: {:?}", start.elapsed());
    }
    for (template, name) in TEMPLATES {
        let start = Instant::now();
        assert!(!render_template(name, template, &report).unwrap().is_empty());
        assert!(start.elapsed() < patience, "{name}: {:?}", start.elapsed());
        eprintln!("{name}: {:?}", start.elapsed());
    }
}
