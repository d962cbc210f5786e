//! CF214: names that no block or no forward takes.

use std::collections::BTreeSet;

use super::cf111_label_never_matches::never_matching;
use crate::chain::{Ending, Way, is_under, reach};
use crate::coredns::config::Forward;
use crate::coredns::dns;
use crate::corefile::Place;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::domain::DOMAINS;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF214",
        name: "zone-falls-through",
        severity: Severity::Error,
        fixable: false,
        summary: "names outside the zones of the forwards or of the server blocks are not answered",
        applies: "every release",
        why: "All queries of the application come to CoreDNS, so every name needs somebody. A name that no server block covers is \
              REFUSED. A name that no forward of its block takes, because of FROM or of `except`, is SERVFAIL, unless an \
              alternate lists SERVFAIL.\n\nGive the rest of the names a block or a forward for `.`.",
        source: "coredns: core/dnsserver/server.go, plugin/forward; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
"one zone only",
".:{{ .CoreDNSPort }} {\n    forward mesh 127.0.0.1:{{ .EnvoyDNSPort }}\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"a block for the mesh's domain only",
"mesh:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"an exception that nobody takes care of",
".:{{ .CoreDNSPort }} {\n    forward mesh 127.0.0.1:{{ .EnvoyDNSPort }}\n    forward . /etc/resolv.conf {\n        except corp.example\n    }\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"an empty server block",
concat!(default_with!(""), "\ncorp.example:{{ .CoreDNSPort }} {\n}\n"),
),
Example::good(
"a zone for Envoy, the rest for the resolver",
".:{{ .CoreDNSPort }} {\n    forward mesh 127.0.0.1:{{ .EnvoyDNSPort }}\n    forward . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"alternate takes the exception",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }} {\n        except corp.example\n    }\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
],
    },
    yields_to: &["CF201", "CF202", "CF207"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Some(server) = case.server() else { return };
    let port = u16::try_from(case.dns_port()).unwrap_or_default();
    if reach::takes_every_name(server, port) {
        return;
    }
    // Where no label is in force, that is the cause.
    let wrong = never_matching(case);
    let are_labels_wrong = reach::sites_at(server, port).all(|site| wrong.contains(&site.place));
    let probes = case.probes();
    let is_mesh = |name: &str| DOMAINS.iter().any(|domain| is_under(name, &format!("{domain}.")));
    let mut seen = BTreeSet::new();
    for walk in probes.outside(dns::A).into_iter().chain(probes.in_zones()) {
        let name = walk.query.name();
        // What the mesh's own names miss is another matter.
        if is_mesh(name) {
            continue;
        }
        let Some(way) = walk.ways.iter().find(|way| matches!(way.ending(), Ending::NoBlock | Ending::NothingLeft)) else {
            continue;
        };
        let draft = |block: usize, place: Place, message: &str, help: &str| {
            Draft::new(case.at(place), message).note(format!("{name} is one of them")).help(help).in_block(block)
        };
        let (place, draft) = match way.site() {
            None => {
                let Some(site) = reach::sites_at(server, port).next() else { continue };
                let better: &[&str] = if are_labels_wrong { &["CF111"] } else { &[] };
                let draft = draft(site.block, site.place, "names that no server block covers are REFUSED", ANSWERER);
                (site.place, draft.yields_to(better))
            }
            // Without a plugin nobody is asked, as somebody may want it for a zone.
            Some((site, label, zone)) if way.outcome.rcode() == Some(dns::REFUSED) => {
                let Some(block) = server.sites.get(site).map(|site| site.block) else { continue };
                let draft = draft(block, label, "this server block is empty: its names are REFUSED", "give it a forward");
                (label, if zone == "." { draft } else { draft.severity(Severity::Warning) })
            }
            Some((site, label, _)) => {
                let Some(block) = server.sites.get(site).map(|site| site.block) else { continue };
                let place = passed(case, way, name).unwrap_or(label);
                (place, draft(block, place, "names that no forward takes are SERVFAIL", ANSWERER))
            }
        };
        if seen.insert(place) {
            sink.report(draft.along(&walk, way));
        }
    }
}

const ANSWERER: &str = "give them a forward or a server block for .";

/// The word of the last forward that lets the name pass.
fn passed(case: &Case<'_>, way: &Way<'_>, name: &str) -> Option<Place> {
    let (block, rule) = way.passed_forwards().last()?;
    let forward: &Forward = case.server()?.blocks.get(block)?.forwards.get(rule)?;
    let except = forward.except.iter().find(|(zone, _)| is_under(name, zone) && is_under(name, &forward.from));
    Some(except.map_or(forward.from_place, |(_, place)| *place))
}
