//! CF304: nobody counts the queries.

use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::Setting;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF304",
        name: "prometheus-missing",
        severity: Severity::Info,
        fixable: false,
        summary: "no server block on the DNS port has metrics",
        applies: "every release",
        why: "The default Corefile counts queries, rcodes and durations at `localhost:{{ .PrometheusPort }}`. A template that \
              replaces it and leaves `prometheus` out loses these figures, and with them the first thing to look at when \
              names do not resolve. Add `prometheus localhost:{{ .PrometheusPort }}` to the server block.",
        source: "kuma: app/kuma-dp/pkg/dataplane/dnsserver/Corefile",
        examples: &[
            Example::bad(
                "the default without its metrics",
                ".:{{ .CoreDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    errors
}
",
            ),
            Example::good("the default", default_with!("")),
            Example::good(
                "metrics in one of two blocks",
                ".:{{ .CoreDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .PrometheusPort }}
    errors
}

corp.example.:{{ .CoreDNSPort }} {
    forward . 10.0.0.10
    errors
}
",
            ),
        ],
    },
    yields_to: &[],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Some(server) = case.server() else { return };
    let on_dns_port = || server.sites.iter().filter(|site| site.port.parse() == Ok(case.dns_port()));
    let has_metrics = |block: usize| server.blocks.get(block).is_some_and(|block| block.prometheus.is_some());
    let Some(site) = on_dns_port().next().filter(|_| !on_dns_port().any(|site| has_metrics(site.block))) else {
        return;
    };
    let draft = Draft::new(case.at(site.place), "no metrics: nobody counts queries and failures here")
        .help(format!("prometheus localhost:{}", case.port_as_written(Setting::PrometheusPort)));
    sink.report(draft.in_block(site.block));
}
