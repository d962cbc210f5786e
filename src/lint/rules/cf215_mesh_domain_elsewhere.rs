//! CF215: something takes a domain of the mesh away from Envoy.

use std::collections::BTreeSet;

use crate::chain::{Ending, Way, is_under};
use crate::coredns::dns;
use crate::corefile::Place;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF215",
        name: "mesh-domain-elsewhere",
        severity: Severity::Warning,
        fixable: false,
        summary: "an except, a forward or a server block takes a domain of the mesh away from Envoy",
        applies: "every release; names under mesh.local come with MeshService and HostnameGenerator (2.9)",
        why: "Names of the mesh lie under `mesh`, and under `mesh.local` where HostnameGenerators make them. A zone that covers \
              one of the two, in `except`, as FROM of another forward or as a server block of its own, takes them away from \
              Envoy, the only one who knows them. `local` covers `mesh.local`.\n\nLeave these zones to Envoy, or add a \
              forward for `mesh.local` to Envoy in front.",
        source: "kuma: pkg/config/dns-server/config.go, pkg/defaults/hostname_generator.go",
        examples: &[
            Example::bad(
"an exception",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }} {\n        except mesh\n    }\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"local covers mesh.local",
".:{{ .CoreDNSPort }} {\n    forward local 10.0.0.53\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"a server block",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\nmesh.local:{{ .CoreDNSPort }} {\n    forward . 10.0.0.53\n    errors\n}\n",
),
Example::good(
"a zone outside",
".:{{ .CoreDNSPort }} {\n    forward corp.example 10.0.0.53\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"mesh.local is left to Envoy",
".:{{ .CoreDNSPort }} {\n    forward mesh.local 127.0.0.1:{{ .EnvoyDNSPort }}\n    forward local 10.0.0.53\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
],
    },
    yields_to: &["CF201", "CF202"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let mut seen = BTreeSet::new();
    for walk in case.probes().mesh(dns::A).filter(|walk| !walk.may_ask_envoy()) {
        let Some(way) = walk.ways.first() else { continue };
        if matches!(way.ending(), Ending::Template { .. } | Ending::NoBlock) || way.comes_round().is_some() {
            continue;
        }
        let Some((block, place, what)) = taker(case, way, walk.query.name()) else { continue };
        if seen.insert(place) {
            let message = format!("{what} takes names of the mesh away from Envoy");
            let draft = Draft::new(case.at(place), message).note(format!("{} is one of them", walk.query.name()));
            sink.report(draft.in_block(block).along(&walk, way));
        }
    }
}

/// What takes the name away: a zone that somebody has written, not the root, which is for everything.
fn taker(case: &Case<'_>, way: &Way<'_>, name: &str) -> Option<(usize, Place, &'static str)> {
    let server = case.server()?;
    let (site, label, zone) = way.site()?;
    let block = server.sites.get(site)?.block;
    let forwards = &server.blocks.get(block)?.forwards;
    if let Some(forward) = way.forward().and_then(|(_, rule)| forwards.get(rule)).filter(|forward| forward.from != ".") {
        return Some((block, forward.from_place, "this forward"));
    }
    let excepted = way.passed_forwards().filter_map(|(_, rule)| forwards.get(rule)).find_map(|forward| {
        forward.except.iter().find(|(zone, _)| is_under(name, zone) && is_under(name, &forward.from))
    });
    if let Some((_, place)) = excepted {
        return Some((block, *place, "this exception"));
    }
    (zone != ".").then_some((block, label, "this server block"))
}
