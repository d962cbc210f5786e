//! What stands around a side-car's DNS as a user writes it down (`--mesh-file`): the services of the mesh with their names
//! and virtual IPs, and what the host's resolver and other servers know. `docs/mesh-file.md` describes the format.

mod services;

use std::collections::BTreeMap;
use std::net::SocketAddr;

use serde::Deserialize;

use services::{Ranges, Service};

use super::answered::AnsweredBy;
use super::behaviour::{Behaviour, Others, Zone};
use super::forward::address_of_nameserver;
use super::name;
use super::record;
use super::world::{Listener, Mesh, World};
use crate::coredns::dns;
use crate::mesh::domain::DOMAINS;
use crate::mesh::yaml;
use crate::source::Span;

/// Larger files are refused, in bytes.
pub const MAX_BYTES: usize = yaml::MAX_BYTES;

/// The file, or the same below a key of another file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a mapping with services and the like")]
pub struct MeshFile {
    domain: Option<String>,
    cidr: Option<String>,
    ranges: Ranges,
    ipv6: Option<bool>,
    services: Vec<Service>,
    envoy: State,
    resolver: Option<Knowledge>,
    servers: Vec<OtherServer>,
    resolv_conf: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    #[default]
    Up,
    Down,
}

/// What a server knows.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct Knowledge {
    records: Vec<String>,
    rcodes: BTreeMap<String, String>,
    others: Option<OthersChoice>,
    state: State,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum OthersChoice {
    Exist,
    Missing,
    Unknown,
}

/// A server other than the host's resolver.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct OtherServer {
    address: String,
    name: Option<String>,
    #[serde(default)]
    records: Vec<String>,
    #[serde(default)]
    rcodes: BTreeMap<String, String>,
    others: Option<OthersChoice>,
    #[serde(default)]
    state: State,
}

/// What is wrong with a mesh file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct MeshFileError {
    /// In one sentence.
    pub message: String,
    /// The keys that lead to the place; numbers count from 0.
    pub path: Vec<String>,
}

impl MeshFileError {
    /// Where it stands in the text, below `above`.
    #[must_use]
    pub fn span(&self, text: &[u8], above: &[&str]) -> Span {
        let path: Vec<&str> = above.iter().copied().chain(self.path.iter().map(String::as_str)).collect();
        yaml::place_of(text, &path)
    }
}

type Fallible<T> = Result<T, MeshFileError>;

fn wrong<T>(path: &[&str], message: impl Into<String>) -> Fallible<T> {
    let path = path.iter().map(|step| (*step).to_owned()).collect();
    Err(MeshFileError { message: message.into(), path })
}

impl MeshFile {
    /// Reads a file.
    ///
    /// # Errors
    /// What is no YAML, or does not have these fields; with its place.
    pub fn parse(text: &[u8]) -> Result<Self, (String, Span)> {
        match serde_yaml::from_slice(text) {
            Ok(file) => Ok(file),
            Err(error) => Err(told(&error)),
        }
    }

    /// The names of its servers.
    pub fn server_names(&self) -> impl Iterator<Item = &str> {
        self.servers.iter().filter_map(|server| server.name.as_deref())
    }

