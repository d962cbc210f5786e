//! CF301: two listeners of one data plane want the same port.

use crate::coredns::Site;
use crate::coredns::config::{Prometheus, Transport};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::{Draft, Where};
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::Setting;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF301",
        name: "port-collision",
        severity: Severity::Error,
        fixable: false,
        summary: "two listeners of the data plane share a port",
        applies: "every release",
        why: "CoreDNS and Envoy both allow others on their ports, so both start and nothing is logged. With CoreDNS on Envoy's \
              DNS port every UDP query to 127.0.0.1 goes to Envoy, whose socket is the more specific one: the Corefile is \
              bypassed, and names outside the mesh do not exist.\n\nMetrics on a port of CoreDNS take TCP queries away from \
              it, half of them or all. Two metrics addresses that mean the same port, such as `localhost:19153` and \
              `127.0.0.1:19153`, answer in turn.\n\nTwo server blocks on one port are fine as long as their zones differ. \
              Give every listener a port of its own, and take the ports from the template's fields: on Kubernetes Envoy's \
              is another one than on Universal.",
        source: "recorded from CoreDNS 1.12.2 to 1.14.6 with Envoy beside it; coredns: plugin/pkg/reuseport",
        examples: &[
            Example::bad(
                "metrics on the DNS port",
                ".:{{ .CoreDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .CoreDNSPort }}
    errors
}
",
            ),
            Example::bad("a second label on Envoy's port", SECOND_LABEL),
            Example::bad(
                "one metrics port under two addresses",
                ".:{{ .CoreDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .PrometheusPort }}
    errors
}

corp.example.:{{ .CoreDNSPort }} {
    forward . 10.0.0.10
    prometheus 127.0.0.1:{{ .PrometheusPort }}
    errors
}
",
            ),
            Example::good(
                "two zones on one port, one metrics address",
                ".:{{ .CoreDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .PrometheusPort }}
    errors
}

corp.example.:{{ .CoreDNSPort }} {
    forward . 10.0.0.10
    prometheus localhost:{{ .PrometheusPort }}
    errors
}
",
            ),
        ],
    },
    yields_to: &[],
    check: Check::Corefile(check),
};

const SECOND_LABEL: &str = ".:{{ .CoreDNSPort }} .:{{ .EnvoyDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .PrometheusPort }}
    errors
}
";

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Some(server) = case.server() else { return };
    for site in server.sites.iter().filter(|site| has_udp(site.transport) && is_port(&site.port, case.envoy_port())) {
        let draft = Draft::new(case.at(site.place), "CoreDNS listens on Envoy's DNS port")
            .note(format!(
                "both start on port {}; UDP queries to 127.0.0.1 go to Envoy and bypass the Corefile",
                site.port
            ))
            .help(format!("give the server block a port of its own: the one that queries are sent to is {}", case.port_as_written(Setting::CoreDnsPort)));
        sink.report(draft.in_block(site.block));
    }
    let mut endpoints: Vec<(usize, &Prometheus, &str, &str)> = Vec::new();
    for (block, prometheus) in case.blocks().filter_map(|(index, block)| Some((index, block.prometheus.as_ref()?))) {
        if prometheus.address_place.is_some_and(|place| case.is_unknown(place)) {
            continue;
        }
        let Some((host, port)) = prometheus.address.rsplit_once(':') else { continue };
        let is_taken =
            |site: &&Site| has_tcp(site.transport) && site.port.parse().is_ok_and(|taken| is_port(port, taken));
        if let Some(site) = server.sites.iter().find(is_taken) {
            let draft = Draft::new(place(case, prometheus), "the metrics listen on a port of CoreDNS itself")
                .also(case.at(site.place), "answers queries on the same port")
                .note("some of the TCP queries reach the HTTP server, which cannot answer them")
                .help(format!("prometheus localhost:{}", case.port_as_written(Setting::PrometheusPort)));
            sink.report(draft.in_block(block));
        }
        let overlaps = |(_, _, other, taken): &&(usize, &Prometheus, &str, &str)| {
            *other != host && number(taken).is_some_and(|taken| is_port(port, taken)) && overlap(other, host)
        };
        match endpoints.iter().find(overlaps) {
            Some((_, other, ..)) => {
                let draft = Draft::new(place(case, prometheus), "two metrics addresses mean the same port")
                    .severity(Severity::Warning)
                    .also(place(case, other), "the other one")
                    .note("which of the two answers a scrape is left to chance, and each knows its own server blocks only")
                    .help("write the same address in every server block: CoreDNS then opens it once");
                sink.report(draft.in_block(block));
            }
            None => endpoints.push((block, prometheus, host, port)),
        }
    }
}

fn place(case: &Case<'_>, prometheus: &Prometheus) -> Where {
    case.at(prometheus.address_place.unwrap_or(prometheus.place))
}

fn number(port: &str) -> Option<u32> {
    port.parse().ok().filter(|number| *number > 0)
}

fn is_port(text: &str, port: u32) -> bool {
    number(text) == Some(port)
}

fn has_udp(transport: Transport) -> bool {
    matches!(transport, Transport::Dns | Transport::Quic)
}

fn has_tcp(transport: Transport) -> bool {
    !matches!(transport, Transport::Quic | Transport::Https3 | Transport::Unix)
}

/// Whether a connection can come to either of two hosts.
fn overlap(a: &str, b: &str) -> bool {
    let is_any = |host: &str| matches!(host, "" | "0.0.0.0" | "[::]" | "::");
    let is_loopback = |host: &str| matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    let is_v4_and_v6 = matches!((a, b), ("127.0.0.1", "[::1]") | ("[::1]", "127.0.0.1"));
    is_any(a) || is_any(b) || (is_loopback(a) && is_loopback(b) && !is_v4_and_v6)
}
