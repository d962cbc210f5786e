//! CF221: a forward behind one that takes all its names.

use crate::chain::effect;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF221",
        name: "shadowed-forward",
        severity: Severity::Warning,
        fixable: false,
        summary: "a forward in front takes every name of this one",
        applies: "CoreDNS 1.10.0 and later: before, a server block has one forward",
        why: "Of several forwards in a server block the first in the text whose zone has the name takes the query, not the one \
              with the longest zone. One for `.` in front of one for `corp.example` leaves nothing for it. Put the narrower \
              forward first, or name its zone in `except` of the wider one; a server block of its own for the zone works in any \
              order.",
        source: "coredns: plugin/forward/forward.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
                "a zone behind the root",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    forward corp.example 10.0.0.53\n    \
                 alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus \
                 localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
            ),
            Example::good(
                "the zone in front",
                default_with!("    forward corp.example 10.0.0.53\n"),
            ),
        ],
    },
    yields_to: &["CF201", "CF202"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    for (index, block) in case.blocks() {
        for (rule, forward) in block.forwards.iter().enumerate() {
            let winner = effect::forward_shadow(block, rule).and_then(|winner| block.forwards.get(winner));
            let Some(winner) = winner else { continue };
            let message = format!("nothing is forwarded from here: the forward for `{}` takes it all", winner.from);
            let draft = Draft::new(case.at(forward.from_place), message)
                .in_block(index)
                .also(case.at(winner.from_place), "takes these names, too")
                .help("put the narrower forward first");
            sink.report(draft);
        }
    }
}
