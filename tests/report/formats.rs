//! The other formats, read as their readers do.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{FindingFormat, TEMPLATES, fixture, templated, text};

fn fixture_as(format: FindingFormat) -> String {
    let files = fixture::files();
    text(format, &fixture::report(&files))
}

#[test]
fn concise_is_one_line_a_finding() {
    let text = fixture_as(FindingFormat::Concise);
    assert_eq!(text.lines().count(), 10);
    let first: Vec<_> = text.lines().take(2).collect();
    assert_eq!(first[0], "dns/Corefile.tmpl:1:1: info[CF304] no metrics");
    assert_eq!(
        first[1],
        "dns/Corefile.tmpl:2:5: error[CF203] names outside the mesh reach no resolver: `{{ .X }}` \
         (on 2.8.0–2.14.3, kubernetes, where CoreDNSLogging=true)"
    );
    assert!(text.lines().all(|line| line.len() < 2_000));
}

#[test]
fn human_shows_all_that_is_known_and_cuts_long_lines() {
    let text = fixture_as(FindingFormat::Human);
    for part in [
        "error[CF203]: names outside the mesh",
        "--> dns/Corefile.tmpl:2:5\n",
        "^ Envoy's NXDOMAIN is final here",
        "in this block",
        "= note: rendered as line 12: forward . 127.0.0.1:15054\n",
        "= note: on 2.8.0–2.14.3, kubernetes, where CoreDNSLogging=true\n",
        "= help: add `alternate",
        "= fix: --fix does this: add an alternate\n",
        "--> long.tmpl:1:500002\n",
        "6 files checked, 10 findings (2 errors, 6 warnings, 2 info); 1 suppressed, 2 known from the baseline, 3 fixed; skipped: ",
    ] {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
    assert!(text.len() < 30_000, "{}", text.len());
    // What a file says never stands at the start of a line.
    assert!(text.lines().all(|line| !line.starts_with("::") && !line.starts_with("##")), "{text}");
}

/// A command as the runner reads it: level, properties, data.
fn command(line: &str) -> (&str, Vec<(&str, String)>, String) {
    let (head, data) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (level, properties) = head.split_once(' ').unwrap();
    let plain = |text: &str| {
        let text = text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",");
        text.replace("%25", "%")
    };
    let properties = properties.split(',').map(|property| property.split_once('=').unwrap());
    (level, properties.map(|(key, value)| (key, plain(value))).collect(), plain(data))
}

#[test]
fn github_gets_the_worst_first_and_nothing_else() {
    let text = fixture_as(FindingFormat::Github);
    let commands: Vec<_> = text.lines().map(command).collect();
    let levels: Vec<_> = commands.iter().map(|(level, ..)| *level).collect();
    let wanted = [["error"; 2].as_slice(), &["warning"; 6], &["notice"; 2], &["warning"; 2]].concat();
    assert_eq!(levels, wanted);
    let value = |index: usize, key: &str| {
        let (_, properties, _) = &commands[index];
        properties.iter().find(|(name, _)| *name == key).map(|(_, value)| value.as_str())
    };
    assert_eq!((value(0, "line"), value(0, "col"), value(0, "endColumn")), (Some("2"), Some("5"), Some("43")));
    assert_eq!(value(0, "title"), Some("CF203 outside-unreachable"));
    let over_lines = commands.iter().position(|(.., data)| data.starts_with("größer")).unwrap();
    assert_eq!(value(over_lines, "file"), Some(fixture::ODD_PATH));
    assert_eq!((value(over_lines, "endLine"), value(over_lines, "col")), (Some("3"), None));
}

#[test]
fn gitlab_tells_findings_apart() {
    let issues: Value = serde_json::from_str(&fixture_as(FindingFormat::Gitlab)).unwrap();
    let issues = issues.as_array().unwrap();
    let prints: BTreeSet<_> = issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!((issues.len(), prints.len()), (10, 10));
    let outside = &issues[1];
    assert_eq!((&outside["severity"], &outside["location"]["lines"]["begin"]), (&"critical".into(), &2.into()));
    assert_eq!(
        (&outside["check_name"], &outside["location"]["path"]),
        (&"CF203 outside-unreachable".into(), &"dns/Corefile.tmpl".into())
    );
}

#[test]
fn junit_counts_what_it_lists() {
    let text = fixture_as(FindingFormat::Junit);
    let document = roxmltree::Document::parse(&text).unwrap();
    let root = document.root_element();
    let count =
        |node: roxmltree::Node<'_, '_>, name: &str| node.descendants().filter(|node| node.has_tag_name(name)).count();
    for node in root.descendants().filter(|node| node.has_attribute("tests")) {
        for (attribute, name) in [("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")] {
            assert_eq!(node.attribute(attribute), Some(count(node, name).to_string().as_str()), "{attribute}");
        }
    }
    let suites: Vec<_> = root.children().filter_map(|suite| suite.attribute("name")).collect();
    assert_eq!(suites.len(), 8);
    assert_eq!((suites[1], suites[4]), (fixture::ODD_PATH, "clean.tmpl"));
    assert_eq!((count(root, "testcase"), count(root, "failure"), count(root, "skipped")), (13, 8, 4));
    let failure = root.descendants().find(|node| node.has_tag_name("failure")).unwrap();
    assert_eq!(failure.attribute("type"), Some("error"));
    assert!(failure.text().unwrap().starts_with("dns/Corefile.tmpl:2:5\nnames outside the mesh"));
}

/// The fields of a line of CSV (RFC 4180).
fn fields(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = csv.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            _ => field.push(c),
        }
    }
    assert!(!quoted && row.is_empty() && field.is_empty());
    rows
}

#[test]
fn the_example_of_csv_is_csv() {
    let files = fixture::files();
    let rows = fields(&templated(TEMPLATES[1].0, &fixture::report(&files)));
    assert_eq!(rows.len(), 11);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{rows:?}");
    assert_eq!(rows[5][0], fixture::ODD_PATH);
}

#[test]
fn the_example_of_markdown_keeps_its_table() {
    let files = fixture::files();
    let page = templated(TEMPLATES[0].0, &fixture::report(&files));
    let rows: Vec<_> = page.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(rows.len(), 12, "{page}");
    for row in rows {
        assert_eq!(row.replace("\\|", "").matches('|').count(), 5, "{row}");
    }
}
