//! The queries that a picture is made of: names of the mesh, outside and missing, what Envoy takes for damaged, a name in
//! every zone that the Corefile mentions, a type for every template, TCP, and Envoy down.

use super::collect::Collected;
use crate::chain::journey::{Journey, travel};
use crate::chain::query::{Protocol, Query};
use crate::chain::samples::{self, MAX_ZONES, MESH_NAMES, MISSING_NAME, OUTSIDE_NAME};
use crate::chain::world::World;
use crate::coredns::{Server, dns};

/// More steps are not walked.
pub const MAX_STEPS: usize = 200_000;

/// Walks them all; false if some ways were left out.
pub fn walk_all<'a>(journey: &Journey<'a>, server: Option<&Server>, collected: &mut Collected<'a>) -> bool {
    let mut left = MAX_STEPS;
    let mut complete = true;
    let mut walk = |journey: &Journey<'_>, query: &Query, is_down: bool, collected: &mut Collected<'_>| {
        if left == 0 {
            complete = false;
            return;
        }
        let walk = travel(journey, query);
        complete &= walk.complete;
        left = left.saturating_sub(walk.ways.iter().map(|way| way.steps.len()).sum());
        collected.add(&walk, is_down);
    };
    for query in queries(server, journey) {
        walk(journey, &query, false, collected);
    }
    if journey.world.envoy.is_up {
        let mut world = journey.world.clone();
        world.envoy.is_up = false;
        for name in usual_names(journey.world) {
            walk(&Journey { world: &world, ..*journey }, &Query::new(&name, dns::A), true, collected);
        }
    }
    complete
}

/// A name of the mesh and one outside.
fn usual_names(world: &World) -> [String; 2] {
    let of_mesh = samples::mesh_name(world).unwrap_or_else(|| MESH_NAMES[0].to_owned());
    [of_mesh, samples::outside_name(world).to_owned()]
}

fn queries(server: Option<&Server>, journey: &Journey<'_>) -> Vec<Query> {
    let names = usual_names(journey.world);
    let all_types = |qtype| names.each_ref().map(|name| Query::new(name, qtype));
    let mut queries: Vec<Query> = [dns::A, dns::AAAA].into_iter().flat_map(all_types).collect();
    queries.extend([MESH_NAMES[1], MISSING_NAME].map(|name| Query::new(name, dns::A)));
    queries.extend(all_types(dns::MX));
    queries.extend(all_types(dns::A).map(|query| query.over(Protocol::Tcp)));
    // Envoy takes these for damaged.
    queries.push(Query::new(".", dns::A));
    queries.push(Query::new(OUTSIDE_NAME, dns::TXT).in_class(dns::CH));
    for name in samples::known_names(journey.world) {
        queries.extend([dns::A, dns::AAAA].map(|qtype| Query::new(name, qtype)));
    }
    let Some(server) = server else { return queries };
    for name in samples::names_in_zones(server, journey.redirect.port) {
        queries.extend([dns::A, dns::AAAA].map(|qtype| Query::new(&name, qtype)));
        queries.push(Query::new(&name, dns::A).over(Protocol::Tcp));
    }
    let templates = server.blocks.iter().flat_map(|block| &block.templates);
    let odd = templates.filter(|template| ![dns::A, dns::AAAA, dns::MX, dns::ANY].contains(&template.qtype));
    for template in odd.take(MAX_ZONES) {
        let zone = template.zones.first().filter(|zone| *zone != ".");
        let name = zone.map_or_else(|| OUTSIDE_NAME.to_owned(), |zone| format!("{}{zone}", samples::LABEL_IN_FRONT));
        queries.push(Query::new(&name, template.qtype));
    }
    queries
}
