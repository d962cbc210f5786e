//! CF202: no query for a name of the mesh reaches Envoy.

use super::cf111_label_never_matches::keeps_from_envoy;
use crate::chain::{Ending, Way};
use crate::coredns::dns;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::lint::rendering::Kind;
use crate::mesh::Setting;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF202",
        name: "mesh-never-asked",
        severity: Severity::Error,
        fixable: false,
        summary: "no query for a name of the mesh reaches Envoy's DNS port",
        applies: "every release",
        why: "Only Envoy's DNS filter knows the names of the mesh; it listens on 127.0.0.1 at `EnvoyDNSPort`. If no forward \
              leads there, names of the mesh are looked up at a resolver that has never heard of them: they do not exist, or \
              they resolve to something public. Nothing is logged.\n\nForward everything to Envoy and let `alternate` ask \
              the host's resolver for the rest.",
        source: "kuma: pkg/xds/generator/dns_generator.go; recorded from CoreDNS 1.12.2 to 1.14.6 and Envoy 1.36 to 1.40",
        examples: &[
            Example::bad(
"straight to the resolver",
".:{{ .CoreDNSPort }} {\n    forward . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"a port at which nobody answers",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:5353\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"Envoy first",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"the mesh's domain alone goes to Envoy",
".:{{ .CoreDNSPort }} {\n    forward mesh 127.0.0.1:{{ .EnvoyDNSPort }}\n    forward . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"a domain of one's own",
".:{{ .CoreDNSPort }} {\n    forward mesh.internal 127.0.0.1:{{ .EnvoyDNSPort }}\n    forward . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
],
    },
    yields_to: &["CF009", "CF010", "CF201"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Some(server) = case.server() else { return };
    let probes = case.probes();
    let walks = || probes.mesh(dns::A).chain(probes.mesh(dns::AAAA)).chain(probes.in_zones());
    if walks().any(|walk| walk.may_ask_envoy()) || !walks().all(|walk| walk.complete) {
        return;
    }
    let Some(walk) = probes.mesh(dns::A).next() else { return };
    let Some(way) = walk.ways.first() else { return };
    let asked = way.first_asked();
    let site = way.site().and_then(|(index, place, _)| Some((server.sites.get(index)?.block, place)));
    let label = || site.or_else(|| server.sites.first().map(|site| (site.block, site.place)));
    let Some((block, place)) = asked.map(|(block, place, _)| (block, place)).or_else(label) else { return };
    if case.is_unknown(place) {
        return;
    }
    let mut draft = Draft::new(case.at(place), "no query for a name of the mesh reaches Envoy's DNS port")
        .note(format!("Envoy listens on 127.0.0.1:{}", case.envoy_port()))
        .help(format!("write forward . 127.0.0.1:{}", case.port_as_written(Setting::EnvoyDnsPort)))
        .in_block(block)
        .along(&walk, way);
    draft = match asked {
        Some((.., who)) => draft.label(format!("{} is asked instead", said(case, way, &who.to_string()))),
        None => draft.label("nobody is asked"),
    };
    sink.report(draft.yields_to(better(case, way)));
}

fn said(case: &Case<'_>, way: &Way<'_>, who: &str) -> String {
    // The same words for every platform: what is asked is what is written.
    match way.forward().and_then(|(block, rule)| case.server()?.blocks.get(block)?.forwards.get(rule)) {
        Some(forward) if forward.upstreams.len() > 1 => "somebody else".to_owned(),
        _ => who.to_owned(),
    }
}

/// Rules that know the cause.
fn better(case: &Case<'_>, way: &Way<'_>) -> &'static [&'static str] {
    if way.comes_round().is_some() {
        return &["CF205"];
    }
    if matches!(way.ending(), Ending::Template { .. }) {
        return &["CF209"];
    }
    if way.forward().is_none() && way.fired().is_some() {
        return &["CF207"];
    }
    if keeps_from_envoy(case) {
        return &["CF111"];
    }
    let known = case.known_ports(Setting::EnvoyDnsPort);
    let is_hard_coded = case.blocks().flat_map(|(_, block)| &block.forwards).flat_map(|forward| &forward.upstreams).any(
        |upstream| {
            let port = upstream.port().map(u32::from);
            let is_here = ["127.0.0.1:", "localhost:", "[::1]:"].iter().any(|host| upstream.written.starts_with(host));
            is_here && port.is_some_and(|port| known.contains(&port) && port != case.envoy_port())
        },
    );
    if case.kind == Kind::Template && is_hard_coded { &["CF007"] } else { &[] }
}
