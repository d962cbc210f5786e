//! CF111: a zone of a server block that no query is in.

use std::collections::HashSet;
use std::net::IpAddr;

use crate::chain::{Way, reach};
use crate::coredns::config::Block;
use crate::coredns::setup::StartErrorKind;
use crate::coredns::{Plugin, dns};
use crate::corefile::{Key, Place};
use crate::corefile::address::{split, split_scheme};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF111",
        name: "label-never-matches",
        severity: Severity::Warning,
        fixable: true,
        summary: "a zone of a server block that no query is in",
        applies: "every release",
        why: "What stands in front of a server block is a zone of names, not an address to listen on: `127.0.0.1:15053` \
              serves names that end in `127.0.0.1.`, and `*.example` names that end in a literal `*.example.`. CoreDNS \
              lowers the letters of a query and not those of a label, so a zone with an upper-case letter never matches \
              either. A lone number is a zone, too. CoreDNS starts with all of them, and the block answers nothing.",
        source: "coredns: core/dnsserver/address.go, server.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
                "a zone with a wildcard",
                concat!(default_with!(""), "\n*.corp.example:{{ .CoreDNSPort }} {\n    forward . 10.0.0.53\n", from_prometheus!()),
            ),
            Example::bad(
                "an upper-case letter",
                concat!(default_with!(""), "\nCorp.example:{{ .CoreDNSPort }} {\n    forward . 10.0.0.53\n", from_prometheus!()),
            ),
            Example::bad(
                "an address to listen on, beside the zone",
                concat!(".:{{ .CoreDNSPort }} 127.0.0.1:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n", from_alternate!()),
            ),
            Example::bad(
                "the names of the mesh, which resolve nowhere then",
                "*.mesh:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    prometheus localhost:{{ .PrometheusPort }}\n}\n\n.:{{ .CoreDNSPort }} {\n    forward . /etc/resolv.conf\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
            ),
            Example::bad(
                "an address alone",
                concat!("[::1]:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n", from_alternate!()),
            ),
            Example::good(
                "a zone, and a reverse zone",
                concat!(default_with!(""), "\ncorp.example:{{ .CoreDNSPort }} 10.0.0.0/8:{{ .CoreDNSPort }} {\n    forward . 10.0.0.53\n", from_prometheus!()),
            ),
        ],
    },
    yields_to: &["CF010", "CF104"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    for key in case.corefile.iter().flat_map(|corefile| &corefile.blocks).flat_map(|block| labels(&block.keys)) {
        if !case.is_unknown(key.place) && let Some(draft) = never(case, key) {
            let is_fatal = is_refused(case, key.place) || loses_the_mesh(case, key.place);
            let severity = if is_fatal { Severity::Error } else { Severity::Warning };
            sink.report(draft.severity(severity));
        }
    }
}

/// The labels of a block; of a directive that stands in their place only its name, for the rest are its arguments.
fn labels<'k, 'a>(keys: &'k [Key<'a>]) -> &'k [Key<'a>] {
    match keys.first() {
        Some(first) if Plugin::named(&first.text).is_some() => &keys[..1],
        _ => keys,
    }
}

/// Whether a label that no query is in keeps all of them from Envoy: it is told here.
pub(super) fn keeps_from_envoy(case: &Case<'_>) -> bool {
    never_matching(case).into_iter().any(|label| loses_the_mesh(case, label))
}

/// Whether the label belongs to a block that asks Envoy, and nobody else asks it.
fn loses_the_mesh(case: &Case<'_>, label: Place) -> bool {
    let Some(server) = case.server() else { return false };
    let is_ours = |way: &Way<'_>| way.site().is_some_and(|(_, place, _)| place == label);
    let asks_envoy = |block: &Block| {
        block.forwards.iter().flat_map(|forward| &forward.upstreams).any(|upstream| reach::is_envoy(case.world(), upstream))
    };
    let site = server.sites.iter().find(|site| site.place == label);
    let walks = || case.probes().mesh(dns::A).chain(case.probes().in_zones());
    site.and_then(|site| server.blocks.get(site.block)).is_some_and(asks_envoy)
        && walks().all(|walk| walk.complete && !walk.ways.iter().any(|way| way.asks_envoy() && !is_ours(way)))
}

/// Whether CoreDNS does not start for want of a port behind the zone: 53 needs root.
fn is_refused(case: &Case<'_>, label: Place) -> bool {
    case.refusal().is_some_and(|error| error.kind == StartErrorKind::PrivilegedPort && error.place == label)
}

/// The labels in whose zone no query is: they are told here.
pub(super) fn never_matching(case: &Case<'_>) -> HashSet<Place> {
    let keys = case.corefile.iter().flat_map(|corefile| &corefile.blocks).flat_map(|block| &block.keys);
    keys.filter(|key| never(case, key).is_some()).map(|key| key.place).collect()
}

fn never(case: &Case<'_>, key: &Key<'_>) -> Option<Draft> {
    let rest = split_scheme(&key.text).1;
    let zones = split(rest).ok()?;
    let [zone] = zones.zones.as_slice() else { return None };
    // A reverse zone was written as a network, and braces and schemes have rules of their own.
    let written = rest.get(..zone.len()).filter(|written| written == zone)?;
    if zone.contains(['{', '}']) || zone.contains("://") {
        return None;
    }
    let name = zone.strip_suffix('.').unwrap_or(zone);
    let plain = |message: String| case.draft(key.place, message);
    let address = name.split_once('/').map_or(name, |(address, _)| address);
    let bracketed = address.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if bracketed.unwrap_or(address).parse::<IpAddr>().is_ok() {
        let draft = plain(format!("{name} is taken for a zone of names, not for an address"));
        return Some(draft.help("a label is ZONE:PORT: `.` is every name, and CoreDNS listens on every address"));
    }
    if name.split('.').any(|label| label.contains('*')) {
        let draft = plain("`*` stands for nothing in a label: the zone has a literal `*`".to_owned());
        return Some(draft.help("a zone covers all names below it: leave `*.` out"));
    }
    if zones.port.is_none() && !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(plain(format!("{name} is taken for a zone, not for a port")).help(format!("write .:{name}")));
    }
    if zones.port.is_none() && Plugin::named(name).is_some() {
        let draft = plain(format!("{name} is taken for a zone here, not for a directive"));
        return Some(draft.help("a directive belongs between the braces of a server block"));
    }
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        let draft = plain("a zone with upper-case letters never matches: CoreDNS lowers those of the query only".to_owned());
        let start = key.place.span.start + u32::try_from(key.text.len() - rest.len()).ok()?;
        let span = Span::new(start, start + u32::try_from(written.len()).ok()?);
        return Some(draft.fix("write it in lower case", vec![(case.rendered(span), zone.to_lowercase())]));
    }
    None
}
