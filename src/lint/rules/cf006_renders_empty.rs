//! CF006: no server block comes out.

use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::{Draft, Where};
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF006",
        name: "renders-empty",
        severity: Severity::Error,
        fixable: false,
        summary: "no server block comes out: nothing but white space, comments or snippets",
        applies: "every release; an empty file of the control plane counts as none, see CF405",
        why: "Where a Corefile has no server block CoreDNS takes a default of its own, which uses the plugin `whoami`. Kuma's \
              build has no such plugin, so CoreDNS stops with `Unknown directive 'whoami'`, a message about a text that \
              nobody wrote. Snippets alone are no server block, and a block without an address in front of its `{` is \
              dropped.",
        source: "coredns: coremain; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad("only a comment", "# to be written\n"),
            Example::bad(
                "everything in a branch that these data planes do not take",
                "{{ if not .Enabled }}.:{{ .CoreDNSPort }} {\n    errors\n}\n{{ end }}",
            )
            .with("--mesh-version 2.8 --platform universal"),
            Example::bad("a block without an address", "{\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n}\n"),
            Example::good(
                "a snippet, and a block that imports it",
                concat!("(report) {\n    errors\n}\n", ".:{{ .CoreDNSPort }} {\n    import report\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n"),
            ),
        ],
    },
    yields_to: &[],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let is_unknown = || case.tokens.iter().any(|token| case.is_unknown(token.place));
    if !case.corefile.is_ok_and(|corefile| corefile.blocks.is_empty()) || is_unknown() {
        return;
    }
    let what = match case.corefile {
        _ if case.tokens.is_empty() => "nothing but white space and comments comes out",
        Ok(corefile) if !corefile.snippets.is_empty() => "nothing but snippets comes out",
        _ => "no block with an address comes out",
    };
    let draft = Draft::new(Where::Template(Span::at(0)), format!("{what}: CoreDNS does not start"))
        .note("CoreDNS's message is about its own default: Unknown directive 'whoami'")
        .help("to have kuma-dp's default, configure no template at all");
    sink.report(draft);
}
