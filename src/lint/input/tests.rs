//! Templates in YAML, byte by byte.

use super::*;
use crate::source::Edit;

fn named() -> Reading {
    Reading { named: true, ..Reading::default() }
}

fn input(yaml: &str) -> Input {
    read("t.yaml", yaml.as_bytes().to_vec(), Reading::default()).unwrap_or_else(|unfit| panic!("{unfit}: {yaml}"))
}

fn problem(yaml: &str) -> Problem {
    read("t.yaml", yaml.as_bytes().to_vec(), Reading::default()).map(|input| panic!("{input:?}")).unwrap_err().problem
}

fn texts(input: &Input) -> Vec<String> {
    input.templates().map(|template| String::from_utf8_lossy(template.text).into_owned()).collect()
}

/// A ConfigMap with this value, which starts behind `corefile: `.
fn config_map(value: &str) -> String {
    format!("apiVersion: v1\nkind: ConfigMap\ndata:\n  corefile: {value}\n  other: x\n")
}

/// Every byte of the value that is not a fold stands at its place.
fn assert_exact(yaml: &str, expected: &str) {
    let input = input(yaml);
    let template = input.templates().next().unwrap();
    assert_eq!(String::from_utf8_lossy(template.text), expected, "{yaml}");
    let offsets = template.offsets.unwrap();
    for (inner, byte) in template.text.iter().enumerate() {
        let outer = offsets.outer(u32::try_from(inner).unwrap()) as usize;
        let there = input.source.text()[outer];
        let fold = *byte == b' ' && matches!(there, b'\n' | b'\r');
        assert!(there == *byte || fold, "{inner} is {:?}, at {outer} is {:?}: {yaml}", *byte as char, there as char);
    }
}

#[test]
fn block_scalars_are_mapped_byte_by_byte() {
    for (value, text) in [
        ("|\n    .:53 {\n        log\n    }", ".:53 {\n    log\n}\n"),
        ("|-\n    .:53 {\n      log\n\n    }", ".:53 {\n  log\n\n}"),
        ("|+\n    .:53 {\n    }\n\n", ".:53 {\n}\n\n\n"),
        ("| # comment\n\n    .:53 {\n    }", "\n.:53 {\n}\n"),
        ("|2-\n      .:53 {\n    é\n    }", "  .:53 {\né\n}"),
        ("&a !!str |\n    .:53 {\n  \n    }", ".:53 {\n\n}\n"),
        ("&a |2\n     x\n    y {", " x\ny {\n"),
        (">\n    .:53 {\n    log\n\n    a\n      b\n    c", ".:53 { log\na\n  b\nc\n"),
        (">-\n\n    x\n    y\n    \n    \n    z", "\nx y\n\nz"),
    ] {
        let yaml = config_map(value);
        let input = input_of_any_key(&yaml);
        assert_eq!(input.0, text, "{yaml}");
        assert_exact(&yaml.replace("corefile: ", "Corefile: "), text);
    }
}

fn input_of_any_key(yaml: &str) -> (String, Option<String>) {
    let input = input(yaml);
    let template = input.templates().next().unwrap();
    (String::from_utf8_lossy(template.text).into_owned(), template.label.map(str::to_owned))
}

#[test]
fn line_ends_of_windows_and_marks_at_the_start_move_nothing() {
    let yaml = config_map("|\n    .:53 {\n      é log\n    }").replace('\n', "\r\n");
    let input = input(&yaml);
    let offsets = input.templates().next().unwrap().offsets.unwrap();
    assert_eq!(texts(&input), [".:53 {\n  é log\n}\n"]);
    let log = u32::try_from(yaml.find("log").unwrap()).unwrap();
    assert_eq!(offsets.outer(12), log);
    assert_exact(&format!("\u{feff}{}", config_map("|\n    .:53 {\n      é log\n    }")), ".:53 {\n  é log\n}\n");
}

