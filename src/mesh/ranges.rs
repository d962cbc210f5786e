//! The ranges of addresses that a control plane gives virtual IPs from, and what gets into their way: each other, addresses
//! that are known to be internal, the cluster's own. Whether a range is a CIDR at all is the check of [`super::dns_server`] and
//! [`super::ipam`].

use std::fmt;
use std::net::IpAddr;

use ipnet::IpNet;

use super::dns_server::DnsServer;
use super::ipam::{Ipam, Kind};
use super::release::Release;
use super::vips::DEFAULT_CIDR;
use super::written::{Author, Written};
use crate::corefile::address;

/// Whose a range is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Names of `kuma.io/service` tags: `dnsServer.CIDR`.
    Legacy,
    /// One of `ipam`'s.
    Kind(Kind),
    /// One of `ipam.knownInternalCIDRs`.
    KnownInternal,
    /// Something else that has these addresses: what the user calls it, such as "the cluster's Services".
    Other(String),
}

impl Owner {
    fn gives_vips(&self) -> bool {
        matches!(self, Self::Legacy | Self::Kind(_))
    }

    fn default_cidr(&self) -> Option<&'static str> {
        match self {
            Self::Legacy => Some(DEFAULT_CIDR),
            Self::Kind(kind) => Some(kind.default_cidr()),
            Self::KnownInternal | Self::Other(_) => None,
        }
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Legacy => f.write_str("dnsServer.CIDR"),
            Self::Kind(kind) => f.write_str(kind.path()),
            Self::KnownInternal => f.write_str("ipam.knownInternalCIDRs"),
            Self::Other(name) => f.write_str(name),
        }
    }
}

/// Addresses and whose they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// Whose.
    pub owner: Owner,
    /// Which.
    pub network: IpNet,
    /// Who wrote it.
    pub author: Author,
}

/// Two ranges with addresses in common. Its Display is a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} {} and {} {} overlap: both have {}", first.owner, first.network, second.owner, second.network, self.shared())]
pub struct Overlap {
    /// One that gives virtual IPs.
    pub first: Range,
    /// The other.
    pub second: Range,
}

impl Overlap {
    /// The first address that both have.
    #[must_use]
    pub fn shared(&self) -> IpAddr {
        self.first.network.network().max(self.second.network.network())
    }
}

/// All ranges that `release` gives virtual IPs from, and what else is known to be taken; texts that are no CIDR are left out.
#[must_use]
pub fn ranges(dns_server: &DnsServer, ipam: &Ipam, release: &Release) -> Vec<Range> {
    let line = release.version.line();
    let range = |owner, written: &Written<String>| {
        Some(Range { owner, network: address::network(&written.value)?, author: written.author })
    };
    let kinds = Kind::ALL.into_iter().filter(|kind| kind.since() <= line);
    let kinds = kinds.map(|kind| range(Owner::Kind(kind), ipam.range(kind)));
    let internal = ipam.known_internal.iter().map(|written| range(Owner::KnownInternal, written));
    [range(Owner::Legacy, &dns_server.cidr)].into_iter().chain(kinds).chain(internal).flatten().collect()
}

/// Which ranges of virtual IPs overlap each other or anything else, in the order of `ranges`. That the default of
/// `dnsServer.CIDR` holds the defaults of `ipam` counts for nothing: the control plane starts at the low end of each.
#[must_use]
pub fn overlaps(ranges: &[Range]) -> Vec<Overlap> {
    let is_default = |range: &Range| range.owner.default_cidr().and_then(address::network) == Some(range.network);
    let mut found = Vec::new();
    for (index, one) in ranges.iter().enumerate() {
        for other in ranges.iter().skip(index + 1) {
            let (first, second) = if one.owner.gives_vips() { (one, other) } else { (other, one) };
            let share = first.network.contains(&second.network) || second.network.contains(&first.network);
            let by_default = is_default(first) && is_default(second);
            if share && !by_default && first.owner.gives_vips() {
                found.push(Overlap { first: first.clone(), second: second.clone() });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::release::find;
    use crate::mesh::version::Line;
    use crate::mesh::yaml;

    const NEW: Line = Line::new(2, 14);

    #[test]
    fn what_overlaps() {
        let told = |dns: &str, ipam: &str, others: &[&str]| {
            let parse = |text: &str| yaml::parse(text.as_bytes()).unwrap().unwrap();
            let dns = DnsServer::from_config(&parse(&format!("dnsServer: {{{dns}}}"))).unwrap();
            let ipam = Ipam::from_config(&parse(&format!("ipam: {{{ipam}}}")), NEW).unwrap();
            let mut ranges = ranges(&dns, &ipam, &find("2.14").unwrap());
            ranges.extend(others.iter().map(|cidr| Range {
                owner: Owner::Other("the cluster".into()),
                network: cidr.parse().unwrap(),
                author: Author::Default,
            }));
            overlaps(&ranges).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let none: [&str; 0] = [];
        assert_eq!(told("", "", &["10.96.0.0/12", "10.244.0.0/16", "10.240.0.0/12"]), none);
        assert_eq!(told("CIDR: 240.0.0.0/4", "", &[]), none);
        assert_eq!(
            told("CIDR: 10.96.0.0/16", "", &["10.96.0.0/12"]),
            ["dnsServer.CIDR 10.96.0.0/16 and the cluster 10.96.0.0/12 overlap: both have 10.96.0.0"]
        );
        assert_eq!(
            told("", "meshService: {cidr: 242.128.0.0/16}, knownInternalCIDRs: [243.0.0.0/8]", &[]),
            [
                "dnsServer.CIDR 240.0.0.0/4 and ipam.meshService.cidr 242.128.0.0/16 overlap: both have 242.128.0.0",
                "dnsServer.CIDR 240.0.0.0/4 and ipam.knownInternalCIDRs 243.0.0.0/8 overlap: both have 243.0.0.0",
                "ipam.meshService.cidr 242.128.0.0/16 and ipam.meshExternalService.cidr 242.0.0.0/8 overlap: both have 242.128.0.0",
                "ipam.meshMultiZoneService.cidr 243.0.0.0/8 and ipam.knownInternalCIDRs 243.0.0.0/8 overlap: both have 243.0.0.0",
            ]
        );
        assert_eq!(told("CIDR: 'fd00::/64'", "meshService: {cidr: 'fd00::/8'}", &["fd00::53/128"]).len(), 3);
    }
}
