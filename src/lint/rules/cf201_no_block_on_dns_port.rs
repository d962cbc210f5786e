//! CF201: nothing listens where iptables sends queries.

use crate::chain::reach::sites_at;
use crate::corefile::Place;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::lint::rendering::Kind;
use crate::mesh::Setting;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF201",
        name: "no-block-on-dns-port",
        severity: Severity::Error,
        fixable: false,
        summary: "no server block listens on the port to which DNS queries are sent",
        applies: "every release",
        why: "iptables redirects the DNS queries of the application to one port, CoreDNS's. If no server block has it, CoreDNS \
              starts and serves nobody: every name of the application fails, inside the mesh and outside. A label without a \
              port means port 53, and one with `tls://` or another transport does not answer plain DNS.\n\nWrite \
              `.:{{ .CoreDNSPort }}` as the label of the block that is to answer.",
        source: "kuma: pkg/transparentproxy/iptables/builder; coredns: core/dnsserver/register.go",
        examples: &[
            Example::bad(
"a port of one’s own",
".:1053 {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"plain DNS is not served",
"tls://.:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"one block on the port, one beside it",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\ncorp.example:{{ .CoreDNSPort }} {\n    forward . 10.0.0.53\n    errors\n}\n",
),
],
    },
    yields_to: &[],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Some(server) = case.server() else { return };
    let Ok(port) = u16::try_from(case.dns_port()) else { return };
    if sites_at(server, port).next().is_some() || server.sites.iter().any(|site| case.is_unknown(site.place)) {
        return;
    }
    let Some(site) = server.sites.first() else { return };
    let mut draft = Draft::new(case.at(site.place), "no server block listens on the port to which DNS queries are sent")
        .note(format!("queries are sent to port {port}: nobody is there, and every name fails"))
        .help(format!("write .:{} as the label", case.port_as_written(Setting::CoreDnsPort)));
    if case.kind == Kind::Template && server.sites.iter().any(|site| is_elsewhere(case, &site.port, site.place)) {
        draft = draft.yields_to(&["CF007"]);
    }
    sink.report(draft);
}

/// Whether it is the port of other data planes, written as a number.
fn is_elsewhere(case: &Case<'_>, port: &str, place: Place) -> bool {
    let is_known = |port: u32| case.known_ports(Setting::CoreDnsPort).contains(&port);
    port.parse().is_ok_and(is_known) && case.rendering.literal_origin(case.text, place.in_main()).is_some()
}
