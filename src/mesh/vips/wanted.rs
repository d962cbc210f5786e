//! What a mesh wants virtual IPs for, out of its resources: Dataplanes, ZoneIngresses, ExternalServices, VirtualOutbounds and
//! cross-mesh listeners of MeshGateways (kuma: pkg/dns/vips_allocator.go), which share one range; and the services of the newer
//! kinds, which have their own.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::{
    Allocator, Entry, EntryType, ORIGIN_GATEWAY, ORIGIN_HOST, ORIGIN_VIRTUAL_OUTBOUND, Outbound, SERVICE_TAG, View,
    service_tag,
};
use crate::mesh::hostnames::kind_of;
use crate::mesh::ipam::{Ipam, Kind};
use crate::mesh::release::Release;
use crate::mesh::resource::{self, Resource, label};
use crate::mesh::virtual_outbound::{self, VirtualOutboundPolicy};
use crate::mesh::yaml::Node;

/// The port that an inbound without any has (kuma: api/mesh/v1alpha1/dataplane_helpers.go).
const NO_PORT: u32 = 49151;

/// The entries of a mesh, and what of it gets none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// The entries.
    pub view: View,
    /// Names that are not made.
    pub dropped: Vec<Dropped>,
}

/// A name that a VirtualOutbound or an ExternalService does not make for a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The service.
    pub service: String,
    /// What does not make it, with its type.
    pub by: String,
    /// The name, where it leads to another service.
    pub taken: Option<String>,
    /// The control plane's reason.
    pub reason: String,
}

impl std::fmt::Display for Dropped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} makes no name for {}: {}", self.by, self.service, self.reason)
    }
}

impl Dropped {
    fn taken(service: &str, by: String, name: String, port: u32) -> Self {
        let reason = format!("{name}:{port} leads somewhere else already");
        Self { service: service.to_owned(), by, taken: Some(name), reason }
    }
}

impl Wanted {
    /// Reads the resources. Services have entries only where `service_vips` is on (`dnsServer.serviceVipEnabled`); `domain` is
    /// that of gateways without a hostname.
    #[must_use]
    pub fn of(resources: &[Resource], mesh: &str, domain: &str, service_vips: bool, release: &Release) -> Self {
        let in_mesh = |kind: &'static str| {
            resources.iter().filter(move |resource| resource.kind == kind && resource.mesh == mesh)
        };
        let go = release.go.line;
        let policies: Vec<_> = in_mesh(virtual_outbound::KIND)
            .map(VirtualOutboundPolicy::of)
            .filter(|policy| policy.violations(go).is_empty())
            .collect();
        let mut wanted = Self::default();
        let mut add = |tags: &BTreeMap<String, String>, port: u32| {
            let Some(service) = tags.get(SERVICE_TAG).filter(|service| !service.is_empty()) else { return };
            if service_vips {
                wanted.view.add_service(service, port);
            }
            for policy in policies.iter().filter(|policy| policy.selects(tags)) {
                let by = format!("{} {}", virtual_outbound::KIND, policy.name);
                match policy.host(tags, go).and_then(|host| Ok((host, policy.port(tags, go)?))) {
                    Ok((host, port)) => {
                        let origin = format!("{ORIGIN_VIRTUAL_OUTBOUND}{}", policy.name);
                        let outbound = Outbound { port, tags: policy.filtered(tags), origin };
                        if !wanted.view.add(Entry::new(EntryType::Fqdn, &host), outbound) {
                            wanted.dropped.push(Dropped::taken(service, by, host, port));
                        }
                    }
                    Err(reason) => {
                        wanted.dropped.push(Dropped { service: service.clone(), by, taken: None, reason });
                    }
                }
            }
        };
        for dataplane in in_mesh("Dataplane") {
            for inbound in dataplane.spec(&["networking", "inbound"]).map(Node::items).unwrap_or_default() {
                let is_ignored = resource::text(inbound, "state").is_some_and(|state| state == "Ignored");
                if !is_ignored && resource::port(inbound, "port") != Some(NO_PORT) {
                    add(&tags_of(inbound), 0);
                }
            }
        }
        for ingress in resources.iter().filter(|resource| resource.kind == "ZoneIngress") {
            for service in ingress.spec(&["availableServices"]).map(Node::items).unwrap_or_default() {
                if resource::text(service, "mesh").is_none_or(|of| of == mesh) {
                    add(&tags_of(service), 0);
                }
            }
        }
        let mut external: Vec<_> = in_mesh("ExternalService").collect();
        external.sort_by_key(|one| &one.name);
        for service in &external {
            let (tags, port) = (tags_of_spec(service), address_of(service).1);
            let only_service = tags.get(SERVICE_TAG).map(|tag| service_tag(tag)).unwrap_or_default();
            add(&only_service, port);
        }
        for service in external {
            let is_off =
                service.spec(&["networking", "disableHostDNSEntry"]).and_then(|node| node.to_go_bool().ok()?);
            let (host, port) = address_of(service);
            if is_off != Some(true) && !host.is_empty() {
                let tags = tags_of_spec(service).remove(SERVICE_TAG).map(|tag| service_tag(&tag)).unwrap_or_default();
                let origin = format!("{ORIGIN_HOST}{}", service.name);
                let tag = tags.get(SERVICE_TAG).cloned().unwrap_or_default();
                if !wanted.view.add(Entry::new(EntryType::Host, &host), Outbound { port, tags, origin }) {
                    let by = format!("{} {}", service.kind, service.name);
                    wanted.dropped.push(Dropped::taken(&tag, by, host, port));
                }
            }
        }
        wanted.add_gateways(resources, domain);
        wanted
    }

    /// Cross-mesh listeners of every mesh.
    fn add_gateways(&mut self, resources: &[Resource], domain: &str) {
        for gateway in resources.iter().filter(|resource| resource.kind == "MeshGateway") {
            for listener in gateway.spec(&["conf", "listeners"]).map(Node::items).unwrap_or_default() {
                let is_cross = listener.get("crossMesh").and_then(|entry| entry.value.to_go_bool().ok()?);
                if is_cross != Some(true) {
                    continue;
                }
                let written = resource::text(listener, "hostname").unwrap_or_default();
                let hostname = if written.is_empty() || written.contains('*') {
                    format!("internal.{}.{}.{domain}", gateway.name, gateway.mesh)
                } else {
                    written
                };
                for selector in gateway.spec(&["selectors"]).map(Node::items).unwrap_or_default() {
                    let mut tags = tags_of_spec(gateway);
                    tags.extend(tags_of(listener));
                    tags.insert(label::MESH.to_owned(), gateway.mesh.clone());
                    tags.extend(selector.get("match").map(|entry| resource::texts(&entry.value)).unwrap_or_default());
                    let port = resource::port(listener, "port").unwrap_or_default();
                    let origin = format!("{ORIGIN_GATEWAY}{}:{}:{hostname}", gateway.mesh, gateway.name);
                    self.view.add(Entry::new(EntryType::Fqdn, &hostname), Outbound { port, tags, origin });
                }
            }
        }
    }
}

