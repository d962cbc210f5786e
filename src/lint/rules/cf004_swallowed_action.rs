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
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF004",
        name: "swallowed-action",
        severity: Severity::Error,
        fixable: true,
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
    let blocks = template_blocks(case.tokens);
    for segment in case.rendering.rendered.provenance.segments() {
        let at = segment.rendered.start;
        let block = blocks.partition_point(|block| block.start <= at).checked_sub(1);
        if block.is_none_or(|block| at >= blocks[block].end) {
            continue;
        }
        let written = segment.template.of(case.text);
        let Some(action) = actions(written).next().filter(|_| written.starts_with(b"{{")) else { continue };
        if action.content() != b"." {
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

/// From each `template` at the start of a line to the end of its block. What kuma-dp wrote there may have upset the parser.
fn template_blocks(tokens: &[Token<'_>]) -> Vec<Span> {
    let (mut blocks, mut depth, mut last_line) = (Vec::<Span>::new(), 0_usize, 0);
    let mut is_open = false;
    for token in tokens {
        let span = token.place.span;
        let starts_line = token.line > last_line;
        last_line = token.last_line();
        if starts_line && Plugin::named(&token.text).is_some() {
            is_open = token.text == Plugin::Template.name();
            depth = 0;
            if is_open {
                blocks.push(span);
            }
        }
        let Some(block) = blocks.last_mut().filter(|_| is_open) else { continue };
        match token.text.as_ref() {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        block.end = span.end;
        is_open = depth > 0 || token.text != "}";
    }
    blocks
}
