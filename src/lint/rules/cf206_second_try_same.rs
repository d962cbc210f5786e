//! CF206: alternate asks the one who has just answered.

use std::collections::BTreeMap;

use crate::coredns::config::Block;
use crate::coredns::dns;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::{Draft, told};
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF206",
        name: "second-try-same",
        severity: Severity::Warning,
        fixable: false,
        summary: "alternate asks the one who has just refused",
        applies: "every release",
        why: "Alternate is there to ask somebody else. An upstream that forward has just asked says the same a second time: the \
              query takes twice as long, and nothing is won. Where it stands beside others, chance takes it for a part of the \
              queries, and those fail: alternate does not ask a third time.\n\nName the resolver that is to know what the \
              first one does not. If names outside the mesh cannot be resolved at all because of it, it is an error.",
        source: "coredns/alternate: alternate.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
"Envoy twice",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . 127.0.0.1:{{ .EnvoyDNSPort }}\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"Envoy among others, by chance",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . 127.0.0.1:{{ .EnvoyDNSPort }} 10.0.0.53\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"somebody else",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . 10.0.0.53\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
],
    },
    yields_to: &["CF201", "CF202"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    if !case.blocks().any(|(_, block)| names_twice(block)) {
        return;
    }
    let probes = case.probes();
    let outside = [dns::A, dns::MX].into_iter().filter_map(|qtype| probes.outside(qtype));
    let walks = outside.chain(probes.missing()).chain(probes.damaged()).chain(probes.in_zones());
    let mut tries = BTreeMap::new();
    for walk in walks {
        let is_lost = walk.query.qtype == dns::A && walk.ways.iter().all(|way| way.outcome.rcode() == Some(dns::NXDOMAIN));
        for way in &walk.ways {
            if let Some(again) = way.second_try() {
                let lost = tries.entry(again.upstream).or_insert_with(|| (again, false, told(&walk, way)));
                lost.1 |= is_lost && !way.asks_a_resolver();
            }
        }
    }
    for (upstream, (again, is_lost, way)) in tries {
        let severity = if is_lost { Severity::Error } else { Severity::Warning };
        let draft = Draft::new(case.at(upstream), "alternate asks the one who has just refused")
            .severity(severity)
            .also(case.at(again.first), "asked first here")
            .help("name somebody else");
        sink.report(draft.in_block(again.block).along_told(way));
    }
}

/// Whether an alternate of a block names an upstream that a forward names, too.
fn names_twice(block: &Block) -> bool {
    let asked: Vec<_> = block.forwards.iter().flat_map(|forward| &forward.upstreams).map(|one| &one.kind).collect();
    block.alternates.iter().flat_map(|rule| &rule.upstreams).any(|again| asked.contains(&&again.kind))
}
