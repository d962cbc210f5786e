//! CF004: an action that is meant for CoreDNS's own template plugin, and that kuma-dp executes first.

use crate::corefile::Token;
use crate::coredns::Plugin;
use crate::diagnostic::Severity;
use crate::lint::actions::{Action, actions};
use crate::lint::case::{Case, RefusedCase};
use crate::lint::draft::{Draft, Where};
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::advice::Mistake;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF004",
        name: "swallowed-action",
        severity: Severity::Error,
        summary: "an action for CoreDNS's template plugin that kuma-dp executes first",
        applies: "every release",
        why: "CoreDNS's plugin `template` has go-templates of its own, with the same braces: `{{ .Name }}` is the name that \
              was asked for. kuma-dp executes the whole file before CoreDNS sees it. There `.Name`, `.Zone`, `.Match` and \
              the like do not exist, and the data plane stops; `{{ . }}` exists and puts kuma-dp's whole configuration \
              there.\n\nWrite such an action as a literal: {{ `{{ .Name }}` }} renders to `{{ .Name }}`.",
        source: "coredns: plugin/template; kuma: app/kuma-dp/pkg/dataplane/dnsserver",
        examples: &[
            Example::bad(
                "the name of the query in an answer",
                default_with!(
                    "    template IN A corp.example {\n        match ^db\\.\n        answer \"{{ .Name }} 60 IN A 192.168.1.9\"\n        \
                     fallthrough\n    }\n"
                ),
            ),
            Example::bad(
                "a function of CoreDNS",
                default_with!(
                    "    template IN A corp.example {\n        match ^db\\.\n        answer \"{{ .Name }} 60 IN A 10.0.0.{{ \
                     parseInt \\\"10\\\" 10 8 }}\"\n        fallthrough\n    }\n"
                ),
            ),
            Example::bad(
                "the dot, which nobody misses",
                default_with!(
                    "    template IN TXT corp.example {\n        match ^debug\\.\n        answer \"debug.corp.example. 60 IN \
                     TXT {{ . }}\"\n        fallthrough\n    }\n"
                ),
            ),
            Example::good(
                "the same, escaped",
                default_with!(
                    "    template IN A corp.example {\n        match ^db\\.\n        answer \"{{ `{{ .Name }}` }} 60 IN A \
                     192.168.1.9\"\n        fallthrough\n    }\n"
                ),
            ),
        ],
    },
    yields_to: &[],
    check: Check::RefusedAndCorefile(refused, eaten),
};

fn refused(case: &RefusedCase<'_>, sink: &mut Sink<'_>) {
    let Some(Mistake::CoreDns(name)) = case.mistake() else { return };
    let draft = case.draft_saying(format!("{name} belongs to CoreDNS's template plugin, but kuma-dp executes it first"));
    let meant: Vec<_> = actions(case.text).filter(Action::is_for_coredns).collect();
    // Half of an `if` and its `end` escaped would be worse.
    let is_mechanical = !meant.is_empty() && !meant.iter().any(Action::is_control);
    sink.report(if is_mechanical { with_escapes(draft, &meant) } else { draft });
}

fn with_escapes(draft: Draft, meant: &[Action<'_>]) -> Draft {
    let edits = meant.iter().map(|action| (Where::Template(action.span), action.escaped())).collect();
    draft.fix("escape it, so that CoreDNS gets to see it", edits)
}

/// `{{ . }}` within a template directive.
fn eaten(case: &Case<'_>, sink: &mut Sink<'_>) {
    for segment in case.rendering.rendered.provenance.segments() {
        let written = segment.template.of(case.text);
        let Some(action) = actions(written).next().filter(|_| written.starts_with(b"{{")) else { continue };
        if action.content() != b"." || !is_in_template(case.tokens, segment.rendered.start) {
            continue;
        }
        let action = Action { span: segment.template, ..action };
        let draft = Draft::new(
            Where::Template(segment.template),
            "kuma-dp puts its whole configuration here before CoreDNS's template plugin sees the dot",
        );
        sink.report(with_escapes(draft.help("write {{ `{{ . }}` }}"), &[action]));
    }
}

/// Whether a byte of the rendered text lies within a `template` directive.
fn is_in_template(tokens: &[Token<'_>], offset: u32) -> bool {
    let before = &tokens[..tokens.partition_point(|token| token.place.span.start < offset)];
    let starts_line = |index: usize| index == 0 || before[index - 1].last_line() < before[index].line;
    let last = (0..before.len()).rev().find(|index| starts_line(*index) && Plugin::named(&before[*index].text).is_some());
    let Some(directive) = last.filter(|index| before[*index].text == Plugin::Template.name()) else { return false };
    let count = |brace: &str| before[directive..].iter().filter(|token| token.text == brace).count();
    count("{") > count("}")
}
