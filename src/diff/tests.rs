//! Differences of small Corefiles, and the laws that hold for all of them.

use super::*;
use crate::corefile::ImportLimit;
use crate::corefile::environment::Nothing;

fn parsed(text: &str) -> Corefile<'_> {
    let surroundings = NamedVariables(&Nothing);
    Corefile::parse("t", text.as_bytes(), &|_| true, ImportLimit::TenThousand, &surroundings).unwrap()
}

fn compared(old: &str, new: &str) -> Comparison {
    Comparison::of(&parsed(old), &parsed(new))
}

/// Differences in a few words: `~forward(upstreams)`.
fn told(comparison: &Comparison) -> String {
    let mut told = Vec::new();
    for block in &comparison.blocks {
        let addresses = block.new.as_ref().or(block.old.as_ref()).map(|side| side.addresses.join(" "));
        let (sign, addresses) = (sign(block.kind(), block.matters()), addresses.unwrap_or_default());
        told.push(format!("{sign}{addresses}:"));
        for directive in &block.directives {
            let details: Vec<_> = directive.details.iter().map(detail).collect();
            let details = if details.is_empty() { String::new() } else { format!("({})", details.join(",")) };
            told.push(format!("{}{}{details}", sign_of(directive), directive.name));
        }
    }
    told.join(" ")
}

fn sign_of(directive: &DirectiveChange) -> String {
    let moved = if directive.kind() == Kind::Changed && directive.moved.is_some() { ">" } else { "" };
    format!("{}{moved}", sign(directive.kind(), directive.matters()))
}

fn sign(kind: Kind, matters: bool) -> String {
    let sign = match kind {
        Kind::Added => "+",
        Kind::Removed => "-",
        Kind::Changed => "~",
        Kind::Moved => ">",
        Kind::Kept => return String::new(),
    };
    if matters { sign.to_owned() } else { format!("{sign}'") }
}

fn detail(detail: &Detail) -> String {
    let what = match &detail.what {
        What::Argument(role) => (*role).to_owned(),
        What::Option(name) => format!(".{name}"),
        What::OptionOrder => "order".to_owned(),
        What::Layout => "layout".to_owned(),
    };
    format!("{what}{}", if detail.matters { "" } else { "'" })
}

/// A server block at the DNS port with these directives, one a line.
fn block(directives: &str) -> String {
    format!(".:15053 {{\n{}\n}}\n", directives.replace(';', "\n"))
}

#[test]
fn directives_are_added_removed_moved_and_changed() {
    for (old, new, expected) in [
        ("errors", "errors", ""),
        ("errors", " errors # noise\n", ""),
        ("errors", "errors;log", ".:15053: +log"),
        ("errors;log", "errors", ".:15053: -log"),
        ("errors;prometheus a:1", "prometheus a:1;errors", ".:15053: >'errors"),
        ("prometheus a:1", "prometheus a:2", ".:15053: ~prometheus(address)"),
        ("forward . 1.1.1.1", "forward . 1.1.1.1 1.0.0.1", ".:15053: ~forward(upstreams)"),
        ("forward . 1.1.1.1", "forward corp 10.0.0.1", ".:15053: -forward +forward"),
        ("forward . 1.1.1.1", "forward mesh 1.1.1.1", ".:15053: ~forward(zone)"),
        ("alternate NXDOMAIN . a", "alternate NXDOMAIN,REFUSED . a", ".:15053: ~alternate(rcodes)"),
        ("alternate NXDOMAIN,REFUSED . a", "alternate refused,NXDOMAIN corp a", ".:15053: ~'alternate(rcodes',zone')"),
        ("alternate NXDOMAIN . a", "alternate original NXDOMAIN . a", ".:15053: ~alternate(original)"),
        (
            "forward . a {;policy random;max_fails 1;}",
            "forward . a {;max_fails 1;policy random;}",
            ".:15053: ~'forward(order')",
        ),
        ("forward . a {;policy random;}", "forward . a {;policy sequential;}", ".:15053: ~forward(.policy)"),
        ("forward . a {;policy random;}", "forward . a", ".:15053: ~forward(.policy)"),
        ("forward . a {;}", "forward . a", ".:15053: ~forward(layout)"),
        ("log {;class all;}", "log;{;class all;}", ".:15053: ~log(.{,.},layout)"),
        ("template IN A . {;upstream;}", "template IN A . {;upstream x;}", ".:15053: ~'template(.upstream')"),
        ("log . {$A}", "log . {$B}", ".:15053: ~log(arguments)"),
        ("log . {$A}", "log . {%A%}", ""),
        (
            "alternate NXDOMAIN . a;alternate REFUSED . b",
            "alternate REFUSED . b;alternate NXDOMAIN . a",
            ".:15053: >'alternate",
        ),
        ("cache 30", "cache 60", ".:15053: ~cache(arguments)"),
    ] {
        assert_eq!(told(&compared(&block(old), &block(new))), expected, "{old} -> {new}");
    }
}

