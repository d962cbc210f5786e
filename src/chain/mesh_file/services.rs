//! The services of a mesh file: their names, and their virtual IPs from the ranges that the control plane takes them from.

use std::collections::HashMap;
use std::net::IpAddr;

use ipnet::IpNet;
use serde::Deserialize;

use super::super::name;
use super::{Fallible, MeshFile, wrong};
use crate::corefile::address;
use crate::mesh::dns_server::DEFAULT_VIP_PORT;
use crate::mesh::domain::service_names;
use crate::mesh::ipam::Kind;
use crate::mesh::vips::{self, Allocator, Change, DEFAULT_CIDR, Entry, EntryType, Row, View};

/// Names with their dot at the end, and their addresses.
type Table = HashMap<String, Vec<IpAddr>>;

/// A service of the mesh.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a mapping with service or hostname")]
pub(super) struct Service {
    service: Option<String>,
    kind: Option<ServiceKind>,
    hostname: Option<String>,
    hostnames: Vec<String>,
    vip: Option<IpAddr>,
    addresses: Vec<IpAddr>,
}

/// Where services of a kind get their virtual IPs from, under the names of the kinds.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, default, expecting = "a mapping of kinds to CIDRs")]
pub(super) struct Ranges {
    mesh_service: Option<String>,
    mesh_external_service: Option<String>,
    mesh_multi_zone_service: Option<String>,
}

/// What a service is, which decides where its virtual IP comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum ServiceKind {
    /// A VirtualOutbound's name, the default of a hostname.
    VirtualOutbound,
    /// An ExternalService's address.
    ExternalService,
    MeshService,
    MeshExternalService,
    MeshMultiZoneService,
}

impl ServiceKind {
    /// The kind with a range of its own.
    fn ranged(self) -> Option<Kind> {
        match self {
            Self::VirtualOutbound | Self::ExternalService => None,
            Self::MeshService => Some(Kind::MeshService),
            Self::MeshExternalService => Some(Kind::MeshExternalService),
            Self::MeshMultiZoneService => Some(Kind::MeshMultiZoneService),
        }
    }
}

impl MeshFile {
    /// The table that Envoy gets: names with their dot at the end, and addresses.
    ///
    /// # Errors
    /// Names that are none or come twice, virtual IPs that do not fit.
    pub fn table(&self) -> Fallible<Table> {
        self.tabulated().map(|(table, _)| table)
    }

    /// The services with the names and the virtual IPs that they have.
    ///
    /// # Errors
    /// As [`Self::table`].
    pub fn rows(&self) -> Fallible<Vec<Row>> {
        let (_, addresses) = self.tabulated()?;
        let rows = self.services.iter().zip(addresses).filter_map(|(service, addresses)| {
            let entry = service.entry()?;
            let (is_literal, is_written) = (!service.addresses.is_empty(), service.vip.is_some());
            Some(Row {
                kind: service.range().map_or_else(|| entry.kind.to_string(), |kind| kind.name().to_owned()),
                ports: if entry.kind == EntryType::Service { vec![DEFAULT_VIP_PORT] } else { Vec::new() },
                names: service.names(self.domain()).into_iter().map(|(_, name)| name).collect(),
                service: entry.name,
                addresses: if is_literal { addresses } else { addresses.into_iter().take(1).collect() },
                is_literal,
                change: if is_literal {
                    Change::Itself
                } else if is_written {
                    Change::Kept
                } else {
                    Change::New
                },
            })
        });
        Ok(rows.collect())
    }

    fn tabulated(&self) -> Fallible<(Table, Vec<Vec<IpAddr>>)> {
        let cidr = self.cidr()?;
        if let Some(domain) = &self.domain
            && let Err(error) = name::parse(domain.trim_end_matches('.'))
        {
            return wrong(&["domain"], error.to_string());
        }
        let mut pools = Pools::new(self, cidr)?;
        let mut vips: HashMap<IpAddr, usize> = HashMap::new();
        for (index, service) in self.services.iter().enumerate() {
            let number = index.to_string();
            if service.vip.is_some() && !service.addresses.is_empty() {
                let message =
                    "vip and addresses: a vip is answered as A and AAAA, addresses as they stand; write one of the two";
                return wrong(&["services", &number, "addresses"], message);
            }
            if service.service.is_some() && service.kind.is_some() {
                let message = "a service by its kuma.io/service tag has no kind; write its names as hostnames instead";
                return wrong(&["services", &number, "kind"], message);
            }
            for (field, vip) in service.written_vips() {
                let is_inside = pools.reserve(vip);
                if service.service.is_some() && !is_inside && field == "vip" {
                    return wrong(
                        &["services", &number, field],
                        format!("{vip} is not in the range of virtual IPs, {cidr}"),
                    );
                }
                if let Some(other) = vips.insert(vip, index).filter(|other| *other != index) {
                    let message = format!(
                        "{vip} is the address of services[{other}], too: the control plane gives each service its own; \
                         names of one service stand together in its hostnames"
                    );
                    return wrong(&["services", &number, field], message);
                }
            }
            if let (Some(entry), None) = (service.entry(), service.own_addresses(true)) {
                pools.want(service.range(), entry);
            }
        }
        pools.fill();
        let mut table = Table::new();
        let (mut owners, mut all) = (HashMap::<String, usize>::new(), Vec::with_capacity(self.services.len()));
        for (index, service) in self.services.iter().enumerate() {
            let number = index.to_string();
            let Some(entry) = service.entry() else {
                return wrong(
                    &["services", &number],
                    "a service needs a name: service (a kuma.io/service tag) or hostname",
                );
            };
            let addresses = match service.own_addresses(self.ipv6.unwrap_or(true)) {
                Some(addresses) => addresses,
                None => match pools.address(service.range(), &entry) {
                    Some(vip) => vips::forms(vip, self.ipv6.unwrap_or(true)),
                    None => {
                        let (path, cidr) = pools.range(service.range());
                        return wrong(&path, format!("{cidr} has too few addresses for the services"));
                    }
                },
            };
            for (field, written) in service.names(self.domain()) {
                let at = ["services", &number, field];
                let name = match name::parse(&written) {
                    Ok(name) => name,
                    Err(error) => return wrong(&at, error.to_string()),
                };
                if let Some(other) = owners.insert(name.clone(), index) {
                    let other = if other == index { "this entry".to_owned() } else { format!("services[{other}]") };
                    return wrong(&at, format!("the name {name} comes twice: {other} has it, too"));
                }
                table.insert(name, addresses.clone());
            }
            all.push(addresses);
        }
        Ok((table, all))
    }

