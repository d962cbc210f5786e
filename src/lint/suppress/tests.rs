//! Comments and what they cover.

use super::super::select::tests::RULES;
use super::*;
use crate::source::edit;

fn at(text: &str, part: &str) -> Span {
    let start = u32::try_from(text.find(part).unwrap_or_else(|| panic!("{part} in {text}"))).unwrap();
    Span::new(start, start + u32::try_from(part.len()).unwrap())
}

/// Whether CF203 is silenced at each of the words.
fn silenced(text: &str, words: &[&str]) -> Vec<bool> {
    words.iter().map(|word| Suppressions::parse(text.as_bytes(), &RULES).silences("CF203", at(text, word))).collect()
}

fn leftovers(text: &str) -> Vec<Finding> {
    Suppressions::parse(text.as_bytes(), &RULES).leftovers(|_| true)
}

#[test]
fn a_comment_on_a_line_of_its_own_is_for_the_next_directive() {
    let template = "\
first:1 {
    COMMENT
    {{ if .CoreDNSLogging }}

    # more
    forward . 1.1.1.1 {
        policy random
    }
    {{ end }}
    log
}
second:2 {
}
";
    for comment in [
        "# corefilectl: allow CF203 because",
        "#corefilectl:allow CF203 because",
        "{{/* corefilectl: allow CF203 because */}}",
        "{{- /*\n  corefilectl: allow CF203\n  because */ -}}",
        "{{/* # corefilectl: allow CF203 because */}}",
        "# corefilectl: allow CF101, CF203,CF204 because",
        "# corefilectl: allow outside-unreachable because",
        "{{ if true }} # corefilectl: allow CF203 because",
        "{{/* corefilectl: allow CF203 because */}}{{ if true }}",
    ] {
        let text = template.replace("COMMENT", comment);
        let silenced = silenced(&text, &["first", "forward", "policy", "log\n", "second"]);
        assert_eq!(silenced, [false, true, true, false, false], "{comment}");
    }
}

#[test]
fn a_comment_behind_a_directive_is_for_that() {
    let text = "\
a:{{ .CoreDNSPort }} { # corefilectl: allow CF203 because
    log {{/* corefilectl: allow CF204 because */}}
    errors
}
b:2 {
}
";
    assert_eq!(silenced(text, &["a:", "log", "errors", "b:"]), [true, true, true, false]);
    let mut suppressions = Suppressions::parse(text.as_bytes(), &RULES);
    assert!(suppressions.silences("CF204", at(text, "log")));
    assert!(!suppressions.silences("CF204", at(text, "errors")));
}

#[test]
fn a_label_covers_its_server_block() {
    let text = "\
# corefilectl: allow CF203 because
a:1 b:{{ `{{ x` }} \"}\" {
    template IN A {
        answer \"{ {{ `}` }} {\"
    } # {{ \"}\" }}
    # }
    log
}
c:1 {
}
";
    assert_eq!(silenced(text, &["a:", "answer", "log", "c:"]), [true, true, true, false]);
    // A block that nobody closes goes on to the end.
    assert_eq!(silenced("# corefilectl: allow CF203 x\na {\n log\n", &["log"]), [true]);
    assert_eq!(silenced("log\n# corefilectl: allow CF203 x", &["log"]), [false]);
}

#[test]
fn a_file_can_be_covered() {
    let text = "a {\n log\n}\n{{/* corefilectl: allow-file CF203 because */}}";
    assert_eq!(silenced(text, &["a", "log"]), [true, true]);
    let mut suppressions = Suppressions::parse(text.as_bytes(), &RULES);
    assert!(!suppressions.silences("CF204", Span::at(0)));
}

#[test]
fn the_closest_comment_is_the_one_that_is_used() {
    let text = "\
# corefilectl: allow-file CF203 because
a { # corefilectl: allow CF203 because
    log # corefilectl: allow CF203 because
}
";
    let mut suppressions = Suppressions::parse(text.as_bytes(), &RULES);
    assert!(suppressions.silences("CF203", at(text, "log")));
    let left: Vec<_> = suppressions.leftovers(|_| true).iter().map(|finding| finding.span().start).collect();
    assert_eq!(left.len(), 2);
    assert!(left.iter().all(|start| *start < at(text, "log").start));
}

#[test]
fn what_is_no_comment_allows_nothing() {
    for text in [
        "log x#corefilectl: allow CF203 because\n",
        "# see corefilectl: allow CF203 because\n",
        "{{ corefilectl: allow CF203 }}\nlog\n",
        "{{-/* corefilectl: allow CF203 because */}}\nlog\n",
        "corefilectl: allow CF203\nlog\n",
    ] {
        assert_eq!(silenced(text, &["\n"]), [false], "{text}");
        assert_eq!(leftovers(text), [], "{text}");
    }
}

/// The codes, messages and mended texts of what is left.
fn mended(text: &str) -> Vec<(&'static str, Option<String>)> {
    leftovers(text)
        .into_iter()
        .map(|finding| {
            let fixed = finding.fix.map(|fix| edit::apply(text.as_bytes(), &fix.edits).unwrap());
            (finding.code, fixed.map(|fixed| String::from_utf8(fixed).unwrap()))
        })
        .collect()
}

