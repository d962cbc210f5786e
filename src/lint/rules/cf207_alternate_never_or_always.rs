//! CF207: an alternate that takes over always, or never.

use std::collections::{BTreeMap, BTreeSet};

use crate::chain::reach::{alternate_of, block_can_give, sites_at};
use crate::coredns::config::{Alternate, Block, Server};
use crate::coredns::dns::{self, rcode_text};
use crate::corefile::Place;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::{Draft, Told, told};
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::Setting;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF207",
        name: "alternate-never-or-always",
        severity: Severity::Error,
        fixable: true,
        summary: "alternate takes over on everything, or never",
        applies: "every release",
        why: "Alternate looks at what forward brings. With NOERROR on its list it throws good answers away: names of the mesh \
              are asked again at the host's resolver. In a block without forward every query ends as SERVFAIL, so an \
              alternate that lists it takes everything and one that does not is never reached. The answers of `template` do \
              not pass it at all.\n\nThat no forward of the block can end with any rcode of a list is a warning: that \
              alternate can go.",
        source: "coredns/alternate: alternate.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
"Envoy's answers are thrown away",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOERROR,NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"no forward in front of it",
".:{{ .CoreDNSPort }} {\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"Envoy never refuses",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL . /etc/resolv.conf\n    alternate REFUSED . 10.0.0.53\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"max_concurrent refuses",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }} {\n        max_concurrent 1000\n    }\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL . /etc/resolv.conf\n    alternate REFUSED . 10.0.0.53\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"the list of the default",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
],
    },
    yields_to: &["CF201"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Some(server) = case.server() else { return };
    if server.blocks.iter().all(|block| block.alternates.is_empty()) {
        return;
    }
    for ((index, rule, place), way) in thrown(case, server) {
        let alternate = server.blocks.get(index).and_then(|block| block.alternates.get(rule));
        let mut draft = Draft::new(case.at(place), "alternate takes over on good answers, too: NOERROR is on its list")
            .help("take NOERROR off the list");
        if let Some(edit) = alternate.and_then(|alternate| without(case, alternate, place)) {
            draft = draft.fix("take NOERROR off the list", vec![edit]);
        }
        sink.report(draft.in_block(index).along_told(way));
    }
    let port = u16::try_from(case.dns_port()).unwrap_or_default();
    let reached: BTreeSet<usize> = sites_at(server, port).map(|site| site.block).collect();
    for (index, block) in reached.into_iter().filter_map(|index| Some((index, server.blocks.get(index)?))) {
        if block.forwards.is_empty() {
            unforwarded(case, sink, index, block);
            continue;
        }
        for alternate in &block.alternates {
            if !alternate.rcodes.iter().any(|(rcode, _)| block_can_give(case.world(), block, *rcode)) {
                let names: Vec<_> = alternate.rcodes.iter().map(|(rcode, _)| rcode_text(*rcode)).collect();
                let message = format!("alternate never takes over: no forward of the block ends with {}", names.join(", "));
                let draft = Draft::new(case.at(alternate.rcodes_place), message).severity(Severity::Warning);
                sink.report(draft.in_block(index).yields_to(&["CF204"]));
            }
        }
    }
}

/// The alternates that take over on good answers, with NOERROR's word and a way that shows it.
fn thrown(case: &Case<'_>, server: &Server) -> BTreeMap<(usize, usize, Place), Told> {
    let mut thrown = BTreeMap::new();
    if !server.blocks.iter().any(|block| alternate_of(block, dns::NOERROR).is_some()) {
        return thrown;
    }
    let probes = case.probes();
    for walk in probes.mesh(dns::A).chain(probes.outside(dns::A)).chain(probes.in_zones()) {
        for way in &walk.ways {
            if let Some((block, rule, dns::NOERROR, place)) = way.fired() {
                thrown.entry((block, rule, place)).or_insert_with(|| told(&walk, way));
            }
        }
    }
    thrown
}

fn unforwarded(case: &Case<'_>, sink: &mut Sink<'_>, index: usize, block: &Block) {
    for alternate in &block.alternates {
        let servfail = alternate.rcodes.iter().find(|(rcode, _)| *rcode == dns::SERVFAIL);
        let (place, message) = match servfail {
            Some((_, place)) => (*place, "alternate takes every query: the block has no forward"),
            None => (alternate.rcodes_place, "alternate never takes over: the block has no forward"),
        };
        let draft = Draft::new(case.at(place), message).note("without a forward every query ends as SERVFAIL");
        sink.report(draft.help(format!("write forward . 127.0.0.1:{}", case.port_as_written(Setting::EnvoyDnsPort))).in_block(index));
    }
}

/// The list without the rcode at `place`.
fn without(case: &Case<'_>, alternate: &Alternate, place: Place) -> Option<(crate::lint::draft::Where, String)> {
    let others = alternate.rcodes.iter().filter(|(rcode, _)| *rcode != dns::NOERROR);
    let others: Vec<_> = others.map(|(rcode, _)| rcode_text(*rcode)).collect();
    let is_list = place != alternate.rcodes_place && !others.is_empty();
    is_list.then(|| Some((case.written(alternate.rcodes_place)?, others.join(","))))?
}
