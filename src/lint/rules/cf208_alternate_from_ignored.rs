//! CF208: alternate does not look at its FROM.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};

use crate::chain::is_under;
use crate::coredns::setup::{StartError, StartErrorKind};
use crate::coredns::{Plugin, dns};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::lint::words;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF208",
        name: "alternate-from-ignored",
        severity: Severity::Warning,
        fixable: true,
        summary: "alternate takes over for names that lie outside its FROM",
        applies: "every release",
        why: "The word behind alternate's list looks like forward's FROM, but nobody reads it: a narrower zone narrows nothing. \
              An upstream that stands there because FROM was forgotten is swallowed and never asked.\n\nWrite `.`. What is \
              to hold for one zone only belongs into a server block of its own.",
        source: "coredns/alternate: setup.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
"a zone that narrows nothing",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED corp.example /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"an upstream in its place",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED 10.0.0.53 /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"the only upstream in its place",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"the root",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"the block's own zone",
".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\ncorp.example:{{ .CoreDNSPort }} {\n    forward . 10.0.0.53\n    alternate NXDOMAIN,SERVFAIL corp.example 10.0.1.53\n    errors\n}\n",
),
],
    },
    yields_to: &["CF201", "CF223"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    if let Some(draft) = none_is_left(case) {
        sink.report(draft);
    }
    let Some(server) = case.server() else { return };
    let is_narrow = |from: &str| !from.is_empty() && from != ".";
    let alternates = server.blocks.iter().flat_map(|block| &block.alternates);
    if !alternates.clone().any(|alternate| is_narrow(&alternate.from)) {
        return;
    }
    let probes = case.probes();
    let outside = [dns::A, dns::MX].into_iter().filter_map(|qtype| probes.outside(qtype));
    let silent = probes.outside(dns::A).and_then(|walk| probes.walk_without_envoy(&walk.query));
    let walks = outside.chain(probes.missing()).chain(probes.damaged()).chain(silent).chain(probes.mesh(dns::MX));
    let mut seen = BTreeSet::new();
    for walk in walks.chain(probes.in_zones()) {
        for (way, (block, rule, ..)) in walk.ways.iter().filter_map(|way| Some((way, way.fired()?))) {
            let Some(alternate) = server.blocks.get(block).and_then(|block| block.alternates.get(rule)) else { continue };
            let from = &alternate.from;
            let zone = format!("{}.", from.trim_end_matches('.'));
            // What was meant for the list is another matter.
            let is_rcode = dns::rcode(&from.to_uppercase()).is_some() || from == "original";
            if !is_narrow(from) || is_rcode || is_under(walk.query.lower(), &zone) || !seen.insert((block, rule)) {
                continue;
            }
            let is_upstream = is_upstream(from);
            let message = if is_upstream {
                format!("{from} is never asked: it stands where alternate's FROM belongs")
            } else {
                format!("alternate is not confined to {from}: FROM is not looked at")
            };
            let mut draft = Draft::new(case.at(alternate.from_place), message).in_block(block).along(&walk, way);
            let text = if is_upstream { format!(". {from}") } else { ".".to_owned() };
            if let Some(written) = case.written(alternate.from_place) {
                draft = draft.fix(format!("write {text}"), vec![(written, text)]);
            }
            sink.report(draft);
        }
    }
}

/// The only upstream in FROM's place: CoreDNS misses one and does not start.
fn none_is_left(case: &Case<'_>) -> Option<Draft> {
    let is_ours = |error: &&StartError| {
        error.directive == Some(Plugin::Alternate) && error.kind == StartErrorKind::WrongArguments
    };
    let error = case.refusal().filter(is_ours)?;
    let line = words::option(case, Plugin::Alternate.name(), error.place)?;
    let (from, list) = line.split_last()?;
    let list = list.get(1..)?;
    let has_list = list.len() == 1 || (list.len() == 2 && list[0].text == "original");
    if !has_list || !is_upstream(&from.text) || case.is_unknown(from.place) {
        return None;
    }
    let message = format!("{} stands where alternate's FROM belongs, and no upstream is left", from.text);
    let draft = case.draft(from.place, message).severity(Severity::Error);
    let draft = draft.note(format!("CoreDNS does not start: {}", error.message));
    let text = format!(". {}", from.text);
    Some(match case.written(from.place) {
        Some(written) => draft.fix(format!("write {text}"), vec![(written, text)]),
        None => draft,
    })
}

fn is_upstream(word: &str) -> bool {
    word.starts_with('/') || word.contains("://") || is_address(word)
}

fn is_address(word: &str) -> bool {
    word.parse::<IpAddr>().is_ok() || word.parse::<SocketAddr>().is_ok()
}
