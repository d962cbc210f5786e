//! Tables of texts and their layout.

use super::*;

fn formatted(text: &str, kind: Kind) -> String {
    let once = super::text(text.as_bytes(), kind).unwrap_or_else(|refusal| panic!("{text:?}: {refusal}"));
    let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert_eq!(shown(&super::text(&once, kind).unwrap()), shown(&once), "twice: {text:?}");
    shown(&once)
}

/// Texts that mean the same as a template and as a finished Corefile.
#[test]
fn plain_texts() {
    for (text, expected) in [
        ("", ""),
        ("\n \n", "\n"),
        ("\n\n  a:1 {\n}", "a:1 {\n}\n"),
        ("a:1   {\n\n\n\terrors\n\n\n\n  log\n\n}\n\n\n", "a:1 {\n    errors\n\n    log\n}\n"),
        ("a:1 {\r\n\tlog \r\n\r\n}\r\n", "a:1 {\n    log\n}\n"),
        (
            "a:1 {\n}\nb:1 {\n}\n# c\n\n\nc:1 {\n} # d\n\n\n\n# e\n",
            "a:1 {\n}\n\nb:1 {\n}\n\n# c\n\nc:1 {\n} # d\n\n# e\n",
        ),
        (
            "a:1 {  # x\n\nlog   # y\n# own\nerrors # z\n  forward  . 1.2.3.4 # w\n}",
            "a:1 { # x\n    log # y\n    # own\n    errors            # z\n    forward . 1.2.3.4 # w\n}\n",
        ),
        ("a:1\n{\nlog {\nclass all\n}  \n}", "a:1\n{\n    log {\n        class all\n    }\n}\n"),
        ("a,\n  b {\n}\n", "a,\nb {\n}\n"),
        ("log   \"a  b\n\n\tc\"   d", "log \"a  b\n\n\tc\" d\n"),
        ("a \"b  c", "a \"b  c"),
        ("a#b   c\n#  d  e  \n", "a#b c\n#  d  e\n"),
        ("a\rb\r\rc  d\r", "a\rb\r\rc d\n"),
        ("a\u{a0} \u{3000}  b\u{c}c\n\u{2028}  d", "a\u{a0} \u{3000} b\u{c}c\n\u{2028} d\n"),
        ("\u{feff}\n\n  a  b", "\u{feff}a b\n"),
        (" \u{feff}a  b", " \u{feff}a b\n"),
        ("}\n}\n  }", "}\n}\n}\n"),
        ("a {$X}  {%Y%}", "a {$X} {%Y%}\n"),
        ("a{\n b\n}", "a{\nb\n}\n"),
        ("a \"{\"\nb\n\"}\"", "a \"{\"\n    b\n\"}\"\n"),
    ] {
        assert_eq!(formatted(text, Kind::Template), expected, "{text:?}");
        assert_eq!(formatted(text, Kind::Corefile), expected, "{text:?}");
    }
}

