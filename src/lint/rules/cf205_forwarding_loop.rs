//! CF205: a query comes round to CoreDNS again.

use std::collections::BTreeSet;

use crate::chain::reach::can_come_round;
use crate::coredns::dns;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF205",
        name: "forwarding-loop",
        severity: Severity::Error,
        fixable: false,
        summary: "a forward or an alternate leads back to this CoreDNS",
        applies: "every release",
        why: "A query that CoreDNS sends to itself goes round until somebody gives up: each round waits for the next, CoreDNS \
              is busy, and the application waits for seconds and gets nothing. It also happens through a second server block. \
              What resolv.conf names is looked at only where it is given.\n\nSend names outside the mesh to a resolver that \
              is somebody else.",
        source: "recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
"alternate asks its own block",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . 127.0.0.1:{{ .CoreDNSPort }}\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"two blocks ask each other",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . 127.0.0.1:1053\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n.:1053 {\n    forward . 127.0.0.1:{{ .CoreDNSPort }}\n    errors\n}\n",
),
Example::good(
"a second block that asks somebody else",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . 127.0.0.1:1053\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n.:1053 {\n    forward . /etc/resolv.conf\n    errors\n}\n",
),
],
    },
    yields_to: &["CF201", "CF301"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    if !case.server().is_some_and(can_come_round) {
        return;
    }
    let probes = case.probes();
    let outside = probes.outside(dns::A);
    let without_envoy = outside.as_ref().and_then(|walk| probes.walk_without_envoy(&walk.query));
    let walks = outside.into_iter().chain(without_envoy).chain(probes.mesh(dns::A)).chain(probes.in_zones());
    let mut seen = BTreeSet::new();
    for walk in walks {
        for (way, (block, place)) in walk.ways.iter().filter_map(|way| Some((way, way.comes_round()?))) {
            if seen.insert(place) && !case.is_unknown(place) {
                let draft = Draft::new(case.at(place), "queries sent here come round to this CoreDNS again")
                    .note(format!("the query for {} comes back until its client gives up", walk.query.name()));
                sink.report(draft.in_block(block).along(&walk, way));
            }
        }
    }
}
