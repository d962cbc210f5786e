//! CF009: what Go's text/template writes where it has no value, or a wrong one, to print.

use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF009",
        name: "formatting-noise",
        severity: Severity::Warning,
        fixable: false,
        summary: "`<no value>`, `<nil>` or `%!` comes out of an action",
        applies: "every release",
        why: "Go does not fail where there is nothing to print or a verb of `printf` does not fit: it writes `<no value>`, \
              `<nil>` or `%!s(uint32=15054)` into the Corefile. CoreDNS takes that for a word, often without a complaint. \
              Ports are numbers: `%d` prints them, or no `printf` at all.",
        source: "recorded from Go's text/template and fmt, 1.21 to 1.27",
        examples: &[
            Example::bad(
                "a verb for texts, and a port",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate \
                 NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ printf \"%s\" \
                 .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
            ),
            Example::bad(
                "CoreDNS refuses what comes out",
                ".:{{ printf \"%s\" .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n}\n",
            ),
            Example::good(
                "the verb for numbers",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate \
                 NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ printf \"%d\" \
                 .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
            ),
        ],
    },
    yields_to: &[],
    check: Check::Corefile(check),
};

const NOISE: [&[u8]; 3] = [b"<no value>", b"<nil>", b"%!"];

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let text = &case.rendering.rendered.text;
    for segment in case.rendering.rendered.provenance.segments() {
        if !segment.template.of(case.text).starts_with(b"{{") {
            continue;
        }
        let written = segment.rendered.of(text);
        let Some((noise, at)) = NOISE.iter().find_map(|noise| Some((noise, memchr::memmem::find(written, noise)?))) else {
            continue;
        };
        let at = segment.rendered.start + u32::try_from(at).unwrap_or_default();
        let end = if noise.starts_with(b"%") { segment.rendered.end } else { at + u32::try_from(noise.len()).unwrap_or(0) };
        let severity = if case.is_refused() { Severity::Error } else { Severity::Warning };
        let shown = String::from_utf8_lossy(noise);
        let help = match shown.as_ref() {
            "%!" => "a port is a number: `%d` prints it, or {{ .Field }} without printf",
            _ => "the action has no value here: say what belongs there",
        };
        let draft = Draft::new(case.rendered(Span::new(at, end)), format!("{shown} comes out of this action"));
        sink.report(draft.severity(severity).help(help));
    }
}
