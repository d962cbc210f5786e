//! CF220: an upstream at an address where no resolver can be.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::coredns::config::{Upstream, UpstreamKind};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF220",
        name: "impossible-upstream",
        severity: Severity::Warning,
        fixable: false,
        summary: "an upstream at an address where no resolver can be",
        applies: "every release",
        why: "CoreDNS takes every IP address as an upstream. Addresses kept for documentation (192.0.2.0/24, 198.51.100.0/24, \
              203.0.113.0/24, 2001:db8::/32) are left over from an example; multicast and broadcast addresses answer nobody; \
              the unspecified address means this host on Linux, and nothing elsewhere. Those of 240.0.0.0/4 are the virtual \
              IPs of the mesh, which CoreDNS cannot reach: what the user of kuma-dp sends is not redirected to Envoy.\n\n\
              Write the resolver's own address. Link-local addresses are fine: node-local and cloud resolvers live there.",
        source: "RFC 5737, RFC 3849, RFC 9637, RFC 1112; kuma: pkg/config/dns-server/config.go",
        examples: &[
            Example::bad(
                "an address out of an example",
                default_with!("    forward corp.example 192.0.2.53\n"),
            ),
            Example::bad(
                "a virtual IP of the mesh",
                default_with!("    forward corp.example 240.0.0.3\n"),
            ),
            Example::good(
                "a node-local resolver",
                default_with!("    forward corp.example 169.254.20.10\n"),
            ),
        ],
    },
    yields_to: &["CF201"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    for (index, block) in case.blocks() {
        let forwards = block.forwards.iter().flat_map(|forward| &forward.upstreams);
        let alternates = block.alternates.iter().flat_map(|alternate| &alternate.upstreams);
        for upstream in forwards.chain(alternates) {
            let Some((ip, what)) = impossible(upstream) else { continue };
            let mut draft = Draft::new(case.at(upstream.place), format!("no resolver can be at {ip}: {what}"))
                .in_block(index)
                .help("write the resolver's own address");
            if ip.is_unspecified() {
                draft = draft.note("on Linux it happens to lead to this host");
            }
            sink.report(draft);
        }
    }
}

/// The address, and why nobody answers there.
fn impossible(upstream: &Upstream) -> Option<(IpAddr, &'static str)> {
    let UpstreamKind::Address { ip, .. } = &upstream.kind else { return None };
    let ip = ip.to_canonical();
    let what = match ip {
        IpAddr::V4(ip) => v4(ip),
        IpAddr::V6(ip) => v6(ip),
    };
    what.map(|what| (ip, what))
}

const fn v4(ip: Ipv4Addr) -> Option<&'static str> {
    Some(match ip {
        _ if ip.is_unspecified() => "it is the unspecified address",
        _ if ip.is_broadcast() => "it is the broadcast address",
        _ if ip.is_multicast() => "it is a multicast address",
        _ if ip.is_documentation() => "it is kept for documentation",
        _ if ip.octets()[0] >= 240 => "it is a virtual IP of the mesh",
        _ => return None,
    })
}

const fn v6(ip: Ipv6Addr) -> Option<&'static str> {
    let [first, second, ..] = ip.segments();
    Some(match (first, second) {
        _ if ip.is_unspecified() => "it is the unspecified address",
        _ if ip.is_multicast() => "it is a multicast address",
        (0x2001, 0x0db8) | (0x3fff, 0..=0x0fff) => "it is kept for documentation",
        _ => return None,
    })
}
