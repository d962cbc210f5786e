//! CF203: names outside the mesh reach no resolver.

use crate::chain::Ending;
use crate::coredns::dns;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF203",
        name: "outside-unreachable",
        severity: Severity::Error,
        fixable: false,
        summary: "a name outside the mesh reaches no resolver",
        applies: "every release",
        why: "Envoy's DNS filter answers NXDOMAIN to every name that is not of the mesh: it asks nobody. The application gets \
              this as the last word unless `alternate` takes over and asks a resolver.\n\nAdd `alternate \
              NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf`, or forward only the mesh's domains to Envoy.",
        source: "recorded from CoreDNS 1.12.2 to 1.14.6 and Envoy 1.36 to 1.40; kuma#2756",
        examples: &[
            Example::bad(
"no alternate",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"a second forward, which is never reached",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }} 10.0.0.53 {\n        policy sequential\n    }\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"an alternate",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"no alternate is needed: the resolver has its own forward",
".:{{ .CoreDNSPort }} {\n    forward mesh 127.0.0.1:{{ .EnvoyDNSPort }}\n    forward . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
],
    },
    yields_to: &["CF201", "CF206"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Some(server) = case.server() else { return };
    let Some(walk) = case.probes().outside(dns::A) else { return };
    let fails = walk.ways.iter().all(|way| {
        way.outcome.rcode() != Some(dns::NOERROR)
            && !way.asks_a_resolver()
            && way.comes_round().is_none()
            && matches!(way.ending(), Ending::Asked(_) | Ending::Other)
    });
    let Some(way) = walk.ways.first().filter(|_| fails && walk.complete) else { return };
    let Some((site, place, _)) = way.site() else { return };
    let Some(block) = server.sites.get(site).map(|site| site.block) else { return };
    let mut draft = Draft::new(case.at(place), "names outside the mesh reach no resolver")
        .note("Envoy answers NXDOMAIN to every name that is not of the mesh, and that is the last word here")
        .help("add alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf")
        .in_block(block)
        .along(&walk, way);
    if let Some((_, asked, _)) = way.first_asked() {
        draft = draft.also(case.at(asked), "nobody else is asked");
    }
    if way.asks_nobody() {
        draft = draft.yields_to(&["CF106", "CF220"]);
    }
    sink.report(draft);
}
