//! A report with everything that is hard on a format: odd paths, odd bytes, long lines, spans over lines, empty files,
//! mends, several places, and findings that hold on some releases only.

use std::sync::LazyLock;

use corefilectl::chain::Picture;
use corefilectl::chain::picture::{End, Node, Part, Role};
use corefilectl::diagnostic::{Diagnostic, FileFindings, Finding, Fix, Holds, Hop, Points, RenderedLine, Severity};
use corefilectl::lint::{Example, RuleInfo, Seen};
use corefilectl::mesh::{Injector, Matrix, Mode, Scope, release};
use corefilectl::report::findings::{Chain, Coverage, Report, Skipped, Summary};
use corefilectl::source::{Edit, Source, Span};

const OUTSIDE: RuleInfo = RuleInfo {
    code: "CF203",
    name: "outside-unreachable",
    severity: Severity::Error,
    fixable: false,
    summary: "a name outside the mesh reaches no resolver",
    applies: "all releases",
    why: "Envoy answers NXDOMAIN for names outside the mesh.\n\nWithout `alternate` that answer is final.",
    source: "a recording",
    examples: &[
        Example::bad("no alternate", ".:53 {\n    # ``` in a comment\n}\n"),
        Example::good("an alternate", ".:53 {\n}\n").with("--mesh-version 2.8"),
    ],
};
const NOISE: RuleInfo = RuleInfo {
    code: "CF009",
    name: "formatting-noise",
    severity: Severity::Warning,
    fixable: false,
    summary: "`<no value>` or `%!` in the output",
    applies: "templates",
    why: "CoreDNS takes it for text.",
    source: "Go's fmt",
    examples: &[],
};
const PROMETHEUS: RuleInfo = RuleInfo {
    code: "CF304",
    name: "prometheus-missing",
    severity: Severity::Info,
    fixable: false,
    summary: "no metrics",
    applies: "all releases",
    why: "Nobody sees it fail.",
    source: "the default Corefiles",
    examples: &[],
};

pub const RULES: [&RuleInfo; 3] = [&NOISE, &OUTSIDE, &PROMETHEUS];

/// The path with every character that some format gives a meaning.
pub const ODD_PATH: &str = "dir with space/a:b,100%<&>\"'#?é.tmpl";
/// A path with what must not reach a terminal.
pub const HOSTILE_PATH: &str = "x\u{1b}[31m\r\n::error::owned\u{9b}.tmpl";
/// Text of a file that tries to take over every format.
pub const HOSTILE: &str =
    "forward\u{1b}[2J . \u{7}1\n::error file=x::owned\r\n</failure>]]>\u{0}\u{fffe}\u{202e}\n##vso[x]\n";

fn finding(rule: &RuleInfo, diagnostic: Diagnostic) -> Finding {
    let (code, name) = (rule.code, rule.name);
    Finding { code, name, diagnostic, rendered: None, holds: Holds::default(), fix: None, walk: Vec::new() }
}

/// The span of the first `part` of `text`.
fn span(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span::new(u32::try_from(start).unwrap(), u32::try_from(start + part.len()).unwrap())
}

fn plain() -> FileFindings {
    let text = ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    errors\n}\n\n.:5353 {\n    errors\n    errors\n}\n";
    let forward = span(text, "forward . 127.0.0.1:{{ .EnvoyDNSPort }}");
    let block = span(text, ".:{{ .CoreDNSPort }}");
    let diagnostic = Diagnostic::error("names outside the mesh reach no resolver: `{{ .X }}`")
        .at(forward, "Envoy's NXDOMAIN is final here")
        .at(block, "in this block")
        .at(span(text, ".:5353"), "")
        .note("Envoy knows the mesh's names only")
        .help("add `alternate NXDOMAIN . /etc/resolv.conf`");
    let mut outside = finding(&OUTSIDE, diagnostic);
    outside.rendered = Some(RenderedLine { number: 12, text: "    forward . 127.0.0.1:15054".to_owned() });
    outside.holds = Holds {
        releases: vec!["2.8.0–2.14.3".to_owned()],
        platforms: vec!["kubernetes".to_owned()],
        branches: vec!["CoreDNSLogging=true".to_owned()],
        points: points(|point| point.logging),
    };
    outside.fix = Some(Fix {
        title: "add an alternate".to_owned(),
        edits: vec![Edit::new(Span::at(forward.end), "\n    alternate NXDOMAIN . /etc/resolv.conf")],
    });
    let hop = |text: &str, span| Hop { text: text.to_owned(), span };
    outside.walk = vec![
        hop("x.org. IN A over UDP", None),
        hop("server block takes it for the zone .", Some(block)),
        hop("forward asks Envoy over UDP", Some(forward)),
        hop("Envoy answers NXDOMAIN", None),
    ];
    let equal = |at: u32| {
        let start = u32::try_from(text.rfind("    errors\n    errors").unwrap()).unwrap() + 4 + at;
        finding(&NOISE, Diagnostic::warning("said twice").at(Span::new(start, start + 6), ""))
    };
    let whole = finding(&PROMETHEUS, Diagnostic::info("no metrics").note("about the whole file"));
    let source = Source::new("dns/Corefile.tmpl", text);
    FileFindings { source, findings: vec![whole, outside, equal(0), equal(11)] }
}

