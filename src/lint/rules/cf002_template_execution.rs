//! CF002: the go-template parses and does not execute.

use crate::diagnostic::Severity;
use crate::gotemplate::Phase;
use crate::lint::case::RefusedCase;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF002",
        name: "template-execution",
        severity: Severity::Error,
        fixable: false,
        summary: "the go-template parses, but does not execute",
        applies: "every release",
        why: "A template is executed with kuma-dp's DNS settings as its `.`, a struct of ports, switches and texts. A wrong \
              argument, a comparison of types that do not go together or a field of a number stops the data plane at its \
              start with Go's message.",
        source: "kuma: app/kuma-dp/pkg/dataplane/dnsserver; messages recorded from Go's text/template 1.21 to 1.27",
        examples: &[
            Example::bad(
                "a port compared with a text",
                ".:{{ .CoreDNSPort }} {\n    {{ if eq .EnvoyDNSPort \"15054\" }}errors{{ end }}\n}\n",
            ),
            Example::bad("a field of a number", ".:{{ .CoreDNSPort.Number }} {\n    errors\n}\n"),
            Example::good("a port compared with a number", default_with!("    {{ if eq .EnvoyDNSPort 15054 }}# on Universal{{ end }}\n")),
        ],
    },
    yields_to: &["CF003", "CF004", "CF005"],
    check: Check::Refused(check),
};

fn check(case: &RefusedCase<'_>, sink: &mut Sink<'_>) {
    if case.refusal.error.phase != Phase::Parse {
        let draft = case.draft();
        let is_mixed = memchr::memmem::find(&case.refusal.error.detail, b"incompatible types for comparison").is_some();
        let help = "a port is compared with a number, a switch with true or false, neither in quotes";
        sink.report(if is_mixed && draft.help.is_empty() { draft.help(help) } else { draft });
    }
}
