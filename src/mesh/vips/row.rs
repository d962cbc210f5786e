//! A service with what its clients see: names, virtual IP, outbound listeners. One shape for whatever gave it an address.

use std::collections::HashSet;
use std::net::IpAddr;

use super::{Allocation, Change, Owned, forms};
use crate::mesh::hostnames::NamesOfServices;
use crate::mesh::resource;
use crate::mesh::yaml::Node;

/// A service with its names and addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is: `service`, `host`, `fqdn`, or the name of a newer kind.
    pub kind: String,
    /// Its tag, name, or name with namespace.
    pub service: String,
    /// Its names, without a dot at their end.
    pub names: Vec<String>,
    /// Its virtual IPs; none while it has none.
    pub addresses: Vec<IpAddr>,
    /// Whether they are answered as they stand, without a mapped form.
    pub is_literal: bool,
    /// The ports of its outbound listeners.
    pub ports: Vec<u32>,
    /// What became of its address.
    pub change: Change,
}

impl Row {
    /// The entries of an allocation, where names of services end in `domain` and their listeners have `vip_port`.
    #[must_use]
    pub fn of_allocation(allocation: &Allocation, domain: &str, vip_port: u32) -> Vec<Self> {
        let rows = allocation.view.entries.iter().map(|(entry, outbound)| Self {
            kind: entry.kind.to_string(),
            service: entry.name.clone(),
            names: outbound.names(entry, domain),
            addresses: outbound.address.into_iter().collect(),
            is_literal: false,
            ports: outbound.ports(entry, vip_port),
            change: allocation.changes.get(entry).copied().unwrap_or(Change::New),
        });
        rows.collect()
    }

    /// A service of a newer kind, with the names that its status and the generators give it.
    #[must_use]
    pub fn of_owned(owned: &Owned<'_>, generated: &NamesOfServices) -> Self {
        let known = owned.resource.status(&["addresses"]).map(Node::items).unwrap_or_default();
        let known = known.iter().filter_map(|node| resource::text(node, "hostname"));
        let key = (owned.kind, owned.resource.mesh.clone(), owned.resource.core_name());
        let mut names: Vec<String> = Vec::new();
        let mut seen = HashSet::new();
        for name in known.chain(generated.get(&key).into_iter().flatten().cloned()) {
            if seen.insert(name.clone()) {
                names.push(name);
            }
        }
        Self {
            kind: owned.kind.name().to_owned(),
            service: owned.resource.core_name(),
            names,
            addresses: owned.addresses.clone(),
            is_literal: false,
            ports: owned.ports.clone(),
            change: match (owned.is_kept, owned.addresses.is_empty()) {
                (true, _) => Change::Kept,
                (false, false) => Change::New,
                (false, true) => Change::NoneLeft,
            },
        }
    }

    /// What is answered: the addresses with their other forms.
    #[must_use]
    pub fn answers(&self, ipv6: bool) -> Vec<IpAddr> {
        let forms = |address: &IpAddr| if self.is_literal { vec![*address] } else { forms(*address, ipv6) };
        self.addresses.iter().flat_map(forms).collect()
    }
}
