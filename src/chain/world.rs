//! What stands around CoreDNS: Envoy with the mesh's names, who listens where, and the host's resolver.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};

use super::behaviour::Behaviour;
use super::message::{Record, RecordData};
use super::observed::Observed;
use super::query::Query;
use super::zone::is_under;
use crate::coredns::dns;
use crate::mesh::vips;

/// What stands around CoreDNS.
#[derive(Clone, Debug)]
pub struct World {
    /// Envoy's DNS listener.
    pub envoy: Envoy,
    /// Domains of which an ordinary resolver knows no name, in lower case with the dot at their end: those of a mesh whose
    /// names are in a table.
    pub domains: Vec<String>,
    /// Ports of the host at which nobody listens but Envoy and CoreDNS, if they do.
    pub closed_ports: Vec<u16>,
    /// Other servers whose address is known.
    pub listeners: Vec<Listener>,
    /// What resolv.conf files name, by path. A file that is not here leads to [`World::host`].
    pub resolv_conf: HashMap<String, Vec<String>>,
    /// How the host's resolver answers where its address is not known.
    pub host: Behaviour,
    /// How whoever else is asked answers; none means that nobody listens at an unknown address.
    pub elsewhere: Option<Behaviour>,
}

/// Envoy's DNS listener, on 127.0.0.1 and UDP only.
#[derive(Clone, Debug)]
pub struct Envoy {
    /// Its port.
    pub port: u16,
    /// Whether it runs.
    pub is_up: bool,
    /// The names of the mesh.
    pub mesh: Mesh,
    /// The port of this host where it looks up addresses of names that it does not know: up to Kuma 2.5 that of CoreDNS's
    /// empty block, later none.
    pub upstream: Option<u16>,
    /// What it has really answered to one question, which then counts instead of the names of the mesh.
    pub observed: Option<Observed>,
}

/// The names of the mesh.
#[derive(Clone, Debug)]
pub enum Mesh {
    /// Known names, with the dot at their end and in the letter case that Envoy has, and their addresses.
    Table(HashMap<String, Vec<IpAddr>>),
    /// Nothing is known but the domains: what lies under them exists and has an A and an AAAA record.
    Supposed {
        /// In lower case, with the dot at their end.
        domains: Vec<String>,
        /// Names that do not exist all the same, in lower case with the dot at their end.
        missing: Vec<String>,
    },
}

impl Mesh {
    /// The records of an address query as whoever has the names gives them, Envoy or the embedded proxy: none for a name that
    /// is not here, an empty list for a family that it lacks. Letter case counts.
    pub(super) fn look_up(&self, query: &Query) -> Option<Vec<Record>> {
        let record = |data| Record {
            name: query.name().to_owned(),
            ttl: Some(vips::TTL),
            class: dns::IN,
            qtype: query.qtype,
            data,
        };
        match self {
            Self::Table(table) => {
                let wanted = |address: &&IpAddr| address.is_ipv4() == (query.qtype == dns::A);
                let addresses = table.get(query.name())?.iter().filter(wanted);
                Some(addresses.map(|address| record(RecordData::Address(*address))).collect())
            }
            Self::Supposed { missing, .. } => {
                let is_there = self.covers(query.lower()) && !missing.iter().any(|name| name == query.lower());
                (query.name() == query.lower() && is_there).then(|| vec![record(RecordData::Unknown)])
            }
        }
    }

    /// Whether the name, in lower case, is the mesh's to give, so that no other resolver has it.
    pub(super) fn covers(&self, lower: &str) -> bool {
        match self {
            Self::Table(table) => table.contains_key(lower),
            Self::Supposed { domains, .. } => {
                domains.iter().any(|domain| lower.len() > domain.len() && is_under(lower, domain))
            }
        }
    }
}

/// A server at a known address, UDP and TCP.
#[derive(Clone, Debug)]
pub struct Listener {
    /// What it is called.
    pub name: String,
    /// Its address.
    pub ip: IpAddr,
    /// Its port.
    pub port: u16,
    /// How it answers.
    pub behaviour: Behaviour,
    /// Whether it is the host's resolver.
    pub is_host: bool,
}

impl World {
    /// The world of which only Envoy's port and the mesh's domains are known.
    #[must_use]
    pub fn unknown(envoy_port: u16, domains: &[&str]) -> Self {
        let domains = domains.iter().map(|domain| format!("{}.", domain.trim_matches('.').to_ascii_lowercase()));
        let mesh = Mesh::Supposed { domains: domains.collect(), missing: Vec::new() };
        Self {
            domains: Vec::new(),
            closed_ports: Vec::new(),
            envoy: Envoy { port: envoy_port, is_up: true, mesh, upstream: None, observed: None },
            listeners: Vec::new(),
            resolv_conf: HashMap::new(),
            host: Behaviour::Supposed,
            elsewhere: Some(Behaviour::Supposed),
        }
    }

    /// Whether the name, in lower case, is the mesh's to give, so that an ordinary resolver does not know it.
    pub(super) fn is_of_mesh(&self, lower: &str) -> bool {
        let is_below = |domain: &String| lower.len() > domain.len() && is_under(lower, domain);
        self.envoy.mesh.covers(lower) || self.domains.iter().any(is_below)
    }

    /// Whether Envoy's DNS listener is at this address; UDP reaches it, TCP does not.
    #[must_use]
    pub fn is_envoy(&self, ip: IpAddr, port: u16) -> bool {
        port == self.envoy.port && effective(ip) == IpAddr::V4(Ipv4Addr::LOCALHOST)
    }

    pub(super) fn listener(&self, ip: IpAddr, port: u16) -> Option<&Listener> {
        let ip = effective(ip);
        self.listeners.iter().find(|listener| listener.port == port && effective(listener.ip) == ip)
    }
}

/// The address that a packet goes to: mapped addresses are IPv4, and the unspecified one is the host itself.
pub(super) fn effective(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(std::net::Ipv6Addr::LOCALHOST),
        ip => ip,
    }
}
