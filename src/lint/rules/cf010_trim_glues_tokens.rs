//! CF010: a trim marker takes away the space between two words, or the line end between two directives.

use crate::coredns::Plugin;
use crate::corefile::{MAIN, Token};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::{Draft, Where};
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF010",
        name: "trim-glues-tokens",
        severity: Severity::Warning,
        fixable: true,
        summary: "a trim marker joins two words, or two directives",
        applies: "every release",
        why: "`{{-` takes away all white space before the action, line ends included, and `-}}` all behind it. Where that \
              white space kept two words apart they become one, and where it held the only line end two directives become \
              one line. CoreDNS then sees a word that nobody wrote. Leave the `-` out on the side where the words stand: \
              an empty line does no harm in a Corefile.",
        source: "Go: text/template; recorded from Go 1.21 to 1.27",
        examples: &[
            Example::bad(
                "a port and the brace behind it",
                ".:{{ .CoreDNSPort -}} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .PrometheusPort }}
    errors
}
",
            ),
            Example::bad(
                "two directives in one word",
                ".:{{ .CoreDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .PrometheusPort }}
    errors
    {{- if .CoreDNSLogging -}}
    log
    {{- end }}
}
",
            ),
            Example::bad(
                "a comment that takes the line ends around it",
                ".:{{ .CoreDNSPort }} {
    {{- /* the zones of the office */ -}}
    forward corp.example 10.0.0.53
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .PrometheusPort }}
    errors
    {{ if .CoreDNSLogging }}log{{ end }}
}
",
            ),
            Example::good(
                "only an empty line goes",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate \
                 NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    \
                 errors\n    {{- if .CoreDNSLogging }}\n    log\n    {{- end }}\n}\n",
            ),
            Example::good(
                "an address that is put together",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1: {{- .EnvoyDNSPort }}\n    alternate \
                 NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    \
                 errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
            ),
        ],
    },
    yields_to: &[],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let severity = if case.is_refused() { Severity::Error } else { Severity::Warning };
    let mut report = |span: Span, message: &str, trimmed: Trimmed| {
        let edits = trimmed.markers.into_iter().map(|dash| (Where::Template(dash), String::new())).collect();
        let draft = Draft::new(case.rendered(span), message).severity(severity);
        sink.report(draft.help("leave the `-` out where the words stand").fix("do not trim here", edits));
    };
    let tokens = case.tokens.iter().filter(|token| token.place.file == MAIN);
    for token in tokens {
        if let Some(trimmed) = inside(case, token) {
            report(token.place.span, "a trim marker joins what were two words", trimmed);
        }
    }
    for pair in case.tokens.windows(2) {
        if let Some(trimmed) = line_end(case, &pair[0], &pair[1]) {
            report(pair[0].place.to(pair[1].place).span, "a trim marker puts two directives on one line", trimmed);
        }
    }
}

/// White space that trim markers have taken away.
struct Trimmed {
    has_line_end: bool,
    // The dashes in the template.
    markers: Vec<Span>,
}

/// Whether a trim marker has made one word of two: what is wrong with it is told here.
pub(super) fn is_glued(case: &Case<'_>, token: &Token<'_>) -> bool {
    inside(case, token).is_some()
}

/// What was trimmed within a word so that two became one that nobody wants.
fn inside(case: &Case<'_>, token: &Token<'_>) -> Option<Trimmed> {
    let span = token.place.span;
    let provenance = &case.rendering.rendered.provenance;
    let text = &case.rendering.rendered.text;
    let mut at = provenance.segment_at(span.start)?.rendered.end;
    while at < span.end && !token.quoted {
        let (left, right) = (provenance.segment_at(at - 1)?, provenance.segment_at(at)?);
        if let Some(trimmed) = trimmed(case.text, left.template, right.template) {
            let before = Span::new(span.start, at).of(text);
            let behind = Span::new(at, span.end).of(text);
            if is_unwanted(before, behind) {
                return Some(trimmed);
            }
        }
        at = right.rendered.end;
    }
    None
}

/// Addresses and lists are put together at their punctuation; letters and digits, and braces, are not.
fn is_unwanted(before: &[u8], behind: &[u8]) -> bool {
    let (Some(last), Some(first)) = (before.last(), behind.first()) else { return false };
    let is_brace = |byte: &u8| matches!(byte, b'{' | b'}');
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric();
    let is_zone = before == b"." && is_word(first);
    is_zone || is_brace(last) || is_brace(first) || (is_word(last) && is_word(first))
}

/// What was trimmed between two words so that a directive lost its line.
fn line_end(case: &Case<'_>, left: &Token<'_>, right: &Token<'_>) -> Option<Trimmed> {
    let is_directive = Plugin::named(&right.text).is_some() || right.text == "}";
    if left.last_line() != right.line || !is_directive || left.place.file != MAIN || right.place.file != MAIN {
        return None;
    }
    let provenance = &case.rendering.rendered.provenance;
    let before = provenance.segment_at(left.place.span.end.checked_sub(1)?)?;
    let behind = provenance.segment_at(right.place.span.start)?;
    if before == behind {
        return None;
    }
    trimmed(case.text, before.template, behind.template).filter(|trimmed| trimmed.has_line_end)
}

/// The white space that trim markers have taken away between two pieces of the template.
fn trimmed(template: &[u8], left: Span, right: Span) -> Option<Trimmed> {
    if right.start < left.end {
        return None;
    }
    // The markers may belong to the pieces themselves.
    let start = if left.of(template).ends_with(b"-}}") { left.end - 3 } else { left.end };
    let end = if right.of(template).starts_with(b"{{-") { right.start + 3 } else { right.start };
    let gap = Span::new(start, end).of(template);
    let mut trimmed = Trimmed { has_line_end: false, markers: Vec::new() };
    // A comment stands right at its braces: the blank beside the dash goes with it.
    let mut take = |space: &[u8], first: usize, last: usize| {
        if !space.is_empty() {
            trimmed.has_line_end |= space.contains(&b'\n');
            let at = |index: usize| start + u32::try_from(index).unwrap_or_default();
            trimmed.markers.push(Span::new(at(first), at(last)));
        }
    };
    for marker in memchr::memmem::find_iter(gap, b"{{-") {
        let before = &gap[..marker];
        let behind = &gap[marker + 3..];
        let blanks = behind.len() - behind.trim_ascii_start().len();
        let blanks = if behind[blanks..].starts_with(b"/*") { blanks } else { 0 };
        take(&before[before.trim_ascii_end().len()..], marker + 2, marker + 3 + blanks);
    }
    for marker in memchr::memmem::find_iter(gap, b"-}}") {
        let behind = &gap[marker + 3..];
        let before = &gap[..marker];
        let text = before.trim_ascii_end().len();
        let blanks = if before[..text].ends_with(b"*/") { before.len() - text } else { 0 };
        take(&behind[..behind.len() - behind.trim_ascii_start().len()], marker - blanks, marker + 1);
    }
    (!trimmed.markers.is_empty()).then_some(trimmed)
}