fn tags_of(node: &Node) -> BTreeMap<String, String> {
    node.get("tags").map(|tags| resource::texts(&tags.value)).unwrap_or_default()
}

fn tags_of_spec(resource: &Resource) -> BTreeMap<String, String> {
    resource.spec(&["tags"]).map(resource::texts).unwrap_or_default()
}

/// Host and port of an ExternalService.
fn address_of(service: &Resource) -> (String, u32) {
    let address = service.spec(&["networking", "address"]).and_then(|node| node.to_go_string().ok().flatten());
    let address = address.unwrap_or_default();
    let (host, port) = address.rsplit_once(':').unwrap_or((&address, ""));
    (host.trim_matches(['[', ']']).to_owned(), port.parse().unwrap_or_default())
}

/// A service of a newer kind with its address.
#[derive(Clone, Debug, PartialEq)]
pub struct Owned<'r> {
    /// The resource.
    pub resource: &'r Resource,
    /// Its kind.
    pub kind: Kind,
    /// Its virtual IPs.
    pub addresses: Vec<IpAddr>,
    /// Whether they stand in its status, rather than being the allocator's next.
    pub is_kept: bool,
    /// The ports of the outbound listeners at them.
    pub ports: Vec<u32>,
}

/// The services of the newer kinds, of all meshes. Those without an address in their status get the lowest free one of their
/// kind's range, by mesh and name (kuma: pkg/core/resources/apis/core/vip/allocator.go); a MeshService that Kubernetes has
/// a Service for gets the Service's ClusterIP, which is not known here.
#[must_use]
pub fn owned<'r>(resources: &'r [Resource], ipam: &Ipam, release: &Release) -> Vec<Owned<'r>> {
    let mut found = Vec::new();
    for kind in Kind::ALL.into_iter().filter(|kind| kind.since() <= release.version.line()) {
        let mut services: Vec<_> = resources.iter().filter(|resource| kind_of(resource) == Some(kind)).collect();
        services.sort_by_key(|one| (&one.mesh, one.core_name()));
        let mut allocator = ipam.network(kind).map(Allocator::new);
        let kept: Vec<Vec<IpAddr>> = services.iter().map(|service| addresses_of(service)).collect();
        for address in kept.iter().flatten() {
            allocator.as_mut().map(|allocator| allocator.reserve(*address));
        }
        for (resource, kept) in services.into_iter().zip(kept) {
            let is_kept = !kept.is_empty();
            let has_cluster_ip = kind == Kind::MeshService
                && resource.is_kubernetes
                && resource.complete_labels().get(label::ORIGIN).is_some_and(|origin| origin == "zone");
            let addresses = match allocator.as_mut().filter(|_| !is_kept && !has_cluster_ip) {
                Some(allocator) => allocator.allocate().into_iter().collect(),
                None => kept,
            };
            found.push(Owned { resource, kind, addresses, is_kept, ports: ports_of(resource) });
        }
    }
    found
}

