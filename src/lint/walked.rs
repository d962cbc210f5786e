//! The walks in which a rule looks for something that can go wrong in any of them.

use std::rc::Rc;

use super::case::Case;
use crate::chain::{Action, Actor, Step, Walk};
use crate::coredns::config::Forward;
use crate::coredns::{Server, dns};

/// Queries over UDP of the types that differ at Envoy, for names of the mesh, names outside, one that does not exist, and one
/// in every zone that the Corefile mentions.
#[must_use]
pub fn walks<'a>(case: &Case<'a>) -> Vec<Rc<Walk<'a>>> {
    let probes = case.probes();
    let mut walks = Vec::new();
    for qtype in [dns::A, dns::AAAA, dns::MX] {
        walks.extend(probes.mesh(qtype));
        walks.extend(probes.outside(qtype));
    }
    walks.extend(probes.missing());
    walks.extend(probes.in_zones());
    walks
}

/// The forward that does a step, with the index of its server block.
#[must_use]
pub fn forward<'a>(server: &'a Server, step: &Step<'_>) -> Option<(usize, usize, &'a Forward)> {
    let Actor::Forward { block, rule } = &step.actor else { return None };
    server.blocks.get(*block)?.forwards.get(*rule).map(|forward| (*block, *rule, forward))
}

/// Whether an alternate takes over behind a step.
#[must_use]
pub fn is_taken_over(behind: &[Step<'_>]) -> bool {
    behind.iter().any(|step| matches!(step.action, Action::Fired(_)))
}
