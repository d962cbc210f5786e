//! Envoy's DNS filter as Kuma configures it, recorded from Envoy 1.36 to 1.40: UDP only. What it does with an
//! upstream of its own, as up to Kuma 2.5, is asked of Envoy 1.38 in `tests/real_parts`; the Envoys of that time are not
//! recorded.

use super::message::{Message, Record};
use super::query::Query;
use super::step::{Actor, Who};
use super::world::World;
use crate::coredns::dns;

/// Seconds; Envoy's own for what its upstream says, whatever TTL that has.
const UPSTREAM_TTL: u32 = 300;

/// The port where Envoy looks the name up, if it does: for addresses of names that it does not know.
pub fn upstream(world: &World, query: &Query) -> Option<u16> {
    let is_address = query.qclass == dns::IN && matches!(query.qtype, dns::A | dns::AAAA) && query.name() != ".";
    world.envoy.upstream.filter(|_| is_address && world.envoy.mesh.look_up(query).is_none())
}

/// The answer made of what the upstream gave: addresses, or NXDOMAIN.
pub fn pass_on<'a>(query: &Query, reply: Option<Message<'_>>) -> Message<'a> {
    let answers = reply.map(|message| message.answers).unwrap_or_default();
    let answers = answers.into_iter().filter(|record| record.qtype == query.qtype);
    let answers: Vec<_> = answers.map(|record| Record { ttl: Some(UPSTREAM_TTL), ..record }).collect();
    let rcode = if answers.is_empty() { dns::NXDOMAIN } else { dns::NOERROR };
    Message { answers, recursion_available: true, ..Message::empty(rcode, Actor::Other(Who::Envoy)) }
}

/// The answer of Envoy to a query over UDP.
pub fn answer<'a>(world: &World, query: &Query) -> Message<'a> {
    // With an upstream it says that it recurses, whether it asks it or not.
    let recursion_available = world.envoy.upstream.is_some();
    let empty = |rcode| Message { recursion_available, ..Message::empty(rcode, Actor::Other(Who::Envoy)) };
    if query.qclass != dns::IN || query.name() == "." {
        // Such a query counts as damaged, and the reply does not repeat it.
        return Message { has_question: false, ..empty(dns::FORMERR) };
    }
    match query.qtype {
        dns::A | dns::AAAA => {}
        dns::SRV => return empty(dns::NXDOMAIN),
        _ => return empty(dns::NOTIMP),
    }
    let answers = world.envoy.mesh.look_up(query).unwrap_or_default();
    // A known name without this family is NXDOMAIN, too.
    let rcode = if answers.is_empty() { dns::NXDOMAIN } else { dns::NOERROR };
    Message { answers, ..empty(rcode) }
}
