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
    let report = Report { files: &[], rules: &[], summary: Summary::default(), coverage: None, conclusions: None };
    assert_eq!(text(FindingFormat::Human, &report), "0 files checked, no findings\n");
    assert_eq!(text(FindingFormat::Concise, &report) + &text(FindingFormat::Github, &report), "");
    assert_eq!(text(FindingFormat::Gitlab, &report), "[]\n");
}

/// Xorshift: the same texts on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

#[test]
fn every_place_of_every_text_can_be_shown() {
    let pieces: [&[u8]; 14] = [
        b"\n",
        b"\n",
        b"a",
        b"forward . ",
        b"\t",
        b"\r\n",
        b"\r",
        b"\xff",
        b"\xe2\x82",
        "é".as_bytes(),
        "😀\u{200d}".as_bytes(),
        "\u{feff}".as_bytes(),
        b"\0\x1b[2J",
        "字".as_bytes(),
    ];
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..3_000 {
        let long = if random.below(20) == 0 { 3_000 } else { 30 };
        let text: Vec<u8> = (0..random.below(long)).flat_map(|_| pieces[random.below(pieces.len())].to_vec()).collect();
        let mut place = || u32::try_from(random.below(text.len() + 3)).unwrap();
        let labels: Vec<_> = (0..5).map(|_| (place(), place())).collect();
        let mut diagnostic = Diagnostic::error("x").note("y");
        for (start, end) in labels.iter().take(random.below(6)) {
            diagnostic = diagnostic.at(Span::new(*start, *end), if start % 2 == 0 { "" } else { "here" });
        }
        let finding = Finding {
            code: "CF009",
            name: "formatting-noise",
            diagnostic,
            rendered: None,
            holds: Holds::default(),
            fix: None,
            walk: Vec::new(),
        };
        let files = [FileFindings { source: Source::new("t", text), findings: vec![finding] }];
        let report = Report {
            files: &files,
            rules: &fixture::RULES,
            summary: Summary::of(&files),
            coverage: None,
            conclusions: None,
        };
        for (format, name) in FORMATS {
            let shown = super::text(format, &report);
            assert!(!shown.contains(is_forbidden), "{name}: {shown}");
        }
    }
}

const FINDINGS: u32 = if cfg!(debug_assertions) { 20_000 } else { 100_000 };

// A cost that grows with the square, or with the line's length for each finding, takes minutes.
const PATIENCE: Duration = Duration::from_secs(30);

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
            walk: Vec::new(),
        }
    };
    let findings = || (0..count / 2).map(|index| finding(index * (1_000_000 / count))).collect();
    let long = FileFindings { source: Source::new("long", "é".repeat(500_000)), findings: findings() };
    let lines = FileFindings { source: Source::new("lines", "a\n".repeat(500_000)), findings: findings() };
    vec![long, lines]
}

#[test]
fn the_cost_grows_with_the_findings() {
    let files = many(FINDINGS);
    let report = Report {
        files: &files,
        rules: &fixture::RULES,
        summary: Summary::of(&files),
        coverage: None,
        conclusions: None,
    };
    for (format, name) in FORMATS {
        let start = Instant::now();
        assert!(!render(format, &report, Style::default()).unwrap().is_empty());
        assert!(start.elapsed() < PATIENCE, "{name}: {:?}", start.elapsed());
    }
    for (template, name) in TEMPLATES {
        let start = Instant::now();
        assert!(!render_template(name, template, &report).unwrap().is_empty());
        assert!(start.elapsed() < PATIENCE, "{name}: {:?}", start.elapsed());
    }
}
