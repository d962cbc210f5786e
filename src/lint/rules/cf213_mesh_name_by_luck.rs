//! CF213: chance decides whether Envoy is asked.

use crate::coredns::config::Policy;
use crate::coredns::dns;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF213",
        name: "mesh-name-by-luck",
        severity: Severity::Error,
        fixable: false,
        summary: "chance decides whether Envoy or somebody else is asked for a name of the mesh",
        applies: "every release",
        why: "Upstreams of one forward stand for the same knowledge: CoreDNS takes one at random, or each in turn. With Envoy and \
              a resolver side by side a part of the queries for mesh names ends at the resolver and fails, and a part of those \
              for other names at Envoy.\n\nForward to Envoy alone and name the resolver in `alternate`. `policy sequential` \
              asks Envoy first, but the second one only while Envoy does not answer at all.",
        source: "coredns: plugin/forward/policy.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
"Envoy and a resolver side by side",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }} 10.0.0.53\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"in turn",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }} 10.0.0.53 {\n        policy round_robin\n    }\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"Envoy first, whenever it answers",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }} 10.0.0.53 {\n        policy sequential\n    }\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"two resolvers for a zone outside",
".:{{ .CoreDNSPort }} {\n    forward corp.example 10.0.0.53 10.0.1.53\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
],
    },
    yields_to: &["CF201", "CF202", "CF226"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Some(server) = case.server() else { return };
    if !server.blocks.iter().any(|block| block.forwards.iter().any(|forward| forward.upstreams.len() > 1)) {
        return;
    }
    let mut seen = std::collections::BTreeSet::new();
    for walk in case.probes().mesh(dns::A).filter(|walk| walk.may_ask_envoy() && !walk.always_asks_envoy()) {
        for way in walk.ways.iter().filter(|way| !way.asks_envoy()) {
            let Some((index, rule)) = way.forward() else { continue };
            let Some(forward) = server.blocks.get(index).and_then(|block| block.forwards.get(rule)) else { continue };
            let Some((_, other, _)) = way.first_asked() else { continue };
            if !seen.insert((index, rule)) {
                continue;
            }
            let how = if forward.policy == Policy::RoundRobin { "in turn" } else { "at random" };
            let mut draft = Draft::new(case.at(other), format!("names of the mesh are asked {how} of Envoy and of others"))
                .label("does not know the mesh")
                .help("forward to Envoy alone and name the others in alternate")
                .in_block(index)
                .along(&walk, way);
            let asked = walk.ways.iter().filter(|way| way.asks_envoy()).find_map(|way| way.first_asked());
            if let Some((_, envoy, _)) = asked {
                draft = draft.also(case.at(envoy), "knows the mesh");
            }
            sink.report(draft);
        }
    }
}
