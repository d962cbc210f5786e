//! The page: one file that fetches nothing, runs nothing, and takes no text for markup; what it says is bounded. A browser opens
//! it in `tests/page.rs`.

use std::collections::BTreeSet;

use corefilectl::diagnostic::{Diagnostic, FileFindings, Finding, Fix, Holds, Hop, RenderedLine};
use corefilectl::report::findings::{Report, Skipped, Summary};
use corefilectl::source::{Source, Span};
use roxmltree::{Document, Node, ParsingOptions};

use super::{FindingFormat, fixture, text};

const ATTACK: &str =
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}&lt;</style><style>*{display:none}</style><!--";

fn parsed(page: &str) -> Document<'_> {
    Document::parse_with_options(page, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() }).unwrap()
}

fn elements<'a>(page: &'a Document<'_>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    page.descendants().filter(move |node| node.is_element() && node.tag_name().name() == name)
}

/// Everything that is said about one finding is an attack.
fn attacked() -> Vec<FileFindings> {
    let diagnostic = Diagnostic::error(ATTACK).at(Span::new(0, 8), ATTACK).at(Span::new(9, 12), ATTACK);
    let finding = Finding {
        code: "CF203",
        name: "outside-unreachable",
        diagnostic: diagnostic.note(ATTACK).help(ATTACK),
        rendered: Some(RenderedLine { number: 1, text: ATTACK.to_owned() }),
        holds: Holds { branches: vec![ATTACK.to_owned()], ..Holds::default() },
        fix: Some(Fix { title: ATTACK.to_owned(), edits: Vec::new() }),
        walk: vec![Hop { text: ATTACK.to_owned(), span: None }],
    };
    vec![FileFindings { source: Source::new(ATTACK, ATTACK), findings: vec![finding] }]
}

fn attacked_report(files: &[FileFindings]) -> Report<'_> {
    let skipped = vec![Skipped { path: ATTACK.to_owned(), reason: ATTACK.to_owned() }];
    let summary = Summary { skipped, ..Summary::of(files) };
    Report { files, rules: &fixture::RULES, summary, coverage: None, conclusions: None }
}

#[test]
fn the_page_fetches_and_runs_nothing() {
    let files = fixture::files();
    let (whole, attacked) = (text(FindingFormat::Html, &fixture::report(&files)), attacked());
    for page in [whole, text(FindingFormat::Html, &attacked_report(&attacked))] {
        let page = parsed(&page);
        let known = [
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "a",
            "header",
            "h1",
            "h2",
            "h3",
            "h4",
            "p",
            "main",
            "section",
            "ul",
            "ol",
            "li",
            "strong",
            "details",
            "summary",
            "code",
            "nav",
            "div",
            "table",
            "caption",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "span",
            "fieldset",
            "legend",
            "label",
            "input",
            "article",
            "figure",
            "figcaption",
            "mark",
            "dl",
            "dt",
            "dd",
            "svg",
            "desc",
            "defs",
            "marker",
            "path",
            "rect",
            "g",
            "text",
        ];
        for node in page.descendants().filter(Node::is_element) {
            assert!(known.contains(&node.tag_name().name()), "{:?}", node.tag_name());
            for attribute in node.attributes() {
                let (name, value) = (attribute.name(), attribute.value());
                assert!(!name.starts_with("on") && name != "src" && name != "style", "{name}");
                let home = env!("CARGO_PKG_REPOSITORY");
                assert!(name != "href" || value.starts_with('#') || value.starts_with(home), "{value}");
            }
        }
        assert_eq!((elements(&page, "style").count(), elements(&page, "script").count()), (1, 0));
        let style = elements(&page, "style").next().unwrap().text().unwrap();
        assert!(!style.contains("url(") && !style.contains("@import"));
    }
}

#[test]
fn names_are_unique_and_links_lead_somewhere() {
    let files = fixture::files();
    let page = text(FindingFormat::Html, &fixture::report(&files));
    let page = parsed(&page);
    let all: Vec<_> = page.descendants().filter_map(|node| node.attribute("id")).collect();
    let ids: BTreeSet<_> = all.iter().copied().collect();
    assert_eq!(all.len(), ids.len(), "{all:?}");
    let referred = ["href", "aria-labelledby"].into_iter().flat_map(|name| {
        page.descendants().filter_map(move |node| node.attribute(name)).filter(|value| !value.starts_with("https:"))
    });
    let referred: Vec<_> = referred.flat_map(|value| value.split(' ')).map(|id| id.trim_start_matches('#')).collect();
    assert!(referred.len() > 20 && referred.iter().all(|id| ids.contains(id)), "{referred:?}");
    let levels = page.descendants().filter_map(|node| node.tag_name().name().strip_prefix('h')?.parse::<u32>().ok());
    let levels: Vec<_> = levels.collect();
    assert_eq!((levels[0], levels.iter().filter(|level| **level == 1).count()), (1, 1));
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}

