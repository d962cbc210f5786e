//! Names that stand for the queries that matter: names of the mesh, one outside, a missing one, and one under every zone that
//! a Corefile mentions.

use std::collections::BTreeSet;

use super::behaviour::Behaviour;
use super::reach;
use super::world::{Mesh, World};
use super::zone::is_under;
use crate::coredns::config::{Block, Server};

/// A name of each of the mesh's domains, as Kuma makes them.
pub const MESH_NAMES: [&str; 2] = ["backend_demo_svc_8080.mesh.", "backend.demo.svc.zone-1.mesh.local."];
/// A name outside the mesh that exists.
pub const OUTSIDE_NAME: &str = "www.somewhere-outside.net.";
/// A name outside the mesh that does not exist.
pub const MISSING_NAME: &str = "no-such-name.invalid.";
/// What is put in front of a zone that the Corefile mentions.
pub const LABEL_IN_FRONT: &str = "name-in-this-zone.";
/// More of the zones that a Corefile mentions are not walked.
pub const MAX_ZONES: usize = 24;

/// A name of the mesh in this world: the first of its table, else one under its first domain. None where the table is empty.
#[must_use]
pub fn mesh_name(world: &World) -> Option<String> {
    match &world.envoy.mesh {
        Mesh::Table(table) => table.keys().min().cloned(),
        Mesh::Supposed { domains, .. } => {
            let is_there = |name: &&&str| domains.iter().any(|domain| is_under(name, domain));
            let usual = MESH_NAMES.iter().find(is_there).map(|name| (*name).to_owned());
            usual.or_else(|| domains.first().map(|domain| format!("backend.{domain}")))
        }
    }
}

/// A name outside the mesh in this world: the first that the host's resolver has, where that is known.
#[must_use]
pub fn outside_name(world: &World) -> &str {
    match &world.host {
        Behaviour::Zone(zone) => zone.records.keys().min().map_or(OUTSIDE_NAME, String::as_str),
        _ => OUTSIDE_NAME,
    }
}

/// Names that servers of this world are known to have, a few of each.
#[must_use]
pub fn known_names(world: &World) -> Vec<&str> {
    let zones = world.listeners.iter().map(|listener| &listener.behaviour).chain([&world.host]);
    let names = zones.flat_map(|behaviour| match behaviour {
        Behaviour::Zone(zone) => {
            let names: BTreeSet<&str> = zone.records.keys().map(String::as_str).collect();
            names.into_iter().take(MAX_KNOWN).collect()
        }
        _ => Vec::new(),
    });
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names.truncate(MAX_ZONES);
    names
}

/// More names of one server are not walked.
const MAX_KNOWN: usize = 3;

/// A name in every zone that the blocks at a port mention, in lower case: labels, FROM and `except` of forwards, zones of
/// templates. The root is left out, for [`OUTSIDE_NAME`] lies in it.
#[must_use]
pub fn names_in_zones(server: &Server, port: u16) -> Vec<String> {
    let mut zones = BTreeSet::new();
    let mut blocks = BTreeSet::new();
    for site in reach::sites_at(server, port) {
        zones.insert(site.zone.to_ascii_lowercase());
        if blocks.insert(site.block)
            && let Some(block) = server.blocks.get(site.block)
        {
            zones.extend(mentioned(block).map(str::to_ascii_lowercase));
        }
        if zones.len() > MAX_ZONES {
            break;
        }
    }
    zones.remove(".");
    zones.into_iter().take(MAX_ZONES).map(|zone| format!("{LABEL_IN_FRONT}{zone}")).collect()
}

fn mentioned(block: &Block) -> impl Iterator<Item = &str> {
    let forwards = block.forwards.iter().flat_map(|forward| {
        std::iter::once(forward.from.as_str()).chain(forward.except.iter().map(|(zone, _)| zone.as_str()))
    });
    let templates = block.templates.iter().flat_map(|template| template.zones.iter().map(String::as_str));
    forwards.chain(templates).take(MAX_ZONES + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coredns::config::Site;

    #[test]
    fn zones_are_those_at_the_port_and_bounded() {
        let names = |sites: Vec<Site>| names_in_zones(&Server { sites, blocks: vec![Block::default()] }, 53);
        let found =
            names(vec![Site::plain(".", "53"), Site::plain("Corp.example.", "53"), Site::plain("other.", "54")]);
        assert_eq!(found, ["name-in-this-zone.corp.example."]);
        let many = (0..1000).map(|number| Site::plain(&format!("z{number}."), "53")).collect();
        assert_eq!(names(many).len(), MAX_ZONES);
    }
}