    /// The domain of the names of services.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.domain.as_deref().unwrap_or(DOMAINS[0]).trim_end_matches('.')
    }

    /// The world that the file describes, around `world` for what it says nothing about. Without services the mesh stays what
    /// it was.
    ///
    /// # Errors
    /// What of the file cannot be.
    pub fn world(&self, world: World) -> Fallible<World> {
        let mut world = world;
        let table = self.table()?;
        if !self.services.is_empty() {
            world.envoy.mesh = Mesh::Table(table);
            let written = self.domain.iter().map(|_| self.domain());
            let domains = if self.domain.is_some() { written.collect() } else { DOMAINS.to_vec() };
            world.domains = domains.iter().map(|domain| format!("{}.", domain.to_ascii_lowercase())).collect();
        } else if self.domain.is_some()
            && let Mesh::Supposed { domains, .. } = &mut world.envoy.mesh
        {
            *domains = vec![format!("{}.", self.domain().to_ascii_lowercase())];
        }
        world.envoy.is_up &= self.envoy == State::Up;
        if let Some(resolver) = &self.resolver {
            world.host = resolver.behaviour(&["resolver"])?;
        }
        for (path, nameservers) in &self.resolv_conf {
            if nameservers.is_empty() {
                return wrong(&["resolv-conf", path], "no nameserver: CoreDNS does not start with such a file");
            }
            for (index, nameserver) in nameservers.iter().enumerate() {
                if address_of_nameserver(nameserver).is_none() {
                    let at = ["resolv-conf", path, &index.to_string()];
                    return wrong(&at, format!("{nameserver:?} is no address: a nameserver of resolv.conf is an IP"));
                }
            }
            world.resolv_conf.insert(path.clone(), nameservers.clone());
        }
        self.add_servers(&mut world)?;
        Ok(world)
    }

    fn add_servers(&self, world: &mut World) -> Fallible<()> {
        let mut listeners = Vec::new();
        for (index, server) in self.servers.iter().enumerate() {
            let number = index.to_string();
            let Some(address) = socket(&server.address).filter(|address| address.port() > 0) else {
                let message = format!("{:?} is no address: write IP or IP:PORT", server.address);
                return wrong(&["servers", &number, "address"], message);
            };
            if listeners.iter().any(|known: &Listener| (known.ip, known.port) == (address.ip(), address.port())) {
                return wrong(&["servers", &number, "address"], format!("{address} comes twice"));
            }
            let knowledge = Knowledge {
                records: server.records.clone(),
                rcodes: server.rcodes.clone(),
                others: server.others,
                state: server.state,
            };
            let behaviour = knowledge.behaviour(&["servers", &number])?;
            let name = server.name.clone().unwrap_or_else(|| address.to_string());
            if AnsweredBy::WORDS.contains(&name.as_str()) {
                let message = format!("{name:?} has a meaning of its own in tests; call the server something else");
                return wrong(&["servers", &number, "name"], message);
            }
            if listeners.iter().any(|known: &Listener| known.name == name) {
                return wrong(&["servers", &number, "name"], format!("{name:?} comes twice"));
            }
            listeners.push(Listener { name, ip: address.ip(), port: address.port(), behaviour, is_host: false });
        }
        // The nameservers of the host are its resolver, unless they are described by themselves.
        for nameserver in world.resolv_conf.values().flatten() {
            let Some(ip) = address_of_nameserver(nameserver) else { continue };
            let address = SocketAddr::new(ip, dns::PORT);
            if !listeners.iter().any(|known| (known.ip, known.port) == (address.ip(), address.port())) {
                let name = format!("the host's resolver {}", address.ip());
                let behaviour = world.host.clone();
                listeners.push(Listener { name, ip: address.ip(), port: dns::PORT, behaviour, is_host: true });
            }
        }
        world.listeners.extend(listeners);
        Ok(())
    }

    /// Whether virtual IPs are answered in their mapped form, too.
    #[must_use]
    pub fn has_ipv6(&self) -> bool {
        self.ipv6.unwrap_or(true)
    }

    /// Where virtual IPs come from, if the file says it.
    #[must_use]
    pub fn written_cidr(&self) -> Option<&str> {
        self.cidr.as_deref()
    }

    /// Whether the names of the mesh are known.
    #[must_use]
    pub fn has_services(&self) -> bool {
        !self.services.is_empty()
    }

    /// Whether it is known what the host's resolver says.
    #[must_use]
    pub fn has_resolver(&self) -> bool {
        self.resolver.is_some()
    }
}