#[test]
fn texts_of_files_are_text() {
    let files = attacked();
    let page = text(FindingFormat::Html, &attacked_report(&files));
    let page = parsed(&page);
    let said: Vec<_> = page.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
    // Path, address, message, two labels, rendered, where, note, help, fix, hop, and what was skipped with its reason.
    assert_eq!(
        said.iter().map(|text| text.matches("<script>alert(1)</script>").count()).sum::<usize>(),
        13,
        "{said:?}"
    );
}

#[test]
fn the_table_says_where_data_planes_start() {
    let files = fixture::files();
    let page = text(FindingFormat::Html, &fixture::report(&files));
    let page = parsed(&page);
    let tables: Vec<_> = elements(&page, "table").filter(|table| table.attribute("class") == Some("matrix")).collect();
    // That of all files, and those of the three that were looked at.
    assert_eq!(tables.len(), 4);
    for table in &tables {
        assert!(table.children().any(|child| child.tag_name().name() == "caption"));
        assert!(table.descendants().filter(|node| node.tag_name().name() == "th").all(|th| th.has_attribute("scope")));
    }
    let words = |table: &Node<'_, '_>, row: usize| -> Vec<String> {
        let row = table.descendants().filter(|node| node.tag_name().name() == "tr").nth(row).unwrap();
        let cells = row.children().filter(|node| node.tag_name().name() == "td");
        let outcome = |cell: Node<'_, '_>| cell.children().find(Node::is_element).unwrap().text().unwrap().to_owned();
        cells.map(outcome).collect()
    };
    assert_eq!(words(&tables[0], 1), ["2 of 3 stop", "2 of 3 stop", "no embedded proxy"]);
    assert_eq!(words(&tables[1], 1)[0], "stops where CoreDNSLogging=true");
    assert_eq!(words(&tables[2], 1)[0], "starts");
    assert!(words(&tables[2], 3)[2].starts_with("stops on 2.11."), "{:?}", words(&tables[2], 3));
    assert_eq!(words(&tables[3], 3), ["stops"; 3]);
}

#[test]
fn much_is_told_briefly_and_counted() {
    let finding = |index: u32| Finding {
        code: "CF009",
        name: "formatting-noise",
        diagnostic: if index % 1000 == 7 { Diagnostic::error("rare") } else { Diagnostic::warning("many") }
            .at(Span::new(index, index + 1), ""),
        rendered: None,
        holds: Holds::default(),
        fix: None,
        walk: Vec::new(),
    };
    let file = |name: &str| FileFindings {
        source: Source::new(name, "a\n".repeat(6_000)),
        findings: (0..6_000).map(finding).collect(),
    };
    let files = [file("a"), file("b")];
    let report = Report {
        files: &files,
        rules: &fixture::RULES,
        summary: Summary::of(&files),
        coverage: None,
        conclusions: None,
    };
    let page = text(FindingFormat::Html, &report);
    assert!(page.len() < 6_000_000, "{}", page.len());
    assert!(page.contains("<strong>2000 more findings</strong> are left out"), "the rest is counted");
    let page = parsed(&page);
    let articles: Vec<_> = elements(&page, "article").map(|node| node.attribute("class").unwrap()).collect();
    assert_eq!(articles.len(), 1_000);
    // The errors of the last file are told before the warnings of the first.
    assert_eq!(articles.iter().filter(|class| class.contains("error")).count(), 12);
    assert_eq!(elements(&page, "li").filter(|node| node.attribute("class") == Some("finding warning")).count(), 9_000);
}

#[test]
fn nothing_found_is_said() {
    let summary = Summary { files_checked: 1, ..Summary::default() };
    let report = Report { files: &[], rules: &[], summary, coverage: None, conclusions: None };
    let page = text(FindingFormat::Html, &report);
    assert!(page.contains("Nothing was found.") && !page.contains("<fieldset"), "{page}");
    parsed(&page);
}
