//! CF305: queries that are logged unasked, and a log that was asked for and is not there.

use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::holds::Points;
use crate::lint::rendering::Kind;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::Setting;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF305",
        name: "query-log",
        severity: Severity::Info,
        fixable: false,
        summary: "queries are logged whether or not logging is asked for, or not logged although it is",
        applies: "2.6 and later; templates only",
        why: "From 2.6 on kuma-dp has a switch for the query log: `--dns-enable-logging`, `KUMA_DNS_ENABLE_LOGGING`, \
              `dataPlane.dnsLogging` in Helm. It does nothing by itself: it is the field `CoreDNSLogging`, and the template \
              has to look at it.\n\nA `log` outside of `{{ if .CoreDNSLogging }}` writes a line for every query of every data \
              plane, names of customers and services among them, and nobody can switch it off. A template without `log` \
              leaves the switch without effect.",
        source: "kuma: app/kuma-dp/pkg/dataplane/dnsserver/Corefile from 2.6.0 on",
        examples: &[
            Example::bad(
                "a log that cannot be switched off",
                ".:{{ .CoreDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .PrometheusPort }}
    errors
    log
}
",
            ),
            Example::bad("a log that was asked for and is missing", WITHOUT_LOG).with("--dns-enable-logging"),
            Example::good("the switch decides", default_with!("")),
            Example::good("nobody asks for a log", WITHOUT_LOG),
            Example::good("failures are logged, and all when the switch says so", BOTH),
        ],
    },
    yields_to: &[],
    check: Check::Corefile(check),
};

const WITHOUT_LOG: &str = ".:{{ .CoreDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .PrometheusPort }}
    errors
}
";

const BOTH: &str = ".:{{ .CoreDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .PrometheusPort }}
    errors
    log {
        class {{ if .CoreDNSLogging }}all{{ else }}error{{ end }}
    }
}
";

/// CoreDNS's class of failures.
const FAILURES: &str = "error";

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    if case.kind == Kind::Corefile || case.point.settings.get(Setting::CoreDnsLogging).is_none() {
        return;
    }
    let unasked = points(case, false);
    if !unasked.is_empty() {
        let mut last = None;
        for (block, log) in case.blocks().flat_map(|(index, block)| block.logs.iter().map(move |log| (index, log))) {
            // Failures alone are no log of queries.
            if log.classes.iter().all(|class| class == FAILURES) && !log.classes.is_empty() {
                continue;
            }
            // One directive logs as many zones as it likes.
            if last.replace(log.place) == Some(log.place) {
                continue;
            }
            let draft = Draft::new(case.at(log.place), "queries are logged although nobody asked for it")
                .note("every data plane with this template writes a line for every query")
                .help("{{ if .CoreDNSLogging }}log{{ end }} lets --dns-enable-logging decide");
            sink.report(draft.in_block(block).holding_at(unasked.clone()));
        }
    }
    let asked = points(case, true);
    let Some(server) = case.server().filter(|server| server.blocks.iter().all(|block| block.logs.is_empty())) else {
        return;
    };
    if !asked.is_empty()
        && case.matrix.points.iter().all(|point| point.logging)
        && let Some(site) = server.sites.iter().find(|site| site.port.parse() == Ok(case.dns_port()))
    {
        let draft = Draft::new(case.at(site.place), "a query log is asked for, and the template has none")
            .note("the switch is only the template's field CoreDNSLogging")
            .help("add {{ if .CoreDNSLogging }}log{{ end }} to the server block");
        sink.report(draft.in_block(site.block).holding_at(asked));
    }
}

/// The data planes that log or do not log, as somebody decided or as it may come.
fn points(case: &Case<'_>, logging: bool) -> Points {
    case.points.iter().filter(|index| case.matrix.points[*index].logging == logging).collect()
}
