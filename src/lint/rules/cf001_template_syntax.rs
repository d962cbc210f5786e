//! CF001: the go-template does not parse.

use crate::diagnostic::Severity;
use crate::gotemplate::Phase;
use crate::lint::case::RefusedCase;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF001",
        name: "template-syntax",
        severity: Severity::Error,
        fixable: true,
        summary: "the go-template does not parse",
        applies: "every release",
        why: "kuma-dp parses the template when its DNS server starts. Where that fails, the data plane stops with Go's \
              message, and on Kubernetes the container restarts for ever. Nobody checks the template before: the control \
              plane sends its bytes unread.\n\nGo names the line only. The column here is corefilectl's.",
        source: "kuma: app/kuma-dp/pkg/dataplane/dnsserver; messages recorded from Go's text/template 1.21 to 1.27",
        examples: &[
            Example::bad("an `if` without its `end`", ".:{{ .CoreDNSPort }} {\n    errors\n    {{ if .CoreDNSLogging }}log\n}\n"),
            Example::bad(
                "a function of another tool",
                ".:{{ .CoreDNSPort | quote }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n}\n",
            ),
            Example::bad(
                "a field without its dot",
                concat!(".:{{ CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n", from_alternate!()),
            ),
            Example::good("every `if` has its `end`", default_with!("")),
        ],
    },
    yields_to: &["CF003", "CF004", "CF005"],
    check: Check::Refused(check),
};

fn check(case: &RefusedCase<'_>, sink: &mut Sink<'_>) {
    if case.refusal.error.phase == Phase::Parse {
        sink.report(case.draft());
    }
}