#[test]
fn quoted_and_plain_scalars_are_mapped() {
    for (value, text) in [
        (r#"".:53 {\n  log \"é\" \u00e9 \x41\n}\n""#, ".:53 {\n  log \"é\" é A\n}\n"),
        ("'.:53 {\n\n    log ''x''\n\n    }'", ".:53 {\nlog 'x'\n}"),
        (".:53\n\n    log\n    y", ".:53\nlog y"),
        ("\"a {\\n\\\n    b\\n\n\n    c\"", "a {\nb\n\nc"),
    ] {
        let yaml = config_map(value);
        let input = input(&yaml);
        let template = input.templates().next().unwrap();
        assert_eq!(String::from_utf8_lossy(template.text), text);
        let offsets = template.offsets.unwrap();
        for (inner, byte) in text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_lowercase()) {
            let outer = offsets.outer(u32::try_from(inner).unwrap()) as usize;
            assert_eq!(yaml.as_bytes()[outer], byte, "{inner}: {yaml}");
        }
        assert_eq!(offsets.outer_edit(&Edit::new(Span::at(0), "x")), None);
    }
}

#[test]
fn the_end_of_a_file_without_a_line_end() {
    let yaml = "kind: ConfigMap\ndata:\n  corefile: |\n    a {\n    }";
    assert_exact(yaml, "a {\n}");
}

#[test]
fn edits_of_a_literal_block_keep_the_yaml_whole() {
    let yaml = config_map("|\n    .:53 {\n        log\n    }");
    let input = input(&yaml);
    let template = input.templates().next().unwrap();
    let end = u32::try_from(template.text.len()).unwrap();
    for (span, text, expected) in [
        (Span::new(7, 15), "", ".:53 {\n}\n"),
        (Span::at(7), "    errors\n", ".:53 {\n    errors\n    log\n}\n"),
        (Span::at(end), "b {\n}\n", ".:53 {\n    log\n}\nb {\n}\n"),
        (Span::new(15, end), "", ".:53 {\n    log\n"),
    ] {
        let edit = template.offsets.unwrap().outer_edit(&Edit::new(span, text)).unwrap();
        let changed = crate::source::edit::apply(yaml.as_bytes(), &[edit]).unwrap();
        let changed = String::from_utf8(changed).unwrap();
        assert_eq!(input_of_any_key(&changed).0, expected, "{changed}");
        assert!(changed.ends_with("\n  other: x\n"), "{changed}");
    }
}

