//! Virtual IPs as the control plane gives them out: a new name gets the lowest free address of the CIDR, its first address
//! included (kuma: pkg/dns/vips_allocator.go; Nordix/simple-ipam 1.0.0). IPv4 addresses get a mapped IPv6 form beside them.

mod allocation;
pub mod persisted;
mod row;
mod view;
mod wanted;

pub use allocation::{Allocation, AllocationError, Change, NO_ADDRESSES_LEFT, allocate, fill};
pub use row::Row;
pub use view::{
    Entry, EntryType, ORIGIN_GATEWAY, ORIGIN_HOST, ORIGIN_VIRTUAL_OUTBOUND, Outbound, SERVICE_TAG, View,
    VirtualOutbound, service_tag,
};
pub use wanted::{Owned, Wanted, owned};

use std::collections::BTreeSet;
use std::net::IpAddr;

use ipnet::IpNet;

/// `dnsServer.CIDR` unless configured (kuma: pkg/config/dns-server/config.go).
pub const DEFAULT_CIDR: &str = "240.0.0.0/4";

/// How long an answer with a virtual IP may be kept, in seconds, from Envoy and from the embedded proxy; the same in every
/// release (kuma: AnswerTtl in pkg/xds/envoy/listeners/v3/dns_configurer.go).
pub const TTL: u32 = 30;

/// The addresses of a CIDR, some of them taken.
#[derive(Clone, Debug)]
pub struct Allocator {
    cidr: IpNet,
    taken: BTreeSet<IpAddr>,
    next: Option<IpAddr>,
}

impl Allocator {
    /// All free. Bits behind the prefix do not count.
    #[must_use]
    pub fn new(cidr: IpNet) -> Self {
        let cidr = cidr.trunc();
        Self { cidr, taken: BTreeSet::new(), next: Some(cidr.network()) }
    }

    /// Takes an address. False if it is not in the CIDR; that it is taken already does not matter.
    pub fn reserve(&mut self, address: IpAddr) -> bool {
        self.taken.insert(address);
        self.cidr.contains(&address)
    }

    /// Whether the address is one of the CIDR.
    #[must_use]
    pub fn covers(&self, address: IpAddr) -> bool {
        self.cidr.contains(&address)
    }

    /// Whether somebody has the address.
    #[must_use]
    pub fn is_taken(&self, address: IpAddr) -> bool {
        self.taken.contains(&address)
    }

    /// The lowest free address, which is taken then; none if there is no more.
    pub fn allocate(&mut self) -> Option<IpAddr> {
        loop {
            let address = self.next.filter(|address| self.cidr.contains(address))?;
            self.next = successor(address);
            if self.taken.insert(address) {
                return Some(address);
            }
        }
    }
}

fn successor(address: IpAddr) -> Option<IpAddr> {
    match address {
        IpAddr::V4(address) => u32::from(address).checked_add(1).map(|next| IpAddr::V4(next.into())),
        IpAddr::V6(address) => u128::from(address).checked_add(1).map(|next| IpAddr::V6(next.into())),
    }
}

/// What Envoy answers for a virtual IP: itself, and for an IPv4 one its mapped IPv6 form, unless the data plane is set to
/// IPv4 only (kuma: pkg/util/net/ips.go).
#[must_use]
pub fn forms(vip: IpAddr, ipv6: bool) -> Vec<IpAddr> {
    match vip {
        IpAddr::V4(address) if ipv6 => vec![vip, IpAddr::V6(address.to_ipv6_mapped())],
        _ => vec![vip],
    }
}

/// As Kuma writes an address: a mapped one in hexadecimal digits, `::ffff:f000:0` (kuma: pkg/util/net/ips.go).
#[must_use]
pub fn written(address: IpAddr) -> String {
    match address {
        IpAddr::V6(ip) if ip.to_ipv4_mapped().is_some() => {
            let [.., high, low] = ip.segments();
            format!("::ffff:{high:x}:{low:x}")
        }
        address => address.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allocator(cidr: &str) -> Allocator {
        Allocator::new(cidr.parse().unwrap())
    }

    #[test]
    fn the_lowest_free_address_is_next() {
        let mut vips = allocator(DEFAULT_CIDR);
        assert!(vips.reserve("240.0.0.1".parse().unwrap()));
        assert!(!vips.reserve("10.0.0.1".parse().unwrap()));
        let two = [vips.allocate(), vips.allocate()].map(|address| address.unwrap().to_string());
        assert_eq!(two, ["240.0.0.0", "240.0.0.2"]);
    }

    #[test]
    fn a_cidr_ends() {
        for (cidr, count) in [("10.0.0.7/30", 4), ("255.255.255.254/31", 2), ("fd00::/127", 2)] {
            let mut vips = allocator(cidr);
            assert_eq!(std::iter::from_fn(|| vips.allocate()).count(), count, "{cidr}");
        }
    }

    #[test]
    fn both_forms() {
        let forms = |ip: &str, ipv6| forms(ip.parse().unwrap(), ipv6).len();
        assert_eq!((forms("240.0.0.0", true), forms("240.0.0.0", false), forms("fd00::1", true)), (2, 1, 1));
    }
}
