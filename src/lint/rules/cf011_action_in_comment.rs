//! CF011: an action behind `#`.

use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::{Draft, Where};
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF011",
        name: "action-in-comment",
        severity: Severity::Info,
        fixable: false,
        summary: "an action behind `#` is executed all the same",
        applies: "every release",
        why: "`#` is a comment of the Corefile, and kuma-dp executes the template before there is a Corefile. So an action \
              behind `#` still fails where a field does not exist, and text that it writes on a second line is no comment \
              any more. A comment of the template is `{{/* … */}}`: nothing of it is executed, and nothing comes out.",
        source: "Go: text/template; coredns/caddy: caddyfile/lexer.go",
        examples: &[
            Example::bad("a directive that is commented out", default_with!("    # forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n")),
            Example::good("a comment of the template", default_with!("    {{/* forward . 127.0.0.1:{{ .EnvoyDNSPort */}}\n")),
            Example::good("an action in front of the comment", default_with!("    {{ if .CoreDNSLogging }}# logged{{ end }}\n")),
        ],
    },
    yields_to: &[],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let text = &case.rendering.rendered.text;
    let provenance = &case.rendering.rendered.provenance;
    for comment in case.tree().comments() {
        let mut at = comment.start;
        while let Some(segment) = provenance.segment_at(at).filter(|_| at < comment.end) {
            at = segment.rendered.end;
            if segment.rendered.start < comment.start || !segment.template.of(case.text).starts_with(b"{{") {
                continue;
            }
            let escapes = segment.rendered.of(text).contains(&b'\n');
            let place = Where::Template(segment.template);
            let draft = match escapes {
                true => Draft::new(place, "only the first line of what this action writes is a comment")
                    .severity(Severity::Warning),
                false => Draft::new(place, "this action is executed, although it stands in a comment"),
            };
            sink.report(draft.help("a comment of the template is {{/* … */}}"));
        }
    }
}