impl Knowledge {
    fn behaviour(&self, above: &[&str]) -> Fallible<Behaviour> {
        if self.state == State::Down {
            return Ok(Behaviour::Silent);
        }
        let others = match self.others {
            None | Some(OthersChoice::Exist) => Others::Supposed,
            Some(OthersChoice::Missing) => Others::Missing,
            Some(OthersChoice::Unknown) => Others::Unknown,
        };
        let mut zone = Zone { others, ..Zone::default() };
        for (index, line) in self.records.iter().enumerate() {
            let number = index.to_string();
            let at = [above, &["records", &number]].concat();
            match record::parse(line) {
                Ok(Some(record)) => zone.add(record),
                Ok(None) => return wrong(&at, "an empty record; write it as in a zone file: name TTL IN A 192.0.2.1"),
                Err(reason) => {
                    let message = format!(
                        "{line:?} is no record ({reason}); write it as in a zone file: name TTL IN A 192.0.2.1"
                    );
                    return wrong(&at, message);
                }
            }
        }
        for (written, rcode) in &self.rcodes {
            let at = [above, &["rcodes", written]].concat();
            let name = match name::parse(written) {
                Ok(name) => name.to_ascii_lowercase(),
                Err(error) => return wrong(&at, error.to_string()),
            };
            let Some(number) = dns::rcode(&rcode.to_ascii_uppercase()) else {
                return wrong(&at, format!("{rcode:?} is no rcode, such as NXDOMAIN, SERVFAIL or REFUSED"));
            };
            zone.rcodes_of_names.insert(name, number);
        }
        Ok(Behaviour::Zone(zone))
    }
}

/// `IP:PORT`, or `IP` with the port of DNS.
#[must_use]
pub fn socket(text: &str) -> Option<SocketAddr> {
    text.parse().ok().or_else(|| Some(SocketAddr::new(text.parse().ok()?, dns::PORT)))
}

