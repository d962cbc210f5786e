//! CF303: metrics that can be read from outside the data plane.

use std::net::IpAddr;

use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::Setting;

/// A Corefile that is fine but for where its metrics listen.
macro_rules! exposed {
    ($address:literal) => {
        concat!(
            ".:{{ .CoreDNSPort }} {\n",
            "    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n",
            "    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n",
            "    prometheus ",
            $address,
            "\n    errors\n}\n",
        )
    };
}

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF303",
        name: "prometheus-exposed",
        severity: Severity::Warning,
        fixable: false,
        summary: "the metrics listen on an address that is not loopback",
        applies: "every release",
        why: "CoreDNS's metrics are served without TLS and without a password: whoever reaches the pod or the machine reads \
              them. The default Corefile listens on localhost only.\n\nWrite `localhost:{{ .PrometheusPort }}` and let the mesh \
              carry the scrape (MeshMetric reads endpoints of the side-car's own network). If the address has to be open, \
              allow this rule there and say who may reach it.",
        source: "kuma: app/kuma-dp/pkg/dataplane/dnsserver/Corefile; coredns: plugin/metrics",
        examples: &[
            Example::bad("every address", exposed!(":{{ .PrometheusPort }}")),
            Example::bad("every IPv4 address", exposed!("0.0.0.0:{{ .PrometheusPort }}")),
            Example::good("loopback by name", default_with!("")),
            Example::good("loopback by number", exposed!("127.0.0.1:{{ .PrometheusPort }}")),
        ],
    },
    yields_to: &[],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    for (block, prometheus) in case.blocks().filter_map(|(index, block)| Some((index, block.prometheus.as_ref()?))) {
        let Some(place) = prometheus.address_place.filter(|place| !case.is_unknown(*place)) else { continue };
        let Some((host, _)) = prometheus.address.rsplit_once(':') else { continue };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let is_local = host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        if !is_local {
            let draft = Draft::new(case.at(place), "the metrics can be read from outside the data plane")
                .note("they are served without TLS and without a password")
                .help(format!("prometheus localhost:{}", case.port_as_written(Setting::PrometheusPort)));
            sink.report(draft.in_block(block));
        }
    }
}