fn addresses_of(service: &Resource) -> Vec<IpAddr> {
    let of = |node: &Node| resource::text(node, "ip")?.parse().ok();
    let several = service.status(&["vips"]).map(Node::items).unwrap_or_default();
    several.iter().chain(service.status(&["vip"])).filter_map(of).collect()
}

fn ports_of(service: &Resource) -> Vec<u32> {
    let several = service.spec(&["ports"]).map(Node::items).unwrap_or_default();
    several.iter().chain(service.spec(&["match"])).filter_map(|node| resource::port(node, "port")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::release::find;
    use crate::mesh::yaml;

    fn all(text: &str) -> Vec<Resource> {
        yaml::objects(text.as_bytes()).filter_map(|read| read.root).flat_map(|root| Resource::all_of(&root)).collect()
    }

    const MESH: &str = "\
{type: Dataplane, mesh: default, name: d, networking: {inbound: [{port: 1, tags: {kuma.io/service: web, version: '1'}}, \
{port: 2, state: Ignored, tags: {kuma.io/service: hidden}}, {port: 49151, tags: {kuma.io/service: none}}]}}
---
{type: Dataplane, mesh: other, name: e, networking: {inbound: [{port: 1, tags: {kuma.io/service: elsewhere}}]}}
---
{type: ExternalService, mesh: default, name: x, tags: {kuma.io/service: httpbin}, networking: {address: 'httpbin.org:443'}}
---
{type: ExternalService, mesh: default, name: y, tags: {kuma.io/service: ip}, networking: {address: '[2001:db8::1]:80'}}
---
{type: ExternalService, mesh: default, name: z, tags: {kuma.io/service: silent}, networking: {address: 'a.example:80', \
disableHostDNSEntry: true}}
---
{type: VirtualOutbound, mesh: default, name: v, selectors: [{match: {kuma.io/service: '*'}}], conf: {host: \
'{{.v}}.{{.s}}.mesh', port: '81', parameters: [{name: s, tagKey: kuma.io/service}, {name: v, tagKey: version}]}}
---
{type: MeshGateway, mesh: edge, name: g, selectors: [{match: {kuma.io/service: gw}}], conf: {listeners: [{port: 8080, \
crossMesh: true}, {port: 1}]}}
---
{type: ZoneIngress, name: i, availableServices: [{mesh: default, tags: {kuma.io/service: remote}}, {mesh: other, tags: \
{kuma.io/service: not-here}}]}
";

    #[test]
    fn entries_of_a_mesh() {
        let resources = all(MESH);
        let wanted = Wanted::of(&resources, "default", "mesh", true, &find("2.7").unwrap());
        let keys: Vec<String> = wanted.view.entries.keys().map(ToString::to_string).collect();
        assert_eq!(
            keys,
            [
                "0:httpbin",
                "0:ip",
                "0:remote",
                "0:silent",
                "0:web",
                "1:2001:db8::1",
                "1:httpbin.org",
                "2:1.web.mesh",
                "2:internal.g.edge.mesh",
            ]
        );
        let dropped: Vec<_> = wanted.dropped.iter().map(ToString::to_string).collect();
        assert_eq!(dropped.len(), 4, "{dropped:?}");
        assert!(
            dropped[0].starts_with("VirtualOutbound v makes no name for remote: evaluation of template"),
            "{dropped:?}"
        );
        let without = Wanted::of(&resources, "default", "mesh", false, &find("2.7").unwrap());
        assert!(without.view.entries.keys().all(|entry| entry.kind != EntryType::Service));
    }

    #[test]
    fn newer_kinds_have_ranges_of_their_own() {
        let resources = all(
            "{type: MeshService, name: b, spec: {ports: [{port: 80}, {port: 81}]}}\n---\n{type: MeshService, name: a, spec: \
             {}, status: {vips: [{ip: 241.0.0.0}]}}\n---\n{type: MeshExternalService, name: x, spec: {match: {port: \
             443}}}\n---\n{kind: MeshService, metadata: {name: k, namespace: d}, spec: {}}\n",
        );
        let told = |release| {
            owned(&resources, &Ipam::default(), &find(release).unwrap())
                .iter()
                .map(|one| format!("{} {:?} {:?}", one.resource.name, one.addresses, one.ports))
                .collect::<Vec<_>>()
        };
        assert_eq!(told("2.8"), ["a [241.0.0.0] []", "b [241.0.0.1] [80, 81]", "k [] []", "x [242.0.0.0] [443]"]);
        assert!(told("2.7").is_empty());
    }
}