    fn cidr(&self) -> Fallible<IpNet> {
        network(self.cidr.as_deref(), DEFAULT_CIDR, &["cidr"])
    }
}

/// What text says, or else the default.
fn network(written: Option<&str>, default: &str, at: &[&str]) -> Fallible<IpNet> {
    let text = written.unwrap_or(default);
    match address::network(text) {
        Some(network) => Ok(network),
        None => wrong(at, format!("{text:?} is no CIDR; write one such as {default}")),
    }
}

/// The ranges of virtual IPs with who wants one of them.
struct Pools {
    pools: Vec<(Option<Kind>, IpNet, Allocator, View)>,
}

impl Pools {
    fn new(file: &MeshFile, cidr: IpNet) -> Fallible<Self> {
        let pool = |kind, network| (kind, network, Allocator::new(network), View::default());
        let mut pools = vec![pool(None, cidr)];
        for kind in Kind::ALL {
            let written = match kind {
                Kind::MeshService => &file.ranges.mesh_service,
                Kind::MeshExternalService => &file.ranges.mesh_external_service,
                Kind::MeshMultiZoneService => &file.ranges.mesh_multi_zone_service,
            };
            let network = network(written.as_deref(), kind.default_cidr(), &["ranges", kind.name()])?;
            pools.push(pool(Some(kind), network));
        }
        Ok(Self { pools })
    }

    /// Takes an address everywhere. Whether it is one for `kuma.io/service` tags.
    fn reserve(&mut self, address: IpAddr) -> bool {
        let inside: Vec<bool> = self.pools.iter_mut().map(|(.., allocator, _)| allocator.reserve(address)).collect();
        inside.first() == Some(&true)
    }

    fn want(&mut self, kind: Option<Kind>, entry: Entry) {
        for (.., view) in self.pools.iter_mut().filter(|(own, ..)| *own == kind) {
            view.entries.entry(entry.clone()).or_default();
        }
    }

    fn fill(&mut self) {
        for (.., allocator, view) in &mut self.pools {
            vips::fill(view, allocator);
        }
    }

    fn address(&self, kind: Option<Kind>, entry: &Entry) -> Option<IpAddr> {
        let (.., view) = self.pools.iter().find(|(own, ..)| *own == kind)?;
        view.entries.get(entry)?.address
    }

    /// Where the file says it, and what.
    fn range(&self, kind: Option<Kind>) -> (Vec<&'static str>, String) {
        let network = self.pools.iter().find(|(own, ..)| *own == kind).map(|(_, network, ..)| network.to_string());
        (kind.map_or_else(|| vec!["cidr"], |kind| vec!["ranges", kind.name()]), network.unwrap_or_default())
    }
}

impl Service {
    /// Under what the control plane keeps its address.
    fn entry(&self) -> Option<Entry> {
        let kind = match self.kind {
            Some(ServiceKind::ExternalService) => EntryType::Host,
            _ => EntryType::Fqdn,
        };
        let hostname = self.hostname.as_ref().or(self.hostnames.first());
        let of_hostname = || hostname.map(|name| Entry::new(kind, name.clone()));
        self.service.as_ref().map(|tag| Entry::new(EntryType::Service, tag.clone())).or_else(of_hostname)
    }

    /// The kind whose range its address comes from; none for `dnsServer.CIDR`.
    fn range(&self) -> Option<Kind> {
        self.kind.and_then(ServiceKind::ranged)
    }

    fn names(&self, domain: &str) -> Vec<(&'static str, String)> {
        let of_tag = self.service.iter().flat_map(|tag| service_names(tag, domain)).map(|name| ("service", name));
        let single = self.hostname.iter().map(|name| ("hostname", name.clone()));
        of_tag.chain(single).chain(self.hostnames.iter().map(|name| ("hostnames", name.clone()))).collect()
    }

    fn written_vips(&self) -> impl Iterator<Item = (&'static str, IpAddr)> + '_ {
        let vip = self.vip.iter().map(|vip| ("vip", *vip));
        vip.chain(self.addresses.iter().map(|address| ("addresses", *address)))
    }

    fn own_addresses(&self, ipv6: bool) -> Option<Vec<IpAddr>> {
        let mut addresses = Vec::new();
        for address in &self.addresses {
            if !addresses.contains(address) {
                addresses.push(*address);
            }
        }
        if addresses.is_empty() { self.vip.map(|vip| vips::forms(vip, ipv6)) } else { Some(addresses) }
    }
}
