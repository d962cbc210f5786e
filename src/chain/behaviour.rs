//! How a DNS server outside CoreDNS answers: from records, always the same, not at all, or as one supposes of a resolver that
//! is not known.

use std::collections::HashMap;

use super::message::{Message, Record, RecordData};
use super::query::Query;
use super::step::{Actor, NoAnswer};
use super::world::World;
use super::zone::is_under;
use crate::coredns::dns;

/// How a server answers.
#[derive(Clone, Debug)]
pub enum Behaviour {
    /// From records.
    Zone(Zone),
    /// Always with this rcode and nothing else.
    Rcode(u16),
    /// Never.
    Silent,
    /// As an ordinary resolver that does not know the mesh: mesh names and those under `invalid.` do not exist, every other
    /// name has records of every type, whatever they say.
    Supposed,
}

/// What a server knows.
#[derive(Clone, Debug, Default)]
pub struct Zone {
    /// By name in lower case with the dot at its end; the answer has the letter case of the query.
    pub records: HashMap<String, Vec<Record>>,
    /// What every other name has, whatever it is; types are not mixed for a query of type ANY.
    pub wildcard: Vec<Record>,
    /// Rcodes for names that start like this, in lower case; the first that fits counts, before all records.
    pub rcodes: Vec<(String, u16)>,
}

impl Zone {
    /// Adds a record.
    pub fn add(&mut self, record: Record) {
        self.records.entry(record.name.to_ascii_lowercase()).or_default().push(record);
    }

    fn answer<'a>(&self, query: &Query, from: Actor<'a>) -> Message<'a> {
        let mut message = Message { recursion_available: true, ..Message::empty(dns::NOERROR, from) };
        if let Some((_, rcode)) = self.rcodes.iter().find(|(start, _)| query.lower().starts_with(start.as_str())) {
            message.rcode = *rcode;
            return message;
        }
        let (records, any) = match self.records.get(query.lower()) {
            Some(records) => (records, query.qtype == dns::ANY),
            None if self.wildcard.is_empty() => {
                message.rcode = dns::NXDOMAIN;
                return message;
            }
            None => (&self.wildcard, false),
        };
        let fits = |record: &&Record| (any || record.qtype == query.qtype) && record.class == query.qclass;
        let renamed = |record: &Record| Record { name: query.name().to_owned(), ..record.clone() };
        message.answers = records.iter().filter(fits).map(renamed).collect();
        message
    }
}

impl Behaviour {
    /// The answer to `query`.
    pub(super) fn answer<'a>(&self, query: &Query, world: &World, from: Actor<'a>) -> Result<Message<'a>, NoAnswer> {
        match self {
            Self::Zone(zone) => Ok(zone.answer(query, from)),
            Self::Rcode(rcode) => Ok(Message { recursion_available: true, ..Message::empty(*rcode, from) }),
            Self::Silent => Err(NoAnswer::Timeout),
            Self::Supposed => Ok(suppose(query, world, from)),
        }
    }
}

fn suppose<'a>(query: &Query, world: &World, from: Actor<'a>) -> Message<'a> {
    let mut message = Message { recursion_available: true, ..Message::empty(dns::NOERROR, from) };
    if query.qclass != dns::IN {
        message.rcode = dns::REFUSED;
    } else if world.envoy.mesh.covers(query.lower()) || is_under(query.lower(), "invalid.") {
        message.rcode = dns::NXDOMAIN;
    } else {
        let name = query.name().to_owned();
        let (class, qtype) = (query.qclass, query.qtype);
        message.answers = vec![Record { name, ttl: None, class, qtype, data: RecordData::Unknown }];
    }
    message
}
