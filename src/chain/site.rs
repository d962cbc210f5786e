//! The choice of the server block: longest zone of the sites at the address, as CoreDNS's server looks it up.

use super::zone::is_under_exactly;
use crate::coredns::config::Transport;
use crate::coredns::{Block, Server, Site, dns};

/// The number of the port of a site; zeros and a plus sign in front do not matter to the system.
pub fn port(site: &Site) -> Option<u16> {
    site.port.parse().ok()
}

/// The indices of the sites of plain DNS at `port`, grouped by the port's spelling: each spelling is a listener of its own.
pub fn groups(server: &Server, at: u16) -> Vec<Vec<usize>> {
    let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
    for (index, site) in server.sites.iter().enumerate() {
        if site.transport != Transport::Dns || port(site) != Some(at) {
            continue;
        }
        match groups.iter_mut().find(|(spelling, _)| *spelling == site.port) {
            Some((_, sites)) => sites.push(index),
            None => groups.push((&site.port, vec![index])),
        }
    }
    groups.into_iter().map(|(_, sites)| sites).collect()
}

/// The site that takes a query. The zone's letter case counts, the name is in lower case. A query for a DS record goes to
/// the shortest zone but the root, because a parent holds it.
pub fn choose(server: &Server, group: &[usize], lower: &str, qtype: u16) -> Option<usize> {
    let zone = |index: &usize| server.sites.get(*index).map(|site| site.zone.as_str());
    let taking = group.iter().copied().filter(|index| {
        zone(index).is_some_and(|zone| zone != "." && lower.len() >= zone.len() && is_under_exactly(lower, zone))
    });
    let length = |index: &usize| zone(index).map_or(0, str::len);
    let chosen = if qtype == dns::DS { taking.min_by_key(length) } else { taking.max_by_key(length) };
    chosen.or_else(|| group.iter().copied().find(|index| zone(index) == Some(".")))
}

/// Whether a block has no plugin at all, so that it refuses everything.
pub fn is_empty(block: &Block) -> bool {
    block.prometheus.is_none()
        && block.errors.is_none()
        && block.logs.is_empty()
        && block.templates.is_empty()
        && block.alternates.is_empty()
        && block.forwards.is_empty()
}

/// Whether queries of other classes than IN pass: forward, wherever it is at the address, lets them in.
pub fn takes_other_classes(server: &Server, group: &[usize]) -> bool {
    let blocks = group.iter().filter_map(|index| server.blocks.get(server.sites.get(*index)?.block));
    blocks.into_iter().any(|block| !block.forwards.is_empty())
}

/// Whether the metrics' HTTP server shares the port: none, by chance, or always for clients of the host.
pub fn metrics_share(server: &Server, at: u16) -> Option<MetricsShare> {
    let addresses = server.blocks.iter().filter_map(|block| block.prometheus.as_ref());
    let hosts = addresses.filter_map(|prometheus| {
        let (host, port) = prometheus.address.rsplit_once(':')?;
        (port.parse() == Ok(at)).then_some(host)
    });
    let share = |host: &str| match host {
        "" | "0.0.0.0" | "[::]" => Some(MetricsShare::Half),
        _ if host == "localhost" || host.starts_with("127.") => Some(MetricsShare::All),
        _ => None,
    };
    // The more specific socket wins.
    hosts.filter_map(share).max()
}

/// How much of TCP the metrics take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MetricsShare {
    /// Half of the connections, by chance.
    Half,
    /// Every connection over loopback.
    All,
}
