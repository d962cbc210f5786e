//! What a mesh has virtual IPs for, as the control plane keeps it: entries of three types with their outbounds
//! (kuma: pkg/dns/vips/{interfaces,virtual_outbound,virtual_outbound_view}.go), and what becomes of an entry on a data plane:
//! names and outbound listeners (kuma: pkg/xds/topology/dns.go).

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

use crate::mesh::dns_name::is_govalidator_name;
use crate::mesh::domain::service_names;

/// The tag that says which service an inbound or outbound is.
pub const SERVICE_TAG: &str = "kuma.io/service";
/// The origin of an outbound that a `kuma.io/service` tag makes.
pub const ORIGIN_SERVICE: &str = "service";
/// The origin of one that a Service or a headless Service of Kubernetes makes.
pub const ORIGIN_KUBERNETES: &str = "kubernetes";
/// How the origin of one begins that an ExternalService's address makes.
pub const ORIGIN_HOST: &str = "external-service:";
/// How the origin of one begins that a VirtualOutbound makes.
pub const ORIGIN_VIRTUAL_OUTBOUND: &str = "virtual-outbound:";
/// How the origin of one begins that a cross-mesh listener of a MeshGateway makes.
pub const ORIGIN_GATEWAY: &str = "mesh-gateway:";

/// What an entry is for; in the order of allocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryType {
    /// A `kuma.io/service` tag.
    Service,
    /// The address of an ExternalService.
    Host,
    /// A name that a VirtualOutbound or a MeshGateway makes.
    Fqdn,
}

impl EntryType {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Service, Self::Host, Self::Fqdn];

    /// The digit in persisted keys.
    #[must_use]
    pub const fn digit(self) -> char {
        match self {
            Self::Service => '0',
            Self::Host => '1',
            Self::Fqdn => '2',
        }
    }
}

impl fmt::Display for EntryType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Service => "service",
            Self::Host => "host",
            Self::Fqdn => "fqdn",
        })
    }
}

/// What has a virtual IP. Sorted as addresses are given out: by type, then by the bytes of the name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// What it is for.
    pub kind: EntryType,
    /// A tag's value, or a name.
    pub name: String,
}

impl Entry {
    /// An entry.
    pub fn new(kind: EntryType, name: impl Into<String>) -> Self {
        Self { kind, name: name.into() }
    }

    /// The address that the entry is by itself: an ExternalService can be an IP.
    #[must_use]
    pub fn own_address(&self) -> Option<IpAddr> {
        if self.kind == EntryType::Host { self.name.parse().ok() } else { None }
    }
}

impl fmt::Display for Entry {
    /// As in persisted keys: `0:backend`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.digit(), self.name)
    }
}

/// Where traffic to a virtual IP goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbound {
    /// The port; 0 leaves it to `dnsServer.serviceVipPort`.
    pub port: u32,
    /// The tags of the destination.
    pub tags: BTreeMap<String, String>,
    /// What made it.
    pub origin: String,
}

/// An entry's address and where it leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VirtualOutbound {
    /// The virtual IP, once there is one.
    pub address: Option<IpAddr>,
    /// Where it leads, by port.
    pub outbounds: BTreeMap<u32, Outbound>,
}

/// All entries of a mesh.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// In the order of allocation.
    pub entries: BTreeMap<Entry, VirtualOutbound>,
}

impl View {
    /// Adds an outbound to an entry; false where the entry leads somewhere else at that port already, which the control plane
    /// logs and leaves so.
    pub fn add(&mut self, entry: Entry, outbound: Outbound) -> bool {
        let address = entry.own_address();
        let known =
            self.entries.entry(entry).or_insert_with(|| VirtualOutbound { address, outbounds: BTreeMap::new() });
        known.outbounds.entry(outbound.port).or_insert_with(|| outbound.clone()).tags == outbound.tags
    }

    /// Adds a `kuma.io/service` tag; `port` is that of an ExternalService.
    pub fn add_service(&mut self, service: &str, port: u32) -> bool {
        let outbound = Outbound { port, tags: service_tag(service), origin: ORIGIN_SERVICE.to_owned() };
        self.add(Entry::new(EntryType::Service, service), outbound)
    }
}