#[test]
fn templates() {
    for (text, expected) in [
        (".:{{.CoreDNSPort}}   {\n}", ".:{{ .CoreDNSPort }} {\n}\n"),
        (
            "a:1 {\n{{if .CoreDNSLogging}}\n\nlog\n\n{{else}}\n\n  errors\n\n{{end}}\n}",
            "a:1 {\n    {{ if .CoreDNSLogging }}\n    log\n    {{ else }}\n    errors\n    {{ end }}\n}\n",
        ),
        (
            "a:1 {\nerrors{{ if .CoreDNSLogging}}\nlog{{end}}\n}",
            "a:1 {\n    errors{{ if .CoreDNSLogging }}\n    log{{ end }}\n}\n",
        ),
        (
            "a:1 {\n errors\n {{- if .CoreDNSLogging}}\n log\n {{- end}}\n}",
            "a:1 {\n    errors\n    {{- if .CoreDNSLogging }}\n    log\n    {{- end }}\n}\n",
        ),
        (
            "{{ if .Enabled }}\na:1 {\n{{ else }}\nb:1 {\n{{ end }}\nlog\n}",
            "{{ if .Enabled }}\na:1 {\n{{ else }}\nb:1 {\n{{ end }}\n    log\n}\n",
        ),
        (
            "a:1 {\n}\n{{ if .Enabled }}\nb:1 {\n}\n{{ end }}\nc:1 {\n}",
            "a:1 {\n}\n\n{{ if .Enabled }}\nb:1 {\n}\n{{ end }}\n\nc:1 {\n}\n",
        ),
        ("{{/*\n   a  */}}\n a  {{- /* b  c */ -}}   d", "{{/*\n   a  */}}\na {{- /* b  c */ -}} d\n"),
        ("answer   \"{{ `{{.Name}}` }}  60\"   x", "answer \"{{ `{{.Name}}` }}  60\" x\n"),
        ("a  \"{{.CoreDNSPort}}  b\"   c", "a \"{{ .CoreDNSPort }}  b\" c\n"),
        ("# {{.CoreDNSPort}}   x\n   a", "# {{ .CoreDNSPort }}   x\na\n"),
        // What follows a path may stand within quotes.
        ("a   {{.ConfigDir}}/x   b\n\n\n", "a {{ .ConfigDir }}/x   b\n\n\n"),
        // A quote on one way only, and one that every other round closes.
        ("{{if .Enabled}}\"{{end}}   a   \"b\"", "{{ if .Enabled }}\"{{ end }}   a   \"b\"\n"),
        ("{{range 3}}   \"a   {{end}}   b", "{{ range 3 }}   \"a   {{ end }}   b"),
        ("{{range 3}}   \"a   \"{{continue}}   \"{{end}}   b", "{{ range 3 }} \"a   \"{{ continue }} \"{{ end }} b\n"),
        (
            "{{define \"x\"}}   a   {{end}}\"{{template \"x\"}}\"   b",
            "{{ define \"x\" }}   a   {{ end }}\"{{ template \"x\" }}\"   b",
        ),
        (
            "{{define \"x\"}}   a   {{end}}{{template \"x\"}}   b",
            "{{ define \"x\" }} a {{ end }}{{ template \"x\" }} b\n",
        ),
        // A template can call itself by the name of its file.
        (
            "   x  {{if .}}\"{{template \"Corefile\" false}}\"{{end}}  y",
            "   x  {{ if . }}\"{{ template \"Corefile\" false }}\"{{ end }}  y",
        ),
        ("   {{ \"\\ufeff\" }}   a", "   {{ \"\\ufeff\" }} a\n"),
    ] {
        assert_eq!(formatted(text, Kind::Template), expected, "{text:?}");
    }
}

#[test]
fn what_does_not_parse_is_refused() {
    let template = super::text(b"a\n{{ if .X }}", Kind::Template).unwrap_err();
    assert_eq!((template.message.as_str(), template.span), ("not formatted: unexpected EOF", Span::at(13)));
    let corefile = super::text(b"a:1 {\n log {\n", Kind::Corefile).unwrap_err();
    assert!(corefile.message.contains("Unexpected EOF") && !corefile.help.is_empty(), "{corefile:?}");
    // Words and files are no business of the layout's.
    formatted("a {\n nonsense\n import x  y\n import nowhere\n}\n", Kind::Corefile);
}

/// Depth, width and length do not add up to more than the text is worth.
#[test]
fn hostile_texts() {
    for text in [
        "a {\n".repeat(50_000),
        "}\n".repeat(50_000),
        "} ".repeat(50_000),
        "a # b\n".repeat(50_000),
        format!("{} # x\nb # y\n", "a".repeat(100_000)),
        format!("{}{}", "{{ if .Enabled }}\n".repeat(10_000), "{{ end }}".repeat(10_000)),
        format!("{}{}", "{{ range 2 }} \"a ".repeat(5_000), "{{ end }}".repeat(5_000)),
        format!("{{{{ {}1{} }}}}", "(".repeat(5_000), ")".repeat(5_000)),
        (0..3_000)
            .map(|n| format!("{{{{ define \"{n}\" }}}} \"{{{{ template \"{}\" }}}}{{{{ end }}}}", n + 1))
            .collect(),
        (0..3_000).map(|n| format!("{{{{ $x{n} := $x{} }}}}", n - 1)).collect::<String>().replacen(
            "$x-1",
            ".ConfigDir",
            1,
        ),
        "\r".repeat(100_000),
    ] {
        for kind in [Kind::Template, Kind::Corefile] {
            let started = std::time::Instant::now();
            if let Ok(once) = super::text(text.as_bytes(), kind) {
                assert!(once.len() < 20 * text.len(), "{} bytes of {}", once.len(), text.len());
                assert_eq!(super::text(&once, kind).unwrap(), once);
            }
            assert!(started.elapsed().as_secs() < 10, "{:?}: {:?}", &text[..20], started.elapsed());
        }
    }
}
