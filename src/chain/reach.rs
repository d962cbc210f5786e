//! What can be told of a server block without walking: which forward takes a name, which rcodes it can bring. For rules that
//! ask about the whole of a block and not about one query.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::forward::passes;
use super::site;
use super::world::World;
use crate::coredns::config::{Alternate, Forward, Upstream, UpstreamKind};
use crate::coredns::{Block, Server, Site, dns};

/// The sites that a plain query at `port` can reach.
pub fn sites_at(server: &Server, port: u16) -> impl Iterator<Item = &Site> {
    let groups = site::groups(server, port);
    groups.into_iter().flatten().filter_map(|index| server.sites.get(index))
}

/// The forward that takes `name` first, with its index. `name` ends with a dot; its letter case does not matter.
#[must_use]
pub fn forward_of<'a>(block: &'a Block, name: &str) -> Option<(usize, &'a Forward)> {
    let lower = name.to_ascii_lowercase();
    block.forwards.iter().enumerate().find(|(_, forward)| passes(forward, &lower).is_none())
}

/// The alternate that takes over on `rcode`, with its index.
#[must_use]
pub fn alternate_of(block: &Block, rcode: u16) -> Option<(usize, &Alternate)> {
    let mut alternates = block.alternates.iter().enumerate();
    alternates.find(|(_, alternate)| alternate.rcodes.iter().any(|(known, _)| *known == rcode))
}

/// Whether an upstream is Envoy's DNS listener.
#[must_use]
pub fn is_envoy(world: &World, upstream: &Upstream) -> bool {
    address(upstream).is_some_and(|(ip, port)| world.is_envoy(ip, port))
}

/// Whether an upstream is this CoreDNS itself.
#[must_use]
pub fn is_self(server: &Server, upstream: &Upstream) -> bool {
    let serves = |port| sites_at(server, port).next().is_some();
    address(upstream).is_some_and(|(ip, port)| (ip.is_loopback() || ip.is_unspecified()) && serves(port))
}

/// The ports of this host that some block forwards to.
#[must_use]
pub fn asked_ports(server: &Server) -> BTreeSet<u16> {
    let forwards = server.blocks.iter().flat_map(|block| &block.forwards).flat_map(|forward| &forward.upstreams);
    let alternates = server.blocks.iter().flat_map(|block| &block.alternates).flat_map(|rule| &rule.upstreams);
    let here = |upstream: &Upstream| match &upstream.kind {
        UpstreamKind::Address { ip, .. } if ip.is_loopback() || ip.is_unspecified() => upstream.port(),
        UpstreamKind::HostName { name, .. } if name.trim_end_matches('.') == "localhost" => upstream.port(),
        _ => None,
    };
    forwards.chain(alternates).filter_map(here).collect()
}

/// Whether a query can come round to this CoreDNS: somebody forwards to one of its ports, or to a resolv.conf whose
/// nameservers are known.
#[must_use]
pub fn can_come_round(server: &Server) -> bool {
    let is_known =
        |upstream: &Upstream| matches!(&upstream.kind, UpstreamKind::ResolvConf { nameservers: Some(_), .. });
    let asked = asked_ports(server);
    let serves = |site: &Site| site::port(site).is_some_and(|port| asked.contains(&port));
    server.sites.iter().any(serves)
        || server.blocks.iter().any(|block| {
            let forwards = block.forwards.iter().flat_map(|forward| &forward.upstreams);
            forwards.chain(block.alternates.iter().flat_map(|rule| &rule.upstreams)).any(is_known)
        })
}

/// Whether every name that arrives at `port` finds a server block, and in it a forward that takes it.
#[must_use]
pub fn takes_every_name(server: &Server, port: u16) -> bool {
    let mut has_root = false;
    let takes_all = |forward: &Forward| forward.from == "." && forward.except.is_empty();
    for site in sites_at(server, port) {
        has_root |= site.zone == ".";
        if !server.blocks.get(site.block).is_some_and(|block| block.forwards.iter().any(takes_all)) {
            return false;
        }
    }
    has_root
}

/// Whether the alternates of a block take over on everything with which Envoy can end a query that is not for the mesh,
/// and on SERVFAIL, with which forward ends while Envoy is down.
#[must_use]
pub fn alternates_envoy(block: &Block) -> bool {
    let rcodes = [dns::NXDOMAIN, dns::NOTIMP, dns::FORMERR, dns::SERVFAIL];
    rcodes.into_iter().all(|rcode| alternate_of(block, rcode).is_some())
}

fn address(upstream: &Upstream) -> Option<(IpAddr, u16)> {
    match &upstream.kind {
        UpstreamKind::Address { ip, .. } => Some((*ip, upstream.port()?)),
        UpstreamKind::ResolvConf { .. } | UpstreamKind::HostName { .. } => None,
    }
}

