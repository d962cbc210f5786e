//! CF225: `failover` on an rcode that all upstreams of the forward give.

use crate::chain::{Action, Failure, Step};
use crate::coredns::{Server, dns};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::lint::{walked, words};

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF225",
        name: "failover-loop",
        severity: Severity::Warning,
        fixable: true,
        summary: "`failover` on an rcode that all upstreams give",
        applies: "CoreDNS 1.13.0 and later",
        why: "`failover` asks another upstream of the forward when the reply has one of these rcodes. Where all of them give it, \
              CoreDNS goes round for five seconds and thousands of queries, and then answers SERVFAIL instead of what it was \
              told; with one upstream that is every such reply. NXDOMAIN is the answer of everybody for a name that does not \
              exist, and search domains make many of those.\n\nUse `alternate`, which asks once and keeps the second answer.",
        source: "recorded from CoreDNS 1.13.1 to 1.14.6",
        examples: &[
            Example::bad(
                "one upstream",
                forward_with!("        failover NOTIMP\n"),
            )
            .with("--mesh-version 2.14"),
            Example::good(
                "another upstream has an answer",
                default_with!(
                    "    forward corp.example 10.0.0.53 10.0.0.54 {\n        policy sequential\n        failover SERVFAIL REFUSED\n    \
                     }\n"
                ),
            )
            .with("--mesh-version 2.14"),
        ],
    },
    yields_to: &["CF201"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Some(server) = case.server() else { return };
    if !case.blocks().any(|(_, block)| block.forwards.iter().any(|forward| !forward.failover.is_empty())) {
        return;
    }
    let mut said = Vec::new();
    for walk in walked::walks(case) {
        for way in &walk.ways {
            let is_loop = |step: &Step<'_>| matches!(step.action, Action::Failed(_, Failure::FailoverLoop));
            let Some(end) = way.steps.iter().position(is_loop) else { continue };
            let last = way.steps[..end].iter().rfind(|step| matches!(step.action, Action::FailedOver(_)));
            let Some((step, place)) = last.and_then(|step| Some((step, step.place?))) else { continue };
            if !said.contains(&place)
                && let Some(draft) = draft(case, server, step)
            {
                said.push(place);
                sink.report(draft.along(&walk, way));
            }
        }
    }
}

fn draft(case: &Case<'_>, server: &Server, step: &Step<'_>) -> Option<Draft> {
    let (Action::FailedOver(rcode), Some(place)) = (&step.action, step.place) else { return None };
    let (block, ..) = walked::forward(server, step)?;
    let alternates = &server.blocks.get(block)?.alternates;
    let is_listed = alternates.iter().any(|alternate| alternate.rcodes.iter().any(|(known, _)| known == rcode));
    let name = dns::rcode_text(*rcode);
    let message = format!("every upstream can give {name}: CoreDNS then asks for five seconds and answers SERVFAIL");
    let draft = Draft::new(case.at(place), message).in_block(block);
    let draft = draft.help(match is_listed {
        true => format!("leave {name} to the `alternate`, which never sees it here"),
        false => format!("put {name} into the list of an `alternate` instead"),
    });
    // Without anybody behind it the rcode would become the answer.
    let option = words::option(case, "failover", place).filter(|_| is_listed);
    Some(match option.and_then(|option| words::without_word(case, option, place)) {
        Some(edits) => draft.fix(format!("leave {name} out"), edits),
        None => draft,
    })
}
