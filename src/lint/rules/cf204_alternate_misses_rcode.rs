//! CF204: a query fails because alternate does not list the rcode that it ends with.

use std::collections::BTreeSet;

use crate::chain::reach::alternates_envoy;
use crate::chain::{Ending, Walk, Way};
use crate::coredns::config::Alternate;
use crate::coredns::dns::{self, rcode_text};
use crate::corefile::Place;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::{Draft, told};
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF204",
        name: "alternate-misses-rcode",
        severity: Severity::Warning,
        fixable: true,
        summary: "alternate does not list an rcode that queries end with",
        applies: "every release; Kuma's own default of 1.1.3 to 1.3.0 misses NOTIMP and FORMERR",
        why: "Alternate takes over on the rcodes of its list and on no others. Envoy answers NXDOMAIN to names outside the mesh, \
              without which nothing outside resolves; NOTIMP to every type but A, AAAA and SRV: MX, TXT, HTTPS; and FORMERR to the root \
              name and to other classes than IN. While Envoy is not up, and for TCP, which it does not speak, CoreDNS itself \
              comes to SERVFAIL.\n\nList them all: NOTIMP,FORMERR,NXDOMAIN,SERVFAIL. REFUSED never comes from Envoy, only \
              from `max_concurrent`.",
        source: "recorded from CoreDNS 1.12.2 to 1.14.6 and Envoy 1.36 to 1.40; kuma#2756, kuma#2776",
        examples: &[
            Example::bad(
"the list of 1.1.3",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"names outside do not resolve",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,SERVFAIL . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"nothing resolves while Envoy starts",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NXDOMAIN,NOTIMP,FORMERR . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"REFUSED is not needed",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"two alternates share the rcodes",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NXDOMAIN . /etc/resolv.conf\n    alternate NOTIMP,FORMERR,SERVFAIL . 10.0.0.53\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
],
    },
    yields_to: &["CF201", "CF203", "CF223"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Some(server) = case.server() else { return };
    let probes = case.probes();
    let Some(outside) = probes.outside(dns::A) else { return };
    let Some(block) = outside.ways.first().and_then(|way| Some(server.sites.get(way.site()?.0)?.block)) else { return };
    let Some(taker) = server.blocks.get(block) else { return };
    let alternates = &taker.alternates;
    if alternates.is_empty() || alternates_envoy(taker) {
        return;
    }
    let (mut missing, mut list, mut way_told) = (BTreeSet::new(), None, None);
    let mut look = |walk: &Walk<'_>| {
        for (rcode, place, way) in kept(walk) {
            missing.insert(rcode);
            list = Some(place);
            way_told.get_or_insert_with(|| told(walk, way));
        }
    };
    look(&outside);
    let is_nothing_left = kept(&outside).next().is_some();
    probes.outside(dns::MX).iter().for_each(|walk| look(walk));
    probes.damaged().for_each(|walk| look(&walk));
    probes.walk_without_envoy(&outside.query).iter().for_each(|walk| look(walk));
    let Some(list) = list else { return };
    let names: Vec<_> = missing.iter().map(|rcode| rcode_text(*rcode)).collect();
    let severity = if is_nothing_left { Severity::Error } else { Severity::Warning };
    let mut draft = Draft::new(case.at(list), format!("alternate does not list {}", names.join(", ")))
        .severity(severity)
        .in_block(block)
        .along_told(way_told.unwrap_or_default());
    for rcode in &missing {
        draft = draft.note(format!("{}: {}", rcode_text(*rcode), what_fails(*rcode)));
    }
    draft = draft.help(format!("add {} to the list", names.join(",")));
    if let [alternate] = alternates.as_slice()
        && let Some((written, last)) = last(case, alternate)
    {
        let edit = (written, format!("{last},{}", names.join(",")));
        draft = draft.fix(format!("add {}", names.join(",")), vec![edit]);
    }
    sink.report(draft);
}

/// The rcodes that alternate let pass though nobody but Envoy had a say.
fn kept<'w, 'a>(walk: &'w Walk<'a>) -> impl Iterator<Item = (u16, Place, &'w Way<'a>)> {
    walk.ways.iter().filter_map(|way| match way.ending() {
        Ending::Kept { rcode, list } if rcode != dns::NOERROR && way.asks_envoy() && !way.asks_a_resolver() => {
            Some((rcode, list, way))
        }
        _ => None,
    })
}

/// The last rcode of the list, which the others can be written behind.
fn last(case: &Case<'_>, alternate: &Alternate) -> Option<(crate::lint::draft::Where, String)> {
    let (_, place) = alternate.rcodes.last()?;
    let written = case.written(*place)?;
    let text = place.span.of(&case.rendering.rendered.text);
    (*place != alternate.rcodes_place || alternate.rcodes.len() == 1)
        .then(|| Some((written, std::str::from_utf8(text).ok()?.to_owned())))?
}

fn what_fails(rcode: u16) -> &'static str {
    match rcode {
        dns::NXDOMAIN => "Envoy's answer to names outside the mesh, none of which resolves",
        dns::NOTIMP => "Envoy's answer to other types than A, AAAA and SRV: MX, TXT, HTTPS and the like fail",
        dns::FORMERR => "Envoy's answer to the root name and to other classes than IN",
        dns::SERVFAIL => "while Envoy is not up, names outside the mesh fail, too",
        _ => "queries end with it",
    }
}
