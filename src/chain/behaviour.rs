//! How a DNS server outside CoreDNS answers: from records, always the same, not at all, or as one supposes of a resolver that
//! is not known.

use std::collections::HashMap;

use super::message::{Message, Record, RecordData};
use super::observed::Observed;
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
    /// In ways that nobody knows: each of [`super::Supposed`] is walked.
    Unknown,
    /// As an ordinary resolver that does not know the mesh: mesh names and those under `invalid.` do not exist, every other
    /// name has records of every type, whatever they say.
    Supposed,
    /// As it has really answered one question, and any other in the second way.
    Observed(Box<Observed>, Box<Behaviour>),
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
    /// Rcodes for single names, in lower case with the dot at their end.
    pub rcodes_of_names: HashMap<String, u16>,
    /// What becomes of names that are not here, unless there is a wildcard.
    pub others: Others,
}

/// What a server says of names of which nothing is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Others {
    /// They do not exist.
    #[default]
    Missing,
    /// They exist, as with [`Behaviour::Supposed`].
    Supposed,
    /// Nobody knows.
    Unknown,
}

/// CNAMEs are followed so far.
const MAX_ALIASES: usize = 8;

impl Zone {
    /// Adds a record.
    pub fn add(&mut self, record: Record) {
        self.records.entry(record.name.to_ascii_lowercase()).or_default().push(record);
    }

    /// Whether nothing is known of what it says.
    fn is_silent_about(&self, query: &Query) -> bool {
        self.wildcard.is_empty() && self.rcode_of(query).is_none() && !self.records.contains_key(query.lower())
    }

    fn rcode_of(&self, query: &Query) -> Option<u16> {
        let of_start = self.rcodes.iter().find(|(start, _)| query.lower().starts_with(start.as_str()));
        of_start.map(|(_, rcode)| *rcode).or_else(|| self.rcodes_of_names.get(query.lower()).copied())
    }

    fn answer<'a>(&self, query: &Query, from: Actor<'a>) -> Message<'a> {
        let mut message = Message { recursion_available: true, ..Message::empty(dns::NOERROR, from) };
        if let Some(rcode) = self.rcode_of(query) {
            message.rcode = rcode;
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
        if message.answers.is_empty() {
            match self.through_aliases(records, query) {
                Some(answers) => message.answers = answers,
                None => message.rcode = dns::SERVFAIL,
            }
        }
        message
    }

    /// A CNAME of the name with what it leads to, as a resolver gives it; none where CNAMEs do not come to an end.
    fn through_aliases(&self, records: &[Record], query: &Query) -> Option<Vec<Record>> {
        let (mut answers, mut records, mut owner) = (Vec::new(), records, query.name().to_owned());
        for _ in 0..MAX_ALIASES {
            let alias = records.iter().find_map(|record| match &record.data {
                RecordData::Name(target) if record.qtype == dns::CNAME => Some((record, target)),
                _ => None,
            });
            let Some((record, target)) = alias else { return Some(answers) };
            answers.push(Record { name: owner, ..record.clone() });
            owner = target.clone();
            let Some(next) = self.records.get(&target.to_ascii_lowercase()) else { return Some(answers) };
            answers.extend(next.iter().filter(|record| record.qtype == query.qtype).cloned());
            records = next;
        }
        None
    }
}

impl Behaviour {
    /// Whether it depends on somebody whom nobody knows.
    #[must_use]
    pub fn is_unknown(&self, query: &Query) -> bool {
        match self {
            Self::Unknown => true,
            Self::Zone(zone) => zone.others == Others::Unknown && zone.is_silent_about(query),
            Self::Observed(observed, otherwise) => observed.answer(query).is_none() && otherwise.is_unknown(query),
            Self::Rcode(_) | Self::Silent | Self::Supposed => false,
        }
    }

    /// The answer to `query`, where [`Self::is_unknown`] does not say otherwise.
    ///
    /// # Errors
    /// That none comes.
    pub fn answer<'a>(&self, query: &Query, world: &World, from: Actor<'a>) -> Result<Message<'a>, NoAnswer> {
        match self {
            Self::Zone(zone) if zone.others == Others::Supposed && zone.is_silent_about(query) => {
                Ok(suppose(query, world, from))
            }
            Self::Zone(zone) => Ok(zone.answer(query, from)),
            Self::Rcode(rcode) => Ok(Message { recursion_available: true, ..Message::empty(*rcode, from) }),
            Self::Silent | Self::Unknown => Err(NoAnswer::Timeout),
            Self::Supposed => Ok(suppose(query, world, from)),
            Self::Observed(observed, otherwise) => match observed.answer(query) {
                Some(message) => Ok(Message { from, ..message }),
                None => otherwise.answer(query, world, from),
            },
        }
    }
}

fn suppose<'a>(query: &Query, world: &World, from: Actor<'a>) -> Message<'a> {
    let mut message = Message { recursion_available: true, ..Message::empty(dns::NOERROR, from) };
    if query.qclass != dns::IN {
        message.rcode = dns::REFUSED;
    } else if world.is_of_mesh(query.lower()) || is_under(query.lower(), "invalid.") {
        message.rcode = dns::NXDOMAIN;
    } else {
        message.answers = vec![something(query)];
    }
    message
}

/// A record that says nobody knows what.
pub(super) fn something(query: &Query) -> Record {
    let (class, qtype) = (query.qclass, query.qtype);
    Record { name: query.name().to_owned(), ttl: None, class, qtype, data: RecordData::Unknown }
}