/// What serde says, without its own place, and the place.
pub fn told(error: &serde_yaml::Error) -> (String, Span) {
    let at = error.location().map_or(0, |location| location.index());
    let text = error.to_string();
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    (message.to_owned(), Span::at(u32::try_from(at).unwrap_or(u32::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> MeshFile {
        MeshFile::parse(text.as_bytes()).unwrap()
    }

    fn addresses(file: &MeshFile, name: &str) -> Vec<String> {
        file.table().unwrap().get(name).unwrap_or(&Vec::new()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn services_get_names_and_addresses() {
        let file = file(
            "services:\n- service: web_demo_svc_80\n- service: backend\n  vip: 240.0.0.0\n- hostname: x.svc.mesh.local\n  \
             addresses: [10.96.0.1]\n- hostnames: [a.mesh, b.mesh]\n",
        );
        assert_eq!(addresses(&file, "backend.mesh."), ["240.0.0.0", "::ffff:240.0.0.0"]);
        assert_eq!(addresses(&file, "web_demo_svc_80.mesh."), ["240.0.0.1", "::ffff:240.0.0.1"]);
        assert_eq!(addresses(&file, "web.demo.svc.80.mesh."), ["240.0.0.1", "::ffff:240.0.0.1"]);
        assert_eq!(addresses(&file, "x.svc.mesh.local."), ["10.96.0.1"]);
        assert_eq!(addresses(&file, "b.mesh.")[0], "240.0.0.2");
    }

    #[test]
    fn each_kind_has_its_range() {
        let file = file(
            "ranges: {MeshService: 10.9.0.0/16}\nservices:\n- {hostname: b.svc.mesh.local, kind: MeshService}\n- {hostname: \
             a.svc.mesh.local, kind: MeshService}\n- {hostname: x.extsvc.mesh.local, kind: MeshExternalService}\n- {hostname: \
             m.mzsvc.mesh.local, kind: MeshMultiZoneService}\n- {hostname: v.mesh}\n- {hostname: z.example, kind: \
             ExternalService}\n- service: s\n",
        );
        for (name, address) in [
            ("a.svc.mesh.local.", "10.9.0.0"),
            ("b.svc.mesh.local.", "10.9.0.1"),
            ("x.extsvc.mesh.local.", "242.0.0.0"),
            ("m.mzsvc.mesh.local.", "243.0.0.0"),
            ("s.mesh.", "240.0.0.0"),
            ("z.example.", "240.0.0.1"),
            ("v.mesh.", "240.0.0.2"),
        ] {
            assert_eq!(addresses(&file, name)[0], address, "{name}");
        }
    }

    #[test]
    fn what_cannot_be_is_told_with_its_place() {
        for (text, message, place) in [
            ("services:\n- service: a\n  vip: 10.0.0.1\n", "10.0.0.1 is not in the range of virtual IPs", "10.0.0.1"),
            ("services: [{hostname: a.mesh}, {service: a}]", "comes twice: services[0] has it", "a"),
            (
                "services: [{hostname: a.mesh, vip: 240.0.0.1}, {hostname: b, vip: 240.0.0.1}]",
                "services[0], too",
                "240.0.0.1",
            ),
            ("services: [{hostname: a..mesh}]", "empty label", "a..mesh"),
            ("services: [{vip: 240.0.0.1}]", "needs a name", "{vip: 240.0.0.1}"),
            ("ranges: {MeshService: x}", "is no CIDR", "x"),
            ("services: [{service: a, kind: MeshService}]", "has no kind", "MeshService"),
            (
                "ranges: {MeshService: 10.0.0.0/32}\nservices: [{hostname: a, kind: MeshService}, {hostname: b, kind: MeshService}]",
                "too few addresses",
                "10.0.0.0/32",
            ),
            ("cidr: 240.0.0.0/99", "is no CIDR", "240.0.0.0/99"),
            ("cidr: 240.0.0.0/32\nservices: [{service: a}, {service: b}]", "too few addresses", "240.0.0.0/32"),
            ("resolver: {records: [nonsense]}", "is no record", "nonsense"),
            ("resolver: {rcodes: {a.: NOPE}}", "is no rcode", "NOPE"),
            ("servers: [{address: x}]", "is no address", "x"),
            ("resolv-conf: {/etc/resolv.conf: [dns.corp]}", "is no address", "dns.corp"),
            ("resolv-conf: {/etc/resolv.conf: []}", "no nameserver", "[]"),
            ("servers: [{address: '10.0.0.1:0'}]", "is no address", "'10.0.0.1:0'"),
            ("servers: [{address: 10.0.0.1, name: host}]", "meaning of its own", "host"),
            ("servers: [{address: 10.0.0.1, name: a}, {address: 10.0.0.2, name: a}]", "comes twice", "a"),
            ("services: [{hostname: a, vip: 240.0.0.1, addresses: [10.0.0.1]}]", "one of the two", "[10.0.0.1]"),
            ("domain: a..b", "empty label", "a..b"),
            ("domain: ''", "is empty", "''"),
        ] {
            let error = file(text).world(World::unknown(15054, &DOMAINS)).unwrap_err();
            assert!(error.message.contains(message), "{text}: {error}");
            assert_eq!(error.span(text.as_bytes(), &[]).of(text.as_bytes()), place.as_bytes(), "{text}");
        }
        for (text, part) in [
            ("servces: []", "unknown field `servces`"),
            ("services: [{vip: x}]", "invalid"),
            ("services: [", "did not find"),
        ] {
            let (message, _) = MeshFile::parse(text.as_bytes()).unwrap_err();
            assert!(message.contains(part), "{text}: {message}");
        }
    }

    #[test]
    fn the_world_is_what_the_file_says() {
        let text = "domain: corp.\nresolv-conf: {/etc/resolv.conf: [10.96.0.10]}\nresolver:\n  others: missing\n  records:\n  \
                    - www.example.com. 60 IN CNAME example.com.\n  - example.com. 60 IN A 192.0.2.10\nservers:\n- {address: \
                    10.0.0.53, name: corp}\n";
        let world = file(text).world(World::unknown(15054, &DOMAINS)).unwrap();
        assert!(matches!(&world.envoy.mesh, Mesh::Supposed { domains, .. } if *domains == ["corp."]));
        let names: Vec<_> = world.listeners.iter().map(|listener| listener.name.as_str()).collect();
        assert_eq!(names, ["corp", "the host's resolver 10.96.0.10"]);
        let query = crate::chain::Query::new("WWW.example.com", dns::A);
        let reply = world.host.answer(&query, &world, crate::chain::Actor::Client).unwrap();
        let answers: Vec<_> = reply.answers.iter().map(ToString::to_string).collect();
        assert_eq!(answers, ["WWW.example.com. 60 IN CNAME example.com.", "example.com. 60 IN A 192.0.2.10"]);
    }
}
