//! What comes back: rcode, flags and records. Names are not compressed and nothing is cut to a size.

use std::fmt;
use std::net::IpAddr;

use super::step::Actor;
use crate::coredns::dns;

/// A DNS answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message<'a> {
    /// The rcode.
    pub rcode: u16,
    /// AA.
    pub authoritative: bool,
    /// RA.
    pub recursion_available: bool,
    /// Whether the question is repeated; CoreDNS takes an upstream's reply without it for somebody else's.
    pub has_question: bool,
    /// The answer section.
    pub answers: Vec<Record>,
    /// The authority section, as far as it is known.
    pub authority: Vec<Record>,
    /// The additional section without OPT.
    pub additional: Vec<Record>,
    /// Who made it.
    pub from: Actor<'a>,
}

impl<'a> Message<'a> {
    /// A reply with nothing but an rcode.
    #[must_use]
    pub const fn empty(rcode: u16, from: Actor<'a>) -> Self {
        Self {
            rcode,
            authoritative: false,
            recursion_available: false,
            has_question: true,
            answers: Vec::new(),
            authority: Vec::new(),
            additional: Vec::new(),
            from,
        }
    }

    /// Whether the name exists, but has no record of the type.
    #[must_use]
    pub fn is_no_data(&self) -> bool {
        self.rcode == dns::NOERROR && self.answers.is_empty()
    }
}

/// A resource record.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Record {
    /// The owner, with its dot at the end.
    pub name: String,
    /// How long it may be cached, in seconds; none where nobody can know.
    pub ttl: Option<u32>,
    /// The class.
    pub class: u16,
    /// The type.
    pub qtype: u16,
    /// The rest.
    pub data: RecordData,
}

/// What a record says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RecordData {
    /// An address: A and AAAA.
    Address(IpAddr),
    /// Another name: CNAME.
    Name(String),
    /// Anything else, as in a zone file.
    Text(String),
    /// There is one, but what it says depends on somebody who is not known.
    Unknown,
}

impl fmt::Display for Record {
    /// As in a zone file; what is not known is a question mark.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        match self.ttl {
            Some(ttl) => write!(f, " {ttl}")?,
            None => f.write_str(" ?")?,
        }
        write!(f, " {} {} ", dns::class_text(self.class), dns::qtype_text(self.qtype))?;
        match &self.data {
            RecordData::Address(address) => write!(f, "{address}"),
            RecordData::Name(text) | RecordData::Text(text) => f.write_str(text),
            RecordData::Unknown => f.write_str("?"),
        }
    }
}
