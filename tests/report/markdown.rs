//! Markdown: its tables stay tables, it fits a comment, and nothing in it mentions anybody.

use corefilectl::diagnostic::{Diagnostic, FileFindings, Finding, Holds};
use corefilectl::report::findings::{Report, Summary};
use corefilectl::source::{Source, Span};

use super::{FindingFormat, fixture, text};

fn of_fixture() -> String {
    let files = fixture::files();
    text(FindingFormat::Markdown, &fixture::report(&files))
}

/// The lines that are not in a fence.
fn outside_fences(page: &str) -> Vec<&str> {
    let mut fence: Option<&str> = None;
    let mut lines = Vec::new();
    for line in page.lines() {
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match fence {
            Some(open) if line == open => fence = None,
            None if ticks.len() >= 3 => fence = Some(ticks),
            None => lines.push(line),
            Some(_) => {}
        }
    }
    assert_eq!(fence, None, "a fence stays open");
    lines
}

#[test]
fn tables_stay_tables() {
    let page = of_fixture();
    let lines = outside_fences(&page);
    let rows: Vec<_> = lines.iter().filter(|line| line.starts_with('|')).collect();
    let cells: Vec<_> = rows.iter().map(|row| row.matches('|').count()).collect();
    // Ten findings, three lines of releases, and two heads of two lines.
    assert_eq!(cells, [[5; 12].as_slice(), &[6; 5]].concat(), "{rows:?}");
}

#[test]
fn the_worst_comes_first_and_every_finding_has_its_fold() {
    let page = of_fixture();
    let rows: Vec<_> = page.lines().filter(|line| line.starts_with('|')).skip(2).take(10).collect();
    assert!(rows[..2].iter().all(|row| row.contains("error")) && rows[9].contains("info"), "{rows:?}");
    assert!(
        rows[0].contains("[CF203](https://") && rows[0].contains("<code>dns/Corefile.tmpl:2</code>"),
        "{}",
        rows[0]
    );
    assert_eq!(page.matches("<details>").count(), 10);
    assert_eq!(page.matches("</details>").count(), 10);
}

#[test]
fn no_text_of_a_file_has_a_meaning() {
    let attack = "@team closes #1 !2 %3 <script>x</script> [a](http://b) ![i](http://j) `c | d` | e\n/close\n::error::x\n```\n@here";
    let diagnostic = Diagnostic::error(attack).at(Span::new(0, 90), attack).note(attack).help(attack);
    let finding = Finding {
        code: "CF203",
        name: "outside-unreachable",
        diagnostic,
        rendered: None,
        holds: Holds::default(),
        fix: None,
        walk: Vec::new(),
    };
    let files = [FileFindings { source: Source::new(attack, attack), findings: vec![finding] }];
    let report = Report {
        files: &files,
        rules: &fixture::RULES,
        summary: Summary::of(&files),
        coverage: None,
        conclusions: None,
    };
    let page = text(FindingFormat::Markdown, &report);
    let outside = outside_fences(&page).join("\n").replace("&#8203;", "\u{200b}");
    // What a reader sees, but for the marks of tags.
    let outside =
        ["35", "33", "37", "64", "58"].into_iter().fold(outside, |text, code| text.replace(&format!("&#{code};"), "•"));
    let outside = outside.replace("&#", "•");
    for start in ["@team", "#1", "!2", "%3", "<script", "[a]", "http://b", "![", "`"] {
        assert!(!outside.contains(start), "{start}: {outside}");
    }
    for line in page.lines() {
        assert!(!["/", "::", "#", "@"].iter().any(|start| line.starts_with(start)), "{line}");
    }
    assert!(page.contains("@&#8203;team") && page.contains("<code>c &#124; d</code>"), "{page}");
}

#[test]
fn it_fits_a_comment_and_counts_what_does_not() {
    let finding = |index: u32| Finding {
        code: "CF009",
        name: "formatting-noise",
        diagnostic: Diagnostic::warning("größer ".repeat(20)).at(Span::new(index, index + 1), "here").note("why"),
        rendered: None,
        holds: Holds::default(),
        fix: None,
        walk: Vec::new(),
    };
    for count in [1, 50, 100, 10_000] {
        let source = Source::new("t", "a\n".repeat(6_000));
        let files = [FileFindings { source, findings: (0..count).map(finding).collect() }];
        let report = Report {
            files: &files,
            rules: &fixture::RULES,
            summary: Summary::of(&files),
            coverage: None,
            conclusions: None,
        };
        let page = text(FindingFormat::Markdown, &report);
        assert!(page.len() <= 65_000, "{count}: {}", page.len());
        let rows = page.lines().filter(|line| line.starts_with('|')).count() - 2;
        let left = page.lines().find_map(|line| line.strip_prefix("**")?.strip_suffix("tells all.")?.split(' ').next());
        assert_eq!(rows + left.map_or(0, |left| left.parse().unwrap()), count as usize);
        let folds = page.matches("<details>").count();
        let without =
            page.lines().find_map(|line| line.strip_prefix("There is no room for details of ")?.split(' ').next());
        assert_eq!(folds + without.map_or(0, |left| left.parse().unwrap()), rows);
    }
}

#[test]
fn nothing_found_is_one_sentence() {
    let summary = Summary { files_checked: 1, ..Summary::default() };
    let report = Report { files: &[], rules: &[], summary, coverage: None, conclusions: None };
    let page = text(FindingFormat::Markdown, &report);
    assert_eq!(page, "✅ **CoreDNS templates**: 1 file checked, no findings.\n");
}