fn non_ascii() -> FileFindings {
    let text = "# größe 😀 → ünï\n.:53 {\n    log\n    errors\n}\n";
    let over_lines =
        Diagnostic::warning("größer als „Ⅸ“ 😀").at(span(text, "ünï\n.:53 {\n    log"), "über mehrere Zeilen 😀");
    let mut over_lines = finding(&NOISE, over_lines);
    over_lines.fix = Some(Fix {
        title: "ersetze „log“".to_owned(),
        edits: vec![Edit::new(span(text, "log"), "log .\n    é"), Edit::new(span(text, "😀"), "")],
    });
    over_lines.holds.releases = vec!["2.7.0–2.7.28".to_owned(), "2.9.0".to_owned()];
    FileFindings { source: Source::new(ODD_PATH, text), findings: vec![over_lines] }
}

fn hostile() -> FileFindings {
    let bytes = [HOSTILE.as_bytes(), b"\xff\xc3 end"].concat();
    let end = u32::try_from(bytes.len()).unwrap();
    let diagnostic = Diagnostic::error(HOSTILE)
        .at(Span::new(7, 12), HOSTILE)
        .at(Span::new(end - 6, end), "not UTF-8\u{1b}[0m")
        .note(HOSTILE)
        .help(HOSTILE);
    let mut all = finding(&OUTSIDE, diagnostic);
    all.rendered = Some(RenderedLine { number: 1, text: HOSTILE.to_owned() });
    all.holds.branches = vec![HOSTILE.to_owned()];
    all.walk = vec![Hop { text: HOSTILE.to_owned(), span: None }, Hop { text: HOSTILE.to_owned(), span: None }];
    all.fix = Some(Fix { title: HOSTILE.to_owned(), edits: vec![Edit::new(Span::new(0, 1), HOSTILE)] });
    FileFindings { source: Source::new(HOSTILE_PATH, bytes), findings: vec![all] }
}

fn long_line() -> FileFindings {
    let text = format!("{} mark {}", "a".repeat(500_000), "é".repeat(250_000));
    let mark = span(&text, "mark");
    let to_the_end = Span::new(mark.start, u32::try_from(text.len()).unwrap());
    let long = finding(&NOISE, Diagnostic::warning("x".repeat(10_000)).at(to_the_end, "a long place"));
    let short = finding(&NOISE, Diagnostic::warning("far right").at(mark, "here").at(Span::new(0, 1), "far left"));
    FileFindings { source: Source::new("long.tmpl", text), findings: vec![long, short] }
}

/// The files of the report.
pub fn files() -> Vec<FileFindings> {
    let empty = finding(&PROMETHEUS, Diagnostic::info("the file is empty").at(Span::at(0), "here"));
    let beyond = finding(&NOISE, Diagnostic::warning("a place behind the end").at(Span::new(90, 99), ""));
    vec![
        plain(),
        non_ascii(),
        hostile(),
        FileFindings { source: Source::new("<stdin>", ""), findings: vec![empty, beyond] },
        FileFindings { source: Source::new("clean.tmpl", ".:53 {\n}\n"), findings: Vec::new() },
        long_line(),
    ]
}

static MATRIX: LazyLock<Matrix> = LazyLock::new(|| {
    let lines = ["2.7", "2.8", "2.11"];
    let is_in = |text: String| lines.iter().any(|line| text.starts_with(&format!("{line}.")));
    let releases = release::all().filter(|release| is_in(release.to_string())).collect();
    let injector = Injector::default();
    let scope = Scope { releases, modes: Mode::ALL.to_vec(), injector: &injector, logging_is_set: false, flags: &[] };
    Matrix::new(scope, |_| None).unwrap()
});

fn points(is: impl Fn(&corefilectl::mesh::Point) -> bool) -> Points {
    (0..MATRIX.points.len()).filter(|index| is(&MATRIX.points[*index])).collect()
}

/// The first file stops with logging, the second on the newest releases, the third everywhere; the picture is hostile.
static COVERAGE: LazyLock<Coverage<'static>> = LazyLock::new(|| {
    let newest = MATRIX.rows.len() - 1;
    let stopped = [points(|point| point.logging), points(|point| point.row == newest), points(|_| true)];
    let seen = stopped.map(|stopped| Seen { examined: points(|_| true), stopped });
    let part = |title: &str| Part { title: title.to_owned(), answers: vec![HOSTILE.to_owned()], ..Part::default() };
    let node = |role, title| Node { role, head: part(title), rules: vec![part(HOSTILE)] };
    let ends = [0, 1].map(|node| End { node, rule: None });
    let passes = vec![HOSTILE.to_owned()];
    let edge = corefilectl::chain::picture::Edge { from: ends[0], to: ends[1], passes, replies: Vec::new() };
    let nodes = vec![node(Role::Client, "client"), node(Role::Block, HOSTILE_PATH)];
    let picture = Picture { nodes, edges: vec![edge], complete: true, ..Picture::default() };
    let chain = |file, picture| Chain { file, title: HOSTILE.to_owned(), notes: vec![HOSTILE.to_owned()], picture };
    let chains = vec![chain(0, Some(picture.clone())), chain(2, None), chain(2, Some(picture))];
    Coverage { matrix: &MATRIX, seen: seen.to_vec(), chains, without_chain: 3 }
});

/// The report about them.
pub fn report(files: &[FileFindings]) -> Report<'_> {
    let skipped = [("bin/x y.bin", "not text"), (HOSTILE_PATH, "100% <&>, \"odd\": \u{1b}[0m\n::error::x")];
    let skipped = skipped.map(|(path, reason)| Skipped { path: path.to_owned(), reason: reason.to_owned() }).to_vec();
    let summary = Summary { suppressed: 1, known: 2, fixed: 3, skipped, ..Summary::of(files) };
    Report { files, rules: &RULES, summary, coverage: Some(&COVERAGE), conclusions: None }
}