#[test]
fn unused_ones_are_found_and_taken_away() {
    for (text, fixed) in [
        ("a\n  # corefilectl: allow CF203 because\nb\n", Some("a\nb\n")),
        ("a\n{{/* corefilectl: allow CF203\nbecause */}}\r\nb\n", Some("a\nb\n")),
        ("a  # corefilectl: allow CF203 because\nb\n", Some("a\nb\n")),
        ("a {{- /* corefilectl: allow CF203 because */}} x\nb\n", Some("a x\nb\n")),
        ("# corefilectl: allow CF203 because", Some("")),
        ("# corefilectl: allow-file CF203 because\na\n", Some("a\n")),
        // Without the marker a line end would come back.
        ("a {{/* corefilectl: allow CF203 because */ -}}\nb\n", None),
        ("a\n{{- /* corefilectl: allow CF203 because */ -}}\nb\n", None),
    ] {
        assert_eq!(mended(text), [("CF901", fixed.map(str::to_owned))], "{text}");
    }
    let text = "# corefilectl: allow CF101, CF203 , CF204 because\nlog\n";
    let mut suppressions = Suppressions::parse(text.as_bytes(), &RULES);
    assert!(suppressions.silences("CF203", at(text, "log")));
    let found = suppressions.leftovers(|code| code != "CF204");
    assert_eq!(found.len(), 1);
    assert!(found[0].diagnostic.message.contains("CF101 found nothing"), "{}", found[0].diagnostic.message);
    let fixed = edit::apply(text.as_bytes(), &found[0].fix.as_ref().unwrap().edits).unwrap();
    assert_eq!(fixed, b"# corefilectl: allow CF203,CF204 because\nlog\n");
}

#[test]
fn what_cannot_be_understood_is_found() {
    for (text, fixed, help) in [
        ("# corefilectl: allow CF203\nlog\n", None, "reason"),
        ("# corefilectl: allow CF203: --\nlog\n", None, "reason"),
        ("# corefilectl: ignore CF203 because\nlog\n", None, "allow-file CODE"),
        ("# corefilectl: allow\nlog\n", Some("log\n"), "allow CODE"),
        ("# corefilectl: allow outside-unreachible because\nlog\n", Some("log\n"), "did you mean outside-unreachable?"),
        ("# corefilectl: allow CF203,CF777 because\nlog\n", Some("# corefilectl: allow CF203 because\nlog\n"), ""),
        ("# corefilectl: allow CF901 because\nlog\n", Some("log\n"), ""),
        ("# corefilectl: allow-file CF902 because\nlog\n", Some("log\n"), ""),
    ] {
        let mut suppressions = Suppressions::parse(text.as_bytes(), &RULES);
        // Whatever else is wrong, what is understood counts.
        let understood = text.contains("allow CF203");
        assert_eq!(suppressions.silences("CF203", at(text, "log")), understood, "{text}");
        let found = suppressions.leftovers(|_| true);
        let [finding] = found.as_slice() else { panic!("{text}: {found:?}") };
        assert_eq!(finding.code, "CF902");
        assert!(finding.diagnostic.help.join(" ").contains(help), "{text}: {:?}", finding.diagnostic);
        let mended = finding.fix.as_ref().map(|fix| edit::apply(text.as_bytes(), &fix.edits).unwrap());
        assert_eq!(mended.as_deref(), fixed.map(str::as_bytes), "{text}");
    }
}

#[test]
fn unused_ones_can_be_allowed_for_a_file() {
    assert_eq!(
        leftovers("# corefilectl: allow-file CF901 kept for older releases\n# corefilectl: allow CF203 x\nlog\n"),
        []
    );
}

#[test]
fn hostile_texts_end() {
    for text in [
        "# corefilectl: allow CF203 x\n".repeat(20_000),
        format!("# corefilectl: allow CF203 x\n{}", "{{".repeat(200_000)),
        format!("# corefilectl: allow CF203 x\n{}", "a {\n".repeat(100_000)),
        format!("# corefilectl: allow CF203 x\n{}", "# {{ `".repeat(50_000)),
        format!("# corefilectl: allow {} x", "CF203,".repeat(50_000)),
        format!("# corefilectl: allow {} x", "XF203,".repeat(50_000)),
        "{{/* corefilectl: allow CF203 x */}}".repeat(20_000),
        "corefilectl:{{/*".repeat(20_000),
        "{{/* corefilectl:".repeat(20_000),
    ] {
        let started = std::time::Instant::now();
        let mut suppressions = Suppressions::parse(text.as_bytes(), &RULES);
        for at in 0..10_000 {
            suppressions.silences("CF203", Span::at(at * 10));
        }
        let _ = suppressions.leftovers(|_| true);
        assert!(started.elapsed().as_secs() < 30, "{:?} for {}", started.elapsed(), &text[..40]);
    }
}
