//! CF211: a template that is never reached, because one in front of it ends all its queries.

use crate::chain::effect;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF211",
        name: "shadowed-template",
        severity: Severity::Warning,
        fixable: false,
        summary: "a template in front ends every query that this one would answer",
        applies: "every release",
        why: "Templates are tried in the order of the text, and the first whose class, type and zone fit decides: it answers \
              what its regular expressions match, and refuses the rest with SERVFAIL unless it has `fallthrough`. A later \
              template for the same queries, or for a part of them, never gets one.\n\nAdd `fallthrough` to the one in \
              front, or put the narrower one first.",
        source: "coredns: plugin/template/template.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
                "no fallthrough in front",
                default_with!(
                    "    template IN A corp.example {\n        match ^db[.]\n        answer \"db.corp.example. 60 IN A \
                     10.0.0.1\"\n    }\n    template IN A corp.example {\n        match ^web[.]\n        answer \
                     \"web.corp.example. 60 IN A 10.0.0.2\"\n        fallthrough\n    }\n"
                ),
            ),
            Example::good(
                "fallthrough in front",
                default_with!(
                    "    template IN A corp.example {\n        match ^db[.]\n        answer \"db.corp.example. 60 IN A \
                     10.0.0.1\"\n        fallthrough\n    }\n    template IN A corp.example {\n        match ^web[.]\n        \
                     answer \"web.corp.example. 60 IN A 10.0.0.2\"\n        fallthrough\n    }\n"
                ),
            ),
        ],
    },
    yields_to: &["CF201"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    for (index, block) in case.blocks() {
        for (rule, template) in block.templates.iter().enumerate() {
            let Some(winner) = effect::template_shadow(block, rule).and_then(|winner| block.templates.get(winner)) else {
                continue;
            };
            let draft = Draft::new(case.at(template.head), "this template never gets a query: one in front ends them all");
            let help = match winner.has_match {
                true => "add `fallthrough` to the one in front, or put the narrower one first",
                false => "put the narrower one first",
            };
            sink.report(draft.in_block(index).also(case.at(winner.head), "ends them").help(help));
        }
    }
}