/// The tags that name nothing but the service.
#[must_use]
pub fn service_tag(service: &str) -> BTreeMap<String, String> {
    BTreeMap::from([(SERVICE_TAG.to_owned(), service.to_owned())])
}

impl VirtualOutbound {
    /// The names that lead to the address: those of the tag for a service; for the others the name itself, if it is one.
    #[must_use]
    pub fn names(&self, entry: &Entry, domain: &str) -> Vec<String> {
        match entry.kind {
            EntryType::Service => {
                let tag = self.outbounds.values().next().and_then(|outbound| outbound.tags.get(SERVICE_TAG));
                service_names(tag.map_or(entry.name.as_str(), String::as_str), domain)
            }
            EntryType::Host | EntryType::Fqdn if is_govalidator_name(&entry.name) => vec![entry.name.clone()],
            EntryType::Host | EntryType::Fqdn => Vec::new(),
        }
    }

    /// The ports of the outbound listeners at the address, where services have `vip_port`.
    #[must_use]
    pub fn ports(&self, entry: &Entry, vip_port: u32) -> Vec<u32> {
        let own = self.outbounds.keys().copied().filter(|port| *port != 0);
        match entry.kind {
            EntryType::Fqdn => own.collect(),
            EntryType::Host => {
                let mut ports: Vec<u32> = own.collect();
                if !ports.contains(&vip_port) && !self.outbounds.is_empty() && is_govalidator_name(&entry.name) {
                    ports.push(vip_port);
                }
                ports
            }
            EntryType::Service => {
                let first = self.outbounds.keys().next().copied().unwrap_or_default();
                [first, vip_port]
                    .into_iter()
                    .filter(|port| *port != 0)
                    .collect::<std::collections::BTreeSet<_>>()
                    .into_iter()
                    .collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_sorted_by_type_and_bytes() {
        let mut view = View::default();
        for service in ["web", "Web", "a_b", "a-b"] {
            view.add_service(service, 0);
        }
        view.add(Entry::new(EntryType::Fqdn, "a.mesh"), Outbound { port: 1, ..Outbound::default() });
        view.add(Entry::new(EntryType::Host, "z.example"), Outbound::default());
        let keys: Vec<String> = view.entries.keys().map(ToString::to_string).collect();
        assert_eq!(keys, ["0:Web", "0:a-b", "0:a_b", "0:web", "1:z.example", "2:a.mesh"]);
    }

    #[test]
    fn one_port_leads_to_one_place() {
        let mut view = View::default();
        assert!(view.add_service("a", 443) && view.add_service("a", 0) && view.add_service("a", 443));
        let other = Outbound { port: 443, origin: "x".into(), ..Outbound::default() };
        assert!(!view.add(Entry::new(EntryType::Service, "a"), other));
        let ports: Vec<u32> = view.entries.values().flat_map(|one| one.outbounds.keys().copied()).collect();
        assert_eq!(ports, [0, 443]);
    }

    #[test]
    fn listeners_per_type() {
        let at = |kind, name: &str, ports: &[u32]| {
            let outbounds = ports
                .iter()
                .map(|port| (*port, Outbound { port: *port, tags: service_tag("s"), origin: String::new() }));
            let outbound = VirtualOutbound { address: None, outbounds: outbounds.collect() };
            outbound.ports(&Entry::new(kind, name), 80)
        };
        assert_eq!(at(EntryType::Service, "s", &[0]), [80]);
        assert_eq!(at(EntryType::Service, "s", &[443]), [80, 443]);
        assert_eq!(at(EntryType::Service, "s", &[80]), [80]);
        assert_eq!(at(EntryType::Host, "httpbin.org", &[443]), [443, 80]);
        assert_eq!(at(EntryType::Host, "10.0.0.1", &[443]), [443]);
        assert_eq!(at(EntryType::Fqdn, "a.mesh", &[8080]), [8080]);
    }
}