#[test]
fn repeated_directives_find_their_own() {
    let (a, b, c) = (
        "template IN A a {;rcode REFUSED;}",
        "template IN A b {;rcode NXDOMAIN;}",
        "template IN AAAA . {;rcode NOERROR;}",
    );
    let joined = |parts: &[&str]| block(&parts.join(";"));
    for (old, new, expected) in [
        (joined(&[a, b]), joined(&[b, a]), ".:15053: >template"),
        (joined(&[a, b, c]), joined(&[a, c]), ".:15053: -template"),
        (joined(&[a, b, c]), joined(&[c, a, b]), ".:15053: >template"),
        (joined(&[a, b, a]), joined(&[b, a]), ".:15053: -template"),
        (joined(&[a, c]), joined(&[c, "template IN A a {;rcode NXDOMAIN;}"]), ".:15053: ~>template(.rcode)"),
        (joined(&[a, c]), joined(&["template IN A d {;rcode REFUSED;}", c]), ".:15053: ~template(zones)"),
        (joined(&[a]), joined(&["template CH TXT d"]), ".:15053: -template +template"),
        (
            joined(&["errors", a, "forward . 1", b]),
            joined(&[b, "forward . 1", a, "errors"]),
            ".:15053: >template >'forward >'errors",
        ),
    ] {
        let told = told(&compared(&old, &new));
        let sorted = |text: &str| {
            let mut parts: Vec<_> = text.split(' ').map(str::to_owned).collect();
            parts.sort();
            parts
        };
        // Which of two that changed places has moved is open.
        let is_expected = sorted(&told) == sorted(expected) || expected.contains(">'");
        assert!(is_expected, "{told}, not {expected}\n{old}{new}");
    }
}

#[test]
fn server_blocks_find_their_own() {
    for (old, new, expected) in [
        (".:1 {\nerrors\n}", ".:2 {\nerrors\n}", "~.:2:"),
        (". {\nerrors\n}", "dns://.:53 {\nerrors\n}", ""),
        ("a:1 b:1 {\nerrors\n}", "b:1, a:1 {\nerrors\n}", ""),
        ("a:1 {\nerrors\n}\nb:1 {\nlog\n}", "b:1 {\nlog\n}\na:1 {\nerrors\n}", ">'a:1:"),
        ("a:1 {\nerrors\n}", "b:1 {\nlog\n}", "-a:1: -errors +b:1: +log"),
        ("a:1 {\nerrors\n}", "b:1 {\nerrors\n}", "~b:1:"),
        ("a:1 b:1 {\nerrors\n}", "a:1 {\nlog\n}", "~a:1: -errors +log"),
        (
            ".:15053 {\nforward . x\n}\n.:15055 {\ntemplate ANY ANY .\n}",
            ".:15053 {\nforward . x\n}\n.:15054 {\ntemplate ANY ANY .\n}",
            "~.:15054:",
        ),
        // Both ports are others: the directives decide.
        (
            ".:1 {\nforward . x\n}\n.:2 {\ntemplate ANY ANY .\n}",
            ".:3 {\ntemplate ANY ANY .\n}\n.:4 {\nforward . x\n}",
            "~.:3: ~.:4:",
        ),
    ] {
        assert_eq!(told(&compared(old, new)), expected, "{old}\n{new}");
    }
}

