//! CF109: a placeholder that CoreDNS fills in from its environment.

use crate::corefile::MAIN;
use crate::corefile::environment::PLACEHOLDERS;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF109",
        name: "env-placeholder",
        severity: Severity::Info,
        fixable: false,
        summary: "a placeholder that CoreDNS fills in from its environment",
        applies: "every release",
        why: "CoreDNS replaces `{$NAME}` and `{%NAME%}` by the environment variable NAME when it starts, and by nothing \
              where it is not set. The environment is kuma-dp's own: on Kubernetes the side-car's. The value stays one word, \
              whatever is in it, and what it comes to cannot be checked here.\n\nIn quoted text it is a trap: `{{$x}}` of a \
              go-template for CoreDNS and `{$…}` of a log format are eaten the same way. That is a warning; a blank behind \
              the braces, `{{ $x }}`, helps.",
        source: "coredns/caddy: caddyfile/parse.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad("a zone from the environment", default_with!("    forward {$CORP_ZONE} 10.0.0.53\n")),
            Example::bad(
                "a variable of a go-template for CoreDNS",
                default_with!("    template IN A corp.example {\n        match ^db\\.\n        answer \"{{ `{{$n := .Name}}` }}{{ `{{$n}}` }} 60 IN A 10.0.0.9\"\n        fallthrough\n    }\n"),
            ),
            Example::good(
                "the same with blanks",
                default_with!("    template IN A corp.example {\n        match ^db\\.\n        answer \"{{ `{{ $n := .Name }}` }}{{ `{{ $n }}` }} 60 IN A 10.0.0.9\"\n        fallthrough\n    }\n"),
            ),
        ],
    },
    yields_to: &[],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    for token in case.tokens.iter().filter(|token| token.place.file == MAIN) {
        let span = token.place.span;
        let written = span.of(&case.rendering.rendered.text);
        let Some((start, len)) = first_placeholder(written) else { continue };
        let offset = |at: usize| span.start + u32::try_from(at).unwrap_or_default();
        let place = case.rendered(Span::new(offset(start), offset(start + len)));
        let is_in_text = token.quoted || (start > 0 && written[start - 1] == b'{');
        let name = String::from_utf8_lossy(&written[start..start + len]).into_owned();
        let draft = Draft::new(place, format!("CoreDNS fills {name} in from its environment"));
        sink.report(match is_in_text {
            true => draft
                .severity(Severity::Warning)
                .note("within a go-template or a log format it is eaten, variable or not")
                .help("a blank behind the opening braces keeps CoreDNS from it: {{ $x }}"),
            false => draft.note("what stands there in the end is not known here, and not checked"),
        });
    }
}

/// Start and length of the first placeholder.
fn first_placeholder(text: &[u8]) -> Option<(usize, usize)> {
    let find = |(open, close): &(&str, &str)| {
        let start = memchr::memmem::find(text, open.as_bytes())?;
        let len = memchr::memmem::find(&text[start..], close.as_bytes()).filter(|len| *len > open.len())?;
        Some((start, len + close.len()))
    };
    PLACEHOLDERS.iter().filter_map(find).min()
}
