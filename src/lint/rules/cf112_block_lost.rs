//! CF112: a block that does not belong to what stands above it.

use crate::corefile::{MAIN, Place, Token};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF112",
        name: "block-lost",
        severity: Severity::Warning,
        fixable: true,
        summary: "a block that does not belong to what stands above it",
        applies: "every release",
        why: "The `{` of a plugin's block has to stand on the line of its directive. On the next line `log` starts without \
              its options and says nothing; forward, template, errors and prometheus refuse it, which is an error. A server \
              block may open on the next line; one without any address is dropped with all that is in it.",
        source: "coredns/caddy: caddyfile/dispenser.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
                "the classes of the log",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log\n    {\n        class error\n    }{{ end }}\n}\n",
            ),
            Example::bad(
                "the options of forward",
                concat!(".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    {\n        prefer_udp\n    }\n", from_alternate!()),
            ),
            Example::bad(
                "a block without an address",
                concat!(default_with!(""), "\n{\n    forward . 10.0.0.53\n}\n"),
            ),
            Example::good(
                "a server block that opens on the next line",
                concat!(".:{{ .CoreDNSPort }}\n{\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n", from_alternate!()),
            ),
        ],
    },
    yields_to: &["CF010"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Ok(corefile) = case.corefile else { return };
    for block in &corefile.blocks {
        for directive in &block.directives {
            for pair in block.tokens(directive).windows(2).filter(|pair| opens_line(pair)) {
                let message = format!("this brace does not open the block of {}: it is on the next line", directive.name);
                let draft = case.draft(pair[1].place, message).severity(case.severity());
                sink.report(match gap(case, pair[0].place, pair[1].place) {
                    Some(span) => draft.fix("put it on the line of its directive", vec![(case.rendered(span), " {".to_owned())]),
                    None => draft.help("put it on the line of its directive"),
                });
            }
        }
    }
    if !corefile.blocks.is_empty() {
        for brace in without_address(case.tokens) {
            let draft = case.draft(brace, "a block without an address is dropped with all that is in it");
            sink.report(draft.help("write its zone and port in front of the brace"));
        }
    }
}

fn opens_line(pair: &[Token<'_>]) -> bool {
    let [before, brace] = pair else { return false };
    let is_brace = brace.text == "{" && !brace.quoted && brace.place.file == MAIN && brace.place.import.is_none();
    is_brace && before.place.file == MAIN && before.last_line() < brace.line
}

/// What lies between a word and the brace, with the brace, if nothing but white space does.
fn gap(case: &Case<'_>, before: Place, brace: Place) -> Option<Span> {
    let gap = Span::new(before.span.end, brace.span.start);
    let is_blank = gap.of(&case.rendering.rendered.text).iter().all(u8::is_ascii_whitespace);
    is_blank.then(|| Span::new(before.span.end, brace.span.end))
}

/// Opening braces with nothing in front of them but the end of another block.
fn without_address(tokens: &[Token<'_>]) -> Vec<Place> {
    let (mut found, mut depth) = (Vec::new(), 0_usize);
    let mut before: Option<&Token<'_>> = None;
    for token in tokens {
        match token.text.as_ref() {
            _ if token.quoted => {}
            "{" => {
                if depth == 0 && before.is_none_or(|before| before.text == "}") {
                    found.push(token.place);
                }
                depth += 1;
            }
            "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = Some(token);
    }
    found
}