#[test]
fn config_maps_are_found_wherever_they_stand() {
    let yaml = "\
apiVersion: v1
kind: ConfigMap
metadata: {name: corefile-template, namespace: kuma-system}
data:
  corefile: |
    a {
    }
  path: /etc/corefile
  corefile-path: /etc/kuma/corefile
  dns.conf: |
    mesh:{{ .CoreDNSPort }} {
      log
    }
  script: |
    if [ x ]; then {
      forward
    }
---
kind: List
items:
- {kind: ConfigMap, metadata: {name: b}, data: {\"Corefile\": \".:1 {\\n}\"}}
- kind: ConfigMap
  binaryData:
    corefile: LjoxIHsKfQo=
- kind: Secret
  data: {corefile: \"a {\\n}\"}
";
    let input = input(yaml);
    let labels: Vec<_> = input.templates().map(|template| template.label.unwrap()).collect();
    assert_eq!(
        labels,
        [
            "ConfigMap kuma-system/corefile-template, key corefile",
            "ConfigMap kuma-system/corefile-template, key dns.conf",
            "ConfigMap b, key Corefile",
            "ConfigMap without a name, key corefile (binaryData)",
        ]
    );
    let binary = input.templates().last().unwrap();
    assert_eq!(binary.text, b".:1 {\n}\n");
    assert_eq!(input.source.position(binary.offsets.unwrap().outer(6)).line, 24);
}

#[test]
fn values_of_the_chart_are_found() {
    for parent in ["", "kuma:\n", "spec:\n  values:\n"] {
        let spaces = " ".repeat(parent.lines().count() * 2);
        let values = "controlPlane:\n  extraConfigMaps:\n  - name: dns\n    mountPath: /d\n    values:\n      corefile: |\n        a {\n        }\n";
        let yaml: String = values.lines().map(|line| format!("{spaces}{line}\n")).collect();
        let (text, label) = input_of_any_key(&format!("{parent}{yaml}"));
        assert_eq!((text.as_str(), label.as_deref()), ("a {\n}\n", Some("extraConfigMaps dns, key corefile")));
    }
}

#[test]
fn aliases_are_followed_and_linted_once() {
    let yaml = "\
x: &text |
  a {
  }
base: &base {corefile: *text, more: 1}
one: {kind: ConfigMap, data: *base}
two: {kind: ConfigMap, data: {corefile: *text}}
three: {kind: ConfigMap, data: {<<: *base}}
loop: &loop {kind: ConfigMap, data: {<<: *loop}}
";
    let input = input(yaml);
    assert_eq!(texts(&input), ["a {\n}\n"]);
    assert_eq!(input.source.position(input.templates().next().unwrap().offsets.unwrap().outer(0)).line, 2);
}

#[test]
fn the_dns_of_the_cluster_is_left_alone_unless_named() {
    let yaml =
        "kind: ConfigMap\nmetadata: {name: coredns, namespace: kube-system}\ndata:\n  Corefile: |\n    a {\n    }\n";
    assert_eq!(problem(yaml), Problem::NoTemplate);
    assert_eq!(texts(&read("t.yaml", yaml.into(), named()).unwrap()), ["a {\n}\n"]);
}

#[test]
fn sources_of_charts_are_recognised() {
    for yaml in [
        "kind: ConfigMap\nmetadata:\n  name: {{ .Values.name }}\ndata:\n  corefile: |\n    a {\n    }\n",
        "{{- if .Values.x }}\nkind: ConfigMap\n{{- end }}\n",
        "kind: ConfigMap\ndata:\n  corefile: |\n    {{- .Values.corefile | nindent 4 }}\n    x\n",
        "kind: ConfigMap\ndata:\n{{ (.Files.Glob \"x\").AsConfig | indent 2 }}\n",
    ] {
        assert!(matches!(problem(yaml), Problem::ChartTemplate { .. }), "{yaml}: {:?}", problem(yaml));
    }
    let unfit = read("t.yaml", b"kind: ConfigMap\n{{ x }}\n".to_vec(), Reading::default()).unwrap_err();
    assert_eq!((unfit.weight(false), unfit.weight(true)), (Weight::Skipped, Weight::Error));
}

#[test]
fn what_is_no_yaml_has_a_place() {
    let unfit = read("t.yaml", b"kind: ConfigMap\ncorefile: [\n".to_vec(), Reading::default()).unwrap_err();
    assert_eq!(unfit.weight(false), Weight::Error);
    assert_eq!(unfit.file.position(unfit.problem.span().unwrap().start).line, 3);
    let unfit = read("t.yaml", b"kind: ConfigMap\na: [\n".to_vec(), Reading::default()).unwrap_err();
    assert_eq!(unfit.weight(false), Weight::Skipped);
    let unfit = read("t.yaml", b"kind: ConfigMap\na: \xff\n".to_vec(), Reading::default()).unwrap_err();
    assert_eq!(unfit.problem.span(), Some(Span::at(19)));
    assert_eq!(problem("a: 1\n"), Problem::NoTemplate);
    assert_eq!(problem("kind: ConfigMap\ndata: {a: b}\n"), Problem::NoTemplate);
}

#[test]
fn bombs_are_bounded() {
    let limit = Reading { max_bytes: 10, ..named() };
    assert_eq!(read("t", vec![b'x'; 11], limit).unwrap_err().problem, Problem::TooLarge { limit: 10 });
    for bomb in [
        format!("kind: ConfigMap\nx: {}", "[".repeat(100_000)),
        format!("kind: ConfigMap\nx: {}", "{a: ".repeat(100_000)),
        format!("kind: ConfigMap\n{}", (0..2_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>()),
        format!("kind: ConfigMap\nx:\n  {}y", "- ".repeat(100_000)),
        format!("kind: ConfigMap\n{}", "---\na: 1\n".repeat(MAX_DOCUMENTS)),
        {
            let entries: String = (0..50_000).map(|n| format!("  k{n}: 1\n")).collect();
            let maps = "- {kind: ConfigMap, data: {<<: *a}}\n".repeat(50_000);
            format!("a: &a\n{entries}b:\n{maps}")
        },
    ] {
        assert!(matches!(problem(&bomb), Problem::Yaml { .. }), "{:?}", problem(&bomb));
    }
    let mut laughs = "kind: ConfigMap\na0: &a0 [x]\n".to_owned();
    for n in 1..60 {
        laughs += &format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(", "));
    }
    assert_eq!(problem(&laughs), Problem::NoTemplate);
}

#[test]
fn a_name_or_the_text_says_what_a_file_is() {
    for (name, like) in [
        ("Corefile", true),
        ("corefile", true),
        ("a/Corefile.tmpl", true),
        ("Corefile-prod", true),
        ("dns.corefile", true),
        ("dns.Corefile.tmpl", true),
        ("corefile.go", false),
        ("Corefile.md", false),
        ("Corefile~", false),
        ("corefile.yaml", false),
        ("mycorefile", false),
    ] {
        assert_eq!(is_named_like_a_corefile(name), like, "{name}");
    }
    let kubernetes = b"apiVersion: v1\nkind: ConfigMap\ndata:\n  corefile: |\n    a {\n    }\n".to_vec();
    assert_eq!(texts(&read("<stdin>", kubernetes, named()).unwrap()), ["a {\n}\n"]);
    let json = br#"{"apiVersion": "v1", "kind": "ConfigMap", "data": {"corefile": "a {\n}\n"}}"#.to_vec();
    assert_eq!(texts(&read("<stdin>", json, named()).unwrap()), ["a {\n}\n"]);
    assert_eq!(texts(&read("<stdin>", b".:53 {\n}\n".to_vec(), named()).unwrap()), [".:53 {\n}\n"]);
}

#[test]
fn corefiles_have_a_look() {
    for (text, like) in [
        (".:53 {\n    errors\n}\n", true),
        ("mesh:{{ .CoreDNSPort }} {\n  log\n}\n", true),
        (".:{{ .CoreDNSPort }} {\r\n  {{ if .CoreDNSLogging }}log{{ end }}\r\n}\r\n", true),
        ("  forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n", true),
        ("  alternate NXDOMAIN,SERVFAIL . /etc/resolv.conf\n", true),
        ("server {\n  listen 80;\n  log on;\n}\n", false),
        ("template {\n  source = \"x\"\n}\n", false),
        ("Please forward it to me.\nforward all of it\n", false),
        ("if true; then\n  log x\nfi\n", false),
        ("", false),
    ] {
        assert_eq!(looks_like_a_corefile(text.as_bytes()), like, "{text}");
    }
}

#[test]
fn findings_move_with_the_template() {
    use crate::diagnostic::{Diagnostic, Fix, Holds};
    let finding = || Finding {
        code: "CF305",
        name: "query-log",
        diagnostic: Diagnostic::info("x").at(Span::new(9, 12), "here").at(Span::at(0), "there"),
        rendered: None,
        holds: Holds::default(),
        fix: Some(Fix { title: "x".to_owned(), edits: vec![Edit::new(Span::new(7, 13), "")] }),
        walk: Vec::new(),
    };
    let yaml = config_map("|\n    .:53 {\n      log\n    }");
    let literal = input(&yaml);
    let moved = literal.templates().next().unwrap().in_file(finding());
    let spans: Vec<_> = moved.diagnostic.labels.iter().map(|label| label.span).collect();
    let place = |word| u32::try_from(yaml.find(word).unwrap()).unwrap();
    assert_eq!(spans, [Span::new(place("log"), place("log") + 3), Span::at(place(".:53"))]);
    let mended = crate::source::edit::apply(yaml.as_bytes(), &moved.fix.unwrap().edits).unwrap();
    assert_eq!(input_of_any_key(&String::from_utf8(mended).unwrap()).0, ".:53 {\n}\n");
    let quoted = input(&config_map("\".:53 {\\n  log\\n}\\n\""));
    assert_eq!(quoted.templates().next().unwrap().in_file(finding()).fix, None);
    let whole = Input::whole(Source::new("t", ".:53 {\n  log\n}\n"));
    assert_eq!(whole.templates().next().unwrap().in_file(finding()), finding());
}

/// Whatever is written, reading ends, and every place lies in the file. Where a literal block is read, each of its bytes is
/// found at its place.
#[test]
fn broken_files_do_no_harm() {
    let headers =
        ["|", "|-", "|+", "|2", ">", ">-", ">2+", "&a |", "!!str |-", "!!str &a >", "'", "\"", "", "&a '", "[", "|\t"];
    let indents = ["    ", "    ", "    ", "      ", "", " ", "\t"];
    let pieces = [
        ".:53 {",
        "log",
        "}",
        "é",
        "'",
        "\"",
        "''",
        "\\",
        "\\n",
        "\\u00e9",
        "\\ud83d\\ude00",
        "#",
        " # x",
        "&a ",
        "*a",
        "!!str ",
        "{{ .X }}",
        "{",
        "[",
        "]",
        ",",
        ":",
        ": ",
        "---",
        "\u{feff}",
        "<<: ",
        "? ",
        "- ",
        "...",
        "%YAML 1.1",
        "\t",
        " ",
        "  ",
        "\r",
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let (mut templates, mut literal, mut given_up) = (0, 0, 0);
    for _ in 0..20_000 {
        let header = headers[random(headers.len())];
        let line_end = if random(4) == 0 { "\r\n" } else { "\n" };
        let mut yaml = format!("kind: ConfigMap\ndata:\n  corefile: {header}");
        for _ in 0..=random(6) {
            yaml += line_end;
            yaml += indents[random(indents.len())];
            for _ in 0..random(4) {
                yaml += pieces[random(pieces.len())];
            }
        }
        if header.ends_with(['\'', '"']) {
            yaml += &header[header.len() - 1..];
        }
        if random(3) > 0 {
            yaml += line_end;
        }
        let Ok(input) = read("t.yaml", yaml.clone().into_bytes(), named()) else { continue };
        for template in input.templates() {
            templates += 1;
            let offsets = template.offsets.unwrap();
            let writable = offsets.outer_edit(&Edit::new(Span::at(0), "")).is_some();
            literal += usize::from(writable);
            let len = u32::try_from(template.text.len()).unwrap();
            // Where the spelling is not understood, all is at one place.
            let vague = len > 1 && offsets.outer(0) == offsets.outer(len - 1);
            given_up += usize::from(vague);
            for (inner, byte) in (0_u32..).zip(template.text) {
                let outer = offsets.outer(inner) as usize;
                assert!(outer <= yaml.len(), "{yaml:?}");
                let letter = !vague && b"log".contains(byte);
                assert!(!letter || yaml.as_bytes()[outer] == *byte, "{inner} {yaml:?}");
                assert!(
                    !writable || matches!(yaml.as_bytes()[outer], there if there == *byte || there == b'\r'),
                    "{yaml:?}"
                );
            }
        }
    }
    assert_eq!(given_up, 0, "of {templates}");
    assert!(templates > 200 && literal > 50, "{templates} templates, {literal} literal: the test has gone blind");
}
