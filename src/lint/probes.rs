//! The queries that the rules of the chain ask, each walked once for each meaning of a Corefile: names of the mesh, names
//! outside, what Envoy cannot answer, and a name under every zone that the Corefile mentions. What a walk means is left to
//! [`crate::chain`] and to the rules.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::chain::samples::{self, MESH_NAMES, MISSING_NAME, OUTSIDE_NAME};
use crate::chain::{Protocol, Query, Walk, World, walk};
use crate::coredns::config::Server;
use crate::coredns::dns;
use crate::mesh::domain::DOMAINS;

/// More steps are not walked for one meaning of a Corefile; a text that is made for it can multiply ways.
pub const MAX_STEPS: usize = 100_000;

/// The world with Envoy up, and with Envoy down.
#[derive(Debug)]
pub struct Worlds {
    /// Envoy answers.
    pub up: World,
    /// Envoy does not run.
    pub down: World,
}

/// Walks queries that arrive at the port to which iptables sends them.
#[derive(Debug)]
pub struct Probes<'a> {
    server: Option<&'a Server>,
    worlds: &'a Worlds,
    port: u16,
    steps_left: Cell<usize>,
    walks: RefCell<HashMap<(Query, bool), Rc<Walk<'a>>>>,
    zones: OnceCell<Vec<String>>,
}

impl Worlds {
    /// Worlds in which nothing is known but Envoy's port and the mesh's domains. A port that is none is nobody's.
    #[must_use]
    pub fn unknown(envoy_port: u32) -> Self {
        let up = World::unknown(u16::try_from(envoy_port).unwrap_or_default(), &DOMAINS);
        let mut down = up.clone();
        down.envoy.is_up = false;
        Self { up, down }
    }
}

impl<'a> Probes<'a> {
    /// Probes of a server at its DNS port; without a server nothing is walked.
    #[must_use]
    pub fn new(server: Option<&'a Server>, worlds: &'a Worlds, dns_port: u32) -> Self {
        Self {
            server,
            worlds,
            port: u16::try_from(dns_port).unwrap_or_default(),
            steps_left: Cell::new(MAX_STEPS),
            walks: RefCell::default(),
            zones: OnceCell::new(),
        }
    }

    /// The walk of a query. None where CoreDNS does not start, or once too much has been walked.
    #[must_use]
    pub fn walk(&self, query: &Query) -> Option<Rc<Walk<'a>>> {
        self.cached(query, true)
    }

    /// The same while Envoy does not run.
    #[must_use]
    pub fn walk_without_envoy(&self, query: &Query) -> Option<Rc<Walk<'a>>> {
        self.cached(query, false)
    }

    fn cached(&self, query: &Query, envoy_is_up: bool) -> Option<Rc<Walk<'a>>> {
        let key = (query.clone(), envoy_is_up);
        if let Some(known) = self.walks.borrow().get(&key) {
            return Some(Rc::clone(known));
        }
        let server = self.server?;
        let left = self.steps_left.get();
        if left == 0 {
            return None;
        }
        let world = if envoy_is_up { &self.worlds.up } else { &self.worlds.down };
        let walked = Rc::new(walk(server, world, query, self.port));
        let steps: usize = walked.ways.iter().map(|way| way.steps.len()).sum();
        self.steps_left.set(left.saturating_sub(steps));
        self.walks.borrow_mut().insert(key, Rc::clone(&walked));
        Some(walked)
    }

    /// The walks of a type of query for each of [`MESH_NAMES`].
    pub fn mesh(&self, qtype: u16) -> impl Iterator<Item = Rc<Walk<'a>>> {
        MESH_NAMES.iter().filter_map(move |name| self.walk(&Query::new(name, qtype)))
    }

    /// The walk of a type of query for [`OUTSIDE_NAME`].
    #[must_use]
    pub fn outside(&self, qtype: u16) -> Option<Rc<Walk<'a>>> {
        self.walk(&Query::new(OUTSIDE_NAME, qtype))
    }

    /// The walk of a query for [`MISSING_NAME`], of type A.
    #[must_use]
    pub fn missing(&self) -> Option<Rc<Walk<'a>>> {
        self.walk(&Query::new(MISSING_NAME, dns::A))
    }

    /// The walks of the queries that Envoy takes for damaged: for the root, and in another class than IN.
    pub fn damaged(&self) -> impl Iterator<Item = Rc<Walk<'a>>> {
        let queries = [Query::new(".", dns::A), Query::new(OUTSIDE_NAME, dns::TXT).in_class(dns::CH)];
        queries.into_iter().filter_map(|query| self.walk(&query))
    }

    /// The walk of the same query over TCP.
    #[must_use]
    pub fn over_tcp(&self, walked: &Walk<'_>) -> Option<Rc<Walk<'a>>> {
        self.walk(&walked.query.clone().over(Protocol::Tcp))
    }

    /// A name in every zone that the blocks at the DNS port mention, in lower case: labels, FROM and `except` of forwards,
    /// zones of templates. The root is left out, for [`OUTSIDE_NAME`] lies in it.
    #[must_use]
    pub fn names_in_zones(&self) -> &[String] {
        self.zones
            .get_or_init(|| self.server.map_or_else(Vec::new, |server| samples::names_in_zones(server, self.port)))
    }

    /// The walks of queries of type A for [`Self::names_in_zones`].
    pub fn in_zones(&self) -> impl Iterator<Item = Rc<Walk<'a>>> {
        self.in_zones_of(dns::A)
    }

    /// The same for another type.
    pub fn in_zones_of(&self, qtype: u16) -> impl Iterator<Item = Rc<Walk<'a>>> {
        self.names_in_zones().iter().filter_map(move |name| self.walk(&Query::new(name, qtype)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coredns::config::{Block, Site};

    #[test]
    fn every_walk_is_walked_once() {
        let server = Server { sites: vec![Site::plain(".", "53")], blocks: vec![Block::default()] };
        let worlds = Worlds::unknown(15054);
        let probes = Probes::new(Some(&server), &worlds, 53);
        let (first, second) = (probes.outside(dns::A).unwrap(), probes.outside(dns::A).unwrap());
        assert!(Rc::ptr_eq(&first, &second));
        let down = probes.walk_without_envoy(&first.query).unwrap();
        assert!(!Rc::ptr_eq(&first, &down));
        assert_eq!(probes.mesh(dns::A).count(), MESH_NAMES.len());
        assert!(Probes::new(None, &worlds, 53).outside(dns::A).is_none());
    }

    #[test]
    fn too_much_is_not_walked() {
        let server = Server { sites: vec![Site::plain(".", "53")], blocks: vec![Block::default()] };
        let worlds = Worlds::unknown(15054);
        let probes = Probes::new(Some(&server), &worlds, 53);
        let walked =
            (0..=MAX_STEPS).take_while(|number| probes.walk(&Query::new(&format!("n{number}."), dns::A)).is_some());
        assert!(walked.count() <= MAX_STEPS);
    }
}
