//! CF210: `fallthrough` in a template that answers every query of its class, type and zone.

use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::lint::words;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF210",
        name: "dead-fallthrough",
        severity: Severity::Info,
        fixable: true,
        summary: "`fallthrough` without `match` does nothing",
        applies: "every release",
        why: "`fallthrough` passes a query on that no regular expression of the template matches. Without `match` every \
              query of the template's class, type and zone counts as matched, so nothing ever falls through, however the \
              line reads. Leave it out, or add the `match` that it was meant for.",
        source: "coredns: plugin/template/template.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
                "everything below a name is refused",
                default_with!(
                    "    template ANY ANY blocked.example {\n        rcode NXDOMAIN\n        fallthrough\n    }\n"
                ),
            ),
            Example::good(
                "a miss falls through",
                default_with!(
                    "    template IN A corp.example {\n        match ^db[.]\n        answer \"db.corp.example. 60 IN A \
                     10.0.0.1\"\n        fallthrough\n    }\n"
                ),
            ),
        ],
    },
    yields_to: &["CF201"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    for (index, block) in case.blocks() {
        for template in block.templates.iter().filter(|template| !template.has_match) {
            let Some(fall) = &template.fall else { continue };
            let mut draft = Draft::new(case.at(fall.place), "without `match` nothing falls through")
                .in_block(index)
                .help("leave it out, or say with `match` which names the template answers");
            let option = words::option(case, "fallthrough", fall.place);
            if let Some(edits) = option.and_then(|option| words::without(case, option)) {
                draft = draft.fix("leave `fallthrough` out", edits);
            }
            sink.report(draft);
        }
    }
}
