//! CF101: CoreDNS's parser refuses the rendered text.

use crate::corefile::ParseErrorKind;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF101",
        name: "corefile-syntax",
        severity: Severity::Error,
        summary: "CoreDNS's parser refuses the rendered text",
        applies: "every release",
        why: "CoreDNS groups words by lines and braces before any plugin sees them. Where a brace or a line is in the wrong \
              place it does not start, and kuma-dp, which waits for it, stops the whole data plane.\n\nA `{` belongs on the \
              line of its directive, a `}` on a line of its own; only a server block may open on the next line.",
        source: "coredns/caddy: caddyfile; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad("a block without its end", ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n"),
            Example::bad(
                "everything on one line",
                ".:{{ .CoreDNSPort }} { forward . 127.0.0.1:{{ .EnvoyDNSPort }} }\n",
            ),
            Example::good("every brace in its place", default_with!("")),
        ],
    },
    yields_to: &["CF004", "CF006", "CF009", "CF010", "CF102", "CF104", "CF107", "CF110"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Err(error) = case.corefile else { return };
    if matches!(error.kind, ParseErrorKind::Import) || case.is_unknown(error.place) {
        return;
    }
    let mut draft = Draft::new(case.at(error.place), format!("CoreDNS does not start: {}", error.message));
    if error.kind == ParseErrorKind::Syntax {
        draft = draft.help("`{` belongs at the end of its directive's line, `}` on a line of its own");
    }
    sink.report(draft);
}