#[test]
fn snippets_are_expanded() {
    let old = "(s) {\n errors\n log\n}\n.:53 {\n import s\n}\n";
    let comparison = compared(old, ".:53 {\n errors\n}\n");
    assert_eq!(told(&comparison), ".:53: -log");
    let log = comparison.blocks[0].directives[0].old.as_ref().unwrap();
    assert_eq!(log.place.in_main().of(old.as_bytes()), b"log");
}

#[test]
fn words_are_told_from_layout() {
    assert!(has_same_words(b". { errors }", b"#c\n.  {\n \"errors\"\n}"));
    assert!(!has_same_words(b"a b", b"a"));
}

/// A pseudo-random Corefile of few different parts.
fn generated(seed: &mut u64) -> String {
    let mut next = |below: u64| {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        *seed % below
    };
    let mut text = String::new();
    for _ in 0..next(4) {
        text += &format!("{}:{} {{\n", ["a", "b", "."][usize::try_from(next(3)).unwrap()], 50 + next(3));
        for _ in 0..next(6) {
            let name = ["errors", "log", "forward", "template", "alternate"][usize::try_from(next(5)).unwrap()];
            text += &format!("{name} {} {} ", next(3), next(2));
            if next(2) == 0 {
                text += &format!("{{\n policy {}\n answer {}\n answer {}\n}}", next(2), next(2), next(2));
            }
            text += "\n";
        }
        text += "}\n";
    }
    text
}

fn names(corefile: &Corefile<'_>) -> usize {
    corefile.blocks.iter().map(|block| block.directives.len()).sum()
}

/// How many directives are gone, less those that are new.
fn balance(comparison: &Comparison) -> isize {
    let directives = comparison.blocks.iter().flat_map(|block| &block.directives);
    directives.map(|change| isize::from(change.new.is_none()) - isize::from(change.old.is_none())).sum()
}

#[test]
fn laws_hold() {
    let mut seed = 0x9e37_79b9_7f4a_7c15;
    let mut differing = 0;
    for _ in 0..3_000 {
        let (old, new) = (generated(&mut seed), generated(&mut seed));
        assert_eq!(compared(&old, &old), Comparison::default(), "{old}");
        let (there, back) = (compared(&old, &new), compared(&new, &old));
        differing += usize::from(there.matters());
        assert_eq!(there.matters(), back.matters(), "{old}\n{new}");
        // Nothing is told only where there is nothing, and what has come and gone makes the new one out of the old one.
        let (one, other) = (parsed(&old), parsed(&new));
        assert_eq!(there == Comparison::default(), has_same_words(old.as_bytes(), new.as_bytes()), "{old}\n{new}");
        assert_eq!(names(&one).checked_sub_signed(balance(&there)), Some(names(&other)), "{old}\n{new}");
        assert_eq!(balance(&there), -balance(&back), "{old}\n{new}");
    }
    assert!(differing > 1_000, "{differing}");
}

#[test]
fn many_directives_take_their_time_once() {
    let text = |range: std::ops::Range<u32>, word: &str| {
        let lines: String = range.map(|n| format!("template IN A z{n}.example {{\n rcode {word}\n}}\n")).collect();
        format!(".:53 {{\n{lines}}}\n")
    };
    let (old, new) = (text(0..30_000, "REFUSED"), text(15_000..45_000, "NXDOMAIN"));
    let comparison = compared(&old, &new);
    let counts = comparison.counts();
    assert!(counts.changed >= 15_000, "{counts:?}");
    let backwards: String = (0..30_000).rev().map(|n| format!("log z{n}\n")).collect();
    let forwards: String = (0..30_000).map(|n| format!("log z{n}\n")).collect();
    let comparison = compared(&block(&forwards), &block(&backwards));
    assert_eq!(comparison.counts(), Counts { moved: 29_999, ..Counts::default() });
}
