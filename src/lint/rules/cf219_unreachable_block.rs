//! CF219: a server block that nobody asks.

use crate::chain::reach::{asked_ports, sites_at};
use crate::coredns::config::{Site, Transport};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF219",
        name: "unreachable-block",
        severity: Severity::Info,
        fixable: false,
        summary: "a server block on a port that nothing sends to",
        applies: "every release; until 2.5 Envoy asks the empty block",
        why: "iptables sends all queries to CoreDNS's port. A server block on another port is reached only if a forward or an \
              alternate names it, or by somebody who asks it on purpose. The empty block on `CoreDNSEmptyPort` was what Envoy \
              asked until 2.5; 2.6 and 2.7 still have it in their default and nobody asks it, 2.8 has dropped it.",
        source: "kuma: pkg/xds/envoy/listeners/v3/dns_configurer.go, pkg/transparentproxy/iptables/builder; kuma#10338",
        examples: &[
            Example::bad(
"the empty block",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n.:{{ .CoreDNSEmptyPort }} {\n    template ANY ANY . {\n        rcode NXDOMAIN\n    }\n}\n",
).with("--mesh-version 2.7"),
Example::bad(
"a port that nobody names",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\ncorp.example:1053 {\n    forward . 10.0.0.53\n    errors\n}\n",
),
Example::good(
"the same port as the first block",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\ncorp.example:{{ .CoreDNSPort }} {\n    forward . 10.0.0.53\n    errors\n}\n",
),
Example::good(
"the first block asks it",
".:{{ .CoreDNSPort }} {\n    forward corp.example 127.0.0.1:1053\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n.:1053 {\n    forward . 10.0.0.53\n    errors\n}\n",
),
Example::good(
"until 2.5 Envoy asks the empty block",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n}\n.:{{ .CoreDNSEmptyPort }} {\n    template ANY ANY . {\n        rcode NXDOMAIN\n    }\n}\n",
).with("--mesh-version 2.5"),
],
    },
    yields_to: &["CF201", "CF301"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Some(server) = case.server() else { return };
    let Ok(dns_port) = u16::try_from(case.dns_port()) else { return };
    if sites_at(server, dns_port).next().is_none() {
        return;
    }
    let mut asked = asked_ports(server);
    asked.insert(dns_port);
    if case.release().era.envoy_asks_empty_block() {
        asked.extend(u16::try_from(case.port(crate::mesh::Setting::CoreDnsEmptyPort)));
    }
    let is_asked = |site: &Site| {
        let port = site.port.parse().ok();
        (site.transport == Transport::Dns && port.is_some_and(|port| asked.contains(&port))) || case.is_unknown(site.place)
    };
    for own in server.sites.chunk_by(|one, next| one.block == next.block) {
        let Some(site) = own.first().filter(|_| !own.iter().any(is_asked)) else { continue };
        let draft = Draft::new(case.at(site.place), "nothing sends queries to this server block");
        sink.report(draft.in_block(site.block));
    }
}