/// Whether a forward can end with `rcode`, by a reply or without one. Anybody but Envoy can reply with anything.
#[must_use]
pub fn forward_can_give(world: &World, forward: &Forward, rcode: u16) -> bool {
    if !forward.upstreams.iter().all(|upstream| is_envoy(world, upstream)) {
        return true;
    }
    match rcode {
        // FORMERR is CoreDNS's own word for Envoy's; SERVFAIL comes when Envoy does not answer.
        dns::NOERROR | dns::NXDOMAIN | dns::NOTIMP | dns::FORMERR | dns::SERVFAIL => true,
        dns::REFUSED => forward.max_concurrent > 0,
        _ => false,
    }
}

/// Whether what stands behind alternate in a block can end with `rcode`.
#[must_use]
pub fn block_can_give(world: &World, block: &Block, rcode: u16) -> bool {
    let covers_all = block.forwards.iter().any(|forward| forward.from == "." && forward.except.is_empty());
    let unforwarded = !covers_all && rcode == dns::SERVFAIL;
    unforwarded || block.forwards.iter().any(|forward| forward_can_give(world, forward, rcode))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::tests::{block, server, world};

    #[test]
    fn blocks_are_known_without_walking() {
        let text = "forward mesh 127.0.0.1:15054\nforward . 192.0.2.1\nalternate NXDOMAIN,NOTIMP . 127.0.0.1:15053";
        let (server, world) = (server(&block(text)), world());
        let block = &server.blocks[0];
        assert_eq!(forward_of(block, "a.MESH.").unwrap().0, 0);
        assert_eq!(forward_of(block, "example.com.").unwrap().0, 1);
        assert_eq!(alternate_of(block, dns::NOTIMP).unwrap().0, 0);
        assert!(alternate_of(block, dns::SERVFAIL).is_none());
        assert!(is_envoy(&world, &block.forwards[0].upstreams[0]));
        assert!(!is_envoy(&world, &block.forwards[1].upstreams[0]));
        assert!(is_self(&server, &block.alternates[0].upstreams[0]));
        assert!(!forward_can_give(&world, &block.forwards[0], dns::REFUSED));
        assert!(forward_can_give(&world, &block.forwards[1], dns::REFUSED));
        assert_eq!(sites_at(&server, 15053).map(|site| site.zone.as_str()).collect::<Vec<_>>(), ["."]);
        assert_eq!(sites_at(&server, 15054).count(), 0);
    }

    #[test]
    fn envoy_gives_few_rcodes() {
        let world = world();
        let gives = |text: &str, rcode| block_can_give(&world, &server(&block(text)).blocks[0], rcode);
        for rcode in [dns::NOERROR, dns::NXDOMAIN, dns::NOTIMP, dns::FORMERR, dns::SERVFAIL] {
            assert!(gives("forward . 127.0.0.1:15054", rcode));
        }
        assert!(!gives("forward . 127.0.0.1:15054", dns::REFUSED));
        assert!(gives("forward . 127.0.0.1:15054 {\n max_concurrent 9\n}", dns::REFUSED));
        assert!(gives("errors", dns::SERVFAIL));
        assert!(!gives("errors", dns::NXDOMAIN));
    }

    #[test]
    fn what_can_come_round() {
        let can = |lines: &str| {
            can_come_round(&crate::chain::tests::server(&format!(".:15053 {{\n{lines}\n}}\n.:1053 {{\nerrors\n}}\n")))
        };
        assert!(can("forward . 127.0.0.1:15053"));
        assert!(can("forward . 10.0.0.1\nalternate NXDOMAIN . 0.0.0.0:1053"));
        assert!(!can("forward . 127.0.0.1:15054\nalternate NXDOMAIN . /etc/resolv.conf"));
    }

    #[test]
    fn what_takes_every_name() {
        let takes = |text: &str| takes_every_name(&crate::chain::tests::server(text), 15053);
        assert!(takes(".:15053 {\nforward a.example 10.0.0.1\nforward . 10.0.0.2\n}\n"));
        assert!(!takes(".:15053 {\nforward . 10.0.0.2 {\nexcept a.example\n}\n}\n"));
        assert!(!takes(".:15053 {\nforward a.example 10.0.0.2\n}\n"));
        assert!(!takes("a.example:15053 {\nforward . 10.0.0.2\n}\n"));
        assert!(!takes(".:15053 {\nforward . 10.0.0.2\n}\na.example:15053 {\nerrors\n}\n"));
        assert!(!takes(".:1053 {\nforward . 10.0.0.2\n}\n"));
    }
}
